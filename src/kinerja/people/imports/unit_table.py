"""The rows of a list of units: a unit, or a title, a sum, a signature …"""

from kinerja.people.imports.column_numbers import is_column_numbers
from kinerja.people.imports.layout import Layout
from kinerja.people.imports.row_kind import (
    NOTE,
    SUM,
    Line,
    RowKind,
    filled,
    is_signing,
    is_words,
)
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.table import Table
from kinerja.people.imports.text import key, text_of, tidy
from kinerja.people.imports.unit_columns import unit_field_of

PARENTS = ("parent_code", "parent_name", "parent")


class UnitTable(Table):
    """A sheet that lists units: names with codes, or names with the units above them."""

    OWN = frozenset({"code", "name"})
    field_of = staticmethod(unit_field_of)

    @staticmethod
    def required(fields: set[str]) -> bool:
        return "name" in fields and bool(fields & {"code", *PARENTS, "level"})

    def is_record(self, row: list[Cell], layout: Layout) -> bool:
        named = filled(layout.cell(row, "name"))
        if "code" in layout.fields:
            return named and filled(layout.cell(row, "code"))
        return named and any(filled(layout.cell(row, field)) for field in (*PARENTS, "level"))

    def line(self, index: int, row: list[Cell], layout: Layout, foot: bool, signed: bool) -> Line:
        inside = self.inside(row, layout)
        if not inside:
            return Line(index, RowKind.LEGEND if any(map(filled, row)) else RowKind.BLANK)
        texts = [text for _, text in inside]
        words = [text for text in texts if is_words(text)]
        if is_column_numbers(texts, len(layout.fields)):
            return Line(index, RowKind.NUMBERS)
        if self.repeats_header(inside, layout):
            return Line(index, RowKind.HEADER, layout)
        if words and SUM.match(key(words[0])):
            return Line(index, RowKind.SUM)
        certain = self.is_record(row, layout)
        if not certain:
            if signed or any(map(is_signing, texts)):
                return Line(index, RowKind.SIGNATURE)
            if words and NOTE.match(key(words[0])):
                return Line(index, RowKind.NOTE)
        if certain or self._is_unit(row, layout, foot):
            return Line(index, RowKind.RECORD, layout)
        if not words:
            return Line(index, RowKind.BLANK if len(texts) == 1 else RowKind.NOTE)
        return Line(index, RowKind.NOTE if foot else RowKind.SECTION, layout, words[0])

    @staticmethod
    def _is_unit(row: list[Cell], layout: Layout, foot: bool) -> bool:
        """A unit that lacks its code or its name."""
        named = is_words(tidy(text_of(layout.cell(row, "name"))))
        coded = filled(layout.cell(row, "code"))
        others = sum(filled(layout.cell(row, field)) for field in (*PARENTS, "level"))
        if "code" in layout.fields:
            return bool(others) and (named or coded)
        return named and not foot
