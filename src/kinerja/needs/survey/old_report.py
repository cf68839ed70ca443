"""Old satisfaction reports as a table (XLSX, ODS, CSV): looked at first, stored all or nothing.

Which unit a name in a file means is kept, so that the next file knows it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction

from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.needs.survey.scope import build_scope
from kinerja.people.agency import the_agency
from kinerja.people.imports.number import read_decimal
from kinerja.people.imports.sheet import Cell, read_workbook
from kinerja.people.imports.text import key, text_of, tidy
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.unit import Unit, UnitName
from kinerja.records.event import record
from kinerja.rules.date_words import MONTHS
from kinerja.rules.refusal import Refusal
from kinerja.rules.rounding import round_half_up
from kinerja.rules.satisfaction import (
    OLD_ELEMENT_WEIGHT,
    ServiceElement,
    satisfaction_grade,
    satisfaction_index,
)

MOST_ROWS = 5_000
ELEMENTS = [one.value for one in ServiceElement]
HEADINGS: dict[str, tuple[str, ...]] = {
    "unit": ("unit", "unit kerja", "nama unit", "opd", "upp", "perangkat daerah", "unit layanan"),
    "service": ("layanan", "jenis layanan", "nama layanan"),
    "period": ("periode", "tahun", "periode survei"),
    "start": ("mulai", "sejak", "tanggal mulai"),
    "end": ("selesai", "sampai", "tanggal selesai"),
    "respondents": ("responden", "jumlah responden", "banyak responden", "n"),
    "index": ("ikm", "indeks", "nilai ikm", "nilai skm", "nilai indeks"),
    **{
        code: (code.lower(), f"unsur {code[1:]}", f"u {code[1:]}", f"jumlah {code.lower()}")
        for code in ELEMENTS
    },
}
FIELD_OF = {name: field_name for field_name, names in HEADINGS.items() for name in names}
LABELS = {
    "unit": "Unit",
    "service": "Layanan",
    "period": "Periode",
    "respondents": "Responden",
    "index": "IKM",
}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class NoTable(Refusal):
    """No row of the file names the columns."""


class ReportHasFaults(Refusal):
    """Something in it has to be mended first."""


class UnitAlias(models.Model):
    """What files call a unit, as somebody decided once."""

    name = models.CharField(max_length=200, unique=True)  # as `key` writes it
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.name}: {self.unit}"


class OldReportQuerySet(models.QuerySet["OldReport"]):
    def visible_to(self, person: Person) -> Self:
        """The files that one handed in oneself."""
        return self.filter(by=person)


class OldReport(models.Model):
    """A file that was handed in, as plain texts; `stored_at` once its rows are published."""

    name = models.CharField("berkas", max_length=200)
    rows = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    received_at = models.DateTimeField("diterima")
    stored_at = models.DateTimeField("disimpan", null=True, blank=True)

    objects = OldReportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


@dataclass
class OldRow:
    """One row as it was read; `faults` are (column, words)."""

    number: int  # as in the file, from 1
    unit_text: str = ""
    unit: Unit | None = None
    service: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    respondents: int = 0
    totals: list[int] | None = None
    index: Decimal | None = None
    old_weight: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class OldTable:
    """The rows of a file, and the names of units that nobody knows yet."""

    rows: list[OldRow]
    unknown: list[str]

    @property
    def is_clean(self) -> bool:
        return bool(self.rows) and not any(row.faults for row in self.rows)


@transaction.atomic
def receive_report(*, name: str, content: bytes, by: Person, at: datetime) -> OldReport:
    """Take a file in. Errors: NotAllowed, FileRefused, NoTable, InvalidInput without rows."""
    _check_may(by, at)
    sheets = [sheet for sheet in read_workbook(content, name).sheets if not sheet.hidden]
    rows = [[_text(cell) for cell in row] for row in (sheets[0].rows if sheets else [])]
    if len(rows) > MOST_ROWS:
        raise InvalidInput(f"Paling banyak {MOST_ROWS} baris sekali impor. Bagi berkasnya.")
    head, columns = _head(rows)
    if not any(any(row) for row in rows[head + 1 :]):
        raise InvalidInput("Di bawah judul kolom belum ada baris.")
    if "unit" not in columns or "respondents" not in columns:
        raise NoTable("Kolom “Unit” dan “Responden” wajib ada.")
    report = OldReport.objects.create(name=name[:200], rows=rows, by=by, received_at=at)
    record("satisfaction.received", about=report, by=by, data={"rows": len(rows) - head - 1})
    return report


def read_report(report: OldReport, by: Person, on: date) -> OldTable:
    """What its rows say; a dry run that stores nothing."""
    head, columns = _head(report.rows)
    units = _units()
    scope = build_scope(by, on)
    taken = set(
        SatisfactionResult.objects.standing().values_list("unit", "service", "starts_on", "ends_on")
    )
    least = the_agency().least_respondents
    found, unknown = [], []
    for number, cells in enumerate(report.rows[head + 1 :], start=head + 2):
        if not any(cells):
            continue
        said = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        row = _row(number, said, units, least)
        if row.unit is None and row.unit_text and row.unit_text not in unknown:
            unknown.append(row.unit_text)
        if row.unit is not None and not scope.covers(row.unit):
            row.faults.append(("Unit", f"{row.unit} bukan lingkup tugas Anda."))
        if row.unit and row.starts_on and row.ends_on:
            place = (row.unit.pk, row.service, row.starts_on, row.ends_on)
            if place in taken:
                row.faults.append(
                    ("Periode", "Indeks layanan dan periode ini sudah ada, atau tertulis dua kali.")
                )
            taken.add(place)
        found.append(row)
    return OldTable(found, unknown)


@transaction.atomic
def name_units(*, names: dict[str, Unit], by: Person, at: datetime) -> None:
    """Keep which unit a name means. Errors: NotAllowed."""
    _check_may(by, at)
    for name, unit in names.items():
        alias, _ = UnitAlias.objects.update_or_create(name=key(name)[:200], defaults={"unit": unit})
        record("satisfaction.unit_named", about=alias, by=by, data={"unit": unit.pk})


@transaction.atomic
def store_report(*, report: OldReport, by: Person, at: datetime) -> int:
    """Publish all its rows; how many. Said twice: once.

    Errors: NotAllowed, ReportHasFaults; nothing is stored then.
    """
    held = OldReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    _check_may(by, at)
    if held.stored_at is not None:
        return 0
    table = read_report(held, by, at.date())
    if not table.is_clean:
        raise ReportHasFaults("Perbaiki dahulu baris yang bermasalah; belum ada yang disimpan.")
    SatisfactionResult.objects.bulk_create(
        SatisfactionResult(
            unit=row.unit,
            service=row.service,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            source=SatisfactionResult.Source.IMPORT,
            respondents=row.respondents,
            totals=row.totals,
            index=row.index,
            grade=satisfaction_grade(row.index).value,
            old_weight=row.old_weight,
            published_at=at,
            published_by=by,
        )
        for row in table.rows
        if row.index is not None and row.starts_on and row.ends_on
    )
    held.stored_at = at
    held.save(update_fields=["stored_at"])
    record("satisfaction.imported", about=held, by=by, data={"rows": len(table.rows)})
    return len(table.rows)


def _check_may(by: Person, at: datetime) -> None:
    if not build_scope(by, at.date()):
        raise NotAllowed("Laporan kepuasan diimpor pengelola survei atau admin kepegawaian.")


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and not cell.is_integer():
        return str(cell).replace(".", ",")
    return tidy(text_of(cell))[:300]


def _head(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The row that names the columns, and where each field stands. Errors: NoTable."""
    for at, row in enumerate(rows[:20]):
        columns: dict[str, int] = {}
        for place, text in enumerate(row):
            name = FIELD_OF.get(key(text))
            if name and name not in columns:
                columns[name] = place
        if "unit" in columns and len(columns) >= 3:
            return at, columns
    raise NoTable(
        "Tidak ada baris judul yang dikenal. Beri judul kolom: Unit, Layanan, Periode, Responden,"
        " U1 sampai U9, atau IKM."
    )


def _units() -> dict[str, Unit]:
    """Units by code, name, confirmed other names, and what was decided for files before."""
    rows = list(Unit.objects.open())
    found: dict[str, Unit] = {}
    twice: set[str] = set()
    for unit in rows:
        name = key(unit.name)
        if name in found:
            twice.add(name)
        found[name] = unit
    for name in twice:  # two units of one name: somebody has to say which
        del found[name]
    found |= {key(unit.code): unit for unit in rows}
    for other in UnitName.objects.filter(confirmed=True).select_related("unit"):
        found.setdefault(key(other.name), other.unit)
    found |= {one.name: one.unit for one in UnitAlias.objects.select_related("unit")}
    return found


def _row(number: int, said: dict[str, str], units: dict[str, Unit], least: int) -> OldRow:
    row = OldRow(number, unit_text=said["unit"], service=said.get("service", "")[:120])
    row.unit = units.get(key(row.unit_text))
    if not row.unit_text:
        row.faults.append(("Unit", "Belum diisi."))
    elif row.unit is None:
        row.faults.append(("Unit", f"“{row.unit_text}” belum dikenal. Pilih unitnya di bawah."))
    _period(row, said)
    respondents = _number(said.get("respondents", ""))
    if respondents is None or respondents != int(respondents) or not 1 <= respondents < 10**9:
        row.faults.append(("Responden", "Tulis banyaknya responden dengan angka bulat."))
        return row
    row.respondents = int(respondents)
    if row.respondents < least:
        row.faults.append(("Responden", f"Kurang dari {least}; tidak diterbitkan."))
    _figures(row, said)
    return row


def _figures(row: OldRow, said: dict[str, str]) -> None:
    """Totals of the elements (or their means), and the index; they must agree."""
    given = {code: said.get(code, "") for code in ELEMENTS}
    if any(given.values()):
        for code, text in given.items():
            number = _number(text)
            if number is None:
                row.faults.append((code, f"“{text}” bukan angka." if text else "Belum diisi."))
                return
        values = [_number(text) or Decimal(0) for text in given.values()]
        if all(value <= 4 for value in values) and row.respondents > 4:
            values = [round_half_up(value * row.respondents, 0) for value in values]
        row.totals = [int(value) for value in values]
        for code, total in zip(ELEMENTS, row.totals, strict=True):
            if not row.respondents <= total <= 4 * row.respondents:
                row.faults.append(
                    (code, f"Jumlah {total} tidak mungkin dari {row.respondents} responden.")
                )
        if row.faults:
            return
        row.index = satisfaction_index(row.respondents, row.totals).ikm
    index = _number(said.get("index", "")) if said.get("index") else None
    if said.get("index") and (index is None or not 25 <= index <= 100):
        row.faults.append(("IKM", f"“{said['index']}” bukan indeks 25 sampai 100."))
    elif index is not None and row.totals:
        _compare(row, index)
    elif index is not None:
        row.index = round_half_up(index, 2)
    elif row.index is None:
        row.faults.append(("IKM", "Isi U1 sampai U9, atau IKM."))


def _compare(row: OldRow, index: Decimal) -> None:
    """The index of the report beside the one that its elements give, by either weight."""
    totals = row.totals or []
    old = satisfaction_index(row.respondents, totals, OLD_ELEMENT_WEIGHT).ikm
    exact = row.index or Decimal(0)
    near = Decimal("0.05")
    if abs(index - exact) <= near:
        return
    if abs(index - old) <= near:
        row.index, row.old_weight = old, True
        return
    row.faults.append(
        ("IKM", f"Tertulis {_said(index)}, padahal unsurnya memberi {_said(exact)}. Periksa.")
    )


def _said(number: Decimal) -> str:
    return str(number).replace(".", ",")


def _number(text: str) -> Decimal | None:
    try:
        return read_decimal(text)
    except ValueError:
        return None


# --- Periods


def _period(row: OldRow, said: dict[str, str]) -> None:
    start, end = _day(said.get("start", "")), _day(said.get("end", ""))
    if start and end:
        span: tuple[date, date] | None = (start, end)
    else:
        span = read_period(said.get("period", ""))
    if span is None:
        row.faults.append(
            ("Periode", "Tulis misalnya “Semester I 2024”, “Triwulan 2 2024”, atau “2024”.")
        )
    elif span[1] < span[0]:
        row.faults.append(("Periode", "Tanggal selesai sebelum tanggal mulai."))
    else:
        row.starts_on, row.ends_on = span


def read_period(text: str) -> tuple[date, date] | None:
    """First and last day of a period as reports write it; None for anything else.

    >>> read_period("Semester II 2024")
    (datetime.date(2024, 7, 1), datetime.date(2024, 12, 31))
    """
    words = re.sub(r"\btahun ", "", key(text))
    found = re.fullmatch(r"(?:(.+?) )?((?:19|20)\d\d)", words)
    if not found:
        return None
    part, year = found[1] or "", int(found[2])
    if not part:
        return _months(year, 1, 12)
    if half := re.fullmatch(r"(?:semester|smt|sem) (i{1,2}|[12])", part):
        first = 1 if half[1] in ("i", "1") else 7
        return _months(year, first, first + 5)
    if quarter := re.fullmatch(r"(?:triwulan|tw|kuartal) (iv|i{1,3}|[1-4])", part):
        number = ROMAN.get(quarter[1]) or int(quarter[1])
        return _months(year, 3 * number - 2, 3 * number)
    names = [name.lower() for name in MONTHS]
    months = [word for word in part.split() if word in names]
    if months and set(part.split()) <= {*names, "sampai", "s", "d", "hingga"}:
        return _months(year, names.index(months[0]) + 1, names.index(months[-1]) + 1)
    return None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def _day(text: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def aliases_of(report: OldReport) -> dict[str, Any]:
    """The names of this file that were decided before."""
    head, columns = _head(report.rows)
    texts = {row[columns["unit"]] for row in report.rows[head + 1 :] if len(row) > columns["unit"]}
    known = {one.name: one.unit for one in UnitAlias.objects.select_related("unit")}
    return {text: known[key(text)] for text in sorted(texts) if key(text) in known}
