"""Results: one's own list, and one result opened down to the reports."""

from datetime import date

import pytest
from tests.evaluation.make import (
    ABOVE,
    BELOW,
    IN_WINDOW,
    MEETS,
    a_feedback,
    an_accepted_report,
    rated,
    signed,
)
from tests.people.make import a_person
from tests.tampering import behind_the_back
from tests.web.evaluation.visit import enter, words
from tests.work.make import NOW

from kinerja.evaluation.closing import close_period
from kinerja.evaluation.draft import keep_draft
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.records.notice import Notice


def _url(review: Review) -> str:
    return f"/hasil/{review.pk}/"


def test_the_predicate_with_its_rule_person_day_and_reasons(quarter):
    review = signed(quarter.sari, MEETS, ABOVE, recommendation="Pelatihan konseling.")

    page = words(enter(quarter.town.sari).get(_url(review)))

    assert page.startswith(
        "Hasil saya Bantuan Hasil Triwulan III 2026"
        f" Sari, {review.document['position']}, Puskesmas Pauh."
        " Tahap: hasil Triwulan III 2026 menunggu tanda tangan pegawai , tutup 23 Oktober 2026"
        " Baik Hasil kerja Sesuai Ekspektasi dan perilaku Di Atas Ekspektasi, jadi predikatnya Baik"
        " (PermenPANRB 6/2022 lampiran hlm. 99)."
        " Diputuskan Budi pada 5 Oktober 2026; ditandatangani 5 Oktober 2026."
        " Alasan rating perilaku: Teladan bagi rekan kerja."
        " Catatan dan rekomendasi Pelatihan konseling."
    )


def test_it_opens_down_to_the_reports(quarter):
    town = quarter.town
    report = an_accepted_report(town.sari, town.budi, town.checks, quantity=12)
    review = signed(quarter.sari)

    response = enter(town.sari).get(_url(review))

    assert "Terukur 12 pemeriksaan dari 1 laporan berbukti." in words(response)
    assert f'href="/laporan/{report.pk}/"' in response.content.decode()


def test_the_result_shows_what_was_frozen_not_what_came_later(quarter):
    town = quarter.town
    review = signed(quarter.sari)
    a_feedback(town.rina, town.sari)
    town.sari.name = "Sari Baru"
    town.sari.save()

    page = words(enter(town.sari).get(_url(review)))

    assert "Laporkan lebih sering." not in page
    assert "Sari Baru" not in page


def test_missing_parts_are_named(quarter):
    page = words(enter(quarter.town.sari).get(_url(signed(quarter.sari))))

    assert (
        "Predikat organisasi belum dicatat saat hasil ini ditandatangani; bagian ini dikosongkan,"
        " bukan dihitung nol." in page
    )
    assert "Belum ada yang terukur; dikosongkan, bukan nol." in page
    assert "Tidak ada umpan balik pada periode ini; bagian ini dikosongkan." in page


def test_the_class_of_the_organisation_with_its_basis(quarter):
    record_org_result(
        unit=quarter.town.centre,
        period=quarter.period,
        predicate="istimewa",
        basis="Keputusan 12/2026",
        published_on=date(2026, 10, 2),
        by=None,
        on=IN_WINDOW,
    )

    page = words(enter(quarter.town.sari).get(_url(signed(quarter.sari))))

    assert (
        "Puskesmas Pauh, Triwulan III 2026: Istimewa . Dasar: Keputusan 12/2026, 2 Oktober 2026."
        in page
    )


@pytest.mark.parametrize(
    ("by_admin", "said"),
    [
        (True, "disahkan Wati saat menutup periode pada 5 Oktober 2026."),
        (False, "disahkan saat periode ditutup pada 5 Oktober 2026."),
    ],
)
def test_who_closed_is_told(quarter, by_admin, said):
    rated(quarter.sari)
    close_period(period=quarter.period, by=quarter.wati if by_admin else None, on=IN_WINDOW)

    page = words(enter(quarter.town.sari).get(_url(quarter.sari)))

    assert f"Diputuskan Budi pada 5 Oktober 2026; {said}" in page


def test_it_is_computed_again_on_the_page(quarter):
    client, review = enter(quarter.town.sari), signed(quarter.sari, ABOVE, ABOVE)

    assert "Hitungan cocok" not in words(client.get(_url(review)))
    assert (
        "Hitungan cocok Kedua rating yang dibekukan menghasilkan Sangat Baik, sama dengan yang"
        " tersimpan. Aturan: PermenPANRB 6/2022 lampiran hlm. 99, himpunan asn-2023-01."
    ) in words(client.get(f"{_url(review)}?hitung-ulang=1"))


def test_who_may_read_a_signed_result(quarter):
    review, town = signed(quarter.sari), quarter.town

    allowed = [
        enter(one).get(_url(review)).status_code
        for one in (town.sari, town.budi, town.rina, quarter.wati)
    ]
    others = [enter(one).get(_url(review)).status_code for one in (town.tono, town.dewi)]

    assert (allowed, others) == ([200] * 4, [404] * 2)


def test_the_result_of_another_person_carries_the_name(quarter):
    review, town = signed(quarter.sari), quarter.town

    others = words(enter(town.budi).get(_url(review)))
    own = words(enter(town.sari).get(_url(review)))

    assert "Hasil Triwulan III 2026 Sari Sari, Pelaksana" in others
    assert "Hasil Triwulan III 2026 Sari, Pelaksana" in own


SECRETS = ("Rahasia", "Di Bawah", "Kurang", "kurang", "below")


def test_a_draft_rating_is_nowhere_for_the_employee(quarter):
    """Page, list, notices and counts: before the signature nothing tells of the rating.

    That the realisation can no longer be changed is told; how it was rated is not.
    """
    town = quarter.town
    words_of_sari = {town.checks.pk: "Sebagian besar ibu hamil terperiksa."}
    report_realisation(review=quarter.sari, realisations=words_of_sari, by=town.sari, on=IN_WINDOW)
    a_feedback(town.budi, town.sari)
    client = enter(town.sari)
    pages = ("/", "/hasil/", "/kotak-masuk/", "/rencana/", "/umpan-balik/")
    before = {page: words(client.get(page)) for page in pages}
    keep_draft(
        review=quarter.sari,
        content={"behaviour_reason": "Rahasia"},
        by=town.budi,
        at=NOW.replace(day=5),
    )
    notices = Notice.objects.count()
    rated(quarter.sari, BELOW, BELOW, work_result_reason="Rahasia", behaviour_reason="Rahasia")

    assert client.get(_url(quarter.sari)).status_code == 404
    assert client.get(f"/penilaian/{quarter.sari.pk}/").status_code == 404
    assert Notice.objects.count() == notices
    for page in pages:
        html = client.get(page).content.decode()
        assert not [secret for secret in SECRETS if secret in html], page
    assert words(client.get("/")) == before["/"]


def test_the_list_says_what_is_on_the_way(quarter):
    client = enter(quarter.town.sari)
    running = (
        "Bantuan Hasil saya Predikat tiap periode, dengan alasan dan buktinya."
        " Tahap: penilaian Triwulan III 2026 , tutup 15 Oktober 2026"
        " Sedang berjalan Triwulan III 2026 "
    )
    assert words(client.get("/hasil/")) == (
        running + "Isi realisasi agar atasan melihat capaian Anda Isi realisasi"
    )

    report_realisation(
        review=quarter.sari,
        realisations={quarter.town.checks.pk: "36 ibu."},
        by=quarter.town.sari,
        on=IN_WINDOW,
    )
    assert words(client.get("/hasil/")) == (
        running + "Realisasi terkirim; masih dapat Anda ubah Menunggu penilaian"
    )

    rated(quarter.sari)
    assert words(client.get("/hasil/")) == (
        running + "Hasilnya muncul di sini setelah ditandatangani Menunggu hasil"
    )

    signed(quarter.sari)
    assert words(client.get("/hasil/")) == (
        "Bantuan Hasil saya Predikat tiap periode, dengan alasan dan buktinya."
        " Hasil Triwulan III 2026 Ditandatangani 5 Oktober 2026 Baik"
    )


def test_an_empty_list_says_what_comes(quarter):
    page = words(enter(quarter.wati).get("/hasil/"))

    assert page.endswith("Sementara itu, rencana dan laporan Anda menjadi dasarnya. Buka rencana")


def test_the_queries_do_not_grow_with_the_evidence(quarter, django_assert_max_num_queries):
    town = quarter.town
    an_accepted_report(town.tono, town.budi, quarter.tonos)
    for _ in range(8):
        an_accepted_report(town.sari, town.budi, town.checks, quantity=1)
        a_feedback(town.rina, town.sari)
    few, many = signed(quarter.tono), signed(quarter.sari)
    client = enter(quarter.wati)
    client.get(_url(few))

    with django_assert_max_num_queries(22) as first:
        client.get(_url(few))
    with django_assert_max_num_queries(len(first)):
        client.get(_url(many))


def test_an_official_is_told_that_nobody_rates_them(quarter):
    mayor = a_person("Hasan", kind="official")

    page = words(enter(mayor).get("/hasil/"))

    assert "Anda tidak dinilai dalam Kinerja" in page
    assert page.endswith("Buka penilaian")


def test_computing_again_names_a_part_that_was_altered(quarter):
    review = signed(quarter.sari)
    behind_the_back(
        "UPDATE evaluation_review SET snapshot = jsonb_set(snapshot, '{unit}', '\"lain\"')"
        " WHERE id = %s",
        review.pk,
    )

    page = words(enter(quarter.town.sari).get(f"/hasil/{review.pk}/?hitung-ulang=1"))

    assert "bagian ini tidak sama dengan yang ditandatangani: unit kerja." in page
    assert "Hitungan cocok" not in page
