"""The practice site (mode latihan): the same program as a process of its own, beside the real one.

Its environment is computed here from the real one: a database, a folder and a secret of its own, no
mail and no gateway. Nothing of it can reach what is real, because it never learns the real secret,
nor the address of the real database.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import psycopg
from psycopg import sql

from kinerja.config.database import database_settings, parse_database_url
from kinerja.config.embedded_place import NoDatabase
from kinerja.config.secret import secret_key

SUFFIX = "_latihan"
SWITCH = "KINERJA_PRACTICE"
# What only the real site may have: the ways out of this machine, and what proves its identity.
REAL_ONLY = (
    "KINERJA_EMAIL_",
    "KINERJA_TELEGRAM_",
    "KINERJA_WHATSAPP_",
    "KINERJA_AGENCY_CODE",
    "KINERJA_OWN_URL",
    "KINERJA_REQUIRE_MFA",
    "KINERJA_PRACTICE_",
)


def practice_secret(secret: str) -> str:
    """The secret of the practice site, by which the real one writes tickets. No way leads back."""
    return hmac.new(secret.encode(), b"kinerja.practice", sha256).hexdigest()


def practice_environment(environ: Mapping[str, str], home: Path) -> dict[str, str]:
    """The environment of the practice site that belongs to this installation. Nothing is opened.

    Errors: NoDatabase when an address is wrong, or names the database of the real site.
    """
    url = environ.get("KINERJA_PRACTICE_URL", "").rstrip("/")
    kept = {name: value for name, value in environ.items() if not name.startswith(REAL_ONLY)}
    own = {
        SWITCH: "1",
        "KINERJA_HOME": str(home / "practice"),
        "KINERJA_STATIC_ROOT": environ.get("KINERJA_STATIC_ROOT") or str(home / "static"),
        "KINERJA_SECRET": practice_secret(secret_key(environ, home)),
        "KINERJA_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "DATABASE_URL": practice_database(environ),
    }
    if url:
        names = environ.get("KINERJA_HOSTS", "127.0.0.1,localhost,[::1]")
        own["KINERJA_HOSTS"] = f"{names},{urlsplit(url).hostname}"
        own["KINERJA_SITE_URL"] = url
    return kept | own


def practice_database(environ: Mapping[str, str]) -> str:
    """The address of the practice database: named, or the real one with another name.

    Errors: NoDatabase when both would be the same.
    """
    real = database_settings(environ)
    if given := environ.get("KINERJA_PRACTICE_DATABASE_URL"):
        named = parse_database_url(given)
        if _place(named) == _place(real):
            raise NoDatabase(
                "KINERJA_PRACTICE_DATABASE_URL menunjuk basis data situs yang sungguhan.\n"
                "Beri mode latihan basis data tersendiri, atau kosongkan pilihan itu."
            )
        return given
    account = quote(real["USER"], safe="")
    if real["PASSWORD"]:
        account += ":" + quote(real["PASSWORD"], safe="")
    options = {"host": real["HOST"]} if real["HOST"] else {}
    options |= real["OPTIONS"]
    port = f":{real['PORT']}" if real["PORT"] else ""
    name = quote(f"{real['NAME'][: 63 - len(SUFFIX)]}{SUFFIX}", safe="")
    return f"postgresql://{account}@{port}/{name}?{urlencode(options, quote_via=quote)}"


def ensure_practice_database(url: str) -> None:
    """Make the practice database where there is none. Errors: NoDatabase with the remedy."""
    named = parse_database_url(url)
    try:
        _connect(named, named["NAME"]).close()
        return
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise _cannot(named, error) from None
    try:
        with _connect(named, "postgres") as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(named["NAME"])
                )
            )
    except psycopg.errors.DuplicateDatabase:
        return
    except psycopg.Error as error:
        raise _cannot(named, error) from None


def _connect(named: Mapping[str, Any], database: str) -> psycopg.Connection:
    return psycopg.connect(
        dbname=database,
        user=named["USER"] or None,
        password=named["PASSWORD"] or None,
        host=named["HOST"] or None,
        port=named["PORT"] or None,
        autocommit=True,
        **({"connect_timeout": 10} | named["OPTIONS"]),
    )


def _place(named: Mapping[str, Any]) -> tuple[str, str, str]:
    host = str(named["HOST"] or "localhost")
    host = "localhost" if host in ("127.0.0.1", "::1") else host
    return (host, str(named["PORT"] or "5432"), str(named["NAME"]))


def _cannot(named: Mapping[str, Any], error: Exception) -> NoDatabase:
    return NoDatabase(
        f"Basis data latihan {named['NAME']} tidak dapat disiapkan.\n{str(error).strip()}\n"
        f"Buat sendiri dengan: createdb --encoding UTF8 --template template0 {named['NAME']}"
    )
