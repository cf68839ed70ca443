"""Who is left out of the recap of a month, and why: out of service, on leave, moved away.

What counts is how things stood on the last day of the month, so that an old recap stays what it
was when somebody returns later. Each line says who noted it, when, and with which words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kinerja.people.leave import Leave
from kinerja.people.person import Person
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.records.event import Event, type_of

KINDS = (Person.Kind.PNS, Person.Kind.PPPK)
ON_LEAVE, MOVED = "Cuti sebulan penuh", "Pindah dari unit ini"


@dataclass(frozen=True)
class Excluded:
    """One person who is left out."""

    person: Person
    unit: Unit
    reason: str  # the kind of reason, one of few
    since: date | None
    until: date | None
    by: str = ""  # who noted it; empty: the system, or before this installation
    words: str = ""  # why, as it was written down then
    noted_on: date | None = None


@dataclass(frozen=True)
class Status:
    """How the service of a person stood on a day."""

    code: str
    since: date | None
    event: Event | None  # empty: known without an event (imported)


def excluded_from(whole: Unit, first: date, last: date) -> list[Excluded]:
    """Those with a post in the unit in the month who are not counted at its end, by name."""
    seats = (
        Assignment.objects.main()
        .filter(
            position__unit__path__startswith=whole.path,
            starts_on__lte=last,
            person__kind__in=KINDS,
        )
        .ending_from(first)
    )
    told = _told(seats.values("person"), last)
    out = [pk for pk, status in told.items() if status.code != Person.Status.ACTIVE]
    stays = Assignment.objects.main().on(last)
    stays = stays.filter(person=OuterRef("person"), position__unit__path__startswith=whole.path)
    leave = Leave.objects.filter(starts_on__lte=first, ends_on__gte=last)
    untold = ~Q(person__in=list(told)) & ~Q(person__status=Person.Status.ACTIVE)
    untold &= Q(person__status_since=None) | Q(person__status_since__lte=last)
    found = (
        seats.annotate(stays=Exists(stays), away=Exists(leave.filter(person=OuterRef("person"))))
        .filter(Q(person__in=out) | untold | Q(away=True) | Q(stays=False))
        .select_related("person", "position__unit")
        .order_by("person__name", "starts_on")
    )
    rows = {seat.person_id: seat for seat in found}
    leaves = {one.person_id: one for one in leave.filter(person__in=rows).order_by("pk")}
    noted = _noted([*leaves.values()], [*rows.values()])
    return [
        _one(seat, _status(seat.person, told, last), leaves.get(pk), noted)
        for pk, seat in rows.items()
    ]


def _told(people: object, last: date) -> dict[int, Status]:
    """What the events say of the status on that day, for those about whom they say anything."""
    found: dict[int, Status] = {}
    events = Event.objects.named("person.status_set").filter(person__in=people)
    for event in events.select_related("by").order_by("pk"):
        since, pk = date.fromisoformat(event.data["since"]), event.person_id or 0
        if since <= last:
            found[pk] = Status(event.data["to"], since, event)
        elif pk not in found:
            found[pk] = Status(event.data["from"], None, None)
    return found


def _status(person: Person, told: dict[int, Status], last: date) -> Status:
    known = Status(person.status, person.status_since, None)
    if known.since and known.since > last:
        known = Status(Person.Status.ACTIVE, None, None)
    return told.get(person.pk, known)


def _noted(leaves: Iterable[Leave], seats: Iterable[Assignment]) -> dict[tuple[str, int], Event]:
    """The last event that noted each leave and each end of a post."""
    about = Q(pk__in=[])
    for things, names in (
        (list(leaves), ("leave.noted", "leave.shortened")),
        (list(seats), ("assignment.made", "assignment.ended")),
    ):
        if things:
            about |= Q(
                name__in=names,
                about_type=type_of(things[0]),
                about_id__in=[one.pk for one in things],
            )
    events = Event.objects.filter(about).select_related("by").order_by("pk")
    return {(event.about_type, event.about_id): event for event in events}


def _one(
    seat: Assignment, status: Status, leave: Leave | None, noted: dict[tuple[str, int], Event]
) -> Excluded:
    person, unit = seat.person, seat.position.unit
    if status.code != Person.Status.ACTIVE:
        label = str(Person.Status(status.code).label)
        return _with(status.event, person, unit, label, status.since, None)
    if leave:
        event = noted.get((type_of(leave), leave.pk))
        return _with(
            event, person, unit, ON_LEAVE, leave.starts_on, leave.ends_on, str(leave.letter)
        )
    return _with(noted.get((type_of(seat), seat.pk)), person, unit, MOVED, seat.ends_on, None)


def _with(
    event: Event | None,
    person: Person,
    unit: Unit,
    reason: str,
    since: date | None,
    until: date | None,
    words: str = "",
) -> Excluded:
    if event is None:
        return Excluded(person, unit, reason, since, until, words=words)
    return Excluded(
        person,
        unit,
        reason,
        since,
        until,
        event.by.name if event.by else "",
        event.reason or words,
        timezone.localdate(event.at),
    )
