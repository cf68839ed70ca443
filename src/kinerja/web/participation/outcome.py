"""What an idea became: linked to a goal or an indicator that is there, or made a new goal."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.participation.idea import Idea
from kinerja.participation.outcome import goal_from_idea, link_outcome, may_link
from kinerja.people.supervision import led_units
from kinerja.planning.goal import Goal, goal_scope
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.rules.achievement import Polarity
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form
from kinerja.web.needs.thread import NeedGoalForm
from kinerja.web.page import PageRequest, page
from kinerja.web.participation.tabs import phase_of, visible_idea
from kinerja.web.people.choose import (
    MOST,
    SEARCH,
    Choice,
    Question,
    address_with,
    words_of,
)

GOAL = "sasaran"


class IndicatorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: KeyIndicator) -> str:
        return f"{obj.name} ({obj.unit_of_measure})"


class LinkForm(Form):
    indicator = IndicatorChoice(
        label="Indikator",
        queryset=KeyIndicator.objects.none(),
        required=False,
        empty_label="Seluruh sasaran",
        help_text="Angka indikator inilah yang ditunjukkan kepada penulis dan pendukung.",
    )


@page
def idea_link(request: PageRequest, idea_id: int) -> HttpResponse:
    """Choose a goal of this year, then which indicator shows the effect."""
    one, today = visible_idea(request, idea_id), timezone.localdate()
    scope = goal_scope(request.person, today)
    if one.owner_id != request.person.pk and not scope:
        raise PermissionDenied
    goals = Goal.objects.visible_to(request.person).in_year(today.year).select_related("unit")
    if one.owner_id != request.person.pk:
        goals = goals.filter(scope.within())
    goal = row_in(goals, request.GET.get(GOAL, ""))
    if goal is None:
        return _choose(request, one, goals)
    form = LinkForm(request.POST or None)
    form.fields["indicator"].queryset = goal.indicators.all()  # type: ignore[attr-defined]

    def act() -> object:
        return link_outcome(
            idea=one,
            goal=goal,
            by=request.person,
            on=today,
            indicator=form.cleaned_data["indicator"],
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, "Tersimpan. Penulis dan pendukung mendapat kabar.")
        return redirect("idea", one.pk)
    context = {"form": form, "one": one, "goal": goal, "phase": _phase(one)}
    return render(request, "participation/outcome/link.html", context, status=status(form))


@page
def idea_goal(request: PageRequest, idea_id: int) -> HttpResponse:
    """Make the idea a goal with its measure."""
    one, today = visible_idea(request, idea_id), timezone.localdate()
    scope = goal_scope(request.person, today)
    if not scope or not may_link(request.person, one, today, one.unit):
        raise PermissionDenied
    initial = {
        "title": one.title,
        "level": Goal.Level.ACTIVITY,
        "unit": one.unit,
        "year_from": today.year,
        "year_to": today.year,
        "measure": one.measure,
        "unit_of_measure": one.unit_of_measure,
        "target": one.effect_to,
        "polarity": Polarity.MINIMISE if _falls(one) else Polarity.MAXIMISE,
    }
    form = NeedGoalForm(
        request.POST or None,
        goals=Goal.objects.visible_to(request.person).in_year(today.year),
        scope=scope,
        initial=initial,
    )
    goal = made(
        form, lambda: goal_from_idea(idea=one, by=request.person, on=today, **form.values())
    )
    if goal is not None:
        messages.success(request, "Sasaran dibuat dari gagasan ini.")
        return redirect("idea", one.pk)
    context = {"form": form, "one": one, "phase": _phase(one)}
    return render(request, "participation/outcome/goal.html", context, status=status(form))


def _choose(request: PageRequest, one: Idea, goals: "QuerySet[Goal]") -> HttpResponse:
    words = words_of(request.GET.get(SEARCH, ""))
    for word in words:
        goals = goals.filter(Q(title__icontains=word) | Q(code__istartswith=word))
    own = led_units(request.person, timezone.localdate())
    near = Case(When(Q(unit=one.unit_id) | Q(unit__in=own), then=0), default=1)
    found = list(goals.order_by(near, "code", "pk")[: MOST + 1])
    question = Question(
        GOAL,
        "Menjadi bagian dari sasaran mana?",
        "Sasaran tahun ini yang melaksanakan gagasan ini; sasaran unitnya sendiri paling atas.",
        one.page,
        "Gagasan",
    )
    choices = [
        Choice(
            goal.title,
            " · ".join(
                part for part in (goal.get_level_display(), goal.unit and goal.unit.name) if part
            ),
            address_with(request, **{GOAL: goal.pk}),
        )
        for goal in found[:MOST]
    ]
    context = {
        "question": question,
        "choices": choices,
        "more": len(found) > MOST,
        "searched": bool(words),
        "keep": [(name, value) for name, value in request.GET.items() if name != SEARCH],
        "words": " ".join(words),
    }
    return render(request, "people/choose.html", context)


def _phase(one: Idea) -> object:
    return phase_of(one.space) if one.space else None


def _falls(one: Idea) -> bool:
    """Whether the figure is hoped to become smaller."""
    start, end = one.effect_from, one.effect_to
    return start is not None and end is not None and end < start
