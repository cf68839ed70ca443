"""What happened to somebody's data, in words: the events of this room as lines of a history."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.role import Role
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.records.event import Event
from kinerja.web.indonesian import nip_spasi, tanggal
from kinerja.web.parts import Happened


@dataclass(frozen=True)
class Names:
    """What the numbers in the events stand for."""

    posts: dict[int, Position]
    assignments: dict[int, Assignment]
    units: dict[int, Unit]

    def post(self, key: object) -> str:
        row = self.posts.get(key) if isinstance(key, int) else None
        return f"{row.title}, {row.unit}" if row else "jabatan yang sudah dihapus"

    def assignment(self, event: Event) -> str:
        row = self.assignments.get(event.about_id)
        return self.post(row.position_id) if row else "sebuah jabatan"

    def unit(self, key: object) -> str:
        row = self.units.get(key) if isinstance(key, int) else None
        return f" di {row.name}" if row else ""


Words = Callable[[dict[str, Any], Event, Names], str]


def _edited(data: dict[str, Any], event: Event, names: Names) -> str:
    changes = [
        f"{_label(name)} {_value(name, old)} menjadi {_value(name, new)}"
        for name, (old, new) in sorted(data.items(), key=lambda change: ORDER.index(change[0]))
    ]
    return f"Data diubah: {'; '.join(changes)}"


def _made(data: dict[str, Any], event: Event, names: Names) -> str:
    kind = Assignment.Kind(data["kind"]).label
    until = f" sampai {_day(data['ends_on'])}" if data["ends_on"] else ""
    decree = f" (SK {data['decree']})" if data["decree"] else ""
    post = names.post(data["position"])
    return f"Penugasan {kind}: {post}, mulai {_day(data['starts_on'])}{until}{decree}"


def _ended(data: dict[str, Any], event: Event, names: Names) -> str:
    return f"Penugasan berakhir {_day(data['ends_on'])}: {names.assignment(event)}"


def _superior(data: dict[str, Any], event: Event, names: Names) -> str:
    if data["reports_to"] is None:
        return f"Atasan kembali mengikuti susunan unit: {names.assignment(event)}"
    return f"Atasan ditentukan: {names.post(data['reports_to'])}"


def _status(data: dict[str, Any], event: Event, names: Names) -> str:
    before, after = (Person.Status(data[key]).label for key in ("from", "to"))
    return f"Status {before} menjadi {after} sejak {_day(data['since'])}"


def _granted(data: dict[str, Any], event: Event, names: Names) -> str:
    until = f" sampai {_day(data['ends_on'])}" if data["ends_on"] else ""
    where = names.unit(data["unit"])
    return f"Tugas {_role(data)}{where} diberikan mulai {_day(data['starts_on'])}{until}"


TOLD: dict[str, Words | str] = {
    "person.added": "Data pegawai dibuat",
    "person.edited": _edited,
    "person.status_set": _status,
    "assignment.made": _made,
    "assignment.ended": _ended,
    "assignment.reopened": lambda data, event, names: (
        f"Penugasan dibuka kembali: {names.assignment(event)}"
    ),
    "assignment.withdrawn": "Penugasan dibatalkan",
    "assignment.superior_named": _superior,
    "role.granted": _granted,
    "role.ended": lambda data, event, names: (
        f"Tugas {_role(data)} berakhir {_day(data['ends_on'])}"
    ),
    "account.opened": "Akun dibuka",
    "account.password_reset": "Sandi pertama yang baru dibuat",
    "account.password_changed": "Sandi diganti oleh pemilik akun",
    "account.closed": "Akun ditutup",
    "account.reopened": "Akun dibuka kembali",
    "account.factor_added": "Faktor kedua dipasang",
    "account.factor_removed": "Faktor kedua dilepas",
    "account.sessions_ended": "Sesi masuk di perangkat lain diakhiri",
}
LABELS = {field.name: str(field.verbose_name) for field in Person._meta.fields}
ORDER = tuple(LABELS)  # as the form asks
ABOUT_ASSIGNMENT = {"assignment.ended", "assignment.reopened", "assignment.superior_named"}


def told(events: Iterable[Event]) -> list[Happened]:
    """The events in words, in the order given; three queries for all. Others are left out."""
    known = [event for event in events if event.name in TOLD]
    names = _names(known)
    return [Happened(event.at, _say(event, names), event.by, event.reason) for event in known]


def _say(event: Event, names: Names) -> str:
    words = TOLD[event.name]
    return words if isinstance(words, str) else words(event.data, event, names)


def _names(events: Sequence[Event]) -> Names:
    about = [event.about_id for event in events if event.name in ABOUT_ASSIGNMENT]
    assignments = Assignment.objects.in_bulk(about)
    posts = {row.position_id for row in assignments.values()}
    posts |= {event.data.get(key) for event in events for key in ("position", "reports_to")}
    units = {event.data.get("unit") for event in events}
    return Names(
        Position.objects.select_related("unit").in_bulk([pk for pk in posts if pk]),
        assignments,
        Unit.objects.in_bulk([pk for pk in units if pk]),
    )


def _day(value: str) -> str:
    return tanggal(date.fromisoformat(value))


def _role(data: dict[str, Any]) -> str:
    return Role.Name(data["role"]).label


def _label(field: str) -> str:
    return LABELS.get(field, field)


def _value(field: str, value: str) -> str:
    """As people read it: a NIP in its parts, a day in words, a choice by its label."""
    if not value:
        return "(kosong)"
    if field == "nip":
        return nip_spasi(value)
    if field in ("birth_date", "start_date"):
        return _day(value)
    choices = {"kind": Person.Kind, "sex": Person.Sex}
    return str(choices[field](value).label) if field in choices else value
