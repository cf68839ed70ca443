"""Who deals with complaints: the desk, the leaders of the unit, and who was made responsible."""

from datetime import date

from kinerja.needs.complaint.refusals import NotYours
from kinerja.people.access import leads_region
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.scope import EVERYWHERE, UnitScope, scope_of
from kinerja.people.supervision import reach_of
from kinerja.people.unit import Unit

DESK = (Role.Name.SURVEY_OFFICER, Role.Name.UNIT_ADMIN)


def desk_scope(person: Person, on: date) -> UnitScope:
    """For which units the person keeps the complaint desk on that day."""
    return scope_of(person, DESK, on)


def complaint_scope(person: Person, on: date) -> UnitScope:
    """Whose complaints the person may read: those of the desk and of the units led."""
    desk = desk_scope(person, on)
    if desk.everything or leads_region(person, on):
        return EVERYWHERE
    return UnitScope(False, tuple(sorted({*desk.paths, *reach_of(person, on)})))


def check_desk(by: Person | None, on: date, unit: Unit | None = None) -> None:
    """None is the system itself. Errors: NotYours."""
    if by is not None and not complaint_scope(by, on).covers(unit):
        raise NotYours("Pengaduan diteruskan oleh petugas pengaduan atau pimpinan unitnya.")


def check_keeps_rules(by: Person | None, on: date) -> None:
    """Limits and categories hold for the whole agency. Errors: NotYours."""
    if by is not None and not desk_scope(by, on).everything:
        raise NotYours("Aturan pengaduan diatur pengelola survei tingkat instansi.")
