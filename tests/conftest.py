"""The database of a test run: the embedded server is started when a test first asks for rows."""

import os
from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from kinerja.config.database import ensure_database
from kinerja.people.password import Argon2id


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
    from django.apps import apps
    from django.db import connection
    from django.db.models.signals import post_migrate

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("records_event", "records_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_not_emptied")
        # Tables of a few rows: starting helpers takes longer than any query.
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0')
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    # Django empties the tables of models it manages, and says this signal; the queue has its own.
    post_migrate.connect(empty_the_queue, sender=apps.get_app_config("procrastinate"))


def empty_the_queue(**said: object) -> None:
    """Of jobs and workers that a test has left behind."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


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
