"""Credit points of functional officers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import decimals

from kinerja.rules.credit import (
    PERBKN_3_2023,
    CreditEligibility,
    credit_accumulation,
    credit_conversion,
    credit_eligibility,
    may_rise_a_level,
)
from kinerja.rules.position import PositionLevel
from kinerja.rules.predicate import Predicate

LEVELS = st.sampled_from(list(PERBKN_3_2023.levels))
PREDICATES = st.sampled_from(Predicate)
MONTHS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("level", "coefficient", "rank", "up"),
    [
        ("pemula", "3.75", 15, 15),
        ("terampil", "5", 20, 60),
        ("mahir", "12.5", 50, 100),
        ("penyelia", "25", 100, None),
        ("ahli_pertama", "12.5", 50, 100),
        ("ahli_muda", "25", 100, 200),
        ("ahli_madya", "37.5", 150, 450),
        ("ahli_utama", "50", 200, None),
    ],
)
def test_the_table_of_levels(level: str, coefficient: str, rank: int, up: int | None) -> None:
    figures = PERBKN_3_2023.level(PositionLevel(level))

    assert figures.coefficient == Decimal(coefficient)
    assert (figures.rank_promotion, figures.level_promotion) == (
        Decimal(rank),
        None if up is None else Decimal(up),
    )
    assert figures.coefficient * 4 == figures.rank_promotion


@pytest.mark.parametrize(
    ("level", "predicate", "months", "credit"),
    [
        ("ahli_muda", "sangat_baik", 12, "37.5"),
        ("ahli_muda", "butuh_perbaikan", 12, "18.75"),
        ("ahli_muda", "kurang", 6, "6.25"),
        ("ahli_muda", "sangat_kurang", 12, "6.25"),
        ("pemula", "baik", 12, "3.75"),
        ("pemula", "baik", 1, "0.3125"),
        ("mahir", "baik", 5, "5.2083"),
        ("mahir", "baik", 11, "11.4583"),
    ],
)
def test_conversion(level: str, predicate: str, months: int, credit: str) -> None:
    found = credit_conversion(PositionLevel(level), Predicate(predicate), months)

    assert found == Decimal(credit)
    assert found.as_tuple().exponent == -4


@given(level=LEVELS, predicate=PREDICATES, months=st.integers(1, 11))
def test_more_months_and_a_better_predicate_are_worth_more(
    level: PositionLevel, predicate: Predicate, months: int
) -> None:
    credit = credit_conversion(level, predicate, months)

    assert 0 < credit < credit_conversion(level, predicate, months + 1)
    assert credit <= credit_conversion(level, Predicate.SANGAT_BAIK, months)
    assert credit >= credit_conversion(level, Predicate.SANGAT_KURANG, months)


@pytest.mark.parametrize("months", [0, 13, -1])
def test_months_outside_a_year_are_refused(months: int) -> None:
    with pytest.raises(ValueError, match="1 to 12 months"):
        credit_conversion(PositionLevel.AHLI_MUDA, Predicate.BAIK, months)


def test_only_functional_levels_have_credit() -> None:
    with pytest.raises(ValueError, match="Pengawas is not a level of a functional post"):
        credit_conversion(PositionLevel.PENGAWAS, Predicate.BAIK, 12)


@given(entries=st.lists(decimals(0, 100, places=4), max_size=10))
def test_entries_add_up_in_any_order(entries: list[Decimal]) -> None:
    assert credit_accumulation(entries) == credit_accumulation(entries[::-1])
    assert credit_accumulation([*entries, Decimal(1)]) - credit_accumulation(entries) == 1


def test_negative_credit_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        credit_accumulation([Decimal(5), Decimal(-1)])
    with pytest.raises(ValueError, match="cannot be negative"):
        credit_eligibility(PositionLevel.AHLI_MUDA, Decimal(-1))


@pytest.mark.parametrize(
    ("level", "accumulated", "rank", "up"),
    [
        ("ahli_pertama", "49.99", False, False),
        ("ahli_pertama", "50", True, False),
        ("ahli_pertama", "100", True, True),
        ("ahli_utama", "1000", True, False),  # the highest level
        ("penyelia", "100", True, False),
        ("pemula", "15", True, True),
    ],
)
def test_eligibility(level: str, accumulated: str, rank: bool, up: bool) -> None:
    found = credit_eligibility(PositionLevel(level), Decimal(accumulated))

    assert found == CreditEligibility(rank, up)


@given(level=LEVELS, first=decimals(0, 600), second=decimals(0, 600))
def test_more_credit_never_loses_a_threshold(
    level: PositionLevel, first: Decimal, second: Decimal
) -> None:
    low, high = (credit_eligibility(level, one) for one in sorted((first, second)))

    assert high.meets_rank_threshold >= low.meets_rank_threshold
    assert high.meets_level_threshold >= low.meets_level_threshold


@pytest.mark.parametrize(
    ("credit", "vacancy", "test_passed", "predicate", "rises"),
    [
        (True, True, True, "baik", True),
        (True, True, True, "sangat_baik", True),
        (True, True, True, "butuh_perbaikan", False),
        (False, True, True, "baik", False),
        (True, False, True, "baik", False),
        (True, True, False, "baik", False),
    ],
)
def test_credit_is_one_condition_among_four(
    credit: bool, vacancy: bool, test_passed: bool, predicate: str, rises: bool
) -> None:
    found = may_rise_a_level(
        CreditEligibility(meets_rank_threshold=True, meets_level_threshold=credit),
        vacancy=vacancy,
        test_passed=test_passed,
        predicate=Predicate(predicate),
    )

    assert found is rises
