"""The page of the appraiser: evidence, two ratings, reasons, the draft."""

import pytest
import time_machine
from tests.evaluation.make import (
    ABOVE,
    MEETS,
    a_feedback,
    an_accepted_report,
    rated,
    signed,
)
from tests.web.evaluation.visit import enter, judged, mistakes, words
from tests.web.unchanged import everything

from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.work.evidence import Evidence


def _url(review: Review, rest: str = "") -> str:
    return f"/penilaian/{review.pk}/{rest}"


def test_the_evidence_stands_on_the_page(quarter):
    town = quarter.town
    proven = an_accepted_report(town.sari, town.budi, town.checks, quantity=12)
    bare = an_accepted_report(town.sari, town.budi, town.checks, quantity=7, evidence=False)
    a_feedback(town.rina, town.sari)
    report_realisation(
        review=quarter.sari,
        realisations={town.checks.pk: "19 ibu diperiksa."},
        by=town.sari,
        on=quarter.period.ends_on,
    )

    response = enter(town.budi).get(_url(quarter.sari))

    page = words(response, '<section class="card" aria-labelledby="hasil-1"', "<fieldset")
    assert page == (
        "1. Ibu hamil diperiksa Jumlah: Ibu hamil diperiksa Terukur 12 pemeriksaan dari 1 laporan"
        " berbukti. Target setahun: 100 pemeriksaan (12%, sekadar informasi) ."
        " Tidak dihitung: 7 pemeriksaan dari 1 laporan, karena tanpa bukti."
        " Bukti: 2 laporan diterima Realisasi menurut pegawai 19 ibu diperiksa."
        " Memeriksa ibu hamil 10 Agustus 2026 · 7 pemeriksaan · tanpa bukti"
        " Memeriksa ibu hamil 10 Agustus 2026 · 12 pemeriksaan bukti.pdf"
    )
    html = response.content.decode()
    file = Evidence.objects.get(report=proven)
    assert f'href="/laporan/{bare.pk}/"' in html
    assert f'href="/laporan/{proven.pk}/berkas/{file.pk}/"' in html
    assert "Laporkan lebih sering." in words(response)
    assert "Predikat organisasi belum dicatat; bagian ini dikosongkan." in words(response)


def test_saving_leads_to_the_signature(quarter):
    response = enter(quarter.town.budi).post(
        _url(quarter.sari),
        judged(quarter.sari, behaviour="above", behaviour_reason="Menjemput pasien."),
    )

    assert (response.status_code, response.url) == (302, _url(quarter.sari, "tanda-tangan/"))
    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.state, review.predicate) == ("rated", "baik")
    assert review.behaviour_reason == "Menjemput pasien."


def test_an_empty_form_names_everything_that_is_missing(quarter):
    before = everything()

    response = enter(quarter.town.budi).post(_url(quarter.sari))

    assert response.status_code == 422
    assert mistakes(response) == [
        "Pilih rating untuk hasil kerja nomor 1.",
        "Pilih rating untuk hasil kerja nomor 2.",
        "Pilih rating hasil kerja.",
        "Pilih rating perilaku kerja.",
    ]
    assert everything() == before


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"work_result": "above"}, "Tulis alasan rating hasil kerja di atas ekspektasi,"),
        ({"behaviour": "below"}, "Tulis alasan rating perilaku kerja di bawah ekspektasi,"),
    ],
)
def test_a_reason_is_asked_for_and_what_was_chosen_stays(quarter, fields, asked):
    response = enter(quarter.town.budi).post(
        _url(quarter.sari), judged(quarter.sari, recommendation="Pelatihan.", **fields)
    )

    assert response.status_code == 422
    assert mistakes(response) == [f"{asked} supaya pegawai memahaminya."]
    assert response.context["form"]["recommendation"].value() == "Pelatihan."
    assert Review.objects.get(pk=quarter.sari.pk).state == "open"


def test_below_without_a_ground_is_refused_in_words(quarter):
    response = enter(quarter.town.budi).post(
        _url(quarter.tono),
        judged(quarter.tono, work_result="below", work_result_reason="Arsip belum tertata."),
    )

    assert response.status_code == 422
    assert mistakes(response) == [
        "Rating di bawah ekspektasi memerlukan dasar: laporan kerja atau umpan balik pada periode"
        " ini. Beri umpan baliknya dulu, lalu nilai kembali."
    ]


def test_a_rating_that_does_not_exist_is_refused(quarter):
    response = enter(quarter.town.budi).post(
        _url(quarter.sari), judged(quarter.sari, work_result="excellent")
    )

    assert response.status_code == 422
    assert Review.objects.get(pk=quarter.sari.pk).state == "open"


@pytest.mark.parametrize("who", ["sari", "tono", "rina", "dewi"])
@pytest.mark.parametrize("rest", ["", "tanda-tangan/"])
def test_for_everybody_else_there_is_nothing(quarter, who, rest):
    rated(quarter.sari)
    client, before = enter(getattr(quarter.town, who)), everything()

    assert client.get(_url(quarter.sari, rest)).status_code == 404
    assert client.post(_url(quarter.sari, rest), judged(quarter.sari)).status_code == 404
    assert everything() == before


def test_a_second_window_sees_both_and_may_overwrite_knowingly(quarter):
    client = enter(quarter.town.budi)
    mine = judged(quarter.sari)
    rated(quarter.sari, ABOVE)

    response = client.post(_url(quarter.sari), mine)

    assert response.status_code == 422
    assert "Hasil kerja Di Atas Ekspektasi, perilaku Sesuai Ekspektasi, predikat Baik." in words(
        response
    )
    assert Review.objects.get(pk=quarter.sari.pk).work_result_rating == "above"

    again = client.post(
        _url(quarter.sari), mine | {"revision": response.context["form"].data["revision"]}
    )
    assert again.status_code == 302
    assert Review.objects.get(pk=quarter.sari.pk).work_result_rating == "meets"


def test_what_was_saved_is_in_the_form(quarter):
    rated(quarter.sari, MEETS, ABOVE)

    response = enter(quarter.town.budi).get(_url(quarter.sari))

    form = response.context["form"]
    assert (form.chosen, response.context["tally"]) == (("meets", "above"), "2 Sesuai")
    assert form["behaviour_reason"].value() == "Teladan bagi rekan kerja."
    assert "Predikat: Baik" in words(response)


def test_a_signed_review_opens_as_result(quarter):
    signed(quarter.sari)
    client = enter(quarter.town.budi)

    for rest in ("", "tanda-tangan/"):
        response = client.post(_url(quarter.sari, rest), judged(quarter.sari, work_result="above"))
        assert (response.status_code, response.url) == (302, f"/hasil/{quarter.sari.pk}/")


@pytest.mark.parametrize("day", ["2026-09-14", "2026-10-16"])
def test_outside_the_window_it_is_read_only(quarter, day):
    with time_machine.travel(f"{day}T10:00:00+07:00"):
        client = enter(quarter.town.budi)
        assert "data-rating hx-post" not in client.get(_url(quarter.sari)).content.decode()
        assert client.post(_url(quarter.sari), judged(quarter.sari)).status_code == 422

    assert Review.objects.get(pk=quarter.sari.pk).state == "open"


def test_the_draft_comes_back(quarter):
    client = enter(quarter.town.budi)
    typed = {"behaviour": "above", "behaviour_reason": "Setengah kali", "csrf": "x", "lain": "y"}

    response = client.post(_url(quarter.sari, "konsep/"), typed | {"revision": "1"})

    assert (response.status_code, response.content.decode()) == (
        200,
        "Konsep tersimpan pukul 10.00 WIB.",
    )
    assert RatingDraft.objects.get().content == {
        "behaviour": "above",
        "behaviour_reason": "Setengah kali",
    }
    page = client.get(_url(quarter.sari))
    assert page.context["form"]["behaviour_reason"].value() == "Setengah kali"
    assert "Melanjutkan konsep" in words(page)


def test_a_draft_from_before_the_saving_is_not_kept(quarter):
    rated(quarter.sari)

    response = enter(quarter.town.budi).post(
        _url(quarter.sari, "konsep/"), {"behaviour": "below", "revision": "1"}
    )

    assert response.status_code == 409
    assert not RatingDraft.objects.exists()


@pytest.mark.parametrize("who", ["sari", "rina"])
def test_nobody_else_keeps_a_draft(quarter, who):
    response = enter(getattr(quarter.town, who)).post(
        _url(quarter.sari, "konsep/"), {"behaviour": "below", "revision": "1"}
    )

    assert response.status_code == 404
    assert not RatingDraft.objects.exists()


def test_signing_leads_to_the_next_person(quarter):
    rated(quarter.sari)
    client = enter(quarter.town.budi)

    response = client.post(_url(quarter.sari, "tanda-tangan/"), {"revision": "2"}, follow=True)

    assert response.redirect_chain == [(_url(quarter.tono), 302)]
    assert "Penilaian Sari ditandatangani. Berikutnya: Tono." in words(response)
    assert Review.objects.get(pk=quarter.sari.pk).state == "signed"


def test_after_the_last_one_comes_the_list(quarter):
    rated(quarter.tono)
    signed(quarter.sari)

    response = enter(quarter.town.budi).post(_url(quarter.tono, "tanda-tangan/"), {"revision": "2"})

    assert response.url == "/penilaian/"


def test_the_next_person_is_one_key_away(quarter):
    client, key = enter(quarter.town.budi), 'accesskey="n"'

    for here, then in ((quarter.sari, quarter.tono), (quarter.tono, quarter.sari)):
        page = client.get(_url(here)).content.decode()
        assert f'href="{_url(then)}" {key}' in page
    signed(quarter.tono)
    assert key not in client.get(_url(quarter.sari)).content.decode()


def test_one_signs_what_one_has_read(quarter):
    rated(quarter.sari)
    rated(quarter.sari, ABOVE)

    response = enter(quarter.town.budi).post(_url(quarter.sari, "tanda-tangan/"), {"revision": "2"})

    assert response.status_code == 409
    assert "Penilaian ini berubah sejak halaman ini dibuka." in words(response)
    assert Review.objects.get(pk=quarter.sari.pk).state == "rated"


def test_what_is_not_rated_cannot_be_signed(quarter):
    response = enter(quarter.town.budi).post(_url(quarter.sari, "tanda-tangan/"), {"revision": "1"})

    assert response.url == _url(quarter.sari)
    assert Review.objects.get(pk=quarter.sari.pk).state == "open"


def test_text_is_never_markup(quarter):
    rated(quarter.sari, ABOVE, work_result_reason="<script>alert(1)</script>")
    client = enter(quarter.town.budi)

    for rest in ("", "tanda-tangan/"):
        html = client.get(_url(quarter.sari, rest)).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_queries_do_not_grow_with_the_reports(quarter, django_assert_max_num_queries):
    town = quarter.town
    client = enter(town.budi)
    an_accepted_report(town.sari, town.budi, town.checks, quantity=1)
    client.get(_url(quarter.sari))
    with django_assert_max_num_queries(21) as few:
        client.get(_url(quarter.sari))
    for _ in range(8):
        an_accepted_report(town.sari, town.budi, town.checks, quantity=1)
        a_feedback(town.rina, town.sari)

    with django_assert_max_num_queries(len(few)):
        client.get(_url(quarter.sari))
