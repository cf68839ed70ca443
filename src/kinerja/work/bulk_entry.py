"""Many reports from one sheet: an empty sheet with one's own plan items, a look first, then all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from kinerja.people.imports.dates import read_date
from kinerja.people.imports.number import read_decimal
from kinerja.people.imports.sheet import Cell, Workbook, read_workbook
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.rules.refusal import Refusal
from kinerja.work.filing import Filing, file_reports, refusals
from kinerja.work.plan_item import Choice, choices_on
from kinerja.work.refusals import BadSheet
from kinerja.work.report import Report

MOST_ROWS = 200
HEADINGS = ("Tanggal", "Yang dikerjakan", "Hasil kerja", "Jumlah")
OUTSIDE = "Di luar rencana"
DAY, TEXT, RESULT, QUANTITY = range(4)


@dataclass(frozen=True)
class Entry:
    """One report as a sheet says it."""

    done_on: date
    text: str
    result_id: int | None
    quantity: Decimal | None


@dataclass(frozen=True)
class Line:
    """One row of the sheet and what becomes of it: an entry, or the cell that is wrong and why."""

    number: int  # as the sheet counts
    said: tuple[str, str, str, str]
    entry: Entry | None = None
    cell: str = ""  # B7
    why: str = ""
    known: bool = False  # was filed from this sheet before


def entry_sheet(choices: Sequence[Choice], today: date) -> bytes:
    """An empty XLSX with the right columns; plan items are chosen from a list."""
    import xlsxwriter  # here: no command waits for it at its start

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet("Laporan")
    sheet.write_row(0, 0, HEADINGS, head)
    for column, width in enumerate((14, 70, 50, 12)):
        sheet.set_column(column, column, width, day if column == DAY else None)
    sheet.freeze_panes(1, 0)
    items = book.add_worksheet("Hasil kerja")
    items.write_row(0, 0, ["Hasil kerja", "Satuan jumlah"], head)
    items.set_column(0, 0, 70)
    for row, choice in enumerate(choices, start=1):
        items.write_string(row, 0, choice.result.title)
        items.write_string(row, 1, choice.unit)
    items.write_string(len(choices) + 1, 0, OUTSIDE)
    source = f"='Hasil kerja'!$A$2:$A${len(choices) + 2}"
    sheet.data_validation(
        1, RESULT, MOST_ROWS, RESULT, {"validate": "list", "source": source, "ignore_blank": True}
    )
    book.set_properties({"created": datetime.combine(today, datetime.min.time())})
    book.close()
    return out.getvalue()


def preview_entries(*, content: bytes, name: str, by: Person, at: datetime, on: date) -> list[Line]:
    """Each row of the file and what would become of it; nothing is stored.

    Errors: FileRefused, BadSheet.
    """
    book = read_workbook(content, name)
    rows = _rows(book)
    choices = {choice.result.title.casefold(): choice.result for choice in choices_on(by, on)}
    lines = [_line(number, cells, choices, book.since_1904) for number, cells in rows]
    entries = [line.entry for line in lines if line.entry]
    filings = _filings(entries, {one.pk: one for one in choices.values()}, by, at)
    keys = [filing.key for filing in filings]
    known = set(Report.objects.filter(key__in=keys).values_list("key", flat=True))
    verdicts = iter(zip(filings, refusals(filings), strict=True))
    return [_judged(line, *next(verdicts), known) if line.entry else line for line in lines]


@transaction.atomic
def file_entries(*, entries: Sequence[Entry], by: Person, at: datetime) -> tuple[list[Report], int]:
    """File them all, or none; those that were filed from a sheet before are not filed again.

    The reports, and how many of them are new. Errors: as `file_report`, for the first refused.
    """
    ids = {entry.result_id for entry in entries if entry.result_id}
    results = WorkResult.objects.filter(plan__person=by).select_related("plan").in_bulk(ids)
    filings = _filings(entries, results, by, at)
    keys = [filing.key for filing in filings]
    known = Report.objects.filter(key__in=keys).count()
    return file_reports(filings), len(filings) - known


def _rows(book: Workbook) -> list[tuple[int, list[Cell]]]:
    """The filled rows under the heading, with their numbers."""
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows[:10]):
            places = [_place(row, heading) for heading in HEADINGS]
            if places[DAY] is None or places[TEXT] is None:
                continue
            rows = [
                (number, [_at(cells, place) for place in places])
                for number, cells in enumerate(sheet.rows[at + 1 :], start=at + 2)
            ]
            filled = [(number, cells) for number, cells in rows if any(map(_words, cells))]
            if len(filled) > MOST_ROWS:
                raise BadSheet(
                    f"Lembar ini memuat {len(filled)} laporan; paling banyak {MOST_ROWS} sekaligus."
                )
            if not filled:
                raise BadSheet("Lembar ini belum berisi laporan. Isi paling sedikit satu baris.")
            return filled
    raise BadSheet(
        "Kolom Tanggal dan Yang dikerjakan tidak ditemukan. Pakai lembar yang diunduh di sini."
    )


def _line(
    number: int, cells: Sequence[Cell], results: dict[str, WorkResult], since_1904: bool
) -> Line:
    day, text, title, amount = cells
    said = (_words(day), _words(text), _words(title), _words(amount))

    def wrong(column: int, why: str) -> Line:
        return Line(number, said, cell=f"{'ABCD'[column]}{number}", why=why)

    read = read_date(day, since_1904=since_1904)
    if read.value is None or not read.usable:
        return wrong(DAY, read.message or "Tanggal belum diisi. Tulis seperti 12-10-2026.")
    result = None
    if said[RESULT] and said[RESULT].casefold() != OUTSIDE.casefold():
        result = results.get(said[RESULT].casefold())
        if result is None:
            return wrong(RESULT, "Hasil kerja ini tidak ada dalam rencana Anda. Pilih dari daftar.")
    try:
        quantity = _amount(amount)
    except ValueError:
        return wrong(QUANTITY, "Tulis angka dengan koma untuk pecahan, misalnya 1.234,5.")
    entry = Entry(read.value, said[TEXT], result.pk if result else None, quantity)
    return Line(number, said, entry)


def _amount(cell: Cell) -> Decimal | None:
    """Errors: ValueError."""
    if isinstance(cell, bool | date):
        raise ValueError("no number")
    if isinstance(cell, int | float):
        return Decimal(str(cell)).normalize() if cell else Decimal(0)
    return read_decimal(cell) if cell and cell.strip() else None


def _judged(line: Line, filing: Filing, refusal: Refusal | None, known: set[UUID]) -> Line:
    if filing.key in known:
        return Line(line.number, line.said, line.entry, known=True)
    if refusal is None:
        return line
    column = COLUMN_OF.get(type(refusal).__name__, TEXT)
    return Line(line.number, line.said, cell=f"{'ABCD'[column]}{line.number}", why=str(refusal))


COLUMN_OF = {
    "FutureWork": DAY,
    "NoPost": DAY,
    "PeriodFrozen": DAY,
    "UnknownResult": RESULT,
    "BadQuantity": QUANTITY,
}


def _filings(
    entries: Sequence[Entry], results: dict[int, WorkResult], by: Person, at: datetime
) -> list[Filing]:
    """With keys made of the person and the content: the same sheet twice is the same reports.

    Equal rows are told apart by their count.
    """
    seen: Counter[Entry] = Counter()
    filings = []
    for entry in entries:
        seen[entry] += 1
        amount = None if entry.quantity is None else f"{entry.quantity:f}"
        parts = (by.pk, entry.done_on, entry.text, entry.result_id, amount, seen[entry])
        filings.append(
            Filing(
                by=by,
                text=entry.text,
                key=uuid5(NAMESPACE_URL, "\x1f".join(map(str, ("kinerja/lembar", *parts)))),
                at=at,
                done_on=entry.done_on,
                result=results.get(entry.result_id) if entry.result_id else None,
                quantity=entry.quantity,
            )
        )
    return filings


def _place(row: Sequence[Cell], heading: str) -> int | None:
    wanted = heading.casefold()
    return next((at for at, cell in enumerate(row) if _words(cell).casefold() == wanted), None)


def _at(cells: Sequence[Cell], place: int | None) -> Cell:
    return cells[place] if place is not None and place < len(cells) else None


def _words(cell: Cell) -> str:
    """As a person here would write it: 12,5 and not 12.5, 31-12-2026 and not 2026-12-31."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, float):
        return f"{cell:f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(cell).strip()
