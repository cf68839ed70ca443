"""What a person has to do on a page, counted: presses, and fields to write in."""

from playwright.sync_api import Locator, Page
from tests.browser.visit import Visit


class Hand:
    """Presses and counts; the keyboard of a phone comes up with the press into a field."""

    def __init__(self, window: Visit) -> None:
        self.window, self.presses = window, 0
        self.fields: list[str] = []

    @property
    def page(self) -> Page:
        return self.window.page

    def press(self, place: Locator) -> None:
        place.click()
        self.presses += 1

    def follow(self, place: Locator) -> None:
        """Press what leads to another page."""
        self.window.follow(place)
        self.presses += 1

    def write(self, label: str, words: str) -> None:
        """Press into the field of that name, and write letter by letter."""
        place = self.page.get_by_label(label)
        self.press(place)
        place.press_sequentially(words)
        self.fields.append(label)
