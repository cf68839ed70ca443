"""What the database knows of the people, posts and units of a file: a fixed number of questions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower

from kinerja.people.assignment import Assignment
from kinerja.people.imports.names import name_key
from kinerja.people.imports.text import key
from kinerja.people.person import Person
from kinerja.people.position import Position


@dataclass
class Register:
    """The stored side of a plan."""

    on: date
    people: dict[str, Person] = field(default_factory=dict)  # by NIP
    namesakes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    held: dict[int, list[Assignment]] = field(default_factory=lambda: defaultdict(list))
    positions: dict[tuple[int, str], Position] = field(default_factory=dict)
    heads: dict[int, Position] = field(default_factory=dict)  # by unit
    holders: dict[int, list[Assignment]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(
        cls, on: date, nips: Iterable[str], names: Iterable[str], units: Iterable[int]
    ) -> "Register":
        """Everything that rows with these numbers, superiors' names and units may touch."""
        register = cls(on)
        for person in Person.objects.filter(nip__in=set(nips)):
            register.people[person.nip or ""] = person
        register._load_namesakes(set(names))
        register._load_posts(set(units))
        register._load_assignments()
        return register

    def _load_namesakes(self, names: set[str]) -> None:
        if not names:
            return
        rows = Person.objects.annotate(lower=Lower("name")).filter(
            lower__in=names, nip__isnull=False
        )
        for person in rows:
            self.people.setdefault(person.nip or "", person)
            self.namesakes[name_key(person.name)].add(person.nip or "")

    def _load_posts(self, units: set[int]) -> None:
        """The posts of these units, and the heads of all."""
        rows = Position.objects.select_related("unit").filter(Q(unit__in=units) | Q(leads=True))
        for position in rows:
            self.positions[position.unit_id, key(position.title)] = position
            if position.leads:
                self.heads[position.unit_id] = position

    def _load_assignments(self) -> None:
        """Definitive posts of these people, and who holds the leading posts from today on."""
        people = [person.pk for person in self.people.values()]
        rows = Assignment.objects.main().select_related(
            "person", "position__unit", "reports_to__unit"
        )
        mine = rows.filter(person__in=people)
        for assignment in mine:
            self.held[assignment.person_id].append(assignment)
        for assignment in rows.filter(leads=True):
            self.holders[assignment.position_id].append(assignment)

    def current(self, person: Person) -> Assignment | None:
        """The definitive post of the person on the day of the import, else the next one."""
        mine = self.held[person.pk]
        coming = sorted((one for one in mine if one.starts_on > self.on), key=_start)
        return next((one for one in mine if _runs(one, self.on)), coming[0] if coming else None)

    def holder(self, position: Position) -> Assignment | None:
        """Who holds a leading post on the day of the import."""
        return next((one for one in self.holders[position.pk] if _runs(one, self.on)), None)


def _start(assignment: Assignment) -> date:
    return assignment.starts_on


def _runs(assignment: Assignment, day: date) -> bool:
    return assignment.starts_on <= day and (assignment.ends_on is None or assignment.ends_on >= day)
