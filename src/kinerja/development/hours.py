"""The ledger of learning hours (JP): what counts for a person in a year, against the minimum.

Hours come from sessions that the person passed and from learning elsewhere that was confirmed.
They belong to the year in which it ended. Nothing is stored twice: the ledger is asked anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from kinerja.development.enrolment import Enrolment
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
        """Whether a PPPK has more than the limit (unverified, for information)."""
        return self.person.kind == Person.Kind.PPPK and not within_pppk_limit(self.total)


def ledger_of(person: Person, year: int) -> Ledger:
    """All that counts for one person in a year; two queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    passed = Enrolment.objects.filter(
        person=person,
        passed=True,
        session__settled_on__isnull=False,
        session__ends_on__range=(first, last),
    ).select_related("session__training")
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
        for one in OutsideLearning.objects.counting().filter(
            person=person, done_on__range=(first, last)
        )
    ]
    entries = sorted([*inside, *outside], key=lambda one: (one.ended_on, one.title))
    return Ledger(person, year, tuple(entries))


def with_hours(people: QuerySet[Person], year: int) -> QuerySet[Person]:
    """The same people with `hours` of that year; the database adds them up."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    inside = Enrolment.objects.filter(
        person=OuterRef("pk"),
        passed=True,
        session__settled_on__isnull=False,
        session__ends_on__range=(first, last),
    )
    outside = OutsideLearning.objects.counting().filter(
        person=OuterRef("pk"), done_on__range=(first, last)
    )
    return people.annotate(
        inside_hours=_sum(inside),
        outside_hours=_sum(outside),
    ).annotate(hours=F("inside_hours") + F("outside_hours"))


def short_of_minimum(people: QuerySet[Person], year: int) -> QuerySet[Person]:
    """The PNS among them who have not reached the minimum yet."""
    rows = with_hours(people.filter(kind=Person.Kind.PNS), year)
    return rows.filter(Q(hours__lt=TRAINING_HOURS_PER_YEAR))


@dataclass(frozen=True)
class Standing:
    """How many PNS of a set of people reached the minimum."""

    people: int
    reached: int

    @property
    def short(self) -> int:
        return self.people - self.reached


def standing_of(people: QuerySet[Person], year: int) -> Standing:
    """Counted by the database; one query."""
    civil = people.filter(kind=Person.Kind.PNS).order_by()
    counted = with_hours(civil, year).aggregate(
        people=Count("pk"),
        reached=Count("pk", filter=Q(hours__gte=TRAINING_HOURS_PER_YEAR)),
    )
    return Standing(counted["people"], counted["reached"])


def people_in_sight(viewer: Person, on: date) -> QuerySet[Person]:
    """Active employees whose hours the viewer may read: those whom one sees, or keeps hours of."""
    rows = Person.objects.active().filter(kind__in=(Person.Kind.PNS, Person.Kind.PPPK))
    return rows.filter(learner_sight(viewer, on))


def of_units(people: QuerySet[Person], units: Iterable[Unit], on: date) -> QuerySet[Person]:
    """Those who belong to these units or below on that day."""
    return people.filter(belongs_under([unit.path for unit in units], on))


def _sum(rows: QuerySet[Enrolment] | QuerySet[OutsideLearning]) -> Coalesce:
    grouped = rows.order_by().values("person").annotate(total=Sum("hours_jp")).values("total")
    return Coalesce(Subquery(grouped, output_field=HOURS), NONE)
