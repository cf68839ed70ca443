"""The server as `kinerja serve` starts it, on the database of the tests; a reader of streams."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from socket import socket
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client

from kinerja.jobs.serve import pages_command
from kinerja.people.account import Account

PATIENCE = 20  # seconds, on a busy machine


def test_database_url() -> str:
    chosen = connection.settings_dict
    return (
        f"postgresql://{quote(chosen['USER'])}:{quote(chosen['PASSWORD'])}@"
        f":{chosen['PORT'] or 5432}/{chosen['NAME']}?host={quote(chosen['HOST'], safe='')}"
    )


@contextmanager
def served(**environ: str) -> Iterator[int]:
    """The port of a running gunicorn."""
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    told = {"DATABASE_URL": test_database_url(), "KINERJA_HOME": str(settings.HOME)}
    told["KINERJA_SECRET"] = settings.SECRET_KEY
    process = subprocess.Popen(
        [sys.executable, "-m", *pages_command("127.0.0.1", port)[2:]],
        env={**os.environ, **told, **environ},
    )
    try:
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up:
            try:
                ask(port, "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(port: int, path: str, **headers: str) -> int:
    page = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    page.request("GET", path, headers=headers)
    with closing(page):
        return page.getresponse().status


def cookie_of(account: Account) -> str:
    """Signs the account in."""
    client = Client()
    client.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


@dataclass
class Told:
    """One event of a stream."""

    number: int
    news: dict[str, Any]
    comment: bool = False


@dataclass
class Reader:
    """One open stream."""

    response: HTTPResponse
    page: HTTPConnection
    patience: float
    comments: list[str] = field(default_factory=list)

    def next(self) -> Told:
        """The next event. Errors: TimeoutError; EOFError when the stream was closed.

        The beats of a stream without news end no wait of the socket, so the time is taken here too.
        """
        number, give_up = 0, time.monotonic() + self.patience
        while line := self.response.readline().decode():
            if time.monotonic() > give_up:
                raise TimeoutError("nothing but beats")
            name, _, value = line.rstrip("\n").partition(": ")
            if name == "id":
                number = int(value)
            elif name == "data":
                return Told(number, json.loads(value))
            elif name == "":
                self.comments.append(value)
        raise EOFError


@contextmanager
def reading(
    port: int,
    cookie: str,
    *,
    since: int | None = None,
    last: int | None = None,
    patience: float = PATIENCE,
) -> Iterator[Reader]:
    headers = {"Cookie": cookie, "Host": "localhost", "Accept-Encoding": "gzip"}
    if last is not None:
        headers["Last-Event-ID"] = str(last)
    page = HTTPConnection("127.0.0.1", port, timeout=patience)
    page.request(
        "GET", "/langsung/tim/" + (f"?sejak={since}" if since is not None else ""), headers=headers
    )
    response = page.getresponse()
    try:
        yield Reader(response, page, patience)
    finally:
        page.close()
        response.close()
