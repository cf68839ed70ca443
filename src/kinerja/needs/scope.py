"""Who analyses what the organisation needs: survey officers, planners, leaders for their units."""

from datetime import date

from kinerja.people.access import leads_region
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import Role
from kinerja.people.scope import EVERYWHERE, UnitScope, scope_of
from kinerja.people.supervision import reach_of
from kinerja.people.unit import Unit

ANALYSTS = (Role.Name.SURVEY_OFFICER, Role.Name.PERSONNEL_ADMIN, Role.Name.UNIT_ADMIN)


def need_scope(person: Person, on: date) -> UnitScope:
    """For which units the person may write down findings and needs on that day."""
    scope = scope_of(person, ANALYSTS, on)
    if scope.everything or leads_region(person, on):
        return EVERYWHERE
    return UnitScope(False, tuple(sorted({*scope.paths, *reach_of(person, on)})))


def may_analyse(person: Person, on: date, unit: Unit | None = None) -> bool:
    """May the person write down findings of this unit (None: of the agency as a whole)?"""
    return need_scope(person, on).covers(unit)


def check_may_analyse(by: Person | None, on: date, unit: Unit | None = None) -> None:
    """None is the system itself. Errors: NotAllowed."""
    if by is not None and not may_analyse(by, on, unit):
        raise NotAllowed("Temuan dan kebutuhan dicatat pengelola survei, perencana, atau pimpinan.")
