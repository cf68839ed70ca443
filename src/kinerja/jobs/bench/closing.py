"""Closing a period for everybody, against the same result as set-based statements."""

import resource
import sys
from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction

from kinerja.evaluation.closing import close_period
from kinerja.evaluation.review import Review
from kinerja.evaluation.snapshot import freeze
from kinerja.jobs.bench.asking import seconds
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town

MEGABYTES = 200  # that closing may add to the process

REPORTS = """UPDATE work_report SET state = 'frozen'
 WHERE state = 'noted' AND done_on BETWEEN %(first)s AND %(last)s
   AND result_id IN (SELECT r.id FROM planning_workresult r JOIN evaluation_review v
                         ON v.plan_id = r.plan_id WHERE v.period_id = %(period)s)"""
EVENTS = """INSERT INTO records_event
       (name, about_type, about_id, person_id, on_behalf_of_id, reason, data, at, digest)
SELECT 'review.signed', 'evaluation.review', id, person_id, appraiser_id, '', '{}', now(),
       sha256((id || 'review.signed' || now())::bytea)
  FROM evaluation_review WHERE period_id = %(period)s AND state = 'signed'"""
NOTICES = """INSERT INTO records_notice (person_id, text, url, sent_at)
SELECT person_id, 'Hasil penilaian Anda sudah dapat dibaca.', '/hasil/' || id || '/', now()
  FROM evaluation_review WHERE period_id = %(period)s AND state = 'signed'"""


def closing(town: Town) -> Iterator[Figure]:
    """The limit first, taken back again; then the real thing, which stays."""
    limit = seconds(lambda: _at_once(town))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    before = _megabytes()
    whole = seconds(lambda: close_period(period=town.period, by=None, on=town.today))
    yield Figure("close a period", whole, "s", limit, 1.3)
    yield Figure("close a period, memory added", _megabytes() - before, "MB", bar=MEGABYTES)


def _at_once(town: Town) -> None:
    period = town.period
    given: dict[str, int | date] = {
        "period": period.pk,
        "first": period.starts_on,
        "last": period.ends_on,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        ready = Review.objects.filter(period=period, state=Review.State.RATED)
        freeze(list(ready.values_list("pk", flat=True)), period, on=town.today, by=None)
        for statement in (REPORTS, EVENTS, NOTICES):
            cursor.execute(statement, given)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def _megabytes() -> float:
    """The most memory that this process has held so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
