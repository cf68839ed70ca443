"""Quota and reciprocity of thanks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.appreciation import is_mutual, quota_left


@given(st.integers(0, 100), st.integers(0, 100))
def test_given_and_left_never_exceed_the_larger_of_both(used, quota):
    assert used + quota_left(used, quota) == max(used, quota)


def test_negative_numbers_are_refused():
    for wrong in ((-1, 5), (1, -5)):
        with pytest.raises(ValueError, match="negative"):
            quota_left(*wrong)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 60))
def test_both_ways_are_alike(there, back, others):
    everything = there + back + others

    assert is_mutual(there, back, everything) == is_mutual(back, there, everything)


def test_exactly_half_is_enough_and_less_is_not():
    assert is_mutual(3, 3, 12)
    assert not is_mutual(3, 3, 13)
    assert not is_mutual(2, 9, 11)


def test_more_between_two_than_they_gave_is_refused():
    for wrong in ((-1, 1, 5), (3, 3, 5)):
        with pytest.raises(ValueError, match="part of what they gave"):
            is_mutual(*wrong)
