"""Posts given, moved and ended on the page, and who stands above."""

from datetime import date

from django.http import HttpResponse
from tests.people.make import a_position, a_unit, head_post
from tests.web.people.conftest import City
from tests.web.work.visit import enter

from kinerja.people.supervision import appraiser_of
from kinerja.people.tenure import Assignment
from kinerja.records.event import Event

TODAY = date(2026, 10, 12)


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def choices(response: HttpResponse) -> list[tuple[str, str]]:
    return [(one.title, one.meta) for one in response.context["choices"]]


def rows() -> list[tuple[str, str, str, date, date | None]]:
    """All assignments that are not of the city as it was made, in the order of their making."""
    return [
        (row.person.name, row.position.title, row.kind, row.starts_on, row.ends_on)
        for row in Assignment.objects.order_by("pk").select_related("person", "position")
    ]


# --- Choosing the post


def test_a_post_is_sought_by_words_of_its_title_and_unit(city: City) -> None:
    client = enter(city.ani)
    address = f"/pegawai/{city.lina.pk}/penugasan/"

    found = client.get(address, {"cari": "kepala kuranji"})
    held = client.get(address, {"cari": "kepala pauh"})

    assert choices(found) == [
        ("Kepala Puskesmas Kuranji", "Puskesmas Kuranji, Dinas Kesehatan · kosong")
    ]
    assert choices(held) == [
        ("Kepala Puskesmas Pauh", "Puskesmas Pauh, Dinas Kesehatan · diisi Budi")
    ]
    assert found.context["choices"][0].url == f"?jabatan={city.kuranji_head.pk}"


def test_the_posts_of_the_own_unit_come_unasked(city: City) -> None:
    shown = enter(city.ani).get(f"/pegawai/{city.sari.pk}/penugasan/")

    titles = [title for title, _ in choices(shown)]
    assert titles[:2] == ["Kepala Puskesmas Pauh", "Bidan Terampil"]
    assert len(titles) == 3


def test_posts_of_closed_units_are_not_offered(city: City) -> None:
    old = a_unit("Balai Lama", city.health, closed_on=date(2026, 1, 1))
    a_position(old, "Juru Kunci")

    shown = enter(city.ani).get(f"/pegawai/{city.lina.pk}/penugasan/", {"cari": "juru"})

    assert choices(shown) == []
    assert "Tidak ada yang cocok" in shown.content.decode()


def test_too_many_choices_ask_for_more_words(city: City) -> None:
    for number in range(31):
        a_position(city.pauh, f"Perawat {number:02}")

    shown = enter(city.ani).get(f"/pegawai/{city.lina.pk}/penugasan/", {"cari": "perawat"})

    assert len(choices(shown)) == 30
    assert shown.context["more"] is True


def test_an_address_with_a_post_that_is_not_there_is_not_found(city: City) -> None:
    client = enter(city.ani)

    answer = client.get(f"/pegawai/{city.lina.pk}/penugasan/", {"jabatan": "2000000000"})

    assert answer.status_code == 404
    assert client.get(f"/pegawai/{city.lina.pk}/penugasan/?jabatan=x&cari=%00").status_code == 200


# --- Giving


def test_a_plt_is_appointed_with_decree_and_dates(city: City) -> None:
    address = f"/pegawai/{city.budi.pk}/penugasan/?jabatan={city.kuranji_head.pk}"
    given = {
        "kind": "plt",
        "starts_on": "2026-10-01",
        "ends_on": "31 Desember 2026",
        "decree": "800/77",
    }

    answer = enter(city.ani).post(address, given)

    assert answer.headers["Location"] == f"/pegawai/{city.budi.pk}/"
    assert rows()[-1] == (
        *("Budi", "Kepala Puskesmas Kuranji", "plt"),
        *(date(2026, 10, 1), date(2026, 12, 31)),
    )
    assert appraiser_of(city.lina, TODAY) == city.budi
    event = Event.objects.get()
    assert (event.name, event.by, event.person) == ("assignment.made", city.ani, city.budi)
    assert event.data["decree"] == "800/77"


def test_plt_and_plh_are_not_offered_for_a_post_that_does_not_lead(city: City) -> None:
    client = enter(city.ani)
    address = f"/pegawai/{city.lina.pk}/penugasan/?jabatan={city.midwife.pk}"

    form = client.get(address).context["form"]
    forced = client.post(address, {"kind": "plt", "starts_on": "2026-10-01"})

    assert [value for value, _ in form.fields["kind"].choices] == [
        *("definitive", "team_lead", "team_member", "secondment")
    ]
    assert forced.status_code == 422
    assert list(errors(forced)) == ["kind"]


def test_a_likely_way_is_filled_in(city: City) -> None:
    client = enter(city.ani)

    def guess(person_id: int, post_id: int) -> str:
        shown = client.get(f"/pegawai/{person_id}/penugasan/?jabatan={post_id}")
        return str(shown.context["form"]["kind"].value())

    assert guess(city.fajar.pk, city.kuranji_head.pk) == "definitive"
    assert guess(city.budi.pk, city.kuranji_head.pk) == "plt"
    assert guess(city.tono.pk, city.midwife.pk) == "team_member"


def test_a_second_definitive_post_is_refused_in_words_and_nothing_is_stored(city: City) -> None:
    before = rows()
    address = f"/pegawai/{city.lina.pk}/penugasan/?jabatan={city.midwife.pk}"

    answer = enter(city.ani).post(address, {"kind": "definitive", "starts_on": "2026-10-01"})

    held = Assignment.objects.get(person=city.lina).position
    assert answer.status_code == 422
    assert errors(answer) == {
        "__all__": [
            f"Lina memegang jabatan {held} (Definitif) sejak 1 Januari 2026 dan belum berakhir;"
            " akhiri dahulu penugasan itu."
        ]
    }
    assert rows() == before
    assert Event.objects.count() == 0


def test_a_last_day_before_the_first_is_refused(city: City) -> None:
    address = f"/pegawai/{city.budi.pk}/penugasan/?jabatan={city.kuranji_head.pk}"
    given = {"kind": "plt", "starts_on": "2026-10-01", "ends_on": "2026-09-30"}

    answer = enter(city.ani).post(address, given)

    assert errors(answer) == {
        "__all__": [
            "Budi: tanggal akhir 30 September 2026 lebih awal daripada tanggal mulai"
            " 1 Oktober 2026."
        ]
    }


def test_days_out_of_this_world_are_refused(city: City) -> None:
    address = f"/pegawai/{city.budi.pk}/penugasan/?jabatan={city.kuranji_head.pk}"

    answer = enter(city.ani).post(address, {"kind": "plt", "starts_on": "0001-01-01"})

    assert errors(answer) == {"starts_on": ["Periksa tahunnya; tanggal ini terlalu jauh."]}


def test_another_superior_is_chosen_on_the_way(city: City) -> None:
    client = enter(city.ani)
    address = f"/pegawai/{city.fajar.pk}/penugasan/"
    post = f"?jabatan={city.midwife.pk}"

    asked = client.get(address, {"jabatan": city.midwife.pk, "atasan": "pilih", "cari": "dinas"})
    offered = asked.context["choices"][0]
    answer = client.post(address + offered.url, {"kind": "definitive", "starts_on": "2026-10-01"})

    health_head = head_post(city.health)
    assert offered.title == "Kepala Dinas Kesehatan"
    assert offered.url == f"{post}&atasan={health_head.pk}"
    assert answer.status_code == 302
    made = Assignment.objects.get(person=city.fajar, starts_on=date(2026, 10, 1))
    assert made.reports_to == health_head


# --- Moving, ending


def test_a_transfer_ends_the_old_post_on_the_day_before(city: City) -> None:
    address = f"/pegawai/{city.lina.pk}/mutasi/?jabatan={city.midwife.pk}"

    answer = enter(city.ani).post(address, {"on": "2026-11-01", "decree": "824/3"})

    assert answer.headers["Location"] == f"/pegawai/{city.lina.pk}/"
    lina = [row[2:] for row in rows() if row[0] == "Lina"]
    assert lina == [
        ("definitive", date(2026, 1, 1), date(2026, 10, 31)),
        ("definitive", date(2026, 11, 1), None),
    ]


def test_a_transfer_without_an_old_post_says_what_to_do(city: City) -> None:
    answer = enter(city.ani).post(
        f"/pegawai/{city.fajar.pk}/mutasi/?jabatan={city.midwife.pk}", {"on": "2026-11-01"}
    )

    assert answer.status_code == 422
    assert errors(answer) == {
        "__all__": [
            "Fajar tidak memegang jabatan definitif pada 1 November 2026; buat penugasan baru."
        ]
    }


def test_an_assignment_is_ended_with_its_last_day(city: City) -> None:
    address = f"/pegawai/penugasan/{city.sari_post.pk}/akhiri/"

    answer = enter(city.ani).post(address, {"on": "2026-10-31", "reason": "Pindah tugas"})

    assert answer.headers["Location"] == f"/pegawai/{city.sari.pk}/"
    city.sari_post.refresh_from_db()
    assert city.sari_post.ends_on == date(2026, 10, 31)
    event = Event.objects.get()
    assert (event.name, event.reason) == ("assignment.ended", "Pindah tugas")


def test_an_end_before_the_beginning_is_refused(city: City) -> None:
    address = f"/pegawai/penugasan/{city.sari_post.pk}/akhiri/"

    answer = enter(city.ani).post(address, {"on": "2025-12-31"})

    assert answer.status_code == 422
    assert errors(answer) == {"__all__": ["Penugasan ini baru mulai 1 Januari 2026."]}


# --- Who stands above


def test_the_superior_is_named_with_a_reason_and_left_to_the_tree_again(city: City) -> None:
    client, post = enter(city.ani), head_post(city.health)
    address = f"/pegawai/penugasan/{city.sari_post.pk}/atasan/"

    without = client.post(f"{address}?atasan={post.pk}", {"reason": ""})
    named = client.post(f"{address}?atasan={post.pk}", {"reason": "SK 9"})

    assert (without.status_code, named.status_code) == (422, 302)
    city.sari_post.refresh_from_db()
    assert city.sari_post.reports_to == post
    assert appraiser_of(city.sari, TODAY) == city.rina

    client.post(f"{address}?atasan=unit", {"reason": "SK 9 dicabut"})

    city.sari_post.refresh_from_db()
    assert city.sari_post.reports_to is None
    assert [event.reason for event in Event.objects.order_by("pk")] == ["SK 9", "SK 9 dicabut"]


def test_a_circle_of_superiors_is_refused_in_words(city: City) -> None:
    rina = Assignment.objects.get(person=city.rina)
    address = f"/pegawai/penugasan/{rina.pk}/atasan/?atasan={head_post(city.pauh).pk}"

    answer = enter(city.ani).post(address, {"reason": "coba"})

    assert answer.status_code == 422
    assert errors(answer)["__all__"][0].startswith("Garis atasan berputar: ")
    rina.refresh_from_db()
    assert rina.reports_to is None


def test_nothing_is_asked_before_a_superior_is_chosen(city: City) -> None:
    shown = enter(city.ani).get(f"/pegawai/penugasan/{city.sari_post.pk}/atasan/")

    assert shown.context["decided"] is False
    assert 'name="reason"' not in shown.content.decode()
