"""Fair shares: few cases say nothing, hard cases are compared with hard cases."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.fair_share import Comparison, Stratum, fair_share, wilson_interval


def test_hard_cases_are_compared_with_hard_cases() -> None:
    """Half of the hard cases in time is what everybody reaches with them, though the agency as a
    whole reaches 90 per cent."""
    found = fair_share([Stratum(40, 20, 100, 50), Stratum(0, 0, 900, 850)])

    assert (found.share, found.expected) == (Decimal("50.0"), Decimal("50.0"))
    assert found.comparison == Comparison.WITHIN


def test_only_an_interval_that_lies_apart_is_called_better_or_worse() -> None:
    agency = (1000, 800)
    verdicts = {
        good: fair_share([Stratum(100, good, *agency)]).comparison for good in (60, 75, 85, 95)
    }

    assert verdicts == {
        60: Comparison.BELOW,
        75: Comparison.WITHIN,
        85: Comparison.WITHIN,
        95: Comparison.ABOVE,
    }


def test_below_the_minimum_no_share_is_told() -> None:
    found = fair_share([Stratum(9, 0, 100, 90)])

    assert (found.comparison, found.cases, found.share) == (Comparison.TOO_FEW, 9, None)


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_the_share(cases: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(0, cases))
    low, high = wilson_interval(good, cases)

    assert 0 <= low <= Decimal(100) * good / cases + Decimal("1e-9")
    assert Decimal(100) * good / cases - Decimal("1e-9") <= high <= 100


def test_a_team_holds_no_more_than_the_agency() -> None:
    with pytest.raises(ValueError, match="agency holds"):
        Stratum(5, 1, 4, 4)
    with pytest.raises(ValueError, match="some of the cases"):
        Stratum(5, 6, 10, 10)
