"""The account of a person: opened, renewed, closed by the personnel office."""

import pytest
from tests.people.make import PASSWORD, a_person, an_account
from tests.web.people.conftest import SARI_NIP, City
from tests.web.work.visit import enter

from kinerja.people.account import Account
from kinerja.people.person import Person
from kinerja.records.event import Event


def test_the_first_password_is_shown_once_and_works(city: City) -> None:
    client, address = enter(city.ani), f"/pegawai/{city.sari.pk}/akun/buka/"

    shown = client.post(address, {"csrfmiddlewaretoken": "x"})

    account = Account.objects.get(person=city.sari)
    password = shown.context["password"]
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert account.login == SARI_NIP
    assert account.must_change_password
    assert account.check_password(password)
    assert password in shown.content.decode()
    assert [event.name for event in Event.objects.all()] == ["account.opened"]
    assert password not in str(list(Event.objects.values()))

    again = client.post(address, {"csrfmiddlewaretoken": "x"})
    assert again.headers["Location"] == f"/pegawai/{city.sari.pk}/"
    assert password not in client.get(f"/pegawai/{city.sari.pk}/").content.decode()
    assert account.password == Account.objects.get(person=city.sari).password


def test_who_has_no_nip_gets_a_chosen_name(city: City) -> None:
    client, address = enter(city.ani), f"/pegawai/{city.hasan.pk}/akun/buka/"

    wrong = client.post(address, {"login": "Wali Kota"})
    shown = client.post(address, {"login": "walikota"})

    assert wrong.status_code == 422
    assert dict(wrong.context["form"].errors) == {
        "login": ["Pakai huruf kecil, angka, titik, atau garis, tanpa spasi."]
    }
    assert shown.status_code == 200
    assert Account.objects.get(person=city.hasan).login == "walikota"


def test_a_name_that_is_taken_is_refused_in_words(city: City) -> None:
    an_account(city.vina, login="walikota")

    answer = enter(city.ani).post(f"/pegawai/{city.hasan.pk}/akun/buka/", {"login": "walikota"})

    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "__all__": ["Vina sudah mempunyai akun walikota."]
    }


def test_nobody_of_an_undone_import_gets_an_account(city: City) -> None:
    ghost = a_person("Salah Baca", status=Person.Status.WITHDRAWN)

    assert enter(city.ani).get(f"/pegawai/{ghost.pk}/akun/buka/").status_code == 404


def test_a_forgotten_password_is_replaced(city: City) -> None:
    account = an_account(city.sari)
    client, address = enter(city.ani), f"/pegawai/{city.sari.pk}/akun/sandi/"
    at_home = enter(city.sari)

    asked = client.get(address)
    assert Account.objects.get(pk=account.pk).check_password(PASSWORD)  # asking changes nothing
    shown = client.post(address)

    account.refresh_from_db()
    assert asked.status_code == shown.status_code == 200
    assert account.check_password(shown.context["password"])
    assert not account.check_password(PASSWORD)
    assert account.must_change_password
    assert at_home.get("/saya/").headers["Location"] == "/akun/masuk/?next=/saya/"


@pytest.mark.parametrize("path", ["sandi", "keadaan"])
def test_without_an_account_there_is_nothing_to_change(city: City, path: str) -> None:
    assert enter(city.ani).get(f"/pegawai/{city.sari.pk}/akun/{path}/").status_code == 404


def test_an_account_is_closed_and_opened_again_with_a_reason(city: City) -> None:
    account = an_account(city.sari)
    client, address = enter(city.ani), f"/pegawai/{city.sari.pk}/akun/keadaan/"

    closed = client.post(address, {"reason": "Perangkat hilang"})
    account.refresh_from_db()
    assert (closed.status_code, account.is_active) == (302, False)
    assert client.get(f"/pegawai/{city.sari.pk}/akun/sandi/").status_code == 404

    client.post(address, {"reason": "Ditemukan"})
    account.refresh_from_db()
    assert account.is_active
    assert list(Event.objects.order_by("pk").values_list("name", "reason")) == [
        ("account.closed", "Perangkat hilang"),
        ("account.reopened", "Ditemukan"),
    ]
