"""The forms around an appreciation."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from kinerja.feedback.appreciation import LONGEST_TEXT, LONGEST_WORK
from kinerja.feedback.initiative import Initiative
from kinerja.planning.work_result import WorkResult
from kinerja.web.forms import Form, TextField
from kinerja.web.indonesian import tanggal
from kinerja.work.report import Report


class GiveForm(Form):
    """For which work, and what was good about it."""

    refused_at = "text"

    work = forms.CharField(
        label="Pekerjaan yang Anda hargai",
        max_length=LONGEST_WORK,
        help_text="Sebutkan kejadian atau hasilnya, misalnya “posyandu 12 Oktober”.",
    )
    text = TextField(label="Apresiasi Anda", rows=4, max_length=LONGEST_TEXT)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, work: str = "", **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4(), "work": work}, **kwargs)


class TieForm(Form):
    """One piece of own work that is on record."""

    place: ClassVar = "tie_form"
    refused_at = "thing"

    thing = forms.ChoiceField(label="Kaitkan dengan pekerjaan Anda")

    def __init__(
        self,
        *args: Any,
        reports: Iterable[Report],
        results: Iterable[WorkResult],
        initiatives: Iterable[Initiative],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows: dict[str, dict[str, Any]] = {}
        groups = []
        for label, name, rows in (
            ("Hasil kerja", "result", [(one, one.title) for one in results]),
            ("Inisiatif", "initiative", [(one, one.title) for one in initiatives]),
            (
                "Laporan",
                "report",
                [(one, f"{tanggal(one.done_on)}: {one.text[:60]}") for one in reports],
            ),
        ):
            choices = []
            for row, words in rows:
                self.rows[f"{name}-{row.pk}"] = {name: row}
                choices.append((f"{name}-{row.pk}", words))
            if choices:
                groups.append((label, choices))
        self.fields["thing"].choices = [("", "Pilih"), *groups]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        return self.rows[self.cleaned_data["thing"]]


class ReasonForm(Form):
    place: ClassVar = "reason_form"
    refused_at = "reason"

    reason = TextField(label="Apa yang tidak pantas atau tidak benar", rows=2, max_length=300)


class JudgeForm(Form):
    HIDE, KEEP = "hide", "keep"
    place: ClassVar = "judge_form"
    refused_at = "reason"

    verdict = forms.ChoiceField(
        label="Keputusan",
        choices=[(KEEP, "Tetap tampil"), (HIDE, "Sembunyikan")],
        widget=forms.RadioSelect,
    )
    reason = TextField(label="Alasan keputusan", rows=2, max_length=300)
