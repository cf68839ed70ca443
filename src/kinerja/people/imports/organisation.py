"""The plan of an import of units: every row with its outcome, and the tree that would be stored."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kinerja.people.imports.abbreviations import initials
from kinerja.people.imports.correction import NOTHING, Correction, RowId
from kinerja.people.imports.outcome import Outcome, RowReport
from kinerja.people.imports.row_kind import RowKind
from kinerja.people.imports.sheet import Workbook
from kinerja.people.imports.text import key
from kinerja.people.imports.unit_comparison import check_names, compare
from kinerja.people.imports.unit_draft import UnitDraft, code_and_name
from kinerja.people.imports.unit_parents import (
    find_circles,
    find_parents,
    give_levels,
    wait_for_parents,
)
from kinerja.people.imports.unit_row import LONGEST_CODE, read_unit_row
from kinerja.people.imports.unit_table import UnitTable
from kinerja.people.imports.units import UnitBook
from kinerja.records.refusals import FileRefused

Corrections = Mapping[RowId, Correction]


@dataclass
class OrganisationPlan:
    """What a file says about units. `drafts` are the rows that hold one."""

    sheet: str
    reports: list[RowReport] = field(default_factory=list)
    drafts: list[UnitDraft] = field(default_factory=list)

    @property
    def stored(self) -> list[UnitDraft]:
        return [draft for draft in self.drafts if draft.storable]


def plan_organisation(
    workbook: Workbook, *, corrections: Corrections | None = None
) -> OrganisationPlan:
    """Judge every row of a file of units; nothing is stored.

    Errors: FileRefused when no visible sheet holds a table of units.
    """
    tables = [UnitTable(sheet) for sheet in workbook.sheets]
    usable = [table for table in tables if table.layout and not table.sheet.hidden]
    if not usable:
        raise FileRefused(
            "Tabel organisasi tidak ditemukan: harus ada kepala tabel dengan kolom Nama Unit dan "
            "Kode atau Induk. Periksa berkasnya, lalu kirim lagi."
        )
    plan = OrganisationPlan(usable[0].sheet.name)
    for table in tables:
        _read_table(plan, table, corrections or {})
    drafts = [draft for draft in plan.drafts if draft.row.report.outcome is not Outcome.REFUSE]
    _give_codes(drafts)
    drafts = [draft for draft in drafts if draft.row.code]
    book = UnitBook.load()
    _merge_duplicates(drafts)
    find_parents(drafts, book)
    find_circles(drafts)
    give_levels(drafts)
    compare(drafts, book)
    check_names(drafts, book)
    wait_for_parents(drafts)
    for draft in plan.drafts:
        draft.row.report.values |= _values(draft)
    return plan


def _read_table(plan: OrganisationPlan, table: UnitTable, corrections: Corrections) -> None:
    for line in table.lines():
        report = table.report_of(line)
        plan.reports.append(report)
        layout = line.layout
        if line.kind is not RowKind.RECORD or layout is None:
            continue
        correction = corrections.get((report.sheet, report.row), NOTHING)
        cells = table.cells(line.index, layout)
        draft = UnitDraft(read_unit_row(report, layout, cells, correction))
        if correction.skip:
            report.skip()
        else:
            plan.drafts.append(draft)


def _give_codes(drafts: list[UnitDraft]) -> None:
    """A file without a column for codes gets codes from the names; a blank cell is refused."""
    taken = {draft.row.code.casefold() for draft in drafts}
    for draft in drafts:
        row = draft.row
        if row.code:
            continue
        if row.coded:
            row.say(
                Outcome.REFUSE, "code_missing", "Kode unit ini belum diisi. Isi kodenya.", "code"
            )
            continue
        words = key(row.name).upper().replace(" ", "-")
        base = words if len(words) <= LONGEST_CODE - 4 else initials(row.name).upper()
        code, number = base, 2
        while code.casefold() in taken:
            code, number = f"{base}-{number}", number + 1
        taken.add(code.casefold())
        row.code = code
        row.say(
            Outcome.FIX,
            "code_given",
            "Berkas ini tanpa kode; kode dibuat dari nama unit.",
            "code",
            stored=code,
        )


def _merge_duplicates(drafts: list[UnitDraft]) -> None:
    """Rows with the same code: the same unit, or a conflict for a person."""
    groups: dict[str, list[UnitDraft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.row.code.casefold()].append(draft)
    for group in groups.values():
        if len(group) < 2:
            continue
        facts = [
            (
                key(d.row.name),
                d.row.parent_code.casefold() or key(d.row.parent_name),
                key(d.row.level),
            )
            for d in group
        ]
        rows = ", ".join(str(draft.row.report.row) for draft in group)
        if any(len({fact[at] for fact in facts if fact[at]}) > 1 for at in range(3)):
            for draft in group:
                draft.row.say(
                    Outcome.REVIEW,
                    "duplicate_conflict",
                    f"Kode ini ada di baris {rows} dengan isi yang berbeda. Pilih yang benar.",
                    "code",
                    found=draft.row.code,
                )
            continue
        main = next((draft for draft in group if draft.storable), group[0])
        for draft in group:
            if draft is not main:
                draft.main = main
                draft.row.say(
                    Outcome.MERGE,
                    "duplicate",
                    f"Unit yang sama dengan baris {main.row.report.row}; cukup disimpan sekali.",
                    "code",
                    found=draft.row.code,
                )


def _values(draft: UnitDraft) -> dict[str, Any]:
    row = draft.row
    parent = code_and_name(draft.parent)[0] if draft.parent else row.parent_code or None
    return {
        "code": row.code or None,
        "name": row.name or None,
        "parent_code": parent,
        "parent_name": row.parent_name or None,
        "level": draft.level or None,
    }
