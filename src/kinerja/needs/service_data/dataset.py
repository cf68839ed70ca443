"""A data set of a service: what is counted, in which unit of measure, where it comes from.

It tells of services and places, never of persons; so everybody who works there may read it.
"""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.needs.scope import may_analyse
from kinerja.needs.service_data.period import Frequency
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal

LONGEST_NAME = 150


class DatasetNameTaken(Refusal):
    """The unit has a data set of that name."""


class DatasetQuerySet(models.QuerySet["ServiceDataset"]):
    def visible_to(self, person: Person) -> Self:
        """Figures of services, without persons: open to everybody who works there."""
        return self.all()


class ServiceDataset(models.Model):
    """One data set of a unit (None: of the agency as a whole)."""

    name = models.CharField("nama data", max_length=LONGEST_NAME)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_datasets",
        verbose_name="unit kerja",
    )
    frequency = models.CharField(
        "frekuensi", max_length=7, choices=Frequency.choices(), default=Frequency.MONTH
    )
    source = models.CharField("sumber data", max_length=200)
    sample = models.BooleanField("data contoh", default=False)
    made_on = models.DateField("dibuat")

    objects = DatasetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""), name="service_dataset_is_whole"
            ),
            models.UniqueConstraint(
                fields=["unit", "name"], name="service_dataset_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Frequency:
        return Frequency(self.frequency)


class ServiceMeasure(models.Model):
    """One measure of a data set: passengers, waiting time."""

    class Polarity(models.TextChoices):
        HIGHER = "higher", "Makin tinggi makin baik"
        LOWER = "lower", "Makin rendah makin baik"
        NONE = "none", "Tidak dinilai baik atau buruk"

    class Together(models.TextChoices):
        SUM = "sum", "Dijumlahkan"
        MEAN = "mean", "Dirata-ratakan"

    dataset = models.ForeignKey(ServiceDataset, models.CASCADE, related_name="measures")
    name = models.CharField("ukuran", max_length=LONGEST_NAME)
    unit_of_measure = models.CharField("satuan", max_length=40)
    polarity = models.CharField("arah", max_length=6, choices=Polarity, default=Polarity.NONE)
    # How places, and days of a month, become one figure.
    together = models.CharField(
        "cara menggabung", max_length=4, choices=Together, default=Together.SUM
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "name"], name="service_measure_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(unit_of_measure=""), name="service_measure_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_each(self) -> str:
        """The unit of the figure of one period: a sum is so much a month, a mean is not."""
        if self.together == ServiceMeasure.Together.MEAN:
            return self.unit_of_measure
        return f"{self.unit_of_measure} per {self.dataset.period.shown.word}"


class ServicePlace(models.Model):
    """Where: a route, a counter, a puskesmas; `unit` where it is a unit of the agency."""

    dataset = models.ForeignKey(ServiceDataset, models.CASCADE, related_name="places")
    name = models.CharField("tempat", max_length=LONGEST_NAME)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="service_places"
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "name"], name="service_place_once"),
        ]

    def __str__(self) -> str:
        return self.name


def check_may_keep(by: Person, on: date, unit: Unit | None) -> None:
    """Errors: NotAllowed."""
    if not may_analyse(by, on, unit):
        raise NotAllowed(
            "Data layanan dimuat pengelola survei, admin unit, atau pimpinan unit itu."
        )


@transaction.atomic
def add_dataset(
    *,
    name: str,
    source: str,
    frequency: str,
    by: Person,
    on: date,
    unit: Unit | None = None,
    sample: bool = False,
) -> ServiceDataset:
    """A new data set, still empty. Errors: NotAllowed, DatasetNameTaken, InvalidInput."""
    check_may_keep(by, on, unit)
    dataset = ServiceDataset(
        name=" ".join(name.split()),
        unit=unit,
        source=" ".join(source.split()),
        frequency=frequency,
        sample=sample,
        made_on=on,
    )
    if ServiceDataset.objects.filter(unit=unit, name=dataset.name).exists():
        raise DatasetNameTaken("Unit ini sudah punya data bernama itu. Muat berkasnya ke sana.")
    check_fields(dataset)
    dataset.save(force_insert=True)
    record("service_dataset.added", about=dataset, by=by, data={"name": dataset.name})
    return dataset
