"""Fixed dates of the performance year."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class YearDates:
    """Dates of a performance year, each as (month, day)."""

    plan_set_by: tuple[int, int]  # in the year itself
    window_opens: tuple[int, int]  # in the year itself
    window_closes: tuple[int, int]  # in the next year
    organisation_result_by: tuple[int, int]  # in the next year


PERMENPANRB_6_2022_DATES = YearDates(
    plan_set_by=(1, 31),  # Pasal 14(1)
    window_opens=(12, 31),  # "akhir Bulan Desember"; the exact day is our reading (U)
    window_closes=(1, 31),  # annex p. 90
    organisation_result_by=(1, 31),  # annex p. 94
)


@dataclass(frozen=True)
class EvaluationWindow:
    """First and last day of the annual evaluation, both inside."""

    opens: date
    closes: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.opens <= day <= self.closes


def skp_deadline(year: int, dates: YearDates = PERMENPANRB_6_2022_DATES) -> date:
    """The last day for setting the plans of a performance year; a weekend shifts nothing.

    Units: calendar year in, date out.
    Errors: ValueError if the year is outside 1-9999.
    Source: PermenPANRB 6/2022 Pasal 14(1), annex p. 65.
    Confidence: T.

    >>> skp_deadline(2026)
    datetime.date(2026, 1, 31)
    """
    return date(year, *dates.plan_set_by)


def evaluation_window(
    performance_year: int, dates: YearDates = PERMENPANRB_6_2022_DATES
) -> EvaluationWindow:
    """When the annual evaluation of a performance year takes place.

    The window of a periodic evaluation has no dates in the law; it is a setting of the agency.

    Units: calendar year in, dates out.
    Errors: ValueError if the year or the next one is outside 1-9999.
    Source: PermenPANRB 6/2022 annex p. 90 (8b).
    Confidence: T for the month, U for opening on 31 December.

    >>> evaluation_window(2025).closes
    datetime.date(2026, 1, 31)
    """
    return EvaluationWindow(
        opens=date(performance_year, *dates.window_opens),
        closes=date(performance_year + 1, *dates.window_closes),
    )


def organisation_result_deadline(
    performance_year: int, dates: YearDates = PERMENPANRB_6_2022_DATES
) -> date:
    """The last day on which the organisation's predicate of that year can come out in time.

    Units: calendar year in, date out.
    Errors: ValueError if the next year is outside 1-9999.
    Source: PermenPANRB 6/2022 annex p. 94 (f).
    Confidence: T.

    >>> organisation_result_deadline(2026)
    datetime.date(2027, 1, 31)
    """
    return date(performance_year + 1, *dates.organisation_result_by)
