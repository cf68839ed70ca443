"""Write the messy workbooks that the declarations beside this file describe.

python make_workbooks.py FOLDER      writes the four files into FOLDER
python make_workbooks.py --expected  writes expected/*.json anew after a change of declarations
"""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[4]))  # run as a file, not as a module

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from odf.text import S as Spaces
from openpyxl import Workbook as XlsxWorkbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from tests.people.imports.workbooks.accounts import ACCOUNTS
from tests.people.imports.workbooks.declared import Cell, Sheet, Workbook, expected
from tests.people.imports.workbooks.organisation import ORGANISATION
from tests.people.imports.workbooks.rekap import REKAP
from tests.people.imports.workbooks.simpeg import SIMPEG

FOLDER = Path(__file__).resolve().parent
WORKBOOKS = (REKAP, SIMPEG, ACCOUNTS, ORGANISATION)
MADE_ON = datetime(2026, 1, 2, 8, 0)  # noqa: DTZ001 - the format keeps no zone


def make_workbooks(folder: Path) -> list[Path]:
    """Write all four files into the folder (made when missing); their paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    writers = {".xlsx": _write_xlsx, ".xls": _write_xls, ".csv": _write_csv, ".ods": _write_ods}
    paths = []
    for workbook in WORKBOOKS:
        path = folder / workbook.file
        writers[path.suffix](workbook, path)
        paths.append(path)
    return paths


def expected_path(workbook: Workbook) -> Path:
    """Where the outcomes of this workbook are written down."""
    return FOLDER / "expected" / f"{Path(workbook.file).stem}.json"


def expected_text(workbook: Workbook) -> str:
    """The declarations as the text of their JSON file: one line for each row."""
    answer = expected(workbook)
    lines = [json.dumps(row, ensure_ascii=False) for row in answer.pop("rows")]
    head = json.dumps(answer, ensure_ascii=False)[:-1]
    return head + ', "rows": [\n' + ",\n".join(lines) + "\n]}\n"


def _write_xlsx(workbook: Workbook, path: Path) -> None:
    book = XlsxWorkbook()
    book.properties.created = book.properties.modified = MADE_ON
    book.remove(book.worksheets[0])
    for sheet in workbook.sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for number, row in enumerate(sheet.rows, start=1):
            for column, content in enumerate(row.cells, start=1):
                if content is None:
                    continue
                cell = page.cell(number, column, content)
                if isinstance(content, str):
                    cell.data_type = "s"  # text even where it looks like a formula
                elif isinstance(content, date):
                    cell.number_format = "dd-mm-yyyy"
                if row.look != "plain":
                    cell.font = Font(bold=True)
            page.row_dimensions[number].hidden = row.hidden
            if row.span:
                first, last = (get_column_letter(column) for column in row.span)
                page.merge_cells(f"{first}{number}:{last}{number}")
            if row.look == "title":
                page.cell(number, 1).alignment = Alignment(horizontal="center")
        for top, left, bottom, right in (*sheet.merges, *_heading_merges(sheet)):
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.active = next(index for index, sheet in enumerate(workbook.sheets) if not sheet.hidden)
    book.save(path)


def _heading_merges(sheet: Sheet) -> list[tuple[int, int, int, int]]:
    """Merged areas of two heading rows: a group over its columns, a single heading down both."""
    merges = []
    for index, (upper, lower) in enumerate(zip(sheet.rows, sheet.rows[1:], strict=False), start=1):
        if not (upper.look == lower.look == "heading") or lower.cells[0] is not None:
            continue
        column = 1
        while column <= len(upper.cells):
            last = column
            if lower.cells[column - 1] is None:
                merges.append((index, column, index + 1, column))
            else:
                while last < len(upper.cells) and upper.cells[last] is None:
                    last += 1
                if last > column:
                    merges.append((index, column, index, last))
            column = last + 1
    return merges


def _write_xls(workbook: Workbook, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    as_date = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for sheet in workbook.sheets:
        page = book.add_sheet(str(sheet.name))
        page.visibility = 1 if sheet.hidden else 0
        for number, row in enumerate(sheet.rows):
            for column, content in enumerate(row.cells):
                if isinstance(content, date):
                    page.write(number, column, content, as_date)
                elif content is not None and content != "":
                    page.write(number, column, content)
    book.save(str(path))


def _write_csv(workbook: Workbook, path: Path) -> None:
    (sheet,) = workbook.sheets
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerows(row.cells for row in sheet.rows)


def _write_ods(workbook: Workbook, path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    for sheet in workbook.sheets:
        page = Table(name=sheet.name, **({"stylename": hidden} if sheet.hidden else {}))
        for row in sheet.rows:
            line = TableRow(**({"visibility": "collapse"} if row.hidden else {}))
            for column, content in enumerate(row.cells or (None,), start=1):
                spanned = row.span[1] - row.span[0] if row.span and row.span[0] == column else 0
                line.addElement(_ods_cell(content, spanned))
                for _ in range(spanned):
                    line.addElement(CoveredTableCell())
            page.addElement(line)
        book.spreadsheet.addElement(page)
    book.save(str(path))


def _ods_cell(content: Cell, spanned: int) -> TableCell:
    span = {"numbercolumnsspanned": spanned + 1, "numberrowsspanned": 1} if spanned else {}
    if content is None or content == "":
        return TableCell(**span)
    if isinstance(content, date):
        cell = TableCell(valuetype="date", datevalue=content.isoformat(), **span)
    elif isinstance(content, str):
        cell = TableCell(valuetype="string", **span)
    else:
        cell = TableCell(valuetype="float", value=content, **span)
    text = str(content)
    lead = len(text) - len(text.lstrip(" "))
    paragraph = P()
    if lead:
        paragraph.addElement(Spaces(c=lead))  # the format folds plain spaces
    for index, part in enumerate(text[lead:].split("  ")):
        if index:
            paragraph.addElement(Spaces(c=2))
        paragraph.addText(part)
    cell.addElement(paragraph)
    return cell


def main(arguments: list[str]) -> int:
    """Write the workbooks into a folder, or the expected outcomes into this one."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)  # noqa: T201
        return 2
    if arguments[0] == "--expected":
        for workbook in WORKBOOKS:
            expected_path(workbook).write_text(expected_text(workbook), encoding="utf-8")
    else:
        for path in make_workbooks(Path(arguments[0])):
            print(path)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
