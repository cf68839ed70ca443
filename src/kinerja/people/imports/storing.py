"""Write what a plan of people would store, through the bulk verbs of the room."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kinerja.people.assignment import (
    Assignment,
    NewAssignment,
    assign_many,
    name_superiors,
    transfer,
)
from kinerja.people.imports.draft import Draft, Seat
from kinerja.people.imports.plan import EmployeePlan
from kinerja.people.person import (
    Person,
    PersonEdit,
    add_people,
    change_status,
    edit_people,
)
from kinerja.people.position import Position, add_positions
from kinerja.rules.nip import EmployeeKind

REASON = "Impor pegawai"


@dataclass
class Stored:
    """What one row left in the database, so that it can be taken back."""

    person: Person | None = None
    new: bool = False
    restored: bool = False
    before: dict[str, Any] = field(default_factory=dict)  # facts of the person before
    status_before: str = ""
    assignment: Assignment | None = None
    superior_of: Assignment | None = None  # the stored assignment that got a superior
    superior_before: int | None = None
    moved_from: Assignment | None = None

    def json(self) -> dict[str, Any]:
        """Ids and former values; versions are added when all is written."""
        return {
            "person": self.person.pk if self.person else None,
            "version": self.person.version if self.person else None,
            "new": self.new,
            "restored": self.restored,
            "before": {
                k: v.isoformat() if isinstance(v, date) else v for k, v in self.before.items()
            },
            "status_before": self.status_before,
            "assignment": self.assignment.pk if self.assignment else None,
            "superior_of": self.superior_of.pk if self.superior_of else None,
            "superior_before": self.superior_before,
            "moved_from": self.moved_from.pk if self.moved_from else None,
        }


def store_employees(
    plan: EmployeePlan, *, by: Person | None, on: date
) -> tuple[list[tuple[Draft, Stored]], list[Position]]:
    """Store the accepted and fixed rows; what each left behind, and the posts that were added.

    Call it in a transaction. Errors: those of the verbs; then nothing may stay.
    """
    pairs = [(draft, Stored()) for draft in plan.stored]
    _store_people(pairs, by, on)
    positions = _store_positions([draft for draft, _ in pairs], by)
    _store_assignments(pairs, by)
    _store_superiors(pairs, by)
    return pairs, positions


Pairs = list[tuple[Draft, Stored]]


def _store_people(pairs: Pairs, by: Person | None, on: date) -> None:
    fresh = [(draft, stored) for draft, stored in pairs if draft.person is None]
    people = add_people(people=[_person(draft, on) for draft, _ in fresh], by=by)
    for (draft, stored), person in zip(fresh, people, strict=True):
        draft.person = stored.person = person
        stored.new = True
    edits: list[PersonEdit] = []
    for draft, stored in pairs:
        if draft.person is None or stored.new:
            continue
        stored.person = draft.person
        restored = draft.person.status == Person.Status.WITHDRAWN
        facts = _facts(draft) if restored else {**draft.fills, **draft.changes}
        status = draft.row.status or Person.Status.ACTIVE if restored else facts.pop("status", "")
        stored.restored = restored
        stored.before = {name: getattr(draft.person, name) for name in facts}
        if facts:
            edits.append(PersonEdit(draft.person, facts))
        if status and status != draft.person.status:
            stored.status_before = draft.person.status
            change_status(person=draft.person, status=status, since=on, by=by, reason=REASON)
    edit_people(edits=edits, by=by, reason=REASON)


def _person(draft: Draft, on: date) -> Person:
    row = draft.row
    nip = row.nip
    kind = Person.Kind.PPPK if nip and nip.kind is EmployeeKind.PPPK else Person.Kind.PNS
    status = row.status or Person.Status.ACTIVE
    since = None if status == Person.Status.ACTIVE else on
    return Person(nip=draft.nip, kind=kind, status=status, status_since=since, **_facts(draft))


def _facts(draft: Draft) -> dict[str, Any]:
    row = draft.row
    name = row.name
    return {
        "name": name.name if name else "",
        "front_title": name.front_title if name else "",
        "back_title": name.back_title if name else "",
        "sex": row.sex,
        "birth_date": row.birth_date,
        "start_date": row.start_date,
        "grade": row.grade,
        "education": row.education,
    }


def _store_positions(drafts: Iterable[Draft], by: Person | None) -> list[Position]:
    """The posts that are still missing, each once."""
    seats: dict[Seat, None] = {}
    for draft in drafts:
        if draft.seat is not None and draft.seat.position is None:
            seats[draft.seat] = None
    positions = [
        Position(
            unit=seat.unit,
            title=seat.facts.title,
            kind=seat.facts.kind,
            level=seat.facts.level,
            job_class=seat.job_class,
            duties=seat.duties,
            leads=seat.facts.leads,
            independent=seat.facts.independent,
        )
        for seat in seats
    ]
    added = add_positions(positions=positions, by=by)
    for seat, position in zip(seats, added, strict=True):
        seat.position = position
    return added


def _store_assignments(pairs: Pairs, by: Person | None) -> None:
    fresh = [
        (draft, stored)
        for draft, stored in pairs
        if draft.seat is not None and draft.held is None and not draft.moves
    ]
    made = assign_many(assignments=[_assignment(draft) for draft, _ in fresh], by=by)
    for (_, stored), assignment in zip(fresh, made, strict=True):
        stored.assignment = assignment
    for draft, stored in pairs:
        if draft.moves and draft.seat and draft.seat.position and draft.person and draft.since:
            stored.moved_from = draft.held
            stored.assignment = transfer(
                person=draft.person,
                position=draft.seat.position,
                on=draft.since,
                by=by,
                reports_to=_superior(draft),
            )


def _assignment(draft: Draft) -> NewAssignment:
    if draft.person is None or draft.seat is None or draft.seat.position is None or not draft.since:
        raise ValueError("an assignment needs person, post and date")
    return NewAssignment(
        draft.person,
        draft.seat.position,
        Assignment.Kind.DEFINITIVE,
        draft.since,
        reports_to=_superior(draft),
    )


def _superior(draft: Draft) -> Position | None:
    """The post of the superior, if it is stored by now."""
    return draft.supervisor_seat.position if draft.supervisor_seat else None


def _store_superiors(pairs: Pairs, by: Person | None) -> None:
    named: list[tuple[Assignment, Position | None]] = []
    for draft, stored in pairs:
        if draft.held is not None and not draft.moves and (position := _superior(draft)):
            stored.superior_of = draft.held
            stored.superior_before = draft.held.reports_to_id
            named.append((draft.held, position))
    name_superiors(superiors=named, by=by, reason=REASON)
