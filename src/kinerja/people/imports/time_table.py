"""Tables of working time: attendance, leave, rosters; one person and one day or span a row."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.column_numbers import is_column_numbers
from kinerja.people.imports.columns import heading_words
from kinerja.people.imports.layout import Layout
from kinerja.people.imports.row_kind import NOTE, SUM, Line, RowKind, filled, is_signing, is_words
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.table import Table
from kinerja.people.imports.text import key

Leaves = tuple[tuple[str, re.Pattern[str]], ...]


def _leaves(**forms: str) -> Leaves:
    return tuple((field, re.compile(rf"(?:{form})$")) for field, form in forms.items())


_WHO = {
    "nip": r"nip(?: \w+)?|nomor induk pegawai|no induk pegawai|nip pegawai|nip baru",
    "pin": r"pin|id (?:mesin|absen|finger\w*|sidik jari)|no(?:mor)? (?:mesin|absen)|user id",
    "name": r"nama(?: (?:lengkap|pegawai))?",
}
_DAY = r"tanggal(?: (?:absen|kerja|jaga|kehadiran))?|tgl(?: \w+)?|hari tanggal|date"

# Kind -> headings of its columns; the first that fits the whole heading decides.
LEAVES: Mapping[str, Leaves] = {
    ImportBatch.Kind.ATTENDANCE: _leaves(
        **_WHO,
        day=_DAY,
        came_at=r"(?:jam |scan |absen |waktu )?(?:masuk|datang)|check ?in|in|jam kedatangan",
        left_at=r"(?:jam |scan |absen |waktu )?(?:pulang|keluar)|check ?out|out|jam kepulangan",
        state=r"status(?: \w+)?|keterangan|ket|keadaan|kehadiran|absensi",
    ),
    ImportBatch.Kind.LEAVE: _leaves(
        **_WHO,
        kind=r"(?:jenis|macam|nama) ?cuti|jenis|cuti",
        starts_on=r"(?:tanggal |tgl |tmt )?(?:mulai|awal)(?: cuti)?|dari(?: tanggal)?|tmt cuti",
        ends_on=r"(?:tanggal |tgl )?(?:sampai|selesai|akhir|berakhir)(?: (?:dengan|cuti|tanggal))?"
        r"|s d|hingga",
        letter=r"(?:nomor|no) ?(?:surat|sk|izin)(?: \w+)*",
    ),
    ImportBatch.Kind.ROSTER: _leaves(
        **_WHO,
        day=_DAY,
        shift=r"(?:nama )?(?:shift|jaga|dinas)|jadwal(?: jaga)?",
        starts_at=r"(?:jam |pukul |waktu )?(?:mulai|masuk|awal)",
        ends_at=r"(?:jam |pukul |waktu )?(?:selesai|pulang|akhir|sampai)",
    ),
}
NEEDED = {  # besides NIP or PIN
    ImportBatch.Kind.ATTENDANCE: {"day"},
    ImportBatch.Kind.LEAVE: {"starts_on", "ends_on"},
    ImportBatch.Kind.ROSTER: {"day", "starts_at", "ends_at"},
}
WHAT = {
    ImportBatch.Kind.ATTENDANCE: "NIP atau PIN, Tanggal, Masuk, dan Pulang",
    ImportBatch.Kind.LEAVE: "NIP, Jenis Cuti, Mulai, dan Sampai",
    ImportBatch.Kind.ROSTER: "NIP, Tanggal, Mulai, dan Selesai",
}


class TimeTable(Table):
    """A sheet of one of the kinds; the kinds are the subclasses below."""

    KIND: ClassVar[ImportBatch.Kind]
    OWN = frozenset({"nip", "pin", "name"})

    @classmethod
    def field_of(cls, texts: Sequence[str]) -> str:
        texts = [text for text in texts if text.strip()]
        for text in (" ".join(texts), *texts[-1:]):
            for words in heading_words(text):
                for field, form in LEAVES[cls.KIND]:
                    if form.match(words):
                        return field
        return ""

    @classmethod
    def required(cls, fields: set[str]) -> bool:
        return bool(fields & {"nip", "pin"}) and fields >= NEEDED[cls.KIND]

    def is_record(self, row: list[Cell], layout: Layout) -> bool:
        whose = filled(layout.cell(row, "nip")) or filled(layout.cell(row, "pin"))
        return whose and any(filled(layout.cell(row, field)) for field in NEEDED[self.KIND])

    def line(self, index: int, row: list[Cell], layout: Layout, foot: bool, signed: bool) -> Line:
        inside = self.inside(row, layout)
        if not inside:
            return Line(index, RowKind.LEGEND if any(map(filled, row)) else RowKind.BLANK)
        texts = [text for _, text in inside]
        words = [text for text in texts if is_words(text)]
        if is_column_numbers(texts, len(layout.fields)):
            return Line(index, RowKind.NUMBERS)
        if self.repeats_header(inside, layout):
            return Line(index, RowKind.HEADER, layout)
        if self.is_record(row, layout):
            return Line(index, RowKind.RECORD, layout)
        if words and SUM.match(key(words[0])):
            return Line(index, RowKind.SUM)
        if signed or any(map(is_signing, texts)):
            return Line(index, RowKind.SIGNATURE)
        if not foot and (filled(layout.cell(row, "name")) or filled(layout.cell(row, "nip"))):
            return Line(index, RowKind.RECORD, layout)  # refused: something is missing
        if words and NOTE.match(key(words[0])):
            return Line(index, RowKind.NOTE)
        return Line(index, RowKind.NOTE if words else RowKind.BLANK)


class AttendanceTable(TimeTable):
    """NIP or PIN, day, hours, state."""

    KIND = ImportBatch.Kind.ATTENDANCE


class LeaveTable(TimeTable):
    """NIP, kind, first and last day."""

    KIND = ImportBatch.Kind.LEAVE


class RosterTable(TimeTable):
    """NIP, day, start and end of the shift."""

    KIND = ImportBatch.Kind.ROSTER


TABLES: Mapping[str, type[TimeTable]] = {
    table.KIND: table for table in (AttendanceTable, LeaveTable, RosterTable)
}
