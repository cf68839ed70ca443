"""Several rows of one file about the same person: one is kept, or a person has to choose."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kinerja.people.imports.draft import Draft
from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.person_row import facts_of
from kinerja.people.imports.text import text_of

CONFLICT = "duplicate_conflict"
COMPLETED = (
    *("grade", "education", "start_date", "status", "position", "position_since", "job_class"),
    *("salary", "allowance", "supervisor_nip", "supervisor_name"),
)
LABELS = {
    "name": "nama",
    "grade": "golongan",
    "education": "pendidikan",
    "start_date": "TMT",
    "birth_date": "tanggal lahir",
    "status": "status",
    "position": "jabatan",
    "position_since": "TMT jabatan",
    "job_class": "kelas jabatan",
    "salary": "gaji",
    "allowance": "tunjangan",
    "unit": "unit kerja",
    "supervisor": "atasan",
}


def merge_duplicates(drafts: Iterable[Draft]) -> None:
    """Judge every NIP that more than one row gives."""
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.row.nip is not None and draft.row.report.outcome is not Outcome.IGNORE:
            groups[draft.row.nip.digits].append(draft)
    for group in groups.values():
        if len(group) > 1:
            _judge(group)


def _judge(group: list[Draft]) -> None:
    facts = [_facts(draft) for draft in group]
    different = [name for name in LABELS if len({f[name] for f in facts} - {"", None}) > 1]
    places = ", ".join(_place(draft, group[0]) for draft in group)
    if different:
        chosen = [draft for draft in group if CONFLICT in draft.row.confirmed]
        if len(chosen) == 1:
            _keep(chosen[0], [draft for draft in group if draft is not chosen[0]])
            return
        for draft in group:
            for name in different:
                draft.row.say(
                    Outcome.REVIEW,
                    CONFLICT,
                    f"NIP ini ada di baris {places} dengan {LABELS[name]} yang berbeda. "
                    "Pilih baris yang benar.",
                    name,
                    found=_words(draft, name),
                )
        return
    main = next((draft for draft in group if draft.row.storable), group[0])
    others = [draft for draft in group if draft is not main]
    for other in others:
        _complete(main, other)
    _keep(main, others)


def _keep(main: Draft, others: list[Draft]) -> None:
    for other in others:
        other.main = main
        other.row.report.reasons.append(
            other.reason(
                Outcome.MERGE,
                "duplicate",
                f"Orang yang sama dengan baris {_place(main, other)}; cukup disimpan sekali.",
            )
        )


def _complete(main: Draft, other: Draft) -> None:
    """Facts that only the other row gives belong to the person all the same."""
    mine, theirs = main.row, other.row
    for name in COMPLETED:
        if getattr(mine, name) in ("", None) and getattr(theirs, name) not in ("", None):
            setattr(mine, name, getattr(theirs, name))
    main.unit = main.unit or other.unit


def _facts(draft: Draft) -> dict[str, Any]:
    row = draft.row
    unit = draft.unit.pk if draft.unit else next(reversed(row.unit_texts.values()), "").casefold()
    supervisor = "".join(str(row.supervisor_nip or "").split()) or row.supervisor_name.casefold()
    return {**facts_of(row), "unit": unit, "supervisor": supervisor}


def _words(draft: Draft, name: str) -> str:
    """What the row says about a fact, as a reader would write it."""
    row = draft.row
    if name == "unit":
        return draft.unit.name if draft.unit else next(reversed(row.unit_texts.values()), "")
    if name == "supervisor":
        return row.supervisor_name or text_of(row.supervisor_nip)
    if name == "name":
        return row.name.name if row.name else ""
    return str(getattr(row, name) or "")


def _place(draft: Draft, seen_from: Draft) -> str:
    """ "12", or "12 (lembar Data)" when it stands on another sheet."""
    report = draft.row.report
    if report.sheet == seen_from.row.report.sheet:
        return str(report.row)
    return f"{report.row} (lembar {report.sheet})"
