"""Ranking by several people: sums, quadrants, spread and agreement, worked by hand."""

from decimal import Decimal

import pytest

from kinerja.rules.priority import (
    Quadrant,
    Spread,
    agreement,
    agreement_words,
    importance_gap,
    quadrant,
    spread,
    usg_score,
)


def test_usg_adds_three_marks_and_ipa_subtracts_performance():
    assert (usg_score(1, 1, 1), usg_score(5, 5, 5), usg_score(5, 4, 3)) == (3, 15, 12)
    assert (importance_gap(5, 1), importance_gap(1, 5)) == (4, -4)
    for wrong in (0, 6):
        with pytest.raises(ValueError, match="1 to 5"):
            usg_score(wrong, 1, 1)
        with pytest.raises(ValueError, match="1 to 5"):
            importance_gap(1, wrong)


def test_the_four_quadrants_and_their_lines():
    def of(importance: str, performance: str) -> Quadrant:
        return quadrant(Decimal(importance), Decimal(performance), Decimal(3), Decimal("3.5"))

    assert of("4", "2") is Quadrant.ACT
    assert of("4", "4") is Quadrant.KEEP
    assert of("2", "2") is Quadrant.LOW
    assert of("2", "4") is Quadrant.PLENTY
    assert of("3", "3.5") is Quadrant.KEEP  # on both lines


def test_the_spread_of_an_odd_and_an_even_number_of_people():
    # 6 9 12 14 15: halves 6 9 and 14 15, quartiles 7.5 and 14.5
    odd = spread([15, 6, 12, 9, 14])
    assert odd == Spread(Decimal("11.20"), Decimal("12.00"), Decimal("7.00"), 5)
    assert spread([7]) == Spread(Decimal("7.00"), Decimal("7.00"), Decimal("0.00"), 1)
    with pytest.raises(ValueError, match="needs a value"):
        spread([])


def test_agreement_is_one_when_all_rank_alike_and_none_when_nothing_is_ranked():
    assert agreement([[15, 9, 3], [12, 8, 4], [5, 4, 3]]) == 1
    assert agreement([[3, 2, 1], [1, 2, 3]]) == 0
    # ranks 3 2 1 / 3 1 2 / 2 3 1: sums 8 6 4, S = 8, W = 12 * 8 / (9 * 24)
    assert agreement([[9, 5, 1], [9, 1, 5], [5, 9, 1]]) == Decimal("0.44")
    # one tie in each row, ranks 2.5 2.5 1 twice: S = 6, 12 * 6 / (4 * 24 - 2 * 12)
    assert agreement([[5, 5, 1], [7, 7, 2]]) == 1
    assert agreement([[5, 5], [5, 5]]) is None
    assert agreement([[1, 2]]) is None
    with pytest.raises(ValueError, match="same items"):
        agreement([[1, 2], [1]])


def test_agreement_in_words():
    said = [agreement_words(Decimal(one)) for one in ("0.70", "0.50", "0.49")]
    assert said == ["kuat", "sedang", "lemah"]
