"""Shifts (jadwal jaga): who is on duty on which day, from when until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Self

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.time_keeping import check_keeps_people
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice

CALENDAR = "/saya/kalender/"


class ShiftQuerySet(models.QuerySet["Shift"]):
    def between(self, first: date, last: date) -> Self:
        return self.filter(day__range=(first, last))


class Shift(models.Model):
    """One shift of one person. One that ends before it starts ends on the next day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="shifts", db_index=False)
    day = models.DateField("tanggal")  # on which it starts
    starts_at = models.TimeField("mulai")
    ends_at = models.TimeField("selesai")
    name = models.CharField("jaga", max_length=40, blank=True)  # Pagi, Siang, Malam

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["day", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day", "starts_at"], name="shift_once")
        ]

    def __str__(self) -> str:
        return f"{self.name or 'Jaga'} {self.starts_at:%H.%M}–{self.ends_at:%H.%M}"

    @property
    def crosses_midnight(self) -> bool:
        return self.ends_at <= self.starts_at


@dataclass(frozen=True)
class NewShift:
    """A shift to be noted; the same start again changes its end and name."""

    person: Person
    day: date
    starts_at: time
    ends_at: time
    name: str = ""

    def row(self) -> Shift:
        return Shift(
            person=self.person,
            day=self.day,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            name=" ".join(self.name.split()),
        )


@transaction.atomic
def note_shifts(*, shifts: Iterable[NewShift], by: Person | None, on: date) -> list[Shift]:
    """Note many shifts at once: all of them, or none; each person is told once.

    What is noted already stays as it is, without an event. Errors: InvalidInput, NotAllowed.
    """
    rows = {(new.person.pk, new.day, new.starts_at): new.row() for new in shifts}
    people = {row.person_id: row.person for row in rows.values()}
    check_keeps_people(by, people.values(), on)
    for row in rows.values():
        check_fields(row)
        if row.starts_at == row.ends_at:
            raise InvalidInput("Jam mulai dan jam selesai jaga sama. Perbaiki salah satunya.")
    known = {
        (one.person_id, one.day, one.starts_at): one
        for one in Shift.objects.select_for_update().filter(
            person__in=people, day__in={row.day for row in rows.values()}
        )
    }
    fresh = [
        row
        for key, row in rows.items()
        if key not in known or (known[key].ends_at, known[key].name) != (row.ends_at, row.name)
    ]
    stored = Shift.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["person", "day", "starts_at"],
        update_fields=["ends_at", "name"],
    )
    _tell("shift.noted", stored, by)
    return stored


@transaction.atomic
def remove_shifts(*, shifts: Iterable[Shift], by: Person | None, on: date) -> int:
    """Take shifts off the roster; how many there were. Errors: NotAllowed."""
    held = list(
        Shift.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk__in=[one.pk for one in shifts])
    )
    check_keeps_people(by, [one.person for one in held], on)
    _tell("shift.removed", held, by)
    Shift.objects.filter(pk__in=[one.pk for one in held]).delete()
    return len(held)


def _tell(name: str, shifts: list[Shift], by: Person | None) -> None:
    record_many(
        Happening(
            name,
            about=one,
            by=by,
            person=one.person,
            data={
                "day": one.day.isoformat(),
                "starts_at": one.starts_at.isoformat("minutes"),
                "ends_at": one.ends_at.isoformat("minutes"),
                "name": one.name,
            },
        )
        for one in shifts
    )
    people = {one.person_id: one.person for one in shifts}
    Notice.objects.bulk_create(
        Notice(person=person, text="Jadwal jaga Anda berubah. Lihat kalender.", url=CALENDAR)
        for person in people.values()
    )
