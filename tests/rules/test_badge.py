"""Badges: each rule at its edges."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kinerja.rules.badge import (
    BadgeLimits,
    Effect,
    is_innovation,
    is_of_quality,
    is_on_time,
    is_service,
)
from kinerja.rules.predicate import Rating

LIMITS = BadgeLimits()
SEEN = Effect(Decimal(100), Decimal(90), by_leader=True, by_colleague=True, by_served=False)


def test_the_share_on_time_is_exact():
    most = BadgeLimits(least_steps=3, on_time_percent=75)

    assert is_on_time(4, 3, most)
    assert not is_on_time(8, 5, most)
    assert not is_on_time(2, 2, most)
    for wrong in ((2, 3), (2, -1)):
        with pytest.raises(ValueError, match="part of the steps"):
            is_on_time(*wrong, LIMITS)


@pytest.mark.parametrize(
    ("work", "behaviour", "results", "proven", "earned"),
    [
        (Rating.ABOVE, Rating.ABOVE, 2, 2, True),
        (Rating.ABOVE, Rating.BELOW, 2, 2, False),
        (Rating.MEETS, Rating.ABOVE, 2, 2, False),
        (Rating.ABOVE, Rating.MEETS, 0, 0, False),
        (Rating.ABOVE, Rating.MEETS, 2, 1, False),
    ],
)
def test_quality_needs_the_rating_and_all_the_evidence(work, behaviour, results, proven, earned):
    assert is_of_quality(work, behaviour, results, proven) is earned


def test_more_proof_than_results_is_refused():
    with pytest.raises(ValueError, match="part of the results"):
        is_of_quality(Rating.ABOVE, Rating.MEETS, 1, 2)


def test_an_innovation_moves_a_figure_before_witnesses():
    assert is_innovation(SEEN, LIMITS)
    assert is_innovation(replace(SEEN, before=Decimal(0), after=Decimal(1)), LIMITS)
    assert is_innovation(replace(SEEN, by_colleague=False, by_served=True), LIMITS)
    assert not is_innovation(replace(SEEN, after=Decimal("90.1")), LIMITS)
    assert not is_innovation(replace(SEEN, before=Decimal(0), after=Decimal(0)), LIMITS)
    assert not is_innovation(replace(SEEN, by_leader=False), LIMITS)
    assert not is_innovation(replace(SEEN, by_colleague=False), LIMITS)


def test_a_service_is_seen_by_who_was_served_and_the_superior():
    served = replace(SEEN, by_served=True)

    assert is_service(served)
    assert not is_service(SEEN)
    assert not is_service(replace(served, by_leader=False))
