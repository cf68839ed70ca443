"""What may be done with an idea in its states."""

from datetime import date

import pytest

from kinerja.rules.idea import (
    ANSWERS,
    GOING_ON,
    UNDECIDED,
    IdeaState,
    idea_due,
    idea_rights,
    may_answer,
)
from kinerja.rules.space import Right, SpacePhase, rights_in


def test_an_idea_of_the_box_is_open_until_it_is_answered() -> None:
    assert Right.ANSWER in idea_rights(IdeaState.SUBMITTED)
    assert idea_rights(IdeaState.DISCUSSED) >= {Right.SUPPORT, Right.AMEND, Right.ANSWER}
    assert Right.EDIT not in idea_rights(IdeaState.DISCUSSED)
    assert idea_rights(IdeaState.ACCEPTED) == {Right.REPORT, Right.COMMENT}
    assert idea_rights(IdeaState.REJECTED) == idea_rights(IdeaState.WITHDRAWN) == frozenset()


@pytest.mark.parametrize("state", sorted(UNDECIDED))
@pytest.mark.parametrize("phase", list(SpacePhase))
def test_in_a_space_the_phase_opens_and_closes(state: IdeaState, phase: SpacePhase) -> None:
    allowed = rights_in(phase)

    assert idea_rights(state, allowed) == allowed - {Right.SUBMIT, Right.REPORT}


def test_a_trial_ends_also_after_its_space() -> None:
    closed = rights_in(SpacePhase.CLOSED)

    assert idea_rights(IdeaState.TRIAL, closed) == {Right.ANSWER, Right.REPORT}
    assert idea_rights(IdeaState.ACCEPTED, closed) == {Right.REPORT}
    assert idea_rights(IdeaState.REJECTED, closed) == frozenset()


def test_answers_follow_on_open_states_and_once_on_a_trial() -> None:
    for state in UNDECIDED:
        assert all(may_answer(state, answer) for answer in ANSWERS)
    assert not may_answer(IdeaState.TRIAL, IdeaState.TRIAL)
    assert not may_answer(IdeaState.SUBMITTED, IdeaState.DONE)
    assert not any(may_answer(state, IdeaState.ACCEPTED) for state in (IdeaState.DRAFT,))
    assert {IdeaState.TRIAL, IdeaState.ACCEPTED} == GOING_ON


def test_the_last_day_counts_worked_days() -> None:
    holiday = date(2026, 12, 25)

    assert idea_due(
        date(2026, 12, 22), 4, lambda day: day.weekday() < 5 and day != holiday
    ) == date(2026, 12, 29)
