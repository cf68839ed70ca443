"""Gaps of competency and the fit to a post."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.competency import (
    Competency,
    CompetencyKind,
    FitCategory,
    FitScheme,
    competency_fit_category,
    competency_gap,
)

PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=12)
BEST_FIRST = list(FitCategory)


def test_a_surplus_does_not_fill_a_gap() -> None:
    gap = competency_gap(required=[4, 2, 3], actual=[2, 5, 3])

    assert gap.gaps == (-2, 3, 0)
    assert gap.items_below == 1
    assert round(gap.jpm_capped_percent, 4) == Decimal("77.7778")  # 7 of 9


@given(pairs=PAIRS)
def test_the_match_is_100_exactly_when_nothing_lies_below(pairs: list[tuple[int, int]]) -> None:
    required, actual = zip(*pairs, strict=True)

    gap = competency_gap(required, actual)

    assert 0 <= gap.jpm_capped_percent <= 100
    assert (gap.jpm_capped_percent == 100) == (gap.items_below == 0)
    assert [needs + one for needs, one in zip(required, gap.gaps, strict=True)] == [*actual]


@given(pairs=PAIRS, which=st.integers(0, 11))
def test_one_more_level_never_lowers_the_match(pairs: list[tuple[int, int]], which: int) -> None:
    required, actual = zip(*pairs, strict=True)
    better = list(actual)
    better[which % len(better)] = min(better[which % len(better)] + 1, 5)

    before, after = competency_gap(required, actual), competency_gap(required, better)

    assert after.jpm_capped_percent >= before.jpm_capped_percent
    assert after.items_below <= before.items_below


@pytest.mark.parametrize(
    ("required", "actual", "reason"),
    [
        ([], [], "same competencies"),
        ([3, 3], [3], "same competencies"),
        ([0], [3], "required level"),
        ([6], [3], "required level"),
        ([3], [-1], "actual level"),
        ([3], [6], "actual level"),
    ],
)
def test_impossible_levels_are_refused(required: list[int], actual: list[int], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        competency_gap(required, actual)


@pytest.mark.parametrize(
    ("jpm", "scheme", "senior", "category"),
    [
        ("90", "mapping", False, "optimal"),
        ("89.999", "mapping", False, "cukup_optimal"),
        ("78", "mapping", False, "cukup_optimal"),
        ("77.999", "mapping", True, "kurang_optimal"),
        ("91", "kkp", True, "sangat_baik"),
        ("90.5", "kkp", True, "sangat_baik"),
        ("90.49", "kkp", True, "baik"),
        ("85", "kkp", True, "baik"),
        ("84.49", "kkp", True, "kurang"),
        ("85", "kkp", False, "sangat_baik"),
        ("84", "kkp", False, "baik"),
        ("75", "kkp", False, "baik"),
        ("74", "kkp", False, "kurang"),
    ],
)
def test_categories_of_fit(jpm: str, scheme: str, senior: bool, category: str) -> None:
    found = competency_fit_category(Decimal(jpm), FitScheme(scheme), senior)

    assert found is FitCategory(category)


@given(
    first=decimals(0, 120),
    second=decimals(0, 120),
    scheme=st.sampled_from(FitScheme),
    senior=st.booleans(),
)
def test_a_better_match_never_has_a_worse_category(
    first: Decimal, second: Decimal, scheme: FitScheme, senior: bool
) -> None:
    low, high = (competency_fit_category(one, scheme, senior) for one in sorted((first, second)))

    assert BEST_FIRST.index(high) <= BEST_FIRST.index(low)


@given(jpm=decimals(0, 120))
def test_a_senior_post_asks_for_more(jpm: Decimal) -> None:
    senior = competency_fit_category(jpm, FitScheme.KKP, senior_post=True)
    other = competency_fit_category(jpm, FitScheme.KKP, senior_post=False)

    assert BEST_FIRST.index(senior) >= BEST_FIRST.index(other)


def test_a_negative_match_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        competency_fit_category(Decimal(-1), FitScheme.MAPPING)


def test_eight_managerial_and_one_sociocultural_competency() -> None:
    kinds = [one.kind for one in Competency]

    assert kinds.count(CompetencyKind.MANAGERIAL) == 8
    assert Competency.NATION.kind is CompetencyKind.SOCIOCULTURAL
