"""Rounding as printed tables do."""

from decimal import Decimal

import pytest
from hypothesis import given
from tests.rules.strategies import decimals

from kinerja.rules.rounding import round_half_up


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("97.894737", 0, "98"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),  # not to the even neighbour
        ("-2.5", 0, "-3"),
        ("88.305", 2, "88.31"),
        ("88.3049", 2, "88.30"),
        ("14.58333", 4, "14.5833"),
    ],
)
def test_by_hand(value: str, places: int, rounded: str) -> None:
    assert round_half_up(Decimal(value), places) == Decimal(rounded)


@given(value=decimals(-1000, 1000, places=6))
def test_never_further_than_half_a_step_and_stable(value: Decimal) -> None:
    rounded = round_half_up(value, 2)

    assert abs(rounded - value) <= Decimal("0.005")
    assert round_half_up(rounded, 2) == rounded
