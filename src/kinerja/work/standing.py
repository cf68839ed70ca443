"""How units stand: people, plans and warnings, judged by the worker in turn and kept.

`judge_all` walks everybody in service in batches; each batch replaces its own rows, so that a page
never finds the table empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, inside
from kinerja.planning.plan import Plan
from kinerja.work.warning import Cause, warnings_of

BATCH = 500


class WarnedQuerySet(models.QuerySet["Warned"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(person__in=Person.objects.visible_to(person))


class Warned(models.Model):
    """A warning as it was judged last; `unit` is the unit of the definitive post."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="warnings", db_index=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    cause = models.CharField("sebab", max_length=10, choices=Cause)
    words = models.CharField("uraian", max_length=500)
    since = models.DateField("sejak", null=True)

    objects = WarnedQuerySet.as_manager()

    class Meta:
        ordering = ["person", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "cause"], name="warned_once")]

    def __str__(self) -> str:
        return self.words


class UnitStanding(models.Model):
    """How many people a unit has, and how far their plans are, as counted last."""

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="+")
    people = models.PositiveIntegerField("pegawai")  # in active service, with a definitive post
    planned = models.PositiveIntegerField("SKP ditetapkan")
    at = models.DateTimeField("dihitung")

    def __str__(self) -> str:
        return f"{self.unit}: {self.people}"


@dataclass
class Standing:
    """The same for a subtree, with the people warned by cause."""

    people: int = 0
    planned: int = 0
    warned: int = 0  # people with one warning or more
    blocked: int = 0
    behind: int = 0
    silent: int = 0
    unverified: int = 0
    at: datetime | None = None  # the oldest part


def judge_all(on: date, now: datetime | None = None) -> int:
    """Judge everybody and count the units; the number of people."""
    now = now or timezone.now()
    last = people = 0
    while batch := list(_in_service(on).filter(pk__gt=last).order_by("pk")[:BATCH]):
        judge(batch, on)
        people, last = people + len(batch), batch[-1].pk
    Warned.objects.exclude(person__in=_in_service(on).order_by()).delete()
    _count_units(on, now)
    return people


@transaction.atomic
def judge(people: Sequence[Person], on: date) -> None:
    """Replace the warnings about these people."""
    ids = [person.pk for person in people]
    seats = Assignment.objects.main().on(on).filter(person__in=ids)
    units = dict(seats.values_list("person", "position__unit"))
    warnings = warnings_of(people, on)
    Warned.objects.filter(person__in=ids).delete()
    Warned.objects.bulk_create(
        Warned(
            person_id=pk,
            unit_id=units[pk],
            cause=warning.cause,
            words=warning.words[:500],
            since=warning.since,
        )
        for pk in ids
        if pk in units
        for warning in warnings[pk]
    )


def _in_service(on: date) -> models.QuerySet[Person]:
    seats = Assignment.objects.main().on(on).filter(person=OuterRef("pk"))
    kinds = [Person.Kind.PNS, Person.Kind.PPPK]
    return Person.objects.present(on).filter(Exists(seats), kind__in=kinds)


def _count_units(on: date, now: datetime) -> None:
    plan = Plan.objects.current(on).filter(person=OuterRef("person"))
    rows = (
        Assignment.objects.main()
        .on(on)
        .filter(person__in=_in_service(on).order_by())
        .order_by()
        .values_list("position__unit")
        .annotate(people=Count("pk"), planned=Count("pk", filter=Exists(plan)))
    )
    counted = [
        UnitStanding(unit_id=unit, people=people, planned=planned, at=now)
        for unit, people, planned in rows
    ]
    with transaction.atomic():
        UnitStanding.objects.all().delete()
        UnitStanding.objects.bulk_create(counted, batch_size=2_000)


def standing_under(units: Iterable[Unit]) -> dict[int, Standing]:
    """How each subtree stands, by the id of its top unit; two queries."""
    units = list(units)
    tops = {str(unit.pk): Standing() for unit in units}
    under = inside((unit.path for unit in units), "unit__path")
    for row in UnitStanding.objects.filter(under).select_related("unit"):
        top = _top(row.unit.path, tops)
        top.people += row.people
        top.planned += row.planned
        top.at = min(filter(None, [top.at, row.at]))
    causes = (
        Warned.objects.filter(under)
        .order_by()
        .values_list("unit__path")
        .annotate(
            warned=Count("person", distinct=True),
            blocked=Count("pk", filter=Q(cause=Cause.BLOCKED)),
            behind=Count("pk", filter=Q(cause=Cause.BEHIND)),
            silent=Count("pk", filter=Q(cause=Cause.SILENT)),
            unverified=Count("pk", filter=Q(cause=Cause.UNVERIFIED)),
        )
    )
    for path, warned, blocked, lagging, silent, unverified in causes:
        top = _top(path, tops)
        top.warned += warned
        top.blocked += blocked
        top.behind += lagging
        top.silent += silent
        top.unverified += unverified
    return {unit.pk: tops[str(unit.pk)] for unit in units}


def _top(path: str, tops: dict[str, Standing]) -> Standing:
    return next(tops[part] for part in path.split("/") if part in tops)


def warned_of(people: Iterable[int]) -> dict[int, list[Warned]]:
    """The kept warnings about these people, by id, in the order of causes; one query."""
    found: dict[int, list[Warned]] = {}
    order = list(Cause)
    rows = Warned.objects.filter(person__in=list(people))
    for row in sorted(rows, key=lambda row: order.index(Cause(row.cause))):
        found.setdefault(row.person_id, []).append(row)
    return found
