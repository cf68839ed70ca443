"""One's own trail: in plain words, sealed, and without what its reader may not see."""

from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from tests.evaluation.make import MEETS, a_quarter, rated, signed
from tests.web.evaluation.visit import enter, words
from tests.work.make import WIB

from kinerja.evaluation.closing import close_period
from kinerja.evaluation.draft import keep_draft
from kinerja.records.event import Event
from kinerja.records.seal import Seal, seal_events

DAY = datetime(2026, 10, 5, 10, tzinfo=WIB)


@pytest.fixture
def quarter(db, settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel(DAY, tick=False):
        yield a_quarter()


def _trail(person, query: str = "") -> str:
    return words(enter(person).get(f"/jejak/{query}"))


def test_events_about_me_are_told_with_their_seal(quarter):
    rated(quarter.sari, MEETS, MEETS)
    close_period(period=quarter.period, by=quarter.wati, on=DAY.date())
    assert "menunggu segel" in _trail(quarter.town.sari)
    seal_events()

    page = _trail(quarter.town.sari)

    event = Event.objects.get(name="review.signed", person=quarter.town.sari)
    seal = Seal.objects.get(event=event)
    assert (
        "Hasil penilaian ditandatangani 5 Oktober 2026 pukul 10.00 WIB Wati, atas nama Budi"
        f" nomor {seal.position}, {bytes(seal.hash).hex()[:12]}"
    ) in page
    assert "Penilaian Anda dibuka" in page


def test_a_rating_before_the_signature_is_not_told(quarter):
    keep_draft(review=quarter.sari, content={"a": "b"}, by=quarter.town.budi, at=DAY)
    before = _trail(quarter.town.sari)
    rated(quarter.sari)

    assert _trail(quarter.town.sari) == before
    assert Event.objects.filter(name="review.rated", person=quarter.town.sari).exists()


def test_what_is_about_others_is_not_mine(quarter):
    signed(quarter.tono)

    signature = "Hasil penilaian ditandatangani"
    assert signature not in _trail(quarter.town.sari)
    assert signature not in _trail(quarter.town.budi)  # he signed it; it is about Tono
    assert "Hasil penilaian ditandatangani" in _trail(quarter.town.tono)


def test_one_subject_alone(quarter):
    signed(quarter.sari)

    assert "Hasil penilaian ditandatangani" in _trail(quarter.town.sari, "?tentang=penilaian")
    assert "Belum ada catatan" in _trail(quarter.town.sari, "?tentang=data")
    assert "Penilaian Anda dibuka" in _trail(quarter.town.sari, "?tentang=lain")


def test_a_changed_event_is_named_to_the_person(quarter, monkeypatch):
    signed(quarter.sari)
    seal_events()
    monkeypatch.setattr(Event, "is_unchanged", False)

    assert "isi tidak cocok dengan segelnya" in _trail(quarter.town.sari)


def test_the_queries_do_not_grow(quarter, django_assert_max_num_queries):
    client = enter(quarter.town.sari)
    client.get("/jejak/")
    with django_assert_max_num_queries(30) as few:
        client.get("/jejak/")
    signed(quarter.sari)
    seal_events()

    with django_assert_max_num_queries(len(few) + 1):  # the seals before those shown
        client.get("/jejak/")
