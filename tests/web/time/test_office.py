"""Leave, shifts and patterns, entered by hand; and one's own calendar."""

from datetime import date, time

import pytest
from tests.people.make import a_role
from tests.web.people.conftest import NOW, TODAY, City
from tests.web.work.visit import enter
from tests.work.make import a_report

from kinerja.people.attendance import NewAttendance, note_attendance
from kinerja.people.leave import Leave, NewLeave, note_leave
from kinerja.people.shift import NewShift, Shift, note_shifts
from kinerja.people.unit_pattern import UnitPattern
from kinerja.records.event import Event
from kinerja.records.notice import Notice

CUTI = {"kind": "annual", "starts_on": "2026-10-19", "ends_on": "2026-10-23", "letter": "850/7"}


@pytest.fixture
def leave(city: City) -> Leave:
    return note_leave(
        leave=NewLeave(city.sari, "maternity", date(2026, 10, 5), date(2026, 12, 31)),
        by=city.ani,
        on=TODAY,
    )


def test_leave_is_noted_and_the_person_is_told(city: City) -> None:
    answer = enter(city.ani).post(f"/waktu/cuti/baru/?pegawai={city.sari.pk}", CUTI)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/waktu/cuti/")
    leave = Leave.objects.get()
    assert (leave.person, leave.days) == (city.sari, "19 Oktober 2026 sampai 23 Oktober 2026")
    assert Event.objects.named("leave.noted").get().by == city.ani
    assert Notice.objects.get().text.startswith("Tercatat: Cuti tahunan")


def test_a_refused_leave_keeps_what_was_typed(city: City, leave: Leave) -> None:
    answer = enter(city.ani).post(f"/waktu/cuti/baru/?pegawai={city.sari.pk}", CUTI)

    assert answer.status_code == 422
    assert "sudah tercatat Cuti melahirkan" in answer.content.decode()
    assert answer.context["form"]["letter"].value() == "850/7"
    assert Leave.objects.count() == 1


def test_the_person_is_searched_for_by_name_or_nip(city: City) -> None:
    client = enter(city.ani)

    for words in ("sari", "19870412"):
        choices = client.get("/waktu/cuti/baru/", {"cari": words}).context["choices"]
        assert [one.title for one in choices] == ["Sari Dewi, A.Md.Keb"]
        assert choices[0].url == f"?pegawai={city.sari.pk}"


def test_leave_running_and_over(city: City, leave: Leave) -> None:
    note_leave(
        leave=NewLeave(city.tono, "annual", date(2026, 9, 1), date(2026, 9, 2)), by=None, on=TODAY
    )
    client = enter(city.ani)

    assert [one.person for one in client.get("/waktu/cuti/").context["page"]] == [city.sari]
    assert [one.person for one in client.get("/waktu/cuti/?lama=1").context["page"]] == [city.tono]


def test_leave_ends_earlier_or_was_a_mistake(city: City, leave: Leave) -> None:
    client = enter(city.ani)

    assert client.post(f"/waktu/cuti/{leave.pk}/akhiri/", {"on": "2027-01-05"}).status_code == 422
    assert client.post(f"/waktu/cuti/{leave.pk}/akhiri/", {"on": "2026-10-16"}).status_code == 302
    leave.refresh_from_db()
    assert leave.ends_on == date(2026, 10, 16)
    assert client.post(f"/waktu/cuti/{leave.pk}/hapus/", {"reason": ""}).status_code == 422
    assert client.post(f"/waktu/cuti/{leave.pk}/hapus/", {"reason": "Salah"}).status_code == 302
    assert not Leave.objects.exists()
    assert Event.objects.named("leave.withdrawn").get().reason == "Salah"


def test_a_unit_admin_keeps_the_own_unit_only(city: City, leave: Leave) -> None:
    a_role(city.tono, "unit_admin", city.kuranji)
    client = enter(city.tono)

    assert list(client.get("/waktu/cuti/").context["page"]) == []
    assert client.get(f"/waktu/cuti/{leave.pk}/akhiri/").status_code == 404
    assert client.get(f"/waktu/cuti/baru/?pegawai={city.sari.pk}").status_code == 404
    assert client.get(f"/waktu/cuti/baru/?pegawai={city.lina.pk}").status_code == 200
    assert enter(city.sari).get("/waktu/cuti/").status_code == 404


def test_shifts_of_a_week(city: City) -> None:
    client = enter(city.ani)
    said = {
        "first": "2026-10-12",
        "last": "2026-10-14",
        "name": "Malam",
        "starts_at": "21.00",
        "ends_at": "07:00",
    }

    answer = client.post(f"/waktu/jaga/baru/?pegawai={city.sari.pk}", said)

    assert answer.headers["Location"] == "/waktu/jaga/?tanggal=2026-10-12"
    days = client.get("/waktu/jaga/").context["days"]
    assert [(day.day, [str(one) for one in rows]) for day, rows in days] == [
        (n, ["Malam 21.00–07.00"]) for n in (12, 13, 14)
    ]
    assert Notice.objects.count() == 1
    client.post(f"/waktu/jaga/{Shift.objects.first().pk}/hapus/")  # type: ignore[union-attr]
    assert Shift.objects.count() == 2
    too_long = client.post(
        f"/waktu/jaga/baru/?pegawai={city.sari.pk}", said | {"last": "2026-12-31"}
    )
    assert too_long.status_code == 422


def test_the_pattern_of_a_unit(city: City) -> None:
    client = enter(city.ani)
    address = f"/waktu/pola/atur/?unit={city.pauh.pk}"

    client.post(f"/waktu/pola/atur/?unit={city.health.pk}", {"pattern": "six", "on": "2026-10-01"})
    assert "Dinas Kesehatan: 6 hari" in client.get(address).content.decode()
    client.post(address, {"pattern": "roster", "on": "2026-10-20"})

    rows = client.get("/waktu/pola/").context["rows"]
    assert [(one.unit, one.pattern) for one in rows] == [
        (city.health, "six"),
        (city.pauh, "roster"),
    ]
    refused = client.post(address, {"pattern": "five", "on": "2026-10-05"})
    assert refused.status_code == 422
    assert UnitPattern.objects.count() == 2


def test_ones_own_month_in_words(city: City, leave: Leave) -> None:
    note_shifts(
        shifts=[NewShift(city.sari, date(2026, 10, 3), time(7), time(14), "Pagi")],
        by=None,
        on=TODAY,
    )
    note_attendance(
        days=[NewAttendance(city.sari, date(2026, 10, 2), time(7, 42), time(16, 5))],
        by=None,
        on=TODAY,
    )

    page = enter(city.sari).get("/saya/kalender/")

    lines = {line.date.day: line for line in page.context["lines"]}
    assert [(lines[n].label, lines[n].reason) for n in (1, 2, 3, 4, 5)] == [
        ("Masuk kerja", ""),
        ("Masuk kerja", ""),
        ("Jaga", "Pagi 07.00–14.00"),
        ("Libur", ""),
        ("Cuti", "Cuti melahirkan"),
    ]
    assert str(lines[2].attendance) == "Hadir 07.42–16.05"
    assert page.context["worked"] == 3
    assert lines[12].is_today
    assert "tidak dihitung dalam penilaian" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("2026-02", "Februari 2026"), ("2026-13", "Oktober 2026"), ("9999-12", "Oktober 2026")],
)
def test_any_month_can_be_asked_for(city: City, asked: str, shown: str) -> None:
    page = enter(city.sari).get("/saya/kalender/", {"bulan": asked})

    assert page.context["month"].label == shown
    assert page.context["month"].later.earlier == page.context["month"]


def test_attendance_stands_beside_the_reports_of_the_day(city: City) -> None:
    report = a_report(city.sari, done_on=date(2026, 10, 9), at=NOW)
    note_attendance(
        days=[NewAttendance(city.sari, date(2026, 10, 9), time(7, 42), time(16, 5))],
        by=None,
        on=TODAY,
    )

    for reader, address in (
        (city.sari, "/laporan/"),
        (city.budi, f"/tim/{city.sari.pk}/"),
        (city.budi, "/antrean/"),
        (city.budi, f"/laporan/{report.pk}/"),
    ):
        words = enter(reader).get(address).content.decode()
        assert "Hadir 07.42–16.05" in words
        assert "tepat waktu" in words
        if address != "/antrean/":
            assert "tidak dihitung dalam penilaian" in words
