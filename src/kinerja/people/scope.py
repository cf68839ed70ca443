"""For which units somebody does a task: all of them, or some with those below."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.unit import Unit, inside


@dataclass(frozen=True)
class UnitScope:
    """All units, or those at or under some paths. False when there is none."""

    everything: bool
    paths: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths)

    def covers(self, unit: Unit | None) -> bool:
        """This unit; None: the agency as a whole."""
        return self.everything or (unit is not None and unit.path.startswith(self.paths))

    def within(self, path: str = "unit__path") -> Q:
        """A condition on rows whose unit's path is in that field; safe to join by "or"."""
        return ~Q(pk__in=[]) if self.everything else inside(self.paths, path)


EVERYWHERE = UnitScope(everything=True, paths=())


def scope_of(person: Person, names: Iterable[str], on: date) -> UnitScope:
    """For which units the person holds one of these tasks (`people.role`) on that day."""
    tasks = Role.objects.on(on).filter(person=person, name__in=[*names])
    paths = list(tasks.values_list("unit__path", flat=True))
    return UnitScope(
        everything=None in paths, paths=tuple(sorted({path for path in paths if path}))
    )
