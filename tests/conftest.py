"""The database of a test run: the embedded server is started when a test first asks for rows."""

import os

import pytest
from pytest_django.plugin import DjangoDbBlocker

from kinerja.config.database import ensure_database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
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
    """Tests with transactions of their own empty all tables afterwards: in this database alone the
    triggers that forbid TRUNCATE of the records are off. Those on UPDATE and DELETE stay."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("records_event", "records_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_not_emptied")


@pytest.fixture(scope="session", autouse=True)
def static_files_by_name() -> None:
    """Pages name their static files plainly: a test needs no `collectstatic` before it."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
