"""Attendance as the machine at the door noted it: a fact beside the reports, never a score."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Self

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.people.time_keeping import check_keeps_people
from kinerja.records.event import Happening, record_many


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def between(self, first: date, last: date) -> Self:
        return self.filter(day__range=(first, last))


class Attendance(models.Model):
    """One day of one person; `left_at` before `came_at` is the next morning."""

    class State(models.TextChoices):
        PRESENT = "present", "Hadir"
        TRAVEL = "travel", "Dinas luar"
        EXCUSED = "excused", "Izin atau cuti"
        UNKNOWN = "unknown", "Belum ada keterangan"

    person = models.ForeignKey(Person, models.CASCADE, related_name="attendance", db_index=False)
    day = models.DateField("tanggal")
    came_at = models.TimeField("masuk", null=True, blank=True)
    left_at = models.TimeField("pulang", null=True, blank=True)
    state = models.CharField("keadaan", max_length=8, choices=State, default=State.PRESENT)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="attendance_once")]

    def __str__(self) -> str:
        """ "Hadir 07.42–16.05", as both the person and the leader read it."""
        hours = [f"{at:%H.%M}" if at else "…" for at in (self.came_at, self.left_at)]
        spent = f" {'–'.join(hours)}" if self.came_at or self.left_at else ""
        return f"{self.get_state_display()}{spent}"


class AttendancePin(models.Model):
    """The number by which the machine at the door knows a person; learnt from files with both."""

    pin = models.CharField("PIN", max_length=20, primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="pins")

    def __str__(self) -> str:
        return f"{self.pin}: {self.person}"


@dataclass(frozen=True)
class NewAttendance:
    """A day to be noted; `pin` is remembered when it comes with the person."""

    person: Person
    day: date
    came_at: time | None = None
    left_at: time | None = None
    state: str = Attendance.State.PRESENT
    pin: str = ""

    @property
    def says(self) -> tuple[time | None, time | None, str]:
        return self.came_at, self.left_at, self.state


@transaction.atomic
def note_attendance(
    *, days: Iterable[NewAttendance], by: Person | None, on: date
) -> list[Attendance]:
    """Note many days at once: all of them, or none. Known days take the new hours.

    Errors: InvalidInput, NotAllowed.
    """
    new = {(one.person.pk, one.day): one for one in days}
    check_keeps_people(by, [one.person for one in new.values()], on)
    rows = [
        Attendance(
            person=one.person,
            day=one.day,
            came_at=one.came_at,
            left_at=one.left_at,
            state=one.state,
        )
        for one in new.values()
    ]
    for row in rows:
        check_fields(row)
    stored = Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person", "day"],
        update_fields=["came_at", "left_at", "state"],
        batch_size=2_000,
    )
    pins = {one.pin: one.person for one in new.values() if one.pin}
    AttendancePin.objects.bulk_create(
        [AttendancePin(pin=pin, person=person) for pin, person in pins.items()],
        ignore_conflicts=True,
    )
    record_many(_happenings("attendance.noted", stored, by))
    return stored


def attendance_on(pairs: Collection[tuple[int, date]]) -> dict[tuple[int, date], Attendance]:
    """What is noted for these people (ids) and days; one query, none for nothing."""
    if not pairs:
        return {}
    rows = Attendance.objects.filter(
        person__in={person for person, _ in pairs}, day__in={day for _, day in pairs}
    )
    return {(one.person_id, one.day): one for one in rows}


def withdraw_attendance(*, days: Sequence[Attendance], by: Person | None, reason: str) -> None:
    """Delete days and say so; whether `by` may is for the caller to ask."""
    record_many(_happenings("attendance.withdrawn", days, by, reason))
    Attendance.objects.filter(pk__in=[one.pk for one in days]).delete()


def _happenings(
    name: str, days: Sequence[Attendance], by: Person | None, reason: str = ""
) -> Iterable[Happening]:
    for one in days:
        yield Happening(
            name,
            about=one,
            by=by,
            person=one.person,
            reason=reason,
            data={
                "day": one.day.isoformat(),
                "came_at": one.came_at.isoformat("minutes") if one.came_at else "",
                "left_at": one.left_at.isoformat("minutes") if one.left_at else "",
                "state": one.state,
            },
        )
