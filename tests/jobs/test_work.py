"""The worker: it seals what was committed, does what is in the queue, and outlives the database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from kinerja.people.person import add_person
from kinerja.records.seal import Unsealed, verify_chain

pytestmark = pytest.mark.django_db(transaction=True)


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold in that time."""
    last = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > last:
            return False
        time.sleep(0.2)
    return True


def ask(lock: str, **when: Any) -> None:
    """Put a job into the queue; each lock only once, so that the clock's own does not clash."""
    app.configure_task("jobs.retry_stalled", queueing_lock=lock, **when).defer(timestamp=0)


def done(lock: str) -> bool:
    """Whether that job was done and taken away; the clock puts in others of its own."""
    return not ProcrastinateJob.objects.filter(queueing_lock=lock).exists()


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[str]]:
    """`kinerja work` as a process of its own, on the database of the tests."""
    code = (
        "import os, django\n"
        "from django.conf import settings\n"
        "settings.DATABASES['default']['NAME'] = os.environ['NAME_OF_TEST']\n"
        "django.setup()\n"
        "from kinerja.jobs.console import run\n"
        "raise SystemExit(run(['work']))"
    )
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kinerja.config.settings",
        "NAME_OF_TEST": connection.settings_dict["NAME"],
    }
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environ, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_the_worker_seals_works_survives_a_lost_connection_and_ends_in_order(worker):
    add_person(name="Sari", kind="other", by=None)
    assert within(30, lambda: not Unsealed.objects.exists())
    assert within(30, ProcrastinateWorker.objects.exists)

    ask("a")
    assert within(30, lambda: done("a"))

    add_person(name="Budi", kind="other", by=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    add_person(name="Rina", kind="other", by=None)
    assert within(30, lambda: not Unsealed.objects.exists())
    ask("b")
    assert within(30, lambda: done("b"))

    ask("left behind", schedule_in={"days": 1})
    with connection.cursor() as cursor:  # as it stands when the worker that did it was killed
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', scheduled_at = NULL"
            " WHERE queueing_lock = 'left behind'"
        )
    ask("c")
    assert within(30, lambda: done("left behind") and done("c"))

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert verify_chain().whole
    assert (verify_chain().sealed, verify_chain().unsealed) == (3, 0)
