"""What would be stored for one row, while the plan is being made."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kinerja.people.assignment import Assignment
from kinerja.people.imports.outcome import Outcome, Reason
from kinerja.people.imports.person_row import PersonRow
from kinerja.people.imports.posts import PostFacts
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.unit import Unit


@dataclass
class Draft:
    """One person row on its way into the database."""

    row: PersonRow
    unit: Unit | None = None
    main: "Draft | None" = None  # the row that stands for this one (duplicates)
    person: Person | None = None  # stored already
    held: Assignment | None = None  # the definitive post that the stored person holds
    fills: dict[str, Any] = field(default_factory=dict)  # facts that the stored person lacks
    changes: dict[str, Any] = field(default_factory=dict)  # facts that a person chose to replace
    seat: "Seat | None" = None
    since: date | None = None
    moves: bool = False  # a person chose the post of the file over the stored one
    supervisor: str = ""  # the NIP of the superior, when it is certain
    supervisor_seat: "Seat | None" = None  # set when the assignment has to name it

    @property
    def nip(self) -> str:
        return self.row.nip.digits if self.row.nip else ""

    def reason(self, outcome: Outcome, code: str, message: str, **more: Any) -> Reason:
        return Reason(outcome, code, message, **more)


@dataclass(eq=False)
class Seat:
    """A post: stored already, or to be added to its unit."""

    unit: Unit
    facts: PostFacts
    position: Position | None = None
    job_class: int | None = None
    duties: str = ""

    @property
    def leads(self) -> bool:
        return self.position.leads if self.position else self.facts.leads

    @property
    def title(self) -> str:
        return self.position.title if self.position else self.facts.title
