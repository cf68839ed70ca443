"""Who builds surveys, who reads what they found, and who reads the words of citizens."""

from datetime import date

from django.db.models import Q

from kinerja.people.access import leads_region
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import Role
from kinerja.people.scope import EVERYWHERE, UnitScope, scope_of
from kinerja.people.supervision import reach_of
from kinerja.people.unit import Unit

OFFICERS = (Role.Name.SURVEY_OFFICER, Role.Name.PERSONNEL_ADMIN)


def build_scope(person: Person, on: date) -> UnitScope:
    """For which units the person builds surveys on that day."""
    return scope_of(person, OFFICERS, on)


def may_build(person: Person, unit: Unit, on: date) -> bool:
    return build_scope(person, on).covers(unit)


def check_may_build(by: Person | None, unit: Unit, on: date) -> None:
    """None is the system itself. Errors: NotAllowed."""
    if by is not None and not may_build(by, unit, on):
        raise NotAllowed("Survei unit ini diatur pengelola survei atau admin kepegawaian.")


def built_by(person: Person, on: date, path: str = "unit__path") -> Q:
    """A condition on surveys: those that the person builds."""
    return build_scope(person, on).within(path)


def read_by(person: Person, on: date, path: str = "unit__path") -> Q:
    """A condition on surveys: those whose results the person reads as a leader of the unit."""
    below = UnitScope(everything=False, paths=tuple(reach_of(person, on)))
    return (EVERYWHERE if leads_region(person, on) else below).within(path)


def may_read_texts(person: Person, unit: Unit, on: date) -> bool:
    """The words of citizens: the officer, and who leads that very unit."""
    return may_build(person, unit, on) or unit.path in reach_of(person, on)
