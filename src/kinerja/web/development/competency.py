"""Competencies of a person: what the post asks for, what was found, how one sees oneself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.development.assessment import (
    CompetencyAssessment,
    assess,
    may_withdraw,
    methods_for,
    see_oneself,
    withdraw_assessment,
)
from kinerja.development.competency import Competency
from kinerja.development.gap import GapItem, PersonGap, gap_of
from kinerja.development.sight import keeper_scope, learner_sight, unit_sight
from kinerja.people.person import Person
from kinerja.rules.competency import HIGHEST_LEVEL
from kinerja.rules.rounding import round_half_up
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page

LEVEL_CHOICES = [("", "Belum dinilai"), *((str(n), str(n)) for n in range(HIGHEST_LEVEL + 1))]
KEPT = 20  # former assessments shown


class LevelsForm(Form):
    """One choice of a level for each competency of a post."""

    def __init__(self, *args: Any, gap: PersonGap, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competencies = [item.competency for item in gap.items]
        for item in gap.items:
            self.fields[_name(item.competency)] = forms.ChoiceField(
                label=item.competency.name,
                choices=LEVEL_CHOICES,
                required=False,
                initial=_first(item, own),
                help_text=f"Disyaratkan level {item.standard.required}.",
            )

    def levels(self) -> dict[Competency, int]:
        """What was chosen; what was left empty is not among it."""
        chosen = {one: self.cleaned_data.get(_name(one), "") for one in self.competencies}
        return {one: int(level) for one, level in chosen.items() if level}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.levels():
            raise forms.ValidationError("Pilih level sedikitnya untuk satu kompetensi.")
        return cleaned


def _name(competency: Competency) -> str:
    return f"level_{competency.pk}"


def _first(item: GapItem, own: bool) -> str:
    """What stands there at first: one's own view; of others nothing, so that nobody nods along."""
    return str(item.self_level) if own and item.self_level is not None else ""


class AssessForm(LevelsForm):
    """Levels with how and on which ground they were found."""

    method = forms.ChoiceField(label="Cara")
    assessed_on = TanggalField(label="Tanggal penilaian")
    valid_until = TanggalField(
        label="Berlaku sampai", required=False, help_text="Kosongkan bila tidak dibatasi."
    )
    source = forms.CharField(
        label="Dasar", max_length=300, help_text="Nomor laporan, atau perilaku yang Anda lihat."
    )

    def __init__(self, *args: Any, methods: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = CompetencyAssessment.Method
        self.fields["method"].choices = [(one, known(one).label) for one in methods]  # type: ignore[attr-defined]


class WithdrawForm(Form):
    refused_at = "reason"

    reason = TextField(label="Mengapa ditarik", rows=3, max_length=500)


@page
def competencies(request: PageRequest) -> HttpResponse:
    """One's own competencies against the post."""
    return _show(request, request.person)


@page
def person(request: PageRequest, person_id: int) -> HttpResponse:
    """Those of somebody whom one leads or looks after."""
    return _show(request, _follow(request, person_id))


def _show(request: PageRequest, whose: Person) -> HttpResponse:
    today = timezone.localdate()
    rows = CompetencyAssessment.objects.visible_to(request.person, today).filter(person=whose)
    own, gap = whose.pk == request.person.pk, gap_of(whose, today)
    context = {
        "whose": whose,
        "own": own,
        "gap": gap,
        "jpm": None if gap.jpm is None else round_half_up(gap.jpm, 1),
        "assessments": rows.select_related("competency", "noted_by")[:KEPT],
        "today": today,
        "may_assess": bool(methods_for(request.person, whose, today)),
        "sees_units": own and bool(unit_sight(request.person, today)),
        "keeps": keeper_scope(request.person, today).everything,
    }
    return render(request, "development/competency/show.html", context)


@page
def see(request: PageRequest) -> HttpResponse:
    """Say which levels one thinks to have; it never counts as an assessment."""
    gap = gap_of(request.person, timezone.localdate())
    form = LevelsForm(request.POST or None, gap=gap, own=True)
    if done(
        form,
        lambda: see_oneself(levels=form.levels(), by=request.person, on=timezone.localdate()),
    ):
        messages.success(request, "Pandangan Anda tersimpan di samping hasil penilaian.")
        return redirect("competencies")
    context = {"form": form, "gap": gap}
    return render(request, "development/competency/see.html", context, status=status(form))


@page
def note(request: PageRequest, person_id: int) -> HttpResponse:
    """Note the levels of somebody whom one leads or looks after."""
    whose, today = _follow(request, person_id), timezone.localdate()
    methods = methods_for(request.person, whose, today)
    if not methods:
        raise PermissionDenied
    gap = gap_of(whose, today)
    form = AssessForm(
        request.POST or None, gap=gap, own=False, methods=methods, initial={"assessed_on": today}
    )
    if done(
        form,
        lambda: assess(
            person=whose,
            levels=form.levels(),
            by=request.person,
            on=today,
            **{
                name: form.cleaned_data[name]
                for name in ("method", "assessed_on", "valid_until", "source")
            },
        ),
    ):
        messages.success(request, f"Level {whose.name} tercatat; yang bersangkutan mendapat kabar.")
        return redirect("competency_person", whose.pk)
    context = {"form": form, "gap": gap, "whose": whose}
    return render(request, "development/competency/note.html", context, status=status(form))


@page
def withdraw(request: PageRequest, assessment_id: int) -> HttpResponse:
    """Take back what was noted in error, with a reason."""
    today = timezone.localdate()
    rows = CompetencyAssessment.objects.visible_to(request.person, today).standing()
    one = get_object_or_404(rows.select_related("person", "competency"), pk=assessment_id)
    if not may_withdraw(one, request.person, today):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None)
    if done(
        form,
        lambda: withdraw_assessment(
            assessment=one, reason=form.cleaned_data["reason"], by=request.person, on=today
        ),
    ):
        messages.success(request, "Catatan ditarik.")
        return redirect("competency_person", one.person_id)
    context = {"form": form, "one": one}
    return render(request, "development/competency/withdraw.html", context, status=status(form))


def _follow(request: PageRequest, person_id: int) -> Person:
    seen = Person.objects.filter(learner_sight(request.person, timezone.localdate()))
    return get_object_or_404(seen, pk=person_id)
