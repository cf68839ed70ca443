"""First views that look over the whole agency: its leaders, the personnel office, citizens.

The bar is the time itself, a second with nothing kept from before, at whatever size is asked for:
`kinerja bench --people 100000 --only overview --only closed`.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.core.cache import cache

from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.jobs.bench.asking import Browser, cost, statements_of
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town
from kinerja.jobs.bench.pages import Page, opened

MOST = 1000  # ms from request to answer
TIMES = 3


def overview(town: Town) -> Iterator[Figure]:
    """While the period runs: everybody is rated, nobody signed."""
    room = f"/ruang-kendali/{town.period.code}"
    yield from first_views(
        Page("home of a department's head", "/", town.head),
        Page("department", "/pantau/2/", town.head),
        Page("home of the mayor", "/", town.mayor),
        Page("agency", "/pantau/1/", town.mayor),
        Page("inbox of the mayor", "/kotak-masuk/", town.mayor),
        Page("inbox of a leader", "/kotak-masuk/", town.leader),
        Page("control room", "/ruang-kendali/", town.office),
        Page("control room, a cause", f"{room}/not_signed/", town.office),
    )


def closed(town: Town) -> Iterator[Figure]:
    """When all are signed; then as if the period were a year ago, so that citizens may see it."""
    if not Review.objects.released().filter(period=town.period).exists():
        return
    yield from first_views(
        Page("control room after closing", "/ruang-kendali/", town.office),
        Page("inbox after closing", "/kotak-masuk/", town.member),
    )
    days = ("starts_on", "ends_on", "opens_on", "closes_on")
    back = {name: getattr(town.period, name) - timedelta(days=365) for name in days}
    Period.objects.filter(pk=town.period.pk).update(**back)
    yield from first_views(Page("public page", "/publik/", town.member))


def first_views(*some: Page) -> Iterator[Figure]:
    for page in some:
        visit = partial(_anew, opened(page), page.path)
        yield Figure(f"first view, {page.name}", cost(visit, TIMES).wall, "ms", bar=MOST)
        name = f"first view, {page.name}, queries"
        yield Figure(name, len(statements_of(visit)), "queries")


def _anew(browser: Browser, path: str) -> None:
    """With nothing kept by a view before; the cache is in the database of the run."""
    cache.clear()
    browser.get(path)
