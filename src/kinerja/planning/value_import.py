"""Key indicator values from a file: read in the sandbox, judged row by row, stored when confirmed.

A row names the indicator by its code or by its name, the last day that the value covers, the value
and where it comes from. Reading stores nothing.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from kinerja.people.imports.dates import read_date
from kinerja.people.imports.named_rows import named_rows
from kinerja.people.imports.number import read_decimal
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import key, text_of, tidy
from kinerja.people.person import Person
from kinerja.planning.goal import goal_scope
from kinerja.planning.key_indicator import KeyIndicator, KeyValue
from kinerja.planning.key_values import Entry, record_key_values, recorded
from kinerja.rules.label import Labelled

MOST_ROWS = 2_000
COLUMNS = {
    "indicator": ("indikator", "kode indikator", "nama indikator", "kode", "iku"),
    "measured_on": ("tanggal", "per tanggal", "tanggal nilai", "periode sampai"),
    "value": ("nilai", "realisasi", "capaian", "angka"),
    "source": ("sumber", "sumber data", "asal"),
}
PLACES = Decimal("0.0001")
LARGEST = Decimal(10) ** 14


class RowOutcome(Labelled):
    """What becomes of one row."""

    ACCEPT = "accept", "Siap disimpan"
    KNOWN = "known", "Sudah tercatat"
    UNKNOWN = "unknown", "Indikator tidak dikenal"
    BAD_DATE = "bad_date", "Tanggal tidak terbaca"
    BAD_VALUE = "bad_value", "Nilai bukan angka"
    NO_SOURCE = "no_source", "Sumber belum diisi"


@dataclass(frozen=True)
class ValueRow:
    """One row of the file and what becomes of it. `number` counts as the sheet does."""

    number: int
    outcome: RowOutcome
    found: tuple[str, str, str, str]  # indicator, day, value, source as they stand there
    why: str = ""  # what to do, where the outcome alone does not say it
    entry: Entry | None = None


@dataclass(frozen=True)
class Preview:
    """All rows of a file, nothing stored."""

    file_name: str
    digest: str  # SHA-256 of the file
    rows: tuple[ValueRow, ...]

    @property
    def entries(self) -> list[Entry]:
        """What confirming stores."""
        return [row.entry for row in self.rows if row.entry]


def preview_values(*, content: bytes, file_name: str, by: Person, on: date) -> Preview:
    """Read a file and judge its rows, for the indicators that the person looks after.

    Errors: FileRefused (as `named_rows`).
    """
    below = named_rows(
        content=content,
        file_name=file_name,
        columns=COLUMNS,
        most=MOST_ROWS,
        missing="Tabel nilai tidak ditemukan. Berkas memerlukan kolom Indikator, Tanggal, Nilai,"
        " dan Sumber; pakai contoh berkas di halaman ini.",
    )
    judge = _Judge(by, on)
    rows = tuple(judge.row(number, cells) for number, cells in below)
    return Preview(file_name, hashlib.sha256(content).hexdigest(), rows)


def store_values(
    *, entries: Sequence[Entry], file_name: str, digest: str, by: Person, on: date
) -> list[KeyValue]:
    """Store what a preview accepted; the same file again stores nothing more.

    Errors: NotYours, FutureValue, InvalidInput; then nothing is stored.
    """
    return record_key_values(
        entries=entries,
        by=by,
        on=on,
        origin=KeyValue.Origin.FILE,
        file_name=file_name,
        file_digest=digest,
    )


def packed(preview: Preview) -> str:
    """The accepted rows as text, for the page to keep until somebody confirms."""
    rows = [
        [one.indicator.pk, one.measured_on.isoformat(), str(one.value), one.source]
        for one in preview.entries
    ]
    return json.dumps([preview.file_name, preview.digest, rows])


def unpacked(text: str) -> tuple[list[Entry], str, str]:
    """Entries, file name and digest from `packed`; indicators that are gone are left out."""
    file_name, digest, rows = json.loads(text)
    indicators = KeyIndicator.objects.in_bulk({row[0] for row in rows})
    entries = [
        Entry(indicators[pk], date.fromisoformat(day), Decimal(value), source)
        for pk, day, value, source in rows
        if pk in indicators
    ]
    return entries, file_name, digest


class _Judge:
    """Knows the indicators of one person, and what is recorded already."""

    def __init__(self, by: Person, on: date) -> None:
        scope = goal_scope(by, on)
        every = KeyIndicator.objects.select_related("goal__unit")
        mine = [one for one in every if scope.covers(one.goal.unit)]
        self.on = on
        self.by_code = {one.code.lower(): one for one in mine if one.code}
        self.by_name: dict[str, list[KeyIndicator]] = {}
        for one in mine:
            self.by_name.setdefault(key(one.name), []).append(one)
        self.known = recorded(mine)

    def row(self, number: int, cells: Mapping[str, Cell]) -> ValueRow:
        texts = {name: tidy(text_of(cell)) for name, cell in cells.items()}
        found = (texts["indicator"], texts["measured_on"], texts["value"], texts["source"])

        def refused(outcome: RowOutcome, why: str) -> ValueRow:
            return ValueRow(number, outcome, found, why)

        named = self._indicators(texts["indicator"])
        if len(named) != 1:
            why = (
                "Ada beberapa indikator bernama ini. Tulis kodenya."
                if named
                else "Tulis kode atau nama persis seperti di halaman Sasaran."
            )
            return refused(RowOutcome.UNKNOWN, why)
        day = read_date(cells["measured_on"])
        if day.value is None or not day.usable:
            return refused(RowOutcome.BAD_DATE, "Tulis seperti 30-06-2026.")
        if day.value > self.on:
            return refused(RowOutcome.BAD_DATE, "Tanggal ini belum tiba.")
        value = _number(cells["value"])
        if value is None:
            return refused(RowOutcome.BAD_VALUE, "Tulis angka, misalnya 87,5.")
        source = texts["source"][:300]
        if not source:
            return refused(RowOutcome.NO_SOURCE, "Tulis laporan atau aplikasi asal angka ini.")
        said = (named[0].pk, KeyValue.Kind.REALISATION, day.value)
        if self.known.get(said) == (value, source):
            return ValueRow(number, RowOutcome.KNOWN, found)
        self.known[said] = (value, source)
        entry = Entry(named[0], day.value, value, source)
        return ValueRow(number, RowOutcome.ACCEPT, found, entry=entry)

    def _indicators(self, text: str) -> list[KeyIndicator]:
        coded = self.by_code.get(text.lower())
        return [coded] if coded else self.by_name.get(key(text), []) if text else []


def _number(cell: Cell) -> Decimal | None:
    """The number of a cell; a text may end in a per cent sign. None: it is none."""
    if isinstance(cell, bool | date):
        return None
    try:
        value = (
            Decimal(str(cell))
            if isinstance(cell, int | float)
            else read_decimal(tidy(text_of(cell)).removesuffix("%"))
        )
        value = value.quantize(PLACES)
    except (ValueError, InvalidOperation):
        return None
    return value if abs(value) < LARGEST else None
