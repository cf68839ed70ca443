"""The clocks of a complaint: when a stage began, by when it had to end, and who held it then.

A stage counts for who held it when it ended or, where it did not end in time, when its limit
passed. Whoever gets a complaint on the last day of a stage or later is not counted for that stage:
it stays with who had it before.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kinerja.needs.complaint.complaint import Complaint
from kinerja.needs.complaint.setting import ComplaintSetting, complaint_setting
from kinerja.people.agency import Agency, holidays_between, the_agency
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.records.outage import downtimes_around
from kinerja.rules.complaint import (
    ComplaintClass,
    ComplaintStage,
    complaint_due_date,
    resolve_stage,
)
from kinerja.rules.complaint_clock import working_minutes
from kinerja.rules.lateness import last_day_after

AHEAD = timedelta(days=400)  # so far holidays are looked up: the longest limit lies within
_ONE_DAY = timedelta(days=1)
_TENTH = Decimal("0.1")


class ComplaintClockQuerySet(models.QuerySet["ComplaintClock"]):
    def running(self) -> Self:
        return self.filter(ended_at=None, left_out="")

    def decided(self, first: date, last: date) -> Self:
        """Those that ended, or whose limit passed, between two days, whichever came first."""
        last = min(last, timezone.localdate())  # a limit that is still to come is not passed
        return self.filter(left_out="", settles_on__gte=first, settles_on__lte=last)


class ComplaintClock(models.Model):
    """One stage of one complaint; a complaint that is opened again has a further one to resolve."""

    class Stage(models.TextChoices):
        VERIFY = "verify", "Verifikasi dan penerusan"
        RESPOND = "respond", "Tanggapan pertama"
        RESOLVE = "resolve", "Penyelesaian"

    class LeftOut(models.TextChoices):
        REJECTED = "rejected", "Tidak dapat ditindaklanjuti"
        DUPLICATE = "duplicate", "Sudah dilaporkan sebelumnya"

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="clocks")
    stage = models.CharField("tahap", max_length=8, choices=Stage)
    round = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField("mulai")
    limit_days = models.PositiveSmallIntegerField("batas (hari kerja)")
    due_on = models.DateField("batas")
    ended_at = models.DateTimeField("selesai", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField("menit kerja", null=True, blank=True)
    # The day on which the stage counts: its end, or the day after its limit without one.
    settles_on = models.DateField()
    left_out = models.CharField("tidak dihitung", max_length=9, choices=LeftOut, blank=True)

    objects = ComplaintClockQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["stage", "settles_on"], name="complaint_clock_settles"),
            models.Index(fields=["person", "settles_on"], name="complaint_clock_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "stage", "round"], name="complaint_clock_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None)
                | Q(ended_at__isnull=False, ended_on__isnull=False),
                name="complaint_clock_ends_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.get_stage_display()}"

    @property
    def hours(self) -> Decimal | None:
        """Working hours with one decimal."""
        return None if self.minutes is None else (Decimal(self.minutes) / 60).quantize(_TENTH)

    @property
    def is_late(self) -> bool:
        """Ended after its limit; whether a running one is late is for `is_overdue`."""
        return self.ended_on is not None and self.ended_on > self.due_on

    def is_overdue(self, on: date) -> bool:
        return self.ended_on is None and not self.left_out and on > self.due_on


IN_TIME = Q(ended_on__isnull=False, ended_on__lte=F("due_on"))

Stage = ComplaintClock.Stage


class Timekeeper:
    """Holidays, outages, hours and limits for some days; three queries for any number of cases."""

    def __init__(
        self,
        first: date,
        last: date,
        agency: Agency | None = None,
        setting: ComplaintSetting | None = None,
    ) -> None:
        self.agency = agency or the_agency()
        self.zone = self.agency.zone
        self.setting = setting or complaint_setting()
        self.holidays = holidays_between(first, last + AHEAD)
        self.downtimes = downtimes_around(first, last + AHEAD, self.zone)

    def works(self, day: date) -> bool:
        return day.weekday() in self.agency.weekdays and day not in self.holidays

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def limit(self, stage: str, complaint_class: str) -> int:
        limits = self.setting.limits
        if stage == Stage.VERIFY:
            return limits[ComplaintStage.VERIFY]
        if stage == Stage.RESPOND:
            return limits[ComplaintStage.FIRST_RESPONSE]
        return limits[resolve_stage(ComplaintClass(complaint_class))]

    def due(self, day: date, limit: int) -> date:
        """The last day of a limit that begins on that day, moved by outages."""
        stage = ComplaintStage.VERIFY  # any: the limit is handed in
        planned = complaint_due_date(
            stage, day, self.holidays, {stage: limit}, self.agency.weekdays
        )
        return last_day_after(planned, self.downtimes, self.zone, self.works).last_day

    def minutes(self, start: datetime, end: datetime) -> int:
        hours = self.setting.hours
        return working_minutes(start, end, self.works, self.zone, hours, self.downtimes)

    # --- Clocks as rows, not yet stored

    def started(
        self,
        complaint: Complaint,
        stage: str,
        at: datetime,
        complaint_class: str = "",
        number: int = 1,
    ) -> ComplaintClock:
        limit = self.limit(stage, complaint_class)
        due = self.due(self.day(at), limit)
        return ComplaintClock(
            complaint=complaint,
            stage=stage,
            round=number,
            starts_at=at,
            limit_days=limit,
            due_on=due,
            settles_on=due + _ONE_DAY,
        )

    def end(self, clock: ComplaintClock, at: datetime, *, by_day: bool = False) -> None:
        """Note the end; without hours there are no minutes, only whether it was in time."""
        at = max(at, clock.starts_at)
        clock.ended_at, clock.ended_on = at, self.day(at)
        clock.minutes = None if by_day else self.minutes(clock.starts_at, at)
        clock.settles_on = min(clock.ended_on, clock.due_on + _ONE_DAY)

    def recompute(self, clock: ComplaintClock, *, by_day: bool) -> None:
        """Again, after holidays, outages or hours became known."""
        clock.due_on = self.due(self.day(clock.starts_at), clock.limit_days)
        if clock.ended_at is None:
            clock.settles_on = clock.due_on + _ONE_DAY
        else:
            self.end(clock, clock.ended_at, by_day=by_day)


def timekeeper_for(complaint: Complaint, at: datetime) -> Timekeeper:
    """For one complaint until now."""
    return Timekeeper(complaint.received_at.date() - _ONE_DAY, at.date() + _ONE_DAY)


def running(complaint: Complaint, *stages: str) -> list[ComplaintClock]:
    """Its clocks of these stages that still run."""
    return list(complaint.clocks.running().filter(stage__in=stages))


def hand_clocks(complaint: Complaint, on: date) -> None:
    """Whoever holds the complaint now is counted for the stages that still have time left."""
    rows = complaint.clocks.running().filter(
        due_on__gt=on, stage__in=(Stage.RESPOND, Stage.RESOLVE)
    )
    rows.update(unit=complaint.unit, person=complaint.handler)


def leave_out(complaint: Complaint, why: str) -> None:
    """A complaint that was none is not counted in any stage."""
    complaint.clocks.update(left_out=why)


def refresh_clocks(*, on: date, ended_since: date) -> int:
    """Compute running clocks anew, and those that ended lately; how many changed."""
    rows: Iterable[ComplaintClock] = ComplaintClock.objects.filter(
        Q(ended_at=None) | Q(ended_on__gte=ended_since), left_out=""
    ).select_related("complaint")
    rows = list(rows)
    if not rows:
        return 0
    first = min(one.starts_at for one in rows).date() - _ONE_DAY
    keeper = Timekeeper(first, on + _ONE_DAY)
    changed = []
    for one in rows:
        before = one.due_on, one.minutes, one.settles_on
        keeper.recompute(one, by_day=one.complaint.by_day)
        if (one.due_on, one.minutes, one.settles_on) != before:
            changed.append(one)
    ComplaintClock.objects.bulk_update(
        changed, ["due_on", "minutes", "settles_on", "ended_on"], batch_size=500
    )
    return len(changed)
