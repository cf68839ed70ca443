"""Pages one at a time: CPU, queries, and how many times an empty page with the same SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kinerja.evaluation.review import Review
from kinerja.jobs.bench.asking import (
    Browser,
    bare_connection,
    browser_of,
    cost,
    empty_page,
    read_raw,
    statements_of,
)
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town

RATIO = 4


@dataclass(frozen=True)
class Page:
    """A page that is measured, who opens it, and what it may cost."""

    name: str
    path: str
    person: int
    cpu: float | None = None  # ms
    queries: int | None = None


def measured_pages(town: Town) -> list[Page]:
    """The pages that people open most."""
    return [
        Page("home", "/", town.member, 15, 10),
        Page("my plan", "/rencana/", town.member, 15, 10),
        Page("queue of 40", "/antrean/", town.leader, 25, 12),
        Page("team of 40", "/tim/", town.leader, 25, 12),
        Page("department", "/pantau/2/", town.head, 50),
        Page("agency", "/pantau/1/", town.mayor, 50),
    ]


def opened(page: Page) -> Browser:
    """The browser that has this page. Errors: RuntimeError when the page does not answer 200."""
    browser = browser_of(page.person)
    status, _ = browser.get(page.path)
    if status != 200:
        raise RuntimeError(f"{page.path}: {status}")
    return browser


def pages(town: Town) -> Iterator[Figure]:
    """Three figures of each page."""
    yield from _measured(measured_pages(town))


def result_page(town: Town) -> Iterator[Figure]:
    """The result with its reasons; nothing where no period is closed."""
    signed = Review.objects.released().filter(person=town.member).first()
    if signed:
        yield from _measured([Page("my result", f"/hasil/{signed.pk}/", town.member, 15, 10)])


def _measured(some: list[Page]) -> Iterator[Figure]:
    empty = empty_page()
    yield Figure("hello", empty.wall, "ms")
    with bare_connection() as driver:
        for page in some:
            visit = partial(opened(page).get, page.path)
            whole, asked = cost(visit), statements_of(visit)
            raw = cost(partial(read_raw, driver, asked))
            yield Figure(f"GET {page.name}", whole.wall, "ms", empty.wall + raw.wall, RATIO)
            yield Figure(f"GET {page.name}, CPU", whole.cpu, "ms", bar=page.cpu)
            yield Figure(f"GET {page.name}, queries", len(asked), "queries", bar=page.queries)
