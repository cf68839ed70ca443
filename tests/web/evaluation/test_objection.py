"""An objection from the result page to the decision, and what each of the three sees."""

import pytest
from tests.evaluation.make import BELOW, Quarter, a_feedback, signed
from tests.web.evaluation.visit import enter, words

from kinerja.evaluation.objection import Objection
from kinerja.evaluation.review import Review


@pytest.fixture
def review(quarter: Quarter) -> Review:
    """Sari's, rated below the expectation, which she has opened."""
    a_feedback(quarter.town.budi, quarter.town.sari)
    review = signed(quarter.sari, BELOW)
    enter(quarter.town.sari).get(f"/hasil/{review.pk}/")
    return review


def _objected(quarter: Quarter, review: Review) -> Objection:
    sent = {"reason": "Laporan Agustus tidak dihitung."}
    enter(quarter.town.sari).post(f"/hasil/{review.pk}/keberatan/", sent)
    return Objection.objects.get()


def test_from_the_result_to_the_objection(quarter, review):
    sari = enter(quarter.town.sari)

    form = words(sari.get(f"/hasil/{review.pk}/keberatan/"))
    response = sari.post(f"/hasil/{review.pk}/keberatan/", {"reason": "Agustus tidak dihitung."})

    assert "Predikat Butuh Perbaikan, dinilai Budi." in form
    assert "Paling lambat 23 Oktober 2026, sisa 14 hari kerja." in form
    objection = Objection.objects.get()
    assert response.url == f"/keberatan/{objection.pk}/"
    page = words(sari.get(response.url))
    assert "Diputus oleh Rina, paling lambat 14 Oktober 2026" in page
    again = sari.get(f"/hasil/{review.pk}/keberatan/")
    assert again.url == response.url
    assert "Keberatan Menunggu keputusan , diajukan 5 Oktober 2026" in words(
        sari.get(f"/hasil/{review.pk}/")
    )


def test_an_empty_objection_comes_back(quarter, review):
    response = enter(quarter.town.sari).post(f"/hasil/{review.pk}/keberatan/", {"reason": " "})

    assert response.status_code == 422
    assert "Alasan keberatan belum diisi." in words(response)


def test_both_explain_and_the_superior_confirms(quarter, review):
    objection = _objected(quarter, review)
    url, town = f"/keberatan/{objection.pk}/", quarter.town

    enter(town.budi).post(url, {"penjelasan-words": "Datanya terlambat."})
    enter(town.sari).post(url, {"penjelasan-words": "Sudah sejak September."})
    rina = enter(town.rina)
    waiting = words(rina.get("/keberatan/"))
    page = words(rina.get(url))
    empty = rina.post(url, {"putusan-reason": ""})
    done = rina.post(url, {"putusan-reason": "Buktinya masuk Oktober."})

    assert "Menunggu keputusan Anda Sari" in waiting
    assert "Penjelasan pejabat penilai Datanya terlambat." in page
    assert "Penjelasan pegawai Sudah sejak September." in page
    assert empty.status_code == 422
    assert "Alasan keputusan belum diisi." in words(empty)
    assert done.url == url
    told = words(enter(town.sari).get(url))
    assert "Hasil tetap Buktinya masuk Oktober. Diputus Rina, 5 Oktober 2026." in told
    assert "Keputusan Anda" not in told


def test_who_may_only_read_it_writes_nothing(quarter, review):
    objection = _objected(quarter, review)
    url, wati = f"/keberatan/{objection.pk}/", enter(quarter.wati)

    assert "Simpan penjelasan" not in words(wati.get(url))
    assert wati.post(url, {"penjelasan-words": "Saya juga."}).status_code == 403
    assert wati.post(url, {"putusan-reason": "Tetap."}).status_code == 403
    assert wati.get(f"{url}ubah/").status_code == 403
    assert enter(quarter.town.tono).get(url).status_code == 404


def test_the_superior_changes_the_result(quarter, review):
    objection = _objected(quarter, review)
    rina, url = enter(quarter.town.rina), f"/keberatan/{objection.pk}/ubah/"
    results = review.assessments.values_list("result", flat=True)
    sent = {
        "work_result": "meets",
        "behaviour": "meets",
        **{f"rating_{pk}": "meets" for pk in results},
    }

    form = rina.get(url)
    without = rina.post(url, sent)
    done = rina.post(url, sent | {"reason": "Laporan Agustus sah."})

    assert form.status_code == 200
    assert without.status_code == 422
    assert "Alasan keputusan belum diisi." in words(without)
    assert done.url == f"/keberatan/{objection.pk}/"
    new = Review.objects.released().get(person=quarter.town.sari)
    sari = enter(quarter.town.sari)
    assert "Hasil diubah Laporan Agustus sah." in words(sari.get(done.url))
    old = words(sari.get(f"/hasil/{review.pk}/"))
    assert "Versi ini sudah digantikan Yang berlaku: versi 2 ." in old
    assert "Ajukan keberatan" not in old
    latest = words(sari.get(f"/hasil/{new.pk}/"))
    assert "Versi baru setelah keberatan" in latest
    assert "Hasil ini sudah diputus atas keberatan dan bersifat final." in latest
    assert rina.get(url).url == f"/keberatan/{objection.pk}/"  # decided


def test_nothing_to_object_to(quarter):
    sari = enter(quarter.town.sari)

    assert sari.get("/hasil/999999/keberatan/").status_code == 404
    assert sari.get("/keberatan/999999/").status_code == 404
    assert "Tidak ada keberatan" in words(sari.get("/keberatan/"))
