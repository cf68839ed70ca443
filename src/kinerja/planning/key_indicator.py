"""Key indicators (IKU) of goals: what is measured, how far it should get, how far it got."""

from datetime import date
from decimal import Decimal
from typing import Self, TypedDict, Unpack

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, check_may_manage
from kinerja.planning.refusals import AlreadyRecorded, FutureValue, WrongYear
from kinerja.planning.revision import check_revision, difference, grow, hold, plain, put
from kinerja.records.event import record
from kinerja.rules.achievement import Polarity
from kinerja.rules.date_words import date_in_words


class KeyIndicatorQuerySet(models.QuerySet["KeyIndicator"]):
    def visible_to(self, person: Person) -> Self:
        """Open like the goals that they measure."""
        return self.filter(goal__in=Goal.objects.visible_to(person))


class KeyIndicator(models.Model):
    """One measure of a goal (IKU), with its sheet (manual indikator, form A.1.3)."""

    class Period(models.TextChoices):
        MONTH = "month", "Bulanan"
        QUARTER = "quarter", "Triwulanan"
        HALF_YEAR = "half_year", "Semesteran"
        YEAR = "year", "Tahunan"

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="indicators")
    code = models.CharField("kode", max_length=40, blank=True)
    name = models.CharField("indikator", max_length=250)
    unit_of_measure = models.CharField("satuan", max_length=40)
    polarity = models.CharField("arah", max_length=10, choices=Polarity.choices())
    purpose = models.TextField("tujuan", blank=True)
    definition = models.TextField("definisi", blank=True)
    formula = models.TextField("rumus", blank=True)
    data_source = models.CharField("sumber data", max_length=300, blank=True)
    owner = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="penanggung jawab",
    )
    period = models.CharField("pelaporan", max_length=10, choices=Period, default=Period.YEAR)
    from_library = models.CharField("dari pustaka", max_length=40, blank=True)  # code there
    revision = models.PositiveIntegerField(default=1)  # grows with every change, targets included

    objects = KeyIndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["goal_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="key_indicator_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class KeyTarget(models.Model):
    """The target of one year; a range has two ends, a point has them equal."""

    indicator = models.ForeignKey(
        KeyIndicator, models.CASCADE, related_name="targets", db_index=False
    )
    year = models.PositiveSmallIntegerField("tahun")
    target_min = models.DecimalField("target dari", max_digits=18, decimal_places=4)
    target_max = models.DecimalField("target sampai", max_digits=18, decimal_places=4)
    source = models.CharField("sumber", max_length=300, blank=True)

    class Meta:
        ordering = ["indicator_id", "year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="key_target_once"),
            models.CheckConstraint(
                condition=models.Q(target_min__lte=models.F("target_max")), name="key_target_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.year}"


class KeyValue(models.Model):
    """A measured value: as a baseline or as a realisation, with where it came from."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", "Kondisi awal"
        REALISATION = "realisation", "Realisasi"

    class Origin(models.TextChoices):
        HAND = "hand", "Dicatat langsung"
        FILE = "file", "Dari berkas"
        SYSTEM = "system", "Dari sistem lain"

    indicator = models.ForeignKey(
        KeyIndicator, models.CASCADE, related_name="values", db_index=False
    )
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    measured_on = models.DateField("per tanggal")  # last day that the value covers
    value = models.DecimalField("nilai", max_digits=18, decimal_places=4)
    source = models.CharField("sumber", max_length=300)
    origin = models.CharField("cara masuk", max_length=6, choices=Origin, default=Origin.HAND)
    file_name = models.CharField("nama berkas", max_length=200, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["indicator_id", "measured_on", "pk"]
        indexes = [
            models.Index(fields=["indicator", "kind", "-measured_on", "-id"], name="key_value_last")
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value} ({self.measured_on})"


class Sheet(TypedDict, total=False):
    """The sheet of an indicator (manual indikator, form A.1.3), as far as it is filled in."""

    code: str
    purpose: str
    definition: str
    formula: str
    data_source: str
    owner: Unit | None
    period: str
    from_library: str


@transaction.atomic
def add_key_indicator(
    *,
    goal: Goal,
    name: str,
    unit_of_measure: str,
    polarity: str,
    by: Person | None,
    on: date,
    **sheet: Unpack[Sheet],
) -> KeyIndicator:
    """Add a measure to a goal. Errors: NotYours, InvalidInput."""
    check_may_manage(by, on, goal.unit)
    indicator = KeyIndicator(
        goal=goal,
        name=name.strip(),
        unit_of_measure=unit_of_measure.strip(),
        polarity=polarity,
        **sheet,
    )
    check_fields(indicator)
    _check_code(indicator.code, None)
    indicator.save()
    record("key_indicator.added", about=indicator, by=by, data={"name": indicator.name})
    return indicator


@transaction.atomic
def edit_key_indicator(
    *,
    indicator: KeyIndicator,
    name: str,
    unit_of_measure: str,
    polarity: str,
    by: Person,
    on: date,
    revision: int | None = None,
    **sheet: Unpack[Sheet],
) -> None:
    """Change a measure and its sheet; parts of the sheet that are not given stay.

    Errors: NotYours, ChangedMeanwhile, InvalidInput.
    """
    hold(indicator)
    check_may_manage(by, on, indicator.goal.unit)
    check_revision(indicator, revision)
    _check_code(sheet.get("code", ""), indicator.pk)
    changes = put(
        indicator,
        {
            "name": name.strip(),
            "unit_of_measure": unit_of_measure.strip(),
            "polarity": polarity,
            **sheet,
        },
    )
    if changes:
        record("key_indicator.edited", about=indicator, by=by, data={"changes": changes})


def _check_code(code: str, own: int | None) -> None:
    """A code names one indicator, so that a file can say which it means. Errors: InvalidInput."""
    other = KeyIndicator.objects.filter(code=code).first() if code else None
    if other and other.pk != own:
        raise InvalidInput(f"Kode {code} sudah dipakai indikator “{other.name}”. Pilih kode lain.")


@transaction.atomic
def set_key_target(
    *,
    indicator: KeyIndicator,
    year: int,
    target_min: Decimal,
    target_max: Decimal,
    by: Person | None,
    on: date,
    source: str = "",
    revision: int | None = None,
) -> KeyTarget:
    """Set the target of a year (a change keeps the old one in the event).

    Errors: NotYours, ChangedMeanwhile, WrongYear (outside the years of the goal), InvalidInput.
    """
    hold(indicator)
    goal = indicator.goal
    check_may_manage(by, on, goal.unit)
    check_revision(indicator, revision)
    if year not in goal.years:
        raise WrongYear(f"Sasaran ini berlaku {goal.year_from} sampai {goal.year_to}.")
    if target_min > target_max:
        raise InvalidInput("Batas bawah target tidak boleh melebihi batas atas.")
    target = KeyTarget.objects.filter(indicator=indicator, year=year).first()
    target = target or KeyTarget(indicator=indicator, year=year)
    new = {"target_min": target_min, "target_max": target_max, "source": source.strip()}
    changes = difference(target, new)
    if not changes:
        return target
    for name, value in new.items():
        setattr(target, name, value)
    check_fields(target)
    target.save()
    grow(indicator)
    data = {"year": year, "changes": changes}
    record("key_indicator.target_set", about=indicator, by=by, data=data)
    return target


@transaction.atomic
def record_key_value(
    *,
    indicator: KeyIndicator,
    kind: str,
    measured_on: date,
    value: Decimal,
    source: str,
    by: Person | None,
    on: date,
    origin: str = KeyValue.Origin.HAND,
) -> KeyValue:
    """Write down a measured value. Values are added, never overwritten: the last one counts.

    Errors: NotYours, FutureValue, AlreadyRecorded, InvalidInput.
    """
    hold(indicator)
    check_may_manage(by, on, indicator.goal.unit)
    if measured_on > on:
        raise FutureValue("Tanggal pengukuran belum tiba. Catat nilainya setelah hari itu.")
    row = KeyValue(
        indicator=indicator,
        kind=kind,
        measured_on=measured_on,
        value=value,
        source=source.strip(),
        origin=origin,
        recorded_by=by,
    )
    check_fields(row)
    last = indicator.values.filter(kind=kind, measured_on=measured_on).order_by("-pk").first()
    if last is not None and (last.value, last.source) == (row.value, row.source):
        raise AlreadyRecorded(
            f"Nilai per {date_in_words(measured_on)} dari sumber itu sudah dicatat."
        )
    row.save()
    record("key_indicator.measured", about=indicator, by=by, data=measured_data(row))
    return row


def measured_data(row: KeyValue) -> dict[str, object]:
    """What the event of a value tells; where a file was read, which one."""
    data: dict[str, object] = {
        "kind": row.kind,
        "on": row.measured_on.isoformat(),
        "value": plain(row.value),
        "source": row.source,
    }
    if row.origin != KeyValue.Origin.HAND:
        data["origin"] = str(row.origin)
    if row.file_digest:
        data |= {"file": row.file_name, "digest": row.file_digest}
    return data
