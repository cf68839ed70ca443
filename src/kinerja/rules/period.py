"""Kinds of periods of a performance year."""

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
