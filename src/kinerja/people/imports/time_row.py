"""One row of working time, read without the database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from kinerja.people.attendance import Attendance
from kinerja.people.imports.correction import Correction
from kinerja.people.imports.dates import read_date
from kinerja.people.imports.nip import read_nip
from kinerja.people.imports.outcome import Outcome, Reason, RowReport
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import is_empty, key, text_of, tidy
from kinerja.people.leave import Leave

CLOCK = re.compile(
    r"^(?:pukul |jam )?(\d{1,2})\s*[:.]\s*(\d{2})(?:[:.]\d{2})?(?: ?(?:wib|wita|wit))?$"
)
LONGEST_PIN = 20

KINDS = {  # words in the heading of a leave -> kind, the first that is found
    "tahunan": Leave.Kind.ANNUAL,
    "sakit": Leave.Kind.SICK,
    "melahirkan": Leave.Kind.MATERNITY,
    "bersalin": Leave.Kind.MATERNITY,
    "alasan penting": Leave.Kind.IMPORTANT,
    "besar": Leave.Kind.LONG,
    "luar tanggungan": Leave.Kind.UNPAID,
    "cltn": Leave.Kind.UNPAID,
}
STATES = {
    "hadir": Attendance.State.PRESENT,
    "masuk": Attendance.State.PRESENT,
    "h": Attendance.State.PRESENT,
    "dinas": Attendance.State.TRAVEL,
    "dl": Attendance.State.TRAVEL,
    "tugas": Attendance.State.TRAVEL,
    "cuti": Attendance.State.EXCUSED,
    "izin": Attendance.State.EXCUSED,
    "ijin": Attendance.State.EXCUSED,
    "sakit": Attendance.State.EXCUSED,
    "i": Attendance.State.EXCUSED,
    "s": Attendance.State.EXCUSED,
    "c": Attendance.State.EXCUSED,
}


@dataclass
class TimeRow:
    """The facts of one row; a correction of a person goes before what the file says."""

    report: RowReport
    cells: Mapping[str, Cell]
    headings: Mapping[str, str]
    correction: Correction
    since_1904: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def storable(self) -> bool:
        return self.report.outcome.stored

    def say(self, outcome: Outcome, code: str, message: str, name: str = "", **more: Any) -> None:
        """Add a reason (`RowReport.add`)."""
        heading = self.headings.get(name, "")
        reason = Reason(outcome, code, message, name, heading, **more)
        self.report.add(reason, self.correction.confirmed)

    def cell(self, name: str) -> Cell:
        return self.correction.values.get(name, self.cells.get(name))

    def text(self, name: str, longest: int = 100) -> str:
        text = tidy(text_of(self.cell(name)))
        return "" if is_empty(text) else text[:longest]

    def whose(self) -> tuple[str, str]:
        """NIP and PIN; one of them may be empty, not both."""
        pin = self.text("pin", LONGEST_PIN)
        raw = self.cell("nip")
        if is_empty(tidy(text_of(raw))) and pin:
            return "", pin
        reading = read_nip(raw)
        if reading.code:
            self.say(reading.outcome, reading.code, reading.message, "nip", found=text_of(raw),
                     suggestions=reading.suggestions)  # fmt: skip
        return reading.value or "", pin

    def day(self, name: str) -> date | None:
        raw = self.cell(name)
        reading = read_date(raw, since_1904=self.since_1904)
        if reading.code:
            self.say(reading.outcome, reading.code, reading.message, name, found=text_of(raw),
                     suggestions=reading.suggestions)  # fmt: skip
        elif reading.value is None:
            self.say(Outcome.REVIEW, "date_missing", "Tanggalnya kosong. Isi tanggalnya.", name)
        return reading.value

    def clock(self, name: str, needed: bool = False) -> time | None:
        """A time of day: 07:42, 7.42, or the part of a day that a sheet stores."""
        raw = self.cell(name)
        if isinstance(raw, float | int) and not isinstance(raw, bool) and 0 < raw < 1:
            minutes = round(raw * 1440)
            return time(minutes // 60 % 24, minutes % 60)
        text = tidy(text_of(raw)).lower()
        if is_empty(text):
            if needed:
                self.say(Outcome.REVIEW, "time_missing", "Jamnya kosong. Isi jamnya.", name)
            return None
        found = CLOCK.match(text)
        if found and int(found[1]) < 24 and int(found[2]) < 60:
            return time(int(found[1]), int(found[2]))
        self.say(
            Outcome.REVIEW,
            "time_unreadable",
            "Jam ini tidak terbaca. Tulis seperti 07.42.",
            name,
            found=text_of(raw),
        )
        return None

    def leave_kind(self) -> str:
        words = key(self.text("kind"))
        for word, kind in KINDS.items():
            if word in words:
                return kind
        self.say(
            Outcome.REVIEW,
            "leave_kind_unknown",
            "Jenis cuti ini tidak dikenal. Pilih jenisnya.",
            "kind",
            found=self.text("kind"),
            suggestions=tuple((kind.label, kind.label) for kind in Leave.Kind),
        )
        return ""

    def state(self, came: bool) -> str:
        """What the sheet says; hours alone mean present, nothing at all means nobody knows."""
        words = key(self.text("state")).split()
        for word in words:
            if word in STATES:
                return STATES[word]
        return Attendance.State.PRESENT if came else Attendance.State.UNKNOWN
