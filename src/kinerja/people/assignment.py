"""Who holds which post, in which way, from when to when: the verbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from kinerja.people.overlap import apart, first_clash
from kinerja.people.person import (
    Person,
    change_status,
    check_may_manage_people,
    check_not_oneself,
)
from kinerja.people.position import Position
from kinerja.people.refusals import (
    HasLeft,
    NoDefinitivePost,
    NotALeadingPost,
    OverlappingAssignment,
    PostTaken,
    SelfSupervision,
    UnitClosed,
    WrongDates,
    check_fields,
    refused_by,
)
from kinerja.people.supervision import check_no_circle
from kinerja.people.tenure import Assignment, AssignmentQuerySet
from kinerja.records.event import Happening, record, record_many
from kinerja.rules.date_words import date_in_words

__all__ = [
    "Assignment",
    "AssignmentQuerySet",
    "NewAssignment",
    "assign",
    "assign_many",
    "end_assignment",
    "end_service",
    "name_superiors",
    "transfer",
]


@dataclass(frozen=True)
class NewAssignment:
    """An assignment to be made."""

    person: Person
    position: Position
    kind: str
    starts_on: date
    ends_on: date | None = None
    reports_to: Position | None = None
    decree: str = ""

    def row(self) -> Assignment:
        return Assignment(
            person=self.person,
            position=self.position,
            leads=self.position.leads,
            kind=self.kind,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            reports_to=self.reports_to,
            decree=self.decree,
        )


# The last word of the database, when two act at the same moment.
TAKEN_MEANWHILE = {
    "person_has_one_definitive_post": OverlappingAssignment(
        "Pegawai ini baru saja mendapat jabatan definitif lain. Muat ulang, lalu periksa."
    ),
    "person_holds_post_once": OverlappingAssignment(
        "Pegawai ini baru saja mendapat jabatan yang sama. Muat ulang, lalu periksa."
    ),
    **dict.fromkeys(
        ("post_has_one_definitive_head", "post_has_one_plt", "post_has_one_plh"),
        PostTaken("Jabatan ini baru saja diisi orang lain. Muat ulang, lalu periksa."),
    ),
}


def assign(
    *,
    person: Person,
    position: Position,
    kind: str,
    starts_on: date,
    by: Person | None,
    reports_to: Position | None = None,
    ends_on: date | None = None,
    decree: str = "",
) -> Assignment:
    """Give a person a post from a day on (until `ends_on`, included).

    Errors, and nothing is stored then: OverlappingAssignment and PostTaken (see the constraints of
    `Assignment`), NotALeadingPost (Plt and Plh act for heads; `reports_to` names a head),
    SelfSupervision, CircularSupervision, WrongDates, UnitClosed, HasLeft, InvalidInput, NotAllowed.
    """
    check_may_manage_people(by)
    check_not_oneself(by, person)
    new = NewAssignment(person, position, kind, starts_on, ends_on, reports_to, decree)
    return assign_many(assignments=[new], by=by)[0]


@transaction.atomic
def assign_many(*, assignments: Iterable[NewAssignment], by: Person | None) -> list[Assignment]:
    """Make many assignments at once: all of them, or none. Errors: as `assign`."""
    check_may_manage_people(by)
    rows = [new.row() for new in assignments]
    for row in rows:
        _check_row(row)
    _check_overlaps(rows)
    with refused_by(TAKEN_MEANWHILE):
        Assignment.objects.bulk_create(rows, batch_size=2_000)
    _check_own_superior(rows)
    _check_circle(rows)
    record_many(
        Happening(
            "assignment.made",
            about=row,
            by=by,
            person=row.person,
            data={
                "position": row.position_id,
                "kind": row.kind,
                "starts_on": row.starts_on.isoformat(),
                "ends_on": row.ends_on.isoformat() if row.ends_on else None,
                "reports_to": row.reports_to_id,
                "decree": row.decree,
            },
        )
        for row in rows
    )
    return rows


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, on: date, by: Person | None, reason: str = ""
) -> None:
    """End an assignment: `on` is its last day.

    Errors: WrongDates, CircularSupervision, NotAllowed.
    """
    check_may_manage_people(by)
    check_not_oneself(by, assignment.person)
    assignment.refresh_from_db(from_queryset=Assignment.objects.select_for_update())
    if on < assignment.starts_on:
        raise WrongDates(f"Penugasan ini baru mulai {date_in_words(assignment.starts_on)}.")
    if assignment.ends_on and assignment.ends_on < on:
        raise WrongDates(f"Penugasan ini sudah berakhir {date_in_words(assignment.ends_on)}.")
    _end(assignment, on, by, reason)
    _check_circle([assignment])


@transaction.atomic
def transfer(
    *,
    person: Person,
    position: Position,
    on: date,
    by: Person | None,
    reports_to: Position | None = None,
    decree: str = "",
) -> Assignment:
    """Move a person to another definitive post: the old one ends on the day before `on`.

    Errors: NoDefinitivePost when there is none on that day, WrongDates when it starts on that very
    day; else as `assign`.
    """
    check_may_manage_people(by)
    check_not_oneself(by, person)
    old = Assignment.objects.select_for_update().on(on).main().filter(person=person).first()
    if old is None:
        raise NoDefinitivePost(
            f"{person.name} tidak memegang jabatan definitif pada {date_in_words(on)}; "
            "buat penugasan baru."
        )
    if old.starts_on == on:
        raise WrongDates(f"{person.name} mulai bertugas sebagai {old.position} pada hari itu juga.")
    _end(old, on - timedelta(days=1), by, decree)
    return assign(
        person=person,
        position=position,
        kind=Assignment.Kind.DEFINITIVE,
        starts_on=on,
        by=by,
        reports_to=reports_to,
        decree=decree,
    )


@transaction.atomic
def name_superiors(
    *, superiors: Iterable[tuple[Assignment, Position | None]], by: Person | None, reason: str = ""
) -> None:
    """Say to which head these assignments report (None: the one that the tree of units gives).

    Errors: NotALeadingPost, SelfSupervision, CircularSupervision, NotAllowed; nothing is changed
    then.
    """
    check_may_manage_people(by)
    named = {assignment.pk: position for assignment, position in superiors}
    rows = list(
        Assignment.objects.select_for_update(of=("self",))
        .filter(pk__in=named)
        .select_related("person", "position__unit")
        .order_by("pk")
    )
    for row in rows:
        row.reports_to = named[row.pk]
        _check_row(row)
    Assignment.objects.bulk_update(rows, ["reports_to"], batch_size=500)
    _check_own_superior(rows)
    _check_circle(rows)
    record_many(
        Happening(
            "assignment.superior_named",
            about=row,
            by=by,
            person=row.person,
            reason=reason,
            data={"reports_to": row.reports_to_id},
        )
        for row in rows
    )


@transaction.atomic
def end_service(*, person: Person, on: date, by: Person | None, reason: str) -> None:
    """A person retires, resigns or is dismissed: `on` is the last day.

    All posts and tasks end with that day; those that would begin later are withdrawn. The account
    stays open: the person may still object to a result.
    Errors: HasLeft, NotAllowed.
    """
    check_may_manage_people(by)
    check_not_oneself(by, person)
    person.refresh_from_db(from_queryset=Person.objects.select_for_update())
    if person.has_left:
        raise HasLeft(f"{person.name} sudah berhenti.")
    for assignment in Assignment.objects.filter(person=person).ending_from(on).exclude(ends_on=on):
        if assignment.starts_on <= on:
            _end(assignment, on, by, reason)
        else:
            record("assignment.withdrawn", about=assignment, person=person, by=by, reason=reason)
            assignment.delete()
    for role in person.roles.filter(Q(ends_on=None) | Q(ends_on__gt=on)):
        role.ends_on = max(on, role.starts_on)
        role.save(update_fields=["ends_on"])
        data = {"role": role.name, "ends_on": role.ends_on.isoformat()}
        record("role.ended", about=role, person=person, by=by, reason=reason, data=data)
    since = on + timedelta(days=1)
    change_status(person=person, status=Person.Status.LEFT, since=since, by=by, reason=reason)


def _end(assignment: Assignment, on: date, by: Person | None, reason: str) -> None:
    assignment.ends_on = on
    assignment.save(update_fields=["ends_on"])
    record(
        "assignment.ended",
        about=assignment,
        person=assignment.person,
        by=by,
        reason=reason,
        data={"ends_on": on.isoformat()},
    )


def _check_row(row: Assignment) -> None:
    """What can be said of one assignment by itself."""
    check_fields(row)
    if row.ends_on and row.ends_on < row.starts_on:
        raise WrongDates(
            f"{row.person.name}: tanggal akhir {date_in_words(row.ends_on)} lebih awal daripada "
            f"tanggal mulai {date_in_words(row.starts_on)}."
        )
    if row.person.has_left and not row.ends_on:
        raise HasLeft(f"{row.person.name} sudah berhenti; pilih orang lain.")
    closed_on = row.position.unit.closed_on
    if closed_on and (row.ends_on is None or row.ends_on >= closed_on):
        raise UnitClosed(
            f"{row.position.unit.name} ditutup {date_in_words(closed_on)}; pilih unit lain."
        )
    if row.kind in Assignment.ACTING_KINDS and not row.leads:
        raise NotALeadingPost(
            f"{row.position} tidak memimpin unit; Plt dan Plh hanya untuk jabatan pimpinan."
        )
    if row.reports_to and not row.reports_to.leads:
        raise NotALeadingPost(
            f"{row.reports_to} tidak memimpin unit; pilih atasan yang memimpin unit."
        )
    if row.reports_to_id == row.position_id:
        raise SelfSupervision(
            f"{row.position} tidak dapat menjadi atasan dari jabatan itu sendiri."
        )


def _check_overlaps(rows: list[Assignment]) -> None:
    """The exclusion constraints of the table in words, for stored and new rows together."""
    first = min((row.starts_on for row in rows), default=None)
    if first is None:
        return
    stored = Assignment.objects.ending_from(first).filter(kind__in=Assignment.LEADING_KINDS)
    stored = stored.select_related("person", "position")
    near = {
        row.pk: row
        for rows_near in (
            stored.filter(person__in={row.person_id for row in rows}),
            stored.filter(position__in={row.position_id for row in rows if row.leads}),
        )
        for row in rows_near
    }
    if refusal := first_clash([*near.values(), *rows]):
        raise refusal


def _check_own_superior(rows: list[Assignment]) -> None:
    """Nobody may be told to report to a post that he or she holds at that time."""
    named = [row for row in rows if row.reports_to_id]
    held: dict[tuple[int, int | None], list[Assignment]] = {}
    for seat in Assignment.objects.leading().filter(
        person__in={row.person_id for row in named},
        position__in={row.reports_to_id for row in named},
    ):
        held.setdefault((seat.person_id, seat.position_id), []).append(seat)
    for row in named:
        for seat in held.get((row.person_id, row.reports_to_id), ()):
            if not apart(row, seat):
                raise SelfSupervision(
                    f"{row.person.name} sendiri memegang jabatan {row.reports_to}; "
                    "pilih atasan yang lain."
                )


def _check_circle(rows: list[Assignment]) -> None:
    """Only those who lead can close a circle of superiors."""
    leading = [row for row in rows if row.leads or row.reports_to_id]
    if leading:
        ends = [row.ends_on for row in leading]
        last = None if None in ends else max(day for day in ends if day)
        check_no_circle(min(row.starts_on for row in leading), last)
