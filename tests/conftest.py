"""The database of a test run: the embedded server is started when a test first asks for rows."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from kinerja.config.database import ensure_database
from kinerja.people.password import Argon2id

# Where Python may not keep what it has compiled, the workers and every program that a test starts
# would compile Django and this house again: seconds each time. It is kept aside.
if sys.dont_write_bytecode:
    BYTECODE = str(Path(__file__).parent.parent / "build" / "bytecode")
    sys.dont_write_bytecode, sys.pycache_prefix = False, BYTECODE
    os.environ["PYTHONPYCACHEPREFIX"] = BYTECODE
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def quick_database() -> Iterator[None]:
    """The tables of an installation, made and emptied faster than Django does it."""
    from tests.emptied import empty_by_deleting  # here: tests of the rules run without Django

    from kinerja.jobs.prepare import drawing_only_what_changes

    with pytest.MonkeyPatch.context() as patch, drawing_only_what_changes():
        empty_by_deleting(patch)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, quick_database: None) -> None:
    """Start the server if need be, and give this run databases of its own name.

    So runs at the same time do not meet, and tests without rows (the rules) need no server.
    `--reuse-db` keeps one fixed name.
    """
    ensure_database(os.environ)
    if not request.config.getvalue("reuse_db"):
        from django.conf import settings

        alone = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
        run = os.environ.get("KINERJA_TEST_RUN", alone)
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_kinerja_{run}"
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tables of a few rows: starting helpers takes longer than any query."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0')
        cursor.execute("SET max_parallel_workers_per_gather = 0")


@pytest.fixture(scope="session", autouse=True)
def static_files_by_name() -> None:
    """Pages name their static files plainly: a test needs no `collectstatic` before it."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


MEMORY = Argon2id.memory_cost  # KiB, outside tests


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Thousands of accounts are made, and none of them keeps a secret."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2id, "memory_cost", 64)  # KiB
        yield
