"""The calendar of a year."""

from datetime import date

import pytest
from django.http import HttpResponse
from tests.web.people.conftest import City
from tests.web.work.visit import enter

from kinerja.people.agency import Holiday, national_holidays
from kinerja.records.event import Event

ADDRESS = "/pengaturan/libur/"


@pytest.fixture
def day(city: City) -> Holiday:
    return Holiday.objects.create(
        date=date(2026, 8, 17), name="Hari Kemerdekaan", kind=Holiday.Kind.PUBLIC
    )


def lines(response: HttpResponse) -> list[tuple[date, str, str]]:
    return [(one.day.date, one.weekday, one.day.name) for one in response.context["lines"]]


def test_a_year_shows_its_days(city: City, day: Holiday) -> None:
    Holiday.objects.create(date=date(2027, 1, 1), name="Tahun Baru", kind=Holiday.Kind.PUBLIC)
    client = enter(city.ani)

    assert lines(client.get(ADDRESS)) == [(date(2026, 8, 17), "Senin", "Hari Kemerdekaan")]
    assert lines(client.get(ADDRESS, {"tahun": "2027"})) == [
        (date(2027, 1, 1), "Jumat", "Tahun Baru")
    ]
    assert client.get(ADDRESS, {"tahun": "99999"}).context["year"] == 2026


def test_a_local_day_is_added(city: City) -> None:
    answer = enter(city.ani).post(
        ADDRESS, {"day": "2 Juli 2027", "name": "Hari Jadi Kota", "kind": "local"}
    )

    assert answer.headers["Location"] == "/pengaturan/libur/?tahun=2027"
    assert list(Holiday.objects.values_list("date", "name", "kind")) == [
        (date(2027, 7, 2), "Hari Jadi Kota", "local")
    ]
    assert Event.objects.get().by == city.ani


def test_a_day_that_is_there_is_not_overwritten(city: City, day: Holiday) -> None:
    answer = enter(city.ani).post(
        ADDRESS, {"day": "2026-08-17", "name": "Pesta rakyat", "kind": "local"}
    )

    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "day": ["17 Agustus 2026 sudah tercatat: Hari Kemerdekaan."]
    }
    assert answer.context["open_form"] is True
    day.refresh_from_db()
    assert day.name == "Hari Kemerdekaan"


def test_the_joint_decree_fills_what_is_missing(city: City) -> None:
    mine = Holiday.objects.create(date=date(2026, 8, 17), name="HUT RI", kind="public")
    client = enter(city.ani)
    known = {one.date for one in national_holidays([2026])}

    answer = client.post(ADDRESS + "nasional/?tahun=2026")

    assert answer.headers["Location"] == "/pengaturan/libur/?tahun=2026"
    assert set(Holiday.objects.values_list("date", flat=True)) == known
    assert len(known) == 25  # 17 days off and 8 of joint leave
    mine.refresh_from_db()
    assert mine.name == "HUT RI"
    before = Event.objects.count()

    client.post(ADDRESS + "nasional/?tahun=2026")

    assert Event.objects.count() == before


def test_looking_at_the_address_of_the_decree_changes_nothing(city: City) -> None:
    answer = enter(city.ani).get(ADDRESS + "nasional/?tahun=2027")

    assert answer.headers["Location"] == "/pengaturan/libur/?tahun=2027"
    assert not Holiday.objects.exists()


def test_a_day_is_removed_with_a_reason(city: City, day: Holiday) -> None:
    client, address = enter(city.ani), ADDRESS + "2026-08-17/hapus/"

    asked = client.get(address)
    answer = client.post(address, {"reason": "Salah tanggal"})

    assert asked.status_code == 200
    assert answer.headers["Location"] == "/pengaturan/libur/?tahun=2026"
    assert not Holiday.objects.exists()
    event = Event.objects.get()
    assert (event.name, event.reason) == ("agency.holiday_removed", "Salah tanggal")


@pytest.mark.parametrize("given", ["2026-08-18", "kemarin", "2026-13-01"])
def test_a_day_that_is_none_is_not_found(city: City, day: Holiday, given: str) -> None:
    assert enter(city.ani).get(f"{ADDRESS}{given}/hapus/").status_code == 404
