"""One visit to the site in a real browser, and what must hold on every page."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
)

from kinerja.people.account import Account

PHONE, DESK = (360, 740), (1280, 800)
SMALLEST = 320  # no page may scroll sideways there
TARGET = 44  # pixels, the height of what can be pressed
HOME_BYTES, PAGE_BYTES = 30 * 1024, 100 * 1024  # packed, with everything that the page loads
PACKED = ("text/", "application/javascript", "application/json", "image/svg")

# Visible things to press that are lower than 44 px. A link in running text may be lower (WCAG
# 2.5.8), and so may an input inside a label or row that is itself large enough.
SMALL_TARGETS = """() => [...document.querySelectorAll(
  'a[href], button, select, summary, input:not([type=hidden]), textarea')]
  .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(one => !one.closest('.skip, .unseen, [aria-hidden=true]'))
  .filter(one => {
    if (one.tagName === 'A' && getComputedStyle(one).display === 'inline') return false;
    const wide = one.closest('label, .lines > li') ?? one;
    return Math.max(wide.getBoundingClientRect().height,
                    one.getBoundingClientRect().height) < TARGET - 0.5;
  })
  .map(one => one.outerHTML.slice(0, 120))""".replace("TARGET", str(TARGET))


@dataclass
class Visit:
    """A page in a browser window; everything that it asks for is noted."""

    page: Page
    context: BrowserContext
    base: str
    script: bool = True  # whether pages may run JavaScript
    live: bool = False  # whether streams stay open
    responses: list[Response] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)  # of the console: CSP, script errors

    def go(self, path: str) -> Page:
        """Open an address of the site, and wait until it has loaded everything; a `live` window as
        `come_to_rest` does.

        No test has a page that broke in mind: it would be light and hold in every size.
        """
        answer = self.page.goto(self.base + path, wait_until="load" if self.live else "networkidle")
        assert answer is None or answer.status < 500, f"{path} broke"
        return self.page

    def follow(self, link: Locator) -> Page:
        """Press what leads to another page, and wait until that page has loaded everything.

        A click alone ends before the browser has left the page: what is asked next would be asked
        of the old page, or of neither.
        """
        with self.page.expect_navigation():
            link.click()
        self.come_to_rest()
        return self.page

    def cross(self, base: str) -> None:
        """The window has gone over to that site of ours, which is its home from here on.

        What it asked of the one before was asked at home too; what it still asks there is foreign.
        """
        assert self.page.url.startswith(base + "/")
        self.asked = [
            url for url in self.asked if not url.startswith((self.base + "/", base + "/"))
        ]
        self.base = base

    def come_to_rest(self) -> None:
        """Wait until the page has loaded everything; one with an open stream never rests."""
        self.page.wait_for_load_state("load" if self.live else "networkidle")

    def note(self, request: Request) -> None:
        """Keep the address; a new page begins a new weight."""
        self.asked.append(request.url)
        if request.is_navigation_request():
            self.responses.clear()

    def listen(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains of; an error status is no complaint."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def foreign_requests(self) -> list[str]:
        """Addresses of other hosts that were asked for; must stay empty."""
        here = urlsplit(self.base).netloc
        return [url for url in self.asked if urlsplit(url).netloc not in (here, "")]

    def packed_bytes(self) -> int:
        """What the last page weighs with all it loaded, packed as a server would send it."""
        return sum(_packed(response) for response in self.responses)

    def axe(self) -> list[str]:
        """What axe-core finds wrong; must be empty."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
            for one in found
            for node in one["nodes"]
        ]

    def sideways(self) -> int:
        """Pixels by which the page can be scrolled sideways; must be 0."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(width))

    def small_targets(self) -> list[str]:
        """Things to press that are too low; must be empty."""
        found: list[str] = self.page.evaluate(SMALL_TARGETS)
        return found

    def faults(self, most_bytes: int = PAGE_BYTES) -> list[str]:
        """Everything that must hold on every page, in words; must be empty."""
        self.come_to_rest()
        faults = [f"axe {fault}" for fault in self.axe()]
        faults += [f"too small: {target}" for target in self.small_targets()]
        faults += [f"asks another host: {url}" for url in self.foreign_requests()]
        faults += [f"console: {words}" for words in self.complaints]
        if self.sideways():
            faults.append(f"scrolls sideways by {self.sideways()} px")
        if self.packed_bytes() > most_bytes:
            faults.append(f"weighs {self.packed_bytes()} bytes of {most_bytes}")
        return faults

    def shot(self, name: str) -> None:
        """A picture for people to look at, in the folder KINERJA_SHOTS; none without it."""
        if folder := os.environ.get("KINERJA_SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def device(self) -> CDPSession:
        """A device that keeps passkeys and always says yes."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        return session


@contextmanager
def visiting(
    browser: Browser,
    base: str,
    account: Account | None = None,
    *,
    size: tuple[int, int] = PHONE,
    dark: bool = False,
    script: bool = True,
    live: bool = False,
) -> Iterator[Visit]:
    """A fresh window, signed in as `account` where one is given; `live`: with open streams.

    Without it streams are refused: a page with an open one never comes to rest.
    """
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        has_touch=size[0] < 1024,
    )
    context.set_default_timeout(20_000)
    if not live:
        context.route("**/langsung/**", lambda route: route.abort())
    if account is not None:
        client = Client()
        client.force_login(account)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
    page = context.new_page()
    visit = Visit(page, context, base, script, live)
    page.on("response", lambda response: visit.responses.append(response))
    page.on("request", visit.note)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("console", visit.listen)
    try:
        yield visit
    finally:
        context.close()


def _packed(response: Response) -> int:
    if not response.ok and response.status < 400:
        return 0  # a redirect
    try:
        body = response.body()
    except Error:
        return 0  # of a page that was left meanwhile: not part of the one that is weighed
    kind = response.headers.get("content-type", "")
    return len(gzip.compress(body, 6)) if kind.startswith(PACKED) else len(body)
