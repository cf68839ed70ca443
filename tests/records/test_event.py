"""Events are only added, and say the same whether they come one by one or many at once."""

import hashlib
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from tests.people.make import a_person

from kinerja.records.event import Event, Happening, record, record_many
from kinerja.records.seal import Seal, Unsealed, seal_events

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, 0, 0, 123456, tzinfo=UTC)


def test_an_event_says_who_did_what_to_what_about_whom_and_why():
    sari, budi = a_person("Sari"), a_person("Budi")

    with time_machine.travel(NOON, tick=False):
        event = record(
            "person.edited",
            about=sari,
            person=sari,
            by=budi,
            on_behalf_of=sari,
            reason="Salah ketik.",
            data={"name": ["Sri", "Sari"], "count": 2, "sure": True, "old": None},
        )

    stored = Event.objects.get()
    assert stored == event
    assert (stored.name, stored.about_type, stored.about_id) == (
        "person.edited",
        "people.person",
        sari.pk,
    )
    assert (stored.person, stored.by, stored.on_behalf_of) == (sari, budi, sari)
    assert (stored.reason, stored.at) == ("Salah ketik.", NOON)
    assert stored.data == {"name": ["Sri", "Sari"], "count": 2, "sure": True, "old": None}
    assert list(Event.objects.about(sari)) == [event]
    assert list(Event.objects.about(budi)) == []
    assert list(Event.objects.named("person.edited")) == [event]


def test_the_digest_is_of_what_the_event_says_and_survives_the_database():
    sari = a_person("Sari")
    with time_machine.travel(NOON, tick=False):
        record("person.edited", about=sari, by=None, reason="é", data={"b": 1, "a": "x"})

    stored = Event.objects.get()

    said = (
        f'["person.edited","people.person",{sari.pk},null,null,null,"é",'
        '{"a":"x","b":1},"2026-03-10T12:00:00.123456+00:00"]'
    )
    assert bytes(stored.digest) == hashlib.sha256(said.encode()).digest()
    assert stored.is_unchanged


def test_many_at_once_are_the_same_rows_as_one_by_one():
    people = [a_person("Sari"), a_person("Budi")]
    with time_machine.travel(NOON, tick=False):
        for person in people:
            record("person.added", about=person, person=person, by=None, data={"nip": person.nip})
        record_many(
            Happening("person.added", person, None, person, data={"nip": person.nip})
            for person in people
        )

    rows = list(Event.objects.order_by("pk").values())
    for row in rows:
        del row["id"]
        row["digest"] = bytes(row["digest"])
    assert rows[:2] == rows[2:]
    assert Unsealed.objects.count() == 4


@pytest.mark.parametrize("value", [1.5, {"a": 1e22}, [1.0], {1: "x"}, NOON, b"x"])
def test_data_that_would_come_back_changed_is_a_mistake_of_the_caller(value: object):
    with pytest.raises(TypeError, match="an event keeps"):
        record("person.added", about=a_person(), by=None, data={"value": value})

    assert not Event.objects.exists()


def test_every_new_event_waits_for_its_seal_however_it_comes():
    sari = a_person("Sari")
    event = record("person.added", about=sari, by=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_event (name, about_type, about_id, reason, data, at, digest)"
            " SELECT 'x.y', 'a.b', n, '', '{}', now(), 'x' FROM generate_series(1, 3) AS n"
        )

    assert Unsealed.objects.count() == 4
    assert Unsealed.objects.order_by("pk").first().event == event


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records_event SET reason = 'lain'",
        "DELETE FROM records_event",
        "UPDATE records_seal SET position = position + 1",
        "DELETE FROM records_seal",
    ],
)
def test_the_database_refuses_to_change_events_and_seals(change: str):
    record("person.added", about=a_person(), by=None)
    seal_events()

    with (
        pytest.raises(IntegrityError, match="records are only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert Event.objects.get().reason == ""
    assert Seal.objects.get().position == 1


@pytest.mark.parametrize("table", ["records_event", "records_seal"])
def test_the_database_refuses_to_empty_the_tables(table: str):
    event = record("person.added", about=a_person(), by=None)
    seal_events()

    # Test databases are emptied between some tests, so this trigger is off there: on again here.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_is_not_emptied")
        with (
            pytest.raises(IntegrityError, match=r"TRUNCATE on .* is refused"),
            transaction.atomic(),
        ):
            cursor.execute(f"TRUNCATE {table} CASCADE")

    assert Event.objects.get() == event
    assert Seal.objects.get().event == event


def test_the_model_layer_cannot_change_an_event_either():
    event = record("person.added", about=a_person(), by=None)
    event.reason = "lain"

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all().delete()

    assert Event.objects.get().reason == ""
