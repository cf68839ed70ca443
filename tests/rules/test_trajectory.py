"""Targets of the months on the way to the year's target."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.achievement import Polarity
from kinerja.rules.trajectory import (
    FALLING,
    OTHER_END,
    Shape,
    due_by,
    faults,
    is_behind,
    straight_line,
)

MORE, LESS = Polarity.MAXIMISE, Polarity.MINIMISE


def numbers(*texts: str | None) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


def test_a_straight_line_goes_in_equal_steps() -> None:
    rising = straight_line(Decimal(60), Decimal(90), MORE)
    falling = straight_line(Decimal("20.3"), Decimal("14.3"), LESS)

    assert (rising[0], rising[2], rising[11]) == (Decimal("62.5"), Decimal("67.5"), Decimal(90))
    assert (falling[0], falling[5], falling[11]) == (
        Decimal("19.8"),
        Decimal("17.3"),
        Decimal("14.3"),
    )


def test_a_line_of_part_of_a_year() -> None:
    line = straight_line(Decimal(0), Decimal(12), MORE, first=4, last=9)

    assert line == tuple(
        numbers(None, None, None, "2", "4", "6", "8", "10", "12", "12", "12", "12")
    )


@pytest.mark.parametrize(("polarity", "start"), [(MORE, "95"), (LESS, "85"), (MORE, "90")])
def test_whoever_is_there_already_only_keeps_it(polarity: Polarity, start: str) -> None:
    assert set(straight_line(Decimal(start), Decimal(90), polarity)) == {Decimal(90)}


@pytest.mark.parametrize(("first", "last"), [(0, 12), (1, 13), (7, 6)])
def test_months_outside_the_year_are_refused(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="must lie in the year"):
        straight_line(Decimal(0), Decimal(1), MORE, first, last)


@given(decimals(0, 1000), decimals(0, 1000), st.sampled_from(Polarity))
def test_a_line_never_turns_back_and_ends_at_the_target(
    start: Decimal, target: Decimal, polarity: Polarity
) -> None:
    line = [point for point in straight_line(start, target, polarity) if point is not None]

    assert line[-1] == target
    assert not any(is_behind(polarity, earlier, later) for earlier, later in pairwise(line))


def test_the_last_target_stays_due() -> None:
    quarters = numbers(None, None, "15", None, None, "55", None, None, "95", None, None, "100")

    assert [due_by(quarters, month) for month in (0, 2, 3, 5, 6, 11, 12)] == numbers(
        None, None, "15", "15", "55", "95", "100"
    )
    for month in (-1, 13):
        with pytest.raises(ValueError, match="between 0 and 12"):
            due_by(quarters, month)


def test_what_is_expected_is_in_time() -> None:
    assert not is_behind(MORE, Decimal(80), Decimal(80))
    assert is_behind(MORE, Decimal(80), Decimal("79.99"))
    assert not is_behind(LESS, Decimal(14), Decimal(14))
    assert is_behind(LESS, Decimal(14), Decimal("14.01"))


def test_the_quarters_of_the_annex_make_up_the_year() -> None:
    """6/2022 annex p. 93: 15 + 40 + 40 + 5 million tonnes are the 100 million of the year."""
    sums = numbers("15000000", "55000000", "95000000", "100000000")
    year = Decimal(100_000_000)

    assert faults(Shape.CUMULATIVE, sums, year, year) == []
    alone = numbers("15000000", "40000000", "40000000", "5000000")
    assert faults(Shape.CUMULATIVE, alone, year, year) == [FALLING, OTHER_END]


def test_a_level_may_fall_and_a_range_takes_any_end_inside() -> None:
    up_and_down = numbers(None, "70", "65", "85")

    assert faults(Shape.LEVEL, up_and_down, Decimal(80), Decimal(90)) == []
    assert faults(Shape.LEVEL, up_and_down, Decimal(90), Decimal(95)) == [OTHER_END]
    assert faults(Shape.LEVEL, numbers(None, None), Decimal(90), Decimal(90)) == []
