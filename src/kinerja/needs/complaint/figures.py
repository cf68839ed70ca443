"""What complaints say in numbers: how many, how long, how many in time, and what is left out.

A stage counts on the day on which it was decided: the day it ended, or the day after its limit
if it had not ended by then. So a late one cannot wait outside the numbers until somebody ends it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Q
from django.db.models.functions import TruncMonth

from kinerja.needs.complaint.clock import IN_TIME, ComplaintClock, Stage
from kinerja.needs.complaint.complaint import Complaint
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.rules.aggregate import shown_cells

_TENTH = Decimal("0.1")
_HOUR = Decimal(60)  # working minutes
MOST_LEADERS = 12


class Percentile(Aggregate):
    """The value below which that part of the rows lies; rows without one do not count."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()
    allow_distinct = False


@dataclass(frozen=True)
class StageFigures:
    """One stage. Hours are working hours; None: no case with hours."""

    stage: str
    label: str
    cases: int  # decided within the days
    in_time: int
    unfinished: int  # of them: the limit passed, and it had not ended
    timed: int  # with hours
    median: Decimal | None
    ninetieth: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """In time, in per cent of all that were decided."""
        if not self.cases:
            return None
        return (100 * Decimal(self.in_time) / self.cases).quantize(_TENTH)

    @property
    def note(self) -> str:
        """12 dari 14 kasus."""
        return f"{self.in_time} dari {self.cases} kasus"

    @property
    def without_hours(self) -> int:
        return self.cases - self.unfinished - self.timed


@dataclass(frozen=True)
class ComplaintFigures:
    """A unit with all below it (None: the agency) from one day until another."""

    unit: Unit | None
    first: date
    last: date  # the last day that is counted, never ahead of today
    received: int
    waiting: int  # open at the end of these days, limit not passed
    stages: tuple[StageFigures, ...]
    left_out: tuple[tuple[str, int], ...]  # why, and how many complaints

    def stage(self, name: str) -> StageFigures:
        return next(one for one in self.stages if one.stage == name)

    @property
    def page(self) -> str:
        return figures_page(self.unit, self.first, self.last)


@dataclass(frozen=True)
class Measured:
    """One number for an indicator: what it rests on, until when, and where it stands."""

    value: Decimal
    cases: int
    period_end: date
    page: str


MEASURES = {
    "respond_hours": "Median waktu tanggapan pertama pengaduan (jam kerja)",
    "resolve_hours": "Median waktu penyelesaian pengaduan (jam kerja)",
    "respond_share": "Pengaduan ditanggapi tepat waktu (%)",
    "resolve_share": "Pengaduan selesai tepat waktu (%)",
}


def figures_page(unit: Unit | None, first: date, last: date) -> str:
    where = f"unit={unit.pk}&" if unit else ""
    return f"/pengaduan/angka/?{where}dari={first.isoformat()}&sampai={last.isoformat()}"


def complaint_figures(unit: Unit | None, first: date, last: date, *, on: date) -> ComplaintFigures:
    """The figures of these days, as far as they have come; four queries."""
    last = min(last, on)
    decided = _of(unit).decided(first, last)
    rows = {row["stage"]: row for row in _by_stage(decided)}
    stages = tuple(
        _stage(stage, rows.get(stage.value))
        for stage in Stage
        if unit is None or stage != Stage.VERIFY  # the desk verifies, no unit
    )
    here = (
        Complaint.objects.all()
        if unit is None
        else Complaint.objects.filter(unit__path__startswith=unit.path)
    )
    came = here.filter(received_at__date__gte=first, received_at__date__lte=last)
    waiting = _of(unit).filter(
        stage=Stage.RESOLVE, ended_at=None, left_out="", due_on__gte=last, starts_at__date__lte=last
    )
    left = (
        came.filter(state__in=(Complaint.State.REJECTED, Complaint.State.DUPLICATE))
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    return ComplaintFigures(
        unit=unit,
        first=first,
        last=last,
        received=came.count(),
        waiting=waiting.count(),
        stages=stages,
        left_out=tuple((Complaint.State(state).label, number) for state, number in left),
    )


def measured(
    unit: Unit | None, measure: str, first: date, last: date, *, on: date
) -> Measured | None:
    """One of `MEASURES` for an indicator; None: no case. Errors: KeyError for another name."""
    if measure not in MEASURES:
        raise KeyError(measure)
    found = complaint_figures(unit, first, last, on=on)
    name, _, what = measure.partition("_")
    stage = found.stage(name)
    value = stage.median if what == "hours" else stage.share
    cases = stage.timed if what == "hours" else stage.cases
    return None if value is None else Measured(value, cases, found.last, found.page)


@dataclass(frozen=True)
class Month:
    """One month of the trend."""

    first: date
    cases: int
    in_time: int
    median: Decimal | None

    @property
    def share(self) -> Decimal | None:
        if not self.cases:
            return None
        return (100 * Decimal(self.in_time) / self.cases).quantize(_TENTH)


def trend(unit: Unit | None, stage: str, last: date, months: int = 12) -> list[Month]:
    """The months until that day, the oldest first, also those without a case; one query."""
    starts = [_month(last, -back) for back in range(months - 1, -1, -1)]
    rows = (
        _of(unit)
        .decided(starts[0], last)
        .filter(stage=stage)
        .order_by()
        .annotate(month=TruncMonth("settles_on"))
        .values("month")
        .annotate(**_counts())
    )
    known = {row["month"]: row for row in rows}
    return [
        Month(
            first=start,
            cases=known.get(start, {}).get("cases", 0),
            in_time=known.get(start, {}).get("in_time", 0),
            median=_hours(known.get(start, {}).get("median")),
        )
        for start in starts
    ]


@dataclass(frozen=True)
class UnitLine:
    """The share of one unit with all below it."""

    unit: Unit
    cases: int
    in_time: int

    @property
    def share(self) -> Decimal | None:
        if not self.cases:
            return None
        return (100 * Decimal(self.in_time) / self.cases).quantize(_TENTH)


def by_unit(units: Sequence[Unit], stage: str, first: date, last: date) -> list[UnitLine]:
    """These units, those with cases only; one query."""
    rows = list(
        ComplaintClock.objects.decided(first, last)
        .filter(stage=stage, unit__isnull=False)
        .order_by()
        .values_list("unit__path")
        .annotate(cases=Count("pk"), good=Count("pk", filter=IN_TIME))
    )
    lines = []
    for unit in units:
        own = [(cases, good) for path, cases, good in rows if path.startswith(unit.path)]
        if own:
            lines.append(UnitLine(unit, sum(n for n, _ in own), sum(good for _, good in own)))
    return sorted(lines, key=lambda one: (one.share or Decimal(0), -one.cases))


def by_category(unit: Unit | None, first: date, last: date) -> list[tuple[int, str, int, int, int]]:
    """Category, its name, complaints received, resolved or overdue, of them late; most first."""
    here = Complaint.objects.exclude(category=None).exclude(state=Complaint.State.DUPLICATE)
    if unit is not None:
        here = here.filter(unit__path__startswith=unit.path)
    came = (
        here.filter(received_at__date__gte=first, received_at__date__lte=last)
        .order_by()
        .values_list("category", "category__name")
        .annotate(number=Count("pk"))
    )
    late = {
        category: (cases, cases - good)
        for category, cases, good in _of(unit)
        .decided(first, last)
        .filter(stage=Stage.RESOLVE)
        .order_by()
        .values_list("complaint__category")
        .annotate(cases=Count("pk"), good=Count("pk", filter=IN_TIME))
    }
    rows = [(pk, name, number, *late.get(pk, (0, 0))) for pk, name, number in came]
    return sorted(rows, key=lambda row: (-row[2], row[1]))


@dataclass(frozen=True)
class Led:
    """What was decided in a unit while one person led it."""

    name: str
    first: date
    last: date
    figures: StageFigures


def by_leader(unit: Unit, stage: str, first: date, last: date, *, on: date) -> list[Led]:
    """Who led the unit in these days, each with what was decided meanwhile."""
    last = min(last, on)
    seats = (
        Assignment.objects.leading()
        .filter(position__unit=unit, starts_on__lte=last)
        .ending_from(first)
        .select_related("person")
        .order_by("starts_on", "pk")[:MOST_LEADERS]
    )
    found = []
    for seat in seats:
        since, until = max(first, seat.starts_on), min(last, seat.ends_on or last)
        rows = {
            row["stage"]: row
            for row in _by_stage(_of(unit).decided(since, until).filter(stage=stage))
        }
        found.append(Led(seat.person.name, since, until, _stage(Stage(stage), rows.get(stage))))
    return found


@dataclass(frozen=True)
class PublishedComplaints:
    """What citizens may read: of the agency as a whole, no small cell."""

    first: date
    last: date
    received: int | None
    answered: int | None
    in_time_share: Decimal | None
    decided: int | None


def published_complaints(first: date, last: date, *, smallest: int) -> PublishedComplaints | None:
    """Complaints of these days for the public page; None: there was none. Numbers below the
    smallest are not told, nor such from which they could be counted back."""
    came = Complaint.objects.exclude(
        state__in=(Complaint.State.REJECTED, Complaint.State.DUPLICATE)
    ).filter(received_at__date__gte=first, received_at__date__lte=last)
    done = (Complaint.State.ANSWERED, Complaint.State.CLOSED)
    counted = came.aggregate(all=Count("pk"), answered=Count("pk", filter=Q(state__in=done)))
    if not counted["all"]:
        return None
    decided = ComplaintClock.objects.decided(first, last).filter(stage=Stage.RESOLVE)
    settled = decided.aggregate(all=Count("pk"), in_time=Count("pk", filter=IN_TIME))
    answers = shown_cells(
        {"yes": counted["answered"], "no": counted["all"] - counted["answered"]}, smallest
    )
    times = shown_cells(
        {"yes": settled["in_time"], "no": settled["all"] - settled["in_time"]}, smallest
    )
    share = None
    if settled["all"] and None not in times.values():
        share = (100 * Decimal(settled["in_time"]) / settled["all"]).quantize(_TENTH)
    return PublishedComplaints(
        first=first,
        last=last,
        received=counted["all"] if counted["all"] >= smallest else None,
        answered=answers["yes"],
        in_time_share=share,
        decided=settled["all"] if settled["all"] >= smallest else None,
    )


def _of(unit: Unit | None) -> Any:
    rows = ComplaintClock.objects.all()
    return rows if unit is None else rows.filter(unit__path__startswith=unit.path)


def _counts() -> dict[str, Any]:
    return {
        "cases": Count("pk"),
        "in_time": Count("pk", filter=IN_TIME),
        "unfinished": Count("pk", filter=Q(ended_at=None)),
        "timed": Count("minutes"),
        "median": Percentile("minutes", fraction="0.5"),
        "ninetieth": Percentile("minutes", fraction="0.9"),
    }


def _by_stage(rows: Any) -> Iterable[dict[str, Any]]:
    found: Iterable[dict[str, Any]] = rows.order_by().values("stage").annotate(**_counts())
    return found


def _stage(stage: ComplaintClock.Stage, row: dict[str, Any] | None) -> StageFigures:
    row = row or {}
    return StageFigures(
        stage=stage.value,
        label=stage.label,
        cases=row.get("cases", 0),
        in_time=row.get("in_time", 0),
        unfinished=row.get("unfinished", 0),
        timed=row.get("timed", 0),
        median=_hours(row.get("median")),
        ninetieth=_hours(row.get("ninetieth")),
    )


def _hours(minutes: float | None) -> Decimal | None:
    return None if minutes is None else (Decimal(str(minutes)) / _HOUR).quantize(_TENTH)


def _month(day: date, step: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return date(year, month + 1, 1)


def quarter_of(day: date) -> tuple[date, date]:
    """The first and last day of the quarter."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, _month(first, 3) - timedelta(days=1)
