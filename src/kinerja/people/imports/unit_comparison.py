"""A file of units against the stored tree: the same, a conflict, or a twin."""

from collections import Counter

from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.text import key
from kinerja.people.imports.unit_draft import UnitDraft, code_and_name
from kinerja.people.imports.units import UnitBook
from kinerja.people.unit import Unit


def compare(drafts: list[UnitDraft], book: UnitBook) -> None:
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
        said = row.parent_said
        if (
            said
            and draft.parent is not None
            and code_and_name(draft.parent)[0] != (above.code if above else "")
        ):
            draft.move = _conflict(
                draft, "db_parent", row.parent_field, "Induk", said, above.name if above else "-"
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


def check_names(drafts: list[UnitDraft], book: UnitBook) -> None:
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
    return code_and_name(draft.parent)[0].casefold() if draft.parent else ""
