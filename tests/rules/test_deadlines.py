"""Last days after an evaluation."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import DAYS, holidays_around

from kinerja.rules import deadlines
from kinerja.rules.deadlines import (
    PERMENPANRB_6_2022_LIMITS,
    FollowUpLimits,
    evaluation_timeline,
    objection_deadline,
    objection_in_time,
)
from kinerja.rules.working_days import MONDAY_TO_SATURDAY, working_days_between

LIMITS = {
    deadlines.delivery_deadline: "delivery",
    deadlines.return_deadline: "employee_return",
    deadlines.report_deadline: "report",
    deadlines.superior_sign_deadline: "superior_sign",
    deadlines.superior_delivery_deadline: "superior_delivery",
    deadlines.superior_return_deadline: "superior_return",
    deadlines.objection_deadline: "objection",
    deadlines.objection_decision_deadline: "objection_decision",
}
RULES = st.sampled_from(list(LIMITS))


def test_the_limits_of_the_annex() -> None:
    found = {
        field.name: getattr(PERMENPANRB_6_2022_LIMITS, field.name)
        for field in fields(FollowUpLimits)
    }

    assert found == {
        "delivery": 14,
        "employee_return": 14,
        "report": 30,
        "superior_sign": 14,
        "superior_delivery": 7,
        "superior_return": 7,
        "objection": 14,
        "objection_decision": 7,
    }


@given(data=st.data(), rule=RULES, start=DAYS, limit=st.integers(0, 45))
def test_every_rule_uses_its_own_limit(
    data: st.DataObject, rule: Callable[..., date], start: date, limit: int
) -> None:
    holidays = data.draw(holidays_around(start))
    limits = replace(PERMENPANRB_6_2022_LIMITS, **{LIMITS[rule]: limit})

    last = rule(start, holidays, limits)

    assert working_days_between(start, last, holidays) == limit


@given(rule=RULES, start=DAYS)
def test_a_six_day_week_is_never_later(rule: Callable[..., date], start: date) -> None:
    holidays: set[date] = set()

    assert rule(start, holidays, weekdays=MONDAY_TO_SATURDAY) <= rule(start, holidays)


@pytest.mark.parametrize(
    ("filed_on", "in_time"),
    [(date(2026, 1, 12), True), (date(2026, 2, 2), True), (date(2026, 2, 3), False)],
)
def test_objection_in_time(filed_on: date, in_time: bool) -> None:
    holidays = {date(2026, 1, 16)}

    assert objection_in_time(date(2026, 1, 12), filed_on, holidays) is in_time


def test_an_objection_before_the_receipt_is_refused() -> None:
    with pytest.raises(ValueError, match="before the document was received"):
        objection_in_time(date(2026, 1, 12), date(2026, 1, 11), set())


@given(data=st.data(), received=DAYS, later=st.integers(0, 60))
def test_an_objection_is_in_time_up_to_its_last_day(
    data: st.DataObject, received: date, later: int
) -> None:
    holidays = data.draw(holidays_around(received))
    filed = received + timedelta(days=later)

    in_time = objection_in_time(received, filed, holidays)

    assert in_time == (filed <= objection_deadline(received, holidays))


@given(data=st.data(), closed=DAYS, earlier=st.integers(0, 31))
def test_the_timeline_is_in_order(data: st.DataObject, closed: date, earlier: int) -> None:
    holidays = data.draw(holidays_around(closed))
    signed = closed - timedelta(days=earlier)

    line = evaluation_timeline(closed, signed, holidays)

    assert signed < line.deliver_by < line.object_by < line.decide_by
    assert line.return_by == line.object_by
    assert line.report_by > closed
    assert line.decision_may_come_after_report == (line.decide_by > line.report_by)
