"""The revoked 0-120 scheme."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.score120 import (
    Category120,
    additional_work_score,
    combined_score_pp30,
    indicator_score_120,
    periodic_skp_score,
    pp46_to_pp30_score,
    skp_score_total,
)

SCORES = decimals(0, 120)
POINTS = st.lists(decimals(0, 30), max_size=6)
BEST_FIRST = list(Category120)


@pytest.mark.parametrize(
    ("achievement", "ceiling", "category", "score"),
    [
        ("0", False, "sangat_kurang", "0"),
        ("59.49", False, "sangat_kurang", "49"),
        ("59.5", False, "kurang", "50"),
        ("79", False, "kurang", "69"),
        ("79.5", False, "cukup", "70"),
        ("99.49", False, "cukup", "89"),
        ("99.5", False, "baik", "109"),
        ("100", True, "sangat_baik", "120"),
        ("99", True, "cukup", "89"),
        ("100.5", False, "sangat_baik", "110"),
        ("110", False, "sangat_baik", "120"),
        ("110.49", False, "sangat_baik", "120"),
        ("111", False, "sangat_baik", "120"),
        ("300", False, "sangat_baik", "120"),
    ],
)
def test_indicator_score(achievement: str, ceiling: bool, category: str, score: str) -> None:
    found = indicator_score_120(Decimal(achievement), ceiling)

    assert (found.category.value, found.score) == (category, Decimal(score))


@given(first=decimals(0, 200), second=decimals(0, 200), ceiling=st.booleans())
def test_a_higher_achievement_never_scores_less_apart_from_the_ceiling(
    first: Decimal, second: Decimal, ceiling: bool
) -> None:
    low, high = (indicator_score_120(one) for one in sorted((first, second)))

    assert 0 <= low.score <= high.score <= 120
    assert BEST_FIRST.index(low.category) >= BEST_FIRST.index(high.category)


def test_a_negative_achievement_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        indicator_score_120(Decimal("-0.01"))


@pytest.mark.parametrize(
    ("category", "weight", "score", "weighted"),
    [
        ("sangat_baik", "10", "120", "12"),
        ("baik", "10", "109", "8.72"),
        ("cukup", "10", "80", "4.8"),
        ("kurang", "10", "60", "2.4"),
        ("sangat_kurang", "5", "40", "0.4"),
    ],
)
def test_additional_work(category: str, weight: str, score: str, weighted: str) -> None:
    found = additional_work_score(Category120(category), Decimal(weight), Decimal(score))

    assert found == Decimal(weighted)


@given(weight=decimals(0, 50), score=SCORES)
def test_a_better_category_is_worth_more(weight: Decimal, score: Decimal) -> None:
    found = [additional_work_score(category, weight, score) for category in Category120]

    assert found == sorted(found, reverse=True)
    assert found[0] == weight * score / 100


@pytest.mark.parametrize(("weight", "score"), [("-1", "100"), ("1", "121"), ("1", "-1")])
def test_impossible_additional_work_is_refused(weight: str, score: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be negative|between 0 and 120"):
        additional_work_score(Category120.BAIK, Decimal(weight), Decimal(score))


@given(main=POINTS, additional=POINTS)
def test_additional_items_add_at_most_10(main: list[Decimal], additional: list[Decimal]) -> None:
    total = skp_score_total(main, additional)

    assert total == sum(main) + min(sum(additional), 10)
    assert total == skp_score_total(main[::-1], additional[::-1])


def test_a_negative_item_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        skp_score_total([Decimal(60)], [Decimal(-1)])


@given(first=SCORES, second=SCORES)
def test_the_periodic_score_lies_half_way(first: Decimal, second: Decimal) -> None:
    score = periodic_skp_score(first, second)

    assert score == periodic_skp_score(second, first)
    assert score - min(first, second) == max(first, second) - score


@pytest.mark.parametrize(("plan", "main"), [("121", "100"), ("100", "-1")])
def test_an_impossible_mean_is_refused(plan: str, main: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 120"):
        periodic_skp_score(Decimal(plan), Decimal(main))


@pytest.mark.parametrize(
    ("score", "idea", "category"),
    [
        ("120", True, "sangat_baik"),
        ("110", True, "sangat_baik"),
        ("110", False, "baik"),
        ("109.99", True, "baik"),
        ("90", False, "baik"),
        ("89.99", True, "cukup"),
        ("70", False, "cukup"),
        ("69.99", False, "kurang"),
        ("50", False, "kurang"),
        ("49.99", False, "sangat_kurang"),
        ("0", True, "sangat_kurang"),
    ],
)
def test_categories_of_the_combined_value(score: str, idea: bool, category: str) -> None:
    equal = Decimal(score)

    found = combined_score_pp30(equal, equal, peer_input_used=False, new_idea=idea)

    assert (found.category.value, found.score) == (category, equal)


@given(skp=SCORES, behaviour=SCORES, idea=st.booleans())
def test_peer_input_moves_a_tenth_from_plan_to_behaviour(
    skp: Decimal, behaviour: Decimal, idea: bool
) -> None:
    without = combined_score_pp30(skp, behaviour, peer_input_used=False, new_idea=idea).score
    with_peers = combined_score_pp30(skp, behaviour, peer_input_used=True, new_idea=idea).score

    assert with_peers - without == (behaviour - skp) / 10
    assert min(skp, behaviour) <= without <= max(skp, behaviour)


@pytest.mark.parametrize(("skp", "behaviour"), [("120.01", "100"), ("100", "-1")])
def test_an_impossible_part_is_refused(skp: str, behaviour: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 120"):
        combined_score_pp30(Decimal(skp), Decimal(behaviour), peer_input_used=False, new_idea=False)


@pytest.mark.parametrize(
    ("pp46", "pp30"),
    [
        ("0", "0"),
        ("50", "49"),
        ("50.01", "49"),
        ("51", "50"),
        ("60", "69"),
        ("60.01", "69"),
        ("61", "70"),
        ("75", "89"),
        ("75.01", "89"),
        ("76", "90"),
        ("90", "109"),
        ("90.01", "109"),
        ("91", "110"),
        ("99", "120"),
        ("100", "120"),
    ],
)
def test_pp46_to_pp30(pp46: str, pp30: str) -> None:
    assert pp46_to_pp30_score(Decimal(pp46)) == Decimal(pp30)


@given(first=decimals(0, 100), second=decimals(0, 100))
def test_the_conversion_never_turns_an_order_round(first: Decimal, second: Decimal) -> None:
    low, high = (pp46_to_pp30_score(one) for one in sorted((first, second)))

    assert 0 <= low <= high <= 120


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_a_value_outside_the_old_scale_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        pp46_to_pp30_score(Decimal(value))
