"""The pages of data quality."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import NOW, TODAY, a_centre

from kinerja.work.data_quality import QualitySignal, find_signals
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db
TEXT = "Melayani pendaftaran pasien umum di loket dua bersama kader posyandu"


def test_a_leader_reads_it_opens_the_reports_and_says_why_it_is_all_right():
    centre = a_centre()
    for _ in range(2):
        Report.objects.create(
            person=centre.sari,
            unit=centre.centre,
            text=TEXT,
            done_on=TODAY - timedelta(days=3),
            filed_at=NOW - timedelta(days=3),
            key=uuid4(),
        )
    with time_machine.travel(NOW, tick=False):
        budi = enter(centre.budi)
        before = budi.get("/mutu-data/")
        find_signals(on=TODAY, at=NOW)
        one = QualitySignal.objects.get()
        page = f"/mutu-data/{one.pk}/"
        listed, shown = budi.get("/mutu-data/"), budi.get(page)
        empty = budi.post(page, {"reason": ""})
        done = budi.post(page, {"reason": "Dua sesi berbeda"}, follow=True)
        settled = budi.get("/mutu-data/?bagian=wajar")
        others = [enter(person).get(page).status_code for person in (centre.sari, centre.dewi)]

    assert "Belum dihitung" in words(before)
    assert "2 laporan 9 Oktober 2026 berisi teks yang sama. Sari" in words(listed)
    assert words(shown).count(TEXT) == 2
    assert (empty.status_code, mistakes(empty)) == (422, ["Mengapa wajar belum diisi."])
    assert "Tidak ada yang menonjol" in words(done)
    assert "Wajar" in words(settled)
    assert others == [404, 404]
