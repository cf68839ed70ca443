"""A database of the run's own on the chosen server: made, and dropped whatever happens."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection, connections

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@contextmanager
def scratch_database(label: str) -> Iterator[None]:
    """Everything inside happens in a new database and a new folder; the agency's stays untouched.

    The role of the server must be allowed to create databases.
    """
    own = str(connection.settings_dict["NAME"])
    name = f"kinerja_bench_{os.getpid()}_{label}"
    connection.settings_dict["TEST"]["NAME"] = name
    home, media, storages = settings.HOME, settings.MEDIA_ROOT, settings.STORAGES
    with TemporaryDirectory(prefix="kinerja-bench-") as folder:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        settings.HOME, settings.MEDIA_ROOT = Path(folder), Path(folder) / "files"
        settings.STORAGES = storages | {"staticfiles": PLAIN}  # names without a collected folder
        try:
            yield
        finally:
            settings.HOME, settings.MEDIA_ROOT, settings.STORAGES = home, media, storages
            connections.close_all()
            connection.creation.destroy_test_db(own, verbosity=0)


def database_url() -> str:
    """The address of the scratch database, for the server that is measured."""
    chosen = connection.settings_dict
    user = ":".join(quote(str(chosen[key]), safe="") for key in ("USER", "PASSWORD") if chosen[key])
    options = {key: str(value) for key, value in chosen["OPTIONS"].items() if _is_plain(key)}
    options["host"] = str(chosen["HOST"])
    port = chosen["PORT"] or 5432
    return f"postgresql://{user}@:{port}/{chosen['NAME']}?{urlencode(options, quote_via=quote)}"


def _is_plain(key: str) -> bool:
    return key in {"options", "requirepeer", "sslmode", "sslrootcert", "sslcert", "sslkey"}
