"""The rows of a list of people: a person, or a title, a section, a sum, a signature …"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kinerja.people.imports.column_numbers import is_column_numbers
from kinerja.people.imports.columns import BARE_TMT, OTHER, field_of
from kinerja.people.imports.layout import Layout
from kinerja.people.imports.nip import looks_like_nip, read_nip
from kinerja.people.imports.row_kind import (
    NOTE,
    SIGNER,
    SUM,
    UNIT_LABEL,
    VACANT,
    Line,
    RowKind,
    filled,
    is_signing,
    is_words,
    names_unit,
)
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.table import Table
from kinerja.people.imports.text import key, text_of, tidy

MANY = 3  # rows with numbers of people: less of them are examples in a note
LOOKED_AT = 500  # rows below a header that tell how its records are laid out
OF_POST = ("position", "eselon", "position_level", "position_kind", "job_class")


class PersonTable(Table):
    """A sheet that lists people: it has a column for the NIP and one for the name."""

    OWN = frozenset({"nip", "name", "nip_and_name"})
    field_of = staticmethod(field_of)

    @staticmethod
    def required(fields: set[str]) -> bool:
        return "nip_and_name" in fields or {"nip", "name"} <= fields

    def named(self, layout: Layout) -> Layout:
        """What a column is called here depends on the others.

        A bare "TMT" belongs to what stands on its left: post, grade, or the start of service. The
        name of a school is read when nothing else tells the level of education.
        """
        fields, headings = dict(layout.fields), dict(layout.headings)
        for name, meaning in (
            (BARE_TMT, _meaning_of_tmt(layout)),
            ("education_name", "education"),
            ("grade_letter", "" if "grade" in fields else "grade"),
        ):
            if name not in fields or (name == "grade_letter" and not meaning):
                continue
            at, heading = fields.pop(name), headings.pop(name)
            if meaning and meaning not in fields:
                fields[meaning], headings[meaning] = at, heading
        layout = replace(layout, fields=fields, headings=headings)
        if (both := fields.get("nip_and_name")) is not None:
            layout = replace(layout, number_first=self._number_first(layout, both))
        return self._paired(layout)

    def _number_first(self, layout: Layout, at: int) -> bool:
        """Whether the facts of a person stand beside the number, with the name in the row below."""
        facts = {True: 0, False: 0}  # beside numbers, beside names
        first = layout.last_row + 1
        for row in self.sheet.rows[first : first + LOOKED_AT]:
            inside = self.inside(row, layout)
            cell = dict(inside).get(at, "")
            if looks_like_nip(cell) or (is_words(cell) and not names_unit(cell)):
                facts[looks_like_nip(cell)] += len(inside) - 1
        return facts[True] > facts[False]

    def _paired(self, layout: Layout) -> Layout:
        """The layout with what each row of a record in two rows holds, when there are such."""
        if not layout.stacked:
            return layout
        first = layout.last_row + 1
        rows = range(first, min(first + LOOKED_AT, len(self.sheet.rows)))
        records = [
            index
            for index in rows
            if self._stacked(index, layout) or self.is_record(self.sheet.rows[index], layout)
        ]
        if not any(self._below(index, layout) for index in records):
            return layout
        fields, headings = dict(layout.fields), dict(layout.headings)
        pairs: dict[int, tuple[str, str]] = {}
        for at, (above, below) in layout.stacked.items():
            if at == fields.get("nip_and_name"):
                continue
            upper, lower = field_of([above]), field_of([below])
            if lower in ("", OTHER, BARE_TMT):
                lower = field_of([above, below])
            taken = {name for name, column in fields.items() if column != at}
            upper, lower = (
                "" if name in (OTHER, BARE_TMT) or name in taken else name
                for name in (upper, lower)
            )
            pairs[at] = (upper, lower)
            headings |= {name: text for name, text in ((upper, above), (lower, below)) if name}
            if upper and upper not in fields:
                fields = {name: column for name, column in fields.items() if column != at}
                fields[upper] = at
        return replace(layout, fields=fields, headings=headings, pairs=pairs)

    def lines(self) -> Iterator[Line]:
        """As of every table; people on a sheet whose header nobody knows are not passed over."""
        if self.layout is None and not self.sheet.hidden:
            numbers = [any(map(_is_nip, row)) for row in self.sheet.rows]
            if sum(numbers) >= MANY:
                for line in super().lines():
                    unread = numbers[line.index] and line.index not in self.sheet.hidden_rows
                    yield replace(line, kind=RowKind.UNREAD) if unread else line
                return
        yield from super().lines()

    def cells(self, index: int, layout: Layout) -> dict[str, Cell]:
        cells = super().cells(index, layout)
        if not self._below(index, layout):
            return cells
        row, below = self.sheet.rows[index], self.sheet.rows[index + 1]
        if self._stacked(index, layout):
            at = layout.fields["nip_and_name"]
            cells["nip_and_name"] = f"{text_of(row[at])}\n{text_of(below[at])}"
        for at, (upper, lower) in layout.pairs.items():
            second = below[at] if at < len(below) else None
            if not filled(second):
                continue
            for name in [name for name, column in layout.fields.items() if column == at]:
                cells.pop(name, None)
            if upper:
                cells[upper] = row[at] if at < len(row) else None
            if lower:
                cells[lower] = second
        return cells

    def _below(self, index: int, layout: Layout) -> bool:
        """Whether the next row goes on with the record of this one."""
        if "nip_and_name" in layout.fields:
            return self._stacked(index, layout)
        if not layout.stacked or index + 1 >= len(self.sheet.rows):
            return False
        row, below = self.sheet.rows[index], self.sheet.rows[index + 1]
        inside = self.inside(below, layout)
        return (
            bool(inside)
            and all(at in layout.stacked for at, _ in inside)
            and self.is_record(row, layout)
            and not any(SUM.match(key(text)) or is_signing(text) for _, text in inside)
        )

    def _stacked(self, index: int, layout: Layout) -> bool:
        """Whether number and name stand in two rows, in one column for both, from this row on."""
        at = layout.fields.get("nip_and_name")
        if at is None or index + 1 >= len(self.sheet.rows) or index <= layout.last_row:
            return False
        row, below = self.sheet.rows[index], self.sheet.rows[index + 1]
        if at >= min(len(row), len(below)):
            return False
        name, number = (below[at], row[at]) if layout.number_first else (row[at], below[at])
        return (
            looks_like_nip(number)
            and not is_words(_letters(number))
            and not looks_like_nip(name)
            and is_words(tidy(text_of(name)))
            and (len(self.inside(row, layout)) > 1 or not _has_prefix(number))
        )

    def last_record(self, layout: Layout) -> int:
        """The last row with a number beside something else, in whichever column: a second table
        on the sheet may be laid out in another way."""
        rows = self.sheet.rows
        for index in range(len(rows) - 1, layout.last_row, -1):
            cells = [cell for cell in rows[index] if filled(cell)]
            numbers = [cell for cell in cells if looks_like_nip(cell)]
            if len(cells) > 1 and any(not _has_prefix(number) for number in numbers):
                return index
            if self._stacked(index, layout):
                return index + 1
        return super().last_record(layout)

    def is_record(self, row: list[Cell], layout: Layout) -> bool:
        number = layout.cell(row, "nip") or layout.cell(row, "nip_and_name")
        return looks_like_nip(number) and not _signs(number, row, layout)

    def line(self, index: int, row: list[Cell], layout: Layout, foot: bool, signed: bool) -> Line:
        number = layout.cell(row, "nip")
        both = layout.cell(row, "nip_and_name")
        name = tidy(text_of(layout.cell(row, "name")))
        if self._stacked(index, layout):
            return Line(index, RowKind.RECORD, layout)
        if index and self._stacked(index - 1, layout):
            return Line(index, RowKind.CONTINUED)
        if index and layout.pairs and not name and self._below(index - 1, layout):
            return Line(index, RowKind.CONTINUED)
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
            # The title of a second table on the sheet stands between a signature and a header.
            titled = len(words) == 1 and not foot and not SIGNER.match(key(words[0]))
            kind = RowKind.SECTION if titled else RowKind.SIGNATURE
            return Line(index, kind, layout, words[0] if words else "")
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


def _meaning_of_tmt(layout: Layout) -> str:
    """The field of a bare "TMT"; empty for that of a grade, which is not read."""
    at = layout.fields.get(BARE_TMT, 0)
    left = max((column for column in layout.fields.values() if column < at), default=-1)
    neighbour = next((name for name, column in layout.fields.items() if column == left), "")
    if neighbour in ("grade", "grade_letter", "rank"):
        return ""
    return "position_since" if neighbour in OF_POST else "start_date"


def _is_nip(cell: Cell) -> bool:
    return looks_like_nip(cell) and read_nip(cell).usable


def _letters(cell: Cell) -> str:
    """What a cell says besides "NIP" and the number."""
    return tidy(re.sub(r"(?i)nip|[\d.:\-/]", "", text_of(cell)))


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
        marked = filled(number)  # a sign for "no number" in the column of the number
        return (counted and facts >= 1) or (marked and facts >= 1) or facts >= 2
    if counted:
        return facts >= 1 or not names_unit(name)
    return facts >= 2 or (facts == 1 and not names_unit(name))


def _has_prefix(number: Cell) -> bool:
    return isinstance(number, str) and number.strip().lower().startswith("nip")


def _signs(number: Cell, row: list[Cell], layout: Layout) -> bool:
    """ "NIP. 1970…" under a name at the foot of a page, and no name beside it."""
    if not _has_prefix(number):
        return False
    name = key(text_of(layout.cell(row, "name")))
    return not name or name.startswith("nip")
