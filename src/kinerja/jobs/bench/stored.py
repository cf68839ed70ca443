"""Computing stored results again, against reading their snapshots."""

from collections.abc import Iterator
from functools import partial

from kinerja.evaluation.review import Review
from kinerja.evaluation.snapshot import agrees
from kinerja.jobs.bench.asking import bare_connection, cost
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town

MOST = 1_000


def recompute_stored(town: Town) -> Iterator[Figure]:
    """Nothing where no result is stored. Errors: RuntimeError when one does not agree."""
    stored = Review.objects.released().filter(period=town.period).order_by("pk")
    number = stored[:MOST].count()
    if not number:
        return

    def again() -> None:
        if not all(agrees(one or {}) for one in stored.values_list("snapshot", flat=True)[:MOST]):
            raise RuntimeError("a stored result does not follow from its snapshot")

    read = (
        "SELECT snapshot FROM evaluation_review WHERE snapshot IS NOT NULL ORDER BY id LIMIT 1000"
    )
    with bare_connection() as driver:
        raw = cost(lambda: driver.execute(read).fetchall(), 5)
    whole = cost(partial(again), 5)
    yield Figure(f"recompute {number} stored results", whole.wall, "ms", raw.wall, 5)
