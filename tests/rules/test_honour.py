"""Candidates and their order."""

import pytest

from kinerja.rules.honour import Figures, is_candidate, order_of
from kinerja.rules.predicate import Predicate


def test_only_good_results_that_nobody_argues_about():
    assert [one for one in Predicate if is_candidate(Figures(one, 1))] == [
        Predicate.SANGAT_BAIK,
        Predicate.BAIK,
    ]
    assert not is_candidate(Figures(Predicate.SANGAT_BAIK, 4, objected=True))


def test_the_predicate_comes_first_then_the_badges():
    shown = [
        Figures(Predicate.SANGAT_BAIK, 2),
        Figures(Predicate.SANGAT_BAIK, 0),
        Figures(Predicate.BAIK, 4),
        Figures(Predicate.BAIK, 1),
    ]

    mixed = [shown[3], shown[1], shown[0], shown[2]]
    assert sorted(mixed, key=order_of) == shown


def test_others_have_no_place():
    with pytest.raises(ValueError, match="only candidates"):
        order_of(Figures(Predicate.KURANG, 4))
