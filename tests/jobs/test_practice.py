"""`kinerja practice serve` beside a real site: two databases, and no way from one to the other."""

import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from tests.people.make import a_member, a_unit, an_account, an_agency
from tests.practice_site import practice_site, status
from tests.unchanged import changed, everything

from kinerja.jobs.practice.filling import NotPractice, fill
from kinerja.people.account import Account


@pytest.fixture
def sari() -> Account:
    an_agency()
    return an_account(a_member("Sari", a_unit()))


@pytest.fixture
def port(tmp_path: Path, transactional_db: None, settings: LazySettings) -> Iterator[int]:
    """The practice site of this process' site, filled."""
    with practice_site(tmp_path, settings) as site:
        site.wait_until_filled()
        yield site.port


def read(browser: OpenerDirector, url: str, **form: str) -> tuple[str, str]:
    """Where one arrives, and the page there."""
    data = urlencode(form).encode() if form else None
    with browser.open(url, data, timeout=30) as answer:
        return answer.url, answer.read().decode()


def test_nothing_that_is_practised_is_real(
    port: int, sari: Account, client: Client, settings: LazySettings
) -> None:
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
