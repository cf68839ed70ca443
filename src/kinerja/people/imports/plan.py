"""The plan of an import of people: every row with its outcome, and what would be stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kinerja.people.imports.comparison import compare, conclude
from kinerja.people.imports.correction import NOTHING, Correction, RowId
from kinerja.people.imports.draft import Draft
from kinerja.people.imports.duplicates import merge_duplicates
from kinerja.people.imports.outcome import RowReport
from kinerja.people.imports.person_row import PersonRow, read_person_row
from kinerja.people.imports.person_table import PersonTable
from kinerja.people.imports.placing import Placer, Section, sheet_guess, sheet_unit
from kinerja.people.imports.register import Register
from kinerja.people.imports.row_kind import RowKind
from kinerja.people.imports.seats import Seats
from kinerja.people.imports.sheet import Workbook
from kinerja.people.imports.supervisor import (
    Superiors,
    refuse_circles,
    refuse_circles_of_people,
    wanted_names,
    wanted_nips,
)
from kinerja.people.imports.text import masked, text_of
from kinerja.people.imports.units import UnitBook
from kinerja.records.refusals import FileRefused

Corrections = Mapping[RowId, Correction]


@dataclass
class EmployeePlan:
    """What a file says about people. `reports` has every row, `drafts` the rows of people."""

    sheet: str  # the first sheet with a table
    reports: list[RowReport] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)  # sheet, heading of a column

    @property
    def stored(self) -> list[Draft]:
        """The rows that an apply writes."""
        return [draft for draft in self.drafts if draft.row.storable]


def plan_employees(
    workbook: Workbook, *, on: date, corrections: Corrections | None = None
) -> EmployeePlan:
    """Judge every row of a file against itself and the database; nothing is stored.

    Errors: FileRefused when no visible sheet holds a table with NIP and name.
    """
    tables = [PersonTable(sheet) for sheet in workbook.sheets]
    usable = [table for table in tables if table.layout and not table.sheet.hidden]
    if not usable:
        raise FileRefused(_no_table(tables))
    plan = EmployeePlan(usable[0].sheet.name)
    book = UnitBook.load()
    for table in tables:
        _read_table(plan, table, book, workbook.since_1904, on, corrections or {})
    _judge(plan, book, on)
    for draft in plan.drafts:
        draft.row.report.values |= _values(draft)
    return plan


def _no_table(tables: list[PersonTable]) -> str:
    if any(table.layout for table in tables):
        return "Semua lembar yang berisi tabel disembunyikan. Tampilkan lembarnya, lalu kirim lagi."
    if not any(table.sheet.rows for table in tables):
        return "Berkas ini kosong. Pilih berkas yang berisi tabel pegawai."
    return (
        "Tabel pegawai tidak ditemukan: harus ada kepala tabel dengan kolom NIP dan Nama. "
        "Periksa berkasnya, lalu kirim lagi."
    )


def _read_table(
    plan: EmployeePlan,
    table: PersonTable,
    book: UnitBook,
    since_1904: bool,
    on: date,
    corrections: Corrections,
) -> None:
    section = Section(book)
    placer = Placer(
        book,
        section,
        sheet_unit(book, table.sheet.name, table.titles()),
        sheet_guess(book, table.sheet.name),
    )
    if table.layout and not table.sheet.hidden:
        plan.unread += [(table.sheet.name, heading) for heading in table.layout.unread]
    for line in table.lines():
        report = table.report_of(line)
        plan.reports.append(report)
        if line.kind is not RowKind.RECORD or line.layout is None:
            if line.kind is RowKind.SECTION:
                section.read(line.title)
            elif line.kind is RowKind.SIGNATURE:
                section.sign()
            elif line.kind is RowKind.HEADER:
                section.begin()
            continue
        layout = line.layout
        correction = corrections.get((report.sheet, report.row), NOTHING)
        cells = table.cells(line.index, layout)
        row = read_person_row(
            report, layout, cells, since_1904=since_1904, on=on, correction=correction
        )
        if "unit" in correction.values and not row.keeps_unit:
            row.unit_code, row.unit_texts = "", {"unit": correction.values["unit"]}
        draft = Draft(row)
        plan.drafts.append(draft)
        if correction.skip:
            report.skip()
        else:
            draft.unit = placer.place(row)


def _judge(plan: EmployeePlan, book: UnitBook, on: date) -> None:
    """Everything that needs other rows or the database, step by step."""
    drafts = [draft for draft in plan.drafts if not draft.row.refused]
    merge_duplicates(drafts)
    numbers = {draft.nip for draft in drafts} | wanted_nips(drafts)
    units = {draft.unit.pk for draft in drafts if draft.unit}
    register = Register.load(on, numbers - {""}, wanted_names(drafts), units)
    compare(drafts, register)
    seats = Seats(register, on)
    seats.settle(drafts)
    superiors = Superiors(book, register, seats)
    superiors.learn(plan.drafts)
    for draft in drafts:
        superiors.settle(draft)
    for draft in drafts:
        superiors.link(draft)
    refuse_circles(drafts, superiors)
    refuse_circles_of_people(drafts, superiors)
    for draft in drafts:
        conclude(draft)


def _values(draft: Draft) -> dict[str, Any]:
    """What was read, as it would be stored; None where the file says nothing."""
    row, unit = draft.row, draft.unit
    name = row.name
    text = next(reversed(row.unit_texts.values()), "") or row.unit_code or row.unit_said
    since = draft.since if draft.since and draft.held is None else row.position_since
    return {
        "name": name.name if name else None,
        "front_title": (name.front_title or None) if name else None,
        "back_title": (name.back_title or None) if name else None,
        "sex": row.sex or None,
        "birth_date": _iso(row.birth_date),
        "start_date": _iso(row.start_date),
        "grade": row.grade or None,
        "education": row.education or None,
        "status": row.status or None,
        "unit": unit.name if unit else text or None,
        "unit_code": unit.code if unit else None,
        "position": row.position or None,
        "position_since": _iso(since),
        "job_class": row.job_class,
        "duties": row.duties or None,
        "salary": row.salary or None,
        "allowance": row.allowance or None,
        "supervisor_nip": draft.supervisor or _number(row),
        "supervisor_name": row.supervisor_name or None,
    }


def _number(row: PersonRow) -> str | None:
    found = text_of(row.supervisor_nip).strip()
    return masked(found) if (found and not found.isdigit()) or len(found) != 18 else found or None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
