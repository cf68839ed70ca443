"""The list of people: what one may see, found by name, unit, status, or by a NIP."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.people.make import a_member, a_nip, a_person, an_assignment
from tests.web.people.conftest import SARI_NIP, City
from tests.web.work.visit import enter

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person

LIST, SEARCH = "/pegawai/", "/pegawai/cari/"


def names(response: HttpResponse) -> list[str]:
    return [row.person.name for row in response.context["rows"]]


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_the_personnel_office_sees_everybody_from_a_to_z(city: City) -> None:
    shown = enter(city.ani).get(LIST)

    assert names(shown) == [
        *("Ani", "Budi", "Fajar", "Hasan", "Lina", "Rina", "Sari Dewi", "Tono", "Vina")
    ]
    assert shown.context["manages"] is True
    assert "9 pegawai." in shown.content.decode()
    assert 'class="button" href="/impor/"' in shown.content.decode()


def test_a_leader_sees_the_own_people_and_an_employee_only_herself(city: City) -> None:
    assert names(enter(city.budi).get(LIST)) == ["Budi", "Sari Dewi", "Tono"]
    assert names(enter(city.sari).get(LIST)) == ["Sari Dewi"]
    assert "Tambah pegawai" not in enter(city.budi).get(LIST).content.decode()
    assert "3 pegawai." in enter(city.budi).get(LIST).content.decode()


def test_each_line_tells_the_post_of_today(city: City) -> None:
    an_assignment(city.budi, city.kuranji_head, kind=Assignment.Kind.PLT)

    posts = {row.person.name: row.post for row in enter(city.ani).get(LIST).context["rows"]}

    assert posts["Sari Dewi"] == "Bidan Terampil, Puskesmas Pauh"
    assert posts["Budi"] == "Kepala Puskesmas Pauh, Puskesmas Pauh (+1 penugasan lain)"
    assert posts["Fajar"] == "Belum ada jabatan"


# --- Search


def test_a_name_is_sought_word_by_word_and_stays_in_the_address(city: City) -> None:
    client = enter(city.ani)

    answer = client.post(SEARCH, {"cari": "  dewi SARI ", "unit": "", "status": ""})

    assert answer.headers["Location"] == "/pegawai/?cari=dewi+SARI&unit=&status="
    assert names(client.get(answer.headers["Location"])) == ["Sari Dewi"]


@pytest.mark.parametrize("typed", [SARI_NIP, "19870412 201001 2 003", "'198704122010012003"])
def test_a_nip_leads_to_its_person_and_never_into_an_address(city: City, typed: str) -> None:
    answer = enter(city.ani).post(SEARCH, {"cari": typed})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/pegawai/{city.sari.pk}/"


def test_a_nip_of_somebody_one_may_not_see_is_not_there(city: City) -> None:
    nobody = enter(city.tono).post(SEARCH, {"cari": a_nip(9000)})
    hidden = enter(city.tono).post(SEARCH, {"cari": SARI_NIP})

    words = {"cari": ["Tidak ada pegawai dengan NIP itu di antara yang dapat Anda lihat."]}
    assert (hidden.status_code, errors(hidden)) == (422, words)
    assert (nobody.status_code, errors(nobody)) == (422, words)


def test_a_nip_with_a_digit_too_few_is_told_so(city: City) -> None:
    answer = enter(city.ani).post(SEARCH, {"cari": SARI_NIP[:17]})

    assert answer.status_code == 422
    assert errors(answer) == {"cari": ["NIP terdiri atas 18 angka; yang tertulis 17 angka."]}
    assert "/pegawai/cari/" in answer.content.decode()


def test_a_nip_in_the_address_finds_nobody(city: City) -> None:
    answer = enter(city.ani).get(LIST, {"cari": SARI_NIP})

    assert answer.status_code == 422
    assert errors(answer) == {
        "cari": ["Ketik NIP di sini, lalu tekan Cari; jangan di alamat halaman."]
    }
    assert 'href="?' not in answer.content.decode()


def test_the_search_address_alone_leads_to_the_list(city: City) -> None:
    assert enter(city.ani).get(SEARCH).headers["Location"] == LIST


# --- Filters


def test_a_unit_shows_those_in_it_and_below(city: City) -> None:
    client = enter(city.ani)

    assert names(client.get(LIST, {"unit": city.pauh.pk})) == ["Budi", "Sari Dewi", "Tono"]
    assert names(client.get(LIST, {"unit": city.health.pk})) == [
        *("Budi", "Lina", "Rina", "Sari Dewi", "Tono")
    ]


def test_a_post_shows_its_holders(city: City) -> None:
    shown = enter(city.ani).get(LIST, {"jabatan": city.midwife.pk})

    assert names(shown) == ["Sari Dewi"]
    assert "Yang memegang jabatan Bidan Terampil hari ini." in shown.content.decode()


def test_those_who_left_are_shown_when_they_are_asked_for(city: City) -> None:
    a_person("Rudi", status=Person.Status.LEFT, status_since=date(2026, 9, 1))
    client = enter(city.ani)

    assert "Rudi" not in names(client.get(LIST))
    assert names(client.get(LIST, {"status": "left"})) == ["Rudi"]
    assert "Rudi" in names(client.get(LIST, {"status": "semua"}))


def test_those_without_a_post_are_found(city: City) -> None:
    shown = enter(city.ani).get(LIST, {"status": "tanpa-jabatan"})

    assert names(shown) == ["Ani", "Fajar", "Vina"]


def test_nothing_found_says_what_to_do_next(city: City) -> None:
    shown = enter(city.ani).get(LIST, {"cari": "Zulkifli"})

    assert names(shown) == []
    assert "Tidak ada yang cocok" in shown.content.decode()
    assert 'href="/pegawai/"' in shown.content.decode()


@pytest.mark.parametrize(
    "query", ["unit=x", "unit=99999999999", "jabatan=0", "setelah=-1", "cari=%00", "sebelum=9e9"]
)
def test_no_address_breaks_the_list(city: City, query: str) -> None:
    assert enter(city.ani).get(f"{LIST}?{query}").status_code in (200, 422)


# --- Pages


def test_a_long_list_is_read_page_by_page_and_back(city: City) -> None:
    for number in range(1, 32):
        a_member(f"Murid {number:02}", city.kuranji)
    client = enter(city.ani)

    first = client.get(LIST, {"unit": city.kuranji.pk})
    second = client.get(LIST + first.context["page"].older)
    back = client.get(LIST + second.context["page"].newer)

    assert names(first) == ["Lina", *(f"Murid {number:02}" for number in range(1, 30))]
    assert names(second) == ["Murid 30", "Murid 31"]
    assert names(back) == names(first)
    assert first.context["page"].newer == ""
    assert second.context["page"].older == ""
    assert f"unit={city.kuranji.pk}" in first.context["page"].older


def test_people_of_one_name_are_each_shown_once(city: City) -> None:
    twins = [a_person("Murid").pk for _ in range(32)]
    client = enter(city.ani)

    first = client.get(LIST, {"cari": "Murid"})
    second = client.get(LIST + first.context["page"].older)

    shown = [row.person.pk for page in (first, second) for row in page.context["rows"]]
    assert shown == twins


def test_a_full_page_costs_no_more_queries_than_an_empty_one(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(city.ani)
    for number in range(30):
        a_member(f"Murid {number}", city.kuranji)

    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_without_sign_in_the_way_leads_to_the_sign_in(city: City) -> None:
    assert Client().get(LIST).headers["Location"] == "/akun/masuk/?next=/pegawai/"
