"""Who runs trainings: training officers, everywhere or for some units, and the personnel admin."""

from datetime import date

from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope, scope_of
from kinerja.people.unit import Unit

TRAINERS = (Role.Name.TRAINING_OFFICER, Role.Name.PERSONNEL_ADMIN)


def training_scope(person: Person, on: date) -> UnitScope:
    """For the employees of which units the person runs trainings on that day."""
    return scope_of(person, TRAINERS, on)


def runs_trainings(person: Person, on: date) -> bool:
    return bool(training_scope(person, on))


def check_runs_trainings(by: Person | None, on: date, unit: Unit | None = None) -> None:
    """`unit`: for whom the training is held (None: everybody). Errors: NotAllowed.

    `by` None is the system itself.
    """
    if by is not None and not training_scope(by, on).covers(unit):
        raise NotAllowed("Pelatihan dikelola pengelola pelatihan dan admin kepegawaian.")
