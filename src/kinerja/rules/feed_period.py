"""Which spans of days an indicator is measured over: whole periods that are over."""

from datetime import date, timedelta

MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_ONE_DAY = timedelta(days=1)


def finished_periods(
    months: int, since: date, on: date, *, of_year: bool = False
) -> list[tuple[date, date]]:
    """The periods that began on or after a day and are over before another, the oldest first.

    Periods begin in January and have so many months; with `of_year` each span reaches back to the
    first of January, so that its value is the one of the year so far.

    Units: months; dates, the last one included.
    Errors: ValueError if twelve months are no whole number of periods.
    Source: months, quarters, half years and years of the calendar.
    Confidence: U, the product's own: a figure of a period that still runs would change by itself.

    >>> finished_periods(3, date(2026, 1, 1), date(2026, 7, 1), of_year=True)[-1]
    (datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
    """
    if months < 1 or 12 % months:
        raise ValueError("a year holds whole periods")
    found: list[tuple[date, date]] = []
    first = date(since.year, 1, 1)
    while True:
        index = first.month - 1 + months
        following = date(first.year + index // 12, index % 12 + 1, 1)
        if following > on:
            return found
        if first >= since:
            found.append((date(first.year, 1, 1) if of_year else first, following - _ONE_DAY))
        first = following
