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
