"""Complaints from a file of SP4N-LAPOR!: read, judged, stored once."""

from datetime import date

import pytest
from tests.needs.test_complaint import City, at, days

from kinerja.needs.complaint.clock import ComplaintClock
from kinerja.needs.complaint.complaint import Complaint
from kinerja.needs.complaint.import_file import (
    ColumnsMissing,
    Preview,
    packed,
    preview_complaints,
    store_complaints,
    unpacked,
)
from kinerja.needs.complaint.mapping import keep_mapping
from kinerja.needs.complaint.refusals import NotYours
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
HEAD = (
    "Tracking ID,Tanggal Laporan Masuk,Isi Laporan,Instansi Terdisposisi,Kategori,Klasifikasi,"
    "Status,Tanggal Disposisi,Tanggal Tindak Lanjut,Tanggal Selesai,Nama Pelapor"
)
TODAY = days(14)
DONE = (
    "7431,05-10-2026 09.00,Antre lama,Pauh,Waktu pelayanan,Pengaduan,Selesai,"
    "05-10-2026 10.00,06-10-2026 10.00,06-10-2026 10.00,Ibu Rahma"
)
OPEN = "7432,06-10-2026,Loket tutup,Pauh,Waktu pelayanan,Pengaduan,Proses,,,,"


@pytest.fixture
def city() -> City:
    return City()


def read(city: City, *rows: str, head: str = HEAD, by: object = None) -> Preview:
    content = "\n".join((head, *rows)).encode()
    return preview_complaints(
        content=content,
        file_name="lapor.csv",
        by=by or city.susi,  # type: ignore[arg-type]
        on=TODAY,
    )


def store(city: City, preview: Preview) -> tuple[int, int]:
    cases, name = unpacked(packed(preview))
    return store_complaints(cases=cases, file_name=name, by=city.susi, on=TODAY, at=at(TODAY))


def test_the_same_file_twice_adds_nothing(city: City) -> None:
    first = store(city, read(city, DONE, OPEN))
    again = read(city, DONE, OPEN)

    assert first == (2, 0)
    assert [row.outcome for row in again.rows] == ["known", "known"]
    assert store(city, again) == (0, 0)
    assert Complaint.objects.count() == 2
    assert Event.objects.named("complaint.received").count() == 2


def test_hours_are_counted_where_the_file_tells_them(city: City) -> None:
    store(city, read(city, DONE))

    found = {one.stage: one for one in ComplaintClock.objects.all()}
    assert found["verify"].minutes == 60
    assert (found["resolve"].minutes, found["resolve"].unit) == (510, city.pauh)
    assert found["resolve"].due_on == date(2026, 10, 23)  # 14 working days
    assert Complaint.objects.get().state == "closed"


def test_days_without_hours_count_as_in_time_or_late_but_not_in_the_median(city: City) -> None:
    store(city, read(city, "1,05-10-2026,Antre,Pauh,Waktu pelayanan,,Selesai,,,07-10-2026,"))

    resolve = ComplaintClock.objects.get(stage="resolve")
    assert (resolve.minutes, resolve.ended_on) == (None, date(2026, 10, 7))


def test_a_newer_file_ends_what_was_open(city: City) -> None:
    store(city, read(city, OPEN))
    newer = OPEN.replace("Proses,,,,", "Selesai,,,08-10-2026,")

    preview = read(city, newer)

    assert [row.outcome for row in preview.rows] == ["update"]
    assert store(city, preview) == (0, 1)
    assert store(city, preview) == (0, 0)
    assert Complaint.objects.get().state == "closed"
    assert not ComplaintClock.objects.running().exists()


def test_the_name_of_a_citizen_is_not_read(city: City) -> None:
    store(city, read(city, DONE))

    assert not hasattr(Complaint.objects.get(), "contact")
    assert "Rahma" not in packed(read(city, DONE))


def test_an_unknown_unit_is_told_once_and_known_from_then_on(city: City) -> None:
    row = DONE.replace(",Pauh,", ",PKM Pauh,")
    before = read(city, row)
    keep_mapping(mapping={("unit", "PKM Pauh"): str(city.pauh.pk)}, by=city.susi, on=TODAY)
    after = read(city, row)

    assert (before.rows[0].outcome, before.unknown["unit"]) == ("unknown_unit", ["PKM Pauh"])
    assert after.rows[0].outcome == "accept"


def test_an_unknown_heading_is_told_once_and_known_from_then_on(city: City) -> None:
    head = HEAD.replace("Tracking ID", "Kode Aduan")
    with pytest.raises(ColumnsMissing, match="Nomor laporan") as refused:
        read(city, DONE, head=head)
    keep_mapping(mapping={("column", "Kode Aduan"): "external_id"}, by=city.susi, on=TODAY)

    assert refused.value.missing == ["external_id"]
    assert read(city, DONE, head=head).rows[0].outcome == "accept"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (DONE.replace("7431", ""), "Kolom Nomor laporan: isi paling banyak 60 huruf."),
        (
            DONE.replace("05-10-2026 09.00", "kemarin"),
            "Kolom Tanggal laporan: tanggal tidak terbaca; tulis seperti 30-06-2026 14.30.",
        ),
        (
            DONE.replace("05-10-2026 10.00", "01-10-2026"),
            "Kolom Tanggal disposisi: lebih awal daripada tanggal laporan.",
        ),
        (
            DONE.replace("06-10-2026 10.00,Ibu", "06-10-2027,Ibu"),
            "Kolom Tanggal selesai: tanggal ini belum tiba.",
        ),
        (DONE.replace("Antre lama", ""), "Kolom Isi laporan: belum diisi."),
    ],
)
def test_a_faulty_row_says_where_and_why_and_is_not_stored(city: City, row: str, why: str) -> None:
    preview = read(city, row, OPEN)

    assert [(one.number, one.outcome, one.why) for one in preview.rows] == [
        (2, "faulty", why),
        (3, "accept", ""),
    ]
    assert store(city, preview) == (1, 0)


def test_a_wish_is_no_complaint_and_a_refused_one_counts_nowhere(city: City) -> None:
    wish = DONE.replace(",Pengaduan,", ",Aspirasi,")
    refused = DONE.replace("7431", "9").replace("Selesai,", "Diarsipkan,")

    preview = read(city, wish, refused)
    store(city, preview)

    assert [row.outcome for row in preview.rows] == ["skipped", "accept"]
    assert Complaint.objects.get().state == "rejected"
    assert set(ComplaintClock.objects.values_list("left_out", flat=True)) == {"rejected"}


def test_only_the_desk_of_the_whole_agency_imports(city: City) -> None:
    with pytest.raises(NotYours):
        read(city, DONE, by=city.budi)
