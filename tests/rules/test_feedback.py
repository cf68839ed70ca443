"""Continuous feedback."""

from datetime import date

import pytest

from kinerja.rules.feedback import (
    FeedbackMode,
    FeedbackPurpose,
    FeedbackRhythm,
    NoProgressStep,
    feedback_due_days,
    leader_must_give,
    may_change_purpose,
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


@pytest.mark.parametrize(
    ("rhythm", "first", "last", "due"),
    [
        ("month", date(2026, 11, 30), date(2026, 12, 31), [date(2026, 11, 30), date(2026, 12, 31)]),
        ("month", date(2026, 1, 1), date(2026, 2, 27), [date(2026, 1, 31)]),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31), [date(2026, 12, 31)]),
        ("quarter", date(2026, 7, 2), date(2026, 9, 29), []),
        ("month", date(2026, 7, 2), date(2026, 7, 1), []),
    ],
)
def test_scheduled_feedback_is_due_when_a_month_or_quarter_ends(
    rhythm: str, first: date, last: date, due: list[date]
) -> None:
    assert feedback_due_days(FeedbackRhythm(rhythm), first, last) == due


def test_a_purpose_is_never_changed_against_who_received_it() -> None:
    allowed = {
        (purpose, praises, by_receiver)
        for purpose in FeedbackPurpose
        for praises in (True, False)
        for by_receiver in (True, False)
        if may_change_purpose(purpose, praises, by_receiver)
    }

    assert allowed == {
        (FeedbackPurpose.DEVELOPMENT, True, True),
        (FeedbackPurpose.DEVELOPMENT, False, True),
        (FeedbackPurpose.RATING, False, False),
    }
