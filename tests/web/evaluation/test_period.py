"""Periods for the personnel admin: open, watch, record, close."""

from datetime import date

import pytest
import time_machine
from tests.evaluation.make import ABOVE, rated, signed
from tests.people.make import a_member
from tests.web.evaluation.visit import enter, mistakes, words
from tests.web.unchanged import everything
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.organisation import OrgResult
from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.review import Review
from kinerja.records.notice import Notice
from kinerja.web.evaluation import closing

GET = ("/periode/", "/periode/buka/", "/periode/2026-Q3/", "/periode/2026-Q3/organisasi/",
       "/periode/2026-Q3/tutup/")  # fmt: skip
POST = ("/periode/buka/", "/periode/2026-Q3/penilaian/", "/periode/2026-Q3/organisasi/",
        "/periode/2026-Q3/tutup/", "/periode/2026-Q3/ingatkan/")  # fmt: skip


@pytest.mark.parametrize("who", ["sari", "budi", "rina"])
def test_for_everybody_else_there_is_nothing(quarter, who):
    rated(quarter.sari)
    client, before = enter(getattr(quarter.town, who)), everything()

    assert [client.get(url).status_code for url in GET] == [404] * 5
    assert [client.post(url, {"code": "2026-Q4"}).status_code for url in POST] == [404] * 5
    assert everything() == before


def test_the_list_shows_progress(quarter):
    signed(quarter.sari)

    page = words(enter(quarter.wati).get("/periode/"))

    assert page == (
        "Bantuan Periode penilaian Buka periode, pantau yang belum selesai, lalu tutup."
        " Tahap: penilaian Triwulan III 2026 , tutup 15 Oktober 2026, 1 dari 5 selesai"
        " Buka periode Triwulan III 2026 Penilaian 15 September 2026 sampai 15 Oktober 2026"
        " 1 dari 5 selesai"
    )


def test_outside_its_window_a_period_of_the_list_says_where_it_stands(quarter):
    client = enter(quarter.wati)
    open_period(code="2026-Q4", by=None)

    waiting = words(client.get("/periode/"))
    with time_machine.travel("2026-10-16T10:00:00+07:00"):
        left = words(enter(quarter.wati).get("/periode/"))
    signed(quarter.sari)
    signed(quarter.tono)
    with time_machine.travel("2026-10-16T10:00:00+07:00"):
        done = words(enter(quarter.wati).get("/periode/"))

    assert "16 Desember 2026 sampai 15 Januari 2027 Belum dibuka" in waiting
    assert "15 Oktober 2026 Belum selesai 0 dari 2 selesai" in left
    assert "15 Oktober 2026 Selesai" in done


def test_a_period_is_opened(quarter):
    client = enter(quarter.wati)
    form = client.get("/periode/buka/").context["form"]
    assert form.fields["code"].choices[:3] == [
        ("2026-Q4", "Triwulan IV 2026"),
        ("2026-S2", "Semester II 2026 (putaran instansi)"),
        ("2026", "Tahun 2026"),
    ]

    before = everything()
    asked = client.post("/periode/buka/", {"code": "2026-Q4"})

    assert asked.status_code == 200
    assert (
        "Periksa dahulu Periode Triwulan IV 2026, 1 Oktober 2026 sampai 31 Desember 2026"
        " Penilaian 16 Desember 2026 sampai 15 Januari 2027 Untuk 5 pegawai"
    ) in words(asked)
    assert everything() == before

    response = client.post("/periode/buka/", {"code": "2026-Q4", "setuju": "1"})

    assert response.url == "/periode/2026-Q4/"
    period = Period.objects.get(code="2026-Q4")
    assert (period.opens_on, period.closes_on) == (date(2026, 12, 16), date(2027, 1, 15))


def test_days_that_do_not_fit_are_refused_in_words(quarter):
    response = enter(quarter.wati).post(
        "/periode/buka/",
        {"code": "2026-Q4", "opens_on": "2026-12-20", "closes_on": "2026-12-21"},
    )

    assert response.status_code == 422
    assert mistakes(response) == [
        "Penilaian dibuka setelah periode dimulai dan ditutup setelah periode berakhir"
        " (31-12-2026). Periksa kedua tanggalnya."
    ]
    assert not Period.objects.filter(code="2026-Q4").exists()


def test_the_page_of_a_period_counts_by_cause(quarter):
    signed(quarter.sari)

    response = enter(quarter.wati).get("/periode/2026-Q3/")

    assert (response.context["signed"], response.context["missing"]) == (1, 4)
    assert [(group.cause.value, group.count) for group in response.context["groups"]] == [
        ("no_plan", 3),
        ("not_rated", 1),
    ]
    page = words(response)
    assert "Tahap: penilaian Triwulan III 2026 , tutup 15 Oktober 2026, 1 dari 5 selesai" in page
    assert "Belum dinilai atasan: 1 Ingatkan atasan menilai sebelum penilaian ditutup." in page
    assert "Tono , Puskesmas Pauh" in page


def test_all_of_one_cause_are_reminded_from_the_page(quarter):
    client = enter(quarter.wati)
    assert "Ingatkan atasannya : Belum dinilai atasan" in words(client.get("/periode/2026-Q3/"))

    response = client.post("/periode/2026-Q3/ingatkan/", {"sebab": "not_rated"}, follow=True)
    again = client.post("/periode/2026-Q3/ingatkan/", {"sebab": "not_rated"}, follow=True)
    unknown = client.post("/periode/2026-Q3/ingatkan/", {"sebab": "lain"})

    assert "1 orang mendapat pengingat di kotak masuknya." in words(response)
    assert "sudah dikirim hari ini" in words(again)
    assert unknown.status_code == 404
    assert Notice.objects.filter(text__startswith="Pegawai Anda menunggu").count() == 1


def test_one_cause_in_full(quarter):
    response = enter(quarter.wati).get("/periode/2026-Q3/?sebab=no_plan")

    (group,) = response.context["groups"]
    assert [one.person for one in group.names] == ["Rina", "Budi", "Dewi"]
    assert len(enter(quarter.wati).get("/periode/2026-Q3/?sebab=lain").context["groups"]) == 2


def test_reviews_are_opened_and_again_only_new_ones(quarter):
    nia = a_member("Nia", quarter.town.centre)
    a_result(a_set_plan(nia), 1, "Posyandu berjalan")
    client = enter(quarter.wati)

    first = client.post("/periode/2026-Q3/penilaian/", follow=True)
    again = client.post("/periode/2026-Q3/penilaian/", follow=True)

    assert "Penilaian dibuka untuk 1 SKP." in words(first)
    assert "Tidak ada SKP baru." in words(again)
    assert Review.objects.filter(person=nia).count() == 1


def test_outside_the_window_reviews_are_not_opened(quarter):
    with time_machine.travel("2026-10-16T10:00:00+07:00"):
        before = everything()
        response = enter(quarter.wati).post("/periode/2026-Q3/penilaian/")

    assert response.status_code == 409
    assert everything() == before


def test_the_class_of_a_unit_is_recorded(quarter):
    response = enter(quarter.wati).post(
        "/periode/2026-Q3/organisasi/",
        {
            "unit": quarter.town.centre.pk,
            "predicate": "baik",
            "basis": "Keputusan 12/2026",
            "published_on": "2026-10-02",
        },
        follow=True,
    )

    assert "Predikat Puskesmas Pauh tercatat: Baik." in words(response)
    result = OrgResult.objects.get()
    assert (result.unit, result.period) == (quarter.town.centre, quarter.period)
    assert (result.predicate, result.published_on) == ("baik", date(2026, 10, 2))


def test_a_class_without_basis_is_refused(quarter):
    response = enter(quarter.wati).post("/periode/2026-Q3/organisasi/", {})

    assert response.status_code == 422
    assert not OrgResult.objects.exists()


def test_closing_says_first_what_will_happen(quarter):
    rated(quarter.sari, ABOVE)
    before = everything()

    page = words(enter(quarter.wati).get("/periode/2026-Q3/tutup/"))

    assert (
        "1 penilaian yang sudah diisi tetapi belum ditandatangani disahkan atas nama penilainya,"
        " lalu dibekukan bersama buktinya. Rating tidak berubah. Dari 5 pegawai: 0 selesai,"
        " 1 siap disahkan, 4 belum siap. Yang belum siap tidak berubah. Periode dapat ditutup"
        " sekali lagi setelah mereka selesai: Belum memiliki SKP: 3 pegawai"
        " Belum dinilai atasan: 1 pegawai"
    ) in page
    assert everything() == before


def test_closing_signs_what_is_rated(quarter):
    rated(quarter.sari, ABOVE)
    client = enter(quarter.wati)

    response = client.post("/periode/2026-Q3/tutup/", follow=True)

    assert response.redirect_chain == [("/periode/2026-Q3/", 302)]
    assert "1 penilaian disahkan." in words(response)
    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.state, review.document["signed"]) == (
        "signed",
        {"on": "2026-10-05", "by": "Wati"},
    )


def test_a_large_period_is_closed_in_steps(quarter, monkeypatch):
    monkeypatch.setattr(closing, "AT_A_TIME", 1)
    rated(quarter.sari)
    rated(quarter.tono)
    client = enter(quarter.wati)

    first = client.post("/periode/2026-Q3/tutup/", follow=True)
    second = client.post("/periode/2026-Q3/tutup/", follow=True)

    assert "1 penilaian disahkan, 1 lagi. Lanjutkan." in words(first)
    assert second.redirect_chain == [("/periode/2026-Q3/", 302)]
    assert Review.objects.filter(state="signed").count() == 2


def test_a_period_that_is_not_there(quarter):
    client = enter(quarter.wati)

    for code in ("2026-Q4", "lain", "2026-Q3'"):
        assert client.get(f"/periode/{code}/").status_code == 404


def test_the_queries_do_not_grow_with_the_people(quarter, django_assert_max_num_queries):
    client = enter(quarter.wati)
    client.get("/periode/2026-Q3/")
    with django_assert_max_num_queries(20) as few:
        client.get("/periode/2026-Q3/")
    for number in range(15):
        a_member(f"Pegawai {number}", quarter.town.centre)

    with django_assert_max_num_queries(len(few)):
        client.get("/periode/2026-Q3/")


def test_before_its_window_a_period_waits_and_cannot_be_closed(quarter):
    open_period(code="2026-Q4", by=None)
    client = enter(quarter.wati)

    page = words(client.get("/periode/2026-Q4/"))

    assert "Tahap: menunggu, penilaian dibuka 16 Desember 2026" in page
    assert "Tutup periode" not in page
    rated(quarter.sari)
    assert words(client.get("/periode/2026-Q3/")).count("Tutup periode") == 1
