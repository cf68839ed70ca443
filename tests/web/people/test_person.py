"""The page of a person: posts and appraisers on a day, history, changes in words; whose it is."""

from datetime import date

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries
from tests.people.make import a_member, an_account, an_assignment, head_post
from tests.web.people.conftest import City
from tests.web.work.visit import enter

from kinerja.people.assignment import Assignment, assign, end_assignment, name_superiors
from kinerja.people.person import Person, edit_person, set_status
from kinerja.people.role import grant_role


def page_of(viewer: Person, person: Person, **query: str) -> HttpResponse:
    return enter(viewer).get(f"/pegawai/{person.pk}/", query)


def line(response: HttpResponse) -> tuple[str, str, str]:
    """Appraiser, the post by which he or she appraises, the one above."""
    appraiser, superior = response.context["appraiser"], response.context["superior"]
    if appraiser is None:
        return "", "", ""
    return appraiser.person.name, appraiser.post, superior.person.name if superior else ""


# --- Whose page


def test_what_is_not_yours_looks_like_what_is_not_there(city: City) -> None:
    hidden = page_of(city.tono, city.sari)
    nothing = enter(city.tono).get("/pegawai/2000000000/")

    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert hidden.content == nothing.content


@pytest.mark.parametrize("viewer", ["sari", "budi", "rina", "hasan", "ani", "vina"])
def test_these_may_open_the_page_of_sari(city: City, viewer: str) -> None:
    shown = page_of(getattr(city, viewer), city.sari)

    assert shown.status_code == 200
    assert "19870412 201001 2 003" in shown.content.decode()


@pytest.mark.parametrize(
    ("viewer", "reads"), [("sari", True), ("ani", True), ("vina", True), ("budi", False)]
)
def test_birth_date_and_changes_are_for_the_person_and_the_office(
    city: City, viewer: str, reads: bool
) -> None:
    Person.objects.filter(pk=city.sari.pk).update(birth_date=date(1987, 4, 12))

    shown = page_of(getattr(city, viewer), city.sari).content.decode()

    assert ("12 April 1987" in shown) is reads
    assert ("Catatan perubahan data" in shown) is reads
    changes = enter(getattr(city, viewer)).get(f"/pegawai/{city.sari.pk}/catatan/")
    assert changes.status_code == (200 if reads else 404)


def test_only_who_keeps_the_register_is_offered_acts_and_never_on_oneself(city: City) -> None:
    assert page_of(city.ani, city.sari).context["acts"] is True
    assert page_of(city.vina, city.sari).context["acts"] is False
    assert page_of(city.ani, city.ani).context["acts"] is False


def test_the_own_profile_needs_no_number(city: City) -> None:
    shown = enter(city.sari).get("/saya/")

    assert line(shown) == ("Budi", "Kepala Puskesmas Pauh", "Rina")
    assert "<h1>Profil saya</h1>" in shown.content.decode()
    assert "Yang menilai saya" in shown.content.decode()
    assert f'href="/pegawai/{city.budi.pk}/"' not in shown.content.decode()  # she may not open it


# --- On a day


def test_posts_and_appraisers_are_those_of_the_day_asked_for(city: City) -> None:
    in_march = page_of(city.ani, city.sari, tanggal="2026-03-15")
    before = page_of(city.ani, city.sari, tanggal="2025-12-31")

    assert line(in_march) == ("Fajar", "Kepala Puskesmas Pauh", "Rina")
    assert in_march.context["posts"][0][1] == "Bidan Terampil"
    assert "Jabatan pada 15 Maret 2026" in in_march.content.decode()
    assert line(before) == ("", "", "")
    assert before.context["posts"] == []


def test_since_when_somebody_appraises(city: City) -> None:
    since = page_of(city.ani, city.sari).context["appraiser"].since

    assert (since.day, since.or_earlier) == (date(2026, 4, 1), False)


def test_a_plt_appraises_under_the_name_of_the_post(city: City) -> None:
    an_assignment(
        city.rina, city.kuranji_head, kind=Assignment.Kind.PLT, starts_on=date(2026, 9, 1)
    )

    assert line(page_of(city.ani, city.lina)) == ("Rina", "Plt Kepala Puskesmas Kuranji", "Hasan")


def test_the_head_of_the_agency_has_no_appraiser(city: City) -> None:
    shown = page_of(city.ani, city.hasan)

    assert line(shown) == ("", "", "")
    assert "tidak ada pimpinan di atas jabatan ini" in shown.content.decode()


@pytest.mark.parametrize(("day", "status"), [("kemarin", 422), ("0001-01-01", 422), ("", 200)])
def test_a_day_that_cannot_be_read_shows_today(city: City, day: str, status: int) -> None:
    shown = page_of(city.ani, city.sari, tanggal=day)

    assert shown.status_code == status
    assert line(shown) == ("Budi", "Kepala Puskesmas Pauh", "Rina")


def test_the_history_is_complete_and_newest_first(city: City) -> None:
    an_assignment(
        city.fajar,
        city.kuranji_head,
        starts_on=date(2027, 1, 1),
        decree="821/9/2026",
    )

    history = page_of(city.ani, city.fajar).context["history"]

    assert [(str(row.position), row.starts_on, row.ends_on, when) for row, when in history] == [
        ("Kepala Puskesmas Kuranji", date(2027, 1, 1), None, "later"),
        ("Kepala Puskesmas Pauh", date(2026, 1, 1), date(2026, 3, 31), "past"),
    ]


# --- Changes in words


def test_every_change_is_told_in_words(city: City) -> None:
    sari, ani = city.sari, city.ani
    edit_person(person=sari, by=ani, grade="III/a", reason="SK 7")
    acting = assign(
        person=sari,
        position=city.kuranji_head,
        kind="plt",
        starts_on=date(2026, 10, 1),
        by=ani,
        decree="800/5",
    )
    end_assignment(assignment=acting, on=date(2026, 10, 10), by=ani)
    post = head_post(city.health)
    name_superiors(superiors=[(city.sari_post, post)], by=ani, reason="SK 8")
    grant_role(person=sari, name="unit_admin", unit=city.pauh, by=ani, on=date(2026, 10, 12))
    set_status(person=sari, status="study_leave", since=date(2026, 11, 1), by=ani)

    lines = enter(sari).get(f"/pegawai/{sari.pk}/catatan/").context["lines"]

    assert [(one.what, one.by.name, one.reason) for one in lines] == [
        ("Status Aktif menjadi Tugas belajar sejak 1 November 2026", "Ani", ""),
        ("Tugas Admin unit di Puskesmas Pauh diberikan mulai 12 Oktober 2026", "Ani", ""),
        ("Atasan ditentukan: Kepala Dinas Kesehatan, Dinas Kesehatan", "Ani", "SK 8"),
        (
            "Penugasan berakhir 10 Oktober 2026: Kepala Puskesmas Kuranji, Puskesmas Kuranji",
            "Ani",
            "",
        ),
        (
            "Penugasan Pelaksana tugas (Plt): Kepala Puskesmas Kuranji, Puskesmas Kuranji,"
            " mulai 1 Oktober 2026 (SK 800/5)",
            "Ani",
            "",
        ),
        (
            "Data diubah: jenis kelamin (kosong) menjadi Perempuan; tanggal lahir (kosong)"
            " menjadi 12 April 1987; golongan ruang (kosong) menjadi III/a",
            "Ani",
            "SK 7",
        ),
    ]


def test_the_page_costs_the_same_for_a_long_history(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2005, 2025):
        an_assignment(
            city.sari,
            a_member(f"Teman {year}", city.kuranji).assignments.get().position,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
        )
    an_account(city.sari)
    client = enter(city.ani)

    with django_assert_max_num_queries(36):
        client.get(f"/pegawai/{city.sari.pk}/")
