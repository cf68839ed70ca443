"""Where the table stands in a sheet: its header of one to three rows, what each column means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kinerja.people.imports.column_numbers import is_column_numbers
from kinerja.people.imports.columns import OTHER
from kinerja.people.imports.nip import looks_like_nip
from kinerja.people.imports.sheet import Cell, Sheet
from kinerja.people.imports.text import key, text_of, tidy

DEEPEST = 3  # rows of one header
DEEPEST_START = 200  # a header stands in the first rows of a sheet, or nowhere
ENOUGH = 0.5  # a column outside the table counts when at least this share of the rows fill it

ANCHORS = ("nip", "name", "nip_and_name", "code")

FieldOf = Callable[[Sequence[str]], str]
Required = Callable[[set[str]], bool]


@dataclass(frozen=True)
class Layout:
    """A header that was found. Rows and columns are 0-based."""

    first_row: int
    last_row: int
    fields: dict[str, int]  # field -> column
    headings: dict[str, str]  # field -> the heading as a report names it
    left: int  # the first and last column of the table; what stands beside is a legend
    right: int
    words: tuple[frozenset[str], ...] = ()  # for each column the keys of its headings
    # Columns with two headings, one above the other: their records may take two rows.
    stacked: dict[int, tuple[str, str]] = field(default_factory=dict)
    # Column -> what its first and its second row hold, when records do take two rows.
    pairs: dict[int, tuple[str, str]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()  # for each column its heading as a report names it
    number_first: bool = False  # in one column for both the number stands above the name

    @property
    def unread(self) -> list[str]:
        """The headings of the columns that no field is read from."""
        read = {*self.fields.values(), *self.pairs}
        return [text for at, text in enumerate(self.titles) if at not in read and key(text)]

    def cell(self, row: Sequence[Cell], field: str) -> Cell:
        """The cell of a row under that field; None when the file has no such column."""
        at = self.fields.get(field)
        return row[at] if at is not None and at < len(row) else None


class Merged:
    """The merged cells of a sheet: which cell lends its value to which."""

    def __init__(self, sheet: Sheet) -> None:
        self.across: dict[tuple[int, int], tuple[int, int]] = {}
        self.down: dict[tuple[int, int], int] = {}  # cells below the first of their own column
        for top, left, bottom, right in sheet.merges:
            if (bottom - top + 1) * (right - left + 1) > 100_000:
                continue
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        self.across[row, column] = (top, left)
                if row > top:
                    self.down[row, left] = top


def find_layout(
    sheet: Sheet,
    merged: Merged,
    field_of: FieldOf,
    required: Required,
    start: int = 0,
    stop: int | None = None,
) -> Layout | None:
    """The best header whose first row lies in `start` … `stop`; None when there is none."""
    best: tuple[int, int] | None = None
    found: tuple[int, int, list[str]] | None = None
    last = min(stop or start + DEEPEST_START, len(sheet.rows))
    for first in range(start, last):
        if sum(isinstance(cell, str) and bool(key(cell)) for cell in sheet.rows[first]) < 1:
            continue
        for depth in range(1, DEEPEST + 1):
            end = first + depth - 1
            if end >= len(sheet.rows) or not may_be_heading(sheet.rows[end]):
                break
            fields = [field_of(texts) for texts in _headings(sheet, merged, first, end)]
            for at, pair in _stacked(sheet, merged, first, end).items():
                if {field_of([text]) for text in pair} == {"name", "nip"} and _takes_turns(
                    sheet, end, at
                ):
                    fields[at] = "nip_and_name"
            named = {field for field in fields if field and field != OTHER}
            if not required(named):
                continue
            score = (10 * len(named) + sum(bool(field) for field in fields), -depth)
            if best is None or score > best:
                best, found = score, (first, end, fields)
        if found and first > found[0] + DEEPEST:
            break
    if found is None:
        return None
    first, end, fields = found
    return _layout(sheet, merged, first, end, fields)


def same_table(old: Layout, new: Layout) -> Layout:
    """What holds below a heading that is printed again.

    Where it says nothing else than the first one did, or nothing at all, the first one holds:
    a heading that is repeated in part loses no column.
    """
    if len(new.words) > len(old.words):
        old = replace(old, words=old.words + (frozenset(),) * (len(new.words) - len(old.words)))
    said = [
        at < len(new.words) and not new.words[at] <= words for at, words in enumerate(old.words)
    ]
    if not any(said):
        return old
    if any(old.fields.get(name) != new.fields.get(name) for name in ANCHORS):
        return new
    fields, headings = dict(new.fields), dict(new.headings)
    for name, at in old.fields.items():
        if said[at]:
            continue
        for other in [other for other, column in fields.items() if column == at]:
            del fields[other], headings[other]
        if name not in fields:
            fields[name], headings[name] = at, old.headings[name]
    return replace(new, fields=fields, headings=headings, right=max(new.right, *fields.values()))


def may_be_heading(row: Sequence[Cell]) -> bool:
    """Whether a row could belong to a header: no data in it, and not only column numbers."""
    if any(map(_is_data, row)):
        return False
    texts = [text for cell in row if (text := tidy(text_of(cell)))]
    return not (texts and is_column_numbers(texts, 2))


def _stacked(sheet: Sheet, merged: Merged, first: int, last: int) -> dict[int, tuple[str, str]]:
    """Columns with two headings of their own: "NAMA", and "NIP" below it."""

    def own(row: int, column: int) -> str:
        cells = sheet.rows[row]
        inside = column < len(cells) and (row, column) not in merged.across
        return tidy(text_of(cells[column])) if inside else ""

    found = {}
    for column in range(max(len(row) for row in sheet.rows[first : last + 1])):
        filled = [row for row in range(first, last + 1) if own(row, column)]
        if len(filled) < 2:
            continue
        upper, lower = filled[-2:]
        beside = column + 1
        spread = merged.across.get((upper, beside)) == (upper, column) or (
            own(lower, beside) and not own(upper, beside) and (upper, beside) not in merged.across
        )
        if not spread and key(own(upper, column)) != key(own(lower, column)):
            found[column] = (own(upper, column), own(lower, column))
    return found


def _takes_turns(sheet: Sheet, last: int, column: int) -> bool:
    """Whether names and numbers stand in one column, in two rows or in one cell."""
    cells = [
        row[column] if column < len(row) else None
        for row in sheet.rows[last + 1 : last + 1 + DEEPEST_START]
    ]
    numbers = [looks_like_nip(cell) for cell in cells]
    words = [
        isinstance(cell, str) and any(map(str.isalpha, cell.lower().replace("nip", "")))
        for cell in cells
    ]
    return any(
        number and (word or (at > 0 and words[at - 1]) or (at + 1 < len(words) and words[at + 1]))
        for at, (number, word) in enumerate(zip(numbers, words, strict=True))
    )


def _is_data(cell: Cell) -> bool:
    """Whether a cell cannot be a heading: a number of a person, or a date."""
    return not isinstance(cell, str | int | float | None) or (
        looks_like_nip(cell)
        and not any(sign.isalpha() for sign in text_of(cell).lower().strip("nip."))
    )


def _headings(sheet: Sheet, merged: Merged, first: int, last: int) -> list[list[str]]:
    """For each column its heading from top to bottom; group headings spread to the right."""
    rows = sheet.rows[first : last + 1]
    width = max(len(row) for row in rows)
    grid = [
        [tidy(text_of(row[at])) if at < len(row) else "" for at in range(width)] for row in rows
    ]
    for (row, column), (top, left) in merged.across.items():
        if first <= row <= last and first <= top and column < width and top == row:
            grid[row - first][column] = grid[top - first][left]
    for at, texts in enumerate(grid[:-1]):
        below = grid[at + 1]
        carried = ""
        for column in range(width):
            if texts[column]:
                carried = texts[column]
            elif below[column] and carried and (first + at, column) not in merged.down:
                texts[column] = carried
            else:
                carried = ""
    columns = []
    for column in range(width):
        texts = [row[column] for row in grid if row[column]]
        columns.append([text for at, text in enumerate(texts) if at == 0 or text != texts[at - 1]])
    return columns


def _layout(sheet: Sheet, merged: Merged, first: int, last: int, fields: list[str]) -> Layout:
    headings = _headings(sheet, merged, first, last)
    anchor = next(
        (fields.index(name) for name in ("nip", "nip_and_name", "code", "name") if name in fields),
        0,
    )
    data = [row for row in sheet.rows[last + 1 :] if anchor < len(row) and row[anchor] is not None]
    shares = [
        sum(at < len(row) and row[at] is not None for row in data) / max(len(data), 1)
        for at in range(len(fields))
    ]
    taken = [bool(headings[at]) or shares[at] > 0.3 for at in range(len(fields))]
    left = right = anchor
    while left > 0 and taken[left - 1]:
        left -= 1
    while right + 1 < len(taken) and taken[right + 1]:
        right += 1
    chosen: dict[str, int] = {}
    for at, name in enumerate(fields):
        if not name or name == OTHER:
            continue
        inside = left <= at <= right
        if not inside and (name in fields[left : right + 1] or shares[at] < ENOUGH):
            continue
        if name in chosen and shares[chosen[name]] >= shares[at]:
            continue
        if name not in chosen or shares[chosen[name]] == 0:
            chosen[name] = at
    return Layout(
        first_row=first,
        last_row=last,
        fields=chosen,
        headings={name: " – ".join(headings[at]) for name, at in chosen.items()},
        left=left,
        right=max([right, *chosen.values()]),
        titles=tuple(" – ".join(texts) for texts in headings),
        words=tuple(frozenset(map(key, texts)) for texts in headings),
        stacked=_stacked(sheet, merged, first, last),
    )
