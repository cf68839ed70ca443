"""What a leader has opened, and the sample that must be opened before many are accepted at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kinerja.people.agency import Agency
from kinerja.people.person import Person
from kinerja.rules.sampling import draw, sample_size
from kinerja.work.refusals import SampleUnread
from kinerja.work.report import Report


class Reading(models.Model):
    """This person had the report, as it read in that version, on the screen with its evidence.

    Written by the server when it hands the page out; a fact of the sample, not an event.
    """

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="readings", db_index=False
    )  # the constraint below begins with it
    version = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField("waktu")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version", "by"], name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.report_id}"


class SampleCheck(models.Model):
    """Many reports were accepted together: how many, and which of them had to be opened first."""

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")
    size = models.PositiveIntegerField("jumlah laporan")
    drawn = ArrayField(models.BigIntegerField())  # reports

    def __str__(self) -> str:
        return f"{self.by}: {len(self.drawn)} dari {self.size}"


def note_reading(*, report: Report, by: Person, at: datetime) -> None:
    """Remember that the page with the evidence was handed out; once a version."""
    Reading.objects.bulk_create(
        [Reading(report=report, version=report.version, by=by, at=at)], ignore_conflicts=True
    )


def drawn(reports: Sequence[Report], on: date) -> list[Report]:
    """Those of the reports that must be opened before all are accepted together.

    The secret of the day makes the draw: unticking a drawn one lets the next one in, and smaller
    heaps need more openings, so that nothing is gained by trying.
    """
    agency = Agency.objects.first() or Agency()
    seed = salted_hmac("kinerja.work.reading", on.isoformat(), algorithm="sha256").hexdigest()
    by_key = {f"{one.pk}:{one.version}": one for one in reports}
    return [
        by_key[key] for key in draw(by_key, sample_size(len(by_key), agency.sample_percent), seed)
    ]


def fresh_among(reports: Sequence[Report]) -> list[Report]:
    """Those that wait and were never accepted in this version.

    What was accepted before and taken back does not count: otherwise one that was opened long ago
    would stand in for all the others.
    """
    ids = [report.pk for report in reports]
    before = Report.objects.filter(
        verifications__verdict="accept", verifications__version=F("version"), pk__in=ids
    )
    waiting = Report.objects.waiting().filter(pk__in=ids).exclude(pk__in=before.values("pk"))
    fresh = set(waiting.values_list("pk", flat=True))
    return [report for report in reports if report.pk in fresh]


def keep_sample(*, reports: Sequence[Report], by: Person, at: datetime) -> SampleCheck:
    """Note the sample of a bulk acceptance; call it in that transaction.

    Errors: SampleUnread, with the reports to open first.
    """
    sample = drawn(reports, timezone.localdate(at))
    read = set(Reading.objects.filter(by=by, report__in=sample).values_list("report_id", "version"))
    unread = [report for report in sample if (report.pk, report.version) not in read]
    if unread:
        raise SampleUnread(unread)
    return SampleCheck.objects.create(
        by=by, at=at, size=len(reports), drawn=[report.pk for report in sample]
    )
