"""What an ODS says besides its values: hidden rows, merged cells, the first day of its calendar."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
INVISIBLE = {"collapse", "filter"}
MOST_ROWS = 1_048_576

Merge = tuple[int, int, int, int]  # top, left, bottom, right; 0-based, both included


@dataclass
class Marks:
    """What one sheet says of its rows."""

    hidden: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)


def structure(content: bytes) -> tuple[bool, list[Marks]]:
    """Whether the calendar starts in 1904, and the marks of each sheet in order."""
    since_1904 = False
    sheets: list[Marks] = []
    row = column = 0
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        archive.open("content.xml") as stream,
    ):
        # The parser runs in the limited child.
        for event, element in ElementTree.iterparse(stream, ("start", "end")):  # noqa: S314
            tag = element.tag
            if event == "start":
                if tag == f"{TABLE}table":
                    sheets.append(Marks())
                    row = 0
                elif tag == f"{TABLE}null-date":
                    since_1904 = element.get(f"{TABLE}date-value", "").startswith("1904")
                elif tag == f"{TABLE}table-row":
                    column = 0
                    if sheets and element.get(f"{TABLE}visibility", "") in INVISIBLE:
                        sheets[-1].hidden.update(range(row, row + min(_repeats(element), 10_000)))
                continue
            if tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                if sheets and tag == f"{TABLE}table-cell":
                    _note_merge(sheets[-1], element, row, column)
                column += int(element.get(f"{TABLE}number-columns-repeated", "1"))
                element.clear()
            elif tag == f"{TABLE}table-row":
                row += _repeats(element)
                element.clear()
    return since_1904, sheets


def _repeats(row: ElementTree.Element) -> int:
    return min(int(row.get(f"{TABLE}number-rows-repeated", "1")), MOST_ROWS)


def _note_merge(marks: Marks, cell: ElementTree.Element, row: int, column: int) -> None:
    down = int(cell.get(f"{TABLE}number-rows-spanned", "1"))
    across = int(cell.get(f"{TABLE}number-columns-spanned", "1"))
    if down > 1 or across > 1:
        marks.merges.append((row, column, row + down - 1, column + across - 1))
