"""Thanks and initiatives beside the rating, and on the result that was signed with them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.evaluation.make import ABOVE, an_accepted_report, signed
from tests.web.evaluation.visit import enter, words
from tests.work.make import PDF, WIB

from kinerja.evaluation.delivery import receive_result
from kinerja.feedback.appreciation import give_appreciation
from kinerja.feedback.initiative import record_initiative

AT = datetime(2026, 9, 1, 10, tzinfo=WIB)


@pytest.fixture
def recognised(quarter):
    """Sari was thanked for a report, and recorded what she made better."""
    town = quarter.town
    report = an_accepted_report(town.sari, town.budi, town.checks, quantity=3)
    give_appreciation(
        receiver=town.sari,
        work="Posyandu",
        text="Antrean tertib.",
        by=town.budi,
        at=AT,
        report=report,
    )
    record_initiative(
        kind="service",
        title="Loket lansia",
        text="Lansia dilayani lebih dulu.",
        done_on=date(2026, 8, 20),
        measure="waktu tunggu",
        unit_of_measure="menit",
        before=Decimal(60),
        after=Decimal("12.5"),
        source="buku antrean",
        files=[("bukti.pdf", PDF)],
        by=town.sari,
        at=AT,
        on=date(2026, 9, 1),
    )
    return quarter


def test_the_appraiser_reads_them_beside_the_rating(recognised):
    page = words(enter(recognised.town.budi).get(f"/penilaian/{recognised.sari.pk}/"))

    assert "Bukti untuk dibaca; tidak dihitung menjadi angka." in page
    assert "Antrean tertib. Untuk: Posyandu" in page
    assert "waktu tunggu: 60 menjadi 12,5 menit (sumber: buku antrean)" in page


def test_the_result_keeps_them_as_they_were(recognised):
    review = signed(recognised.sari, ABOVE)
    receive_result(review=review, by=recognised.town.sari, on=date(2026, 10, 5))

    response = enter(recognised.town.sari).get(f"/hasil/{review.pk}/")

    assert "Antrean tertib. Untuk: Posyandu" in words(response)
    assert 'href="/apresiasi/' in response.content.decode()
    assert "Loket lansia Pelayanan kepada pengunjung, 20 Agustus 2026" in words(response)
