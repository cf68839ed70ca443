"""After a test with transactions of its own all tables are empty again: rows are deleted where rows
are.

Django truncates every table, and each of a thousand indexes then becomes a new file: seconds, where
the server waits for the disk.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

# What migrations write down, and nobody else: it stays.
STANDING = ("django_migrations", "django_content_type", "auth_permission")
# Tables whose rows a trigger of ours guards.
GUARDED = """
    SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND tgtype & 8 = 8
"""


def empty_by_deleting(patch: pytest.MonkeyPatch) -> None:
    """From now on, in this process."""
    patch.setattr(DatabaseOperations, "sql_flush", deletions)


def deletions(self: DatabaseOperations, style: Any, tables: Iterable[str], **how: Any) -> list[str]:
    """For one transaction. All rows go in one statement, so that no foreign key asks who was first;
    those that look at the end of the transaction look before triggers are on again."""
    filled = tables_with_rows()
    if not filled:
        return []
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        guarded = [f'ALTER TABLE "{name}"' for (name,) in cursor.fetchall() if name in filled]
    parts = ", ".join(f'part_{n} AS (DELETE FROM "{name}")' for n, name in enumerate(filled))  # noqa: S608 - names of our own tables
    return [
        *(f"{table} DISABLE TRIGGER USER" for table in guarded),
        f"WITH {parts} SELECT",
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f"{table} ENABLE TRIGGER USER" for table in guarded),
    ]


def tables_with_rows() -> list[str]:
    """Also those of the queue, which Django does not manage."""
    names = [name for name in connection.introspection.table_names() if name not in STANDING]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")"  # noqa: S608 - as above
                for name in names
            )
        )
        return [name for (name,) in cursor.fetchall()]
