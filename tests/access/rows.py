"""Is every row of the database as it was?"""

from django.db import connection

# What a request may touch without doing anything: its session, the counters of rate limits.
PASSING = ("django_session", "cache")


def writes_so_far() -> int:
    """Rows inserted, changed and deleted in this transaction, as PostgreSQL counts them.

    Also what triggers and functions wrote, and what was rolled back to a savepoint: if the number
    has not grown, nothing was written; if it has, `digest` tells whether anything stayed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
            " FROM pg_stat_xact_user_tables WHERE relname <> ALL (%s)",
            [list(PASSING)],
        )
        return int(cursor.fetchone()[0])


def digest() -> dict[str, str]:
    """Table -> hash of all its rows."""
    names = [name for name in connection.introspection.table_names() if name not in PASSING]
    parts = " UNION ALL ".join(
        f"SELECT '{name}', md5(coalesce(string_agg(md5(r::text), '' ORDER BY md5(r::text)), ''))"  # noqa: S608 - names of our own tables
        f' FROM "{name}" r'
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return dict(cursor.fetchall())


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables in which something is different."""
    return sorted(name for name in before if before[name] != after.get(name))
