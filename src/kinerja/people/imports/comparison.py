"""A row against the person who is stored already: nothing new, something to add, or a conflict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kinerja.people.imports.draft import Draft
from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.posts import NO_POST
from kinerja.people.imports.register import Register
from kinerja.people.imports.text import key
from kinerja.people.person import Person


@dataclass(frozen=True)
class Fact:
    """One fact of a person, as the file and as the database have it."""

    field: str
    label: str
    said: Any
    stored: Any

    @property
    def same(self) -> bool:
        if isinstance(self.said, str) and isinstance(self.stored, str):
            return key(self.said) == key(self.stored)
        return bool(self.said == self.stored)


def compare(drafts: Iterable[Draft], register: Register) -> None:
    """Look every row up by its NIP."""
    for draft in drafts:
        person = register.people.get(draft.nip)
        if person is None or draft.main is not None:
            continue
        draft.person = person
        if person.status == Person.Status.WITHDRAWN:
            continue  # an undone import left the number behind: the row is as good as new
        draft.held = register.current(person)
        if person.has_left:
            draft.row.say(
                Outcome.REVIEW,
                "db_left",
                f"{person.name} tercatat sudah berhenti. Periksa NIP-nya atau lewati baris ini.",
                "nip",
                found=draft.nip,
            )
            continue
        for fact in _facts(draft, person):
            _judge(draft, fact)
        _compare_post(draft)


def _facts(draft: Draft, person: Person) -> list[Fact]:
    row = draft.row
    name = row.name
    return [
        Fact("name", "Nama", name.name if name else "", person.name),
        Fact("front_title", "Gelar depan", name.front_title if name else "", person.front_title),
        Fact("back_title", "Gelar belakang", name.back_title if name else "", person.back_title),
        Fact("birth_date", "Tanggal lahir", row.birth_said, person.birth_date),
        Fact("start_date", "TMT", row.start_date, person.start_date),
        Fact("grade", "Golongan", row.grade, person.grade),
        Fact("education", "Pendidikan", row.education, person.education),
        Fact("status", "Status", row.status, person.status),
    ]


def _judge(draft: Draft, fact: Fact) -> None:
    if fact.said in ("", None) or fact.same:
        return
    if fact.stored in ("", None):
        draft.fills[fact.field] = fact.said
        return
    code = f"db_{fact.field}"
    keep = fact.stored if fact.field == "name" else "-"  # a name cannot be left empty
    chosen = code in draft.row.confirmed
    if chosen:
        draft.changes[fact.field] = fact.said
    draft.row.say(
        Outcome.REVIEW,
        code,
        f"{fact.label} berbeda: tersimpan “{_words(fact.stored)}”. Pilih mana yang benar.",
        fact.field,
        found=_words(fact.said),
        stored=_words(fact.said) if chosen else "",
        suggestions=((keep, f"{_words(fact.stored)} (tersimpan)"),),
    )


def _compare_post(draft: Draft) -> None:
    """Unit and post together are one fact: the assignment."""
    row, held = draft.row, draft.held
    if held is None or (draft.unit is None and not row.position):
        return
    post = held.position
    same_unit = draft.unit is None or draft.unit.pk == post.unit_id
    title = row.position
    same_title = not title or key(title) == key(post.title)
    if same_unit and (same_title or post.title == NO_POST):
        draft.moves = not same_title
        return
    code = "db_position" if same_unit else "db_unit"
    said = f"{title or post.title} – {draft.unit or post.unit}"
    stored = f"{post.title} – {post.unit}"
    draft.moves = code in row.confirmed
    row.say(
        Outcome.REVIEW,
        code,
        f"Penugasan berbeda: tersimpan “{stored}”. Pilih mana yang benar.",
        "position" if same_unit else "unit",
        found=said,
        stored=said if draft.moves else "",
        suggestions=(("-", f"{stored} (tersimpan)"),),
    )


def _words(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def conclude(draft: Draft) -> None:
    """A stored person to whom the row adds nothing ends as `merge`; what it adds is told."""
    if draft.person is None or draft.person.status == Person.Status.WITHDRAWN:
        return
    if not draft.row.storable:
        return
    adds = bool(draft.fills or draft.changes or draft.moves or draft.supervisor_seat)
    if draft.held is None and draft.seat is not None:
        adds = True
    if not adds:
        draft.row.report.reasons.append(
            draft.reason(
                Outcome.MERGE, "already_stored", "Pegawai ini sudah tersimpan; tidak ada data baru."
            )
        )
        return
    if draft.fills:
        words = ", ".join(sorted(LABELS[name] for name in draft.fills))
        draft.row.report.reasons.append(
            draft.reason(Outcome.ACCEPT, "completes", f"Melengkapi data yang tersimpan: {words}.")
        )


LABELS = {
    "name": "nama",
    "front_title": "gelar depan",
    "back_title": "gelar belakang",
    "birth_date": "tanggal lahir",
    "start_date": "TMT",
    "grade": "golongan",
    "education": "pendidikan",
    "status": "status",
}
