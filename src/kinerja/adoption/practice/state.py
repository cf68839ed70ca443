"""Whether the practice database is filled, and for which day: one row in a schema of its own.

The schema is also the mark by which a database is known as one that may be emptied.
"""

from datetime import date

from django.db import DatabaseError, connection, transaction

# What migrations write down, and nobody else.
STANDING = {"django_migrations", "django_content_type", "auth_permission"}
MAKE = (
    "CREATE SCHEMA IF NOT EXISTS latihan",
    "CREATE TABLE IF NOT EXISTS latihan.state ("
    "one boolean PRIMARY KEY DEFAULT true CHECK (one), version text NOT NULL,"
    " filled_for date)",
)


def is_marked() -> bool:
    """Whether this database belongs to the practice site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('latihan.state') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def is_blank() -> bool:
    """Whether nothing at all is in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
        )
        return bool(cursor.fetchone()[0])


def mark() -> None:
    """From now on this database may be emptied."""
    with connection.cursor() as cursor:
        for statement in MAKE:
            cursor.execute(statement)


def note_tables(version: str) -> None:
    """The tables are those of this version of the program, and nobody may look at them yet."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM latihan.state")
        cursor.execute("INSERT INTO latihan.state (version) VALUES (%s)", [version])


def note_filled(on: date | None) -> None:
    """Filled for that day; None: being filled, pages say so."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE latihan.state SET filled_for = %s", [on])


def state() -> tuple[str, date | None]:
    """Version of the tables ("" while there are none), and the day for which they are filled."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version, filled_for FROM latihan.state")
            row = cursor.fetchone()
    except DatabaseError:
        return "", None
    return (row[0], row[1]) if row else ("", None)


@transaction.atomic
def empty_tables() -> None:
    """Take out every row but those that belong to the tables themselves."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - STANDING
        tables = [f'"{name}"' for name in sorted(names)]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
