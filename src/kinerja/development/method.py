"""What the agency chose for competencies, training demand and hours: one row, all settings (U)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction

from kinerja.development.sight import check_keeps_dictionary
from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.records.event import record
from kinerja.rules.competency import FitScheme
from kinerja.rules.training import PPPK_HOURS_AT_MOST

WEIGHT = [MinValueValidator(0), MaxValueValidator(100)]


class GrowthMethod(models.Model):
    """How a fit is called, how much each kind of reason weighs in the demand for training, and from
    how many hours of training in a year a PPPK is told so."""

    fit_scheme = models.CharField(
        "skema kategori", max_length=10, choices=FitScheme.choices(), default=FitScheme.MAPPING
    )
    need_weight = models.PositiveSmallIntegerField("bobot kebutuhan", default=30, validators=WEIGHT)
    gap_weight = models.PositiveSmallIntegerField(
        "bobot kesenjangan kompetensi", default=30, validators=WEIGHT
    )
    indicator_weight = models.PositiveSmallIntegerField(
        "bobot indikator tertinggal", default=20, validators=WEIGHT
    )
    behaviour_weight = models.PositiveSmallIntegerField(
        "bobot perilaku kerja", default=10, validators=WEIGHT
    )
    finding_weight = models.PositiveSmallIntegerField("bobot temuan", default=10, validators=WEIGHT)

    # Said to be in PP 49/2018, which nobody verified: shown as the agency's own, and stops nothing.
    pppk_hours_at_most = models.PositiveSmallIntegerField(
        "acuan JP PPPK setahun",
        default=int(PPPK_HOURS_AT_MOST),
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="growth_method_is_one_row"),
        ]

    def __str__(self) -> str:
        return "Metode pengembangan"

    @property
    def weights(self) -> dict[str, Decimal]:
        """By kind of reason, see `rules.training_demand`."""
        return {
            "need": Decimal(self.need_weight),
            "gap": Decimal(self.gap_weight),
            "indicator": Decimal(self.indicator_weight),
            "behaviour": Decimal(self.behaviour_weight),
            "finding": Decimal(self.finding_weight),
        }


def the_method() -> GrowthMethod:
    """The one row, or the defaults while the agency has chosen nothing."""
    return GrowthMethod.objects.filter(pk=1).first() or GrowthMethod(pk=1)


FIELDS = (
    "fit_scheme",
    *("need_weight", "gap_weight", "indicator_weight", "behaviour_weight", "finding_weight"),
    "pppk_hours_at_most",
)


@transaction.atomic
def choose_method(*, by: Person | None, on: date, **fields: Any) -> GrowthMethod:
    """Set the scheme and the weights. Errors: NotAllowed, InvalidInput."""
    check_keeps_dictionary(by, on)
    held = GrowthMethod.objects.select_for_update().filter(pk=1).first() or GrowthMethod(pk=1)
    before = {name: getattr(held, name) for name in FIELDS}
    for name, value in fields.items():
        setattr(held, name, value)
    check_fields(held)
    held.save()
    after = {name: getattr(held, name) for name in FIELDS}
    if before != after:
        record("growth_method.chosen", about=held, by=by, data={"from": before, "to": after})
    return held
