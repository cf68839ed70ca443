"""The talent box."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.predicate import Rating
from kinerja.rules.talent import (
    Potential,
    in_succession_group,
    talent_box,
    talent_performance,
    talent_potential,
)

POINTS = decimals(0, 100)


@pytest.mark.parametrize(
    ("performance", "row"), [("above", (4, 7, 9)), ("meets", (2, 5, 8)), ("below", (1, 3, 6))]
)
def test_the_nine_boxes(performance: str, row: tuple[int, int, int]) -> None:
    assert tuple(talent_box(Rating(performance), one) for one in Potential) == row


@given(performance=st.sampled_from(Rating), potential=st.sampled_from(Potential))
def test_better_on_an_axis_is_a_higher_box(performance: Rating, potential: Potential) -> None:
    box = talent_box(performance, potential)

    assert talent_box(Rating.ABOVE, potential) >= box >= talent_box(Rating.BELOW, potential)
    assert talent_box(performance, Potential.HIGH) >= box
    assert talent_box(performance, Potential.LOW) <= box


def test_the_succession_group() -> None:
    assert [box for box in range(1, 10) if in_succession_group(box)] == [7, 8, 9]


@pytest.mark.parametrize("box", [0, 10])
def test_there_is_no_such_box(box: int) -> None:
    with pytest.raises(ValueError, match="1 to 9"):
        in_succession_group(box)


@given(points=POINTS, other=POINTS)
def test_equal_parts_weigh_as_one(points: Decimal, other: Decimal) -> None:
    assert talent_performance(points, points) == points
    assert talent_potential(points, points, points, points) == points
    swapped = talent_performance(points, other) + talent_performance(other, points)
    assert swapped == points + other


def test_the_order_of_the_parts_of_potential() -> None:
    full, none = Decimal(100), Decimal(0)

    assert [
        talent_potential(full, none, none, none),
        talent_potential(none, full, none, none),
        talent_potential(none, none, full, none),
        talent_potential(none, none, none, full),
    ] == [40, 25, 20, 15]


def test_weights_must_add_up() -> None:
    with pytest.raises(ValueError, match="add up to 100"):
        talent_performance(Decimal(50), Decimal(50), (Decimal(60), Decimal(41)))


@pytest.mark.parametrize("part", ["-1", "101"])
def test_a_part_outside_the_scale_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        talent_performance(Decimal(part), Decimal(50))
