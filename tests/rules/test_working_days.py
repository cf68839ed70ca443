"""Working-day arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import DAYS, holidays_around

from kinerja.rules.working_days import (
    MONDAY_TO_FRIDAY,
    MONDAY_TO_SATURDAY,
    add_working_days,
    is_working_day,
    skipped_holidays,
    working_days_between,
)

ISRA_MIKRAJ = date(2026, 1, 16)  # a Friday


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 1, 15), True),  # Thursday
        (ISRA_MIKRAJ, False),
        (date(2026, 1, 17), False),  # Saturday
        (date(2026, 1, 18), False),  # Sunday
    ],
)
def test_is_working_day(day: date, worked: bool) -> None:
    assert is_working_day(day, {ISRA_MIKRAJ}) is worked


def test_a_six_day_week_works_on_saturday() -> None:
    assert is_working_day(date(2026, 1, 17), set(), MONDAY_TO_SATURDAY)
    assert add_working_days(date(2026, 1, 15), 3, {ISRA_MIKRAJ}, MONDAY_TO_SATURDAY) == date(
        2026, 1, 20
    )


def test_the_day_of_the_event_is_day_0() -> None:
    friday = date(2026, 1, 9)

    assert add_working_days(friday, 0, set()) == friday
    assert add_working_days(friday, 1, set()) == date(2026, 1, 12)


def test_an_event_at_the_weekend_begins_on_the_next_working_day() -> None:
    assert add_working_days(date(2026, 1, 10), 1, set()) == date(2026, 1, 12)


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        add_working_days(date(2026, 1, 12), -1, set())


@pytest.mark.parametrize("weekdays", [frozenset(), frozenset({7})])
def test_a_week_without_work_is_refused(weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="at least one weekday"):
        add_working_days(date(2026, 1, 12), 1, set(), weekdays)


def test_skipped_holidays_are_those_that_would_have_been_worked() -> None:
    holidays = {date(2026, 1, 12), ISRA_MIKRAJ, date(2026, 1, 18), date(2026, 1, 20)}

    assert skipped_holidays(date(2026, 1, 12), date(2026, 1, 19), holidays) == [ISRA_MIKRAJ]


def test_an_empty_span_has_no_days() -> None:
    day = date(2026, 1, 12)

    assert working_days_between(day, day, set()) == 0
    assert working_days_between(day, day - timedelta(days=7), set()) == 0
    assert skipped_holidays(day, day - timedelta(days=7), {date(2026, 1, 8)}) == []


@given(data=st.data(), start=DAYS, days=st.integers(1, 60))
def test_the_last_day_is_worked_and_so_many_days_away(
    data: st.DataObject, start: date, days: int
) -> None:
    holidays = data.draw(holidays_around(start))

    last = add_working_days(start, days, holidays)

    assert is_working_day(last, holidays)
    assert working_days_between(start, last, holidays) == days


@given(data=st.data(), start=DAYS, days=st.integers(0, 60))
def test_one_more_day_is_later_and_one_more_holiday_never_earlier(
    data: st.DataObject, start: date, days: int
) -> None:
    holidays = data.draw(holidays_around(start))
    extra = start + timedelta(days=data.draw(st.integers(1, 90)))
    last = add_working_days(start, days, holidays)

    assert add_working_days(start, days + 1, holidays) > last
    assert add_working_days(start, days, holidays | {extra}) >= last


@given(data=st.data(), start=DAYS, days=st.integers(1, 60))
def test_skipped_holidays_explain_the_delay(data: st.DataObject, start: date, days: int) -> None:
    holidays = data.draw(holidays_around(start))
    last = add_working_days(start, days, holidays)

    skipped = skipped_holidays(start, last, holidays)

    assert working_days_between(start, last, set()) == days + len(skipped)
    assert all(day.weekday() in MONDAY_TO_FRIDAY for day in skipped)
