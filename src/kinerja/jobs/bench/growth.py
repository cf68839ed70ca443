"""How long the same pages take in an agency of another size."""

from functools import partial

from kinerja.jobs.bench.asking import cost
from kinerja.jobs.bench.filling import Town
from kinerja.jobs.bench.pages import measured_pages, opened


def growth(town: Town) -> dict[str, float]:
    """Milliseconds by name of the page."""
    found = {}
    for page in measured_pages(town):
        browser = opened(page)
        found[page.name] = cost(partial(browser.get, page.path), 25).wall
    return found
