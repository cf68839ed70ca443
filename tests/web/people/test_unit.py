"""The organisation: the tree with heads and numbers, a unit on a day, and its upkeep."""

from datetime import date

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries
from tests.people.make import a_member, a_unit, an_assignment, head_post
from tests.web.people.conftest import TODAY, City
from tests.web.work.visit import enter

from kinerja.people.position import Position
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, UnitName
from kinerja.records.event import Event
from kinerja.web.people.tree import Branch, tree

Told = tuple[str, str, int, list["Told"]]


def told(branches: list[Branch]) -> list[Told]:
    """Name, head, people here and below, the branches below."""
    return [(one.unit.name, one.head, one.people, told(one.children)) for one in branches]


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


# --- The tree


def test_everybody_sees_the_tree_with_heads_and_numbers(city: City) -> None:
    an_assignment(city.budi, city.kuranji_head, kind=Assignment.Kind.PLT)
    a_unit("Balai Lama", city.health, code="K.1.0", closed_on=date(2026, 1, 1))

    shown = enter(city.tono).get("/organisasi/")

    assert told(shown.context["branches"]) == [
        (
            "Kota Uji",
            "Hasan",
            6,
            [
                (
                    "Dinas Kesehatan",
                    "Rina",
                    5,
                    [
                        ("Puskesmas Pauh", "Budi", 3, []),
                        ("Puskesmas Kuranji", "Plt Budi", 1, []),
                        ("Balai Lama", "", 0, []),
                    ],
                )
            ],
        )
    ]
    assert "Ditutup" in shown.content.decode()


def test_a_vacant_head_is_seen_in_the_tree(city: City) -> None:
    assert enter(city.tono).get("/organisasi/").content.decode().count("pimpinan kosong") == 1


def test_codes_are_ordered_as_people_count(city: City) -> None:
    for number in (10, 2, 1):
        a_unit(f"Bidang {number}", city.pauh, code=f"K.1.1.{number}")

    branches = tree(Unit.objects.all(), city.pauh, TODAY)

    assert [one.unit.name for one in branches] == ["Bidang 1", "Bidang 2", "Bidang 10"]


def test_levels_that_do_not_fit_are_counted_instead(city: City) -> None:
    branches = tree(Unit.objects.all(), None, TODAY, most=2)

    (top,) = branches
    (health,) = top.children
    assert (health.unit.name, health.children, health.deeper) == ("Dinas Kesehatan", [], 2)
    assert (top.deeper, health.people) == (0, 5)


def test_the_first_level_is_always_shown(city: City) -> None:
    assert [one.deeper for one in tree(Unit.objects.all(), None, TODAY, most=0)] == [3]


def test_the_tree_costs_four_queries(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        a_member(f"Guru {number}", a_unit(f"SD {number}", city.city))

    with django_assert_num_queries(4):
        tree(Unit.objects.all(), None, TODAY)


def test_an_empty_organisation_says_how_to_begin(city: City) -> None:
    Assignment.objects.all().delete()
    Position.objects.all().delete()
    for unit in Unit.objects.order_by("-path"):
        unit.delete()

    assert 'href="/organisasi/baru/"' in enter(city.ani).get("/organisasi/").content.decode()
    assert "/organisasi/baru/" not in enter(city.tono).get("/organisasi/").content.decode()


# --- A unit


def holders(response: HttpResponse) -> list[tuple[str, list[str], int]]:
    return [
        (seat.post.title, [one.row.person.name for one in seat.holders], seat.others)
        for seat in response.context["seats"]
    ]


def test_the_office_sees_who_holds_which_post_on_which_day(city: City) -> None:
    client, address = enter(city.ani), f"/organisasi/{city.pauh.pk}/"
    pelaksana = Assignment.objects.get(person=city.tono).position.title

    assert holders(client.get(address)) == [
        ("Kepala Puskesmas Pauh", ["Budi"], 0),
        ("Bidan Terampil", ["Sari Dewi"], 0),
        (pelaksana, ["Tono"], 0),
    ]
    march = client.get(address, {"tanggal": "2026-03-31"})
    assert holders(march)[0] == ("Kepala Puskesmas Pauh", ["Fajar"], 0)
    assert "Pimpinan pada 31 Maret 2026" in march.content.decode()


def test_colleagues_see_heads_by_name_and_others_as_a_number(city: City) -> None:
    shown = enter(city.lina).get(f"/organisasi/{city.pauh.pk}/")

    assert [(names, others) for _, names, others in holders(shown)] == [
        (["Budi"], 0),
        ([], 1),
        ([], 1),
    ]
    page = shown.content.decode()
    assert "Sari Dewi" not in page
    assert f"/pegawai/{city.budi.pk}/" not in page
    assert "Tambah jabatan" not in page


def test_the_definitive_head_stands_before_plt_and_plh(city: City) -> None:
    post = head_post(city.pauh)
    an_assignment(city.rina, post, kind=Assignment.Kind.PLH, starts_on=TODAY, ends_on=TODAY)
    an_assignment(city.lina, post, kind=Assignment.Kind.PLT, starts_on=TODAY, ends_on=TODAY)

    shown = enter(city.ani).get(f"/organisasi/{city.pauh.pk}/")

    assert holders(shown)[0] == ("Kepala Puskesmas Pauh", ["Budi", "Lina", "Rina"], 0)


def test_who_holds_two_posts_of_a_unit_is_one_of_its_people(city: City) -> None:
    client = enter(city.ani)
    before = client.get(f"/organisasi/{city.pauh.pk}/").context["people"]

    an_assignment(city.tono, head_post(city.pauh), kind=Assignment.Kind.PLH, starts_on=TODAY)

    shown = client.get(f"/organisasi/{city.pauh.pk}/")
    assert ["Budi", "Tono"] in [names for _, names, _ in holders(shown)]
    assert shown.context["people"] == before == 3


def test_a_post_of_many_names_five(city: City) -> None:
    for number in range(7):
        an_assignment(
            a_member(f"Bidan {number}", city.kuranji),
            city.midwife,
            kind=Assignment.Kind.TEAM_MEMBER,
        )

    shown = enter(city.ani).get(f"/organisasi/{city.pauh.pk}/")

    assert holders(shown)[1] == ("Bidan Terampil", [f"Bidan {number}" for number in range(5)], 3)
    assert f"/pegawai/?jabatan={city.midwife.pk}" in shown.content.decode()


def test_a_unit_costs_the_same_with_many_people(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(city.ani)
    for number in range(20):
        a_member(f"Perawat {number}", city.pauh)

    with django_assert_max_num_queries(18):
        client.get(f"/organisasi/{city.pauh.pk}/")


# --- Upkeep


def test_a_unit_is_added_below_another(city: City) -> None:
    answer = enter(city.ani).post(
        f"/organisasi/baru/?induk={city.health.pk}",
        {"name": "Puskesmas  Naras", "code": "K.1.3", "level": "service"},
    )

    unit = Unit.objects.get(code="K.1.3")
    assert answer.headers["Location"] == f"/organisasi/{unit.pk}/"
    assert (unit.name, unit.parent, unit.level) == ("Puskesmas Naras", city.health, "service")


def test_a_code_that_is_taken_is_refused_in_words(city: City) -> None:
    answer = enter(city.ani).post(
        f"/organisasi/baru/?induk={city.health.pk}",
        {"name": "Puskesmas Naras", "code": "K.1.1", "level": "service"},
    )

    assert answer.status_code == 422
    assert errors(answer) == {"__all__": ["Kode unit K.1.1 sudah dipakai oleh Puskesmas Pauh."]}


def test_a_renamed_unit_is_still_known_by_its_old_name(city: City) -> None:
    answer = enter(city.ani).post(
        f"/organisasi/{city.pauh.pk}/nama/", {"name": "Puskesmas Pauh Kambar"}
    )

    assert answer.headers["Location"] == f"/organisasi/{city.pauh.pk}/"
    assert Unit.objects.get(pk=city.pauh.pk).name == "Puskesmas Pauh Kambar"
    assert list(UnitName.objects.values_list("name", "kind", "confirmed")) == [
        ("Puskesmas Pauh", "old", True)
    ]


def test_a_unit_moves_with_its_people(city: City) -> None:
    education = a_unit("Dinas Pendidikan", city.city, code="K.2", level="device")
    client, address = enter(city.ani), f"/organisasi/{city.pauh.pk}/pindah/"

    offered = client.get(address, {"cari": "dinas"}).context["choices"]
    asked = client.get(address + offered[0].url)
    answer = client.post(address + offered[0].url, {"reason": "Perda 3/2026"})

    assert [one.title for one in offered] == ["Dinas Pendidikan"]  # not the present parent
    assert (asked.context["parent"], asked.context["below"]) == (education, 0)
    assert answer.status_code == 302
    assert Unit.objects.get(pk=city.pauh.pk).parent == education
    assert Event.objects.get().reason == "Perda 3/2026"


def test_a_unit_below_itself_is_refused(city: City) -> None:
    answer = enter(city.ani).post(
        f"/organisasi/{city.health.pk}/pindah/?induk={city.pauh.pk}", {"reason": "coba"}
    )

    assert answer.status_code == 422
    assert errors(answer) == {
        "__all__": ["Puskesmas Pauh berada di bawah Dinas Kesehatan; pilih induk yang lain."]
    }


def test_a_unit_with_people_is_not_closed(city: City) -> None:
    given = {"on": "2026-10-12", "reason": "Perda 3/2026", "sure": "on"}

    answer = enter(city.ani).post(f"/organisasi/{city.kuranji.pk}/tutup/", given)

    assert answer.status_code == 422
    assert errors(answer) == {
        "__all__": ["Masih ada 1 pegawai di Puskesmas Kuranji; pindahkan dahulu."]
    }
    Assignment.objects.filter(person=city.lina).update(ends_on=date(2026, 10, 11))

    assert enter(city.ani).post(f"/organisasi/{city.kuranji.pk}/tutup/", given).status_code == 302
    assert Unit.objects.get(pk=city.kuranji.pk).closed_on == date(2026, 10, 12)
    shown = enter(city.ani).get(f"/organisasi/{city.kuranji.pk}/").content.decode()
    assert "<strong>Ditutup</strong> mulai 12 Oktober 2026" in shown
    assert "Tambah jabatan" not in shown


def test_a_post_is_added_its_level_says_of_which_kind(city: City) -> None:
    answer = enter(city.ani).post(
        f"/organisasi/{city.pauh.pk}/jabatan/",
        {"title": "Perawat Mahir", "level": "mahir", "job_class": "7"},
    )

    assert answer.headers["Location"] == f"/organisasi/{city.pauh.pk}/"
    post = Position.objects.get(title="Perawat Mahir")
    assert (post.unit, post.kind, post.level, post.job_class) == (city.pauh, "jf", "mahir", 7)
    assert (post.leads, post.independent) == (False, False)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"leads": "on"}, "__all__", "Puskesmas Pauh sudah dipimpin Kepala Puskesmas Pauh;"),
        ({"title": "Bidan Terampil"}, "__all__", "Puskesmas Pauh sudah mempunyai Bidan Terampil."),
        ({"independent": "on"}, "__all__", "Perawat: unit kerja mandiri harus dipimpin"),
        ({"job_class": "18"}, "job_class", "Kelas jabatan paling tinggi 17."),
        ({"job_class": "tujuh"}, "job_class", "Tulis kelas jabatan dengan angka 1 sampai 17."),
        ({"level": ""}, "level", "Jenjang belum dipilih."),
    ],
)
def test_a_post_that_cannot_be_is_refused_in_words(
    city: City, given: dict[str, str], field: str, words: str
) -> None:
    answer = enter(city.ani).post(
        f"/organisasi/{city.pauh.pk}/jabatan/", {"title": "Perawat", "level": "mahir"} | given
    )

    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert errors(answer)[field][0].startswith(words)
    assert Event.objects.count() == 0


def test_another_name_is_added_or_confirmed(city: City) -> None:
    UnitName.objects.create(unit=city.pauh, name="PKM Pauh", kind="abbreviation")
    client, address = enter(city.ani), f"/organisasi/{city.pauh.pk}/sebutan/"

    client.post(address, {"name": "PKM Pauh", "kind": "abbreviation"})
    client.post(address, {"name": "Pusk. Pauh", "kind": "alias"})

    names = UnitName.objects.order_by("pk").values_list("name", "kind", "confirmed")
    assert list(names) == [("PKM Pauh", "abbreviation", True), ("Pusk. Pauh", "alias", True)]
    assert "Pusk. Pauh" in client.get(f"/organisasi/{city.pauh.pk}/").content.decode()
