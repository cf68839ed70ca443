"""Counters per unit and day: what the worker counts is what one SQL statement over all counts."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from tests.people.make import a_member, a_unit
from tests.work.make import NOW, TODAY, a_centre, a_report, days_ago

from kinerja.work import signal
from kinerja.work.correction import withdraw_report
from kinerja.work.freeze import freeze_reports
from kinerja.work.report import Report
from kinerja.work.rollup import (
    Changed,
    Numbers,
    UnitDay,
    count_days,
    counted_at,
    numbers_under,
    rebuild,
)
from kinerja.work.signal import Signal, forget_signals, last_signal, news_since
from kinerja.work.verification import answer_report

pytestmark = pytest.mark.django_db

# The twin: the same numbers, straight from the reports, one scan.
ORACLE = """
SELECT unit_id, done_on, count(*), sum((state IN ('noted', 'frozen'))::int),
       sum((state IN ('asked', 'returned'))::int), sum((state = 'filed')::int),
       count(DISTINCT person_id)
  FROM work_report WHERE state <> 'withdrawn' GROUP BY 1, 2 ORDER BY 1, 2
"""


def oracle():
    with connection.cursor() as cursor:
        cursor.execute(ORACLE)
        return cursor.fetchall()


def counters():
    """The rows that say anything; a day that was emptied keeps a row of zeros."""
    fields = ("unit_id", "day", "filed", "accepted", "returned", "waiting", "people")
    rows = UnitDay.objects.exclude(filed=0).order_by("unit", "day")
    return list(rows.values_list(*fields))


def test_the_counters_follow_each_change():
    centre = a_centre()
    a_report(centre.sari, done_on=days_ago(1))
    accepted, asked = a_report(centre.sari), a_report(centre.tono)
    gone = a_report(centre.tono)
    a_report(centre.dewi)
    count_days(NOW)
    assert counters() == oracle()

    answer_report(report=accepted, verdict="accept", by=centre.budi, at=NOW)
    answer_report(report=asked, verdict="ask", by=centre.budi, at=NOW, note="Di mana?")
    withdraw_report(report=gone, by=centre.tono)
    count_days(NOW)

    assert counters() == oracle()
    today = UnitDay.objects.get(unit=centre.centre, day=TODAY)
    assert (today.filed, today.accepted, today.returned, today.waiting) == (2, 1, 1, 0)
    assert today.people == 2


def test_what_is_taken_back_leaves_no_number():
    centre = a_centre()
    report = a_report(centre.sari)
    count_days(NOW)
    withdraw_report(report=report, by=centre.sari)
    count_days(NOW)

    assert (counters(), oracle()) == ([], [])


def test_a_rebuild_counts_the_same():
    centre = a_centre()
    for days in range(5):
        a_report(centre.sari, done_on=days_ago(days))
    rebuild(NOW)
    assert (counters(), Changed.objects.count(), counted_at()) == (oracle(), 0, NOW)

    UnitDay.objects.update(filed=99)
    rebuild(NOW)
    assert counters() == oracle()


def test_reports_of_a_signed_evaluation_are_not_counted_again():
    centre = a_centre()
    report = a_report(centre.sari, result=centre.checks)
    answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    count_days(NOW)
    assert freeze_reports(plans=[centre.checks.plan], first=days_ago(9), last=TODAY) == 1

    assert count_days(NOW) == 0
    assert counters() == oracle()


def test_who_has_news_is_published_once_a_person():
    centre = a_centre()
    a_report(centre.sari)
    a_report(centre.sari, done_on=days_ago(1))
    a_report(centre.tono)
    start = last_signal()
    count_days(NOW)

    told = news_since(start)
    assert [(person, news) for _, person, news in told.signals] == [
        (centre.sari.pk, True),
        (centre.tono.pk, True),
    ]
    report = Report.objects.filter(person=centre.sari)[0]
    answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    count_days(NOW)

    (later,) = news_since(told.last).signals
    assert later == (last_signal(), centre.sari.pk, False)


def test_a_page_that_slept_too_long_learns_that_it_missed_something():
    centre = a_centre()
    for person in (centre.sari, centre.tono, centre.sari):
        a_report(person)
        count_days(NOW)
    first, _, last = Signal.objects.order_by("pk").values_list("pk", flat=True)
    Signal.objects.update(at=NOW - timedelta(days=2))

    assert forget_signals(before=NOW - timedelta(days=1)) == 2
    assert first < news_since(first).reaches_to == last - 1
    assert news_since(last) == signal.Missed(last, last - 1)
    assert last_signal() == last


def test_of_a_long_list_only_the_end_is_told(monkeypatch):
    monkeypatch.setattr(signal, "MOST_NEWS", 2)
    centre = a_centre()
    start = last_signal()
    for person in (centre.sari, centre.tono, centre.sari, centre.tono):
        a_report(person)
        count_days(NOW)
    numbers = list(Signal.objects.order_by("pk").values_list("pk", flat=True))

    told = news_since(start)

    assert [number for number, _, _ in told.signals] == numbers[2:]
    assert told.reaches_to == numbers[1]


def test_subtrees_in_one_query(django_assert_num_queries):
    centre = a_centre()
    village = a_unit("Pustu Kampung", centre.centre)
    a_report(a_member("Ani", village))
    a_report(centre.sari)
    a_report(centre.dewi, done_on=days_ago(1))
    other = centre.dewi.assignments.get().position.unit
    count_days(NOW)

    with django_assert_num_queries(1):
        sums = numbers_under([centre.health, other], days_ago(6), TODAY)

    assert sums == {
        centre.health.pk: Numbers(filed=2, waiting=2, people=2),
        other.pk: Numbers(filed=1, waiting=1, people=1),
    }
    assert numbers_under([centre.health], TODAY, TODAY)[centre.health.pk].filed == 2


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_not_skipped():
    """A slow phone: its row has the smaller number and is committed after the others."""
    centre = a_centre()
    report = a_report(centre.sari)
    count_days(NOW)
    slow = psycopg.connect(**_place())
    slow.execute(
        "INSERT INTO work_report (person_id, unit_id, text, done_on, filed_at, state, key, version)"
        " SELECT person_id, unit_id, 'Terlambat', done_on, filed_at, 'filed', gen_random_uuid(), 1"
        " FROM work_report WHERE id = %s",
        [report.pk],
    )
    a_report(centre.tono)
    assert count_days(NOW) == 1  # Tono's only
    seen = last_signal()
    slow.commit()
    slow.close()

    assert count_days(NOW) == 1
    assert counters() == oracle()
    assert [person for _, person, _ in news_since(seen).signals] == [centre.sari.pk]


def _place():
    chosen = connection.settings_dict
    place = {"host": chosen["HOST"], "port": chosen["PORT"], "user": chosen["USER"]}
    place |= {"password": chosen["PASSWORD"], "dbname": chosen["NAME"]}
    return {key: value for key, value in place.items() if value}
