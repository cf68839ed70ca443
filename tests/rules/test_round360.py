"""What a 360 round tells: never about fewer people than the threshold, and never one answer."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.linking.equations import determined

from kinerja.rules.round360 import (
    ANONYMOUS,
    Frequency,
    Group,
    Told,
    band,
    check_threshold,
    share_in_tenths,
    told_groups,
)

PEOPLE = st.integers(0, 12)
THRESHOLDS = st.integers(3, 8)
SCORES = st.lists(st.integers(1, 5), min_size=0, max_size=9)


def test_the_words_count_from_one_to_five():
    assert [one.score for one in Frequency] == [1, 2, 3, 4, 5]


def test_superior_and_oneself_answer_by_name():
    assert [group for group in Group if group.is_anonymous] == list(ANONYMOUS)


@pytest.mark.parametrize(
    ("peers", "subordinates", "told"),
    [
        (5, 5, [("Rekan kerja", 5), ("Bawahan", 5)]),
        (5, 0, [("Rekan kerja", 5)]),
        (0, 9, [("Bawahan", 9)]),
        (9, 1, [("Rekan kerja dan bawahan", 10)]),
        (3, 2, [("Rekan kerja dan bawahan", 5)]),
        (3, 1, []),
        (4, 0, []),
        (0, 0, []),
    ],
)
def test_groups_that_are_too_small_are_told_together_or_not_at_all(peers, subordinates, told):
    found = told_groups({Group.PEER: peers, Group.SUBORDINATE: subordinates}, 5)

    assert [(one.label, one.people) for one in found] == told


@given(PEOPLE, PEOPLE, THRESHOLDS)
def test_no_difference_of_what_is_told_is_smaller_than_the_threshold(peers, subordinates, k):
    """Also against the total, if somebody learnt it from elsewhere."""
    found = told_groups({Group.PEER: peers, Group.SUBORDINATE: subordinates}, k)

    members = {Group.PEER: range(peers), Group.SUBORDINATE: range(100, 100 + subordinates)}
    sets = [{one for group in told.groups for one in members[group]} for told in found]
    everybody = {one for group in ANONYMOUS for one in members[group]}
    known = [set().union(*chosen) for n in range(3) for chosen in combinations(sets, n)]
    gaps = [len(one - other) for one in [*known, everybody] for other in known if one > other]
    assert not found or all(gap >= k for gap in gaps)


def test_fewer_than_three_is_no_threshold():
    for refused in (lambda: check_threshold(2), lambda: told_groups({}, 2), lambda: band(5, 5, 2)):
        with pytest.raises(ValueError, match="three"):
            refused()


def test_a_group_has_no_negative_size():
    with pytest.raises(ValueError, match="negative"):
        told_groups({Group.PEER: -1})


@pytest.mark.parametrize(("total", "people"), [(4, 5), (26, 5), (1, 0)])
def test_a_sum_fits_the_answers(total, people):
    with pytest.raises(ValueError, match="1 to 5"):
        band(total, people)


@given(st.lists(st.integers(1, 5), min_size=3, max_size=30))
def test_the_word_is_the_nearest_to_the_mean(scores):
    word = band(sum(scores), len(scores), 3)

    assert word is not None
    mean = Fraction(sum(scores), len(scores))
    assert abs(mean - word.score) <= Fraction(1, 2)


@given(st.lists(st.integers(1, 5), min_size=3, max_size=7))
def test_behind_a_word_no_answer_is_the_only_possible_one(scores):
    """Whatever was answered: of each single answer another value gives the same word."""
    word, people = band(sum(scores), len(scores), 3), len(scores)
    totals = [total for total in range(people, 5 * people + 1) if band(total, people, 3) is word]

    for place in range(people):
        possible = {
            value
            for value in range(1, 6)
            for total in totals
            if people - 1 <= total - value <= 5 * (people - 1)
        }
        assert len(possible) >= 2, place


@given(st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=6), THRESHOLDS)
def test_all_numbers_ever_told_determine_no_single_answer(rounds, k):
    """Each word is read as the exact sum that it hides, which is more than anybody gets."""
    unknowns, equations = 0, []
    for scores in rounds:
        places = {}
        for group, given_scores in zip(ANONYMOUS, scores, strict=True):
            places[group] = range(unknowns, unknowns + len(given_scores))
            unknowns += len(given_scores)
        found = told_groups({group: len(places[group]) for group in ANONYMOUS}, k)
        equations += [{n for group in one.groups for n in places[group]} for one in found]

    assert determined(equations, unknowns) == set()


def test_the_proof_can_fail():
    """A total beside a group of all but one gives that one away."""
    assert determined([{0, 1, 2, 3, 4}, {0, 1, 2, 3}], 6) == {4}
    assert determined([{0, 1}, {1, 2}, {0, 2}], 3) == {0, 1, 2}


def test_progress_is_told_in_tenths():
    assert [share_in_tenths(done, 20) for done in (0, 1, 2, 19, 20)] == [0, 0, 1, 9, 10]
    assert share_in_tenths(19, 19) is None
    with pytest.raises(ValueError, match="part"):
        share_in_tenths(3, 2)


def test_what_is_told_alone_carries_its_own_name():
    assert Told((Group.SUBORDINATE,), 6).label == "Bawahan"
