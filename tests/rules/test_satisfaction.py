"""Citizen satisfaction."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.satisfaction import (
    OLD_ELEMENT_WEIGHT,
    ServiceElement,
    ServiceGrade,
    satisfaction_grade,
    satisfaction_index,
    survey_sample_size,
)

QUARTER = [105, 101, 100, 116, 102, 105, 106, 105, 115]  # a published quarter, 29 people


@st.composite
def surveys(draw: st.DrawFn) -> tuple[int, list[int]]:
    people = draw(st.integers(1, 500))
    return people, draw(st.lists(st.integers(people, 4 * people), min_size=9, max_size=9))


def test_the_published_quarter() -> None:
    result = satisfaction_index(29, QUARTER)

    assert result.ikm == Decimal("91.48")
    assert result.grade is ServiceGrade.A
    assert result.element_means[3] == 4
    assert round(result.element_means[0], 4) == Decimal("3.6207")
    assert len(result.element_means) == len(ServiceElement)


def test_the_old_weight_gives_the_printed_value() -> None:
    assert satisfaction_index(29, QUARTER, OLD_ELEMENT_WEIGHT).ikm == Decimal("90.56")


def test_the_old_weight_may_fall_below_25() -> None:
    result = satisfaction_index(10, [10] * 9, Fraction("0.11"))

    assert (result.ikm, result.grade) == (Decimal("24.75"), ServiceGrade.D)


@pytest.mark.parametrize(
    ("people", "totals", "reason"),
    [
        (0, [0] * 9, "at least one respondent"),
        (10, [30] * 8, "nine elements"),
        (10, [30] * 8 + [9], "answers of 1 to 4"),
        (10, [30] * 8 + [41], "answers of 1 to 4"),
    ],
)
def test_an_impossible_survey_is_refused(people: int, totals: list[int], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        satisfaction_index(people, totals)


@given(survey=surveys())
def test_the_index_is_the_exact_mean_times_25(survey: tuple[int, list[int]]) -> None:
    people, totals = survey

    result = satisfaction_index(people, totals)

    assert 25 <= result.ikm <= 100
    assert abs(Fraction(result.ikm) - Fraction(sum(totals) * 25, people * 9)) <= Fraction(1, 200)
    assert result == satisfaction_index(people, totals, Fraction(1, 9))
    assert result.ikm == satisfaction_index(people, totals[::-1]).ikm
    assert result.grade is satisfaction_grade(result.ikm)


@given(survey=surveys(), element=st.integers(0, 8))
def test_one_better_answer_never_lowers_the_index(
    survey: tuple[int, list[int]], element: int
) -> None:
    people, totals = survey
    better = [*totals]
    better[element] = min(better[element] + 1, 4 * people)

    assert satisfaction_index(people, better).ikm >= satisfaction_index(people, totals).ikm


@pytest.mark.parametrize(
    ("ikm", "grade"),
    [
        ("100", "A"),
        ("88.31", "A"),
        ("88.305", "A"),
        ("88.304", "B"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.605", "B"),
        ("76.60", "C"),
        ("65", "C"),
        ("64.995", "C"),
        ("64.99", "D"),
        ("25", "D"),
    ],
)
def test_grades(ikm: str, grade: str) -> None:
    assert satisfaction_grade(Decimal(ikm)) is ServiceGrade(grade)


@pytest.mark.parametrize("ikm", ["24.99", "100.01"])
def test_an_index_outside_the_scale_is_refused(ikm: str) -> None:
    with pytest.raises(ValueError, match="between 25 and 100"):
        satisfaction_grade(Decimal(ikm))


@given(first=decimals(25, 100, places=3), second=decimals(25, 100, places=3))
def test_a_higher_index_never_has_a_worse_grade(first: Decimal, second: Decimal) -> None:
    low, high = (satisfaction_grade(one).value for one in sorted((first, second)))

    assert low >= high  # "A" is best


@pytest.mark.parametrize(
    ("population", "sample"),
    [(1, 1), (2, 2), (10, 10), (50, 44), (100, 80), (1000, 278), (10_000, 370), (10**6, 384)],
)
def test_the_table_of_krejcie_and_morgan(population: int, sample: int) -> None:
    assert survey_sample_size(population) == sample


@given(population=st.integers(1, 10**7), more=st.integers(0, 10**6))
def test_a_larger_population_never_needs_fewer(population: int, more: int) -> None:
    sample = survey_sample_size(population)

    assert 1 <= sample <= min(population, 384)
    assert survey_sample_size(population + more) >= sample


def test_nobody_to_ask_is_refused() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        survey_sample_size(0)
