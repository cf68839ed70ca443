"""Achievement of an indicator."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.achievement import (
    JudgedAchievement,
    Polarity,
    UndefinedAchievement,
    indicator_achievement,
    judged_achievement,
)
from kinerja.rules.predicate import Rating

TARGETS = st.tuples(decimals("0.01", 1000), decimals(0, 500)).map(lambda t: (t[0], t[0] + t[1]))
POLARITIES = st.sampled_from(Polarity)


@pytest.mark.parametrize(
    ("polarity", "low", "high", "realisation", "percent"),
    [
        ("maximise", "80", "90", "99", "110"),  # above the range: measured against 90
        ("maximise", "80", "90", "80", "100"),
        ("maximise", "80", "90", "90", "100"),
        ("maximise", "50", "50", "0", "0"),
        ("maximise", "0", "4", "2", "100"),
        ("maximise", "0", "4", "5", "125"),
        ("maximise", "80", "80", "-8", "0"),
        ("minimise", "7", "8", "10", "75"),  # above the range: 2 - 10/8
        ("minimise", "4", "4", "8", "0"),
        ("minimise", "4", "4", "20", "0"),  # never below 0
        ("minimise", "4", "4", "0", "200"),
        ("minimise", "0", "2", "0", "100"),
    ],
)
def test_by_hand(polarity: str, low: str, high: str, realisation: str, percent: str) -> None:
    values = (Decimal(low), Decimal(high), Decimal(realisation))

    assert indicator_achievement(Polarity(polarity), *values) == Decimal(percent)


@pytest.mark.parametrize(("low", "high", "realisation"), [("0", "0", "0"), ("-5", "0", "1")])
def test_a_target_of_zero_gives_no_ratio(low: str, high: str, realisation: str) -> None:
    values = (Decimal(low), Decimal(high), Decimal(realisation))

    with pytest.raises(UndefinedAchievement, match="a target of zero"):
        indicator_achievement(Polarity.MINIMISE, *values)


def test_a_lower_bound_of_zero_gives_no_ratio_below_it() -> None:
    with pytest.raises(UndefinedAchievement, match="a lower bound of zero"):
        indicator_achievement(Polarity.MAXIMISE, Decimal(0), Decimal(5), Decimal(-1))


def test_bounds_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot lie above"):
        indicator_achievement(Polarity.MAXIMISE, Decimal(90), Decimal(80), Decimal(85))


@given(polarity=POLARITIES, target=TARGETS, realisation=decimals(0, 5000))
def test_never_negative_and_100_exactly_inside(
    polarity: Polarity, target: tuple[Decimal, Decimal], realisation: Decimal
) -> None:
    percent = indicator_achievement(polarity, *target, realisation)

    assert percent >= 0
    if target[0] <= realisation <= target[1]:
        assert percent == 100


@given(target=TARGETS, first=decimals(0, 5000), second=decimals(0, 5000))
def test_more_is_better_or_worse_as_the_polarity_says(
    target: tuple[Decimal, Decimal], first: Decimal, second: Decimal
) -> None:
    less, more = sorted((first, second))

    up = [indicator_achievement(Polarity.MAXIMISE, *target, r) for r in (less, more)]
    down = [indicator_achievement(Polarity.MINIMISE, *target, r) for r in (less, more)]

    assert up == sorted(up)
    assert down == sorted(down, reverse=True)


@given(verdict=st.sampled_from(Rating), realisation=decimals(0, 500))
def test_the_ratio_never_changes_the_verdict(verdict: Rating, realisation: Decimal) -> None:
    hundred = Decimal(100)

    judged = judged_achievement(verdict, Polarity.MAXIMISE, hundred, hundred, realisation)

    assert judged == JudgedAchievement(verdict, realisation)


def test_a_verdict_stands_without_a_ratio() -> None:
    zero = Decimal(0)

    judged = judged_achievement(Rating.MEETS, Polarity.MINIMISE, zero, zero, zero)

    assert judged == JudgedAchievement(Rating.MEETS, None)


def test_a_verdict_does_not_hide_a_wrong_target() -> None:
    with pytest.raises(ValueError, match="cannot lie above"):
        judged_achievement(Rating.MEETS, Polarity.MAXIMISE, Decimal(90), Decimal(80), Decimal(85))
