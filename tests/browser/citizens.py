"""Citizens who answer a survey: with a phone in the hand, or by what such a phone sends."""

import re
from html import unescape

from playwright.sync_api import expect
from tests.browser.visit import Visit
from time_machine import Traveller

Scores = list[int]  # U1 to U9, each from 1 to 4
SECONDS = 75  # to read and answer; what comes quicker than a second a question is set aside
TOKEN = re.compile(r'name="kunjungan" value="([^"]+)"')


def answer_by_hand(window: Visit, address: str, scores: Scores, clock: Traveller) -> None:
    """Open the address, tap one answer to each question, send."""
    window.page.goto(address)
    groups = window.page.locator("fieldset")
    for number, score in enumerate(scores):
        groups.nth(number).locator("label").nth(score - 1).click()
    clock.shift(SECONDS)
    window.follow(window.page.get_by_role("button", name="Kirim"))
    expect(window.page.get_by_role("heading", name="Terima kasih")).to_be_visible()


def answer_by_post(
    window: Visit, address: str, scores: Scores, clock: Traveller, trap: str = ""
) -> None:
    """Fetch the page and post its form, as that browser would; `trap`: what a robot writes into
    the field that people do not see."""
    said: dict[str, str | float | bool] = {f"U{at}": one for at, one in enumerate(scores, start=1)}
    shown = window.context.request.get(address)
    token = TOKEN.search(shown.text())
    assert token is not None, shown.status
    clock.shift(SECONDS)
    said |= {"kunjungan": unescape(token[1]), "langkah": 1, "situs": trap}
    thanks = window.context.request.post(address, form=said)
    assert (thanks.status, thanks.url) == (200, f"{address}selesai/")
