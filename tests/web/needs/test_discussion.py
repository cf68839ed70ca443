"""The pages of discussions."""

from datetime import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.needs.test_complaint import WIB, City
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import PDF

from kinerja.needs.discussion import Discussion
from kinerja.needs.finding import Finding

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "musrenbang",
    "title": "Musrenbang Pauh",
    "held_on": "2026-10-01",
    "place": "Kantor lurah",
    "groups": "Kader posyandu: 12 orang\n\nPedagang: 8 (Ibu Rahma)",
    "minutes": "Dibuka pukul 9.",
    "key": "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
}


@pytest.fixture
def city():
    with time_machine.travel(datetime(2026, 10, 5, 9, 30, tzinfo=WIB)):
        yield City()


def test_a_meeting_is_recorded_and_a_statement_becomes_a_finding(city: City) -> None:
    budi = enter(city.budi)
    file = SimpleUploadedFile("hadir.pdf", PDF, "application/pdf")
    page = budi.post("/diskusi/baru/", FORM | {"unit": city.pauh.pk, "proofs": file}, follow=True)
    one = Discussion.objects.get()
    address = f"/diskusi/{one.pk}/"
    group = one.groups.get(name="Pedagang")

    many = budi.post(
        f"{address}pernyataan/", {"group": group.pk, "text": "Loket tutup siang.", "support": "21"}
    )
    budi.post(
        f"{address}pernyataan/", {"group": group.pk, "text": "Loket tutup siang.", "support": "14"}
    )
    statement = one.statements.get()
    budi.post(f"{address}pernyataan/{statement.pk}/temuan/")
    found = words(budi.get(address))

    assert "Kader posyandu 12 – Pedagang 8 Ibu Rahma Semua 20" in words(page)
    assert mistakes(many) == ["Dukungan antara 1 dan 20, jumlah yang hadir."]
    assert Finding.objects.get().statement == "Loket tutup siang."
    assert "didukung 14 dari 20 yang hadir. Sudah menjadi temuan Buka temuannya" in found


def test_a_line_that_is_not_read_is_named(city: City) -> None:
    wrong = enter(city.budi).post(
        "/diskusi/baru/", FORM | {"unit": city.pauh.pk, "groups": "Kader: 3\nPedagang banyak"}
    )

    assert wrong.status_code == 422
    assert mistakes(wrong) == [
        "Baris 2 tidak terbaca: tulis kelompok, titik dua, lalu jumlahnya, misalnya “Kader"
        " posyandu: 12”."
    ]
    assert not Discussion.objects.exists()


def test_colleagues_read_what_was_said_but_no_name_and_no_file(city: City) -> None:
    budi = enter(city.budi)
    file = SimpleUploadedFile("hadir.pdf", PDF, "application/pdf")
    budi.post("/diskusi/baru/", FORM | {"unit": city.pauh.pk, "proofs": file})
    one = Discussion.objects.get()
    address = f"/diskusi/{one.pk}/"
    lina = enter(city.lina)

    assert "Rahma" in words(budi.get(address))
    assert "Rahma" not in words(lina.get(address))
    assert lina.get(f"{address}berkas/{one.files.get().pk}/").status_code == 404
    assert lina.post(f"{address}tarik/", {"tarik-reason": "Iseng."}).status_code == 404
