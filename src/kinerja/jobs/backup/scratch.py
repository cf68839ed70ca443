"""A database beside the real one in which a restore is tried out; dropped whatever happens."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from kinerja.jobs.backup.place import Place
from kinerja.jobs.backup.refusals import BackupRefused

MARK = "_uji_pulih_"
SCRATCH = re.compile(r".*" + MARK + r"[0-9a-f]{8}")
LONGEST = 63 - len(MARK) - 8  # bytes of a name


def is_scratch(name: str) -> bool:
    """Whether a database is one of these by its name.

    >>> is_scratch("kinerja_uji_pulih_0a1b2c3d"), is_scratch("kinerja")
    (True, False)
    """
    return SCRATCH.fullmatch(name) is not None


@contextmanager
def scratch_database(place: Place) -> Iterator[Place]:
    """An empty one. Errors: BackupRefused where the account may not make it."""
    begin = place.name.encode()[:LONGEST].decode(errors="ignore")
    beside = place.beside(f"{begin}{MARK}{secrets.token_hex(4)}")
    name = sql.Identifier(beside.name)
    make = sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(name)
    try:
        with place.connect() as server:
            server.execute(make)
    except psycopg.errors.InsufficientPrivilege as error:
        role = place.user or "kinerja"
        raise BackupRefused(
            "Akun basis data ini tidak boleh membuat basis data uji. Izinkan sekali di server:"
            f" sudo -u postgres psql --command 'ALTER ROLE \"{role}\" CREATEDB'"
        ) from error
    try:
        yield beside
    finally:
        with place.connect() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
