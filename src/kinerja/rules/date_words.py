"""Dates as people read them in Indonesian."""

from datetime import date

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def date_in_words(day: date) -> str:
    """A date with the month in words, without a leading zero.

    Units: date in, Indonesian text out.
    Errors: none.
    Source: the way official letters write dates.
    Confidence: O.

    >>> date_in_words(date(2026, 10, 9))
    '9 Oktober 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span_in_words(first: date, last: date) -> str:
    """Two dates and what lies between, saying the month and the year once where they are the same.

    Units: dates in, Indonesian text out.
    Errors: none.
    Source: the way official letters write dates.
    Confidence: O.

    >>> span_in_words(date(2026, 8, 19), date(2026, 8, 21))
    '19–21 Agustus 2026'
    >>> span_in_words(date(2026, 10, 6), date(2026, 11, 3))
    '6 Oktober–3 November 2026'
    >>> span_in_words(date(2026, 12, 30), date(2027, 1, 2))
    '30 Desember 2026–2 Januari 2027'
    >>> span_in_words(date(2026, 10, 9), date(2026, 10, 9))
    '9 Oktober 2026'
    """
    if first == last:
        return date_in_words(last)
    month = f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        return f"{date_in_words(first)}–{date_in_words(last)}"
    return f"{first.day}{month if first.month != last.month else ''}–{date_in_words(last)}"
