"""The parser that runs in the limited child: one foreign file in, its sheets as JSON out."""

import io
import json
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kinerja.people.imports.formats import container, delimited, ods, xls, xlsx
from kinerja.records.refusals import FileRefused

MOST_ROWS = 200_000
DAMAGED = "Berkas ini rusak atau terpotong. Buka di aplikasinya, simpan ulang, lalu kirim lagi."


def run(payload: bytes) -> bytes:
    """The workbook as JSON: since_1904 and sheets (name, hidden, rows, hidden_rows, merges).

    Cells are text, numbers, true/false, null, or a list with one ISO date. Errors: FileRefused.
    """
    kind = container.recognise(payload)
    out = io.BytesIO()
    if kind is container.Format.CSV:
        _write_head(out, kind.value, False)
        rows = delimited.read(payload)
        _check_rows(len(rows))
        _write_sheet(out, "", False, rows, set(), [])
        out.write(b"]}")
        return out.getvalue()
    try:
        _read_workbook(payload, kind, out)
    except PasswordError:
        raise container.locked() from None
    except (CalamineError, SyntaxError, KeyError, StopIteration, ValueError):
        raise FileRefused(DAMAGED) from None
    return out.getvalue()


def _read_workbook(payload: bytes, kind: container.Format, out: io.BytesIO) -> None:
    since_1904 = False
    hidden_by_name: dict[str, set[int]] = {}
    marks: list[ods.Marks] = []
    if kind is container.Format.XLSX:
        since_1904, hidden_by_name = xlsx.structure(payload)
    elif kind is container.Format.XLS:
        since_1904, hidden_in_order = xls.structure(payload)
        marks = [ods.Marks(hidden) for hidden in hidden_in_order]
    else:
        since_1904, marks = ods.structure(payload)
    _write_head(out, kind.value, since_1904)
    book = CalamineWorkbook.from_filelike(io.BytesIO(payload))
    written = 0
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        mark = marks[index] if index < len(marks) else ods.Marks()
        if kind is container.Format.XLSX:
            mark.hidden = hidden_by_name.get(about.name, set())
        if sheet.merged_cell_ranges:
            mark.merges = [(*first, *last) for first, last in sheet.merged_cell_ranges]
        if written:
            out.write(b",")
        visible = about.visible is SheetVisibleEnum.Visible
        _write_sheet(out, about.name, not visible, _rows(sheet), mark.hidden, mark.merges)
        written += 1
    out.write(b"]}")


def _rows(sheet: CalamineSheet) -> list[list[Any]]:
    """All rows from A1 on, however far from it the first value stands."""
    _check_rows(sheet.total_height)
    return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _check_rows(count: int) -> None:
    if count > MOST_ROWS:
        raise FileRefused(
            f"Lembar ini mempunyai {count:,} baris; paling banyak {MOST_ROWS:,}. "
            "Hapus baris kosong di bawah tabel, atau bagi menjadi beberapa berkas.".replace(
                ",", "."
            )
        )


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value or None
    if isinstance(value, datetime):
        return [value.date().isoformat()]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, time | timedelta):
        return str(value)
    return value


def _write_head(out: io.BytesIO, kind: str, since_1904: bool) -> None:
    out.write(f'{{"format":"{kind}","since_1904":{json.dumps(since_1904)},"sheets":['.encode())


def _write_sheet(
    out: io.BytesIO,
    name: str,
    hidden: bool,
    rows: list[list[Any]],
    hidden_rows: set[int],
    merges: list[tuple[int, int, int, int]],
) -> None:
    head = {
        "name": name,
        "hidden": hidden,
        "hidden_rows": sorted(hidden_rows),
        "merges": merges,
    }
    out.write(json.dumps(head, ensure_ascii=False)[:-1].encode())
    out.write(b',"rows":[')
    for number, row in enumerate(rows):
        out.write(b"," if number else b"")
        out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode())
    out.write(b"]}")
