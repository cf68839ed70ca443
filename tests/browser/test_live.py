"""A leader's open page: news without reloading, on the server and the worker as they run."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.visit import DESK, visiting
from tests.people.make import an_account, an_agency
from tests.web.live.server import served
from tests.work.make import Centre, a_centre, a_report

from kinerja.jobs.work import COUNT_SECONDS, repeat_until
from kinerja.work.rollup import count_days
from kinerja.work.signal import Signal

COLLECT = """
import django
django.setup()
from django.core.management import call_command
call_command("collectstatic", verbosity=0, interactive=False)
"""


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """gunicorn as `kinerja serve` starts it, with packed static files."""
    home = str(tmp_path_factory.mktemp("home"))
    subprocess.run(
        [sys.executable, "-c", COLLECT],
        env={
            **os.environ,
            "KINERJA_HOME": home,
            "DJANGO_SETTINGS_MODULE": "kinerja.config.settings",
        },
        check=True,
    )
    with served(KINERJA_HOME=home) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    an_agency()
    centre = a_centre(timezone.localdate().year)
    # Numbers go on from an earlier test: a page that knows none would be shown everything anew.
    Signal.objects.create(person=centre.rina, news=False)
    return centre


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """The worker's clock that counts and tells."""
    stop = Event()
    clock = Thread(target=repeat_until, args=(stop, count_days, COUNT_SECONDS))
    clock.start()
    yield
    stop.set()
    clock.join()


def file(person):
    now = timezone.localtime()
    a_report(person, "Imunisasi 9 bayi", at=now, done_on=now.date())


def test_a_new_report_appears_without_reloading(browser, site, centre, worker, capsys):
    budi, sari = an_account(centre.budi), an_account(centre.sari)
    with (
        visiting(browser, site, budi, live=True, size=DESK) as leader,
        visiting(browser, site, sari) as member,
    ):
        page = leader.page
        with page.expect_response("**/langsung/tim/*"):
            page.goto(f"{site}/tim/")
        line = page.locator(f"#orang-{centre.sari.pk}")
        expect(line.get_by_text("Belum pernah lapor")).to_be_visible()
        page.get_by_role("link", name="Sari").focus()
        page.evaluate("window.sameDocument = true")

        member.go("/")
        member.page.get_by_label("Apa yang Anda kerjakan?").fill("Imunisasi dasar 14 bayi")
        start = time.monotonic()
        member.page.get_by_role("button", name="Kirim", exact=True).click()
        expect(line.get_by_text("Imunisasi dasar 14 bayi")).to_be_visible()
        took = time.monotonic() - start

        with capsys.disabled():
            print(f"\nfrom the tap on Kirim to the leader's open page: {took:.1f} s")  # noqa: T201
        expect(page.locator("#kabar-tim")).to_have_text("Laporan baru dari Sari.")
        assert "fresh" in (line.get_attribute("class") or "")
        assert page.evaluate("document.activeElement.textContent") == "Sari"
        assert page.evaluate("window.sameDocument")
        assert leader.axe() == []
        leader.shot("tim-kabar")


def test_what_came_while_the_line_was_cut_is_shown(browser, site, centre, worker):
    with visiting(browser, site, an_account(centre.budi), live=True) as leader:
        page = leader.page
        with page.expect_response("**/langsung/tim/*"):
            page.goto(f"{site}/tim/")
        leader.context.set_offline(True)
        # a stream that is open already is not cut by that: the page is hidden, as a phone does
        hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
        hide += "document.dispatchEvent(new Event('visibilitychange'))"
        page.evaluate(hide % "true")
        file(centre.tono)
        time.sleep(3)
        expect(page.get_by_text("Imunisasi 9 bayi")).to_have_count(0)

        leader.context.set_offline(False)
        page.evaluate(hide % "false")

        expect(page.get_by_text("Imunisasi 9 bayi")).to_be_visible()


def test_without_a_stream_the_list_asks_by_itself(browser, site, centre):
    with visiting(browser, site, an_account(centre.budi)) as leader:  # refuses streams
        page = leader.page
        page.clock.install()
        leader.go("/tim/")
        file(centre.sari)
        page.clock.run_for(31_000)

        expect(page.get_by_text("Imunisasi 9 bayi")).to_be_visible()


def test_without_javascript_it_is_a_plain_page(browser, site, centre):
    file(centre.sari)
    with visiting(browser, site, an_account(centre.budi), script=False) as leader:
        leader.go("/tim/")
        expect(leader.page.get_by_text("Imunisasi 9 bayi")).to_be_visible()
        assert not [url for url in leader.asked if "langsung" in url]
