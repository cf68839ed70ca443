"""Is every row of the database as it was?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import pytest
from django.db import connection

from kinerja.rules.refusal import Refusal

# What a request may touch without doing anything: its session, the counters of rate limits, and the
# notes that a report was on the screen of the one who answers it, an announcement on one's own.
PASSING = ("django_session", "cache", "work_reading", "adoption_reading")


WRITES = """
    SELECT relname, writes FROM pg_class, LATERAL (SELECT
        pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
        + pg_stat_get_xact_tuples_deleted(oid)) AS counted (writes)
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND writes > 0
    AND relname <> ALL (%s)
"""


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


def writes_so_far() -> dict[str, int]:
    """Table -> rows inserted, changed and deleted in this transaction, as PostgreSQL counts them.

    Also what triggers and functions wrote, and what was rolled back to a savepoint: if no number
    has grown, nothing was written; if one has, `everything` tells whether anything stayed.
    """
    with connection.cursor() as cursor:
        cursor.execute(WRITES, [list(PASSING)])
        return dict(cursor.fetchall())


def grown(before: dict[str, int], now: dict[str, int]) -> list[str]:
    """The tables that were written to between two counts."""
    return [name for name, count in now.items() if count != before.get(name)]


def everything(tables: Sequence[str] = ()) -> dict[str, object]:
    """Table -> number of its rows and hash over them, whatever their order; of all, or of these."""
    with connection.cursor() as cursor:
        cursor.execute(_hashes(*tables))
        return {name: counted for name, *counted in cursor.fetchall()}


def changed(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """The tables in which something is different."""
    return sorted(name for name in before if before[name] != after.get(name))


def different(before: dict[str, object], touched: Sequence[str]) -> list[str]:
    """The tables, of those that were written to, in which something is different now."""
    if not touched:
        return []
    return changed({name: before[name] for name in touched}, everything(touched))


@cache
def _hashes(*tables: str) -> str:
    names = tables or [
        name for name in connection.introspection.table_names() if name not in PASSING
    ]
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*), sum(hashtextextended(r::text, 0)) FROM \"{name}\" r"  # noqa: S608 - names of our own tables
        for name in names
    )
