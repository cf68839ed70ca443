"""Spans of months, quarters and half-years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.period import Quarter, half_year_span, month_span, quarter_span

YEARS = st.integers(2022, 2099)
ONE_DAY = timedelta(days=1)


def test_february_of_a_leap_year() -> None:
    assert month_span(2028, 2) == (date(2028, 2, 1), date(2028, 2, 29))


def test_the_four_quarters() -> None:
    assert [quarter_span(2026, quarter) for quarter in Quarter] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]


def test_there_is_no_month_13_and_no_third_half() -> None:
    with pytest.raises(ValueError, match="month must be in"):
        month_span(2026, 13)
    with pytest.raises(ValueError, match="two halves"):
        half_year_span(2026, 3)


@given(year=YEARS)
def test_spans_of_a_year_follow_each_other_without_a_gap(year: int) -> None:
    for spans in (
        [month_span(year, month) for month in range(1, 13)],
        [quarter_span(year, quarter) for quarter in Quarter],
        [half_year_span(year, half) for half in (1, 2)],
    ):
        assert spans[0][0] == date(year, 1, 1)
        assert spans[-1][1] == date(year, 12, 31)
        starts = [first for first, _ in spans[1:]]
        assert [last + ONE_DAY for _, last in spans[:-1]] == starts
