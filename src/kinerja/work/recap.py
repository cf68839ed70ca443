"""The recap of a month by unit and kind of employee, and who is left out of it and why.

Whoever was not in service at the end of the month, moved away in it, or was on leave for all of it
is not counted among the people and never among the silent; `work.excluded` says who, why, and who
noted it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from kinerja.people.person import Person
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.planning.plan import Plan
from kinerja.work.excluded import KINDS, Excluded, excluded_from
from kinerja.work.report import Report

HEAD = (
    *("Pegawai", "SKP ditetapkan", "Laporan", "Diterima"),
    *("Dikembalikan", "Menunggu", "Tanpa laporan"),
)


@dataclass
class Line:
    """One unit and one kind of employee in one month."""

    unit: Unit
    kind: Person.Kind
    people: int = 0
    planned: int = 0  # with a plan that was in force on the last day
    silent: int = 0  # without any report on work of the month
    reports: int = 0
    accepted: int = 0
    returned: int = 0
    waiting: int = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """In the order in which every form of the recap shows them, see `HEAD`."""
        return (
            *(self.people, self.planned, self.reports, self.accepted),
            *(self.returned, self.waiting, self.silent),
        )


@dataclass
class Recap:
    """One month of one unit, by the units right below it."""

    whole: Unit
    first: date
    last: date
    lines: list[Line] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)

    @property
    def totals(self) -> tuple[int, ...]:
        """The sums of `Line.numbers`; empty without lines."""
        return tuple(map(sum, zip(*(line.numbers for line in self.lines), strict=True)))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many people are left out for which reason, the most frequent first."""
        return Counter(one.reason for one in self.excluded).most_common()


def month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def recap_of(whole: Unit, month: date) -> Recap:
    """The recap of a month (any of its days); the number of queries does not grow."""
    first = month.replace(day=1)
    last = month_end(first)
    recap = Recap(whole, first, last)
    recap.excluded = excluded_from(whole, first, last)
    lines = {
        (unit.pk, kind): Line(unit, kind)
        for unit in [whole, *whole.children.order_by("name")]
        for kind in KINDS
    }
    place = len(whole.lineage)  # of the child in a path
    left_out = {one.person.pk for one in recap.excluded}
    for path, kind, *numbers in _people(whole, first, last, left_out):
        line = _line(lines, path, kind, place, whole)
        if line:
            line.people += numbers[0]
            line.planned += numbers[1]
            line.silent += numbers[2]
    for path, kind, *numbers in _reports(whole, first, last):
        line = _line(lines, path, kind, place, whole)
        if line:
            line.reports += numbers[0]
            line.accepted += numbers[1]
            line.returned += numbers[2]
            line.waiting += numbers[3]
    recap.lines = [line for line in lines.values() if line.people or line.reports]
    return recap


def _line(
    lines: dict[tuple[int, Person.Kind], Line], path: str, kind: str, place: int, whole: Unit
) -> Line | None:
    ids = Unit(path=path).lineage
    unit = ids[place] if len(ids) > place else whole.pk
    return lines.get((unit, Person.Kind(kind)))


def _people(whole: Unit, first: date, last: date, left_out: set[int]) -> Iterable[tuple[Any, ...]]:
    """Path, kind; people, planned, silent."""
    plan = Plan.objects.current(last).filter(person=OuterRef("person"))
    report = Report.objects.standing().filter(
        person=OuterRef("person"), done_on__range=(first, last)
    )
    return (
        Assignment.objects.main()
        .on(last)
        .filter(position__unit__path__startswith=whole.path, person__kind__in=KINDS)
        .exclude(person__in=left_out)
        .order_by()
        .values_list("position__unit__path", "person__kind")
        .annotate(
            people=Count("pk"),
            planned=Count("pk", filter=Exists(plan)),
            silent=Count("pk", filter=~Exists(report)),
        )
    )


def _reports(whole: Unit, first: date, last: date) -> Iterable[tuple[Any, ...]]:
    """Path, kind; reports, accepted, returned, waiting. By the unit in which the work was done."""
    state = Report.State
    return (
        Report.objects.standing()
        .filter(
            unit__path__startswith=whole.path,
            done_on__range=(first, last),
            person__kind__in=KINDS,
        )
        .order_by()
        .values_list("unit__path", "person__kind")
        .annotate(
            reports=Count("pk"),
            accepted=Count("pk", filter=Q(state__in=[state.NOTED, state.FROZEN])),
            returned=Count("pk", filter=Q(state__in=[state.ASKED, state.RETURNED])),
            waiting=Count("pk", filter=Q(state=state.FILED)),
        )
    )
