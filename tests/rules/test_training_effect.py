"""Planted effects of trainings, and what is claimed where nothing was planted."""

import pytest
from tools.training_effect import SHAPES, Shape, examine

from kinerja.rules.training_effect import (
    EffectVerdict,
    Measured,
    WhyOpen,
    matched,
    t_quantile,
    training_effect,
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_interval_holds_what_was_planted_and_nothing_is_claimed_where_nothing_was(
    shape: Shape,
) -> None:
    found = examine(shape, 800)

    assert found.covered >= 0.93
    assert found.claimed <= 0.07


def _rows(changes: list[float], first: int = 0) -> list[Measured]:
    return [Measured(key, 50, 50 + change) for key, change in enumerate(changes, start=first)]


def test_a_case_counted_by_hand() -> None:
    """Changes 4, 6, 8, 10, 12 against 0, 1, 2, 3, 4: 8 - 2 = 6; variances 10 and 2.5, so the
    standard error is sqrt(10/5 + 2.5/5) = 1.5811 with 5.88 degrees of freedom."""
    found = training_effect(_rows([4, 6, 8, 10, 12]), _rows([0, 1, 2, 3, 4], 10))

    assert (found.taught_change, found.compared_change, found.estimate) == (8, 2, 6)
    assert found.low == pytest.approx(6 - 2.4586 * 1.5811, abs=0.002)
    assert found.high == pytest.approx(6 + 2.4586 * 1.5811, abs=0.002)
    assert (found.verdict, found.why) == (EffectVerdict.UP, None)
    turned = training_effect(_rows([0, 1, 2, 3, 4]), _rows([4, 6, 8, 10, 12], 10))
    assert (turned.verdict, turned.estimate) == (EffectVerdict.DOWN, -6)


def test_below_five_nothing_is_shown() -> None:
    found = training_effect(_rows([9, 9, 9, 8]), _rows([0, 1, 2, 3, 4], 10))

    assert (found.verdict, found.why, found.estimate) == (EffectVerdict.OPEN, WhyOpen.FEW, None)
    assert (found.taught, found.compared) == (4, 5)


def test_equal_changes_and_wide_intervals_are_open() -> None:
    equal = training_effect(_rows([1] * 5), _rows([0] * 5, 10))
    wide = training_effect(_rows([-9, 0, 3, 9, 12]), _rows([-8, 0, 1, 8, 9], 10))

    assert (equal.verdict, equal.why, equal.low) == (EffectVerdict.OPEN, WhyOpen.EQUAL, None)
    assert (wide.verdict, wide.why) == (EffectVerdict.OPEN, WhyOpen.WIDE)


@pytest.mark.parametrize(
    ("probability", "freedom", "printed"),
    [(0.975, 1, 12.706), (0.975, 8, 2.306), (0.975, 30, 2.042), (0.995, 5, 4.032)],
)
def test_student_as_the_tables_print_it(probability, freedom, printed) -> None:
    assert t_quantile(probability, freedom) == pytest.approx(printed, abs=0.001)


def test_pairs_do_not_depend_on_the_order_or_on_the_outcome() -> None:
    taught = [Measured(1, 60, 1, "jf"), Measured(2, 61, 99, "jf"), Measured(3, 60, 5, "ja")]
    others = [Measured(7, 61, 4, "jf"), Measured(8, 60, 7, "jf"), Measured(9, 40, 7, "ja")]

    found = matched(taught, others, 5)

    assert found == matched(taught[::-1], others[::-1], 5)
    assert [[one.key for one in side] for side in found] == [[1, 2], [8, 7]]
