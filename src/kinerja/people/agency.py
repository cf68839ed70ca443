"""The agency itself: one row with its identity and settings, and its calendar of holidays."""

from datetime import date
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models, transaction

from kinerja.records.event import record


class Agency(models.Model):
    """The government body that runs this installation. Exactly one row."""

    class Kind(models.TextChoices):
        REGION = "region", "Pemerintah daerah"
        CENTRAL = "central", "Instansi pusat"

    class Cycle(models.TextChoices):
        MONTH = "month", "Bulanan"
        QUARTER = "quarter", "Triwulan"

    name = models.CharField("nama instansi", max_length=150)
    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.REGION)
    timezone = models.CharField("zona waktu", max_length=40, default="Asia/Jakarta")
    work_days = models.PositiveSmallIntegerField(
        "hari kerja seminggu", choices=[(5, "5 hari"), (6, "6 hari")], default=5
    )
    cycle = models.CharField("evaluasi periodik", max_length=10, choices=Cycle, default="quarter")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="agency_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def weekdays(self) -> frozenset[int]:
        """The days of the week that are worked; Monday is 0."""
        return frozenset(range(self.work_days))


def the_agency() -> Agency:
    """The one row. Errors: Agency.DoesNotExist before `kinerja init` or `kinerja demo`."""
    return Agency.objects.get(pk=1)


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def between(self, first: date, last: date) -> Self:
        return self.filter(date__range=(first, last))


class Holiday(models.Model):
    """One day on which the agency does not work; copied from the joint decree, editable."""

    class Kind(models.TextChoices):
        PUBLIC = "public", "Libur nasional"
        JOINT_LEAVE = "joint_leave", "Cuti bersama"
        LOCAL = "local", "Libur daerah"

    date = models.DateField("tanggal", primary_key=True)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=12, choices=Kind)

    objects = HolidayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.date:%d-%m-%Y} {self.name}"


def holidays_between(first: date, last: date) -> frozenset[date]:
    """The days off from `first` to `last`, both included."""
    return frozenset(Holiday.objects.between(first, last).values_list("date", flat=True))


@transaction.atomic
def found_agency(
    *, name: str, kind: str = Agency.Kind.REGION, timezone: str = "Asia/Jakarta", work_days: int = 5
) -> Agency:
    """Write the one row. Errors: IntegrityError when the agency exists already."""
    ZoneInfo(timezone)
    agency = Agency(pk=1, name=name, kind=kind, timezone=timezone, work_days=work_days)
    agency.save(force_insert=True)
    record("agency.founded", about=agency, by=None)
    return agency
