"""`kinerja serve`: one command, two programs, an orderly end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from kinerja.jobs.serve import port_is_free

KINERJA = Path(sys.executable).with_name("kinerja")
PATIENCE = 120  # seconds, on a busy machine


@pytest.fixture
def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def installation(transactional_db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own: a home folder, and a database that was not
    prepared to the end (`test_init` and `test_practice` begin with an empty one)."""
    chosen = connection.settings_dict
    connection.close()  # a database is copied when nobody is in it
    name = f"kinerja_serve_{uuid4().hex[:8]}"
    account = {"user": chosen["USER"], "password": chosen["PASSWORD"]}
    server = {"host": chosen["HOST"], "port": chosen["PORT"], "dbname": "postgres"}
    given = {key: value for key, value in (account | server).items() if value}
    with psycopg.connect(**given, autocommit=True) as admin:
        copied = [sql.Identifier(one) for one in (name, chosen["NAME"])]
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*copied))
        with psycopg.connect(**given | {"dbname": name}, autocommit=True) as copy:
            copy.execute("DROP TABLE cache")
        url = (
            f"postgresql://{quote(chosen['USER'])}:{quote(chosen['PASSWORD'])}@"
            f":{chosen['PORT'] or 5432}/{name}?host={quote(chosen['HOST'], safe='')}"
        )
        yield {**os.environ, "DATABASE_URL": url, "KINERJA_HOME": str(tmp_path)}
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def answer(port: int) -> tuple[int, str]:
    """Status of the health address, and the kind of server; (0, "") where nobody listens."""
    try:
        page = HTTPConnection("127.0.0.1", port, timeout=5)
        page.request("GET", "/healthz")
        response = page.getresponse()
        return response.status, response.read().decode()
    except OSError:
        return 0, ""


def wait_for(port: int, status: int) -> None:
    give_up = monotonic() + PATIENCE
    while answer(port)[0] != status:
        assert monotonic() < give_up, f"port {port} did not come to {status}"
        sleep(0.2)


def serve(installation: dict[str, str], port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [KINERJA, "serve", "--no-demo", "--no-practice", "--port", str(port)],
        env=installation,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_serve_prepares_answers_and_leaves_nobody_behind(
    installation: dict[str, str], free_port: int
) -> None:
    first = serve(installation, free_port)
    try:
        wait_for(free_port, 200)
        again = serve(installation, free_port)
        complaint, _ = again.communicate(timeout=PATIENCE)
        first.send_signal(signal.SIGINT)
        said, _ = first.communicate(timeout=PATIENCE)
    finally:
        first.kill()

    assert again.returncode == 1
    assert complaint == (
        f"Port {free_port} sedang dipakai program lain. Pakai port lain, misalnya"
        f" --port {free_port + 80}.\n"
    )
    assert first.returncode == 0
    assert said == (
        "Menyiapkan basis data …\n"
        "Belum ada instansi: jalankan kinerja init di jendela lain.\n"
        f"Kinerja siap di http://127.0.0.1:{free_port} – hentikan dengan Ctrl-C.\n"
        "\nBerhenti …\n"
    )
    assert answer(free_port) == (0, "")
    with psycopg.connect(installation["DATABASE_URL"]) as prepared:
        assert prepared.execute("SELECT count(*) FROM cache").fetchone() is not None
    assert (Path(installation["KINERJA_HOME"]) / "static" / "staticfiles.json").exists()

    if sys.platform == "linux":  # only there children learn that their parent was killed
        second = serve(installation, free_port)
        try:
            wait_for(free_port, 200)
        finally:
            second.kill()
        wait_for(free_port, 0)


def test_a_taken_port_is_noticed(free_port: int) -> None:
    assert port_is_free("127.0.0.1", free_port)
    with closing(socket.create_server(("127.0.0.1", free_port))):
        assert not port_is_free("127.0.0.1", free_port)
