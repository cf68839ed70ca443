"""What a form does when somebody else was faster: nothing is overwritten unseen.

The form keeps what was typed and shows what is stored now; sent once more, it wins knowingly.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.db import models

from kinerja.rules.refusal import ChangedMeanwhile, Refusal
from kinerja.web.forms import Form
from kinerja.web.indonesian import tanggal

OVERWRITE = (
    "Isi ini diubah di tempat lain selagi Anda mengetik. Bandingkan dengan isi yang tersimpan di"
    " bawah; simpan sekali lagi bila isian Anda yang benar."
)


class EditForm(Form):
    """A form that knows which state of the row it was filled from.

    `row` is what the form changes; `newer` is true once somebody else was faster: the row, read
    again, then differs from what the form showed.
    """

    overwrite: ClassVar[str] = OVERWRITE
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: models.Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.newer = row, False

    def refuse(self, refusal: Refusal) -> None:
        if self.row is None or not isinstance(refusal, ChangedMeanwhile):
            super().refuse(refusal)
            return
        self.row.refresh_from_db()
        self.newer = True
        self.add_error(None, self.overwrite)
        self.take_as_read("revision", getattr(self.row, "revision", ""))


class SeenForm(Form):
    """The same for a row without a revision, whose verb takes the mark of what was `seen`.

    `stored` reads the row anew: the values of the fields, and their mark as `seen`. `newer` tells
    field by field what stands there instead; `parts/newer.html` shows it.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stored: Callable[[], Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, initial=stored(), **kwargs)
        self.stored = stored
        self.newer: list[tuple[str, str]] = []  # label and words of what stands there instead

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        if isinstance(refusal, ChangedMeanwhile):
            now = self.stored()
            self.newer = [
                (str(bound.label), _in_words(bound.field, now.get(bound.name)))
                for bound in self.visible_fields()
                if bound.field.has_changed(now.get(bound.name), bound.data)
            ]
            self.take_as_read("seen", now["seen"])


def _in_words(field: forms.Field, value: Any) -> str:
    """What a field holds, as a person reads it."""
    if isinstance(field, forms.BooleanField):
        return "ya" if value else "tidak"
    if value in (None, "", []):
        return "kosong"
    if isinstance(field, forms.ChoiceField):  # also of rows
        chosen = {str(one) for one in (value if isinstance(value, list) else [value])}
        return ", ".join(label for key, label in _options(field) if key in chosen)
    if isinstance(value, time):
        return f"pukul {value:%H.%M}"
    return tanggal(value) if isinstance(value, date) else str(value)


def _options(field: forms.ChoiceField) -> Iterator[tuple[str, str]]:
    choices: Any = field.choices
    for key, label in choices:
        if isinstance(label, list | tuple):  # a group
            yield from ((str(one), str(words)) for one, words in label)
        else:
            yield str(key), str(label)
