"""What a messy workbook is made of: rows, each declared together with its right outcome.

The outcome of a row is written where the row is written, before any importer has read it; the
words are those of the import itself (accept, fix, merge, review, refuse, ignore).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Outcome = Literal["accept", "fix", "merge", "review", "refuse", "ignore"]
Cell = str | int | float | date | None
Look = Literal["plain", "title", "section", "heading"]

STORED: frozenset[str] = frozenset({"accept", "fix", "merge"})


@dataclass(frozen=True)
class Row:
    """One row of a sheet with the outcome that a careful reader gives it.

    `values`: what must be stored, only where it is certain; a list means any one of these.
    `secrets`: digits (or words) that the answer for this row must not show, because it is refused.
    `suggests`: the unit that the reasons of this row should propose.
    `span`: first and last column (from 1) merged into one cell.
    """

    cells: tuple[Cell, ...]
    outcome: Outcome
    why: str
    also: tuple[Outcome, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    suggests: str | None = None
    hidden: bool = False
    look: Look = "plain"
    span: tuple[int, int] | None = None

    @property
    def must_not_store(self) -> bool:
        """True where storing the row without asking anybody is wrong under every reading."""
        return not ({self.outcome, *self.also} & STORED)


@dataclass(frozen=True)
class Sheet:
    """Rows in order (the first is row 1), and merged areas as (row, column, row, column)."""

    name: str | None  # None: a file without sheets (CSV); rows are found by their number alone
    rows: tuple[Row, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """One file; `secrets` must not appear anywhere in the answer (passwords of the file)."""

    file: str
    kind: Literal["employees", "organisation"]
    sheets: tuple[Sheet, ...]
    secrets: tuple[str, ...] = ()


def nip(born: str, start: str, sex: Literal["L", "P"], sequence: int) -> str:
    """18 digits: YYYYMMDD, YYYYMM (PPPK: year and 21), 1 or 2, sequence.

    Sequences below 900 are refused here: they could belong to a real person.

    >>> nip("19850312", "201001", "L", 901)
    '198503122010011901'
    """
    if not 900 <= sequence <= 999:
        raise ValueError("synthetic numbers use sequences from 900 to 999")
    return f"{born}{start}{1 if sex == 'L' else 2}{sequence}"


def born_on(number: str) -> date:
    """The birth date in a NIP.

    >>> born_on("198503122010011901")
    datetime.date(1985, 3, 12)
    """
    return date(int(number[:4]), int(number[4:6]), int(number[6:8]))


def cpns_on(number: str) -> date | None:
    """First day of the appointment month in a NIP of a PNS; None for a PPPK (no month).

    >>> cpns_on("198503122010011901")
    datetime.date(2010, 1, 1)
    >>> cpns_on("199208172024212903") is None
    True
    """
    month = int(number[12:14])
    return date(int(number[8:12]), month, 1) if month <= 12 else None


def serial(day: date) -> int:
    """Day number of a spreadsheet (1900 system), as left behind when the date format is lost.

    >>> serial(date(1985, 3, 12))
    31118
    """
    return (day - date(1899, 12, 30)).days


def grouped(number: str, separator: str = " ") -> str:
    """A NIP as people write it by hand.

    >>> grouped("198503122010011901")
    '19850312 201001 1 901'
    """
    return separator.join((number[:8], number[8:14], number[14], number[15:]))


def as_float(number: str) -> float:
    """A NIP typed as a number: the sheet keeps 15 digits, the last three are gone.

    >>> as_float("198503122010011901") == 198503122010011000.0
    True
    """
    return float(int(number[:15]) * 1000)


def ignored(
    why: str, *cells: Cell, look: Look = "plain", span: tuple[int, int] | None = None
) -> Row:
    """A row that is no data: title, heading, total, note, or blank when without cells."""
    return Row(cells, "ignore", why, look=look, span=span)


def expected(workbook: Workbook) -> dict[str, Any]:
    """The declarations as the JSON that `compare` reads, every row of every sheet."""
    rows = [
        _expected_row(sheet, number, row)
        for sheet in workbook.sheets
        for number, row in enumerate(sheet.rows, start=1)
    ]
    answer: dict[str, Any] = {"file": workbook.file, "kind": workbook.kind, "rows": rows}
    if workbook.secrets:
        answer["must_not_appear"] = list(workbook.secrets)
    return answer


def _expected_row(sheet: Sheet, number: int, row: Row) -> dict[str, Any]:
    answer: dict[str, Any] = {"sheet": sheet.name, "row": number, "outcome": row.outcome}
    if row.also:
        answer["also"] = list(row.also)
    answer["why"] = row.why
    answer["must_not_store"] = row.must_not_store
    if row.values:
        answer["values"] = dict(row.values)
    if row.secrets:
        answer["must_not_appear"] = list(row.secrets)
    if row.suggests:
        answer["suggests"] = row.suggests
    return answer


def identifiers(sheets: Iterable[Sheet]) -> set[str]:
    """All NIPs that a correct import of these sheets stores."""
    return {
        row.values["nip"]
        for sheet in sheets
        for row in sheet.rows
        if {row.outcome, *row.also} & STORED and "nip" in row.values
    }
