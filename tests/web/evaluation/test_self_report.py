"""The employee's page before the rating; nothing on it tells of a rating."""

import pytest
import time_machine
from tests.evaluation.make import ABOVE, an_accepted_report, rated, signed
from tests.web.evaluation.visit import enter, mistakes, words
from tests.web.unchanged import everything

from kinerja.evaluation.review import Review


def _url(review: Review) -> str:
    return f"/penilaian/{review.pk}/realisasi/"


def test_what_was_reached_is_said_per_result(quarter):
    town = quarter.town

    response = enter(town.sari).post(
        _url(quarter.sari), {f"result_{town.checks.pk}": "36 ibu.", f"result_{town.classes.pk}": ""}
    )

    assert (response.status_code, response.url) == (302, "/hasil/")
    review = Review.objects.get(pk=quarter.sari.pk)
    assert review.state == "self_reported"
    assert [one.realisation for one in review.assessments.order_by("result__number")] == [
        "36 ibu.",
        "",
    ]


def test_the_records_stand_beside_it(quarter):
    town = quarter.town
    an_accepted_report(town.sari, town.budi, town.checks, quantity=12)

    page = words(enter(town.sari).get(_url(quarter.sari)))

    assert "Terukur 12 pemeriksaan dari 1 laporan berbukti." in page


def test_nothing_said_is_refused(quarter):
    before = everything()

    response = enter(quarter.town.sari).post(_url(quarter.sari), {})

    assert response.status_code == 422
    assert mistakes(response) == ["Isi realisasi untuk sedikitnya satu hasil kerja."]
    assert everything() == before


@pytest.mark.parametrize("who", ["budi", "tono", "rina"])
def test_for_everybody_else_there_is_nothing(quarter, who):
    client, before = enter(getattr(quarter.town, who)), everything()

    assert client.get(_url(quarter.sari)).status_code == 404
    assert client.post(_url(quarter.sari), {"result_1": "x"}).status_code == 404
    assert everything() == before


def test_once_rated_it_is_read_only_and_tells_no_rating(quarter):
    field = f"result_{quarter.town.checks.pk}"
    client = enter(quarter.town.sari)
    client.post(_url(quarter.sari), {field: "36 ibu."})
    rated(quarter.sari, ABOVE)
    before = everything()

    page = client.get(_url(quarter.sari))
    again = client.post(_url(quarter.sari), {field: "40 ibu."})

    assert "Sudah dinilai; realisasi tidak dapat diubah lagi" in words(page)
    assert "36 ibu." in words(page)
    assert "Di Atas Ekspektasi" not in words(page)
    assert "<textarea" not in page.content.decode()
    assert again.status_code == 422
    assert everything() == before


def test_once_signed_it_leads_to_the_result(quarter):
    signed(quarter.sari)

    page = enter(quarter.town.sari).get(_url(quarter.sari)).content.decode()

    assert f'href="/hasil/{quarter.sari.pk}/"' in page


def test_outside_the_window_it_is_read_only(quarter):
    with time_machine.travel("2026-10-16T10:00:00+07:00"):
        client = enter(quarter.town.sari)
        assert "Pengisian sudah ditutup" in words(client.get(_url(quarter.sari)))
        response = client.post(_url(quarter.sari), {f"result_{quarter.town.checks.pk}": "36 ibu."})

    assert response.status_code == 422
    assert Review.objects.get(pk=quarter.sari.pk).state == "open"
