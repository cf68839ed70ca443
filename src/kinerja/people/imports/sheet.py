"""A foreign file as sheets of plain cells: values, hidden rows and sheets, merged cells."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kinerja.records.refusals import FileRefused
from kinerja.records.sandbox import run_limited

MOST_BYTES = 10 * 1024 * 1024

Cell = str | int | float | bool | date | None
Merge = tuple[int, int, int, int]  # top, left, bottom, right; 0-based, both included


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is row 1 of the sheet. Trailing empty rows are cut off."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # 0-based
    merges: list[Merge] = field(default_factory=list)


@dataclass(frozen=True)
class Workbook:
    """A whole file. `since_1904`: its serial numbers count from 1904, not from 1900."""

    sheets: list[Sheet]
    since_1904: bool = False


def read_workbook(content: bytes, name: str = "") -> Workbook:
    """Read XLSX, XLS, ODS or CSV, in a child process with little memory and time.

    A CSV has no sheets; its one sheet is called `name`.
    Errors: FileRefused (a Refusal) when the file is too large, locked, damaged or no table.
    """
    check_size(content)
    said = json.loads(run_limited("kinerja.people.imports.reader", content))
    sheets = [_sheet({**one, "name": one["name"] or name}) for one in said["sheets"]]
    return Workbook(sheets, said["since_1904"])


def check_size(content: bytes) -> None:
    """Refuse a file of more than 10 MB. Errors: FileRefused."""
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1024 / 1024:.1f}".replace(".", ",")
        raise FileRefused(
            f"Berkas ini {size} MB; paling besar 10 MB. Bagi menjadi beberapa berkas."
        )


def _sheet(said: dict[str, Any]) -> Sheet:
    rows = said["rows"]
    for row in rows:
        for at, cell in enumerate(row):
            if type(cell) is list:
                row[at] = date.fromisoformat(cell[0])
            elif cell == "":
                row[at] = None
    while rows and all(
        cell is None or (type(cell) is str and not cell.strip()) for cell in rows[-1]
    ):
        rows.pop()
    return Sheet(
        name=said["name"],
        rows=rows,
        hidden=said["hidden"],
        hidden_rows=frozenset(said["hidden_rows"]),
        merges=[tuple(merge) for merge in said["merges"]],
    )
