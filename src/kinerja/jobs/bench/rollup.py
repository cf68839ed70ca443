"""Counting one day of everybody anew, against one scan of the day's reports."""

from collections.abc import Iterator

from django.db import connection

from kinerja.jobs.bench.asking import seconds
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town
from kinerja.work.rollup import count_days


def rollup(town: Town) -> Iterator[Figure]:
    """As if everybody's report of today came in since the last count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO work_changed (person_id, unit_id, day, news)"
            " SELECT person_id, unit_id, done_on, true FROM work_report WHERE done_on = %s",
            [town.today],
        )
        whole = seconds(count_days)
        scanned = min(
            seconds(
                lambda: cursor.execute(
                    "SELECT unit_id, state, count(*), count(DISTINCT person_id) FROM work_report"
                    " WHERE done_on = %s GROUP BY 1, 2",
                    [town.today],
                )
            )
            for _ in range(3)
        )
    yield Figure("rollup of one day", whole * 1000, "ms", scanned * 1000, 5)
