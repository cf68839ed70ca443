"""The plan of an import of attendance, leave or a roster: every row with its outcome."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kinerja.people.attendance import Attendance, AttendancePin, NewAttendance
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.correction import NOTHING, Correction, RowId
from kinerja.people.imports.outcome import Outcome, RowReport
from kinerja.people.imports.row_kind import RowKind
from kinerja.people.imports.sheet import Workbook
from kinerja.people.imports.time_row import TimeRow
from kinerja.people.imports.time_table import TABLES, WHAT, TimeTable
from kinerja.people.leave import LONGEST, Leave, NewLeave
from kinerja.people.person import Person
from kinerja.people.shift import NewShift, Shift
from kinerja.records.refusals import FileRefused

Kind = ImportBatch.Kind
TIME_KINDS = (Kind.ATTENDANCE, Kind.LEAVE, Kind.ROSTER)
New = NewAttendance | NewLeave | NewShift


@dataclass(eq=False)
class TimeDraft:
    """One row on its way into the database."""

    row: TimeRow
    nip: str
    pin: str
    new: New | None = None
    before: Attendance | Shift | None = None  # what it would replace, with consent

    @property
    def report(self) -> RowReport:
        return self.row.report


@dataclass
class TimePlan:
    """What a file says about working time."""

    kind: str
    sheet: str
    reports: list[RowReport] = field(default_factory=list)
    drafts: list[TimeDraft] = field(default_factory=list)

    @property
    def stored(self) -> list[TimeDraft]:
        """The rows that an apply writes."""
        return [draft for draft in self.drafts if draft.row.storable and draft.new is not None]


def plan_time(
    workbook: Workbook,
    kind: str,
    *,
    on: date,
    corrections: Mapping[RowId, Correction] | None = None,
) -> TimePlan:
    """Judge every row against the database; nothing is stored.

    Errors: FileRefused when no visible sheet holds such a table.
    """
    tables = [TABLES[kind](sheet) for sheet in workbook.sheets]
    usable = [table for table in tables if table.layout and not table.sheet.hidden]
    if not usable:
        raise FileRefused(
            f"Tabelnya tidak ditemukan: harus ada kepala tabel dengan kolom {WHAT[Kind(kind)]}."
            " Periksa berkasnya, lalu kirim lagi."
        )
    plan = TimePlan(kind, usable[0].sheet.name)
    for table in tables:
        _read(plan, table, workbook.since_1904, corrections or {})
    _judge(plan, on)
    return plan


def _read(
    plan: TimePlan, table: TimeTable, since_1904: bool, corrections: Mapping[RowId, Correction]
) -> None:
    for line in table.lines():
        report = table.report_of(line)
        plan.reports.append(report)
        layout = line.layout
        if line.kind is not RowKind.RECORD or layout is None:
            continue
        correction = corrections.get((report.sheet, report.row), NOTHING)
        cells = table.cells(line.index, layout)
        row = TimeRow(report, cells, layout.headings, correction, since_1904)
        report.values["name"] = row.text("name")
        nip, pin = row.whose()
        if correction.skip:
            report.skip()
        plan.drafts.append(TimeDraft(row, nip, pin))


def _judge(plan: TimePlan, on: date) -> None:
    """Whose row it is, what it says, and what is stored already; a few queries for all."""
    nips = {draft.nip for draft in plan.drafts if draft.nip}
    by_nip = {one.nip: one for one in Person.objects.filter(nip__in=nips)}
    pins = {draft.pin for draft in plan.drafts if draft.pin}
    rows = AttendancePin.objects.filter(pin__in=pins).select_related("person")
    by_pin = {one.pin: one.person for one in rows}
    seen: dict[Hashable, int] = {}
    for draft in plan.drafts:
        person = by_nip.get(draft.nip) if draft.nip else by_pin.get(draft.pin)
        draft.report.values |= {"nip": draft.nip} if draft.nip else {"nip": draft.pin}
        if person is None:
            if draft.row.report.outcome.stored:
                draft.row.say(
                    Outcome.REVIEW,
                    "person_unknown",
                    "Pegawai ini belum tercatat. Isi NIP yang benar, atau tambahkan dahulu"
                    " pegawainya.",
                    "nip",
                    found=draft.nip or draft.pin,
                )
            continue
        draft.report.values["name"] = person.name
        draft.new = _new(plan.kind, draft, person, on)
        if draft.new is not None:
            _once(draft, seen)
    ready = [draft for draft in plan.drafts if draft.new is not None]
    if plan.kind == Kind.LEAVE:
        _compare_leave(ready)
    elif plan.kind == Kind.ROSTER:
        _compare_shifts(ready)
    else:
        _compare_attendance(ready)


def _new(kind: str, draft: TimeDraft, person: Person, on: date) -> New | None:
    """What the row says, or None while something of it is missing."""
    row, values = draft.row, draft.report.values
    if kind == Kind.LEAVE:
        said, first, last = row.leave_kind(), row.day("starts_on"), row.day("ends_on")
        if not (said and first and last):
            return None
        if not 0 <= (last - first).days <= LONGEST:
            row.say(
                Outcome.REVIEW,
                "leave_span",
                "Tanggal akhir lebih awal dari tanggal mulai, atau cutinya terlalu lama.",
                "ends_on",
                found=last.isoformat(),
            )
            return None
        values |= {"position": f"{Leave.Kind(said).label}", "unit": _span(first, last)}
        return NewLeave(person, said, first, last, row.text("letter"))
    day = row.day("day")
    if kind == Kind.ROSTER:
        starts_at, ends_at = row.clock("starts_at", True), row.clock("ends_at", True)
        if day is None or starts_at is None or ends_at is None:
            return None
        if starts_at == ends_at:
            row.say(Outcome.REVIEW, "time_same", "Jam mulai dan selesai sama.", "ends_at")
            return None
        shift = NewShift(person, day, starts_at, ends_at, row.text("shift", 40))
        values |= {"position": str(shift.row()), "unit": day.isoformat()}
        return shift
    came_at, left_at = row.clock("came_at"), row.clock("left_at")
    if day is not None and day > on:
        row.say(Outcome.REVIEW, "date_future", "Tanggal ini belum tiba.", "day", found=str(day))
        return None
    if day is None:
        return None
    state = row.state(came_at is not None or left_at is not None)
    values |= {"position": Attendance.State(state).label, "unit": day.isoformat()}
    pin = draft.pin if draft.nip else ""
    return NewAttendance(person, day, came_at, left_at, state, pin)


def _once(draft: TimeDraft, seen: dict[Hashable, int]) -> None:
    """A person's day stands in a file once: the first row counts."""
    new = draft.new
    if isinstance(new, NewLeave):
        return  # spans are compared among themselves
    same: Hashable
    if isinstance(new, NewShift):
        same = (new.person.pk, new.day, new.starts_at)
    elif isinstance(new, NewAttendance):
        same = (new.person.pk, new.day)
    else:
        return
    if same in seen:
        message = f"Sama dengan baris {seen[same]}; baris yang pertama dipakai."
        draft.row.say(Outcome.MERGE, "duplicate", message)
        return
    seen[same] = draft.report.row


def _compare_leave(drafts: list[TimeDraft]) -> None:
    held: dict[int, list[tuple[NewLeave | Leave, int]]] = {}
    people = {draft.new.person.pk for draft in drafts if draft.new}
    for leave in Leave.objects.filter(person__in=people):
        held.setdefault(leave.person_id, []).append((leave, 0))
    for draft in drafts:
        new = draft.new
        if not isinstance(new, NewLeave) or not draft.row.storable:
            continue
        own = held.setdefault(new.person.pk, [])
        for other, _ in own:
            if other.starts_on > new.ends_on or new.starts_on > other.ends_on:
                continue
            same = (other.kind, other.starts_on, other.ends_on)
            if same == (new.kind, new.starts_on, new.ends_on):
                draft.row.say(Outcome.MERGE, "known", "Cuti ini sudah tercatat.")
            else:
                draft.row.say(
                    Outcome.REVIEW,
                    "leave_overlaps",
                    f"Pada tanggal itu sudah ada cuti {_span(other.starts_on, other.ends_on)}."
                    " Akhiri cuti itu, atau perbaiki tanggal ini.",
                    "starts_on",
                )
            break
        else:
            own.append((new, draft.report.row))


def _compare_shifts(drafts: list[TimeDraft]) -> None:
    news = [draft.new for draft in drafts if isinstance(draft.new, NewShift)]
    known = {
        (one.person_id, one.day, one.starts_at): one
        for one in Shift.objects.filter(
            person__in={new.person.pk for new in news}, day__in={new.day for new in news}
        )
    }
    for draft in drafts:
        new = draft.new
        if not isinstance(new, NewShift):
            continue
        there = known.get((new.person.pk, new.day, new.starts_at))
        if there is None:
            continue
        if (there.ends_at, there.name) == (new.ends_at, new.name):
            draft.row.say(Outcome.MERGE, "known", "Jadwal ini sudah tercatat.")
            continue
        draft.before = there
        draft.row.say(
            Outcome.REVIEW, "db_shift", "Jadwal yang tersimpan berbeda.", found=str(new.row()),
            stored=str(there),
        )  # fmt: skip


def _compare_attendance(drafts: list[TimeDraft]) -> None:
    news = [draft.new for draft in drafts if isinstance(draft.new, NewAttendance)]
    people, days = {new.person.pk for new in news}, {new.day for new in news}
    known = {
        (one.person_id, one.day): one
        for one in Attendance.objects.filter(person__in=people, day__in=days)
    }
    leaves: dict[int, list[Leave]] = {}
    if days:
        for leave in Leave.objects.touching(min(days), max(days)).filter(person__in=people):
            leaves.setdefault(leave.person_id, []).append(leave)
    for draft in drafts:
        new = draft.new
        if not isinstance(new, NewAttendance):
            continue
        there = known.get((new.person.pk, new.day))
        if there and new.says == (there.came_at, there.left_at, there.state):
            draft.row.say(Outcome.MERGE, "known", "Kehadiran ini sudah tercatat.")
            continue
        if there:
            draft.before = there
            draft.row.say(
                Outcome.REVIEW, "db_attendance", "Kehadiran yang tersimpan berbeda.",
                stored=str(there),
            )  # fmt: skip
        away = any(one.starts_on <= new.day <= one.ends_on for one in leaves.get(new.person.pk, ()))
        if away and (new.came_at or new.left_at):
            draft.row.say(
                Outcome.REVIEW,
                "attendance_on_leave",
                "Hadir pada hari cuti. Periksa cutinya, atau pastikan kehadirannya benar.",
                "day",
                found=new.day.isoformat(),
            )


def _span(first: date, last: date) -> str:
    return f"{first:%d-%m-%Y} sampai {last:%d-%m-%Y}"


def as_stored(before: Attendance | Shift) -> dict[str, Any]:
    """What a replaced row said, to bring it back."""
    if isinstance(before, Shift):
        return {"ends_at": before.ends_at.isoformat(), "name": before.name}
    return {
        "came_at": before.came_at.isoformat() if before.came_at else "",
        "left_at": before.left_at.isoformat() if before.left_at else "",
        "state": before.state,
    }
