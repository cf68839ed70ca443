"""Who was there: one sheet for each part of a day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Count

from kinerja.development.enrolment import Enrolment
from kinerja.development.refusals import NotForYou, NotNow
from kinerja.development.scope import check_runs_trainings
from kinerja.development.session import Session, check_runs, held_session
from kinerja.people.person import Person
from kinerja.people.refusals import WrongDates
from kinerja.records.event import record


class AttendanceSheet(models.Model):
    """The list of one part of one day, once it was taken."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="sheets", db_index=False)
    day = models.DateField("hari")
    part = models.PositiveSmallIntegerField("bagian")
    taken_at = models.DateTimeField("dicatat")
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["day", "part"]
        constraints = [
            models.UniqueConstraint(fields=["session", "day", "part"], name="sheet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.day} ({self.part})"


class Attendance(models.Model):
    """One person who was there; who is not named on a sheet was absent."""

    sheet = models.ForeignKey(
        AttendanceSheet, models.CASCADE, related_name="present", db_index=False
    )
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendances")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "enrolment"], name="present_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.sheet}"


@transaction.atomic
def take_attendance(
    *,
    session: Session,
    day: date,
    part: int,
    present: Iterable[Enrolment],
    by: Person,
    at: datetime,
    on: date,
) -> AttendanceSheet:
    """Note who was there; once more: the later list counts.

    Errors: NotAllowed, SessionClosed, WrongDates for a part that the session has not, NotNow for a
    day that has not come, NotForYou for somebody without a place.
    """
    held = held_session(session)
    check_runs_trainings(by, on, held.unit)
    check_runs(held)
    if not held.starts_on <= day <= held.ends_on or not 1 <= part <= held.parts_a_day:
        raise WrongDates("Pilih hari dan bagian dari sesi ini.")
    if day > on:
        raise NotNow("Hari itu belum tiba.")
    there = {one.pk for one in present}
    taking_part = Enrolment.objects.taking_part().filter(session=held)
    if taking_part.filter(pk__in=there).count() != len(there):
        raise NotForYou("Hanya peserta yang diterima dicatat hadir.")
    sheet, made = AttendanceSheet.objects.get_or_create(
        session=held, day=day, part=part, defaults={"taken_at": at, "taken_by": by}
    )
    before = set(sheet.present.values_list("enrolment", flat=True))
    if not made and before == there:
        return sheet
    sheet.present.all().delete()
    Attendance.objects.bulk_create(Attendance(sheet=sheet, enrolment_id=pk) for pk in sorted(there))
    sheet.taken_at, sheet.taken_by = at, by
    sheet.save(update_fields=["taken_at", "taken_by"])
    data = {"day": day.isoformat(), "part": part, "present": len(there)}
    record("session.attended", about=held, by=by, data=data)
    return sheet


def attendance_of(session: Session) -> tuple[int, Mapping[int, int]]:
    """How many sheets were taken, and on how many each participant stands; two queries."""
    sheets = AttendanceSheet.objects.filter(session=session).count()
    rows = Attendance.objects.filter(sheet__session=session).order_by()
    counts = rows.values("enrolment").annotate(times=Count("pk"))
    return sheets, dict(counts.values_list("enrolment", "times"))
