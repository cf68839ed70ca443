"""The chain: nothing is skipped, and every kind of tampering is named."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection, transaction
from tests.people.make import a_person

from kinerja.people.person import Person
from kinerja.records import seal
from kinerja.records.event import Event, record
from kinerja.records.seal import (
    CHAIN_START,
    Anchor,
    ChainReport,
    Seal,
    Unsealed,
    link,
    seal_events,
    verify_chain,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def written(count: int) -> list[Event]:
    person = Person.objects.first() or a_person()
    return [
        record("person.edited", about=person, by=None, reason=f"ke-{number}")
        for number in range(1, count + 1)
    ]


@contextmanager
def tampering() -> Iterator[object]:
    """A cursor of somebody who owns the tables: triggers and foreign keys are no hindrance."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = 'records_event'::regclass"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for table in ("records_event", "records_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in ("records_event", "records_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.django_db
def test_each_link_is_the_hash_of_the_one_before_with_the_event():
    first, second = written(2)

    assert seal_events() == 2

    head = hashlib.sha256(CHAIN_START + f"|1|{first.pk}|".encode() + bytes(first.digest)).digest()
    assert [(one.position, one.event, bytes(one.hash)) for one in Seal.objects.order_by("pk")] == [
        (1, first, head),
        (2, second, link(head, 2, second.pk, bytes(second.digest))),
    ]
    assert not Unsealed.objects.exists()
    assert seal_events() == 0


@pytest.mark.django_db
def test_a_whole_chain_reports_its_head_and_the_tail_that_waits():
    written(3)
    seal_events()
    head = bytes(Seal.objects.get(position=3).hash).hex()
    written(2)

    assert verify_chain() == ChainReport(sealed=3, unsealed=2, head=head, first_bad="")
    assert verify_chain().whole


@pytest.mark.django_db
def test_an_empty_chain_is_whole():
    assert verify_chain() == ChainReport(0, 0, CHAIN_START.hex(), "")


@pytest.mark.django_db
def test_many_batches_make_one_chain(monkeypatch):
    monkeypatch.setattr(seal, "BATCH", 2)
    written(5)

    assert seal_events() == 5
    assert (verify_chain().sealed, verify_chain().whole) == (5, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "sealed", "named"),
    [
        ("UPDATE records_event SET reason = 'lain' WHERE id = {2}", 1, "peristiwa {2} (…) berubah"),
        (
            "UPDATE records_event SET digest = 'x' WHERE id = {2}",
            1,
            "peristiwa {2} (…) berubah isinya",
        ),
        ("DELETE FROM records_event WHERE id = {3}", 2, "peristiwa {3} dari segel nomor 3 hilang"),
        ("DELETE FROM records_seal WHERE position = 2", 1, "segel nomor 2 hilang"),
        (
            "DELETE FROM records_seal WHERE position = 4",
            3,
            "peristiwa {4} (…) tidak bersegel dan tidak menunggu segel",
        ),
        (
            "DELETE FROM records_seal WHERE position = 2; DELETE FROM records_event WHERE id = {2}",
            1,
            "segel nomor 2 hilang",
        ),
        (  # two events exchange what they say, digest and all
            "UPDATE records_event AS a SET reason = b.reason, at = b.at, digest = b.digest"
            " FROM records_event AS b WHERE a.id IN ({2}, {3}) AND b.id = {2} + {3} - a.id",
            1,
            "peristiwa {2} (…) tidak cocok dengan segel nomor 2",
        ),
        (  # two seals exchange their events
            "UPDATE records_seal SET event_id = 0 WHERE position = 2;"
            "UPDATE records_seal SET event_id = {2} WHERE position = 3;"
            "UPDATE records_seal SET event_id = {3} WHERE position = 2",
            1,
            "peristiwa {3} (…) tidak cocok dengan segel nomor 2",
        ),
        (
            "INSERT INTO records_event (name, about_type, about_id, reason, data, at, digest)"
            " SELECT 'x.y', about_type, about_id, '', '{{}}', at, digest FROM records_event"
            " WHERE id = {1}",
            4,
            "tidak bersegel dan tidak menunggu segel",
        ),
        (
            "UPDATE records_seal SET hash = 'x' WHERE position = 3",
            2,
            "peristiwa {3} (…) tidak cocok dengan segel nomor 3",
        ),
    ],
)
def test_the_first_bad_record_is_named(sql: str, sealed: int, named: str):
    events = written(4)
    seal_events()
    ids = [0, *(event.pk for event in events)]

    with tampering() as cursor:
        cursor.execute(sql.format(*ids))
    report = verify_chain()

    assert report.sealed == sealed
    assert not report.whole
    expected = named.format(*ids).replace("…", "person.edited")
    if "{" in named:
        assert report.first_bad.startswith(expected)
    else:
        assert report.first_bad.endswith(expected)


@pytest.mark.django_db
def test_an_event_changed_before_its_seal_is_named():
    (event,) = written(1)
    with tampering() as cursor:
        cursor.execute("UPDATE records_event SET reason = 'lain'")

    assert verify_chain().first_bad == (
        f"peristiwa {event.pk} (person.edited) berubah isinya sebelum disegel"
    )


@pytest.mark.django_db
def test_only_an_anchor_shows_that_the_newest_seals_were_cut_off_with_their_events():
    written(3)
    seal_events()
    before = verify_chain()
    anchor = Anchor(before.sealed, before.head)
    with tampering() as cursor:
        cursor.execute("DELETE FROM records_seal WHERE position = 3")
        cursor.execute("DELETE FROM records_event WHERE id = (SELECT max(id) FROM records_event)")

    assert verify_chain().whole
    assert verify_chain([anchor]).first_bad == (
        "segel nomor 3 pernah dicatat, tetapi rantai berakhir di nomor 2"
    )

    written(1)
    seal_events()

    assert verify_chain().whole
    assert verify_chain([anchor]).first_bad == "segel nomor 3 berbeda dari yang pernah dicatat"


@pytest.mark.django_db
def test_an_anchor_that_holds_is_counted():
    written(2)
    seal_events()
    first, second = (bytes(one.hash).hex() for one in Seal.objects.order_by("pk"))

    report = verify_chain([Anchor(1, first), Anchor(2, second)])

    assert (report.whole, report.anchored) == (True, 2)


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """A second connection to the same database."""
    settings = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{key: settings[key] for key in keys if key in settings}) as second:
        yield second


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_sealed_later_and_never_skipped(other: psycopg.Connection):
    person = a_person()
    early = other.execute(
        "INSERT INTO records_event (name, about_type, about_id, reason, data, at, digest)"
        " VALUES ('x.y', 'a.b', 1, '', '{}', '2026-03-10 12:00+00', %s) RETURNING id",
        [Event(name="x.y", about_type="a.b", about_id=1, at=NOON).content_digest()],
    ).fetchone()[0]
    late = record("person.edited", about=person, by=None)
    assert early < late.pk

    assert seal_events() == 1  # the first event is still on its way
    assert [one.event_id for one in Seal.objects.order_by("pk")] == [late.pk]

    other.commit()

    assert seal_events() == 1
    assert [one.event_id for one in Seal.objects.order_by("pk")] == [late.pk, early]
    assert verify_chain().whole
    assert verify_chain().unsealed == 0


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(other: psycopg.Connection):
    written(2)
    other.execute("SELECT pg_advisory_xact_lock(%s)", [seal.LOCK])  # the other one is at work

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
        with pytest.raises(Exception, match="lock timeout"):
            seal_events()
    other.rollback()

    assert seal_events() == 2
    assert verify_chain().whole
