"""Small files for the tests: rows in, bytes out."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Rows = Sequence[Sequence[Any]]


def xlsx(
    rows: Rows,
    *,
    merges: Iterable[str] = (),
    hidden: Iterable[int] = (),
    sheet: str = "Data",
    more: dict[str, Rows] | None = None,
    hidden_sheets: dict[str, Rows] | None = None,
    since_1904: bool = False,
) -> bytes:
    """A workbook: `hidden` are row numbers, `more` and `hidden_sheets` further sheets by name."""
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    first = book.active
    first.title = sheet
    for row in rows:
        first.append(list(row))
    for area in merges:
        first.merge_cells(area)
    for number in hidden:
        first.row_dimensions[number].hidden = True
    for name, others in {**(more or {}), **(hidden_sheets or {})}.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
        if name in (hidden_sheets or {}):
            other.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows, *, hidden: Iterable[int] = (), since_1904: bool = False) -> bytes:
    """The old binary format."""
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    sheet = book.add_sheet("Data")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value, *([day] if isinstance(value, date) else []))
    for number in hidden:
        sheet.row(number - 1).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(
    rows: Rows, *, hidden: Iterable[int] = (), down: tuple[int, int, int] | None = None
) -> bytes:
    """LibreOffice's format. `down`: row, column (from 1) and height of one merged cell."""
    document = OpenDocumentSpreadsheet()
    unseen = Style(name="unseen", family="table")
    unseen.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(unseen)
    table = Table(name="Data")
    for number, row in enumerate(rows, start=1):
        line = TableRow(**({"visibility": "collapse"} if number in hidden else {}))
        for column, value in enumerate(row, start=1):
            line.addElement(_ods_cell(number, column, value, down))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    other = Table(name="Arsip", stylename="unseen")
    other.addElement(TableRow())
    document.spreadsheet.addElement(other)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def _ods_cell(number: int, column: int, value: Any, down: tuple[int, int, int] | None) -> Any:
    if down and column == down[1] and down[0] < number < down[0] + down[2]:
        return CoveredTableCell()
    about: dict[str, Any] = {}
    if down and (number, column) == down[:2]:
        about["numberrowsspanned"] = down[2]
    if value is None:
        return TableCell(**about)
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat(), **about)
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=str(value), **about)
    cell = TableCell(valuetype="string", **about)
    cell.addElement(P(text=value))
    return cell


def csv_file(rows: Rows, *, sign: str = ",", encoding: str = "utf-8") -> bytes:
    """Comma-separated values, or another sign."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode(encoding)
