"""The true practice site beside the site of the tests: a process, a database and a port of its own.

It starts under the clock of the test: a ticket is good for ten minutes, and both sites are of one
day.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import build_opener
from uuid import uuid4

import psycopg
from django.conf import LazySettings
from django.db import connection
from psycopg import sql
from time_machine import escape_hatch

KINERJA = Path(sys.executable).with_name("kinerja")
PATIENCE = 240  # seconds, on a busy machine: all tables are made
# Read by every Python of that process, before anything else.
CLOCK = """
import time, time_machine
time_machine.travel(time.time() + {ahead}, tick=True).start()
"""


@dataclass(frozen=True)
class PracticeSite:
    """A process that is filling its database, and answers when it has."""

    port: int
    process: subprocess.Popen[bytes]

    def wait_until_filled(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while status(self.port, "/latihan/tertutup/") != 200:
            assert time.monotonic() < give_up, "the practice site was not filled"
            assert self.process.poll() is None
            time.sleep(0.5)


def status(port: int, path: str, cookie: str = "") -> int:
    """0 while nobody listens."""
    opener = build_opener()
    opener.addheaders = [("Cookie", cookie)]
    try:
        return int(opener.open(f"http://127.0.0.1:{port}{path}", timeout=20).status)
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return 0


@contextmanager
def practice_site(home: Path, settings: LazySettings) -> Iterator[PracticeSite]:
    """`kinerja practice serve` of the site of this process, which knows it from here on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    chosen = connection.settings_dict
    name = f"kinerja_latihan_{uuid4().hex[:8]}"
    server = f"{quote(chosen['USER'])}:{quote(chosen['PASSWORD'])}@:{chosen['PORT'] or 5432}"
    host = f"host={quote(chosen['HOST'], safe='')}"  # an address, or the folder of a socket
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{server}/{chosen['NAME']}?{host}",
        "KINERJA_PRACTICE_DATABASE_URL": f"postgresql://{server}/{name}?{host}",
        "KINERJA_HOME": str(home),
        "KINERJA_SECRET": settings.SECRET_KEY,
        "KINERJA_DEBUG": "1",  # static files by their plain names
    }
    if escape_hatch.is_travelling():
        ahead = time.time() - escape_hatch.time.time()
        (home / "clock").mkdir()
        (home / "clock" / "sitecustomize.py").write_text(CLOCK.format(ahead=ahead))
        path = [str(home / "clock"), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    settings.KINERJA_PRACTICE_PORT = port
    process = subprocess.Popen([KINERJA, "practice", "serve", "--port", str(port)], env=environment)
    try:
        yield PracticeSite(port, process)
    finally:
        process.terminate()
        process.wait(30)
        given = {"user": chosen["USER"], "password": chosen["PASSWORD"], "host": chosen["HOST"]}
        given |= {"port": chosen["PORT"], "dbname": "postgres"}
        with psycopg.connect(**{k: v for k, v in given.items() if v}, autocommit=True) as admin:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            admin.execute(drop.format(sql.Identifier(name)))
