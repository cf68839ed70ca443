"""Fixed dates of the performance year."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.year import (
    PERMENPANRB_6_2022_DATES,
    evaluation_window,
    organisation_result_deadline,
    skp_deadline,
)

YEARS = st.integers(2022, 2099)


def test_a_weekend_shifts_nothing() -> None:
    assert skp_deadline(2026) == date(2026, 1, 31)  # a Saturday
    assert skp_deadline(2027) == date(2027, 1, 31)  # a Sunday


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2025, 12, 30), False),
        (date(2025, 12, 31), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ],
)
def test_both_ends_of_the_window_are_inside(day: date, inside: bool) -> None:
    assert (day in evaluation_window(2025)) is inside


def test_only_a_day_can_be_inside_the_window() -> None:
    assert "2026-01-01" not in evaluation_window(2025)


def test_a_later_regulation_may_move_the_dates() -> None:
    dates = replace(PERMENPANRB_6_2022_DATES, plan_set_by=(2, 15), organisation_result_by=(3, 31))

    assert skp_deadline(2030, dates) == date(2030, 2, 15)
    assert organisation_result_deadline(2030, dates) == date(2031, 3, 31)


def test_a_year_without_a_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="year 0"):
        skp_deadline(0)


@given(year=YEARS)
def test_the_window_of_a_year_closes_with_the_plans_of_the_next(year: int) -> None:
    window = evaluation_window(year)

    assert window.opens.year == year
    assert window.closes == skp_deadline(year + 1) == organisation_result_deadline(year)
