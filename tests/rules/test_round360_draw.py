"""Raters are drawn evenly, again and again the same, and never those who are barred."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.round360_draw import candidates, draw_raters

SEEDS = st.text(min_size=1, max_size=8)
SIZES = st.integers(2, 14)


def _everybody(size: int) -> dict[int, list[int]]:
    return {one: [other for other in range(size) if other != one] for one in range(size)}


@given(SIZES, SEEDS, st.integers(0, 8), st.integers(0, 8))
def test_nobody_is_asked_more_than_the_limit_and_nobody_twice(size, seed, wanted, most):
    drawn = draw_raters(_everybody(size), seed, wanted=wanted, most=most)

    asked = [one for raters in drawn.values() for one in raters]
    assert all(asked.count(one) <= most for one in range(size))
    assert all(len({*raters}) == len(raters) <= wanted for raters in drawn.values())
    assert all(person not in raters for person, raters in drawn.items())


@given(SIZES, SEEDS, st.integers(1, 5))
def test_the_load_is_even(size, seed, wanted):
    """Everybody could be asked about everybody: the loads differ by two at most."""
    drawn = draw_raters(_everybody(size), seed, wanted=wanted, most=100)

    asked = [one for raters in drawn.values() for one in raters]
    loads = [asked.count(one) for one in range(size)]
    assert max(loads) - min(loads) <= 2
    assert {len(raters) for raters in drawn.values()} == {min(wanted, size - 1)}


@given(SIZES, SEEDS)
def test_the_order_in_which_people_are_listed_changes_nothing(size, seed):
    pools = _everybody(size)
    turned = {one: pools[one][::-1] for one in reversed(pools)}

    assert draw_raters(pools, seed) == draw_raters(turned, seed)


def test_another_seed_draws_others():
    pools = _everybody(12)
    draws = {str(draw_raters(pools, seed, wanted=3)) for seed in ("a", "b", "c")}

    assert len(draws) == 3


def test_those_agreed_on_count_and_are_not_drawn_again():
    drawn = draw_raters({1: [2, 3, 4, 5]}, "benih", wanted=3, given={1: frozenset({2, 3})})

    assert len(drawn[1]) == 1
    assert drawn[1][0] in (4, 5)


def test_what_somebody_answers_already_counts():
    assert draw_raters({1: [2, 3]}, "benih", wanted=2, most=2, load={2: 2}) == {1: [3]}


def test_what_is_refused():
    with pytest.raises(ValueError, match="negative"):
        draw_raters({}, "benih", wanted=-1)
    with pytest.raises(ValueError, match="negative"):
        draw_raters({}, "benih", most=-1)
    with pytest.raises(ValueError, match="himself"):
        draw_raters({1: [1, 2]}, "benih")
    with pytest.raises(ValueError, match="nobody"):
        candidates([], [], 1, set(), -1)


def test_the_wider_circle_is_asked_only_where_the_near_one_is_too_small():
    assert candidates([1, 2, 3], [4, 5], own=3, barred=set(), enough=2) == [1, 2]
    assert candidates([1, 2, 3], [4, 5, 3, 1], own=3, barred={5}, enough=3) == [1, 2, 4]
