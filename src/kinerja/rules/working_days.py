"""Working-day arithmetic: which days count, and what day the n-th one is."""

from collections.abc import Set
from datetime import date, timedelta

MONDAY_TO_FRIDAY: frozenset[int] = frozenset(range(5))  # date.weekday(): Monday is 0
MONDAY_TO_SATURDAY: frozenset[int] = frozenset(range(6))  # six-day units, a setting of the agency
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Set[date], weekdays: Set[int] = MONDAY_TO_FRIDAY) -> bool:
    """Whether a day is worked: a worked weekday, no public holiday and no joint leave.

    Units: ``weekdays`` as ``date.weekday()`` counts, Monday 0 to Sunday 6.
    Errors: none.
    Source: reading of "hari kerja" in PermenPANRB 6/2022 annex p. 114-119.
    Confidence: S; the six-day week is a setting (U).

    >>> is_working_day(date(2026, 2, 16), holidays={date(2026, 2, 16)})
    False
    """
    return day.weekday() in weekdays and day not in holidays


def add_working_days(
    start: date, days: int, holidays: Set[date], weekdays: Set[int] = MONDAY_TO_FRIDAY
) -> date:
    """The last day of a limit of so many working days; the day of the event is day 0.

    The last day counts in full. With 0 days the answer is the day of the event, worked or not.

    Units: working days.
    Errors: ValueError if ``days`` is negative or no weekday is worked.
    Source: PermenPANRB 6/2022 annex p. 114-119; that the event is day 0 is our reading.
    Confidence: T for the unit, U for day 0.

    >>> add_working_days(date(2026, 1, 12), 14, holidays={date(2026, 1, 16)})
    datetime.date(2026, 2, 2)
    """
    if days < 0:
        raise ValueError("a limit cannot be negative")
    if not set(range(7)) & weekdays:
        raise ValueError("at least one weekday must be worked")
    day = start
    while days:
        day += _ONE_DAY
        if is_working_day(day, holidays, weekdays):
            days -= 1
    return day


def skipped_holidays(
    start: date, end: date, holidays: Set[date], weekdays: Set[int] = MONDAY_TO_FRIDAY
) -> list[date]:
    """The holidays after ``start`` and up to ``end`` that would have been worked, in order.

    They explain a deadline: these days did not count.

    Units: dates.
    Errors: none; an empty span has no holidays.
    Source: as ``add_working_days``.
    Confidence: S.

    >>> skipped_holidays(
    ...     date(2026, 1, 12), date(2026, 2, 2), {date(2026, 1, 16), date(2026, 1, 18)}
    ... )
    [datetime.date(2026, 1, 16)]
    """
    return sorted(day for day in holidays if start < day <= end and day.weekday() in weekdays)


def working_days_between(
    start: date, end: date, holidays: Set[date], weekdays: Set[int] = MONDAY_TO_FRIDAY
) -> int:
    """How many working days lie after ``start`` and up to and with ``end``; 0 for an empty span.

    Units: working days.
    Errors: none.
    Source: as ``add_working_days``.
    Confidence: S.

    >>> working_days_between(date(2026, 1, 12), date(2026, 2, 2), {date(2026, 1, 16)})
    14
    """
    span = (end - start).days
    days = (start + timedelta(days=n) for n in range(1, span + 1))
    return sum(is_working_day(day, holidays, weekdays) for day in days)
