"""Workload analysis."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.workload import (
    SIX_DAY_WEEK_MINUTES_PER_YEAR,
    Task,
    WorkPeriod,
    effective_time_2011,
    staff_needed,
    staffing_gap,
    total_minutes,
)

TASKS = st.lists(
    st.builds(Task, decimals(0, 500), st.sampled_from(WorkPeriod), decimals(0, 1000)), max_size=6
)


@pytest.mark.parametrize(
    ("period", "minutes"), [("year", 60), ("month", 720), ("week", 3_000), ("day", 15_000)]
)
def test_an_hour_of_work_per_period(period: str, minutes: int) -> None:
    assert total_minutes([Task(Decimal(2), WorkPeriod(period), Decimal(30))]) == minutes


def test_six_days_a_week_need_fewer_people() -> None:
    tasks = [Task(Decimal(3000), WorkPeriod.YEAR, Decimal(30))]

    assert staff_needed(tasks) == Decimal("1.2")
    assert staff_needed(tasks, SIX_DAY_WEEK_MINUTES_PER_YEAR) == 1


def test_no_task_needs_nobody() -> None:
    assert staff_needed([]) == 0


@given(tasks=TASKS, more=TASKS)
def test_needs_add_up_in_any_order(tasks: list[Task], more: list[Task]) -> None:
    assert total_minutes(tasks + more) == total_minutes(tasks) + total_minutes(more)
    assert staff_needed(tasks + more) == staff_needed(more + tasks)
    assert staff_needed(tasks + more) >= staff_needed(tasks) >= 0


@pytest.mark.parametrize(("volume", "norm"), [("-1", "30"), ("1", "-30")])
def test_a_negative_task_is_refused(volume: str, norm: str) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        staff_needed([Task(Decimal(volume), WorkPeriod.YEAR, Decimal(norm))])


@pytest.mark.parametrize("minutes", ["0", "-1"])
def test_no_effective_time_is_refused(minutes: str) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        staff_needed([], Decimal(minutes))


@given(need=decimals(0, 1000), incumbents=st.integers(0, 1000))
def test_the_gap_fills_the_need(need: Decimal, incumbents: int) -> None:
    assert staffing_gap(need, incumbents) + incumbents == need


@pytest.mark.parametrize(("need", "incumbents"), [("-1", 0), ("1", -1)])
def test_a_negative_need_is_refused(need: str, incumbents: int) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        staffing_gap(Decimal(need), incumbents)


def test_the_older_effective_times() -> None:
    assert [effective_time_2011(one) for one in WorkPeriod] == [300, 1_500, 6_000, 72_000]
