"""`kinerja practice serve` beside a real site: two databases, and no way from one to the other."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener
from uuid import uuid4

import psycopg
import pytest
from django.conf import LazySettings, settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg import sql
from tests.people.make import a_member, a_unit, an_account, an_agency
from tests.unchanged import changed, everything

from kinerja.jobs.practice.filling import NotPractice, fill
from kinerja.people.account import Account

KINERJA = Path(sys.executable).with_name("kinerja")
PATIENCE = 240  # seconds, on a busy machine: all tables are made


@pytest.fixture
def sari() -> Account:
    an_agency()
    return an_account(a_member("Sari", a_unit()))


@pytest.fixture
def port(tmp_path: Path, transactional_db: None) -> Iterator[int]:
    """The practice site of this process' site, until it is filled and answers."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    chosen = connection.settings_dict
    name = f"kinerja_latihan_{uuid4().hex[:8]}"
    server = f"{quote(chosen['USER'])}:{quote(chosen['PASSWORD'])}@:{chosen['PORT'] or 5432}"
    host = f"host={quote(chosen['HOST'], safe='')}"  # an address, or the folder of a socket
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{server}/{chosen['NAME']}?{host}",
        "KINERJA_PRACTICE_DATABASE_URL": f"postgresql://{server}/{name}?{host}",
        "KINERJA_HOME": str(tmp_path),
        "KINERJA_SECRET": settings.SECRET_KEY,
        "KINERJA_DEBUG": "1",  # static files by their plain names
    }
    command = [KINERJA, "practice", "serve", "--port", str(number)]
    site = subprocess.Popen(command, env=environment)
    try:
        give_up = monotonic() + PATIENCE
        while status(number, "/latihan/tertutup/") != 200:
            assert monotonic() < give_up, "the practice site was not filled"
            assert site.poll() is None
            sleep(0.5)
        yield number
    finally:
        site.terminate()
        site.wait(30)
        connection.close()
        given = {"user": chosen["USER"], "password": chosen["PASSWORD"], "host": chosen["HOST"]}
        given |= {"port": chosen["PORT"], "dbname": "postgres"}
        with psycopg.connect(**{k: v for k, v in given.items() if v}, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


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


def read(browser: OpenerDirector, url: str, **form: str) -> tuple[str, str]:
    """Where one arrives, and the page there."""
    data = urlencode(form).encode() if form else None
    with browser.open(url, data, timeout=30) as answer:
        return answer.url, answer.read().decode()


def test_nothing_that_is_practised_is_real(
    port: int, sari: Account, client: Client, settings: LazySettings
) -> None:
    settings.KINERJA_PRACTICE_PORT = port
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    client.force_login(sari)
    before = everything()

    # Over by a ticket, and a report is filed.
    ticket = client.get("/latihan/masuk/lapor/", headers={"host": "127.0.0.1"})["Location"]
    assert ticket.startswith(f"http://127.0.0.1:{port}/latihan/mulai/")
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    where, page = read(browser, ticket)
    assert where == f"http://127.0.0.1:{port}/latihan/"
    assert "MODE LATIHAN" in page
    assert "0 dari 3 selesai" in page
    assert {one.name for one in cookies} >= {"latihan_sesi"}
    _, form = read(browser, f"http://127.0.0.1:{port}/lapor/")
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    day = timezone.localdate().isoformat()
    said = {"text": "Melayani 9 pemohon", "key": key, "done_on": day, "result": "0"}
    read(browser, f"http://127.0.0.1:{port}/lapor/", csrfmiddlewaretoken=token, **said)
    _, page = read(browser, f"http://127.0.0.1:{port}/latihan/")
    assert "2 dari 3 selesai" in page  # sent, and accepted by the made-up leader

    # Once only, and neither session opens the other site.
    assert status(port, ticket.removeprefix(f"http://127.0.0.1:{port}")) == 409
    (session,) = (one.value for one in cookies if one.name == "latihan_sesi")
    other = Client(headers={"host": "127.0.0.1"})
    other.cookies["latihan_sesi"] = other.cookies["sessionid"] = session
    assert other.get("/lapor/").status_code == 302
    real = client.cookies["sessionid"].value
    assert status(port, "/lapor/", f"sessionid={real}; latihan_sesi={real}") == 200  # closed door
    browser = build_opener()
    browser.addheaders = [("Cookie", f"latihan_sesi={real}")]
    where, _ = read(browser, f"http://127.0.0.1:{port}/lapor/")
    assert where == f"http://127.0.0.1:{port}/latihan/tertutup/?next=/lapor/"

    assert changed(before, everything()) == []


@pytest.mark.django_db
def test_a_real_database_is_never_emptied(sari: Account, settings: LazySettings) -> None:
    before = everything()
    for settings.KINERJA_PRACTICE in (False, True):  # even where somebody set the switch by hand
        with pytest.raises(NotPractice, match="tidak ada yang diubah"):
            fill(at=timezone.now())
    assert changed(before, everything()) == []
