"""The agency itself: one row with its identity and settings, and its calendar of holidays."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

import holidays
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction

from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import AgencyExists, check_fields, refused_by
from kinerja.records.attachment import Blob, keep
from kinerja.records.event import Happening, record, record_many
from kinerja.records.filetype import recognise
from kinerja.records.prepared import Prepared
from kinerja.records.refusals import FileRefused
from kinerja.rules.appreciation import QUOTA_PER_MONTH
from kinerja.rules.lateness import ANSWER_DAYS, GRACE_DAYS, EntryCycle
from kinerja.rules.satisfaction import LEAST_RESPONDENTS

SETTINGS = (
    *("name", "kind", "timezone", "work_days", "cycle", "accent", "attention"),
    *("entry_cycle", "grace_days", "answer_days"),
    *("sample_percent", "storage_megabytes", "thanks_a_month", "public_page"),
    "least_respondents",
)


def known_timezone(value: str) -> None:
    """Refuse a time zone that this machine does not know."""
    if value not in available_timezones():
        raise ValidationError("Zona waktu ini tidak dikenal; pakai misalnya Asia/Jakarta.")


colour = RegexValidator(r"\A#[0-9A-Fa-f]{6}\Z", "Tulis warna seperti #0b5a60.")


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
    timezone = models.CharField(
        "zona waktu", max_length=40, default="Asia/Jakarta", validators=[known_timezone]
    )
    work_days = models.PositiveSmallIntegerField(
        "hari kerja seminggu", choices=[(5, "5 hari"), (6, "6 hari")], default=5
    )
    cycle = models.CharField(
        "evaluasi periodik", max_length=10, choices=Cycle, default=Cycle.QUARTER
    )
    # How soon work is documented, and how long a leader may stay silent: the agency's own (U).
    entry_cycle = models.CharField(
        "pencatatan kerja", max_length=5, choices=EntryCycle.choices(), default=EntryCycle.DAY
    )
    grace_days = models.PositiveSmallIntegerField(
        "tenggang pencatatan", default=GRACE_DAYS, validators=[MaxValueValidator(30)]
    )
    answer_days = models.PositiveSmallIntegerField(
        "batas pemeriksaan",
        default=ANSWER_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    # Of reports that are accepted together, so many are opened first; design, no regulation.
    sample_percent = models.PositiveSmallIntegerField(
        "sampel wajib buka (persen)",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    storage_megabytes = models.PositiveIntegerField(
        "tempat berkas tiap pegawai (MB)", default=2_048, validators=[MinValueValidator(10)]
    )
    # Thanks that one person may give in a month; the agency's own (U).
    thanks_a_month = models.PositiveSmallIntegerField(
        "apresiasi tiap pegawai sebulan",
        default=QUOTA_PER_MONTH,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    # Whether citizens find aggregates without an account; off until the agency decides.
    public_page = models.BooleanField("halaman publik", default=False)
    # Answers that count before anything of a survey is shown or published; the agency's own (U).
    least_respondents = models.PositiveSmallIntegerField(
        "jawaban paling sedikit",
        default=LEAST_RESPONDENTS,
        validators=[MinValueValidator(5), MaxValueValidator(200)],
    )
    # Two colours and a logo re-brand every page; empty: those of the product (see `web.brand`).
    accent = models.CharField("warna utama", max_length=7, blank=True, validators=[colour])
    attention = models.CharField("warna perhatian", max_length=7, blank=True, validators=[colour])
    logo = models.ForeignKey(
        Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="logo"
    )

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
    rows: list[Agency] = _agency()
    if not rows:
        raise Agency.DoesNotExist
    return rows[0]


def _the_row() -> models.QuerySet[Agency]:
    return Agency.objects.filter(pk=1)


_agency = Prepared(_the_row).objects  # asked for by every request


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


def national_holidays(years: Iterable[int]) -> list[Holiday]:
    """The days off of the joint decree of three ministers, as the package `holidays` knows them.

    Not stored. Days of a year whose decree is not out yet are estimates and carry that word.
    """
    found: dict[date, Holiday] = {}
    for category, kind in (
        (holidays.GOVERNMENT, Holiday.Kind.JOINT_LEAVE),
        (holidays.PUBLIC, Holiday.Kind.PUBLIC),
    ):
        days = holidays.country_holidays(
            "ID", years=list(years), categories=(category,), language="id"
        )
        found |= {day: Holiday(date=day, name=name, kind=kind) for day, name in days.items()}
    return [found[day] for day in sorted(found)]


@transaction.atomic
def found_agency(
    *, name: str, kind: str = Agency.Kind.REGION, timezone: str = "Asia/Jakarta", work_days: int = 5
) -> Agency:
    """Write the one row. Errors: InvalidInput; AgencyExists when there is one already."""
    agency = Agency(
        pk=1, name=" ".join(name.split()), kind=kind, timezone=timezone, work_days=work_days
    )
    check_fields(agency)
    if Agency.objects.exists():
        raise AgencyExists("Basis data ini sudah mempunyai instansi.")
    with refused_by({"people_agency_pkey": AgencyExists("Instansi ini baru saja didirikan.")}):
        agency.save(force_insert=True)
    record("agency.founded", about=agency, by=None, data=_settings(agency))
    return agency


@transaction.atomic
def update_settings(*, by: Person | None, **fields: Any) -> Agency:
    """Change the identity and settings of the agency; `fields` are those of `SETTINGS`.

    Errors: InvalidInput, NotAllowed; nothing is changed then.
    """
    check_may_manage_people(by)
    if unknown := fields.keys() - set(SETTINGS):
        raise TypeError(f"no settings: {sorted(unknown)}")
    agency = Agency.objects.select_for_update().get(pk=1)
    before = _settings(agency)
    for name, value in fields.items():
        setattr(agency, name, value)
    check_fields(agency)
    after = _settings(agency)
    if changes := {
        name: [before[name], after[name]] for name in SETTINGS if before[name] != after[name]
    }:
        agency.save(update_fields=list(changes))
        record("agency.settings_changed", about=agency, by=by, data=changes)
    return agency


@transaction.atomic
def set_logo(*, name: str, content: bytes, by: Person) -> Agency:
    """Put the agency's own sign on every page; a picture is re-encoded like any photo.

    Errors: FileRefused when it is no picture, NotAllowed; nothing is changed then.
    """
    check_may_manage_people(by)
    known = recognise(name, content)
    if not known.media_type.startswith("image/"):
        raise FileRefused("Logo harus berupa gambar PNG, JPEG, atau WebP.")
    agency = Agency.objects.select_for_update().get(pk=1)
    agency.logo = keep(known)
    agency.save(update_fields=["logo"])
    record("agency.logo_set", about=agency, by=by, data={"sha256": agency.logo.sha256})
    return agency


def set_holiday(*, date: date, name: str, kind: str, by: Person | None) -> Holiday:
    """Note a day off, or change its name and kind. Errors: InvalidInput, NotAllowed."""
    return set_holidays(days=[Holiday(date=date, name=name, kind=kind)], by=by)[0]


@transaction.atomic
def set_holidays(*, days: Iterable[Holiday], by: Person | None) -> list[Holiday]:
    """Note many days off at once: all of them, or none. Errors: as `set_holiday`."""
    check_may_manage_people(by)
    days = list({day.date: day for day in days}.values())  # of two for one day the later counts
    for day in days:
        day.name = " ".join(day.name.split())
        check_fields(day)
    Holiday.objects.bulk_create(
        days, update_conflicts=True, unique_fields=["date"], update_fields=["name", "kind"]
    )
    agency = the_agency()
    record_many(
        Happening(
            "agency.holiday_set",
            about=agency,
            by=by,
            data={"date": day.date.isoformat(), "name": day.name, "kind": day.kind},
        )
        for day in days
    )
    return days


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: Person | None, reason: str = "") -> None:
    """Make it an ordinary day again. Deadlines that ran before stay as they were told."""
    check_may_manage_people(by)
    day = holiday.date
    holiday.delete()
    data = {"date": day.isoformat(), "name": holiday.name}
    record("agency.holiday_removed", about=the_agency(), by=by, reason=reason, data=data)


def _settings(agency: Agency) -> dict[str, Any]:
    return {name: getattr(agency, name) for name in SETTINGS}
