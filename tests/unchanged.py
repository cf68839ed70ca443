"""Is every row of the database as it was?"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from django.db import connection

from kinerja.rules.refusal import Refusal

# What a request may touch without doing anything: its session, the counters of rate limits, and the
# note that a report was on the screen of the one who answers it.
PASSING = ("django_session", "cache", "work_reading")


@contextmanager
def refused(refusal: type[Refusal], match: str | None = None) -> Iterator[None]:
    """The block ends in this refusal, and every row is as it was."""
    before = everything()
    with pytest.raises(refusal, match=match):
        yield
    assert changed(before, everything()) == []


class Kept:
    """Every row as it is now, for many refusals in one transaction.

    Where nothing was written there is nothing to compare; all tables are compared only where
    something was, so that a thousand refusals take seconds.
    """

    def __init__(self) -> None:
        self._before = everything()

    @contextmanager
    def refused(self, refusal: type[Refusal], match: str | None = None) -> Iterator[None]:
        """The block ends in this refusal, and every row is as it was."""
        written = writes_so_far()
        with pytest.raises(refusal, match=match):
            yield
        if writes_so_far() != written:
            assert changed(self._before, everything()) == []


def writes_so_far() -> int:
    """Rows inserted, changed and deleted in this transaction, as PostgreSQL counts them.

    Also what triggers and functions wrote, and what was rolled back to a savepoint: if the number
    has not grown, nothing was written; if it has, `everything` tells whether anything stayed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
            " FROM pg_stat_xact_user_tables WHERE relname <> ALL (%s)",
            [list(PASSING)],
        )
        return int(cursor.fetchone()[0])


def everything() -> dict[str, object]:
    """Table -> number of its rows and hash over them, whatever their order."""
    with connection.cursor() as cursor:
        cursor.execute(_hashes())
        return {name: counted for name, *counted in cursor.fetchall()}


def changed(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """The tables in which something is different."""
    return sorted(name for name in before if before[name] != after.get(name))


@cache
def _hashes() -> str:
    names = [name for name in connection.introspection.table_names() if name not in PASSING]
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*), sum(hashtextextended(r::text, 0)) FROM \"{name}\" r"  # noqa: S608 - names of our own tables
        for name in names
    )
