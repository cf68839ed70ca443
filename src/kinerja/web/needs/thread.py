"""The thread of a need on one page: findings, goals, measures, results, trainings; old and new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.sight import unit_sight
from kinerja.needs.comparison import compare
from kinerja.needs.need import Need, may_keep
from kinerja.people.person import Person
from kinerja.planning.goal import Goal, goal_scope
from kinerja.planning.goal_people import Serving, serving
from kinerja.planning.key_indicator import KeyIndicator, KeyTarget, KeyValue
from kinerja.planning.need_link import goal_from_need, goals_of, link_need, unlink_need
from kinerja.rules.achievement import Polarity
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.charts import Chart, Series, line_chart
from kinerja.web.forms import DecimalIndonesia, Form
from kinerja.web.needs.need import visible_need
from kinerja.web.needs.trainings import trainings_of
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.choices import GoalChoice
from kinerja.web.planning.goal import GoalForm
from kinerja.web.planning.progress import short_day

MOST_POINTS = 24  # values of a chart, the newest


@dataclass(frozen=True)
class Since:
    """One measure of a goal: what it was when the need was written down, and what it is now."""

    indicator: KeyIndicator
    before: KeyValue | None
    last: KeyValue | None
    chart: Chart | None

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.last is None:
            return None
        return self.last.value - self.before.value

    @property
    def better(self) -> bool | None:
        """None: nothing to compare, or it stands still."""
        if not self.change:
            return None
        return (self.change > 0) is (self.indicator.polarity == Polarity.MAXIMISE)


@dataclass(frozen=True)
class Strand:
    """One goal of the need with what hangs under it."""

    goal: Goal
    measures: Sequence[Since]
    serves: Serving


@page
def need(request: PageRequest, need_id: int) -> HttpResponse:
    """The whole thread."""
    found, today = visible_need(request, need_id), timezone.localdate()
    open_now = found.state == Need.State.OPEN
    keeps = may_keep(found, request.person, today)
    later = Need.objects.visible_to(request.person).filter(follows=found).first()
    findings = found.findings.prefetch_related("evidence").select_related("unit")
    context = {
        "need": found,
        "findings": findings.order_by("found_on", "pk"),  # as the story went
        "strands": strands_of(found, request, today),
        "trainings": trainings_of(found),
        "demand": demand_page(found, request.person, today),
        "later": later,
        "pairs": compare(found.follows, found) if found.follows else [],
        "keeps": keeps and open_now,
        "plans": bool(goal_scope(request.person, today)) and open_now,
        "due": open_now and (found.review_on - today).days <= 14,
    }
    return render(request, "needs/need/show.html", context)


def demand_page(need: Need, person: Person, on: date) -> str:
    """Where a training is made of the need, for whoever reads the demand of its unit; else ""."""
    sight = unit_sight(person, on)
    if need.unit is None:
        return reverse("training_demands") if sight else ""
    if not sight.covers(need.unit):
        return ""
    return f"{reverse('training_demand', args=[need.unit_id])}?kebutuhan={need.pk}"


def strands_of(need: Need, request: PageRequest, today: date) -> list[Strand]:
    """The goals of a need with their measures and the people's results; six queries."""
    goals = list(
        Goal.objects.visible_to(request.person)
        .filter(pk__in=goals_of(need))
        .select_related("unit")
        .order_by("code", "pk")
    )
    people = serving([one.pk for one in goals], today.year, request.person)
    measures = measures_since(goals, need.noted_on, today)
    return [Strand(one, measures.get(one.pk, []), people.get(one.pk, Serving())) for one in goals]


def measures_since(goals: Iterable[Goal], noted_on: date, today: date) -> dict[int, list[Since]]:
    """The measures of each goal, by its id, with their values around the day of the need."""
    indicators = KeyIndicator.objects.filter(goal__in=[one.pk for one in goals])
    rows = KeyValue.objects.filter(indicator__in=indicators, measured_on__lte=today)
    values: dict[int, dict[date, KeyValue]] = {}
    for row in rows.order_by("measured_on", "pk"):
        values.setdefault(row.indicator_id, {})[row.measured_on] = row  # the last of a day counts
    targets = {
        row.indicator_id: row.target_max
        for row in KeyTarget.objects.filter(indicator__in=indicators, year=today.year)
    }
    found: dict[int, list[Since]] = {}
    for one in indicators:
        known = list(values.get(one.pk, {}).values())
        before = [row for row in known if row.measured_on <= noted_on]
        since = Since(
            one,
            before[-1] if before else None,
            known[-1] if known else None,
            values_chart(one, known, noted_on, targets.get(one.pk)),
        )
        found.setdefault(one.goal_id, []).append(since)
    return found


def values_chart(
    indicator: KeyIndicator, values: Sequence[KeyValue], noted_on: date, target: Decimal | None
) -> Chart | None:
    """The values in their order, with the day of the need between them; two values make a line."""
    shown = values[-MOST_POINTS:]
    if len(shown) < 2:
        return None
    before = sum(row.measured_on <= noted_on for row in shown)
    inside = before > 0 or shown[0] is values[0]
    return line_chart(
        f"{indicator.name} ({indicator.unit_of_measure})",
        [short_day(row.measured_on) for row in shown],
        [Series("Nilai", [row.value for row in shown])],
        goal=("Target", target) if target is not None else None,
        moment=(Decimal(before) - Decimal("0.5"), "Kebutuhan dicatat") if inside else None,
    )


class LinkForm(Form):
    goal = GoalChoice(label="Sasaran", queryset=Goal.objects.none(), empty_label="Pilih")


@page
def need_link(request: PageRequest, need_id: int) -> HttpResponse:
    """Choose a goal of this year that serves the need already."""
    found, today = visible_need(request, need_id), timezone.localdate()
    scope = goal_scope(request.person, today)
    keeps = may_keep(found, request.person, today)
    if not scope and not keeps:
        raise PermissionDenied
    goals = Goal.objects.visible_to(request.person).in_year(today.year)
    if not keeps:
        goals = goals.filter(scope.within())
    offered = goals.exclude(pk__in=goals_of(found)).select_related("unit")
    form = LinkForm(request.POST or None)
    form.fields["goal"].queryset = offered  # type: ignore[attr-defined]
    if done(
        form,
        lambda: link_need(need=found, goal=form.cleaned_data["goal"], by=request.person, on=today),
    ):
        messages.success(request, "Sasaran terhubung.")
        return redirect("need", found.pk)
    context = {"form": form, "need": found, "any": offered.exists()}
    return render(request, "needs/need/link.html", context, status=status(form))


@page
@require_POST
def need_unlink(request: PageRequest, need_id: int) -> HttpResponse:
    """The goal in the body no longer serves it."""
    found = visible_need(request, need_id)
    goal = row_in(Goal.objects.visible_to(request.person), request.POST.get("goal", ""))
    if goal is not None:
        on = timezone.localdate()
        refused = refusal_of(lambda: unlink_need(need=found, goal=goal, by=request.person, on=on))
        if refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "Hubungan dilepas; sasarannya tetap ada.")
    return redirect("need", found.pk)


class NeedGoalForm(GoalForm):
    """A goal that serves the need, with its first measure."""

    measure = forms.CharField(
        label="Indikator", max_length=250, help_text="Apa yang menunjukkan kebutuhan ini terpenuhi."
    )
    unit_of_measure = forms.CharField(label="Satuan", max_length=40)
    polarity = forms.ChoiceField(label="Arah", choices=Polarity.choices(), widget=forms.RadioSelect)
    target = DecimalIndonesia(
        label="Target tahun pertama", max_digits=18, decimal_places=4, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("code", "source"):
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        """The arguments of `goal_from_need`."""
        given = self.cleaned_data
        names = ("level", "unit", "measure", "unit_of_measure", "polarity", "target")
        return {
            "title": " ".join(given["title"].split()),
            "years": (given["year_from"], given["year_to"]),
            "parents": list(given["parents"]),
            **{name: given[name] for name in names},
        }


@page
def need_goal(request: PageRequest, need_id: int) -> HttpResponse:
    """Make the need a goal with its measure."""
    found, today = visible_need(request, need_id), timezone.localdate()
    scope = goal_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    initial = {
        "title": found.statement,
        "level": Goal.Level.OBJECTIVE,
        "unit": found.unit,
        "year_from": today.year,
        "year_to": today.year,
        "polarity": Polarity.MAXIMISE,
    }
    form = NeedGoalForm(
        request.POST or None,
        goals=Goal.objects.visible_to(request.person).in_year(today.year),
        scope=scope,
        initial=initial,
    )
    goal = made(
        form,
        lambda: goal_from_need(need=found, by=request.person, on=today, **form.values()),
    )
    if goal is not None:
        messages.success(request, "Sasaran dibuat dan terhubung dengan kebutuhan ini.")
        return redirect("need", found.pk)
    return render(
        request, "needs/need/goal.html", {"form": form, "need": found}, status=status(form)
    )
