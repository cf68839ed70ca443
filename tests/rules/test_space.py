"""The phases of a space, and what they let people do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.space import (
    Right,
    SpacePhase,
    SpacePlan,
    is_voting,
    moved,
    next_phase,
    plan_faults,
    rights_in,
    space_phase,
)

PLAN = SpacePlan(
    collect_from=date(2026, 11, 2),
    discuss_from=date(2026, 11, 9),
    decide_from=date(2026, 11, 16),
    report_from=date(2026, 11, 30),
    vote_until=date(2026, 11, 20),
)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(1, 1, 1), SpacePhase.PLANNED),
        (date(2026, 11, 1), SpacePhase.PLANNED),
        (date(2026, 11, 2), SpacePhase.COLLECT),
        (date(2026, 11, 8), SpacePhase.COLLECT),
        (date(2026, 11, 9), SpacePhase.DISCUSS),
        (date(2026, 11, 16), SpacePhase.DECIDE),
        (date(2026, 11, 29), SpacePhase.DECIDE),
        (date(2026, 11, 30), SpacePhase.REPORT),
        (date(9999, 12, 31), SpacePhase.REPORT),
    ],
)
def test_the_phase_of_each_day(day: date, phase: SpacePhase) -> None:
    assert space_phase(PLAN, day) == phase


def test_each_phase_lets_people_do_its_own_things_alone() -> None:
    assert rights_in(SpacePhase.PLANNED) == frozenset()
    assert Right.SUBMIT in rights_in(SpacePhase.COLLECT)
    assert Right.EDIT not in rights_in(SpacePhase.DISCUSS)
    assert rights_in(SpacePhase.DISCUSS) >= {Right.AMEND, Right.COMMENT, Right.SUPPORT}
    assert rights_in(SpacePhase.DECIDE, voting=True) == {Right.VOTE}
    assert rights_in(SpacePhase.DECIDE) == {Right.ANSWER}
    assert rights_in(SpacePhase.REPORT) == {Right.ANSWER, Right.REPORT}
    assert rights_in(SpacePhase.CLOSED) == {Right.REPORT}


def test_a_vote_runs_from_the_decision_to_its_last_day() -> None:
    days = [date(2026, 11, day) for day in range(14, 24)]

    assert [day.day for day in days if is_voting(PLAN, day)] == [16, 17, 18, 19, 20]


def test_what_is_wrong_with_a_plan_is_said() -> None:
    day = date(2026, 11, 2)
    assert len(plan_faults(SpacePlan(day, day, day, day, vote_until=day))) == 4
    assert plan_faults(PLAN) == {}


def test_the_order_of_phases_ends_with_the_report() -> None:
    assert next_phase(SpacePhase.PLANNED) == SpacePhase.COLLECT
    assert next_phase(SpacePhase.CLOSED) is None


def test_a_phase_never_begins_before_the_one_before_it() -> None:
    with pytest.raises(ValueError, match="after the one before"):
        moved(PLAN, SpacePhase.DISCUSS, date(2026, 11, 2))
    with pytest.raises(ValueError, match="no first day"):
        moved(PLAN, SpacePhase.CLOSED, date(2026, 12, 2))


@given(
    phase=st.sampled_from([SpacePhase.DISCUSS, SpacePhase.DECIDE, SpacePhase.REPORT]),
    days=st.integers(min_value=-30, max_value=60),
)
def test_a_moved_plan_is_whole_and_later_phases_keep_their_length(
    phase: SpacePhase, days: int
) -> None:
    names = {"discuss": "discuss_from", "decide": "decide_from", "report": "report_from"}
    first = getattr(PLAN, names[phase]) + timedelta(days=days)
    try:
        new = moved(PLAN, phase, first)
    except ValueError:
        return
    assert getattr(new, names[phase]) == first
    assert new.collect_from == PLAN.collect_from
    assert new.collect_from < new.discuss_from < new.decide_from < new.report_from
    if phase != SpacePhase.REPORT:
        assert new.report_from - new.decide_from == PLAN.report_from - PLAN.decide_from
        assert plan_faults(new) == {}
