"""The ledger of learning hours (JP): what counts for a person in a year, against the minimum.

Hours come from sessions that the person passed and from learning elsewhere that was confirmed.
They belong to the year in which it ended. Nothing is stored twice: the ledger is asked anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    DecimalField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from kinerja.development.enrolment import Enrolment
from kinerja.development.method import the_method
from kinerja.development.outside_learning import OutsideLearning
from kinerja.development.sight import learner_sight
from kinerja.people.person import Person
from kinerja.people.supervision import belongs_under
from kinerja.people.unit import Unit
from kinerja.rules.training import (
    TRAINING_HOURS_PER_YEAR,
    meets_training_minimum,
    within_pppk_limit,
)

HOURS: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=12, decimal_places=1)
NONE = Value(Decimal(0), output_field=HOURS)


@dataclass(frozen=True)
class Entry:
    """One line of a person's ledger."""

    title: str
    ended_on: date
    hours_jp: Decimal | None  # None: nobody knows, so it counts as nothing
    source: str  # session or outside
    provider: str
    session: int | None = None
    token: str = ""  # of the certificate


@dataclass(frozen=True)
class Ledger:
    """A person's year."""

    person: Person
    year: int
    entries: tuple[Entry, ...]
    pppk_limit: Decimal | None = None  # the agency's own; None for others than PPPK

    @property
    def total(self) -> Decimal:
        return sum((one.hours_jp or Decimal(0) for one in self.entries), Decimal(0))

    @property
    def unknown(self) -> int:
        """How many trainings count as nothing because nobody knows their hours."""
        return sum(one.hours_jp is None for one in self.entries)

    @property
    def short(self) -> Decimal | None:
        """What a PNS still needs in the year; None for others, to whom the minimum is not said."""
        if self.person.kind != Person.Kind.PNS:
            return None
        if meets_training_minimum(self.total):
            return Decimal(0)
        return TRAINING_HOURS_PER_YEAR - self.total

    @property
    def over_limit(self) -> bool:
        """Whether a PPPK has more than the agency's own limit; for information."""
        return self.pppk_limit is not None and not within_pppk_limit(self.total, self.pppk_limit)


def ledger_of(person: Person, year: int) -> Ledger:
    """All that counts for one person in a year; two queries, three of a PPPK."""
    passed = _inside(year).filter(person=person).select_related("session__training")
    inside = [
        Entry(
            title=one.session.training.name,
            ended_on=one.session.ends_on,
            hours_jp=one.hours_jp,
            source="session",
            provider=one.session.training.provider,
            session=one.session_id,
            token=str(one.token or ""),
        )
        for one in passed
    ]
    outside = [
        Entry(one.title, one.done_on, one.hours_jp, "outside", one.provider)
        for one in _outside(year).filter(person=person)
    ]
    entries = sorted([*inside, *outside], key=lambda one: (one.ended_on, one.title))
    pppk = person.kind == Person.Kind.PPPK
    limit = Decimal(the_method().pppk_hours_at_most) if pppk else None
    return Ledger(person, year, tuple(entries), limit)


def with_hours(people: QuerySet[Person], year: int) -> QuerySet[Person]:
    """The same people with `hours` of that year; the database adds them up."""
    inside = _inside(year).filter(person=OuterRef("pk"))
    outside = _outside(year).filter(person=OuterRef("pk"))
    return people.annotate(
        inside_hours=_sum(inside),
        outside_hours=_sum(outside),
    ).annotate(hours=F("inside_hours") + F("outside_hours"))


def short_of_minimum(people: QuerySet[Person], year: int) -> QuerySet[Person]:
    """The PNS among them who have not reached the minimum yet.

    Who reached it is found once for all, not person by person.
    """
    learnt, of_year = _learnt(year)
    short: Any = RawSQL(  # noqa: S611 - of placeholders
        # NOT IN: they are put into a hash once, in whatever order the people are read.
        f"people_person.id NOT IN (SELECT person FROM ({learnt}) AS learnt (person, total)"  # noqa: S608
        " WHERE total >= %s)",
        [*of_year, TRAINING_HOURS_PER_YEAR],
        output_field=BooleanField(),
    )
    return with_hours(people.filter(short, kind=Person.Kind.PNS), year)


def _learnt(year: int) -> tuple[str, tuple[Any, ...]]:
    """SQL for the hours of the year by person, of those who have any."""
    each: Any = ("person", "hours_jp")
    rows = _inside(year).values_list(*each).union(_outside(year).values_list(*each), all=True)
    lines, given = rows.query.sql_with_params()
    found = f"SELECT person, sum(hours) FROM ({lines}) AS line (person, hours) GROUP BY person"  # noqa: S608 - of placeholders
    return found, tuple(given)


@dataclass(frozen=True)
class Standing:
    """How many PNS of a set of people reached the minimum."""

    people: int
    reached: int

    @property
    def short(self) -> int:
        return self.people - self.reached


def standing_of(people: QuerySet[Person], year: int) -> Standing:
    """Counted by the database in one query, which reads the hours of the year once."""
    civil = people.filter(kind=Person.Kind.PNS).order_by().values_list("pk")
    try:
        seen, among = civil.query.sql_with_params()
    except EmptyResultSet:  # nobody, without asking
        return Standing(0, 0)
    learnt, of_year = _learnt(year)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE total >= %s) FROM ({seen}) AS seen (id)"  # noqa: S608 - of placeholders
            f" LEFT JOIN ({learnt}) AS learnt (person, total) ON learnt.person = seen.id",
            [TRAINING_HOURS_PER_YEAR, *among, *of_year],
        )
        return Standing(*cursor.fetchone())


def people_in_sight(viewer: Person, on: date) -> QuerySet[Person]:
    """Active employees whose hours the viewer may read: those whom one sees, or keeps hours of."""
    rows = Person.objects.active().filter(kind__in=(Person.Kind.PNS, Person.Kind.PPPK))
    return rows.filter(learner_sight(viewer, on))


def of_units(people: QuerySet[Person], units: Iterable[Unit], on: date) -> QuerySet[Person]:
    """Those who belong to these units or below on that day."""
    return people.filter(belongs_under([unit.path for unit in units], on))


def _inside(year: int) -> QuerySet[Enrolment]:
    """Sessions of the year that were passed."""
    return Enrolment.objects.filter(
        passed=True,
        session__settled_on__isnull=False,
        session__ends_on__range=(date(year, 1, 1), date(year, 12, 31)),
    ).order_by()


def _outside(year: int) -> QuerySet[OutsideLearning]:
    rows = OutsideLearning.objects.counting().order_by()
    return rows.filter(done_on__range=(date(year, 1, 1), date(year, 12, 31)))


def _sum(rows: QuerySet[Enrolment] | QuerySet[OutsideLearning]) -> Coalesce:
    grouped = rows.order_by().values("person").annotate(total=Sum("hours_jp")).values("total")
    return Coalesce(Subquery(grouped, output_field=HOURS), NONE)
