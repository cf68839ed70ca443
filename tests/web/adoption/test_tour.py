"""The tour: begun with the first password, on the real pages, by what one does here."""

from datetime import datetime

import pytest
import time_machine
from tests.adoption.test_announcement import WIB, City
from tests.people.make import PASSWORD, an_account
from tests.web.evaluation.visit import enter, words

from kinerja.adoption.tour import Tour, begin_tour

pytestmark = pytest.mark.django_db
NEW = "melati-putih-di-halaman-7"


@pytest.fixture
def city():
    with time_machine.travel(datetime(2026, 10, 5, 9, 30, tzinfo=WIB), tick=False):
        yield City()


def test_the_first_password_begins_it_and_the_cards_lead_from_page_to_page(city: City) -> None:
    an_account(city.sari, must_change_password=True)
    sari = enter(city.sari)
    sari.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    home = words(enter(city.sari).get("/"))
    sari = enter(city.sari)
    plan = words(sari.post("/pengenalan/", {"act": "lanjut", "seen": "0"}, follow=True))
    back = words(sari.get("/"))
    sari.post("/pengenalan/", {"act": "lanjut", "seen": "1"})
    last = words(sari.post("/pengenalan/", {"act": "lanjut", "seen": "2"}, follow=True))
    over = words(sari.post("/pengenalan/", {"act": "lanjut", "seen": "3"}, follow=True))

    assert "Pengenalan. Langkah 1 dari 4 Lapor dari beranda" in home
    assert "Langkah 2 dari 4 Rencana Anda" in plan
    assert "Lanjutkan: Rencana Anda" in back
    assert "Langkah 4 dari 4 Bantuan kapan saja" in last
    assert "Selesai" in last
    assert "Pengenalan selesai." in over
    assert "Langkah" not in words(sari.get("/"))


def test_it_can_be_skipped_and_found_again(city: City) -> None:
    begin_tour(by=city.budi)
    budi = enter(city.budi)

    skipped = words(budi.post("/pengenalan/", {"act": "lewati"}, follow=True))
    listed = words(budi.get("/pengenalan/"))
    again = words(budi.post("/pengenalan/", {"act": "mulai"}, follow=True))

    assert "Pengenalan dilewati." in skipped
    assert "Langkah" not in skipped
    assert "Memeriksa laporan" in listed
    assert "Ruang kendali" not in listed
    assert "Langkah 1 dari 6" in again
    assert "/pengenalan/" in budi.get("/lainnya/").text


def test_the_personnel_office_has_steps_of_its_own_and_nobody_else_sees_a_card(city: City) -> None:
    assert "Ruang kendali" in words(enter(city.ani).get("/pengenalan/"))
    assert "Pengenalan." not in words(enter(city.sari).get("/"))
    assert enter(city.sari).post("/pengenalan/", {"act": "x", "seen": "-1"}).status_code == 422
    assert not Tour.objects.exists()
