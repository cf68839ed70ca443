"""Which days a unit works: five or six days a week, or by a roster; dated, handed down the tree."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models, transaction
from django.db.models import F, Func, Q, Value

from kinerja.people.person import Person
from kinerja.people.refusals import WrongDates, check_fields
from kinerja.people.time_keeping import check_keeps_unit
from kinerja.people.unit import Unit
from kinerja.records.event import record


class UnitPatternQuerySet(models.QuerySet["UnitPattern"]):
    def on(self, day: date) -> Self:
        return self.touching(day, day)

    def touching(self, first: date, last: date) -> Self:
        """Those in force on one of these days or more."""
        return self.filter(starts_on__lte=last).filter(Q(ends_on=None) | Q(ends_on__gte=first))


class UnitPattern(models.Model):
    """The pattern of one unit from a day on; units below follow it until they have their own."""

    class Pattern(models.TextChoices):
        FIVE = "five", "5 hari, Senin sampai Jumat"
        SIX = "six", "6 hari, Senin sampai Sabtu"
        ROSTER = "roster", "Menurut jadwal jaga"

    WEEKDAYS = {Pattern.FIVE: frozenset(range(5)), Pattern.SIX: frozenset(range(6))}

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="patterns", db_index=False)
    pattern = models.CharField("pola kerja", max_length=6, choices=Pattern)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)  # last day, included

    objects = UnitPatternQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="unit_pattern_ends_after_start",
            ),
            ExclusionConstraint(
                name="unit_has_one_pattern",
                expressions=[
                    (Func(F("unit"), F("unit"), Value("[]"), function="int8range"), "&&"),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        "&&",
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_pattern_display()}"


@transaction.atomic
def set_unit_pattern(
    *, unit: Unit, pattern: str, by: Person | None, on: date
) -> UnitPattern | None:
    """From `on` the unit works by this pattern (empty: by that of the unit above).

    `on` may lie in the past: lateness is then counted anew. Errors: NotAllowed, InvalidInput,
    WrongDates when a later pattern is set already.
    """
    check_keeps_unit(by, unit, on)
    own = UnitPattern.objects.select_for_update().filter(unit=unit)
    if later := own.filter(starts_on__gt=on).order_by("starts_on").first():
        raise WrongDates(
            f"Pola kerja unit ini sudah ditetapkan mulai {later.starts_on:%d-%m-%Y}."
            " Pilih tanggal itu atau sesudahnya."
        )
    new = UnitPattern(unit=unit, pattern=pattern, starts_on=on)
    if pattern:
        check_fields(new)
    before = own.on(on).first()
    if before is not None and before.pattern == pattern:
        return before
    if before is not None and before.starts_on == on:
        before.delete()
    elif before is not None:
        before.ends_on = on - timedelta(days=1)
        before.save(update_fields=["ends_on"])
    if pattern:
        new.save(force_insert=True)
    record(
        "unit.pattern_set",
        about=unit,
        by=by,
        data={
            "pattern": pattern,
            "before": before.pattern if before else "",
            "on": on.isoformat(),
        },
    )
    return new if pattern else None
