"""How this agency deals with complaints: limits, office hours, smallest numbers; one row."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction

from kinerja.needs.complaint.scope import check_keeps_rules
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.rules.complaint import COMPLAINT_LIMITS, ComplaintStage
from kinerja.rules.complaint_clock import OfficeHours, office_hours
from kinerja.rules.fair_share import MINIMUM_CASES


def _days(label: str, stage: ComplaintStage) -> models.PositiveSmallIntegerField:  # type: ignore[type-arg]
    return models.PositiveSmallIntegerField(
        label,
        default=COMPLAINT_LIMITS[stage],
        validators=[MinValueValidator(1), MaxValueValidator(250)],
    )


class ComplaintSetting(models.Model):
    """Exactly one row, made when it is first asked for."""

    form_open = models.BooleanField("formulir publik dibuka", default=True)
    verify = _days("verifikasi dan penerusan", ComplaintStage.VERIFY)
    first_response = _days("tanggapan pertama", ComplaintStage.FIRST_RESPONSE)
    auto_close = _days("ditutup tanpa balasan setelah", ComplaintStage.AUTO_CLOSE)
    resolve_normative = _days("penyelesaian normatif", ComplaintStage.RESOLVE_NORMATIVE)
    resolve_non_supervisory = _days(
        "penyelesaian tidak berkadar pengawasan", ComplaintStage.RESOLVE_NON_SUPERVISORY
    )
    resolve_supervisory = _days(
        "penyelesaian berkadar pengawasan", ComplaintStage.RESOLVE_SUPERVISORY
    )
    opens = models.TimeField("jam mulai kerja", default=time(7, 30))
    closes = models.TimeField("jam selesai kerja", default=time(16))
    closes_on_friday = models.TimeField("jam selesai kerja hari Jumat", default=time(16, 30))
    minimum_cases = models.PositiveSmallIntegerField(
        "kasus paling sedikit",
        default=MINIMUM_CASES,
        validators=[MinValueValidator(5), MaxValueValidator(200)],
    )
    keep_months = models.PositiveSmallIntegerField(
        "data pelapor disimpan (bulan)",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="complaint_setting_is_one_row"),
        ]

    def __str__(self) -> str:
        return "Aturan pengaduan"

    @property
    def limits(self) -> Mapping[ComplaintStage, int]:
        """Working days of each stage."""
        return {stage: getattr(self, stage.value) for stage in ComplaintStage}

    @property
    def hours(self) -> OfficeHours:
        return office_hours(self.opens, self.closes, self.closes_on_friday)


SETTINGS = tuple(
    field.name for field in ComplaintSetting._meta.concrete_fields if field.name != "id"
)


def complaint_setting() -> ComplaintSetting:
    """The one row; the defaults of the product until somebody sets others."""
    return ComplaintSetting.objects.filter(pk=1).first() or ComplaintSetting(pk=1)


@transaction.atomic
def set_complaint_rules(*, by: Person | None, on: date, **values: Any) -> ComplaintSetting:
    """Change some of them; they count for what is received or forwarded from then on.

    Errors: NotYours, InvalidInput.
    """
    check_keeps_rules(by, on)
    row, _ = ComplaintSetting.objects.select_for_update().get_or_create(pk=1)
    changed = {
        name: [str(getattr(row, name)), str(value)]
        for name, value in values.items()
        if name in SETTINGS and getattr(row, name) != value
    }
    for name in changed:
        setattr(row, name, values[name])
    check_fields(row)
    try:
        _ = row.hours
    except ValueError:
        raise InvalidInput(
            "Jam kerja harus mulai sebelum istirahat siang dan selesai sesudahnya."
        ) from None
    if changed:
        row.save()
        record("complaint_rules.changed", about=row, by=by, data=changed)
    return row
