"""Which unit stands above which: in the file, or stored already."""

from collections import defaultdict

from kinerja.people.imports.text import key
from kinerja.people.imports.unit_draft import UnitDraft, code_and_name
from kinerja.people.imports.unit_level import level_of
from kinerja.people.imports.unit_row import UnitRow
from kinerja.people.imports.units import UnitBook
from kinerja.people.unit import Unit

DEEPEST = 20  # levels of units below each other


def find_parents(drafts: list[UnitDraft], book: UnitBook) -> None:
    """Parents may stand later in the file, or be stored already."""
    by_code = {draft.row.code.casefold(): draft for draft in drafts if draft.main is None}
    by_name: dict[str, list[UnitDraft]] = defaultdict(list)
    for draft in by_code.values():
        by_name[key(draft.row.name)].append(draft)
    agencies = [d for d in by_code.values() if not d.row.parent_said and _is_agency(d.row)]
    roots = [unit for unit in book.units.values() if unit.parent_id is None]
    for draft in drafts:
        row = draft.row
        text = row.parent_said
        if draft.main is not None:
            continue
        if not text:
            known = row.code.casefold() in book.by_code
            if (agencies or roots) and draft not in agencies and not known:
                message = "Induk unit ini belum diisi. Pilih induknya."
                draft.doubt_parent("parent_missing", message, _parent_choices(agencies, roots))
            continue
        found = by_code.get(text.casefold()) or book.by_code.get(text.casefold())
        if found is None:
            named = by_name.get(key(text), [])
            stored_ones = [] if named else book.by_name.get(key(text), [])
            everyone: list[UnitDraft | Unit] = [*named, *stored_ones]
            if len(everyone) > 1:
                draft.doubt_parent(
                    "parent_ambiguous",
                    f"Ada beberapa unit bernama “{text}”. Tulis kode induknya.",
                    tuple(code_and_name(one) for one in everyone[:5]),
                )
                continue
            found = everyone[0] if everyone else None
        if found is None:
            draft.doubt_parent(
                "parent_unknown",
                f"Induk “{text}” tidak ada di berkas maupun di data tersimpan.",
                book.suggest(text, ()),
            )
        draft.parent = found


def _is_agency(row: UnitRow) -> bool:
    return level_of(row.name, row.level, None) == Unit.Level.AGENCY and key(row.name).startswith(
        ("pemerintah", "pemkot", "pemkab")
    )


def _parent_choices(agencies: list[UnitDraft], roots: list[Unit]) -> tuple[tuple[str, str], ...]:
    everyone: list[UnitDraft | Unit] = [*agencies, *roots]
    return tuple(code_and_name(one) for one in everyone[:5])


def find_circles(drafts: list[UnitDraft]) -> None:
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
                one.doubt_parent("parent_deep", f"Unit ini lebih dari {DEEPEST} tingkat.")


def _tell_circle(first: UnitDraft, line: list[UnitDraft]) -> None:
    circle = line[line.index(first) :]
    names = " → ".join(one.row.code for one in [*circle[:8], first])
    for one in circle:
        message = f"Unit ini berada di bawah dirinya sendiri: {names}. Perbaiki induknya."
        one.doubt_parent("parent_circle", message)


def give_levels(drafts: list[UnitDraft]) -> None:
    """The level that a row says, else the one that follows from its name and its parent."""
    for draft in drafts:
        line = [draft]
        while isinstance(above := line[-1].parent, UnitDraft) and len(line) <= DEEPEST:
            line.append(above)
        for one in reversed(line):
            above = one.parent
            known = above.level if above else ""
            level = level_of(one.row.name, one.row.level, Unit.Level(known) if known else None)
            one.level = one.level or level.value


def wait_for_parents(drafts: list[UnitDraft]) -> None:
    """A unit cannot be stored before its parent: the doubt goes down the tree."""
    children: dict[int, list[UnitDraft]] = defaultdict(list)
    for draft in drafts:
        if isinstance(draft.parent, UnitDraft):
            children[id(draft.parent.main or draft.parent)].append(draft)
    doubtful = [d for d in drafts if d.unit is None and d.main is None and not d.storable]
    for above in doubtful:  # grows while it is walked
        for draft in children.pop(id(above), ()):
            if draft.storable:
                draft.doubt_parent(
                    "parent_waits",
                    f"Induknya ({above.row.name}, baris {above.row.report.row}) belum dapat "
                    "disimpan. Perbaiki baris itu dahulu.",
                )
                doubtful.append(draft)
