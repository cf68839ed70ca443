"""Workers that are killed: the silence is noted as one outage, and it moves deadlines."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.utils import timezone
from tests.people.make import an_agency

from kinerja.evaluation.period import Period
from kinerja.jobs.heartbeat import Pulse, site_answers
from kinerja.records.event import Event
from kinerja.records.outage import Heartbeat, Outage, Part

GAP = 4  # seconds: a shortened gap


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    last = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > last:
            return False
        time.sleep(0.1)
    return True


def a_worker() -> subprocess.Popen[bytes]:
    """`kinerja work` as a process of its own, on the database of the tests."""
    code = (
        "import os, django\n"
        "from django.conf import settings\n"
        "settings.DATABASES['default']['NAME'] = os.environ['NAME_OF_TEST']\n"
        "django.setup()\n"
        "from kinerja.jobs.console import run\n"
        "raise SystemExit(run(['work']))"
    )
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kinerja.config.settings",
        "NAME_OF_TEST": connection.settings_dict["NAME"],
        "KINERJA_OUTAGE_SECONDS": str(GAP),
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environ, stderr=subprocess.DEVNULL)


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for one in running:
        one.kill()
        one.wait()


def last_sign() -> object:
    return Heartbeat.objects.filter(pk=Part.WORKER).values_list("at", flat=True).first()


@pytest.mark.django_db(transaction=True)
def test_two_workers_killed_and_two_started_later_note_exactly_one_outage(workers) -> None:
    an_agency()
    today = timezone.localdate()
    period = Period.objects.create(
        code=f"{today.year}",
        kind="year",
        starts_on=today - timedelta(days=9),
        ends_on=today,
        opens_on=today - timedelta(days=9),
        closes_on=today,
    )
    workers += [a_worker(), a_worker()]
    assert within(60, lambda: last_sign() is not None)
    first = last_sign()
    assert within(30, lambda: last_sign() != first)
    assert not Outage.objects.exists()
    for one in workers:
        one.kill()
        one.wait()
    before = last_sign()
    time.sleep(GAP + 1)

    workers += [a_worker(), a_worker()]

    assert within(60, Outage.objects.exists)
    outage = Outage.objects.get()
    assert (outage.cause, outage.starts_at) == ("stopped", before)
    assert outage.length > timedelta(seconds=GAP)
    signs = set()
    assert within(30, lambda: signs.add(last_sign()) or len(signs) > 4)
    assert Outage.objects.count() == Event.objects.named("outage.noted").count() == 1
    assert within(20, Event.objects.named("period.extended").exists)
    period.refresh_from_db()
    assert period.last_day > today


class Site(BaseHTTPRequestHandler):
    """A site that answers as it is told."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nothing: this is a test."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_site_answers_or_not(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site_answers(address)
    monkeypatch.setattr(Site, "status", 503)
    assert not site_answers(address)
    assert not site_answers("http://127.0.0.1:1")


@pytest.mark.django_db
def test_a_sign_of_the_site_is_noted_only_while_it_answers(
    address: str, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OWN_URL = address
    monkeypatch.setattr(Site, "status", 503)
    Pulse().give_signs()
    assert set(Heartbeat.objects.values_list("part", flat=True)) == {Part.WORKER}
    monkeypatch.setattr(Site, "status", 200)
    Pulse().give_signs()
    assert set(Heartbeat.objects.values_list("part", flat=True)) == {Part.WORKER, Part.SITE}
