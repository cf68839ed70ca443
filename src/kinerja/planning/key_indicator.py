"""Key indicators (IKU) of goals: what is measured, how far it should get, how far it got."""

from datetime import date
from decimal import Decimal

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.records.event import record
from kinerja.rules.achievement import Polarity


class KeyIndicator(models.Model):
    """One measure of a goal (IKU), with its sheet (manual indikator, form A.1.3)."""

    class Period(models.TextChoices):
        MONTH = "month", "Bulanan"
        QUARTER = "quarter", "Triwulanan"
        HALF_YEAR = "half_year", "Semesteran"
        YEAR = "year", "Tahunan"

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="indicators")
    name = models.CharField("indikator", max_length=250)
    unit_of_measure = models.CharField("satuan", max_length=40)
    polarity = models.CharField("arah", max_length=10, choices=Polarity.choices())
    purpose = models.TextField("tujuan", blank=True)
    definition = models.TextField("definisi", blank=True)
    formula = models.TextField("rumus", blank=True)
    data_source = models.CharField("sumber data", max_length=300, blank=True)
    owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penanggung jawab"
    )
    period = models.CharField("pelaporan", max_length=10, choices=Period, default=Period.YEAR)
    revision = models.PositiveIntegerField(default=1)  # grows with every change, targets included

    class Meta:
        ordering = ["goal", "pk"]

    def __str__(self) -> str:
        return self.name


class KeyTarget(models.Model):
    """The target of one year; a range has two ends, a point has them equal."""

    indicator = models.ForeignKey(KeyIndicator, models.CASCADE, related_name="targets", db_index=False)
    year = models.PositiveSmallIntegerField("tahun")
    target_min = models.DecimalField("target dari", max_digits=18, decimal_places=4)
    target_max = models.DecimalField("target sampai", max_digits=18, decimal_places=4)
    source = models.CharField("sumber", max_length=300, blank=True)

    class Meta:
        ordering = ["indicator", "year"]
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

    indicator = models.ForeignKey(KeyIndicator, models.CASCADE, related_name="values", db_index=False)
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    measured_on = models.DateField("per tanggal")  # last day that the value covers
    value = models.DecimalField("nilai", max_digits=18, decimal_places=4)
    source = models.CharField("sumber", max_length=300)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["indicator", "measured_on", "pk"]
        indexes = [
            models.Index(fields=["indicator", "kind", "-measured_on", "-id"], name="key_value_last")
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value} ({self.measured_on})"


@transaction.atomic
def add_key_indicator(
    *,
    goal: Goal,
    name: str,
    unit_of_measure: str,
    polarity: str,
    by: Person | None,
    owner: Unit | None = None,
    period: str = KeyIndicator.Period.YEAR,
    **sheet: str,
) -> KeyIndicator:
    """Add a measure to a goal; `sheet` may hold purpose, definition, formula, data_source."""
    indicator = KeyIndicator.objects.create(
        goal=goal,
        name=name,
        unit_of_measure=unit_of_measure,
        polarity=polarity,
        owner=owner,
        period=period,
        **sheet,
    )
    record("key_indicator.added", about=indicator, by=by, data={"name": name})
    return indicator


@transaction.atomic
def set_key_target(
    *,
    indicator: KeyIndicator,
    year: int,
    target_min: Decimal,
    target_max: Decimal,
    by: Person | None,
    source: str = "",
) -> KeyTarget:
    """Set the target of a year (a change keeps the old one in the event)."""
    old = KeyTarget.objects.filter(indicator=indicator, year=year).first()
    target, _ = KeyTarget.objects.update_or_create(
        indicator=indicator,
        year=year,
        defaults={"target_min": target_min, "target_max": target_max, "source": source},
    )
    data = {"year": year, "min": str(target_min), "max": str(target_max)}
    if old:
        data |= {"old_min": str(old.target_min), "old_max": str(old.target_max)}
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
) -> KeyValue:
    """Write down a measured value. Values are added, never overwritten."""
    row = KeyValue.objects.create(
        indicator=indicator,
        kind=kind,
        measured_on=measured_on,
        value=value,
        source=source,
        recorded_by=by,
    )
    record(
        "key_indicator.measured",
        about=indicator,
        by=by,
        data={"on": measured_on.isoformat(), "value": str(value), "source": source},
    )
    return row
