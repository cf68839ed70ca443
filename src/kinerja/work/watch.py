"""How the units below a leader do: counters and warnings of each, down to the people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from kinerja.people.access import watched_units
from kinerja.people.agency import Agency
from kinerja.people.calendar import agency_calendar
from kinerja.people.person import Person
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, inside
from kinerja.planning.plan import Plan
from kinerja.planning.strategy import Step, late_steps
from kinerja.planning.work_result import WorkResult
from kinerja.work.rollup import Numbers, counted_at, numbers_under
from kinerja.work.standing import Standing, Warned, standing_under, warned_of
from kinerja.work.team import monday

NAMED = 3  # units and people that the printed page names


@dataclass(frozen=True)
class Row:
    """One subtree: what came in today and this week, and how it stands."""

    unit: Unit
    today: Numbers
    week: Numbers
    standing: Standing
    late: int = 0  # steps of action plans
    day_off: bool = False  # for the agency as a whole: nobody is expected to report

    @property
    def reported(self) -> int:
        """People who reported today; one who moved today may count in two units."""
        return min(self.today.people, self.standing.people)

    @property
    def causes(self) -> list[tuple[str, int]]:
        """Why people need attention, in words with numbers; the most frequent first."""
        named = (
            ("lama tanpa laporan", self.standing.silent),
            ("laporannya lama menunggu", self.standing.unverified),
            ("di belakang target", self.standing.behind),
            ("terhambat", self.standing.blocked),
        )
        return sorted((one for one in named if one[1]), key=lambda one: -one[1])


@dataclass(frozen=True)
class Freshness:
    """How old the numbers are; None: not counted yet."""

    counted: datetime | None
    judged: datetime | None


@dataclass(frozen=True)
class View:
    """One unit with its children, as seen by somebody above."""

    whole: Row
    children: Sequence[Row]
    above: Sequence[Unit]  # from the highest that the viewer may see
    fresh: Freshness

    @property
    def in_need(self) -> list[Row]:
        """The children with most to attend to."""
        return most_in_need(self.children)


@dataclass(frozen=True)
class Seat:
    """One person of a unit, with the kept warnings."""

    person: Person
    post: str
    warnings: Sequence[Warned]
    late: Sequence[Step] = ()  # of the action plans, the longest late on top


def view_of(viewer: Person, unit: Unit, on: date, agency: Agency) -> View | None:
    """The unit for this viewer; None where he or she may not look."""
    tops = list(watched_units(viewer, on))
    top = next((one for one in tops if unit.path.startswith(one.path)), None)
    if top is None:
        return None
    children = list(unit.children.open().order_by("name"))
    lineage = [pk for pk in unit.lineage if pk in set(unit.lineage[top.depth :])]
    above = Unit.objects.filter(pk__in=lineage).exclude(pk=unit.pk).order_by("path")
    day_off = is_day_off(agency, on)
    late = late_under([unit, *children], on)
    rows = _rows(children, on, day_off, late)
    (whole,) = _rows([unit], on, day_off, late)
    return View(whole, rows, list(above), Freshness(counted_at(), whole.standing.at))


def views_of(viewer: Person, on: date, agency: Agency) -> list[Row]:
    """The highest units that this viewer may look at."""
    tops = list(watched_units(viewer, on).open())
    return _rows(tops, on, is_day_off(agency, on), late_under(tops, on))


def is_day_off(agency: Agency, day: date) -> bool:
    """A holiday, or a day outside the week of the agency; units by roster may still work."""
    return not agency_calendar(agency, day, day).works(day)


def seats_of(unit: Unit, viewer: Person, on: date) -> list[Seat]:
    """The people of the unit itself, those with warnings first; a constant number of queries."""
    seats = (
        Assignment.objects.main()
        .on(on)
        .filter(position__unit=unit, person__in=Person.objects.visible_to(viewer, on))
        .select_related("person", "position")
        .order_by("-leads", "person__name")
    )
    found = list(seats)
    warnings = warned_of(seat.person_id for seat in found)
    late = late_steps((seat.person for seat in found), on)
    people = [
        Seat(
            seat.person,
            seat.position.title,
            warnings.get(seat.person_id, ()),
            late.get(seat.person_id, ()),
        )
        for seat in found
    ]
    return sorted(people, key=lambda one: not (one.warnings or one.late))


def most_in_need(rows: Iterable[Row]) -> list[Row]:
    """Those with most to attend to, with causes; no order of merit.

    Both count: how many people, and how large a part of the unit. By the part alone a unit of one
    person would stand before a third of a department, by the number alone the largest always would.
    """
    asked = [row for row in rows if row.standing.warned]
    need = lambda row: row.standing.warned**2 / max(row.standing.people, 1)  # noqa: E731
    return sorted(asked, key=need, reverse=True)[:NAMED]


def late_under(units: Sequence[Unit], on: date) -> dict[int, int]:
    """How many steps of action plans are late in each subtree, by the id of its top; one query."""
    if not units:
        return {}
    under = inside((unit.path for unit in units), "position__unit__path")
    seats = Assignment.objects.main().on(on).filter(under)
    steps = Step.objects.late(on).filter(
        result__in=WorkResult.objects.filter(plan__in=Plan.objects.current(on)).values("line"),
        result__plan__person__in=seats.values("person"),
    )
    owners = seats.filter(person=OuterRef("result__plan__person"))
    place = Subquery(owners.values("position__unit__path")[:1])
    found = {unit.pk: 0 for unit in units}
    for path in steps.annotate(place=place).values_list("place", flat=True):
        for unit in units:
            found[unit.pk] += path.startswith(unit.path)
    return found


def _rows(units: Sequence[Unit], on: date, day_off: bool, late: Mapping[int, int]) -> list[Row]:
    today, week = numbers_under(units, on, on), numbers_under(units, monday(on), on)
    standing = standing_under(units)
    return [
        Row(unit, today[unit.pk], week[unit.pk], standing[unit.pk], late[unit.pk], day_off)
        for unit in units
    ]
