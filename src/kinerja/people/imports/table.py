"""The rows of a sheet one by one, each told apart; what a record looks like is for the kinds of
tables to say (`person_table`, `unit_table`)."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from kinerja.people.imports.layout import (
    DEEPEST,
    Layout,
    Merged,
    find_layout,
    may_be_heading,
    same_table,
)
from kinerja.people.imports.outcome import Outcome, Reason, RowReport
from kinerja.people.imports.row_kind import Line, RowKind, filled, texts_of
from kinerja.people.imports.sheet import Cell, Sheet
from kinerja.people.imports.text import key, masked, text_of, tidy


class Table(ABC):
    """The rows of one sheet. `layout` is None when the sheet holds no such table."""

    OWN: frozenset[str] = frozenset()  # fields for which it never does

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.merged = Merged(sheet)
        found = find_layout(sheet, self.merged, self.field_of, self.required)
        self.layout = self.named(found) if found else None

    @staticmethod
    @abstractmethod
    def field_of(texts: Sequence[str]) -> str:
        """The field of a column with these headings."""

    @staticmethod
    @abstractmethod
    def required(fields: set[str]) -> bool:
        """Whether these fields make a table of this kind."""

    def named(self, layout: Layout) -> Layout:
        """The layout, once it is known what all columns are."""
        return layout

    @abstractmethod
    def is_record(self, row: list[Cell], layout: Layout) -> bool:
        """Whether a row is a record beyond doubt."""

    @abstractmethod
    def line(self, index: int, row: list[Cell], layout: Layout, foot: bool, signed: bool) -> Line:
        """What a row below the header is. `foot`: no certain record follows."""

    def titles(self) -> list[str]:
        """What stands above the header, line by line."""
        if self.layout is None:
            return []
        rows = self.sheet.rows[: self.layout.first_row]
        return [" ".join(texts) for row in rows if (texts := texts_of(row))]

    def lines(self) -> Iterator[Line]:
        """Every row from the first to the last one that holds something."""
        layout = self.layout
        if layout is None or self.sheet.hidden:
            kind = RowKind.HIDDEN_SHEET if self.sheet.hidden else RowKind.NO_TABLE
            for index, row in enumerate(self.sheet.rows):
                yield Line(index, kind if any(map(filled, row)) else RowKind.BLANK)
            return
        end = self.last_record(layout)
        signed, header_end = False, layout.last_row
        for index, row in enumerate(self.sheet.rows):
            if index in self.sheet.hidden_rows:
                yield Line(index, RowKind.HIDDEN)
                continue
            if index < layout.first_row:
                yield Line(index, RowKind.TITLE if any(map(filled, row)) else RowKind.BLANK)
                continue
            if index <= header_end:
                yield Line(index, RowKind.HEADER)
                continue
            if again := self._new_header(index, row, layout):
                header_end, signed = again.last_row, False
                layout = same_table(layout, again)
                yield Line(index, RowKind.HEADER)
                continue
            line = self.line(index, row, layout, index > end, signed)
            if line.kind is RowKind.SIGNATURE:
                signed = True
            elif line.kind is RowKind.RECORD:
                signed = False
            yield line

    def report_of(self, line: Line) -> RowReport:
        """The report on a row, begun: what holds no record is passed over, or refused, here.

        What stood there is told with the digits of long numbers hidden.
        """
        report = RowReport(self.sheet.name, line.index + 1)
        if line.kind is not RowKind.RECORD or line.layout is None:
            report.base = Outcome.REFUSE if line.kind is RowKind.UNREAD else Outcome.IGNORE
            found = masked(next(iter(texts_of(self.sheet.rows[line.index])), "")[:100])
            report.add(Reason(report.base, line.kind.value, line.kind.message, found=found))
        return report

    def last_record(self, layout: Layout) -> int:
        """The last certain record; what follows is the foot of the sheet."""
        for index in range(len(self.sheet.rows) - 1, layout.last_row, -1):
            if self.is_record(self.sheet.rows[index], layout):
                return index
        return layout.last_row

    def _new_header(self, index: int, row: list[Cell], layout: Layout) -> Layout | None:
        """The header of one to three rows that begins with this row, if one does."""
        if self.is_record(row, layout):
            return None
        named: set[str] = set()
        for below in self.sheet.rows[index : index + DEEPEST]:
            if not may_be_heading(below):
                break
            named |= {
                self.field_of([tidy(cell)])
                for cell in below
                if isinstance(cell, str) and cell.strip()
            }
        if not self.required(named):
            return None
        found = find_layout(
            self.sheet, self.merged, self.field_of, self.required, index, index + DEEPEST
        )
        return self.named(found) if found and found.first_row == index else None

    def inside(self, row: list[Cell], layout: Layout) -> list[tuple[int, str]]:
        """Column and text of the filled cells of the table itself; a legend beside it left out."""
        return [
            (at, tidy(text_of(cell)))
            for at, cell in enumerate(row[: layout.right + 1])
            if at >= layout.left and filled(cell)
        ]

    def repeats_header(self, inside: list[tuple[int, str]], layout: Layout) -> bool:
        """Whether at least half of the cells say what the header of their column says."""
        equal = 0
        for at, text in inside:
            for row in range(layout.first_row, layout.last_row + 1):
                header = self.sheet.rows[row]
                if at < len(header) and key(text_of(header[at])) == key(text) != "":
                    equal += 1
                    break
        return equal >= 2 and 2 * equal >= len(inside)

    def cells(self, index: int, layout: Layout) -> dict[str, Cell]:
        """The cells of a row by field; where a merged cell covers one, the value of that."""
        row, down = self.sheet.rows[index], self.merged.down
        cells = {name: row[at] for name, at in layout.fields.items() if at < len(row)}
        if down:
            for name, at in layout.fields.items():
                top = down.get((index, at))
                if top is not None and name not in self.OWN:
                    above = self.sheet.rows[top]
                    cells[name] = above[at] if at < len(above) else None
        return cells
