"""The pages of initiatives."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import PDF, WIB

from kinerja.feedback.initiative import Initiative, record_initiative

FORM = {
    "kind": "innovation",
    "title": "Antrean lewat pesan",
    "text": "Pasien mendaftar lewat pesan singkat.",
    "done_on": "2026-10-01",
    "measure": "waktu tunggu",
    "unit_of_measure": "menit",
    "before": "90",
    "after": "35,5",
    "source": "buku antrean",
}


def _letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.pdf", PDF, "application/pdf")


@pytest.fixture
def one(quarter) -> Initiative:
    return record_initiative(
        by=quarter.town.sari,
        at=datetime(2026, 10, 2, 9, tzinfo=WIB),
        on=date(2026, 10, 2),
        files=[("surat.pdf", PDF)],
        **(FORM | {"done_on": date(2026, 10, 1), "before": Decimal(90), "after": Decimal("35.5")}),
    )


def test_it_is_written_down_with_its_effect(quarter):
    client = enter(quarter.town.sari)
    form = client.get("/inisiatif/baru/").context["form"]
    key = str(form.initial["key"])

    empty = client.post("/inisiatif/baru/", {"key": key})
    response = client.post(
        "/inisiatif/baru/", FORM | {"key": key, "proofs": _letter()}, follow=True
    )

    assert empty.status_code == 422
    assert "Bukti belum dipilih." in mistakes(empty)
    assert "waktu tunggu: 90 menjadi 35,5 menit" in words(response)
    assert Initiative.objects.get().owner == quarter.town.sari


def test_colleagues_read_it_once_it_is_shared_and_answer(quarter, one):
    page, tono = f"/inisiatif/{one.pk}/", enter(quarter.town.tono)
    file = f"{page}berkas/{one.files.get().pk}/"
    assert [tono.get(url).status_code for url in (page, file)] == [404, 404]

    enter(quarter.town.sari).post(f"{page}bagikan/", {"buka": "1"})

    assert [tono.get(url).status_code for url in (page, file)] == [200, 200]
    assert "Antrean lewat pesan" in words(tono.get("/inisiatif/"))
    assert tono.post(f"{page}tanggapi/", {"words": ""}).status_code == 422
    answered = tono.post(f"{page}tanggapi/", {"words": "Kami ikut memakainya."}, follow=True)
    assert "Rekan kerja setingkat, 5 Oktober 2026 Kami ikut memakainya." in words(answered)


def test_the_served_speak_with_proof(quarter, one):
    page, client = f"/inisiatif/{one.pk}/", enter(quarter.town.sari)
    said = {"luar-outsider": "Ibu Aminah", "luar-words": "Cepat sekali."}

    bare = client.post(f"{page}pelanggan/", said)
    full = client.post(f"{page}pelanggan/", said | {"luar-file": _letter()}, follow=True)

    assert (bare.status_code, mistakes(bare)) == (422, ["Bukti tanggapan belum dipilih."])
    assert "Pihak yang dilayani; dicatat pemilik, buktinya" in words(full)
    assert enter(quarter.town.budi).post(f"{page}pelanggan/", said).status_code == 403


def test_it_is_taken_back(quarter, one):
    page = f"/inisiatif/{one.pk}/"

    assert enter(quarter.town.budi).post(f"{page}tarik/").status_code == 403
    response = enter(quarter.town.sari).post(f"{page}tarik/", follow=True)

    assert "Pemiliknya menarik inisiatif ini" in words(response)
    assert enter(quarter.town.budi).get(page).status_code == 404
