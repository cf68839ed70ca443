"""The choice of database: a PostgreSQL server named by `DATABASE_URL`, or the embedded one.

`database_settings` only computes; `ensure_database` acts and is called before a command runs.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from kinerja.config.embedded import DATABASE, PORT, ROLE, EmbeddedServer
from kinerja.config.embedded_place import NoDatabase

OLDEST_SERVER = 15
CONNECTION_SECONDS = 600  # a thread keeps its connection; longer idle ones are opened anew
OPTIONS = {  # of libpq, as far as an installation may set them in the address
    "application_name",
    "channel_binding",
    "connect_timeout",
    "gssencmode",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "options",
    "requirepeer",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
    "tcp_user_timeout",
}


def home_folder(environ: Mapping[str, str]) -> Path:
    """The folder with the data of this installation: `KINERJA_HOME`, or a default place.

    The default is `.kinerja` in a checkout, otherwise the user's data folder.
    """
    if given := environ.get("KINERJA_HOME"):
        return Path(os.path.abspath(Path(given).expanduser()))
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "src" / "kinerja").is_dir():
        return checkout / ".kinerja"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "kinerja"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kinerja"


def embedded_server(environ: Mapping[str, str]) -> EmbeddedServer:
    """The embedded server of the home folder; nothing is started."""
    return EmbeddedServer.under(home_folder(environ), environ)


def database_settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """Django's `DATABASES["default"]`. Nothing is started, opened or written.

    Errors: NoDatabase if `DATABASE_URL` is no address of a PostgreSQL database.
    """
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }
    if url := environ.get("DATABASE_URL"):
        named = parse_database_url(url)
        # Short queries by the thousand: compiling one costs more than running it. The embedded
        # server has it off by itself; whoever names options of their own decides.
        return settings | named | {"OPTIONS": {"options": "-c jit=off"} | named["OPTIONS"]}
    server = embedded_server(environ)
    return settings | {
        "NAME": DATABASE,
        "USER": ROLE,
        "PASSWORD": "",
        "HOST": str(server.socket),
        "PORT": str(PORT),
        "OPTIONS": {"requirepeer": server.account.pw_name},
    }


def parse_database_url(url: str) -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST, PORT and OPTIONS of `postgresql://user:password@host:port/name`.

    Everything in an address is percent-encoded where needed; `?host=/folder` names a socket.
    Errors: NoDatabase, which never repeats the password.

    >>> parse_database_url("postgresql://sari:r%40hasia@db.example/kinerja?sslmode=require")["HOST"]
    'db.example'
    """
    if "#" in url:
        raise _bad_url('tanda "#" di dalam sandi harus ditulis %23')
    try:
        parts = urlsplit(url)
        port = parts.port
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise _bad_url("alamatnya tidak terbaca") from None
    options = dict(pairs)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise _bad_url("Kinerja hanya memakai PostgreSQL")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise _bad_url("nama basis data tidak ada atau tidak jelas")
    if len(options) != len(pairs):
        raise _bad_url("satu pilihan ditulis dua kali")
    host = options.pop("host", "") or unquote(parts.hostname or "")
    if unknown := sorted(options.keys() - OPTIONS):
        raise _bad_url(f"pilihan {', '.join(unknown)} tidak dikenal")
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def _bad_url(reason: str) -> NoDatabase:
    return NoDatabase(
        f"DATABASE_URL tidak dapat dipakai: {reason}.\n"
        "Tulis seperti postgresql://pengguna:sandi@server:5432/kinerja, atau kosongkan agar "
        "PostgreSQL bawaan yang dipakai."
    )


def ensure_database(environ: Mapping[str, str]) -> None:
    """Make sure that the chosen database answers; the embedded server is started and filled.

    Errors: NoDatabase with the remedy.
    """
    url = environ.get("DATABASE_URL")
    if not url:
        embedded_server(environ).start()
        return
    settings = parse_database_url(url)
    place = f"{settings['NAME']} di {settings['HOST'] or 'komputer ini'}"
    try:
        with psycopg.connect(
            dbname=settings["NAME"],
            user=settings["USER"] or None,
            password=settings["PASSWORD"] or None,
            host=settings["HOST"] or None,
            port=settings["PORT"] or None,
            **({"connect_timeout": 10} | settings["OPTIONS"]),
        ) as connection:
            version = connection.info.server_version // 10_000
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.OperationalError as error:
        raise NoDatabase(
            f"Basis data {place} tidak dapat dihubungi.\n{str(error).strip()}\n"
            "Periksa apakah server berjalan, basis datanya sudah dibuat (createdb), dan "
            "DATABASE_URL benar."
        ) from None
    if version < OLDEST_SERVER:
        raise NoDatabase(
            f"Server basis data {place} adalah PostgreSQL {version}; Kinerja memerlukan "
            f"PostgreSQL {OLDEST_SERVER} atau lebih baru.\n"
            "Perbarui server itu atau pakai yang lain."
        )
    if encoding != "UTF8":
        raise NoDatabase(
            f"Basis data {place} memakai pengodean {encoding}; Kinerja memerlukan UTF8.\n"
            "Buat basis data dengan: createdb --encoding UTF8 --template template0 NAMA"
        )
