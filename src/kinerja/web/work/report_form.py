"""The forms of a report: filing it and correcting it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from kinerja.planning.work_result import WorkResult
from kinerja.rules.refusal import ChangedMeanwhile, Refusal
from kinerja.web.forms import (
    DOCUMENTS,
    PHOTOS,
    DecimalIndonesia,
    FilesField,
    FilesInput,
    Form,
    TanggalField,
    TextField,
)
from kinerja.web.indonesian import tanggal
from kinerja.work.evidence import FILES_PER_REPORT, Evidence
from kinerja.work.filing import LONGEST_TEXT
from kinerja.work.order import Order
from kinerja.work.plan_item import Choice, choice_of
from kinerja.work.refusals import (
    BadQuantity,
    FilesRefused,
    FutureWork,
    NoPost,
    PeriodFrozen,
    TextMissing,
    TextTooLong,
    UnknownOrder,
    UnknownResult,
)
from kinerja.work.report import Report

# Where on the form a refusal of the verb is shown.
PLACE: dict[type[Refusal], str] = {
    TextMissing: "text",
    TextTooLong: "text",
    UnknownResult: "result",
    UnknownOrder: "order",
    BadQuantity: "quantity",
    FilesRefused: "documents",
    FutureWork: "done_on",
    NoPost: "done_on",
    PeriodFrozen: "done_on",
}


NO_RESULT = 0  # the option for work outside the plan


@dataclass(frozen=True)
class Counted:
    """The value of an option that knows in which unit the result counts (empty: it does not)."""

    pk: int
    unit: str

    def __str__(self) -> str:
        return str(self.pk)


class ResultSelect(forms.Select):
    """Options carry their unit, so that report.js shows the quantity only where it counts."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if isinstance(value, Counted) and value.unit:
            option["attrs"]["data-unit"] = value.unit
        return option


class WorkForm(Form):
    """What filing and correcting have in common."""

    text = TextField(
        label="Apa yang Anda kerjakan?",
        rows=2,
        max_length=LONGEST_TEXT,
        error_messages={"required": "Tulis apa yang Anda kerjakan."},
    )
    result = forms.TypedChoiceField(
        label="Untuk hasil kerja", widget=ResultSelect, empty_value=None
    )
    quantity = DecimalIndonesia(
        label="Jumlah", required=False, max_digits=14, decimal_places=2, min_value=0
    )
    photo = FilesField(
        label="Foto",
        required=False,
        most=1,
        accept=PHOTOS,
        widget=FilesInput(attrs={"capture": "environment"}),
    )
    documents = FilesField(
        label="Berkas",
        help_text="Foto dari galeri, PDF, Word, Excel; masing-masing sampai 10 MB.",
        required=False,
        most=FILES_PER_REPORT,
        accept=(*PHOTOS, *DOCUMENTS),
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.results = {choice.result.pk: choice.result for choice in choices}
        self.units = [choice.unit for choice in choices if choice.unit]
        field = cast(forms.TypedChoiceField, self.fields["result"])
        field.choices = _options(choices)
        field.coerce = lambda value: self.results.get(int(value))
        self.fields["quantity"].error_messages["min_value"] = "Jumlah tidak boleh kurang dari nol."
        if not self.units:
            del self.fields["quantity"]
        if not choices:
            del self.fields["result"]

    @property
    def quantity_note(self) -> str:
        """Which results count what; report.js narrows it to the chosen one."""
        return f"{', '.join(dict.fromkeys(self.units))}, boleh kosong"

    def said(self) -> dict[str, Any]:
        """The words for the verb."""
        sent: list[UploadedFile] = [*self.cleaned_data["photo"], *self.cleaned_data["documents"]]
        return {
            "text": self.cleaned_data["text"],
            "result": self.cleaned_data.get("result"),
            "quantity": self.cleaned_data.get("quantity"),
            "files": [(file.name or "berkas", file.read()) for file in sent],
        }

    def refuse(self, refusal: Refusal) -> None:
        """Show what the verb refused beside the field that it is about."""
        place = PLACE.get(type(refusal))
        reasons = refusal.reasons if isinstance(refusal, FilesRefused) else [str(refusal)]
        self.add_error(place if place in self.fields else None, ValidationError(list(reasons)))


class ReportForm(WorkForm):
    """A new report. `key` is made with the form, so that a second tap sends the same report."""

    order = forms.TypedChoiceField(
        label="Atas perintah atau disposisi", required=False, empty_value=None
    )
    done_on = TanggalField(label="Tanggal kerja")
    key = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ("text", "result", "order", "quantity", "photo", "documents", "done_on", "key")

    def __init__(
        self,
        *args: Any,
        today: date,
        likely: WorkResult | None = None,
        text: str = "",
        orders: Sequence[Order] = (),
        **kwargs: Any,
    ) -> None:
        self.today = today
        result = likely.pk if likely else NO_RESULT
        initial = {"text": text, "done_on": today, "key": uuid4(), "result": result}
        super().__init__(*args, initial=initial, **kwargs)
        offered = {order.pk: order for order in orders}
        field = cast(forms.TypedChoiceField, self.fields["order"])
        field.choices = [
            ("", "Bukan perintah"),
            *((pk, one.subject) for pk, one in offered.items()),
        ]
        field.coerce = lambda value: offered.get(int(value))
        if not offered:
            del self.fields["order"]
        self.fields["done_on"].widget.attrs["max"] = today.isoformat()
        for reason in ("required", "invalid"):
            self.fields["key"].error_messages[reason] = "Muat ulang halaman ini, lalu kirim lagi."

    @property
    def rarer(self) -> str:
        """What the fold under the button holds."""
        return "Tanggal lain atau perintah" if "order" in self.fields else "Tanggal lain"

    @property
    def rarer_is_open(self) -> bool:
        """Show the fold open: it is another day, an order was chosen, or one needs a look."""
        chosen = "order" in self.fields and bool(self["order"].value())
        return chosen or str(self["done_on"].value()) != self.today.isoformat()

    def said(self) -> dict[str, Any]:
        names = ("done_on", "key")
        said = super().said() | {name: self.cleaned_data[name] for name in names}
        return said | {"order": self.cleaned_data.get("order")}


class CorrectionForm(WorkForm):
    """The same for a report that stands; `version` is the one that the author read."""

    without = forms.TypedMultipleChoiceField(
        label="Hapus berkas", required=False, widget=forms.CheckboxSelectMultiple, coerce=int
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        report: Report,
        evidence: Iterable[Evidence],
        choices: Sequence[Choice],
        **kwargs: Any,
    ) -> None:
        kept = [choice_of(report.result)] if report.result else []
        others = [choice for choice in choices if choice.result.pk != report.result_id]
        initial = {
            "text": report.text,
            "result": report.result_id or NO_RESULT,
            "quantity": report.quantity,
            "version": report.version,
        }
        super().__init__(*args, initial=initial, choices=[*kept, *others], **kwargs)
        self.report, self.newer = report, False  # newer: another window was faster
        files = [(one.pk, str(one)) for one in evidence]
        cast(forms.TypedMultipleChoiceField, self.fields["without"]).choices = files
        if not files:
            del self.fields["without"]

    def said(self) -> dict[str, Any]:
        return super().said() | {
            "version": self.cleaned_data["version"],
            "without": self.cleaned_data.get("without", []),
        }

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        if isinstance(refusal, ChangedMeanwhile):
            self.newer = True
            self.take_as_read("version", self.report.version)


def _options(choices: Sequence[Choice]) -> list[Any]:
    """What the select lists; more than one plan gets a heading each."""
    plans = {choice.result.plan_id: choice.result.plan for choice in choices}
    groups = [
        (
            f"SKP {plan.year}, sampai {tanggal(plan.ends_on)}",
            [
                (Counted(choice.result.pk, choice.unit), choice.result.title)
                for choice in choices
                if choice.result.plan_id == pk
            ],
        )
        for pk, plan in plans.items()
    ]
    listed = groups[0][1] if len(groups) == 1 else groups
    return [*listed, (NO_RESULT, "Di luar rencana")]


class RepeatForm(Form):
    """The one tap of "seperti kemarin"."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, auto_id="ulang_%s", **kwargs)
