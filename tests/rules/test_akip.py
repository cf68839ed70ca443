"""Evaluation of accountability."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.akip import (
    ANSWER_POINTS,
    AkipPredicate,
    akip_component,
    akip_predicate,
    akip_score,
)

PERCENT = decimals(0, 100)
BEST_FIRST = list(AkipPredicate)


@pytest.mark.parametrize(
    ("score", "predicate"),
    [
        ("100", "AA"),
        ("90.01", "AA"),
        ("90", "A"),
        ("80", "BB"),
        ("70.01", "BB"),
        ("70", "B"),
        ("60", "CC"),
        ("50", "C"),
        ("30.01", "C"),
        ("30", "D"),
        ("0", "D"),
    ],
)
def test_a_predicate_begins_above_its_lower_end(score: str, predicate: str) -> None:
    assert akip_predicate(Decimal(score)) is AkipPredicate(predicate)


@pytest.mark.parametrize(
    ("parts", "score"),
    [
        ("100 0 0 0", 30),
        ("0 100 0 0", 30),
        ("0 0 100 0", 15),
        ("0 0 0 100", 25),
    ],
)
def test_the_weight_of_each_component(parts: str, score: int) -> None:
    planning, measurement, reporting, internal = map(Decimal, parts.split())

    assert akip_score(planning, measurement, reporting, internal).score == score


@pytest.mark.parametrize(
    ("parts", "percent"), [("100 0 0", 20), ("0 100 0", 30), ("0 0 100", 50), ("90 80 70", 77)]
)
def test_the_weight_of_each_part_of_a_component(parts: str, percent: int) -> None:
    existence, quality, use = map(Decimal, parts.split())

    assert akip_component(existence, quality, use) == percent


@given(lows=st.tuples(*[PERCENT] * 4), highs=st.tuples(*[PERCENT] * 4))
def test_a_better_component_never_lowers_the_result(
    lows: tuple[Decimal, ...], highs: tuple[Decimal, ...]
) -> None:
    planning, measurement, reporting, internal = lows
    first = akip_score(planning, measurement, reporting, internal)
    planning, measurement, reporting, internal = map(max, lows, highs)
    second = akip_score(planning, measurement, reporting, internal)

    assert min(lows) <= first.score <= second.score <= max(*lows, *highs)
    assert BEST_FIRST.index(second.predicate) <= BEST_FIRST.index(first.predicate)


@given(parts=st.tuples(PERCENT, PERCENT, PERCENT))
def test_a_component_lies_among_its_parts(parts: tuple[Decimal, Decimal, Decimal]) -> None:
    assert min(parts) <= akip_component(*parts) <= max(parts)


def test_points_of_the_answers() -> None:
    assert list(ANSWER_POINTS.values()) == [100, 90, 80, 70, 60, 50, 30, 0]


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_values_outside_the_scale_are_refused(value: str) -> None:
    wrong, right = Decimal(value), Decimal(50)
    for call in (
        lambda: akip_predicate(wrong),
        lambda: akip_component(right, wrong, right),
        lambda: akip_score(right, right, right, wrong),
    ):
        with pytest.raises(ValueError, match="between 0 and 100"):
            call()
