"""Each event of a trail is checked against the chain by itself."""

import pytest
from tests.people.make import a_person
from tests.tampering import behind_the_back

from kinerja.records.event import Event, record
from kinerja.records.seal import Seal, seal_events
from kinerja.records.trail import seals_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def events() -> list[Event]:
    sari = a_person("Sari")
    for number in range(3):
        record("person.edited", about=sari, person=sari, by=None, data={"number": number})
    return list(Event.objects.order_by("pk"))


def test_before_and_after_the_seal(events, django_assert_num_queries):
    assert {one.words for one in seals_of(events).values()} == {"menunggu segel"}

    seal_events()
    with django_assert_num_queries(2):
        states = seals_of(events)

    marks = [bytes(seal.hash).hex()[:12] for seal in Seal.objects.order_by("position")]
    assert [states[one.pk].words for one in events] == [
        f"nomor {place}, {mark}" for place, mark in enumerate(marks, start=1)
    ]


def test_what_was_changed_is_named(events):
    seal_events()
    behind_the_back("UPDATE records_event SET reason = 'lain' WHERE id = %s", events[1].pk)

    states = seals_of(list(Event.objects.order_by("pk")))

    assert [states[one.pk].holds for one in events] == [True, False, True]
    assert states[events[1].pk].words == "isi tidak cocok dengan segelnya; beri tahu inspektorat"


def test_a_changed_seal_shows_at_the_ones_around_it(events):
    seal_events()
    behind_the_back(
        "UPDATE records_seal SET hash = %s WHERE event_id = %s", b"\x01" * 32, events[1].pk
    )

    states = seals_of(events)

    assert [states[one.pk].holds for one in events] == [True, False, False]


def test_a_seal_whose_predecessor_is_gone_does_not_hold(events):
    seal_events()
    behind_the_back("DELETE FROM records_seal WHERE event_id = %s", events[1].pk)

    assert [state.holds for state in seals_of(events).values()] == [True, True, False]
