"""The calendar of one person as a secret address, for the calendar of a phone."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Q

from kinerja.collaboration.meeting import Meeting
from kinerja.collaboration.member import Member
from kinerja.collaboration.programme import Programme
from kinerja.collaboration.task import Task
from kinerja.people.person import Person
from kinerja.records.event import record

BACK = timedelta(days=90)  # days that are over stay so long on the calendar
MOST = 500  # entries of one address


class CalendarKey(models.Model):
    """Where one person's calendar is read; only a digest is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_key")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("dibuat")

    def __str__(self) -> str:
        return f"{self.person_id}"


@dataclass(frozen=True)
class Entry:
    """One thing on a calendar."""

    uid: str  # the same for the same thing, whenever it is read
    title: str
    day: date
    last_day: date
    begins_at: time | None = None
    place: str = ""
    page: str = ""


@transaction.atomic
def make_key(*, by: Person, at: datetime) -> str:
    """A new secret address for oneself; the one before is dead from now on."""
    word = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(
        person=by, defaults={"digest": _digest(word), "made_at": at}
    )
    record("calendar.key_made", about=by, person=by, by=by)
    return word


@transaction.atomic
def drop_key(*, by: Person) -> None:
    """No address any more; said twice: once."""
    if CalendarKey.objects.filter(person=by).delete()[0]:
        record("calendar.key_dropped", about=by, person=by, by=by)


def person_of(word: str) -> Person | None:
    """Whose address it is."""
    if len(word) > 100:
        return None
    key = CalendarKey.objects.filter(digest=_digest(word)).select_related("person").first()
    return key.person if key else None


def entries_of(person: Person, on: date) -> list[Entry]:
    """What stands on the calendar of the person: the programmes of today, their meetings, and
    one's own open tasks; four queries."""
    mine = Member.objects.on(on).filter(person=person).values("programme")
    programmes = Programme.objects.filter(
        pk__in=mine, closed_on=None, ends_on__gte=on - BACK
    ).order_by("pk")
    meetings = Meeting.objects.filter(programme__in=programmes.values("pk"), held_on__gte=on - BACK)
    tasks = (
        Task.objects.open().filter(programme__in=programmes.values("pk")).filter(Q(person=person))
    )
    found = [_of_programme(one) for one in programmes[:MOST]]
    found += [_of_meeting(one) for one in meetings.select_related("programme")[:MOST]]
    found += [_of_task(one) for one in tasks.select_related("programme")[:MOST]]
    return found[:MOST]


def entries_in(programme: Programme, *, partners: bool = False) -> list[Entry]:
    """The calendar of one programme by day; what partners see, or all. Two queries."""
    meetings, tasks = programme.meetings.all(), programme.tasks.all()
    if partners:
        meetings, tasks = meetings.filter(shown_to_partners=True), tasks.for_partners()
    found = [_of_programme(programme)]
    found += [_of_meeting(one) for one in meetings[:MOST]]
    found += [_of_task(one) for one in tasks[:MOST]]
    return sorted(found, key=lambda one: (one.day, one.begins_at or time.min, one.uid))


def _of_programme(one: Programme) -> Entry:
    return Entry(
        f"program-{one.key}", one.name, one.starts_on, one.ends_on, page=f"/kolaborasi/{one.pk}/"
    )


def _of_meeting(one: Meeting) -> Entry:
    page = f"/kolaborasi/{one.programme_id}/kalender/"
    return Entry(
        f"acara-{one.pk}", one.title, one.held_on, one.held_on, one.begins_at, one.place, page
    )


def _of_task(one: Task) -> Entry:
    page = f"/kolaborasi/{one.programme_id}/"
    return Entry(f"tugas-{one.pk}", f"Tenggat: {one.title}", one.due_on, one.due_on, page=page)


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()
