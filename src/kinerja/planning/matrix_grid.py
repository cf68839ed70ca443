"""The matrix as a table: read in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.people.tenure import Assignment
from kinerja.planning.indicator import Indicator
from kinerja.planning.matrix import MatrixRole, RoleMatrix, columns_of
from kinerja.planning.matrix_guest import MatrixGuest
from kinerja.planning.plan import Plan


@dataclass(frozen=True)
class Cell:
    """Where a person and an indicator meet; without a person: what is offered."""

    matrix: RoleMatrix
    indicator: Indicator
    person: Person | None
    roles: Sequence[MatrixRole]


@dataclass(frozen=True)
class Row:
    """One person with all cells, in the order of the columns."""

    person: Person
    post: str
    unit: str
    guest: MatrixGuest | None
    own: bool
    cells: Sequence[Cell]
    plan_state: str  # of the plan of that year; "": none

    @property
    def may_write(self) -> bool:
        """Has the person a row today? Who moved on stays to be read."""
        return self.own or (self.guest is not None and self.guest.state != "declined")


@dataclass(frozen=True)
class Grid:
    """The whole table."""

    columns: Sequence[Indicator]
    offers: Sequence[Cell]
    rows: Sequence[Row]


def grid_of(matrix: RoleMatrix, reader: Person, on: date) -> Grid:
    """Columns, offers and rows: own people first, then guests, then those who moved on."""
    columns = list(columns_of(matrix, reader))
    guests = {guest.person_id: guest for guest in matrix.guests.all()}
    found: dict[tuple[int | None, int], list[MatrixRole]] = {}
    for role in matrix.roles.select_related("result__plan"):
        found.setdefault((role.person_id, role.indicator_id), []).append(role)
    own = set(reports_of(matrix.leader, on).values_list("pk", flat=True))
    ids = own | guests.keys() | {person for person, _ in found if person}
    people = Person.objects.filter(pk__in=ids).order_by("name", "pk")
    posts = _posts(ids, on)
    states = dict(
        Plan.objects.filter(person__in=ids, year=matrix.year)
        .exclude(state=Plan.State.SUPERSEDED)
        .order_by("starts_on")
        .values_list("person", "state")
    )

    def cells(person: Person | None) -> list[Cell]:
        key = person.pk if person else None
        return [Cell(matrix, one, person, found.get((key, one.pk), [])) for one in columns]

    rows = [
        Row(
            person,
            *posts.get(person.pk, ("", "")),
            guests.get(person.pk),
            person.pk in own,
            cells(person),
            states.get(person.pk, ""),
        )
        for person in people
    ]
    rows.sort(key=lambda row: (not row.own, row.guest is None))
    return Grid(columns, cells(None), rows)


def matrices_for(person: Person, year: int, on: date) -> list[RoleMatrix]:
    """Those in which the person has a row: of the appraiser, and as a guest."""
    invited = MatrixGuest.objects.filter(person=person).exclude(state="declined")
    mine = Q(pk__in=invited.values("matrix"))
    if appraiser := appraiser_of(person, on):
        mine |= Q(leader=appraiser)
    return list(RoleMatrix.objects.filter(mine, year=year).select_related("leader"))


def _posts(people: set[int], on: date) -> dict[int, tuple[str, str]]:
    rows = Assignment.objects.on(on).main().filter(person__in=people)
    return {
        person: (title, unit)
        for person, title, unit in rows.values_list(
            "person", "position__title", "position__unit__name"
        )
    }
