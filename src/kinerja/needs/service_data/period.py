"""Periods of service data: read from the cells of a file, named for people, counted on."""

import re
from datetime import date, timedelta
from itertools import pairwise

from kinerja.people.imports.dates import MONTH, read_date
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import text_of, tidy
from kinerja.rules.date_words import MONTHS, date_in_words
from kinerja.rules.label import Labelled

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
YEAR = re.compile(r"(?:tahun\s+)?((?:19|20)\d{2})", re.I)
YEAR_MONTH = re.compile(r"((?:19|20)\d{2})\s*[-/. ]\s*(\d{1,2})")
MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-/. ]\s*((?:19|20)\d{2})")
WORD_YEAR = re.compile(r"([a-z]+)\.?\s*[-/., ]?\s*((?:19|20)?\d{2})", re.I)
QUARTER = re.compile(r"(?:triwulan|tw|kuartal|q)\.?\s*(iv|iii|ii|i|[1-4])\W+((?:19|20)\d{2})", re.I)
YEAR_QUARTER = re.compile(
    r"((?:19|20)\d{2})\W*(?:triwulan|tw|kuartal|q)\W*(iv|iii|ii|i|[1-4])", re.I
)
FIRST_YEAR = 1990


class Frequency(Labelled):
    """How often there is a figure."""

    DAY = "day", "Harian"
    MONTH = "month", "Bulanan"
    QUARTER = "quarter", "Triwulanan"
    YEAR = "year", "Tahunan"

    @property
    def shown(self) -> "Frequency":
        """What is looked at: days are put together to months."""
        return Frequency.MONTH if self is Frequency.DAY else self

    @property
    def cycle(self) -> int:
        """Periods of a year, of what is looked at."""
        return {"month": 12, "quarter": 4, "year": 1}[self.shown.value]

    @property
    def word(self) -> str:
        """What one period is called, of what is looked at."""
        return {"month": "bulan", "quarter": "triwulan", "year": "tahun"}[self.shown.value]


def read_period(cell: Cell, frequency: Frequency, year: Cell = None) -> date | None:
    """The first day of the period that a cell names; None where it cannot be read.

    `year` is the cell of a year's column, where the period itself names none ("Maret").

    >>> read_period("Maret 2026", Frequency.MONTH), read_period("TW II 2026", Frequency.QUARTER)
    (datetime.date(2026, 3, 1), datetime.date(2026, 4, 1))
    >>> read_period("Mar", Frequency.MONTH, 2026), read_period(2026, Frequency.MONTH)
    (datetime.date(2026, 3, 1), None)
    """
    found = _found(cell, frequency, tidy(text_of(year)))
    if found is None or not FIRST_YEAR <= found.year <= 2100:
        return None
    return start_of(found, frequency)


def _found(cell: Cell, frequency: Frequency, year: str) -> date | None:
    if isinstance(cell, date):
        return cell
    text = tidy(text_of(cell))
    if not text or isinstance(cell, bool):
        return None
    if frequency is Frequency.YEAR:
        named = YEAR.fullmatch(text) or YEAR.fullmatch(year)
        return date(int(named[1]), 1, 1) if named else None
    if frequency is Frequency.QUARTER:
        return _quarter(text, year) or _month(text, year)
    if frequency is Frequency.MONTH and (found := _month(text, year)):
        return found
    return read_date(cell).value


def _quarter(text: str, year: str) -> date | None:
    if named := QUARTER.fullmatch(text):
        return date(int(named[2]), 3 * ROMAN[named[1].lower()] - 2, 1)
    if named := YEAR_QUARTER.fullmatch(text):
        return date(int(named[1]), 3 * ROMAN[named[2].lower()] - 2, 1)
    bare = re.sub(r"^(?:triwulan|tw|kuartal|q)\W*", "", text, flags=re.I).lower()
    if bare in ROMAN and YEAR.fullmatch(year):
        return date(int(year), 3 * ROMAN[bare] - 2, 1)
    return None


def _month(text: str, year: str) -> date | None:
    if named := YEAR_MONTH.fullmatch(text):
        return _day(int(named[1]), int(named[2]))
    if named := MONTH_YEAR.fullmatch(text):
        return _day(int(named[2]), int(named[1]))
    if (named := WORD_YEAR.fullmatch(text)) and named[1].lower() in MONTH:
        full = int(named[2]) if len(named[2]) == 4 else 2000 + int(named[2])
        return _day(full, MONTH[named[1].lower()])
    if YEAR.fullmatch(year):
        number = MONTH.get(text.lower().rstrip("."), int(text) if text.isdecimal() else 0)
        return _day(int(year[-4:]), number)
    return None


def _day(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 else None


def start_of(day: date, frequency: Frequency) -> date:
    """The first day of the period in which a day lies."""
    if frequency is Frequency.DAY:
        return day
    if frequency is Frequency.YEAR:
        return day.replace(month=1, day=1)
    if frequency is Frequency.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(day=1)


def next_start(start: date, frequency: Frequency) -> date:
    """The first day of the period after that one."""
    if frequency is Frequency.DAY:
        return start + timedelta(days=1)
    months = {"month": 1, "quarter": 3, "year": 12}[frequency.value]
    at = start.year * 12 + start.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def end_of(start: date, frequency: Frequency) -> date:
    """The last day of that period."""
    return next_start(start, frequency) - timedelta(days=1)


def periods(first: date, last: date, frequency: Frequency) -> list[date]:
    """All periods from the first to the last, also those without a figure."""
    found = [first]
    while found[-1] < last:
        found.append(next_start(found[-1], frequency))
    return found


def name_of(start: date, frequency: Frequency) -> str:
    """A period as people say it: Maret 2026, triwulan II 2026, 2026, 9 Oktober 2026."""
    if frequency is Frequency.DAY:
        return date_in_words(start)
    if frequency is Frequency.YEAR:
        return str(start.year)
    if frequency is Frequency.QUARTER:
        return f"triwulan {('I', 'II', 'III', 'IV')[(start.month - 1) // 3]} {start.year}"
    return f"{MONTHS[start.month - 1]} {start.year}"


def short_name(start: date, frequency: Frequency) -> str:
    """The same for the axis of a chart."""
    if frequency is Frequency.MONTH:
        return f"{MONTHS[start.month - 1][:3]} {start:%y}"
    if frequency is Frequency.QUARTER:
        return f"{(start.month - 1) // 3 + 1}/{start:%y}"
    return name_of(start, frequency)


def spans(starts: list[date], frequency: Frequency) -> list[str]:
    """Periods as few words: neighbours as "Maret 2026 sampai Mei 2026"."""
    if not starts:
        return []
    groups = [[starts[0]]]
    for before, start in pairwise(starts):
        if next_start(before, frequency) == start:
            groups[-1].append(start)
        else:
            groups.append([start])
    return [
        name_of(one[0], frequency)
        if len(one) == 1
        else f"{name_of(one[0], frequency)} sampai {name_of(one[-1], frequency)}"
        for one in groups
    ]
