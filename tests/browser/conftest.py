"""A live site and a real browser. Without Chromium the tests are skipped, and say how to get it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.browser.visit import Visit, visiting
from tests.evaluation.make import Quarter, a_quarter

from kinerja.people.account import Account

HERE = Path(__file__).parent
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver keeps a loop in this thread
expect.set_options(timeout=20_000)  # how fast a page is, `kinerja bench` says

Visits = Callable[..., Visit]
Say = Callable[[str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no Chromium found: apt install chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield started
        started.close()


class Serving:
    """The requests that the live site, a part of this process, is answering."""

    def __init__(self) -> None:
        self.running, self.lock = 0, Lock()

    def begin(self, **said: object) -> None:
        with self.lock:
            self.running += 1

    def end(self, **said: object) -> None:
        with self.lock:
            self.running -= 1

    def come_to_an_end(self) -> None:
        """After a test its tables are emptied, and that meets what a left page still asks for."""
        for _ in range(100):  # five seconds; a stream may last longer
            if self.running <= 0:
                break
            sleep(0.05)
        self.running = 0


@pytest.fixture(scope="session")
def serving() -> Iterator[Serving]:
    """Counts from the first test in a browser on."""
    counter = Serving()
    request_started.connect(counter.begin)
    request_finished.connect(counter.end)
    yield counter
    request_started.disconnect(counter.begin)
    request_finished.disconnect(counter.end)


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, serving: Serving) -> Iterator[Visits]:
    """`visit(account, size=DESK, dark=True, script=False)` opens a window; all close at the end."""
    with ExitStack() as windows:
        windows.callback(serving.come_to_an_end)

        def open_window(account: Account | None = None, **options: Any) -> Visit:
            return windows.enter_context(visiting(browser, live_server.url, account, **options))

        yield open_window


@pytest.fixture
def quarter(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Quarter]:
    """The third quarter of 2026 under evaluation; it is 10.00 on Monday 5 October 2026."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-10-05T10:00:00+07:00", tick=True):
        yield a_quarter()


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Figures are for people: `say(words)` shows them also where tests print nothing."""

    def show(words: str) -> None:
        with capsys.disabled():
            sys.stderr.write(f"\n{words}\n")

    return show
