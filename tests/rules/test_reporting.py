"""When a result goes up to the authorised official, and with which mark."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import DAYS

from kinerja.rules.reporting import Objected, Received, Standing, reported_as

ANSWER_BY, DECIDE_BY, REPORT_BY = date(2026, 10, 27), date(2026, 11, 5), date(2026, 11, 26)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("answer", "on", "expected"),
    [
        ("returned", date(2026, 10, 8), Standing.RETURNED),
        ("", ANSWER_BY, None),
        ("", ANSWER_BY + DAY, Standing.UNANSWERED),
        ("refused", ANSWER_BY, None),  # the days for an objection run
        ("refused", ANSWER_BY + DAY, Standing.REFUSED),
    ],
)
def test_it_goes_up_when_returned_or_the_limit_is_over(
    answer: str, on: date, expected: Standing | None
):
    assert reported_as(on, REPORT_BY, Received(answer, ANSWER_BY)) is expected


@pytest.mark.parametrize(
    ("decide_by", "on", "expected"),
    [
        (DECIDE_BY, ANSWER_BY, None),
        (DECIDE_BY, DECIDE_BY + DAY, None),  # late, but the report can still wait
        (DECIDE_BY, REPORT_BY - DAY, None),
        (DECIDE_BY, REPORT_BY, Standing.OBJECTION_OPEN),
        (REPORT_BY, ANSWER_BY, None),
        (REPORT_BY + DAY, ANSWER_BY, Standing.OBJECTION_OPEN),  # it would come too late anyway
    ],
)
def test_an_open_objection_is_waited_for_as_long_as_the_report_can(
    decide_by: date, on: date, expected: Standing | None
):
    objected = Objected(decide_by, is_decided=False)

    assert reported_as(on, REPORT_BY, Received("returned", ANSWER_BY), objected) is expected


@given(DAYS, DAYS, DAYS, DAYS, st.sampled_from(["", "refused", "returned"]))
def test_what_is_decided_goes_up_at_once_and_what_is_reported_stays_so(
    on: date, report_by: date, answer_by: date, decide_by: date, answer: str
):
    received = Received(answer, answer_by)
    closed, running = Objected(decide_by, is_decided=True), Objected(decide_by, is_decided=False)

    assert reported_as(on, report_by, received, closed) is Standing.DECIDED
    for objected in (None, running):
        today = reported_as(on, report_by, received, objected)
        assert today is None or reported_as(on + DAY, report_by, received, objected) is today
