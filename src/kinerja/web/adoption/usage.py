"""How far units use the system: figures, trend, units below, and who may need a hand."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.adoption.coaching import Coaching, coaching_scope
from kinerja.adoption.sight import seen_units, top_units
from kinerja.adoption.usage import (
    UnitUsage,
    Week,
    newest_week,
    quiet_people,
    usage_of_each,
    usage_under,
    weeks_under,
)
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.rules.adoption import Stage, whole_percent
from kinerja.web.adoption.words import NOT_ABOUT_PEOPLE, cause_of, stage_lines, step_of
from kinerja.web.charts import Chart, Series, line_chart
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 20
NAMED = 10  # people on the page of a unit
DRAWN = (Stage.SIGNED_IN, Stage.PLANNED, Stage.REPORTED)


@page
def usage(request: PageRequest) -> HttpResponse:
    """The highest units that one may look at; a single one at once."""
    tops = top_units(request.person, timezone.localdate())
    if not tops:
        raise Http404
    if len(tops) == 1:
        return _show(request, tops[0])
    week = newest_week(timezone.localdate())
    context = {
        "week": week,
        "note": NOT_ABOUT_PEOPLE,
    } | (_table(tops, week) if week else {})
    return render(request, "adoption/usage/tops.html", context)


@page
def usage_unit(request: PageRequest, unit_id: int) -> HttpResponse:
    """One unit with those below."""
    units = seen_units(request.person, timezone.localdate())
    return _show(request, get_object_or_404(units.select_related("parent"), pk=unit_id))


def _show(request: PageRequest, unit: Unit) -> HttpResponse:
    me, today = request.person, timezone.localdate()
    week = newest_week(today)
    context: dict[str, Any] = {"unit": unit, "week": week, "note": NOT_ABOUT_PEOPLE}
    if week:
        found = usage_under(unit, week)
        below = keyset(
            request, Unit.objects.open().filter(parent=unit), SHOWN, order=("name", "pk")
        )
        visible = Person.objects.visible_to(me)
        context |= {
            "usage": found,
            "stages": stage_lines(found),
            "cause": cause_of(found),
            "step": step_of(found),
            "chart": _trend(weeks_under(unit, today)),
            "page": below,
            "quiet": quiet_people(unit, today).filter(pk__in=visible.values("pk"))[:NAMED],
            "counted": UnitUsage.objects.filter(week=week).values_list("counted_on").first(),
        } | _table(below.rows, week)
    above = unit.parent
    context |= {
        "above": above if above and seen_units(me, today).filter(pk=above.pk).exists() else None,
        "coaches": coaching_scope(me, today).covers(unit),
        "sessions": Coaching.objects.visible_to(me, today)
        .filter(unit__path__startswith=unit.path)
        .select_related("unit")[:5],
    }
    return render(request, "adoption/usage/unit.html", context)


def _table(units: list[Unit], week: date) -> dict[str, Any]:
    """One line for each unit; the last stage stands there only while something is evaluated."""
    usages = list(usage_of_each(units, week))
    return {
        "rows": [
            {"unit": unit, "usage": found, "stages": stage_lines(found)} for unit, found in usages
        ],
        "evaluated": any(found.done[Stage.EVALUATED][1] for _, found in usages),
    }


def _trend(weeks: list[Week]) -> Chart | None:
    """Per cent of the weeks; a week with too few people is a gap. None below two weeks."""
    if len(weeks) < 2:
        return None
    series = [
        Series(
            stage.label,
            [whole_percent(*week.usage.done[stage]) for week in weeks],
        )
        for stage in DRAWN
    ]
    if all(value is None for one in series for value in one.values):
        return None
    points = [f"{week.starts_on.day}/{week.starts_on.month}" for week in weeks]
    return line_chart("Bagian pegawai tiap pekan (persen)", points, series)
