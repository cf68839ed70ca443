"""Rows of a plain table whose columns are known by their headings: nothing to map, all or nothing.

The big imports of people and units guess columns and let somebody repair them; this is for small
files that the product describes itself.
"""

from collections.abc import Collection, Mapping, Sequence

from kinerja.people.imports.sheet import Cell, read_workbook
from kinerja.people.imports.text import key, text_of, tidy
from kinerja.records.refusals import FileRefused

HEADER_ROWS = 20  # a header stands among the first ones
Headings = Mapping[str, Collection[str]]  # name of a column -> the headings that mean it


def named_rows(
    *,
    content: bytes,
    file_name: str,
    columns: Headings,
    most: int,
    missing: str,
    optional: Headings | None = None,
) -> list[tuple[int, dict[str, Cell]]]:
    """The filled rows below the first header that has all columns, each with its number in the
    sheet. Cells beyond the end of a row are empty.

    Errors: FileRefused with the words of `missing` where no sheet has such a header, and for more
    than `most` rows; and as `read_workbook`.
    """
    for sheet in read_workbook(content, file_name).sheets:
        if sheet.hidden:
            continue
        for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
            places = _places(row, {**columns, **(optional or {})})
            if places.keys() >= columns.keys():
                return _below(sheet.rows, at + 1, places, most)
    raise FileRefused(missing)


def _places(row: Sequence[Cell], headings: Headings) -> dict[str, int]:
    """Where the columns stand; of two that mean the same the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        said = key(text_of(cell))
        for name, words in headings.items():
            if said in words:
                found.setdefault(name, at)
    return found


def _below(
    rows: Sequence[Sequence[Cell]], first: int, places: Mapping[str, int], most: int
) -> list[tuple[int, dict[str, Cell]]]:
    filled = [
        (number, {name: row[at] if at < len(row) else None for name, at in places.items()})
        for number, row in enumerate(rows[first:], start=first + 1)
        if any(tidy(text_of(cell)) for cell in row)
    ]
    if len(filled) > most:
        raise FileRefused(
            f"Berkas ini berisi {len(filled)} baris; paling banyak {most}. Bagi dua, lalu kirim"
            " satu per satu."
        )
    return filled
