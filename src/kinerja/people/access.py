"""May this person see that person? The one gate that every later `visible_to` starts from.

People see themselves, everyone below them (`people.supervision`), and what their tasks open to
them. Peers do not see each other. Everything is asked anew for the day of the request, so that a
former superior loses sight with the end of the post.
"""

from datetime import date
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from kinerja.people.person import Person, PersonQuerySet, is_present
from kinerja.people.position import Position
from kinerja.people.role import Role
from kinerja.people.supervision import belongs_under, reach_of
from kinerja.people.tenure import Assignment, AssignmentQuerySet
from kinerja.people.unit import Unit, UnitQuerySet
from kinerja.records.prepared import Prepared

People = TypeVar("People", bound=PersonQuerySet)
Name = Role.Name

# Tasks that let a person see others: all, or those of the unit to which the task is limited.
SEES_PEOPLE = {
    Name.PERSONNEL_ADMIN,
    Name.PERSONNEL_VIEWER,
    Name.UNIT_ADMIN,
    Name.AUTHORISED_OFFICIAL,
    Name.INSPECTOR,
}

# What tasks that are not limited to a unit let a person do.
IMPORTS_PEOPLE = {Name.PERSONNEL_ADMIN}
SEES_HEALTH = {Name.SYSTEM_OPERATOR}
SEES_AUDIT = {Name.INSPECTOR, Name.AUTHORISED_OFFICIAL, Name.SYSTEM_OPERATOR}


def sight(viewer: Person, on: date) -> Q:
    """A condition on people: those whose page the viewer may open on that day."""
    scopes = _scopes(viewer, on)
    if scopes is None:
        return Q()
    return Q(pk=viewer.pk) | belongs_under([*reach_of(viewer, on), *scopes], on)


def visible_people(people: People, viewer: Person, on: date) -> People:
    """Those of `people` whose page the viewer may open on that day."""
    return people.filter(sight(viewer, on))


def watched_units(viewer: Person, on: date) -> UnitQuerySet:
    """The highest units whose people the viewer may see on that day; with all below them."""
    scopes = _scopes(viewer, on)
    if scopes is None:
        return Unit.objects.filter(parent=None)
    paths = sorted({*reach_of(viewer, on), *scopes})
    tops = [path for path in paths if not path.startswith(tuple(set(paths) - {path}))]
    return Unit.objects.filter(path__in=tops)


def roles_of(person: Person, on: date) -> frozenset[str]:
    """The tasks that the person has on that day, limited to a unit or not."""
    return frozenset(person.roles.on(on).values_list("name", flat=True))


def leads_region(person: Person, on: date) -> bool:
    """Whether the person is the head of the region, or acts for him or her, on that day."""
    return _regional_seats(person.pk, on).exists()


def _regional_seats(person: int, on: date) -> AssignmentQuerySet:
    seats = Assignment.objects.on(on).leading().filter(is_present(on, "person__"), person=person)
    return seats.filter(position__level=Position.Level.REGIONAL_HEAD)


@Prepared
def _opened(person: int, on: date) -> QuerySet[Person, Any]:
    """Units to which tasks that open people are limited (None: not limited), leads the region."""
    tasks = Role.objects.on(on).filter(person=person, name__in=sorted(SEES_PEOPLE))
    return Person.objects.filter(pk=person).values_list(
        ArraySubquery(tasks.values("unit__path")), Exists(_regional_seats(person, on))
    )


def _scopes(viewer: Person, on: date) -> list[str] | None:
    """Paths of the units whose people the viewer's tasks open; None: all."""
    ((paths, leads),) = _opened(viewer.pk, on)
    return None if leads or None in paths else list(paths)


def may_manage_people(person: Person, on: date | None = None) -> bool:
    """Keep the register of people, units, posts and tasks (the verbs ask the same)."""
    return person.manages_people(on or timezone.localdate())


def may_import_people(person: Person, on: date | None = None) -> bool:
    return _has_task(person, IMPORTS_PEOPLE, on)


def may_see_health(person: Person, on: date | None = None) -> bool:
    """The state of the installation: database, worker, chain, backups."""
    return _has_task(person, SEES_HEALTH, on)


def may_see_audit(person: Person, on: date | None = None) -> bool:
    return _has_task(person, SEES_AUDIT, on)


def _has_task(person: Person, names: set[Name], on: date | None) -> bool:
    tasks = person.roles.on(on or timezone.localdate()).filter(name__in=names, unit=None)
    return tasks.exists()
