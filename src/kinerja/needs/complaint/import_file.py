"""Complaints from a file of SP4N-LAPOR! or of another channel: read, judged row by row, stored when
confirmed. The same file again adds nothing; a newer one ends what was open.

Names of citizens are not read. Headings, units and categories that are not known are asked once and
kept (`mapping`). The names of the columns are our reading of exports of the channel (U).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db import transaction

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.clock import ComplaintClock, Stage, Timekeeper
from kinerja.needs.complaint.complaint import LONGEST_TEXT, Complaint, ComplaintHolder
from kinerja.needs.complaint.mapping import ComplaintMapping, known_mapping
from kinerja.needs.complaint.scope import check_keeps_rules
from kinerja.people.agency import the_agency
from kinerja.people.imports.dates import read_date
from kinerja.people.imports.sheet import Cell, Sheet, read_workbook
from kinerja.people.imports.text import key, text_of, tidy
from kinerja.people.person import Person
from kinerja.people.unit import Unit, UnitName
from kinerja.records.event import Happening, record_many
from kinerja.records.refusals import FileRefused
from kinerja.rules.complaint import ComplaintClass
from kinerja.rules.label import Labelled

MOST_ROWS = 1_000
HEADER_ROWS = 20
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "external_id": ("tracking id", "nomor tracking", "no tracking", "id laporan", "nomor laporan",
                    "no laporan", "nomor aduan", "no tiket", "nomor tiket"),
    "received": ("tanggal laporan masuk", "tanggal laporan", "tanggal masuk", "tanggal aduan",
                 "tanggal pengaduan", "tgl laporan", "tanggal diterima"),
    "text": ("isi laporan", "isi aduan", "isi pengaduan", "laporan", "uraian", "judul laporan"),
    "unit": ("instansi terdisposisi", "instansi", "instansi terlapor", "unit", "unit kerja", "opd",
             "perangkat daerah", "disposisi"),
    "category": ("kategori", "topik", "kategori laporan", "kategori aduan"),
    "class": ("klasifikasi", "klasifikasi laporan", "kadar", "jenis laporan"),
    "status": ("status", "status laporan", "status aduan"),
    "forwarded": ("tanggal disposisi", "tanggal diteruskan", "tanggal verifikasi"),
    "responded": ("tanggal tindak lanjut", "tanggal tindak lanjut pertama", "tanggal tanggapan",
                  "tanggal tanggapan pertama", "tanggal respon"),
    "finished": ("tanggal selesai", "tanggal ditutup", "tanggal penyelesaian"),
}  # fmt: skip
LABELS = {
    "external_id": "Nomor laporan",
    "received": "Tanggal laporan",
    "text": "Isi laporan",
    "unit": "Instansi/unit",
    "category": "Kategori",
    "class": "Klasifikasi",
    "status": "Status",
    "forwarded": "Tanggal disposisi",
    "responded": "Tanggal tindak lanjut",
    "finished": "Tanggal selesai",
}
REQUIRED = ("external_id", "received", "text", "unit", "category")
REJECTED = ("ditolak", "diarsipkan", "arsip", "ditunda", "spam")
CLASSES = {
    "permintaan informasi": ComplaintClass.NORMATIVE,
    "normatif": ComplaintClass.NORMATIVE,
    "berkadar pengawasan": ComplaintClass.SUPERVISORY,
    "tidak berkadar pengawasan": ComplaintClass.NON_SUPERVISORY,
}
ASPIRATIONS = ("aspirasi",)  # a wish is no complaint
_CLOCK_TIME = re.compile(r"\b([01]?\d|2[0-3])[.:]([0-5]\d)(?::[0-5]\d)?\s*$")
What = ComplaintMapping.What


class RowOutcome(Labelled):
    """What becomes of one row."""

    ACCEPT = "accept", "Siap disimpan"
    UPDATE = "update", "Selesai, akan diperbarui"
    KNOWN = "known", "Sudah tercatat"
    SKIPPED = "skipped", "Bukan pengaduan"
    UNKNOWN_UNIT = "unknown_unit", "Unit belum dikenal"
    UNKNOWN_CATEGORY = "unknown_category", "Kategori belum dikenal"
    FAULTY = "faulty", "Perlu diperbaiki"


@dataclass(frozen=True)
class NewCase:
    """One row that can be stored; moments in the zone of the agency as ISO text."""

    external_id: str
    text: str
    unit: int
    category: int
    complaint_class: str
    received: str
    forwarded: str
    responded: str
    finished: str
    rejected: bool
    by_day: bool


@dataclass(frozen=True)
class CaseRow:
    """One row of the file and what becomes of it. `number` counts as the sheet does."""

    number: int
    outcome: RowOutcome
    external_id: str
    received: str  # as it stands there
    unit: str
    category: str
    why: str = ""
    case: NewCase | None = None


@dataclass(frozen=True)
class Preview:
    """All rows of a file, nothing stored."""

    file_name: str
    digest: str
    rows: tuple[CaseRow, ...]

    @property
    def cases(self) -> list[NewCase]:
        return [row.case for row in self.rows if row.case]

    @property
    def unknown(self) -> dict[str, list[str]]:
        """Names to be told once: of units and of categories."""
        return {
            What.UNIT.value: sorted(
                {row.unit for row in self.rows if row.outcome is RowOutcome.UNKNOWN_UNIT}
            ),
            What.CATEGORY.value: sorted(
                {row.category for row in self.rows if row.outcome is RowOutcome.UNKNOWN_CATEGORY}
            ),
        }


class ColumnsMissing(FileRefused):
    """The table was not recognised; `headings` are those of its likeliest first row."""

    def __init__(self, missing: Sequence[str], headings: Sequence[str]) -> None:
        names = ", ".join(LABELS[name] for name in missing)
        super().__init__(
            f"Kolom belum dikenali: {names}. Pilih kolomnya di bawah; pilihan ini diingat."
        )
        self.missing, self.headings = list(missing), list(headings)


def preview_complaints(*, content: bytes, file_name: str, by: Person, on: date) -> Preview:
    """Read a file and judge its rows.

    Errors: NotYours, ColumnsMissing, FileRefused (too many rows, and as `read_workbook`).
    """
    check_keeps_rules(by, on)
    mapping = known_mapping()
    sheet, header, columns = _table(read_workbook(content, file_name).sheets, mapping)
    below = [
        (number, row)
        for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2)
        if any(tidy(text_of(cell)) for cell in row)
    ]
    if len(below) > MOST_ROWS:
        raise FileRefused(
            f"Berkas ini berisi {len(below)} baris; paling banyak {MOST_ROWS}. Bagi dua, lalu kirim"
            " satu per satu."
        )
    judge = _Judge(mapping, on)
    judge.learn(tidy(text_of(_cell(row, columns, "external_id"))) for _, row in below)
    rows = tuple(
        judge.row(number, {name: _cell(row, columns, name) for name in COLUMNS})
        for number, row in below
    )
    return Preview(file_name, hashlib.sha256(content).hexdigest(), rows)


@transaction.atomic
def store_complaints(
    *, cases: Sequence[NewCase], file_name: str, by: Person, on: date, at: datetime
) -> tuple[int, int]:
    """Store what a preview accepted: how many are new, how many were ended. Again: none.

    Errors: NotYours.
    """
    check_keeps_rules(by, on)
    ids = [case.external_id for case in cases]
    rows = Complaint.objects.select_for_update(of=("self",)).filter(
        channel=Complaint.Channel.LAPOR, external_id__in=ids
    )
    known = {one.external_id: one for one in rows}
    moments = [datetime.fromisoformat(case.received) for case in cases]
    if not moments:
        return 0, 0
    keeper = Timekeeper(min(moments).date() - timedelta(days=1), on)
    fresh = [case for case in cases if case.external_id not in known]
    added = _add(fresh, keeper, by, at)
    ended = [
        known[case.external_id]
        for case in cases
        if case.external_id in known and _finish(known[case.external_id], case, keeper, at)
    ]
    record_many(
        [
            *(
                Happening(
                    "complaint.received", one, by, data={"channel": "lapor", "file": file_name}
                )
                for one in added
            ),
            *(Happening("complaint.answered", one, by, data={"file": file_name}) for one in ended),
        ]
    )
    return len(added), len(ended)


def packed(preview: Preview) -> str:
    """The accepted rows as text, for the page to keep until somebody confirms."""
    rows = [list(vars(case).values()) for case in preview.cases]
    return json.dumps([preview.file_name, rows])


def unpacked(text: str) -> tuple[list[NewCase], str]:
    """Cases and file name from `packed`."""
    file_name, rows = json.loads(text)
    return [NewCase(*row) for row in rows], file_name


def _add(cases: Sequence[NewCase], keeper: Timekeeper, by: Person, at: datetime) -> list[Complaint]:
    """New complaints with holder and clocks, in a constant number of statements."""
    units = Unit.objects.in_bulk({case.unit for case in cases})
    categories = ComplaintCategory.objects.in_bulk({case.category for case in cases})
    pairs = [
        (
            case,
            Complaint(
                external_id=case.external_id,
                channel=Complaint.Channel.LAPOR,
                category=categories[case.category],
                complaint_class=case.complaint_class,
                unit=units[case.unit],
                text=case.text,
                received_at=datetime.fromisoformat(case.received),
                by_day=case.by_day,
                state=_state(case),
                state_at=_moment(case.finished) or at,
                reason="Tidak ditindaklanjuti di kanal asal." if case.rejected else "",
                entered_by=by,
            ),
        )
        for case in cases
        if case.unit in units and case.category in categories
    ]
    Complaint.objects.bulk_create([one for _, one in pairs])
    holders, clocks = [], []
    for case, one in pairs:
        since = _moment(case.forwarded) or one.received_at
        until = None if one.is_open else one.state_at
        if one.unit is not None:
            holders.append(ComplaintHolder(complaint=one, unit=one.unit, since=since, until=until))
        clocks += _clocks(one, case, keeper)
    ComplaintHolder.objects.bulk_create(holders)
    ComplaintClock.objects.bulk_create(clocks)
    return [one for _, one in pairs]


def _clocks(one: Complaint, case: NewCase, keeper: Timekeeper) -> list[ComplaintClock]:
    finished = _moment(case.finished)
    ends = {
        Stage.VERIFY: _moment(case.forwarded) or _moment(case.responded) or finished,
        Stage.RESPOND: _moment(case.responded) or finished,
        Stage.RESOLVE: finished,
    }
    clocks = []
    for stage, end in ends.items():
        clock = keeper.started(one, stage, one.received_at, one.complaint_class)
        if stage != Stage.VERIFY:
            clock.unit = one.unit
        if end is not None:
            keeper.end(clock, end, by_day=case.by_day)
        if case.rejected:
            clock.left_out = ComplaintClock.LeftOut.REJECTED
        clocks.append(clock)
    return clocks


def _finish(one: Complaint, case: NewCase, keeper: Timekeeper, at: datetime) -> bool:
    """End what a newer file tells as finished; whether anything changed."""
    finished = _moment(case.finished)
    if not one.is_open or finished is None:
        return False
    for clock in one.clocks.running():
        responded = clock.stage == Stage.RESPOND and _moment(case.responded)
        keeper.end(clock, responded or finished, by_day=case.by_day)
        clock.save()
    one.state, one.state_at = Complaint.State.CLOSED, finished
    one.save(update_fields=["state", "state_at"])
    one.holders.filter(until=None).update(until=max(finished, one.received_at))
    return True


def _state(case: NewCase) -> Complaint.State:
    if case.rejected:
        return Complaint.State.REJECTED
    if case.finished:
        return Complaint.State.CLOSED
    return Complaint.State.IN_PROGRESS if case.responded else Complaint.State.FORWARDED


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class _Judge:
    """Knows units, categories, what was told of names before, and what is stored already."""

    def __init__(self, mapping: Mapping[tuple[str, str], str], on: date) -> None:
        self.on, self.zone = on, the_agency().zone
        self.mapping = mapping
        self.categories = {one.pk: one for one in ComplaintCategory.objects.all()}
        self.by_name = {key(one.name): one for one in self.categories.values()}
        self.units: dict[str, list[int]] = {}
        self.open_units = {one.pk for one in Unit.objects.open()}
        names = [*Unit.objects.open().values_list("name", "pk")]
        names += UnitName.objects.filter(confirmed=True).values_list("name", "unit")
        for name, pk in names:
            self.units.setdefault(key(name), []).append(pk)
        self.known: dict[str, bool] = {}  # number -> still open
        self.seen: set[str] = set()

    def learn(self, ids: Iterable[str]) -> None:
        rows = Complaint.objects.filter(
            channel=Complaint.Channel.LAPOR, external_id__in=[one for one in ids if one]
        )
        self.known = {
            number: state in Complaint.OPEN
            for number, state in rows.values_list("external_id", "state")
        }

    def row(self, number: int, cells: Mapping[str, Cell]) -> CaseRow:
        texts = {name: tidy(text_of(cell)) for name, cell in cells.items()}
        shown = (texts["external_id"], texts["received"], texts["unit"], texts["category"])

        def said(outcome: RowOutcome, why: str = "", case: NewCase | None = None) -> CaseRow:
            return CaseRow(number, outcome, *shown, why=why, case=case)

        def faulty(column: str, why: str) -> CaseRow:
            return said(RowOutcome.FAULTY, f"Kolom {LABELS[column]}: {why}")

        if key(texts["class"]) in ASPIRATIONS:
            return said(RowOutcome.SKIPPED, "Aspirasi tidak dihitung sebagai pengaduan.")
        external_id = texts["external_id"]
        if not external_id or len(external_id) > 60:
            return faulty("external_id", "isi paling banyak 60 huruf.")
        if external_id in self.seen:
            return faulty("external_id", "nomor ini sudah ada di baris sebelumnya.")
        self.seen.add(external_id)
        moments: dict[str, datetime | None] = {}
        by_day = False
        for name in ("received", "forwarded", "responded", "finished"):
            if not texts[name]:
                moments[name] = None
                continue
            moment, timed = self._moment(cells[name], texts[name])
            if moment is None:
                return faulty(name, "tanggal tidak terbaca; tulis seperti 30-06-2026 14.30.")
            if moment.date() > self.on:
                return faulty(name, "tanggal ini belum tiba.")
            moments[name], by_day = moment, by_day or not timed
        received = moments["received"]
        if received is None:
            return faulty("received", "belum diisi.")
        for name in ("forwarded", "responded", "finished"):
            later = moments[name]
            if later is not None and later.date() < received.date():
                return faulty(name, "lebih awal daripada tanggal laporan.")
        if not texts["text"]:
            return faulty("text", "belum diisi.")
        if len(texts["text"]) > LONGEST_TEXT:
            return faulty("text", f"paling banyak {LONGEST_TEXT} huruf.")
        unit = self._unit(texts["unit"])
        if unit is None:
            return said(RowOutcome.UNKNOWN_UNIT, "Pilih unitnya di bawah; pilihan ini diingat.")
        category = self._category(texts["category"])
        if category is None:
            return said(
                RowOutcome.UNKNOWN_CATEGORY, "Pilih kategorinya di bawah; pilihan ini diingat."
            )
        status = key(texts["status"])
        rejected = any(word in status for word in REJECTED)
        if external_id in self.known:
            ends = self.known[external_id] and moments["finished"] is not None and not rejected
            outcome = RowOutcome.UPDATE if ends else RowOutcome.KNOWN
        else:
            ends, outcome = True, RowOutcome.ACCEPT
        if not ends:
            return said(outcome)
        told = {name: moment.isoformat() if moment else "" for name, moment in moments.items()}
        case = NewCase(
            external_id=external_id,
            text=texts["text"],
            unit=unit,
            category=category.pk,
            complaint_class=CLASSES.get(
                key(texts["class"]), ComplaintClass(category.usual_class)
            ).value,
            received=told["received"],
            forwarded=told["forwarded"],
            responded=told["responded"],
            finished=told["finished"],
            rejected=rejected,
            by_day=by_day,
        )
        return said(outcome, case=case)

    def _unit(self, text: str) -> int | None:
        told = self.mapping.get((What.UNIT, key(text)))
        if told and told.isdecimal() and int(told) in self.open_units:
            return int(told)
        found = self.units.get(key(text), [])
        return found[0] if len(set(found)) == 1 else None

    def _category(self, text: str) -> ComplaintCategory | None:
        told = self.mapping.get((What.CATEGORY, key(text)))
        if told and told.isdecimal() and int(told) in self.categories:
            return self.categories[int(told)]
        return self.by_name.get(key(text))

    def _moment(self, cell: Cell, text: str) -> tuple[datetime | None, bool]:
        """The moment of a cell, and whether it tells the hour. Without, it is noon."""
        found = _CLOCK_TIME.search(text)
        if isinstance(cell, str) and found and found.start():
            day, clock = self._day(text[: found.start()].rstrip(" ,T")), found
            hour = time(int(clock[1]), int(clock[2]))
        else:
            day, found, hour = self._day(cell), None, time(12)
        if day is None:
            return None, False
        return _at(day, hour, self.zone), found is not None

    @staticmethod
    def _day(cell: Cell) -> date | None:
        read = read_date(cell)
        return read.value if read.usable else None


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, hour, zone)


def _table(
    sheets: Iterable[Sheet], mapping: Mapping[tuple[str, str], str]
) -> tuple[Sheet, int, dict[str, int]]:
    """The first sheet with all columns that are needed, its header row and where they stand."""
    best: tuple[int, list[str], dict[str, int]] = (0, [], {})
    for sheet in sheets:
        if sheet.hidden:
            continue
        for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
            columns = _columns(row, mapping)
            if all(name in columns for name in REQUIRED):
                return sheet, at, columns
            if len(columns) > best[0]:
                headings = [tidy(text_of(cell)) for cell in row]
                best = len(columns), [one for one in headings if one], columns
    if not best[0]:
        raise FileRefused(
            "Tabel pengaduan tidak ditemukan. Berkas memerlukan kolom nomor laporan, tanggal,"
            " isi, instansi, dan kategori; pakai contoh berkas di halaman ini."
        )
    raise ColumnsMissing([name for name in REQUIRED if name not in best[2]], best[1])


def _columns(row: Sequence[Cell], mapping: Mapping[tuple[str, str], str]) -> dict[str, int]:
    found: dict[str, int] = {}
    headings = [key(text_of(cell)) for cell in row]
    for at, heading in enumerate(headings):
        told = mapping.get((What.COLUMN, heading))
        if told is not None and told in COLUMNS:
            found[told] = at
    for name, words in COLUMNS.items():
        for word in words:  # the first word is the likeliest
            if name not in found and word in headings:
                found[name] = headings.index(word)
    return found


def _cell(row: Sequence[Cell], columns: Mapping[str, int], name: str) -> Cell:
    at = columns.get(name)
    return row[at] if at is not None and at < len(row) else None
