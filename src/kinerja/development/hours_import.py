"""Old learning hours from a file: read in the sandbox, judged row by row, stored when confirmed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from kinerja.development.outside_learning import (
    GONE,
    MOST_HOURS,
    NewLearning,
    OutsideLearning,
    kept_people,
)
from kinerja.development.scope import training_scope
from kinerja.people.imports.dates import read_date
from kinerja.people.imports.named_rows import named_rows
from kinerja.people.imports.number import read_decimal
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import text_of, tidy
from kinerja.people.person import Person
from kinerja.rules.label import Labelled
from kinerja.rules.nip import InvalidNip, parse_nip
from kinerja.rules.training import TrainingForm

MOST_ROWS = 2_000
COLUMNS = {
    "nip": ("nip", "nip baru", "nomor induk pegawai"),
    "title": ("nama kegiatan", "kegiatan", "nama pelatihan", "pelatihan", "diklat"),
    "provider": ("penyelenggara", "lembaga"),
    "done_on": ("tanggal selesai", "selesai", "tanggal"),
    "hours": ("jp", "jumlah jp", "lama jp", "jam pelajaran"),
}
OPTIONAL = {"form": ("bentuk", "metode")}


class HoursOutcome(Labelled):
    """What becomes of one row."""

    ACCEPT = "accept", "Siap disimpan"
    KNOWN = "known", "Sudah tercatat"
    UNKNOWN = "unknown", "Pegawai tidak dikenal"
    BAD_DATE = "bad_date", "Tanggal tidak terbaca"
    BAD_HOURS = "bad_hours", "JP bukan angka"
    MISSING = "missing", "Belum lengkap"


@dataclass(frozen=True)
class HoursRow:
    """One row of the file and what becomes of it. `number` counts as the sheet does."""

    number: int
    outcome: HoursOutcome
    title: str
    hours: str
    why: str = ""
    learning: NewLearning | None = None


@dataclass(frozen=True)
class HoursPreview:
    """All rows of a file, nothing stored."""

    file_name: str
    digest: str  # SHA-256 of the file
    rows: tuple[HoursRow, ...]

    @property
    def learning(self) -> list[NewLearning]:
        """What confirming stores."""
        return [row.learning for row in self.rows if row.learning]


def preview_hours(*, content: bytes, file_name: str, by: Person, on: date) -> HoursPreview:
    """Read a file and judge its rows, for the people whose hours `by` keeps.

    Errors: FileRefused (as `named_rows`).
    """
    below = named_rows(
        content=content,
        file_name=file_name,
        columns=COLUMNS,
        optional=OPTIONAL,
        most=MOST_ROWS,
        missing="Tabel JP tidak ditemukan. Berkas memerlukan kolom NIP, Nama kegiatan,"
        " Penyelenggara, Tanggal selesai, dan JP; pakai contoh berkas di halaman ini.",
    )
    judge = _Judge([cells for _, cells in below], by, on)
    rows = tuple(judge.row(number, cells) for number, cells in below)
    return HoursPreview(file_name, hashlib.sha256(content).hexdigest(), rows)


def packed(preview: HoursPreview) -> str:
    """The accepted rows as text, for the page to keep until somebody confirms."""
    rows = [
        (one.person.pk, one.title, one.form, one.provider, str(one.done_on), str(one.hours_jp))
        for one in preview.learning
    ]
    return json.dumps([preview.file_name, preview.digest, rows])


def unpacked(text: str) -> tuple[list[NewLearning], str, str]:
    """Rows, file name and digest from `packed`; people who are gone are left out."""
    file_name, digest, rows = json.loads(text)
    people = Person.objects.in_bulk({row[0] for row in rows})
    learning = [
        NewLearning(people[pk], title, form, provider, date.fromisoformat(day), Decimal(hours))
        for pk, title, form, provider, day, hours in rows
        if pk in people
    ]
    return learning, file_name, digest


class _Judge:
    """Knows the people of the file, and what is recorded of them already; two queries."""

    def __init__(self, rows: Sequence[Mapping[str, Cell]], by: Person, on: date) -> None:
        nips = {_nip(cells["nip"]) for cells in rows} - {""}
        kept = kept_people(training_scope(by, on), on).filter(nip__in=nips).exclude(pk=by.pk)
        self.on = on
        self.people = {one.nip: one for one in kept}
        known = OutsideLearning.objects.filter(person__in=self.people.values())
        self.known = set(known.exclude(state__in=GONE).values_list("person", "title", "done_on"))

    def row(self, number: int, cells: Mapping[str, Cell]) -> HoursRow:
        texts = {name: tidy(text_of(cell)) for name, cell in cells.items()}
        title, provider = texts["title"][:200], texts["provider"][:150]

        def refused(outcome: HoursOutcome, why: str) -> HoursRow:
            return HoursRow(number, outcome, title, texts["hours"], why)

        person = self.people.get(_nip(cells["nip"]))
        if person is None:
            return refused(HoursOutcome.UNKNOWN, "NIP ini bukan pegawai yang JP-nya Anda kelola.")
        if not title or not provider:
            return refused(HoursOutcome.MISSING, "Isi nama kegiatan dan penyelenggara.")
        day = read_date(cells["done_on"])
        if day.value is None or not day.usable:
            return refused(HoursOutcome.BAD_DATE, "Tulis seperti 30-06-2025.")
        if day.value > self.on:
            return refused(HoursOutcome.BAD_DATE, "Tanggal ini belum tiba.")
        hours = _hours(cells["hours"])
        if hours is None:
            return refused(HoursOutcome.BAD_HOURS, "Tulis angka mulai 0,5, misalnya 12.")
        said = (person.pk, title, day.value)
        if said in self.known:
            return HoursRow(number, HoursOutcome.KNOWN, title, texts["hours"])
        self.known.add(said)
        form = _form(texts.get("form", ""))
        learning = NewLearning(person, title, form, provider, day.value, hours)
        return HoursRow(number, HoursOutcome.ACCEPT, title, texts["hours"], learning=learning)


def _nip(cell: Cell) -> str:
    try:
        text = "".join(tidy(text_of(cell)).lstrip("'").split())
        parse_nip(text)
    except InvalidNip:
        return ""
    return text


def _form(text: str) -> str:
    plain = text.lower().replace("-", "").replace(" ", "")
    return TrainingForm.CLASSICAL if plain == "klasikal" else TrainingForm.NON_CLASSICAL


def _hours(cell: Cell) -> Decimal | None:
    """The number of a cell with one decimal; None: it is none, or none that can be."""
    if isinstance(cell, bool | date):
        return None
    try:
        value = (
            Decimal(str(cell))
            if isinstance(cell, int | float)
            else read_decimal(tidy(text_of(cell)).upper().removesuffix("JP"))
        )
        value = value.quantize(Decimal("0.1"))
    except (ValueError, InvalidOperation):
        return None
    return value if Decimal("0.5") <= value <= MOST_HOURS else None
