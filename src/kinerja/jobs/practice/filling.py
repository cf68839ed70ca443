"""The practice database emptied and filled: tables, and the made-up agency."""

from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from kinerja.adoption.practice.place import found_practice
from kinerja.adoption.practice.state import (
    empty_tables,
    is_blank,
    is_marked,
    mark,
    note_filled,
    note_tables,
    state,
)
from kinerja.jobs.prepare import prepare_database
from kinerja.rules.refusal import Refusal

LOCK = 7_314_159  # one process fills at a time


class NotPractice(Refusal):
    """This database is not one of a practice site: it is not touched."""


def fill(*, at: datetime) -> None:
    """Throw away what was practised and begin anew. Errors: NotPractice, and nothing is changed.

    The tables are made only where they are of another version: that takes some seconds, emptying
    them takes one.
    """
    check_practice()
    day = timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            mark()
            note_filled(None)
            if state()[0] == version():
                empty_tables()
            else:
                cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
                cursor.execute("CREATE SCHEMA public")
                prepare_database()
                note_tables(version())
            found_practice(today=day)
            note_filled(day)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def check_practice() -> None:
    """Errors: NotPractice, unless this is the practice site and its own or an empty database."""
    if not settings.KINERJA_PRACTICE:
        raise NotPractice("Ini bukan mode latihan; tidak ada yang diubah.")
    if not is_marked() and not is_blank():
        name = connection.settings_dict["NAME"]
        raise NotPractice(
            f"Basis data {name} berisi data lain; tidak ada yang diubah. Beri mode latihan basis"
            " data tersendiri lewat KINERJA_PRACTICE_DATABASE_URL."
        )


def is_fresh(on: date | None = None) -> bool:
    """Whether it is filled by this version of the program (and for that day)."""
    made, filled_for = state()
    return filled_for is not None and made == version() and on in (None, filled_for)


def version() -> str:
    """Changes whenever the tables do."""
    leaves = sorted(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())
    return sha256(repr(leaves).encode()).hexdigest()[:16]
