"""What the superior, the silent appraiser, the employee and the personnel office see of it."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from tests.evaluation.make import ABOVE, Quarter, rated, signed
from tests.web.evaluation.visit import enter, judged, words

from kinerja.evaluation.review import Review
from kinerja.evaluation.silence import follow_silence


@pytest.fixture
def taken(quarter: Quarter) -> Iterator[Quarter]:
    """Budi saved a rating of Sari and signed nothing; it is Friday 16 October."""
    rated(quarter.sari, ABOVE)
    with time_machine.travel("2026-10-16T10:00:00+07:00", tick=False):
        follow_silence(on=date(2026, 10, 16))
        yield quarter


def test_the_queue_of_the_superior_names_the_limit(taken: Quarter):
    page = words(enter(taken.town.rina).get("/penilaian/"))

    assert "2 penilaian menunggu Anda sesudah periode ditutup." in page
    assert page.count("diambil alih: batas 4 November 2026") == 2


def test_the_silent_appraiser_reads_who_goes_on(taken: Quarter):
    budi = enter(taken.town.budi)

    page = words(budi.get("/penilaian/"))

    assert "Dilanjutkan atasan Anda" in page
    assert page.count("Dinilai Rina") == 2
    assert budi.get(f"/penilaian/{taken.sari.pk}/").status_code == 404
    assert budi.post(f"/penilaian/{taken.sari.pk}/", judged(taken.sari)).status_code == 404


def test_the_superior_decides_anew_and_the_employee_reads_why_it_is_final(taken: Quarter):
    rina, sari = enter(taken.town.rina), enter(taken.town.sari)
    form = words(rina.get(f"/penilaian/{taken.sari.pk}/"))
    assert "Budi belum menandatanganinya sampai penilaian ditutup." in form
    assert "Isian di bawah berasal dari Budi dan belum berlaku." in form
    assert "tutup 4 November 2026" in form

    saved = rina.post(f"/penilaian/{taken.sari.pk}/", judged(taken.sari))
    review = Review.objects.get(pk=taken.sari.pk)
    done = rina.post(saved["Location"], {"revision": review.revision})

    assert done.status_code == 302
    page = words(sari.get(f"/hasil/{review.pk}/"))
    assert "Rina menilai sebagai atasan, karena Budi tidak menandatangani" in page
    assert "Tanda tangan Anda Paling lambat 27 Oktober 2026" in page  # seven working days
    assert "Ajukan keberatan" not in page
    refused = sari.post(f"/hasil/{review.pk}/keberatan/", {"reason": "Keliru."})
    assert refused.status_code == 422
    assert "karena pejabat penilai tidak menilai sampai batasnya" in words(refused)


def test_the_personnel_office_sees_the_cause_and_reminds(taken: Quarter):
    wati = enter(taken.wati)

    page = words(wati.get("/periode/2026-Q3/?sebab=taken_over"))

    assert "Diambil alih atasan pejabat penilai: 2" in page
    assert "Ingatkan atasannya" in page
    sent = wati.post("/periode/2026-Q3/ingatkan/", {"sebab": "taken_over"}, follow=True)
    assert "1 orang mendapat pengingat" in words(sent, "<body", "</body>")
    assert "sejak itu atasan pejabat penilai yang menilai" in words(
        wati.get("/periode/2026-Q3/tutup/")
    )


def test_before_the_window_closes_the_appraiser_reads_what_follows(quarter: Quarter):
    review = rated(quarter.sari)

    page = words(enter(quarter.town.budi).get(f"/penilaian/{review.pk}/tanda-tangan/"))

    assert (
        "Tandatangani paling lambat 15 Oktober 2026. Sesudah itu atasan Anda yang menilai" in page
    )


def test_a_usual_result_says_nothing_of_it(quarter: Quarter):
    review = signed(quarter.sari)

    assert "menilai sebagai atasan" not in words(
        enter(quarter.town.sari).get(f"/hasil/{review.pk}/")
    )
