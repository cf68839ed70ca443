"""Forms as this site shows them: Indonesian numbers and days, calm words for what is missing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.template.loader import get_template

from kinerja.people.imports.number import read_decimal
from kinerja.rules.date_words import MONTHS
from kinerja.rules.refusal import Refusal
from kinerja.web.indonesian import angka

PHOTOS = ("image/jpeg", "image/png", "image/webp")
DOCUMENTS = (".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".csv")
UPLOAD_BYTES = 10 * 1024 * 1024


class Renderer(DjangoTemplates):
    """Inputs from Django's own templates; whole forms and fields from our components."""

    form_template_name = "components/fields.html"
    field_template_name = "components/form_field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("django/"):
            return super().get_template(template_name)
        return get_template(template_name)


class Form(forms.Form):
    """A form whose messages name the field: "Volume belum diisi."

    The browser's own checks stay off (they speak the phone's language): the answer comes from
    here, status 422, with what was typed.
    """

    use_required_attribute = False
    refused_at: ClassVar[str | None] = None  # the field that a refusal is about; None: the form
    places: ClassVar[Mapping[type[Refusal], str]] = {}  # where some kinds of refusal have their own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.put_words()

    def put_words(self) -> None:
        """Give every field its own words for what is wrong; again after a field was added."""
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            words = field.error_messages
            if words.get("required") == REQUIRED:
                words["required"] = _missing(field)
            if words.get("invalid") == NO_WHOLE_NUMBER:
                words["invalid"] = "Tulis bilangan bulat, misalnya 12."
            if isinstance(field, forms.IntegerField):  # and every other field of a number
                words.setdefault("min_value", f"{field.label} paling sedikit %(limit_value)s.")
                words.setdefault("max_value", f"{field.label} paling banyak %(limit_value)s.")
            words.setdefault(
                "max_length",
                f"{field.label} paling banyak %(limit_value)s huruf; sekarang %(show_value)s.",
            )
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
                field.empty_label = "Pilih" if field.required else "Belum dipilih"
                field.widget.choices = field.choices

    @property
    def files_lost(self) -> bool:
        """Files were sent with a form that comes back: the browser does not keep them."""
        return bool(self.files) and bool(self.errors)

    def refuse(self, refusal: Refusal) -> None:
        """Show why the verb was refused, beside the field that it is about."""
        place = self.places.get(type(refusal), self.refused_at)
        self.add_error(refusal.about if refusal.about in self.fields else place, str(refusal))

    def take_as_read(self, name: str, state: object) -> None:
        """The person has now seen this state of the row: sent once more, the form may replace it.

        `name` is the hidden field that says which state the form was filled from.
        """
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data[self.add_prefix(name)] = str(state)
        self.data = data


DASHES = "---------"  # what Django shows before a choice is made
REQUIRED = forms.Field.default_error_messages["required"]
NO_WHOLE_NUMBER = forms.IntegerField.default_error_messages["invalid"]


def _missing(field: forms.Field) -> str:
    """What to say when it is empty."""
    if isinstance(field, forms.BooleanField):
        return f"Centang dulu “{field.label}”."
    if isinstance(field, forms.ChoiceField | forms.FileField | forms.ModelChoiceField):
        return f"{field.label} belum dipilih."
    return f"{field.label} belum diisi."


class TextField(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows: int = 4, max_length: int = 4_000, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut a pasted text without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


# --- Numbers


class DecimalInput(forms.TextInput):
    """A text input with the number keys; a stored number is shown as on every page: 12.500,5."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal | int):
            return angka(value)
        return super().format_value(value)


class DecimalIndonesia(forms.DecimalField):
    """A number typed as `read_decimal` reads it."""

    widget = DecimalInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Tulis angka dengan koma untuk pecahan, misalnya 1.234,5.",
        "max_digits": "Angka ini terlalu panjang.",
        "max_decimal_places": "Paling banyak %(max)s angka di belakang koma.",
        "max_whole_digits": "Angka ini terlalu besar.",
    }

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values:
            return None
        try:
            return read_decimal(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # DecimalField would add min, max and step, which a text input does not know


# --- Days and times

_LONG_DAY = re.compile(r"([0-9]{1,2})\s+([A-Za-z]+)\s+([0-9]{4})")


class TanggalField(forms.DateField):
    """A day from the browser's calendar, or typed: 31-12-2026, 31/12/2026, 31 Desember 2026."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Tulis tanggal seperti 31-12-2026."
    }

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and (said := _LONG_DAY.fullmatch(value.strip())):
            day, month, year = said.groups()
            if month.capitalize() in MONTHS:
                value = f"{year}-{MONTHS.index(month.capitalize()) + 1:02}-{int(day):02}"
        return super().to_python(value)


class JamField(forms.TimeField):
    """A time of day: 14:30 or 14.30."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    input_formats = ("%H:%M", "%H.%M", "%H:%M:%S")
    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": "Tulis jam seperti 14.30."}


# --- Files


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class FilesField(forms.FileField):
    """Files or photos; `cleaned_data` holds a list. What they really are is for the verb to check.

    `accept` only helps the phone to offer the right things (`PHOTOS`, `DOCUMENTS`), `most` is the
    number of files.
    """

    widget = FilesInput

    def __init__(self, *, accept: Sequence[str] = (), most: int = 5, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most
        self.widget.attrs["accept"] = ",".join(accept)
        if most == 1:
            self.widget.attrs["multiple"] = False

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        files: list[UploadedFile] = [file for file in given if file]
        if not files:
            super().clean(None, initial)  # says that they are missing, where they are required
            return []
        if len(files) > self.most:
            raise ValidationError(f"Pilih paling banyak {self.most} berkas.", code="too_many")
        return [self._clean_one(file) for file in files]

    def _clean_one(self, file: UploadedFile) -> UploadedFile:
        if (file.size or 0) > UPLOAD_BYTES:
            raise ValidationError(
                f"Berkas {file.name} lebih besar dari 10 MB; kecilkan dulu.", code="too_large"
            )
        if not file.size:
            raise ValidationError(f"Berkas {file.name} kosong; pilih yang lain.", code="empty")
        super().clean(file)
        return file
