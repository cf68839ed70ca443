"""The server as `kinerja serve` starts it, on the scratch database."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

from django.conf import settings
from django.db import connection

from kinerja.jobs.bench.asking import cookies_of
from kinerja.jobs.bench.scratch import database_url
from kinerja.jobs.serve import pages_command

START_SECONDS = 60
STOP_SECONDS = 20


@contextmanager
def served(**more: str) -> Iterator[tuple[int, int]]:
    """The port and the process number of a running server. Errors: RuntimeError if it is silent."""
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    told = os.environ | {
        "DATABASE_URL": database_url(),
        "KINERJA_HOME": str(settings.HOME),
        "KINERJA_SECRET": settings.SECRET_KEY,
    }
    _collect(told)
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, *pages_command("127.0.0.1", port)[1:]], env=told | more
    )
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        connection.close()


def _collect(environment: dict[str, str]) -> None:
    """The server names its static files by their content."""
    command = [str(Path(sys.executable).with_name("kinerja")), "collectstatic", "--noinput"]
    subprocess.run([*command, "--verbosity", "0"], env=environment, check=True)  # noqa: S603


def _wait(port: int) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=5)) as page:
            page.request("GET", "/healthz", headers={"Host": "localhost"})
            page.getresponse().read()
            return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def header_of(person: int) -> dict[str, str]:
    """What a browser that is signed in as this person sends along."""
    cookies = cookies_of(person)
    said = "; ".join(f"{name}={one.coded_value}" for name, one in cookies.items())
    return {"Cookie": said, "Host": "localhost", "Accept-Encoding": "gzip"}


def megabytes(pid: int) -> float | None:
    """Memory of the web processes below this one, without what they share; None: not Linux."""
    if sys.platform != "linux":
        return None
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for child in children:
        for line in Path(f"/proc/{child}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
