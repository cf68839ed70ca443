"""Targets by month on the way to a year's target, and who is behind them.

Both a key indicator of a goal and a measure of somebody's plan may have them. Where nobody agreed
on any, a straight line from the starting value stands in (`planning.expectation`).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.planning.goal import check_may_manage
from kinerja.planning.indicator import Indicator
from kinerja.planning.key_indicator import KeyIndicator, KeyTarget
from kinerja.planning.plan import hold_to_edit
from kinerja.planning.refusals import WrongYear
from kinerja.planning.revision import check_revision, grow, hold, plain
from kinerja.records.event import record
from kinerja.rules.trajectory import FALLING, MONTHS, Shape, faults

Points = Mapping[int, Decimal]  # month (1 to 12): target


class Trajectory(models.Model):
    """The agreed targets of the months of one year, of one indicator."""

    key_indicator = models.ForeignKey(
        KeyIndicator,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="trajectories",
        db_index=False,
    )
    indicator = models.OneToOneField(
        Indicator, models.CASCADE, null=True, blank=True, related_name="trajectory"
    )
    year = models.PositiveSmallIntegerField("tahun")
    shape = models.CharField(
        "cara menghitung", max_length=10, choices=Shape.choices(), default=Shape.LEVEL.value
    )
    points = ArrayField(
        verbose_name="target per bulan",
        base_field=models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True),
        size=MONTHS,
    )  # one for each month; empty: no target of its own
    note = models.CharField("penjelasan", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_indicator", "year"], name="trajectory_once"),
            models.CheckConstraint(
                condition=Q(key_indicator=None) ^ Q(indicator=None), name="trajectory_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_indicator or self.indicator}: {self.year}"

    @property
    def by_month(self) -> dict[int, Decimal]:
        """The months that have a target."""
        return {month: one for month, one in enumerate(self.points, start=1) if one is not None}


@transaction.atomic
def set_key_trajectory(
    *,
    indicator: KeyIndicator,
    year: int,
    points: Points,
    by: Person | None,
    on: date,
    shape: str = Shape.LEVEL.value,
    note: str = "",
    revision: int | None = None,
) -> Trajectory | None:
    """Agree on the targets of the months of a year; without points: back to the straight line.

    Errors: NotYours, ChangedMeanwhile, WrongYear (outside the goal's years), InvalidInput (no
    target of the year yet, a sum that falls, another end than the year's target without a note).
    """
    hold(indicator)
    goal = indicator.goal
    check_may_manage(by, on, goal.unit)
    check_revision(indicator, revision)
    if year not in goal.years:
        raise WrongYear(f"Sasaran ini berlaku {goal.year_from} sampai {goal.year_to}.")
    target = KeyTarget.objects.filter(indicator=indicator, year=year).first()
    if target is None:
        raise InvalidInput(f"Target {year} belum ada. Isi target setahun dulu, lalu tiap bulan.")
    stored = Trajectory.objects.filter(key_indicator=indicator, year=year).first()
    new = Trajectory(key_indicator=indicator, year=year, shape=shape, note=note.strip())
    _check(new, points, (target.target_min, target.target_max), range(1, MONTHS + 1))
    return _store(indicator, stored, new, by=by, person=None)


@transaction.atomic
def set_trajectory(
    *,
    indicator: Indicator,
    points: Points,
    by: Person,
    shape: str = Shape.LEVEL.value,
    note: str = "",
    revision: int | None = None,
) -> Trajectory | None:
    """The same for a measure of one's own draft; the months are those of the plan.

    Errors: NotYours, WrongState, ChangedMeanwhile, WrongYear (a month outside the plan),
    InvalidInput (the target is a text, and as above).
    """
    plan = indicator.result.plan
    hold_to_edit(plan, by)
    hold(indicator)
    check_revision(indicator, revision)
    if indicator.target_min is None or indicator.target_max is None:
        raise InvalidInput("Target per bulan hanya untuk indikator dengan target angka.")
    stored = Trajectory.objects.filter(indicator=indicator).first()
    new = Trajectory(indicator=indicator, year=plan.year, shape=shape, note=note.strip())
    months = range(plan.starts_on.month, plan.ends_on.month + 1)
    _check(new, points, (indicator.target_min, indicator.target_max), months)
    revision_before = indicator.revision
    made = _store(indicator, stored, new, by=by, person=plan.person)
    if indicator.revision != revision_before:
        grow(plan)
    return made


def copy_trajectories(pairs: Mapping[int, int]) -> None:
    """Give copies of measures (old id: new id) the targets by month of the old ones."""
    rows = Trajectory.objects.filter(indicator__in=pairs)
    Trajectory.objects.bulk_create(
        Trajectory(
            indicator_id=pairs[row.indicator_id or 0],
            year=row.year,
            shape=row.shape,
            points=row.points,
            note=row.note,
        )
        for row in rows
    )


def _check(new: Trajectory, points: Points, target: tuple[Decimal, Decimal], months: range) -> None:
    """Fill in the points, if they fit. Errors: WrongYear, InvalidInput."""
    new.points = [points.get(month) for month in range(1, MONTHS + 1)]
    if outside := sorted(set(points) - set(months)):
        raise WrongYear(
            f"Bulan ke-{outside[0]} di luar masa rencana (bulan ke-{months[0]} sampai"
            f" ke-{months[-1]})."
        )
    check_fields(new)
    for fault in faults(Shape(new.shape), new.points, *target):
        if fault == FALLING:
            raise InvalidInput(
                "Jumlah sejak awal tahun tidak mungkin turun. Periksa urutan angkanya, atau pilih"
                " “Keadaan pada akhir bulan”."
            )
        if not new.note:
            raise InvalidInput(
                "Target bulan terakhir belum sama dengan target setahun. Samakan, atau tulis"
                " penjelasannya."
            )


def _store(
    indicator: KeyIndicator | Indicator,
    stored: Trajectory | None,
    new: Trajectory,
    *,
    by: Person | None,
    person: Person | None,
) -> Trajectory | None:
    before, after = _said(stored), _said(new if new.by_month else None)
    if before == after:
        return stored
    if after:
        new.pk = stored.pk if stored else None
        new.save()
    elif stored:
        stored.delete()
    grow(indicator)
    name = "key_indicator.trajectory_set" if person is None else "indicator.trajectory_set"
    data = {"year": new.year, "before": before, "after": after}
    record(name, about=indicator, by=by, person=person, data=data)
    return new if after else None


def _said(row: Trajectory | None) -> dict[str, object] | None:
    """A trajectory as an event tells it."""
    if row is None:
        return None
    points = {str(month): plain(point) for month, point in row.by_month.items()}
    return {"shape": row.shape, "points": points, "note": row.note}
