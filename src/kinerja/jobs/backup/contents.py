"""What is in a database: its tables and their rows, its version, the head of its audit chain."""

from typing import Any

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import Cursor, sql

from kinerja.records.attachment import Blob
from kinerja.records.seal import CHAIN_START, Seal

# What an extension brought along is not ours, and not in a dump either.
TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    AND (relkind IN ('r', 'p') OR %(all)s)
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
        AND objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname
"""


def is_empty(cursor: Cursor[Any]) -> bool:
    """Whether there is no table, view or sequence."""
    cursor.execute(TABLES, {"all": True})
    return cursor.fetchone() is None


def row_counts(cursor: Cursor[Any]) -> dict[str, int]:
    """Table -> number of its rows, of every table."""
    cursor.execute(TABLES, {"all": False})
    names = [name for (name,) in cursor.fetchall()]
    if not names:
        return {}
    count = sql.SQL("SELECT {}, count(*) FROM {}")
    counts = (count.format(sql.Literal(name), sql.Identifier("public", name)) for name in names)
    cursor.execute(sql.SQL(" UNION ALL ").join(counts))
    return dict(cursor.fetchall())


def chain_head(cursor: Cursor[Any]) -> tuple[int, str]:
    """Number and hash (hex) of the last seal."""
    last = sql.SQL("SELECT position, hash FROM {} ORDER BY position DESC LIMIT 1")
    cursor.execute(last.format(sql.Identifier(Seal._meta.db_table)))
    position, head = cursor.fetchone() or (0, CHAIN_START)
    return position, bytes(head).hex()


def stored_files(cursor: Cursor[Any]) -> list[Blob]:
    """Every file that a row names, not only those of attachments: logos and thumbnails too."""
    named = sql.SQL("SELECT sha256, size FROM {} ORDER BY sha256")
    cursor.execute(named.format(sql.Identifier(Blob._meta.db_table)))
    return [Blob(sha256=sha256, size=size) for sha256, size in cursor.fetchall()]


def migrations_of(cursor: Cursor[Any]) -> list[str]:
    """The changes of tables that were run, as `room.name`."""
    run = sql.SQL("SELECT app || '.' || name FROM {} ORDER BY id")
    cursor.execute(run.format(sql.Identifier(MigrationRecorder.Migration._meta.db_table)))
    return [name for (name,) in cursor.fetchall()]


def known_migrations() -> set[str]:
    """Those of this version of the program."""
    return {
        ".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    }
