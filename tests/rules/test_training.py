"""The yearly minimum of training, and signs of a need."""

from decimal import Decimal

import pytest
from hypothesis import given
from tests.rules.strategies import decimals

from kinerja.rules.predicate import Predicate
from kinerja.rules.training import (
    NeedSign,
    development_needs,
    meets_training_minimum,
    within_pppk_limit,
)

HOURS = decimals(0, 200)


@given(hours=HOURS, minimum=HOURS)
def test_the_minimum_counts_as_reached(hours: Decimal, minimum: Decimal) -> None:
    assert meets_training_minimum(minimum, minimum)
    assert meets_training_minimum(hours) == (hours >= 20)
    assert meets_training_minimum(hours, minimum) == (hours >= minimum)


@given(hours=HOURS, limit=HOURS)
def test_the_limit_counts_as_inside(hours: Decimal, limit: Decimal) -> None:
    assert within_pppk_limit(limit, limit)
    assert within_pppk_limit(hours) == (hours <= 24)
    assert within_pppk_limit(hours, limit) == (hours <= limit)


def test_negative_hours_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        meets_training_minimum(Decimal(-1))
    with pytest.raises(ValueError, match="cannot be negative"):
        within_pppk_limit(Decimal(-1))


@pytest.mark.parametrize(
    ("gaps", "predicate", "below", "signs"),
    [
        ([0, 1], "baik", False, []),
        ([], None, False, []),
        ([0, -1], "sangat_baik", False, ["competency_below"]),
        ([0], "butuh_perbaikan", False, ["predicate_below_baik"]),
        ([0], None, True, ["indicator_below_target"]),
        (
            [-1],
            "sangat_kurang",
            True,
            ["competency_below", "predicate_below_baik", "indicator_below_target"],
        ),
    ],
)
def test_development_needs(
    gaps: list[int], predicate: str | None, below: bool, signs: list[str]
) -> None:
    known = None if predicate is None else Predicate(predicate)

    assert development_needs(gaps, known, below) == tuple(NeedSign(one) for one in signs)
