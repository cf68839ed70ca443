"""Whose competencies and learning one may read, and who looks after them."""

from datetime import date

from django.db.models import Q

from kinerja.people.access import sight, watched_units
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import Role
from kinerja.people.scope import EVERYWHERE, UnitScope, scope_of
from kinerja.people.supervision import belongs_under, reach_of
from kinerja.people.unit import Unit

KEEPERS = (Role.Name.TRAINING_OFFICER, Role.Name.PERSONNEL_ADMIN)


def learner_sight(viewer: Person, on: date) -> Q:
    """A condition on people: oneself, those whom one may see, those whose growth is one's task."""
    scope = keeper_scope(viewer, on)
    if scope.everything:
        return Q()
    seen = sight(viewer, on)
    # "Everybody" or something more would be the something alone.
    return seen | belongs_under(scope.paths, on) if seen and scope.paths else seen


def keeper_scope(person: Person, on: date) -> UnitScope:
    """For the people of which units one looks after competencies as a task."""
    return scope_of(person, KEEPERS, on)


def unit_sight(viewer: Person, on: date) -> UnitScope:
    """Of which units one reads the figures: as a task, or because one may see their people."""
    scope = keeper_scope(viewer, on)
    if scope.everything:
        return EVERYWHERE
    seen = watched_units(viewer, on).values_list("path", "parent")
    if any(parent is None for _, parent in seen):
        return EVERYWHERE
    return UnitScope(False, tuple(sorted({*scope.paths, *(path for path, _ in seen)})))


def keeps(person: Person, on: date, unit: Unit | None = None) -> bool:
    """Does the person look after competencies there (None: for the agency as a whole)?"""
    return keeper_scope(person, on).covers(unit)


def check_keeps_dictionary(by: Person | None, on: date) -> None:
    """The dictionary, standards and settings are the agency's: a task without a unit. None: the
    system itself. Errors: NotAllowed."""
    if by is not None and not keeper_scope(by, on).everything:
        raise NotAllowed(
            "Kamus dan standar kompetensi diatur pengelola pelatihan atau admin kepegawaian."
        )


def may_follow(viewer: Person, person: Person, on: date) -> bool:
    """May the viewer read what is known of the person's competencies and learning?"""
    return Person.objects.filter(learner_sight(viewer, on), pk=person.pk).exists()


def leads(leader: Person, person: Person, on: date) -> bool:
    """Does the person stand below the leader on that day?"""
    if leader.pk == person.pk:
        return False
    return Person.objects.filter(belongs_under(reach_of(leader, on), on), pk=person.pk).exists()
