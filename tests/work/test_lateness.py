"""Entered in time or not: by the author's own calendar, never counting an outage of ours."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_member
from tests.work.make import TODAY, WIB, Centre, a_centre, a_report

from kinerja.people.agency import update_settings
from kinerja.people.leave import NewLeave, note_leaves
from kinerja.people.shift import NewShift, note_shifts
from kinerja.people.unit_pattern import set_unit_pattern
from kinerja.records.outage import Outage
from kinerja.work.lateness import lateness_of
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 10, 9)


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=WIB)


def days(report: Report) -> int:
    return lateness_of([report])[report.pk].days


def test_friday_may_be_entered_until_monday_night(centre: Centre) -> None:
    in_time = a_report(centre.sari, at=at(12, 23, 59), done_on=FRIDAY)
    late = a_report(centre.sari, at=at(13, 0, 0), done_on=FRIDAY)

    assert (days(in_time), days(late)) == (0, 2)


def test_on_saturday_a_six_day_unit_works(centre: Centre) -> None:
    set_unit_pattern(unit=centre.centre, pattern="six", by=None, on=date(2026, 10, 1))

    assert days(a_report(centre.sari, at=at(12, 9), done_on=FRIDAY)) == 2  # Saturday was the last


def test_leave_does_not_count(centre: Centre) -> None:
    note_leaves(
        leaves=[NewLeave(centre.sari, "annual", date(2026, 10, 12), date(2026, 10, 16))],
        by=None,
        on=TODAY,
    )

    assert days(a_report(centre.sari, at=at(19, 20), done_on=FRIDAY)) == 0
    assert days(a_report(centre.tono, at=at(19, 20), done_on=FRIDAY)) == 6


def test_a_night_shift_is_over_in_the_morning(centre: Centre) -> None:
    update_settings(by=None, grace_days=0)
    note_shifts(
        shifts=[NewShift(centre.sari, date(2026, 10, 8), time(21), time(7))], by=None, on=TODAY
    )

    assert days(a_report(centre.sari, at=at(9, 8), done_on=date(2026, 10, 8))) == 0
    assert days(a_report(centre.tono, at=at(9, 8), done_on=date(2026, 10, 8))) == 1


def test_nobody_is_late_by_an_outage_and_the_reason_is_known(centre: Centre) -> None:
    report = a_report(centre.sari, at=at(9, 20), done_on=date(2026, 10, 7))
    assert days(report) == 2
    outage = Outage.objects.create(cause="stopped", starts_at=at(8, 20), ends_at=at(9, 7))

    found = lateness_of([report])[report.pk]

    assert found.days == 0
    assert found.due.moved_by == (outage.downtime,)


def test_the_agency_sets_grace_and_cycle(centre: Centre) -> None:
    report = a_report(centre.sari, at=at(13, 9), done_on=date(2026, 10, 7))
    assert days(report) == 4
    update_settings(by=None, grace_days=4)
    assert days(report) == 0
    update_settings(by=None, grace_days=2, entry_cycle="week")
    assert days(report) == 0  # from Sunday the 11th on, two working days


def test_the_number_of_queries_does_not_grow(centre: Centre) -> None:
    reports = [
        a_report(a_member(f"Orang {n}", centre.centre), done_on=TODAY - timedelta(days=n % 9))
        for n in range(40)
    ]
    counts = []
    for some in (reports[:1], reports):
        with CaptureQueriesContext(connection) as queries:
            lateness_of(some)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 4
    assert lateness_of([]) == {}
