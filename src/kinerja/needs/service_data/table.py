"""A file of service data as rows: which column is what, and what is wrong in which cell.

Two forms are read: one figure a row with the measure in a column of its own, or one column for
each measure. Reading stores nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from kinerja.needs.service_data.period import Frequency, name_of, read_period
from kinerja.people.imports.number import read_decimal
from kinerja.people.imports.sheet import Cell, Sheet, read_workbook
from kinerja.people.imports.text import key, text_of, tidy
from kinerja.records.refusals import FileRefused
from kinerja.rules.label import Labelled

MOST_ROWS = 50_000
MOST_PLACES = 400
MOST_MEASURES = 20
HEADER_ROWS = 20
LARGEST = Decimal(10) ** 13
PLACES = Decimal("0.0001")
NOTHING = {"", "-", "–", "—", "n/a", "na", "tidak ada data", "kosong"}


class Role(Labelled):
    """What a column holds."""

    PERIOD = "period", "Periode"
    YEAR = "year", "Tahun"
    PLACE = "place", "Tempat"
    MEASURE = "measure", "Nama ukuran"
    VALUE = "value", "Nilai"
    CASES = "cases", "Jumlah kasus"
    FIGURE = "figure", "Nilai (judul kolom = ukuran)"
    IGNORED = "ignored", "Tidak dibaca"


WORDS = {
    Role.PERIOD: "periode bulan tanggal triwulan waktu period month date",
    Role.YEAR: "tahun year",
    Role.PLACE: "tempat lokasi trayek rute koridor loket puskesmas kecamatan kelurahan unit"
    " sekolah faskes halte terminal cabang wilayah unit kerja unit layanan place",
    Role.MEASURE: "ukuran indikator jenis variabel measure jenis data",
    Role.VALUE: "nilai angka jumlah realisasi value",
    Role.CASES: "kasus jumlah kasus banyaknya data responden n cases",
}
HEADINGS = {
    **{word: role for role, words in WORDS.items() for word in words.split()},
    "unit kerja": Role.PLACE,
    "unit layanan": Role.PLACE,
    "nama tempat": Role.PLACE,
    "jenis data": Role.MEASURE,
    "nama ukuran": Role.MEASURE,
    "jumlah kasus": Role.CASES,
    "banyaknya data": Role.CASES,
    "no": Role.IGNORED,
    "nomor": Role.IGNORED,
    "keterangan": Role.IGNORED,
    "catatan": Role.IGNORED,
}


@dataclass(frozen=True)
class Figure:
    """One figure of one row."""

    period: date
    place: str
    measure: str
    value: Decimal
    cases: int | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong in a cell, and where it stands in the sheet."""

    row: int
    column: str
    found: str
    why: str


@dataclass(frozen=True)
class Table:
    """A whole file as it was read; figures stand only where nothing is wrong."""

    columns: dict[str, str]  # heading -> role, in the order of the file
    figures: tuple[Figure, ...] = ()
    problems: tuple[Problem, ...] = ()
    empty: int = 0  # cells of figures without a number
    measures: tuple[str, ...] = field(default=())

    @property
    def places(self) -> set[str]:
        return {one.place for one in self.figures}


def read_table(
    *,
    content: bytes,
    file_name: str,
    frequency: Frequency,
    on: date,
    place: str,
    columns: Mapping[str, str] | None = None,
) -> Table:
    """Read a file; `columns` says what the columns hold, where somebody has put it right.

    `place` is the name for figures without a place. Errors: FileRefused (no table, no period, no
    figures, too much, and as `read_workbook`).
    """
    sheet, header = _header(read_workbook(content, file_name).sheets)
    headings = _headings(sheet.rows[header])
    roles = {
        name: Role((columns or {}).get(name) or _guessed(name, sheet, header, at))
        for at, name in headings.items()
    }
    places = [at for at, name in headings.items() if roles[name] is Role.PERIOD]
    if len(places) != 1 and not (
        frequency is Frequency.YEAR and any(role is Role.YEAR for role in roles.values())
    ):
        raise FileRefused(
            "Tentukan satu kolom periode, misalnya Bulan berisi 2026-03 atau Maret 2026."
        )
    has_value = Role.VALUE in roles.values()
    if not has_value and Role.FIGURE not in roles.values():
        raise FileRefused(
            "Tidak ada kolom nilai. Tambahkan kolom Nilai, atau satu kolom per ukuran."
        )
    rows = [
        (number, row)
        for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2)
        if any(tidy(text_of(cell)) for cell in row)
    ]
    if len(rows) > MOST_ROWS:
        raise FileRefused(f"Berkas berisi {len(rows)} baris; paling banyak {MOST_ROWS}.")
    reader = _Reader(headings, roles, frequency, on, place)
    for number, row in rows:
        reader.read(number, row)
    if len({one.place for one in reader.figures}) > MOST_PLACES:
        raise FileRefused(f"Paling banyak {MOST_PLACES} tempat dalam satu data.")
    if len(reader.measures) > MOST_MEASURES:
        raise FileRefused(
            f"Paling banyak {MOST_MEASURES} ukuran dalam satu data. Periksa arti kolomnya."
        )
    return Table(
        {name: str(role) for name, role in roles.items()},
        tuple(reader.figures),
        tuple(reader.problems),
        reader.empty,
        tuple(reader.measures),
    )


class _Reader:
    """Rows one by one, with what was seen before."""

    def __init__(
        self,
        headings: dict[int, str],
        roles: dict[str, Role],
        frequency: Frequency,
        on: date,
        place: str,
    ) -> None:
        self.at = {roles[name]: at for at, name in headings.items()}
        self.headings = headings
        self.figure_columns = [at for at, name in headings.items() if roles[name] is Role.FIGURE]
        self.frequency, self.on, self.place = frequency, on, place
        self.figures: list[Figure] = []
        self.problems: list[Problem] = []
        self.measures: dict[str, None] = {}
        self.seen: dict[tuple[date, str, str], int] = {}
        self.empty = 0

    def read(self, number: int, row: Sequence[Cell]) -> None:
        def cell(role: Role) -> Cell:
            at = self.at.get(role)
            return row[at] if at is not None and at < len(row) else None

        period_role = Role.PERIOD if Role.PERIOD in self.at else Role.YEAR
        start = read_period(cell(period_role), self.frequency, cell(Role.YEAR))
        if start is None:
            why = f"Periode tidak terbaca. Tulis seperti {_example(self.frequency)}."
            self._wrong(number, period_role, cell(period_role), why)
            return
        if start > self.on:
            self._wrong(number, period_role, cell(period_role), "Periode ini belum tiba.")
            return
        place = tidy(text_of(cell(Role.PLACE)))[:150] or self.place
        cases = _number(cell(Role.CASES))
        if cases is not None and (cases < 0 or cases != int(cases) or cases > 2_000_000_000):
            self._wrong(number, Role.CASES, cell(Role.CASES), "Tulis bilangan bulat.")
            return
        whole = None if cases is None else int(cases)
        if Role.VALUE in self.at:
            heading = self.headings[self.at[Role.VALUE]]
            measure = tidy(text_of(cell(Role.MEASURE))) or heading
            self._figure(number, heading, cell(Role.VALUE), start, place, measure, whole)
            return
        for at in self.figure_columns:
            found = row[at] if at < len(row) else None
            heading = self.headings[at]
            self._figure(number, heading, found, start, place, heading, whole)

    def _figure(
        self,
        number: int,
        heading: str,
        found: Cell,
        start: date,
        place: str,
        measure: str,
        cases: int | None,
    ) -> None:
        text = tidy(text_of(found))
        if text.lower() in NOTHING:
            self.empty += 1
            return
        value = _number(found)
        if value is None:
            why = "Ini bukan angka. Tulis misalnya 1.250 atau 87,5; kosongkan bila tidak ada data."
            self.problems.append(Problem(number, heading, text[:80], why))
            return
        measure = measure[:150]
        cell = (start, place, measure)
        if cell in self.seen:
            why = (
                f"{place}, {name_of(start, self.frequency)} sudah ada di baris {self.seen[cell]}."
                " Satu angka saja untuk satu tempat dan periode."
            )
            self.problems.append(Problem(number, heading, text[:80], why))
            return
        self.seen[cell] = number
        self.measures.setdefault(measure)
        self.figures.append(Figure(start, place, measure, value, cases))

    def _wrong(self, number: int, role: Role, found: Cell, why: str) -> None:
        heading = self.headings[self.at[role]]
        self.problems.append(Problem(number, heading, tidy(text_of(found))[:80], why))


def _header(sheets: Iterable[Sheet]) -> tuple[Sheet, int]:
    """The first row of a sheet in which a period's heading stands."""
    visible = [one for one in sheets if not one.hidden and one.rows]
    for sheet in visible:
        for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
            known = {HEADINGS.get(key(text_of(cell))) for cell in row}
            if known & {Role.PERIOD, Role.YEAR} and len(sheet.rows) > at + 1:
                return sheet, at
    raise FileRefused(
        "Tabel tidak ditemukan. Baris judulnya memerlukan kolom Bulan, Periode, Tanggal, atau"
        " Tahun; pakai contoh berkas di halaman ini."
    )


def _headings(row: Sequence[Cell]) -> dict[int, str]:
    """Column -> its heading; two of the same name are told apart by a number."""
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        name = tidy(text_of(cell))[:150]
        if name:
            taken = sum(other == name for other in found.values())
            found[at] = f"{name} ({taken + 1})" if taken else name
    return found


def _guessed(name: str, sheet: Sheet, header: int, at: int) -> Role:
    """By the heading; else a column of numbers is a measure, and one of words is not read."""
    if role := HEADINGS.get(key(name)):
        return role
    cells = [row[at] for row in sheet.rows[header + 1 : header + 31] if at < len(row)]
    filled = [cell for cell in cells if tidy(text_of(cell)).lower() not in NOTHING]
    numbers = sum(_number(cell) is not None for cell in filled)
    return Role.FIGURE if filled and numbers * 2 >= len(filled) else Role.IGNORED


def _number(cell: Cell) -> Decimal | None:
    """The number of a cell; a text may end in a per cent sign. None: it is none."""
    if cell is None or isinstance(cell, bool | date):
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


def _example(frequency: Frequency) -> str:
    return {
        Frequency.DAY: "09-10-2026",
        Frequency.MONTH: "2026-03 atau Maret 2026",
        Frequency.QUARTER: "Triwulan II 2026",
        Frequency.YEAR: "2026",
    }[frequency]
