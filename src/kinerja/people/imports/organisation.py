"""The plan of an import of units: every row with its outcome, and the tree that would be stored."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kinerja.people.imports.abbreviations import initials
from kinerja.people.imports.correction import NOTHING, Correction, RowId
from kinerja.people.imports.outcome import Outcome, Reason, RowReport
from kinerja.people.imports.row_kind import RowKind, texts_of
from kinerja.people.imports.sheet import Workbook
from kinerja.people.imports.text import key
from kinerja.people.imports.unit_level import level_of
from kinerja.people.imports.unit_row import LONGEST_CODE, UnitRow, read_unit_row
from kinerja.people.imports.unit_table import UnitTable
from kinerja.people.imports.units import UnitBook
from kinerja.people.unit import Unit
from kinerja.records.refusals import FileRefused

Corrections = Mapping[RowId, Correction]
DEEPEST = 20  # levels of units below each other


@dataclass
class UnitDraft:
    """One row on its way into the tree."""

    row: UnitRow
    unit: Unit | None = None  # stored already
    parent: "UnitDraft | Unit | None" = None
    main: "UnitDraft | None" = None  # the row that stands for this one
    level: str = ""
    rename: bool = False  # a person chose the name of the file over the stored one
    move: bool = False  # … the parent of the file

    @property
    def storable(self) -> bool:
        return self.row.report.outcome.stored


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
    _find_parents(drafts, book)
    _find_circles(drafts)
    _give_levels(drafts)
    _compare(drafts, book)
    _check_names(drafts, book)
    _wait_for_parents(drafts)
    for draft in plan.drafts:
        draft.row.report.values |= _values(draft)
    return plan


def _read_table(plan: OrganisationPlan, table: UnitTable, corrections: Corrections) -> None:
    for line in table.lines():
        report = RowReport(table.sheet.name, line.index + 1)
        plan.reports.append(report)
        layout = line.layout
        if line.kind is not RowKind.RECORD or layout is None:
            report.base = Outcome.IGNORE
            found = next(iter(texts_of(table.sheet.rows[line.index])), "")[:100]
            kind = line.kind
            report.reasons.append(Reason(Outcome.IGNORE, kind.value, kind.message, found=found))
            continue
        correction = corrections.get((report.sheet, report.row), NOTHING)
        cells = table.cells(line.index, layout)
        draft = UnitDraft(read_unit_row(report, layout, cells, correction))
        if correction.skip:
            message = "Dilewati atas keputusan petugas kepegawaian."
            report.reasons.append(Reason(Outcome.IGNORE, "skipped", message))
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


def _find_parents(drafts: list[UnitDraft], book: UnitBook) -> None:
    """Parents may stand later in the file, or be stored already."""
    by_code = {draft.row.code.casefold(): draft for draft in drafts if draft.main is None}
    by_name: dict[str, list[UnitDraft]] = defaultdict(list)
    for draft in by_code.values():
        by_name[key(draft.row.name)].append(draft)
    agencies = [d for d in by_code.values() if not _parent_text(d.row) and _is_agency(d.row)]
    roots = [unit for unit in book.units.values() if unit.parent_id is None]
    for draft in drafts:
        row = draft.row
        text = _parent_text(row)
        if draft.main is not None:
            continue
        if not text:
            known = row.code.casefold() in book.by_code
            if (agencies or roots) and draft not in agencies and not known:
                message = "Induk unit ini belum diisi. Pilih induknya."
                _doubt_parent(draft, "parent_missing", message, _parent_choices(agencies, roots))
            continue
        found = by_code.get(text.casefold()) or book.by_code.get(text.casefold())
        if found is None:
            named = by_name.get(key(text), [])
            stored_ones = [] if named else book.by_name.get(key(text), [])
            everyone: list[UnitDraft | Unit] = [*named, *stored_ones]
            if len(everyone) > 1:
                _doubt_parent(
                    draft,
                    "parent_ambiguous",
                    f"Ada beberapa unit bernama “{text}”. Tulis kode induknya.",
                    tuple(_code_and_name(one) for one in everyone[:5]),
                )
                continue
            found = everyone[0] if everyone else None
        if found is None:
            _doubt_parent(
                draft,
                "parent_unknown",
                f"Induk “{text}” tidak ada di berkas maupun di data tersimpan.",
                book.suggest(text, ()),
            )
        draft.parent = found


def _parent_text(row: UnitRow) -> str:
    return row.parent_code or row.parent_name


def _is_agency(row: UnitRow) -> bool:
    return level_of(row.name, row.level, None) == Unit.Level.AGENCY and key(row.name).startswith(
        ("pemerintah", "pemkot", "pemkab")
    )


def _parent_choices(agencies: list[UnitDraft], roots: list[Unit]) -> tuple[tuple[str, str], ...]:
    everyone: list[UnitDraft | Unit] = [*agencies, *roots]
    return tuple(_code_and_name(one) for one in everyone[:5])


def _code_and_name(one: UnitDraft | Unit) -> tuple[str, str]:
    if isinstance(one, Unit):
        return one.code, one.name
    return one.row.code, one.row.name


def _parent_field(row: UnitRow) -> str:
    names = ("parent_code", "parent", "parent_name")
    return next((name for name in names if name in row.headings), "parent_code")


def _doubt_parent(
    draft: UnitDraft, code: str, message: str, suggestions: tuple[tuple[str, str], ...]
) -> None:
    row = draft.row
    text = _parent_text(row)
    row.say(Outcome.REVIEW, code, message, _parent_field(row), found=text, suggestions=suggestions)


def _find_circles(drafts: list[UnitDraft]) -> None:
    """Units that stand above themselves, or endlessly deep, are for a person."""
    depths: dict[int, int] = {}  # of units whose line ends at a top or stored unit
    for draft in drafts:
        line: dict[int, UnitDraft] = {}
        at: UnitDraft | Unit | None = draft
        while isinstance(at, UnitDraft) and id(at) not in line and id(at) not in depths:
            line[id(at)] = at
            at = at.parent
        if isinstance(at, UnitDraft) and id(at) in line:
            _tell_circle(at, list(line.values()))
        depth = depths.get(id(at), -1)
        for number, one in enumerate(reversed(line.values()), start=1):
            depths[id(one)] = depth + number
            if depth + number == DEEPEST + 1:
                _doubt_parent(one, "parent_deep", f"Unit ini lebih dari {DEEPEST} tingkat.", ())


def _tell_circle(first: UnitDraft, line: list[UnitDraft]) -> None:
    circle = line[line.index(first) :]
    names = " → ".join(one.row.code for one in [*circle[:8], first])
    for one in circle:
        message = f"Unit ini berada di bawah dirinya sendiri: {names}. Perbaiki induknya."
        _doubt_parent(one, "parent_circle", message, ())


def _give_levels(drafts: list[UnitDraft]) -> None:
    for draft in drafts:
        line = [draft]
        while isinstance(above := line[-1].parent, UnitDraft) and len(line) <= DEEPEST:
            line.append(above)
        for one in reversed(line):
            above = one.parent
            known = above.level if above else ""
            level = level_of(one.row.name, one.row.level, Unit.Level(known) if known else None)
            one.level = one.level or level.value


def _compare(drafts: list[UnitDraft], book: UnitBook) -> None:
    """A row against the unit that has its code: the same, or a conflict."""
    for draft in drafts:
        row = draft.row
        stored = book.by_code.get(row.code.casefold())
        if stored is None or draft.main is not None:
            continue
        draft.unit = stored
        if key(stored.name) != key(row.name):
            keep = stored.name
            draft.rename = _conflict(draft, "db_name", "name", "Nama", row.name, stored.name, keep)
        above = book.units.get(stored.parent_id or 0)
        said = _parent_text(row)
        if (
            said
            and draft.parent is not None
            and _code_and_name(draft.parent)[0] != (above.code if above else "")
        ):
            draft.move = _conflict(
                draft, "db_parent", _parent_field(row), "Induk", said, above.name if above else "-"
            )
        if row.level and draft.level != stored.level:
            _conflict(
                draft,
                "db_level",
                "level",
                "Tingkat",
                Unit.Level(draft.level).label,
                Unit.Level(stored.level).label,
            )
        if row.report.outcome in (Outcome.ACCEPT, Outcome.FIX) and not (draft.rename or draft.move):
            row.say(
                Outcome.MERGE, "already_stored", "Unit ini sudah tersimpan; tidak ada data baru."
            )


def _conflict(
    draft: UnitDraft,
    code: str,
    field: str,
    label: str,
    said: str,
    stored: str,
    keep: str = "-",
) -> bool:
    """Say that file and database differ; True when a person chose the file.

    `keep` is what to enter so that the stored value stays.
    """
    draft.row.say(
        Outcome.REVIEW,
        code,
        f"{label} berbeda: tersimpan “{stored}”. Pilih mana yang benar.",
        field,
        found=said,
        suggestions=((keep, f"{stored} (tersimpan)"),),
    )
    return code in draft.row.confirmed


def _check_names(drafts: list[UnitDraft], book: UnitBook) -> None:
    """The same name twice under one parent is probably one unit with two codes."""
    new = [d for d in drafts if d.unit is None and d.main is None]
    counted = Counter((_place(draft), key(draft.row.name)) for draft in new)
    for draft in new:
        name = key(draft.row.name)
        twins = [
            unit
            for unit in book.by_name.get(name, [])
            if unit.parent_id == _stored_pk(draft.parent)
        ]
        if counted[_place(draft), name] > 1 or twins:
            other = f" dengan kode {twins[0].code}" if twins else ""
            draft.row.say(
                Outcome.REVIEW,
                "name_twice",
                f"Sudah ada unit bernama sama di bawah induk yang sama{other}. "
                "Pastikan keduanya memang berbeda.",
                "name",
                found=draft.row.name,
            )


def _stored_pk(parent: UnitDraft | Unit | None) -> int | None:
    """The id of a parent that is stored; 0 for one that is new."""
    if isinstance(parent, UnitDraft):
        return parent.unit.pk if parent.unit else 0
    return parent.pk if parent else None


def _place(draft: UnitDraft) -> str:
    """The code of the parent, as far as one is known."""
    return _code_and_name(draft.parent)[0].casefold() if draft.parent else ""


def _wait_for_parents(drafts: list[UnitDraft]) -> None:
    """A unit cannot be stored before its parent: the doubt goes down the tree."""
    children: dict[int, list[UnitDraft]] = defaultdict(list)
    for draft in drafts:
        if isinstance(draft.parent, UnitDraft):
            children[id(draft.parent.main or draft.parent)].append(draft)
    doubtful = [d for d in drafts if d.unit is None and d.main is None and not d.storable]
    for above in doubtful:  # grows while it is walked
        for draft in children.pop(id(above), ()):
            if draft.storable:
                draft.row.say(
                    Outcome.REVIEW,
                    "parent_waits",
                    f"Induknya ({above.row.name}, baris {above.row.report.row}) belum dapat "
                    "disimpan. Perbaiki baris itu dahulu.",
                    _parent_field(draft.row),
                    found=_parent_text(draft.row),
                )
                doubtful.append(draft)


def _values(draft: UnitDraft) -> dict[str, Any]:
    row = draft.row
    parent = _code_and_name(draft.parent)[0] if draft.parent else row.parent_code or None
    return {
        "code": row.code or None,
        "name": row.name or None,
        "parent_code": parent,
        "parent_name": row.parent_name or None,
        "level": draft.level or None,
    }
