"""Dates as files hold them: real ones, serial numbers, day first, in words, two-digit years."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from kinerja.people.imports.reading import Reading, doubtful, fixed
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import is_empty, text_of, tidy

MONTHS = (
    "januari jan january djanuari", "februari feb pebruari peb february",
    "maret mar march mrt", "april apr", "mei may", "juni jun june",
    "juli jul july", "agustus agu agt ags agust aug august",
    "september sep sept", "oktober okt oct october", "november nov nop nopember",
    "desember des dec december",
)  # fmt: skip
MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
WEEKDAY = re.compile(r"^(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad)\s*,?\s*", re.I)

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
LAST_SERIAL = 73_050  # the year 2099

ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$")
YEAR_FIRST = re.compile(r"^(\d{4})[/. -](\d{1,2})[/. -](\d{1,2})(?:\s+[\d:.]+)?$")
DAY_FIRST = re.compile(
    r"^(\d{1,2})\s*[-/., ]\s*(\d{1,2})\s*[-/., ]\s*['’]?(\d{4}|\d{2})(?:\s+[\d:.]+)?$"
)
WORDS = re.compile(
    r"^(?:tgl\.?\s*)?(\d{1,2})[\s./-]*([a-z]+)\.?,?[\s./-]*['’]?(\d{4}|\d{2})$", re.I
)
WORD_FIRST = re.compile(r"^([a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})$", re.I)
SERIAL = re.compile(r"^\d{4,5}(?:[.,]\d+)?$")
EIGHT = re.compile(r"^\d{8}$")
NOTHING = re.compile(r"^[0/. :-]+$")

UNREADABLE = "Tanggal ini tidak terbaca. Tulis seperti 15-07-1985 atau 15 Juli 1985."


def read_date(
    cell: Cell,
    *,
    since_1904: bool = False,
    known: date | None = None,
    not_before: date | None = None,
    not_after: date | None = None,
) -> Reading[date]:
    """The date of a cell.

    `known` is what another source says (the NIP): it decides the century of a two-digit year and
    between two calendars of serial numbers, never between day and month. Else the century is the
    only one that falls between `not_before` and `not_after`.
    """
    if isinstance(cell, date):
        return Reading(cell)
    if isinstance(cell, bool):
        return doubtful("date_unreadable", UNREADABLE)
    if isinstance(cell, int | float):
        return _number(cell, since_1904, known)
    text = tidy(text_of(cell))
    if is_empty(text) or NOTHING.match(text):
        return Reading()
    if found := ISO.match(text):
        value = _date(*found.groups())
        return Reading(value) if value else _impossible()
    text = WEEKDAY.sub("", text)
    if found := YEAR_FIRST.match(text):
        value = _date(*found.groups())
        return _rewritten(value) if value else _impossible()
    if found := DAY_FIRST.match(text):
        day, month, year = found.groups()
        return _day_first(day, month, year, known, not_before, not_after)
    if found := WORDS.match(text):
        day, word, year = found.groups()
        return _in_words(day, word, year, known, not_before, not_after)
    if found := WORD_FIRST.match(text):
        word, day, year = found.groups()
        return _in_words(day, word, year, known, not_before, not_after)
    if EIGHT.match(text):
        return _eight_digits(text, known)
    if SERIAL.match(text):
        return _number(float(text.replace(",", ".")), since_1904, known)
    return doubtful("date_unreadable", UNREADABLE)


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _impossible() -> Reading[date]:
    return doubtful("date_impossible", "Tanggal ini tidak ada di kalender. Periksa tanggalnya.")


def _rewritten(value: date) -> Reading[date]:
    return fixed(value, "date_text", "Tanggal berupa tulisan dibaca sebagai tanggal.")


def _number(cell: float, since_1904: bool, known: date | None) -> Reading[date]:
    """A serial number of a spreadsheet, or a date written as one number (19850715)."""
    if cell >= 10_000_000 and float(cell).is_integer():
        return _eight_digits(str(int(cell)), known)
    if not 1 <= cell <= LAST_SERIAL or 1900 <= cell <= 2100:
        return doubtful("date_unreadable", UNREADABLE)
    days = timedelta(days=int(cell))
    first, other = (EPOCH_1904, EPOCH_1900) if since_1904 else (EPOCH_1900, EPOCH_1904)
    value = first + days
    if known and value != known and other + days == known:
        value = known
    return fixed(
        value, "date_serial", "Nomor seri tanggal dari lembar kerja dibaca sebagai tanggal."
    )


def _eight_digits(text: str, known: date | None) -> Reading[date]:
    readings = {
        value
        for value in (
            _date(text[:4], text[4:6], text[6:]),
            _date(text[4:], text[2:4], text[:2]),
        )
        if value and 1900 <= value.year <= 2100
    }
    if known in readings:
        readings = {known}
    if len(readings) != 1:
        return doubtful("date_unreadable", UNREADABLE)
    return _rewritten(readings.pop())


def _day_first(
    day: str,
    month: str,
    year: str,
    known: date | None,
    not_before: date | None,
    not_after: date | None,
) -> Reading[date]:
    if len(year) == 2:
        return _two_digits(day, month, year, known, not_before, not_after)
    if value := _date(year, month, day):
        return _rewritten(value)
    swapped = _date(year, day, month)
    if swapped is None:
        return _impossible()
    if known == swapped:  # month first is then the only reading, and the NIP says the same
        return fixed(swapped, "date_month_first", "Tanggal ditulis dengan bulan di depan.")
    return doubtful(
        "date_month_first",
        "Tanggal ini tampaknya ditulis dengan bulan di depan. Pastikan hari dan bulannya.",
        suggestions=_choices([swapped]),
    )


def _in_words(
    day: str,
    word: str,
    year: str,
    known: date | None,
    not_before: date | None,
    not_after: date | None,
) -> Reading[date]:
    month = MONTH.get(word.lower())
    if month is None:
        return doubtful("date_unreadable", UNREADABLE)
    if len(year) == 2:
        return _two_digits(day, str(month), year, known, not_before, not_after)
    value = _date(year, month, day)
    return _rewritten(value) if value else _impossible()


def _two_digits(
    day: str,
    month: str,
    year: str,
    known: date | None,
    not_before: date | None,
    not_after: date | None,
) -> Reading[date]:
    both = [_date(century + int(year), month, day) for century in (1900, 2000)]
    readings = [value for value in both if value]
    if not readings:
        swapped = known and known.day == int(month) and known.month == int(day)
        if known and swapped and known.year % 100 == int(year):
            return fixed(known, "date_month_first", "Tanggal ditulis dengan bulan di depan.")
        return _impossible()
    if known is not None and known in readings:
        return fixed(known, "date_two_digit_year", "Abad tanggal ditentukan dari NIP.")
    inside = [
        value
        for value in readings
        if (not_before is None or value >= not_before) and (not_after is None or value <= not_after)
    ]
    if known is None and not_before and not_after and len(inside) == 1:
        return fixed(inside[0], "date_two_digit_year", "Tahun dua angka ditulis lengkap.")
    return doubtful(
        "date_two_digit_year",
        "Tahunnya hanya dua angka dan NIP tidak memastikannya. Tulis tahun lengkap.",
        suggestions=_choices(readings),
    )


def _choices(values: Iterable[date]) -> tuple[tuple[str, str], ...]:
    return tuple((value.isoformat(), f"{value:%d-%m-%Y}") for value in values)


def place_and_date(cell: Cell) -> Cell:
    """The date part of "Pariaman, 15 Juli 1985"; anything else comes back as it is."""
    if not isinstance(cell, str):
        return cell
    text = tidy(cell)
    if not any(map(str.isdigit, text)):
        return None  # only a place
    head, mark, tail = text.partition(",")
    if mark and not any(sign.isdigit() for sign in head):
        return tail.strip()
    found = re.match(r"^[^\d]{3,}?[\s/]+(\d.*)$", text)
    return found[1] if found and not WEEKDAY.match(text) else text
