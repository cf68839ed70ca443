"""When the system could not be used: noted by itself, and announced maintenance.

Each part gives a sign of life. Where none came for longer than `KINERJA_OUTAGE_SECONDS`, the time
between two signs is an outage, and it moves the deadlines that it touches (`rules.lateness`). In
doubt it counts for the people: an outage of one part moves deadlines like one of all.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Self

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q

from kinerja.records.event import record
from kinerja.rules.lateness import REACH, Downtime, Due, end_of_day, last_day_after

LOCK = 0x4B_42_45_41  # "KBEA": one sign of life is noted at a time
AFTER = timedelta(days=60)  # so long after a deadline an outage in the added time is looked for


class Part(models.TextChoices):
    """What gives signs of life."""

    WORKER = "worker", "Pekerja antrean"
    SITE = "site", "Halaman"


class Heartbeat(models.Model):
    """The last sign of life of one part."""

    part = models.CharField(max_length=10, choices=Part, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.at}"


class OutageQuerySet(models.QuerySet["Outage"]):
    def touching(self, first: datetime, last: datetime) -> Self:
        """Those with some time between the two moments."""
        return self.filter(starts_at__lt=last, ends_at__gt=first)


class Outage(models.Model):
    """From `starts_at` until `ends_at` the system could not be used, or not in full."""

    class Cause(models.TextChoices):
        STOPPED = "stopped", "Sistem berhenti"
        SITE = "site", "Halaman tidak menjawab"
        PLANNED = "planned", "Pemeliharaan terencana"

    cause = models.CharField("sebab", max_length=10, choices=Cause)
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    reason = models.CharField("keterangan", max_length=300, blank=True)  # of planned ones

    objects = OutageQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="outage_lasts"),
            models.UniqueConstraint(fields=["cause", "starts_at"], name="outage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()}: {self.starts_at} – {self.ends_at}"

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def downtime(self) -> Downtime:
        return Downtime(self.starts_at, self.ends_at)


@transaction.atomic
def beat(*, part: Part, at: datetime, since: timedelta | None = None) -> Outage | None:
    """Note that this part lives, and the outage that ended with it, if there was one.

    `since` is how long ago this very process noted it last, by a clock that nobody sets: a wall
    clock that jumped makes no outage. None: the process has just started. Several workers may say
    it; a stretch of silence is noted once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = Heartbeat.objects.filter(pk=part).first()
    Heartbeat.objects.update_or_create(part=part, defaults={"at": at})
    gap = timedelta(seconds=settings.OUTAGE_SECONDS)
    if known is None or at - known.at <= gap or (since is not None and since <= gap):
        return None
    if part == Part.WORKER:  # nobody could look at the site meanwhile
        Heartbeat.objects.filter(pk=Part.SITE, at__lt=at).update(at=at)
    cause = Outage.Cause.STOPPED if part == Part.WORKER else Outage.Cause.SITE
    outage, new = Outage.objects.get_or_create(
        cause=cause, starts_at=known.at, defaults={"ends_at": at}
    )
    if new:
        _tell("outage.noted", outage)
    return outage


def _tell(name: str, outage: Outage) -> None:
    record(
        name,
        about=outage,
        by=None,
        data={
            "cause": outage.cause,
            "starts_at": outage.starts_at.isoformat(),
            "ends_at": outage.ends_at.isoformat(),
        },
    )


def downtimes(first: datetime, last: datetime) -> list[Downtime]:
    """The outages between two moments, for the rules; one query."""
    return [one.downtime for one in Outage.objects.touching(first, last)]


def downtimes_around(first: date, last: date, zone: tzinfo) -> list[Downtime]:
    """Those that can move a last day between these two; one query."""
    return downtimes(end_of_day(first, zone) - REACH, end_of_day(last, zone) + AFTER)


def moved_day(last_day: date, zone: tzinfo, works: Callable[[date], bool] | None = None) -> Due:
    """Any last day, with the outages that move it: for every deadline of the house; one query."""
    return last_day_after(last_day, downtimes_around(last_day, last_day, zone), zone, works)
