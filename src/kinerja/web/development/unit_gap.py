"""The gap of a unit: which competencies lie below, and the people one may see."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.development.gap import gaps_of
from kinerja.development.sight import learner_sight, unit_sight
from kinerja.development.unit_gap import gap_of_unit
from kinerja.people.person import Person
from kinerja.people.supervision import belongs_under
from kinerja.people.unit import Unit, UnitQuerySet
from kinerja.rules.rounding import round_half_up
from kinerja.web.charts import bar_chart
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 20
ORDER = ("name", "pk")


@page
def units(request: PageRequest) -> HttpResponse:
    """The highest units whose figures one may read."""
    scope = unit_sight(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    seen = Unit.objects.filter(closed_on=None)
    tops = seen.filter(parent=None) if scope.everything else seen.filter(path__in=scope.paths)
    return render(request, "development/unit_gap/list.html", {"units": tops[:50]})


@page
def unit(request: PageRequest, unit_id: int) -> HttpResponse:
    """The figures of one unit with all below it."""
    today = timezone.localdate()
    one = get_object_or_404(_seen(request), pk=unit_id)
    people = Person.objects.filter(
        belongs_under([one.path], today), learner_sight(request.person, today)
    )
    rows = keyset(request, people, SHOWN, ORDER)
    gaps = gaps_of(rows.rows, today)
    gap = gap_of_unit(one, today)
    lacking = gap.below[:12]
    context = {
        "unit": one,
        "gap": gap,
        "mean_jpm": None if gap.mean_jpm is None else round_half_up(gap.mean_jpm, 1),
        "chart": bar_chart(
            "Level yang kurang",
            [(line.competency.name, line.missing_levels) for line in lacking],
            unit="level",
        )
        if lacking
        else None,
        "children": _seen(request).filter(parent=one, closed_on=None),
        "page": rows,
        "rows": [(person, gaps[person.pk]) for person in rows],
    }
    return render(request, "development/unit_gap/show.html", context)


def _seen(request: PageRequest) -> UnitQuerySet:
    scope = unit_sight(request.person, timezone.localdate())
    return Unit.objects.filter(scope.within("path"))
