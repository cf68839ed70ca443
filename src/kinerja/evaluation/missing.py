"""Whose evaluation of a period is not finished, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person, PersonQuerySet
from kinerja.planning.plan import Plan, plans
from kinerja.rules.label import Labelled


class Cause(Labelled):
    """Why a person has no signed result, in the order in which it is dealt with."""

    NO_PLAN = "no_plan", "Belum memiliki SKP"
    PLAN_NOT_SUBMITTED = "plan_not_submitted", "SKP masih berupa konsep"
    PLAN_NOT_SET = "plan_not_set", "SKP belum ditetapkan atasan"
    NOT_OPENED = "not_opened", "Penilaian belum dibuka untuk pegawai ini"
    NO_APPRAISER = "no_appraiser", "Atasan belum tercatat"
    TAKEN_OVER = "taken_over", "Diambil alih atasan pejabat penilai"
    NOT_RATED = "not_rated", "Belum dinilai atasan"
    NOT_SIGNED = "not_signed", "Sudah dinilai, belum ditandatangani"


@dataclass(frozen=True, slots=True)
class Missing:
    """One person whose period is not finished, and the cause."""

    person: str
    unit: str
    cause: Cause
    person_id: int | None = field(default=None, compare=False)  # where a page leads to the person
    review_id: int | None = field(default=None, compare=False)  # unsigned, where there is one


def missing_in(period: Period) -> list[Missing]:
    """Everybody who should have a signed result of the period and has none, by cause and unit.

    One query, whatever the number of people.
    """
    rows = _unfinished(period).values_list("person__name", "position__unit__name", "cause")
    found = [Missing(name, unit, Cause(cause)) for name, unit, cause in rows.iterator(5_000)]
    order = {cause: place for place, cause in enumerate(Cause)}
    return sorted(found, key=lambda one: (order[one.cause], one.unit, one.person))


def missing_among(period: Period, people: PersonQuerySet) -> list[Missing]:
    """Those of these people who have no signed result of the period, by name."""
    rows = (
        _unfinished(period)
        .filter(person__in=people)
        .order_by("person__name", "person_id")
        .values_list("person__name", "position__unit__name", "cause")
    )
    return [Missing(name, unit, Cause(cause)) for name, unit, cause in rows]


def missing_for(period: Period, cause: Cause, most: int) -> list[Missing]:
    """The first people with that cause, by unit and name."""
    open_one = Review.objects.unsigned().filter(person=OuterRef("person"), period=period)
    rows = (
        _unfinished(period)
        .filter(cause=cause.value)
        .annotate(review=Subquery(open_one.order_by("pk").values("pk")[:1]))
        .order_by("position__unit__path", "person__name")
        .values_list("person__name", "position__unit__name", "person_id", "review")[:most]
    )
    return [Missing(name, unit, cause, pk, review) for name, unit, pk, review in rows]


def people_missing(period: Period, cause: Cause) -> PersonQuerySet:
    """Everybody with that cause."""
    rows = _unfinished(period).filter(cause=cause.value)
    return Person.objects.filter(pk__in=rows.values("person"))


def count_missing(period: Period) -> dict[Cause, int]:
    """How many people have each cause; causes that nobody has are left out."""
    rows = _unfinished(period).order_by().values_list("cause").annotate(Count("pk"))
    counts = dict(rows)
    return {cause: counts[cause.value] for cause in Cause if cause.value in counts}


def count_expected(period: Period) -> int:
    """How many people the period is for: all who make a plan on its last day."""
    return _expected(period).values("person").distinct().count()


def _expected(period: Period) -> QuerySet[Assignment]:
    """The definitive post, on the last day of the period, of everybody who makes a plan."""
    return Assignment.objects.on(period.ends_on).main().filter(_plans_on(period.ends_on))


def _unfinished(period: Period) -> QuerySet[Any]:
    """The definitive post, on the last day of the period, of everybody who is not finished."""
    reviews = Review.objects.filter(person=OuterRef("person"), period=period)
    unfinished = reviews.exclude(state__in=Review.FROZEN)
    plans_then = Plan.objects.filter(
        person=OuterRef("person"), starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    found: Sequence[tuple[Cause, QuerySet[Any]]] = (
        (Cause.NO_APPRAISER, unfinished.filter(appraiser=None)),
        (Cause.TAKEN_OVER, unfinished.filter(silent_appraiser__isnull=False)),
        (Cause.NOT_RATED, reviews.unrated()),
        (Cause.NOT_SIGNED, unfinished),
        (Cause.NOT_OPENED, plans_then.filter(state__in=Plan.AGREED)),
        (Cause.PLAN_NOT_SET, plans_then.filter(state=Plan.State.SUBMITTED)),
        (Cause.PLAN_NOT_SUBMITTED, plans_then.filter(state=Plan.State.DRAFT)),
    )
    return (
        _expected(period)
        .filter(Exists(unfinished) | ~Exists(reviews.released()))
        .annotate(
            cause=Case(
                *(When(Exists(rows), then=Value(cause.value)) for cause, rows in found),
                default=Value(Cause.NO_PLAN.value),
                output_field=CharField(),
            )
        )
    )


def _plans_on(day: date) -> Q:
    """Those whose kind and status ask for a plan, or did so on that day."""
    kinds = [kind for kind in Person.Kind if plans(Person(kind=kind))]
    statuses = [
        status for status in Person.Status if plans(Person(kind=Person.Kind.PNS, status=status))
    ]
    return Q(person__kind__in=kinds) & (
        Q(person__status__in=statuses) | Q(person__status_since__gt=day)
    )
