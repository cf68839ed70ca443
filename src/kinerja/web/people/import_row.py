"""One row of an import: what was read, what is doubtful, and the answers of a person."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.imports.batch import ImportBatch, ImportRow
from kinerja.people.imports.correction import CONFIRMABLE, Correction
from kinerja.people.imports.deciding import decide_row, recheck_batch
from kinerja.people.imports.outcome import Outcome
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.indonesian import nip_spasi, rupiah, tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.people.import_report import REPAIRED, is_repairable
from kinerja.web.people.import_words import FIELDS, LOOK
from kinerja.web.people.imports import CHECKED_AT_ONCE, the_batch

DATES = {"birth_date", "start_date", "position_since"}
CONFIRM, WRITE = "benar", "isi"

# Columns whose doubts are answered by another field.
TARGETS = {
    **dict.fromkeys(
        ("unit_agency", "unit_device", "unit_parent", "unit_division", "unit_section"), "unit"
    ),
    **dict.fromkeys(("Judul bagian", "Judul lembar", "unit_code"), "unit"),
    **dict.fromkeys(("supervisor", "supervisor_name"), "supervisor_nip"),
    **dict.fromkeys(("parent", "parent_name"), "parent_code"),
    "birth_place_date": "birth_date",
    "nip_and_name": "nip",
}
OWN_WORDS = {  # what confirming means, where "as it is written" would not be clear
    "duplicate_conflict": "Pakai baris ini, lewati yang lain",
    "two_heads": "Benar, pegawai ini pimpinannya",
    "person_has_left": "Tetap simpan sebagai pegawai aktif",
    "name_twice": "Benar, ini unit yang berbeda",
}
CHOOSES_ROW = {"duplicate_conflict"}  # no value is asked, only which row is right


@dataclass
class Question:
    """One doubt about one field: what was found, and how it can be answered."""

    name: str  # of the field
    label: str
    found: str
    messages: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)  # what confirming confirms
    writes: bool = True  # a value of one's own can be entered
    choice: BoundField | None = None
    text: BoundField | None = None


def questions_of(row: ImportRow) -> list[Question]:
    """The doubts of a row, one question for each field."""
    asked: dict[str, Question] = {}
    for reason in row.reasons:
        if reason["outcome"] not in REPAIRED:
            continue
        code = reason["code"]
        name = _target(reason)
        if code in CHOOSES_ROW:
            name = code
        question = asked.setdefault(
            name, Question(name, FIELDS.get(name, reason["column"] or "Baris ini"), reason["found"])
        )
        question.messages.append(reason["message"])
        question.choices |= dict(reason["suggestions"])
        question.writes = question.writes and code not in CHOOSES_ROW
        if code in CONFIRMABLE:
            question.codes.append(code)
            question.choices[CONFIRM] = OWN_WORDS.get(code, "Benar, simpan seperti tertulis")
    for question in asked.values():
        if question.writes:
            question.choices[WRITE] = "Isi sendiri"
    return list(asked.values())


def _target(reason: dict[str, Any]) -> str:
    """The field by which a reason is answered."""
    name, code = str(reason["field"]), str(reason["code"])
    if not name:
        name = "nip" if code.startswith("nip_") else "unit" if code.startswith("unit_") else code
    return TARGETS.get(name, name)


class DecisionForm(Form):
    """The answers to the questions of one row."""

    skip = forms.BooleanField(
        label="Lewati baris ini",
        required=False,
        help_text="Baris tidak disimpan, dan laporan menyebutnya dilewati.",
    )

    def __init__(self, *args: Any, row: ImportRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = Correction.of(row.correction)
        self.fields["skip"].initial = self.before.skip
        self.questions = questions_of(row)
        for at, question in enumerate(self.questions):
            self._ask(at, question)

    def _ask(self, at: int, question: Question) -> None:
        choice, text = f"pilih_{at}", f"isi_{at}"
        self.fields[choice] = forms.ChoiceField(
            label=question.label,
            choices=list(question.choices.items()),
            widget=forms.RadioSelect,
            required=False,
            initial=WRITE if list(question.choices) == [WRITE] else None,
        )
        question.choice = self[choice]
        if question.writes:
            self.fields[text] = forms.CharField(
                label=f"{question.label} yang benar",
                required=False,
                max_length=200,
                initial="" if "*" in question.found else question.found,
            )
            question.text = self[text]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for at, question in enumerate(self.questions):
            if said.get(f"pilih_{at}") == WRITE and not said.get(f"isi_{at}", "").strip():
                self.add_error(f"isi_{at}", f"{question.label} belum diisi.")
        answered = any(said.get(f"pilih_{at}") for at in range(len(self.questions)))
        if not answered and not said.get("skip") and not self.before:
            raise forms.ValidationError("Jawab salah satu pertanyaan, atau lewati baris ini.")
        return said

    def correction(self) -> Correction:
        """What was decided, added to what was decided before."""
        said = self.cleaned_data
        values, confirmed = dict(self.before.values), set(self.before.confirmed)
        for at, question in enumerate(self.questions):
            answer = said.get(f"pilih_{at}")
            if answer == CONFIRM:
                confirmed |= set(question.codes)
            elif answer == WRITE:
                values[question.name] = said[f"isi_{at}"].strip()
            elif answer:
                values[question.name] = answer
        return Correction(values, frozenset(confirmed), bool(said.get("skip")))


@page
def row(request: PageRequest, batch_id: int, row_id: int) -> HttpResponse:
    """The row with its questions; the answers are kept, and the rows judged anew."""
    batch = the_batch(request, batch_id)
    one = get_object_or_404(ImportRow.objects.select_related("batch"), pk=row_id, batch=batch)
    open_still = is_repairable(one, batch)
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, row=one) if open_still else None
    if form is not None and done(form, lambda: _decide(request, batch, one, form.correction())):
        return _onwards(request, batch, one)
    outcome = Outcome(one.outcome)
    tone, icon = LOOK[outcome]
    context = {
        "batch": batch,
        "row": one,
        "form": form,
        "questions": form.questions if form is not None else [],
        "outcome": outcome,
        "tone": tone,
        "icon": icon,
        "facts": list(_facts(one)),
        "told": [r for r in one.reasons if r["outcome"] not in REPAIRED or not open_still],
    }
    code = status(form) if form is not None else 200
    return render(request, "people/imports/row.html", context, status=code)


def _facts(one: ImportRow) -> Iterator[tuple[str, str]]:
    """What was read, field by field."""
    for name, label in FIELDS.items():
        if value := one.values.get(name):
            yield label, _words(name, str(value))


def _words(name: str, value: str) -> str:
    """A value as people read it."""
    if name in ("nip", "supervisor_nip"):
        return nip_spasi(value)
    if name in DATES:
        return tanggal(date.fromisoformat(value))
    if name in ("salary", "allowance"):
        return rupiah(Decimal(value))
    choices = {"sex": Person.Sex, "status": Person.Status, "level": Unit.Level}
    if name in choices:
        return str(choices[name](value).label)
    return value


def _decide(
    request: PageRequest, batch: ImportBatch, one: ImportRow, correction: Correction
) -> None:
    decide_row(row=one, correction=correction, by=request.person)
    if batch.size <= CHECKED_AT_ONCE:
        recheck_batch(batch=batch, by=request.person, on=timezone.localdate())


def _onwards(request: PageRequest, batch: ImportBatch, one: ImportRow) -> HttpResponse:
    """To the next row that waits; back to this one when it is still in doubt."""
    one.refresh_from_db()
    if batch.size > CHECKED_AT_ONCE:
        messages.success(
            request, "Keputusan disimpan. Tekan “Periksa ulang” sesudah beberapa baris."
        )
    elif one.outcome in REPAIRED:
        messages.info(request, "Masih ada yang perlu dipastikan pada baris ini.")
        return redirect("import_row", batch.pk, one.pk)
    else:
        messages.success(request, f"Baris {one.row}: {one.get_outcome_display().lower()}.")
    waiting = batch.rows.ended(Outcome.REVIEW).filter(stored={}, correction={})
    following = waiting.filter(place__gt=one.place).order_by("place").first()
    if following is not None:
        return redirect("import_row", batch.pk, following.pk)
    return redirect("import_show", batch.pk)
