"""Kinds of periods of a performance year."""

from calendar import monthrange
from datetime import date

from kinerja.rules.label import Labelled


class EvaluationPeriod(Labelled):
    """How often an agency evaluates within the year; it chooses one (6/2022 Pasal 24(2-3))."""

    MONTH = "month", "Bulanan"
    QUARTER = "quarter", "Triwulanan"


class DocumentationPeriod(Labelled):
    """How often work is documented, set by the agency (6/2022 Pasal 16)."""

    DAY = "day", "Harian"
    WEEK = "week", "Mingguan"
    MONTH = "month", "Bulanan"
    QUARTER = "quarter", "Triwulanan"
    HALF_YEAR = "half_year", "Semesteran"
    YEAR = "year", "Tahunan"


class Quarter(Labelled):
    """The quarter as forms print it; the fourth is the final one (6/2022 annex p. 71)."""

    I = "1", "Triwulan I"  # noqa: E741 - the law numbers quarters with Roman figures
    II = "2", "Triwulan II"
    III = "3", "Triwulan III"
    IV = "4", "Triwulan IV/Akhir"


class Evaluation(Labelled):
    """A short-cycle evaluation or the one of the whole year (6/2022 Pasal 24-25)."""

    PERIODIC = "periodic", "Evaluasi Kinerja Periodik"
    ANNUAL = "annual", "Evaluasi Kinerja Tahunan"


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month.

    Units: calendar year, month 1-12.
    Errors: ValueError if there is no such month.
    Source: PermenPANRB 6/2022 Pasal 24(2).
    Confidence: T.

    >>> month_span(2028, 2)
    (datetime.date(2028, 2, 1), datetime.date(2028, 2, 29))
    """
    first = date(year, month, 1)
    return first, first.replace(day=monthrange(year, month)[1])


def quarter_span(year: int, quarter: Quarter) -> tuple[date, date]:
    """First and last day of a quarter.

    Units: calendar year and quarter.
    Errors: ValueError if the year is outside 1-9999.
    Source: PermenPANRB 6/2022 Pasal 24(2).
    Confidence: T.

    >>> quarter_span(2026, Quarter.III)
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    """
    last_month = int(quarter.value) * 3
    return date(year, last_month - 2, 1), month_span(year, last_month)[1]


def half_year_span(year: int, half: int) -> tuple[date, date]:
    """First and last day of a half-year, a period of reporting, not of evaluation.

    Units: calendar year, half 1 or 2.
    Errors: ValueError if the half is neither 1 nor 2.
    Source: PermenPANRB 6/2022 Pasal 16.
    Confidence: T.

    >>> half_year_span(2026, 2)
    (datetime.date(2026, 7, 1), datetime.date(2026, 12, 31))
    """
    if half not in (1, 2):
        raise ValueError("a year has two halves")
    return date(year, 6 * half - 5, 1), month_span(year, 6 * half)[1]
