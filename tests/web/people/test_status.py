"""Status, and the end of service."""

from datetime import date

from tests.people.make import a_role, an_account, an_assignment
from tests.web.people.conftest import City
from tests.web.work.visit import enter

from kinerja.people.account import Account
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.supervision import appraiser_of
from kinerja.people.tenure import Assignment
from kinerja.records.event import Event

LEAVE = {
    "cause": "Mencapai batas usia pensiun",
    "on": "2026-10-31",
    "decree": "SK 882/1",
    "sure": "on",
}


def test_who_is_on_leave_does_not_appraise(city: City) -> None:
    answer = enter(city.ani).post(
        f"/pegawai/{city.budi.pk}/status/",
        {"status": "study_leave", "since": "2026-10-01", "reason": "SK 5"},
    )

    assert answer.headers["Location"] == f"/pegawai/{city.budi.pk}/"
    city.budi.refresh_from_db()
    assert (city.budi.status, city.budi.status_since) == ("study_leave", date(2026, 10, 1))
    assert appraiser_of(city.sari, date(2026, 10, 12)) == city.rina


def test_leaving_is_no_status_to_choose(city: City) -> None:
    client = enter(city.ani)
    address = f"/pegawai/{city.budi.pk}/status/"

    offered = [value for value, _ in client.get(address).context["form"].fields["status"].choices]
    forced = client.post(address, {"status": "left", "since": "2026-10-01"})

    assert offered == [
        *("active", "study_leave", "seconded", "unpaid_leave", "suspended"),
        "pre_retirement_leave",
    ]
    assert forced.status_code == 422
    assert Person.objects.get(pk=city.budi.pk).status == "active"


def test_the_page_shows_all_that_ends_with_the_service(city: City) -> None:
    a_role(city.budi, Role.Name.CALIBRATION_MEMBER)
    an_assignment(city.budi, city.kuranji_head, kind=Assignment.Kind.PLT)

    shown = enter(city.ani).get(f"/pegawai/{city.budi.pk}/berhenti/")

    assert sorted(name for _, name in shown.context["posts"]) == [
        "Kepala Puskesmas Pauh",
        "Plt Kepala Puskesmas Kuranji",
    ]
    assert [role.name for role in shown.context["roles"]] == ["calibration_member"]


def test_service_ends_only_with_the_tick(city: City) -> None:
    client, address = enter(city.ani), f"/pegawai/{city.sari.pk}/berhenti/"
    an_account(city.sari)

    without = client.post(address, LEAVE | {"sure": ""})

    assert without.status_code == 422
    assert dict(without.context["form"].errors) == {
        "sure": ["Centang dulu “Saya sudah memeriksa; ini tidak dapat dibatalkan”."]
    }
    assert Event.objects.count() == 0

    answer = client.post(address, LEAVE)

    assert answer.headers["Location"] == f"/pegawai/{city.sari.pk}/"
    city.sari.refresh_from_db()
    city.sari_post.refresh_from_db()
    assert (city.sari.status, city.sari.status_since) == ("left", date(2026, 11, 1))
    assert city.sari_post.ends_on == date(2026, 10, 31)
    assert Account.objects.get(person=city.sari).is_active
    assert {event.reason for event in Event.objects.all()} == {
        "Mencapai batas usia pensiun, SK 882/1"
    }


def test_who_has_left_is_offered_nothing_more(city: City) -> None:
    client = enter(city.ani)
    client.post(f"/pegawai/{city.sari.pk}/berhenti/", LEAVE)

    shown = client.get(f"/pegawai/{city.sari.pk}/").content.decode()
    again = client.post(f"/pegawai/{city.sari.pk}/berhenti/", LEAVE)

    assert "Beri penugasan" not in shown
    assert "Beri tugas" not in shown
    assert "<strong>Berhenti/pensiun</strong> sejak 1 November 2026" in shown
    assert again.status_code == 422
    assert dict(again.context["form"].errors) == {"__all__": ["Sari Dewi sudah berhenti."]}
