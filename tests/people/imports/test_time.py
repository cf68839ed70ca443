"""Attendance, leave and rosters from files: judged, stored, taken back; twice is once."""

from datetime import date, time

import pytest
from tests.people.make import a_member, a_unit, an_admin, an_agency

from kinerja.people.attendance import Attendance, AttendancePin
from kinerja.people.imports.applying import apply_batch, import_file
from kinerja.people.imports.batch import ImportBatch, ImportRow
from kinerja.people.imports.correction import Correction
from kinerja.people.imports.deciding import decide_row, recheck_batch
from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.receiving import open_batch, read_plan
from kinerja.people.imports.undo import undo_batch
from kinerja.people.leave import Leave, NewLeave, note_leaves
from kinerja.people.person import Person
from kinerja.people.shift import Shift
from kinerja.records.event import Event
from kinerja.records.refusals import FileRefused

pytestmark = pytest.mark.django_db

ON = date(2026, 10, 12)
HEAD = "PIN;NIP;Nama;Tanggal;Jam Masuk;Jam Pulang;Keterangan\n"


class Office:
    """Sari and Tono at one health centre; Ani keeps the register."""

    def __init__(self) -> None:
        an_agency()
        centre = a_unit("Puskesmas Pauh", a_unit("Kota Uji"))
        self.sari, self.tono = a_member("Sari", centre), a_member("Tono", centre)
        self.ani = an_admin("Ani")

    def recap(self) -> bytes:
        lines = [
            f"17;{self.sari.nip};Sari;2026-10-09;07.42;16:05:00;Hadir",
            f"18;{self.tono.nip};Tono;9 Oktober 2026;;;Dinas luar",
            "99;;Orang lain;2026-10-09;07.30;16.00;Hadir",
            f"17;{self.sari.nip};Sari;2026-02-31;07.42;16.05;Hadir",
            f"17;{self.sari.nip};Sari;2026-10-08;25.99;16.05;Hadir",
            f"17;{self.sari.nip};Sari;2026-10-09;07.42;16.05;Hadir",
            f"18;{self.tono.nip};Tono;2026-10-20;07.42;16.05;Hadir",
            "Jumlah;;;;;;",
        ]
        return (HEAD + "\n".join(lines) + "\n").encode()


@pytest.fixture
def office() -> Office:
    return Office()


def codes(kind: str, content: bytes) -> list[tuple[str, list[str]]]:
    plan = read_plan(kind, content, on=ON, name="rekap")
    return [(one.outcome.value, [reason.code for reason in one.reasons]) for one in plan.reports]


def batch_of(office: Office, kind: str, content: bytes) -> ImportBatch:
    return open_batch(kind=kind, file_name="rekap.csv", content=content, by=office.ani, on=ON)


def test_every_row_of_a_recap_has_its_end(office: Office) -> None:
    assert codes("attendance", office.recap()) == [
        ("ignore", ["header"]),
        ("accept", []),
        ("fix", ["date_text"]),
        ("review", ["person_unknown"]),
        ("review", ["date_impossible"]),
        ("review", ["time_unreadable"]),
        ("merge", ["duplicate"]),
        ("review", ["date_future"]),
        ("ignore", ["subtotal"]),
    ]
    assert not Attendance.objects.exists()


def test_a_dry_run_stores_nothing_and_an_apply_what_is_sound(office: Office) -> None:
    batch = batch_of(office, "attendance", office.recap())
    assert not Attendance.objects.exists()

    assert apply_batch(batch=batch, by=office.ani, on=ON) == 2

    assert [str(one) for one in Attendance.objects.order_by("person__name")] == [
        "Hadir 07.42–16.05",
        "Dinas luar",
    ]
    assert dict(AttendancePin.objects.values_list("pin", "person__name")) == {
        "17": "Sari",
        "18": "Tono",
    }
    assert Event.objects.named("attendance.noted").count() == 2


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    for _ in range(2):
        import_file(kind="attendance", file_name="a.csv", content=office.recap(), by=None, on=ON)

    assert Attendance.objects.count() == Event.objects.named("attendance.noted").count() == 2
    assert ImportBatch.objects.count() == 1
    outcomes = [outcome for outcome, _ in codes("attendance", office.recap())]
    assert outcomes.count("merge") == 3


def test_a_learnt_pin_is_enough(office: Office) -> None:
    import_file(kind="attendance", file_name="a.csv", content=office.recap(), by=None, on=ON)
    content = b"PIN;Tanggal;Masuk;Pulang\n17;2026-10-07;07.30;16.00\n"

    import_file(kind="attendance", file_name="b.csv", content=content, by=None, on=ON)

    assert Attendance.objects.get(day=date(2026, 10, 7)).person == office.sari


def test_present_on_leave_waits_for_a_person(office: Office) -> None:
    note_leaves(
        leaves=[NewLeave(office.sari, "annual", date(2026, 10, 9), date(2026, 10, 9))],
        by=None,
        on=ON,
    )
    batch = batch_of(office, "attendance", office.recap())
    row = ImportRow.objects.get(batch=batch, row=2)
    assert (row.outcome, row.reasons[0]["code"]) == (Outcome.REVIEW, "attendance_on_leave")

    confirmed = Correction(confirmed=frozenset({"attendance_on_leave"}))
    decide_row(row=row, correction=confirmed, by=office.ani)
    recheck_batch(batch=batch, by=office.ani, on=ON)

    assert apply_batch(batch=batch, by=office.ani, on=ON) == 2
    assert Attendance.objects.filter(person=office.sari).exists()


def test_other_hours_replace_with_consent_and_undo_brings_them_back(office: Office) -> None:
    import_file(kind="attendance", file_name="a.csv", content=office.recap(), by=None, on=ON)
    lines = f"NIP;Tanggal;Masuk;Pulang\n{office.sari.nip};2026-10-09;08.00;16.05\n"
    batch = batch_of(office, "attendance", lines.encode())
    row = ImportRow.objects.get(batch=batch, row=2)
    assert row.reasons[0]["code"] == "db_attendance"
    decide_row(
        row=row, correction=Correction(confirmed=frozenset({"db_attendance"})), by=office.ani
    )
    apply_batch(batch=batch, by=office.ani, on=ON)
    noted = Attendance.objects.get(person=office.sari)
    assert noted.came_at == time(8)

    undo_batch(batch=batch, by=office.ani, on=ON, reason="Keliru")

    noted.refresh_from_db()
    assert noted.came_at == time(7, 42)


def test_undo_takes_the_recap_away(office: Office) -> None:
    batch = batch_of(office, "attendance", office.recap())
    apply_batch(batch=batch, by=office.ani, on=ON)

    undo_batch(batch=batch, by=office.ani, on=ON, reason="Berkas keliru")

    assert not Attendance.objects.exists()
    assert Event.objects.named("attendance.withdrawn").count() == 2
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDONE


def test_leave_from_a_file(office: Office) -> None:
    content = (
        "NIP;Nama;Jenis Cuti;Mulai;Sampai;Nomor Surat\n"
        f"{office.sari.nip};Sari;Cuti Melahirkan;2026-10-01;2026-12-31;850/1\n"
        f"{office.tono.nip};Tono;Liburan;2026-10-01;2026-10-02;\n"
        f"{office.tono.nip};Tono;Cuti Tahunan;2026-10-05;2026-10-02;\n"
        f"{office.sari.nip};Sari;Sakit;2026-10-05;2026-10-06;\n"
    ).encode()
    assert [outcome for outcome, _ in codes("leave", content)] == [
        *("ignore", "accept", "review", "review", "review"),
    ]
    batch = batch_of(office, "leave", content)

    assert apply_batch(batch=batch, by=office.ani, on=ON) == 1

    leave = Leave.objects.get()
    assert (leave.person, leave.kind, leave.letter) == (office.sari, "maternity", "850/1")
    recheck = codes("leave", content)
    assert recheck[1] == ("merge", ["known"])
    undo_batch(batch=batch, by=office.ani, on=ON, reason="Keliru")
    assert not Leave.objects.exists()


def test_a_roster_from_a_file(office: Office) -> None:
    content = (
        "NIP,Nama,Tanggal,Jaga,Jam Mulai,Jam Selesai\n"
        f"{office.sari.nip},Sari,2026-10-12,Malam,21:00,07:00\n"
        f"{office.sari.nip},Sari,2026-10-13,Pagi,07:00,14:00\n"
        f"{office.sari.nip},Sari,2026-10-14,Pagi,07:00,07:00\n"
        f"{office.sari.nip},Sari,2026-10-15,Pagi,,14:00\n"
    ).encode()
    batch = batch_of(office, "roster", content)

    assert apply_batch(batch=batch, by=office.ani, on=ON) == 2

    assert [str(one) for one in Shift.objects.all()] == ["Malam 21.00–07.00", "Pagi 07.00–14.00"]
    assert [one for one, _ in codes("roster", content)] == [
        *("ignore", "merge", "merge", "review", "review")
    ]
    undo_batch(batch=batch, by=office.ani, on=ON, reason="Keliru")
    assert not Shift.objects.exists()


@pytest.mark.parametrize("kind", ["attendance", "leave", "roster"])
def test_a_file_of_another_kind_is_refused_in_words(office: Office, kind: str) -> None:
    with pytest.raises(FileRefused, match="harus ada kepala tabel"):
        read_plan(kind, b"Nama;Alamat\nSari;Jalan Mawar\n", on=ON)


def test_people_are_found_in_one_query_for_all(
    office: Office, django_assert_max_num_queries
) -> None:
    people = [office.sari, office.tono]
    rows = "".join(
        f"{one.nip};2026-09-{day:02};07.30;16.00\n" for one in people for day in range(1, 31)
    )

    with django_assert_max_num_queries(6):
        plan = read_plan("attendance", f"NIP;Tanggal;Masuk;Pulang\n{rows}".encode(), on=ON)

    assert len(plan.stored) == 60
    assert Person.objects.count() == 3
