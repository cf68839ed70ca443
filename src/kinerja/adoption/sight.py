"""Whose units somebody may look at in numbers: those one watches, and those one coaches."""

from datetime import date

from django.db.models import Q

from kinerja.adoption.coaching import coaching_scope
from kinerja.people.access import watched_units
from kinerja.people.person import Person
from kinerja.people.unit import Unit, UnitQuerySet, inside


def top_units(person: Person, on: date) -> list[Unit]:
    """The highest units whose figures the person may read, in their order."""
    scope = coaching_scope(person, on)
    if scope.everything:
        return list(Unit.objects.open().filter(parent=None))
    found = {unit.path: unit for unit in watched_units(person, on)}
    found |= {unit.path: unit for unit in Unit.objects.filter(path__in=scope.paths)}
    paths = set(found)
    return [found[path] for path in sorted(paths) if not path.startswith(tuple(paths - {path}))]


def seen_units(person: Person, on: date) -> UnitQuerySet:
    """These with all below them."""
    tops = top_units(person, on)
    return Unit.objects.filter(inside([unit.path for unit in tops]) if tops else Q(pk__in=[]))
