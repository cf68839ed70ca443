"""Leave (cuti): which kind, from which day to which. No medical detail is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models, transaction
from django.db.models import F, Func, Q, Value

from kinerja.people.person import Person, check_not_oneself
from kinerja.people.refusals import OverlappingLeave, WrongDates, check_fields, refused_by
from kinerja.people.shift import CALENDAR
from kinerja.people.time_keeping import check_keeps_people
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import Notice, notify
from kinerja.rules.date_words import date_in_words

LONGEST = 4 * 366  # days; unpaid leave lasts three years and may be prolonged by one

TAKEN_MEANWHILE = {
    "person_has_one_leave": OverlappingLeave(
        "Cuti pada tanggal itu baru saja dicatat. Muat ulang, lalu periksa."
    )
}


class LeaveQuerySet(models.QuerySet["Leave"]):
    def on(self, day: date) -> Self:
        return self.touching(day, day)

    def touching(self, first: date, last: date) -> Self:
        """Those with at least one of these days."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Leave(models.Model):
    """One leave of one person, both days included."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", "Cuti tahunan"
        SICK = "sick", "Cuti sakit"
        MATERNITY = "maternity", "Cuti melahirkan"
        IMPORTANT = "important", "Cuti karena alasan penting"
        LONG = "long", "Cuti besar"
        UNPAID = "unpaid", "Cuti di luar tanggungan negara"

    person = models.ForeignKey(Person, models.CASCADE, related_name="leaves", db_index=False)
    kind = models.CharField("jenis cuti", max_length=10, choices=Kind)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")
    letter = models.CharField("nomor surat", max_length=100, blank=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="leave_ends_after_start"
            ),
            ExclusionConstraint(
                name="person_has_one_leave",
                expressions=[
                    (Func(F("person"), F("person"), Value("[]"), function="int8range"), "&&"),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        "&&",
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="leave_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.days}"

    @property
    def days(self) -> str:
        """The days in words."""
        if self.starts_on == self.ends_on:
            return date_in_words(self.starts_on)
        return f"{date_in_words(self.starts_on)} sampai {date_in_words(self.ends_on)}"


@dataclass(frozen=True)
class NewLeave:
    """A leave to be noted."""

    person: Person
    kind: str
    starts_on: date
    ends_on: date
    letter: str = ""

    def row(self) -> Leave:
        return Leave(
            person=self.person,
            kind=self.kind,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            letter=" ".join(self.letter.split()),
        )


def note_leave(*, leave: NewLeave, by: Person | None, on: date) -> Leave:
    """Note the leave of somebody else, and tell the person. Errors: as `note_leaves`."""
    check_not_oneself(by, leave.person)
    return note_leaves(leaves=[leave], by=by, on=on)[0]


@transaction.atomic
def note_leaves(*, leaves: Iterable[NewLeave], by: Person | None, on: date) -> list[Leave]:
    """Many at once: all of them, or none.

    Errors: InvalidInput, WrongDates, OverlappingLeave, NotAllowed.
    """
    rows = [new.row() for new in leaves]
    check_keeps_people(by, [row.person for row in rows], on)
    for row in rows:
        check_fields(row)
        if row.ends_on < row.starts_on:
            raise WrongDates("Tanggal akhir cuti lebih awal daripada tanggal mulainya.")
        if (row.ends_on - row.starts_on).days > LONGEST:
            raise WrongDates("Cuti ini lebih dari empat tahun. Periksa tahunnya.")
    _check_apart(rows)
    with refused_by(TAKEN_MEANWHILE):
        Leave.objects.bulk_create(rows, batch_size=2_000)
    record_many(
        Happening("leave.noted", about=row, by=by, person=row.person, data=_said(row))
        for row in rows
    )
    Notice.objects.bulk_create(
        Notice(person=row.person, text=f"Tercatat: {row}."[:300], url=CALENDAR) for row in rows
    )
    return rows


@transaction.atomic
def end_leave(*, leave: Leave, on: date, by: Person | None, today: date) -> None:
    """`on` is the last day instead, earlier than noted; the person is back on the day after.

    Errors: WrongDates, NotAllowed.
    """
    held = _hold(leave, by, today)
    if not held.starts_on <= on < held.ends_on:
        raise WrongDates(f"Pilih tanggal di dalam cuti ini: {held.days}.")
    before = held.ends_on
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    data = {"ends_on": [before.isoformat(), on.isoformat()]}
    record("leave.shortened", about=held, person=held.person, by=by, data=data)
    notify(
        held.person, f"{held.get_kind_display()} Anda berakhir {date_in_words(on)}."[:300], CALENDAR
    )


@transaction.atomic
def withdraw_leave(*, leave: Leave, by: Person | None, today: date, reason: str = "") -> None:
    """Take away a leave that was noted by mistake. Errors: NotAllowed."""
    held = _hold(leave, by, today)
    withdraw_leaves(leaves=[held], by=by, reason=reason)


def withdraw_leaves(*, leaves: Sequence[Leave], by: Person | None, reason: str = "") -> None:
    """Delete rows and say so; whether `by` may is for the caller to ask."""
    record_many(
        Happening(
            "leave.withdrawn", about=one, by=by, person=one.person, reason=reason, data=_said(one)
        )
        for one in leaves
    )
    Notice.objects.bulk_create(
        Notice(person=one.person, text=f"Dibatalkan: {one}."[:300], url=CALENDAR) for one in leaves
    )
    Leave.objects.filter(pk__in=[one.pk for one in leaves]).delete()


def _hold(leave: Leave, by: Person | None, today: date) -> Leave:
    held = Leave.objects.select_for_update(of=("self",)).select_related("person").get(pk=leave.pk)
    check_not_oneself(by, held.person)
    check_keeps_people(by, [held.person], today)
    return held


def _check_apart(rows: Sequence[Leave]) -> None:
    """Errors: OverlappingLeave, with the leave that is there already; one query."""
    held: dict[int, list[Leave]] = {}
    for one in Leave.objects.filter(person__in={row.person_id for row in rows}):
        held.setdefault(one.person_id, []).append(one)
    for row in rows:
        own = held.setdefault(row.person_id, [])
        for other in own:
            if other.starts_on <= row.ends_on and row.starts_on <= other.ends_on:
                raise OverlappingLeave(
                    f"{row.person.name} sudah tercatat {other}. Akhiri atau batalkan dahulu cuti"
                    " itu."
                )
        own.append(row)


def _said(row: Leave) -> dict[str, str]:
    return {
        "kind": row.kind,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "letter": row.letter,
    }
