"""The forms of the leader's answer: each has the fields of that act only."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from kinerja.web.forms import Form, TextField
from kinerja.work.refusals import NoteMissing
from kinerja.work.report import Report
from kinerja.work.verification import LONGEST_NOTE, Verification


class AnswerForm(Form):
    """Accept, ask or return one report; `version` is the one that the leader read."""

    places: ClassVar = {NoteMissing: "note"}

    verdict = forms.ChoiceField(choices=Verification.Verdict.choices, widget=forms.HiddenInput)
    note = TextField(
        label="Catatan untuk penulis",
        rows=2,
        max_length=LONGEST_NOTE,
        error_messages={"required": "Tulis apa yang ditanyakan atau perlu diperbaiki."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        initial = {"version": report.version}
        super().__init__(*args, initial=initial, auto_id=f"jawab{report.pk}_%s", **kwargs)
        self.fields["note"].required = self.data.get("verdict") != Verification.Verdict.ACCEPT

    @property
    def note_is_open(self) -> bool:
        """Show the note unfolded: something was typed, or is missing."""
        return self.is_bound and bool(self["note"].value() or "note" in self.errors)


class VersionsField(forms.Field):
    """Ticked reports with the version that was read, "12:1"; cleaned to {12: 1}."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> dict[int, int]:
        try:
            pairs = [pair.split(":") for pair in value or ()]
            return {int(pk): int(version) for pk, version in pairs}
        except ValueError:
            raise ValidationError("Muat ulang halaman ini, lalu pilih lagi.") from None


class SelectionForm(Form):
    """Which reports the leader ticked."""

    report = VersionsField(
        label="Laporan", error_messages={"required": "Centang dulu laporan yang akan diterima."}
    )
