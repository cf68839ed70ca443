"""The rows of a list of people: a person, or a title, a section, a sum, a signature …"""

from dataclasses import replace

from kinerja.people.imports.columns import BARE_TMT, field_of
from kinerja.people.imports.layout import Layout
from kinerja.people.imports.nip import looks_like_nip
from kinerja.people.imports.row_kind import (
    NOTE,
    SUM,
    UNIT_LABEL,
    VACANT,
    Line,
    RowKind,
    filled,
    is_column_numbers,
    is_signing,
    is_words,
    names_unit,
)
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.table import Table
from kinerja.people.imports.text import key, text_of, tidy

OF_POST = ("position", "eselon", "position_level", "position_kind", "job_class")


class PersonTable(Table):
    """A sheet that lists people: it has a column for the NIP and one for the name."""

    OWN = frozenset({"nip", "name", "nip_and_name"})
    field_of = staticmethod(field_of)

    @staticmethod
    def required(fields: set[str]) -> bool:
        return "nip_and_name" in fields or {"nip", "name"} <= fields

    def named(self, layout: Layout) -> Layout:
        """A bare "TMT" belongs to what stands on its left: post, grade, or the start of service."""
        at = layout.fields.get(BARE_TMT)
        if at is None:
            return layout
        fields, headings = dict(layout.fields), dict(layout.headings)
        del fields[BARE_TMT]
        heading = headings.pop(BARE_TMT)
        left = max((column for column in fields.values() if column < at), default=-1)
        neighbour = next((name for name, column in fields.items() if column == left), "")
        meaning = "position_since" if neighbour in OF_POST else "start_date"
        if neighbour not in ("grade", "rank") and meaning not in fields:
            fields[meaning], headings[meaning] = at, heading
        return replace(layout, fields=fields, headings=headings)

    def is_record(self, row: list[Cell], layout: Layout) -> bool:
        number = layout.cell(row, "nip") or layout.cell(row, "nip_and_name")
        return looks_like_nip(number) and not _signs(number, row, layout)

    def line(self, index: int, row: list[Cell], layout: Layout, foot: bool, signed: bool) -> Line:
        number = layout.cell(row, "nip")
        both = layout.cell(row, "nip_and_name")
        name = tidy(text_of(layout.cell(row, "name")))
        if both is not None:
            number = both if looks_like_nip(both) else number
            name = name or tidy(text_of(both))
        if looks_like_nip(number) and name and not _signs(number, row, layout):
            return Line(index, RowKind.RECORD, layout)
        if (index, layout.fields.get("nip", -1)) in self.merged.down:
            return Line(index, RowKind.CONTINUED)
        inside = self.inside(row, layout)
        if not inside:
            return Line(index, RowKind.LEGEND if any(map(filled, row)) else RowKind.BLANK)
        return self._incomplete(index, row, layout, inside, name, number, foot, signed)

    def _incomplete(
        self,
        index: int,
        row: list[Cell],
        layout: Layout,
        inside: list[tuple[int, str]],
        name: str,
        number: Cell,
        foot: bool,
        signed: bool,
    ) -> Line:
        """A row that lacks the number or the name: perhaps a person all the same."""
        texts = [text for _, text in inside]
        words = [text for text in dict.fromkeys(texts) if is_words(text)]
        has_number = looks_like_nip(number)
        if is_column_numbers(texts, len(layout.fields)):
            return Line(index, RowKind.NUMBERS)
        if self.repeats_header(inside, layout):
            return Line(index, RowKind.HEADER, layout)
        if words and SUM.match(key(words[0])):
            return Line(index, RowKind.SUM)
        signs = _signs(number, row, layout) or any(map(is_signing, texts))
        if signs and not _is_person(inside, layout, name, number, foot=True):
            return Line(index, RowKind.SIGNATURE)
        seat = not name and not has_number and filled(layout.cell(row, "position"))
        if (name and VACANT.match(key(name))) or (seat and len(texts) > 1 and not foot):
            return Line(index, RowKind.VACANT)
        if signed:
            return Line(index, RowKind.SIGNATURE)
        if label := UNIT_LABEL.match(" ".join(words)):
            return Line(index, RowKind.SECTION, layout, label["unit"].strip() or words[0])
        if words and NOTE.match(key(words[0])) and not has_number:
            return Line(index, RowKind.NOTE)
        if _is_person(inside, layout, name, number, foot):
            return Line(index, RowKind.RECORD, layout)
        if not words:
            return Line(index, RowKind.NOTE if foot or len(texts) > 1 else RowKind.BLANK)
        if not foot and (len(words) == 1 or names_unit(words[0])):
            return Line(index, RowKind.SECTION, layout, words[0])
        return Line(index, RowKind.NOTE)


def _is_person(
    inside: list[tuple[int, str]], layout: Layout, name: str, number: Cell, foot: bool
) -> bool:
    """A name with other facts, or a number with other facts: one of the two is missing."""
    used = {at for field, at in layout.fields.items() if field not in ("nip", "name")}
    facts = sum(at in used for at, _ in inside)
    if looks_like_nip(number):
        return not foot or facts >= 1
    if not is_words(name):
        return False
    columns = set(layout.fields.values())
    counted = any(at not in columns and text.rstrip(".").isdigit() for at, text in inside)
    if foot:
        return (counted and facts >= 1) or facts >= 3
    if counted:
        return facts >= 1 or not names_unit(name)
    return facts >= 2 or (facts == 1 and not names_unit(name))


def _signs(number: Cell, row: list[Cell], layout: Layout) -> bool:
    """ "NIP. 1970…" under a name at the foot of a page, and no name beside it."""
    if not isinstance(number, str) or not number.strip().lower().startswith("nip"):
        return False
    name = key(text_of(layout.cell(row, "name")))
    return not name or name.startswith("nip")
