"""Limits of public complaints."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import DAYS, holidays_around

from kinerja.rules.complaint import (
    COMPLAINT_LIMITS,
    ComplaintStage,
    complaint_deadline,
    complaint_due_date,
)
from kinerja.rules.working_days import MONDAY_TO_SATURDAY, working_days_between

STAGES = st.sampled_from(ComplaintStage)


def test_the_limits_in_working_days() -> None:
    found = {stage.value: complaint_deadline(stage) for stage in ComplaintStage}

    assert found == {
        "verify": 3,
        "first_response": 5,
        "auto_close": 10,
        "resolve_normative": 5,
        "resolve_non_supervisory": 14,
        "resolve_supervisory": 60,
    }


def test_an_agency_may_set_its_own_limit() -> None:
    limits = {**COMPLAINT_LIMITS, ComplaintStage.VERIFY: 1}

    due = complaint_due_date(ComplaintStage.VERIFY, date(2026, 7, 3), set(), limits)

    assert due == date(2026, 7, 6)  # Friday to Monday


@given(data=st.data(), stage=STAGES, received=DAYS)
def test_so_many_working_days_lie_between(
    data: st.DataObject, stage: ComplaintStage, received: date
) -> None:
    holidays = data.draw(holidays_around(received))

    due = complaint_due_date(stage, received, holidays)

    assert working_days_between(received, due, holidays) == complaint_deadline(stage)
    assert complaint_due_date(stage, received, holidays, weekdays=MONDAY_TO_SATURDAY) <= due
