"""Going through pages as a person does, in one line a step: fill, press, open, read."""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page
from tests.browser.visit import Visit


def write(page: Page, said: Mapping[str, str]) -> None:
    """Fill fields by their labels: a choice by words of it, a day as YYYY-MM-DD."""
    fields = page.locator("input, select, textarea")
    for label, words in said.items():
        place = page.get_by_label(label).and_(fields).first
        if place.evaluate("one => one.localName") == "select":
            place.select_option(place.locator("option", has_text=words).get_attribute("value"))
        else:
            place.fill(words)


def press(window: Visit, button: str) -> Page:
    """Press the first button of that name, which leads on."""
    return window.follow(window.page.get_by_role("button", name=button).first)


def open_link(window: Visit, name: str) -> Page:
    """Open the first link of that name, of the page itself."""
    return window.follow(window.page.get_by_role("main").get_by_role("link", name=name).first)


def figure(page: Page, name: str) -> Locator:
    """The large number that stands under that name."""
    return page.locator(".stat", has=page.get_by_text(name, exact=True)).locator(".figure")
