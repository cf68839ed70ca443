"""Continuous feedback."""

import pytest

from kinerja.rules.feedback import (
    FeedbackMode,
    NoProgressStep,
    leader_must_give,
    may_take_over,
)


@pytest.mark.parametrize(
    ("done", "allowed"),
    [
        ([], False),
        (["adjust_expectation"], True),
        (["adjust_resources"], True),
        (["guide"], True),
        (["take_over"], False),
        (["guide", "take_over"], True),
    ],
)
def test_taking_over_comes_after_a_milder_step(done: list[str], allowed: bool) -> None:
    assert may_take_over(frozenset(NoProgressStep(one) for one in done)) is allowed


def test_only_the_scheduled_feedback_is_owed() -> None:
    assert [mode for mode in FeedbackMode if leader_must_give(mode)] == [FeedbackMode.SCHEDULED]
