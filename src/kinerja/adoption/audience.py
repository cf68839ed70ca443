"""To whom something is sent: units with those below, kinds of employee, leaders, tasks.

What is empty does not narrow; what is filled must all hold. Receivers are asked of the database on
the day: who joins later receives it too, who has left does not count any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kinerja.adoption.refusals import OutOfScope
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope, scope_of
from kinerja.people.supervision import BELONGING_KINDS, belongs_under, led_units
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit

MOST_UNITS = 50
SENDERS = (Role.Name.PERSONNEL_ADMIN, Role.Name.UNIT_ADMIN)


@dataclass(frozen=True)
class Audience:
    """To whom, before it is stored."""

    units: Sequence[Unit] = ()
    kinds: Sequence[str] = ()
    roles: Sequence[str] = ()
    leaders_only: bool = False

    @property
    def says(self) -> dict[str, object]:
        """As an event holds it."""
        return {
            "units": [unit.pk for unit in self.units],
            "kinds": [str(kind) for kind in self.kinds],
            "roles": [str(role) for role in self.roles],
            "leaders_only": self.leaders_only,
        }


class Addressed(models.Model):
    """A row that is sent to an audience."""

    units = models.ManyToManyField(Unit, related_name="+", blank=True)
    kinds = ArrayField(
        models.CharField(max_length=10, choices=Person.Kind), default=list, blank=True
    )
    roles = ArrayField(models.CharField(max_length=20, choices=Role.Name), default=list, blank=True)
    leaders_only = models.BooleanField("hanya pimpinan unit", default=False)

    class Meta:
        abstract = True

    def receivers(self, on: date) -> PersonQuerySet:
        """Those whom it reaches on that day."""
        people = Person.objects.present(on)
        if paths := [unit.path for unit in self.units.all()]:
            people = people.filter(belongs_under(paths, on))
        if self.kinds:
            people = people.filter(kind__in=self.kinds)
        if self.leaders_only:
            people = people.filter(
                pk__in=Assignment.objects.on(on).leading().order_by().values("person")
            )
        if self.roles:
            tasks = Role.objects.on(on).filter(name__in=self.roles)
            people = people.filter(pk__in=tasks.values("person"))
        return people

    def reaches(self, person: Person, on: date) -> bool:
        """Whether it is for this person, also while away from the post: the pages ask the same."""
        rows: models.Manager[Any] = type(self)._default_manager
        return rows.filter(sent_to(type(self), person, on), pk=self.pk).exists()

    @property
    def audience_words(self) -> str:
        """To whom, in words: "Puskesmas Pauh; PNS; pimpinan unit"."""
        units = [unit.name for unit in self.units.all()]
        parts = [", ".join(units) if units else "Seluruh instansi"]
        if self.kinds:
            parts.append(", ".join(Person.Kind(kind).label for kind in self.kinds))
        if self.leaders_only:
            parts.append("hanya pimpinan unit")
        if self.roles:
            parts.append(", ".join(Role.Name(role).label for role in self.roles))
        return "; ".join(parts)


@dataclass(frozen=True)
class _Standing:
    """What a person is on a day, as far as an audience asks."""

    lineage: frozenset[int]
    leads: bool
    roles: list[str]


def _standing(person: Person, on: date) -> _Standing:
    seats = Assignment.objects.on(on).filter(person=person, kind__in=BELONGING_KINDS)
    rows = list(seats.values_list("position__unit__path", "reports_to__unit__path", "leads"))
    paths = [path for own, above, _ in rows for path in (own, above) if path]
    return _Standing(
        frozenset(pk for path in paths for pk in Unit(path=path).lineage),
        any(leads for *_, leads in rows),
        list(person.roles.on(on).values_list("name", flat=True)),
    )


def sent_to(model: type[Addressed], person: Person, on: date) -> Q:
    """A condition on the rows of that model: they reach this person on that day."""
    standing = _standing(person, on)
    here = _units_of(model)
    found = ~Exists(here) | Exists(here.filter(unit__in=standing.lineage))
    found &= Q(kinds=[]) | Q(kinds__contains=[person.kind])
    found &= Q(roles=[]) | Q(roles__overlap=standing.roles) if standing.roles else Q(roles=[])
    return found if standing.leads else found & Q(leaders_only=False)


def sending_scope(person: Person, on: date) -> UnitScope:
    """To whom a person may send: personnel admins, unit admins, heads for the units they lead."""
    scope = scope_of(person, SENDERS, on)
    if scope.everything:
        return scope
    led = led_units(person, on).values_list("path", flat=True)
    return UnitScope(everything=False, paths=tuple(sorted({*scope.paths, *led})))


def check_may_send(audience: Audience, scope: UnitScope) -> None:
    """Errors: OutOfScope, InvalidInput."""
    if len(audience.units) > MOST_UNITS:
        raise InvalidInput(f"Pilih paling banyak {MOST_UNITS} unit, atau unit di atasnya.")
    if set(audience.kinds) - set(Person.Kind.values) or set(audience.roles) - set(Role.Name.values):
        raise InvalidInput("Pilih jenis pegawai dan tugas dari daftar.")
    if not scope:
        raise OutOfScope("Mengirim bukan tugas Anda; mintalah kepada bagian kepegawaian.")
    if scope.everything:
        return
    if not audience.units:
        raise InvalidInput("Pilih unit penerimanya; Anda mengirim untuk unit Anda saja.")
    if not all(scope.covers(unit) for unit in audience.units):
        raise OutOfScope("Unit ini di luar lingkup Anda; pilih unit Anda atau di bawahnya.")


def all_within(model: type[Addressed], scope: UnitScope) -> Q:
    """A condition on the rows of that model: all to whom they go lie in that scope."""
    if scope.everything:
        return ~Q(pk__in=[])
    if not scope:
        return Q(pk__in=[])
    here = _units_of(model)
    return Exists(here) & ~Exists(here.exclude(scope.within("unit__path")))


def written_within(scope: UnitScope) -> Q:
    """A condition on rows with `written_by` and `written_at`: the writer belonged to these units on
    that day, or had a task there. Who takes over from the writer takes over what was written."""
    day = OuterRef("written_at__date")
    then = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    writer = Q(person=OuterRef("written_by"))
    seats = Assignment.objects.filter(then, writer, kind__in=BELONGING_KINDS)
    tasks = Role.objects.filter(then, writer, scope.within(), name__in=SENDERS)
    return Q(Exists(seats.filter(scope.within("position__unit__path")))) | Q(Exists(tasks))


def _units_of(model: type[Addressed]) -> models.QuerySet[Any]:
    """The rows that name a unit for the row of the outer query."""
    through: Any = model._meta.get_field("units").remote_field.through
    return cast(
        models.QuerySet[Any],
        through.objects.filter(**{str(model._meta.model_name): OuterRef("pk")}),
    )


def address_to(row: Addressed, audience: Audience) -> None:
    """Put the audience on a row that has a key; call it in the verb's transaction."""
    row.kinds = [str(kind) for kind in audience.kinds]
    row.roles = [str(role) for role in audience.roles]
    row.leaders_only = audience.leaders_only
    row.save(update_fields=["kinds", "roles", "leaders_only"])
    row.units.set(audience.units)
