"""Levels from a file: read in the sandbox, judged row by row, stored when somebody confirms.

A row names the employee by NIP, the competency by code or name, the level, the day, how it was
found and on which ground. Reading stores nothing.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kinerja.development.assessment import CompetencyAssessment, Found, noted
from kinerja.development.competency import Competency
from kinerja.development.sight import keeper_scope
from kinerja.people.imports.dates import read_date
from kinerja.people.imports.named_rows import named_rows
from kinerja.people.imports.nip import read_nip
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import key, text_of, tidy
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.supervision import belongs_under
from kinerja.rules.competency import HIGHEST_LEVEL
from kinerja.rules.label import Labelled

MOST_ROWS = 20_000
COLUMNS = {
    "nip": ("nip",),
    "competency": ("kompetensi", "kode kompetensi", "nama kompetensi"),
    "level": ("level", "tingkat", "capaian level"),
    "day": ("tanggal", "tanggal asesmen", "tanggal penilaian"),
    "method": ("cara", "metode"),
    "source": ("dasar", "sumber", "nomor laporan"),
}
METHODS = {
    "uji kompetensi": CompetencyAssessment.Method.TEST,
    "uji": CompetencyAssessment.Method.TEST,
    "asesmen": CompetencyAssessment.Method.CENTRE,
    "assessment center": CompetencyAssessment.Method.CENTRE,
    "penilaian atasan": CompetencyAssessment.Method.LEADER,
    "hasil pelatihan": CompetencyAssessment.Method.TRAINING,
}


class RowOutcome(Labelled):
    """What becomes of one row."""

    ACCEPT = "accept", "Siap disimpan"
    KNOWN = "known", "Sudah tercatat"
    BAD_NIP = "bad_nip", "NIP tidak terbaca"
    NOBODY = "nobody", "Pegawai tidak ditemukan"
    BAD_COMPETENCY = "bad_competency", "Kompetensi tidak dikenal"
    BAD_LEVEL = "bad_level", "Level tidak terbaca"
    BAD_DAY = "bad_day", "Tanggal tidak terbaca"
    BAD_METHOD = "bad_method", "Cara tidak dikenal"
    NO_SOURCE = "no_source", "Dasar belum diisi"


@dataclass(frozen=True)
class LevelRow:
    """One row of the file and what becomes of it. `number` counts as the sheet does."""

    number: int
    outcome: RowOutcome
    cells: Mapping[str, str]  # as they stand there
    why: str = ""
    found: Found | None = None


@dataclass(frozen=True)
class Preview:
    """All rows of a file, nothing stored."""

    file_name: str
    digest: str  # SHA-256 of the file
    rows: tuple[LevelRow, ...]

    @property
    def found(self) -> list[Found]:
        """What confirming stores."""
        return [row.found for row in self.rows if row.found]


def preview_levels(*, content: bytes, file_name: str, by: Person, on: date) -> Preview:
    """Read a file and judge its rows, for the people whose competencies one looks after.

    Errors: NotAllowed; FileRefused (as `named_rows`).
    """
    if not keeper_scope(by, on):
        raise NotAllowed("Berkas level kompetensi dikirim pengelola pelatihan.")
    below = named_rows(
        content=content,
        file_name=file_name,
        columns=COLUMNS,
        most=MOST_ROWS,
        missing="Tabel level tidak ditemukan. Berkas memerlukan kolom NIP, Kompetensi, Level,"
        " Tanggal, Cara, dan Dasar; pakai contoh berkas di halaman ini.",
    )
    judge = _Judge([cells["nip"] for _, cells in below], by, on)
    rows = tuple(judge.row(number, cells) for number, cells in below)
    return Preview(file_name, hashlib.sha256(content).hexdigest(), rows)


def packed(preview: Preview) -> str:
    """The accepted rows as text, for the page to keep until somebody confirms."""
    rows = [
        [
            *(one.person.pk, one.competency.pk, one.level, str(one.method)),
            *(one.assessed_on.isoformat(), one.source),
        ]
        for one in preview.found
    ]
    return json.dumps([preview.file_name, preview.digest, rows])


def unpacked(text: str) -> tuple[list[Found], str, str]:
    """What to store, file name and digest from `packed`; what is gone since is left out."""
    file_name, digest, rows = json.loads(text)
    people = Person.objects.in_bulk({row[0] for row in rows})
    competencies = Competency.objects.in_bulk({row[1] for row in rows})
    found = [
        Found(people[person], competencies[one], level, method, date.fromisoformat(day), source)
        for person, one, level, method, day, source in rows
        if person in people and one in competencies
    ]
    return found, file_name, digest


class _Judge:
    """Knows the people of the file who are somebody's task, and what is noted of them."""

    def __init__(self, nips: Sequence[Cell], by: Person, on: date) -> None:
        scope = keeper_scope(by, on)
        read = {reading.value for cell in nips if (reading := read_nip(cell)).usable}
        people = Person.objects.filter(nip__in=read - {None}).exclude(pk=by.pk)
        if not scope.everything:
            people = people.filter(belongs_under(scope.paths, on))
        self.on = on
        self.people = {one.nip: one for one in people}
        used = list(Competency.objects.used())
        self.competencies = {one.code.lower(): one for one in used} | {
            key(one.name): one for one in used
        }
        self.known = noted([one.pk for one in self.people.values()], [one.pk for one in used])

    def row(self, number: int, cells: Mapping[str, Cell]) -> LevelRow:
        texts = {name: tidy(text_of(cell)) for name, cell in cells.items()}

        def refused(outcome: RowOutcome, why: str) -> LevelRow:
            return LevelRow(number, outcome, texts, why)

        nip = read_nip(cells["nip"])
        if not nip.usable:
            return refused(RowOutcome.BAD_NIP, nip.message)
        person = self.people.get(nip.value)
        if person is None:
            return refused(
                RowOutcome.NOBODY, "NIP ini bukan pegawai yang kompetensinya Anda kelola."
            )
        named = texts["competency"]
        competency = self.competencies.get(named.lower()) or self.competencies.get(key(named))
        if competency is None:
            return refused(RowOutcome.BAD_COMPETENCY, "Tulis kode atau nama dari kamus.")
        level = _level(cells["level"])
        if level is None:
            return refused(RowOutcome.BAD_LEVEL, f"Tulis angka 0 sampai {HIGHEST_LEVEL}.")
        day = read_date(cells["day"])
        if day.value is None or not day.usable:
            return refused(RowOutcome.BAD_DAY, "Tulis seperti 30-06-2026.")
        if day.value > self.on:
            return refused(RowOutcome.BAD_DAY, "Tanggal ini belum tiba.")
        method = METHODS.get(texts["method"].lower())
        if method is None:
            return refused(
                RowOutcome.BAD_METHOD,
                "Tulis Uji kompetensi, Asesmen, Penilaian atasan, atau Hasil pelatihan.",
            )
        source = texts["source"][:300]
        if not source:
            return refused(RowOutcome.NO_SOURCE, "Tulis nomor laporan atau suratnya.")
        said = (person.pk, competency.pk, day.value, level, method.value)
        if said in self.known:
            return LevelRow(number, RowOutcome.KNOWN, texts)
        self.known.add(said)
        found = Found(person, competency, level, method.value, day.value, source)
        return LevelRow(number, RowOutcome.ACCEPT, texts, found=found)


def _level(cell: Cell) -> int | None:
    """A whole number from 0 to 5; None: it is none."""
    text = tidy(text_of(cell)).lower().removeprefix("level").strip().removesuffix(".0")
    level = int(text) if text.isdecimal() and len(text) == 1 else None
    return level if level is not None and level <= HIGHEST_LEVEL else None
