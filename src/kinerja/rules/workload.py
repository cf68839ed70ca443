"""Workload analysis (ABK): minutes of work a year against the effective time of one person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kinerja.rules.label import Labelled

EFFECTIVE_MINUTES_PER_YEAR = Decimal(75_000)  # 1,250 hours; PermenPANRB 1/2020
SIX_DAY_WEEK_MINUTES_PER_YEAR = Decimal(90_000)  # 1,500 hours; one source, a setting (U)


class WorkPeriod(Labelled):
    """The period that a volume or an effective time counts for."""

    DAY = "day", "Hari"
    WEEK = "week", "Minggu"
    MONTH = "month", "Bulan"
    YEAR = "year", "Tahun"


TIMES_PER_YEAR: Mapping[WorkPeriod, int] = MappingProxyType(
    {WorkPeriod.DAY: 250, WorkPeriod.WEEK: 50, WorkPeriod.MONTH: 12, WorkPeriod.YEAR: 1}
)

EFFECTIVE_MINUTES_2011: Mapping[WorkPeriod, int] = MappingProxyType(
    {
        WorkPeriod.DAY: 300,
        WorkPeriod.WEEK: 1_500,
        WorkPeriod.MONTH: 6_000,
        WorkPeriod.YEAR: 72_000,
    }
)


@dataclass(frozen=True)
class Task:
    """One kind of work: how often it comes in a period, and how long it takes once."""

    volume: Decimal  # times per period
    period: WorkPeriod
    norm_minutes: Decimal  # minutes for one

    @property
    def minutes_per_year(self) -> Decimal:
        """Minutes that this kind of work takes in a year."""
        return self.volume * TIMES_PER_YEAR[self.period] * self.norm_minutes


def total_minutes(tasks: Iterable[Task]) -> Decimal:
    """Minutes of work in a year that the tasks take together.

    Units: minutes per year. A year has 12 months, 50 weeks or 250 days of work.
    Errors: ValueError if a volume or norm is negative.
    Source: PermenPANRB 1/2020 as public code bases carry it.
    Confidence: S.

    >>> total_minutes([Task(Decimal(4), WorkPeriod.WEEK, Decimal(180))])
    Decimal('36000')
    """
    tasks = list(tasks)
    if any(task.volume < 0 or task.norm_minutes < 0 for task in tasks):
        raise ValueError("a volume or norm cannot be negative")
    return sum((task.minutes_per_year for task in tasks), Decimal(0))


def staff_needed(
    tasks: Iterable[Task], effective_minutes: Decimal = EFFECTIVE_MINUTES_PER_YEAR
) -> Decimal:
    """People (full-time, one year) that the tasks need, unrounded.

    Rounding to whole people is a policy of the agency (U).

    Units: minutes per year in, persons out.
    Errors: ValueError if a volume or norm is negative, or the effective time is not positive.
    Source: PermenPANRB 1/2020 (analisis beban kerja).
    Confidence: S.

    >>> staff_needed([Task(Decimal(2500), WorkPeriod.YEAR, Decimal(30))])
    Decimal('1')
    """
    if effective_minutes <= 0:
        raise ValueError("the effective time must be positive")
    return total_minutes(tasks) / effective_minutes


def staffing_gap(need: Decimal, incumbents: int) -> Decimal:
    """How many people are missing; negative when there are too many.

    Units: persons.
    Errors: ValueError if the need or the number of incumbents is negative.
    Source: PermenPANRB 1/2020.
    Confidence: S.

    >>> staffing_gap(Decimal("2.4"), incumbents=3)
    Decimal('-0.6')
    """
    if need < 0 or incumbents < 0:
        raise ValueError("need and incumbents cannot be negative")
    return need - incumbents


def effective_time_2011(period: WorkPeriod) -> int:
    """Effective minutes of one person by the older rule, to read older analyses.

    Units: minutes per day, week, month or year.
    Errors: none.
    Source: Perka BKN 19/2011.
    Confidence: S.

    >>> effective_time_2011(WorkPeriod.MONTH)
    6000
    """
    return EFFECTIVE_MINUTES_2011[period]
