"""What the counts of a vote say."""

import pytest

from kinerja.rules.ballot import (
    Turnout,
    differs_from_vote,
    leading_ideas,
    shows_counts,
    whole_choice,
)


def test_the_quorum_is_a_fact_rounded_up() -> None:
    assert Turnout(voters=4, eligible=13, quorum=30).needed == 4
    assert Turnout(voters=4, eligible=13, quorum=30).met
    assert not Turnout(voters=4, eligible=14, quorum=30).met
    assert Turnout(voters=0, eligible=0).met


def test_no_vote_leads_nothing() -> None:
    assert leading_ideas({}) == leading_ideas({1: 0, 2: 0}) == frozenset()
    assert not differs_from_vote(1, {1: 0, 2: 0}, rejected=True)
    with pytest.raises(ValueError, match="negative"):
        leading_ideas({1: -1})


def test_an_answer_differs_when_the_first_is_rejected_or_passed_over() -> None:
    counts = {1: 3, 2: 9, 3: 9}

    assert differs_from_vote(2, counts, rejected=True)
    assert not differs_from_vote(1, counts, rejected=True)
    assert differs_from_vote(1, counts, rejected=False)
    assert not differs_from_vote(1, counts, rejected=False, carried=[3])
    assert not differs_from_vote(3, counts, rejected=False)


def test_counts_of_a_secret_vote_of_few_are_not_shown() -> None:
    assert not shows_counts(4, secret=True)
    assert shows_counts(5, secret=True)
    assert shows_counts(1, secret=False)


def test_a_ballot_has_one_vote_or_more_for_ideas_that_stand() -> None:
    assert not whole_choice(set(), {1}, 3)
    assert not whole_choice({4}, {1, 2}, 3)
    assert whole_choice({1, 2}, {1, 2, 3}, 2)
