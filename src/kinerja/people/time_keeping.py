"""Who keeps the working time of whom: the personnel office that of all, a unit admin that of the
people of the unit. Nobody keeps his or her own."""

from collections.abc import Iterable
from datetime import date

from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import NotAllowed
from kinerja.people.role import Role
from kinerja.people.supervision import belongs_under
from kinerja.people.unit import Unit, UnitQuerySet, inside


def kept_people(by: Person, on: date) -> PersonQuerySet:
    """Those whose leave and shifts `by` may enter on that day; never `by`."""
    paths = _paths(by, on)
    kept = (
        Person.objects.all() if paths is None else Person.objects.filter(belongs_under(paths, on))
    )
    return kept.exclude(pk=by.pk)


def kept_units(by: Person, on: date) -> UnitQuerySet:
    """The units whose working pattern `by` may set on that day."""
    paths = _paths(by, on)
    if paths is None:
        return Unit.objects.all()
    return Unit.objects.filter(inside(paths))


def keeps_time(by: Person, on: date) -> bool:
    """Whether there is anything for `by` to keep."""
    return _paths(by, on) != []


def check_keeps_people(by: Person | None, people: Iterable[Person], on: date) -> None:
    """Errors: NotAllowed unless `by` keeps the time of all of them, or is the system (None).

    The personnel office may enter a file of many people with a line about the one who sends it.
    """
    ids = {person.pk for person in people}
    if by is None or (by.manages_people(on) and ids != {by.pk}):
        return
    if by.pk in ids:
        raise NotAllowed("Waktu kerja Anda sendiri dicatat oleh admin lain.")
    if kept_people(by, on).filter(pk__in=ids).count() != len(ids):
        raise NotAllowed("Anda hanya mencatat waktu kerja pegawai di unit Anda.")


def check_keeps_unit(by: Person | None, unit: Unit, on: date) -> None:
    """Errors: NotAllowed unless `by` sets the pattern of that unit, or is the system (None)."""
    if by is not None and not kept_units(by, on).filter(pk=unit.pk).exists():
        raise NotAllowed("Pola kerja unit ini diatur oleh adminnya atau bagian kepegawaian.")


def _paths(by: Person, on: date) -> list[str] | None:
    """The subtrees that `by` keeps; None: all."""
    if by.manages_people(on):
        return None
    tasks = by.roles.on(on).filter(name=Role.Name.UNIT_ADMIN, unit__isnull=False)
    return list(tasks.values_list("unit__path", flat=True))
