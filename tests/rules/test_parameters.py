"""Dated sets of rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from tests.rules.strategies import DAYS

from kinerja.rules.distribution import DistributionPolicy
from kinerja.rules.parameters import RULE_SETS, NoRuleSet, rule_set, rule_set_by_code


def test_codes_and_days_stand_for_ever() -> None:
    assert [(one.code, one.valid_from) for one in RULE_SETS] == [
        ("asn-2022-02", date(2022, 2, 7)),
        ("asn-2023-01", date(2023, 1, 31)),
    ]


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2022, 2, 7), "asn-2022-02"),
        (date(2023, 1, 30), "asn-2022-02"),
        (date(2023, 1, 31), "asn-2023-01"),
        (date(2026, 1, 1), "asn-2023-01"),
    ],
)
def test_the_day_chooses_the_set(on: date, code: str) -> None:
    assert rule_set(on).code == code


def test_credit_and_the_circular_came_with_the_second_set() -> None:
    before, after = RULE_SETS

    assert before.credit is None
    assert before.distribution_policies == (DistributionPolicy.CURVE_ONLY,)
    assert after.credit is not None
    assert DistributionPolicy.SE_3_2023 in after.distribution_policies


def test_a_day_before_the_first_set_is_refused() -> None:
    with pytest.raises(NoRuleSet, match="berlaku mulai 7 Februari 2022;"):
        rule_set(date(2022, 2, 6))


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(NoRuleSet, match="kode asn-1999"):
        rule_set_by_code("asn-1999")


@given(on=DAYS)
def test_a_later_day_never_has_an_older_set(on: date) -> None:
    chosen = rule_set(on)

    assert chosen.valid_from <= on
    assert rule_set(on + timedelta(days=1)).valid_from >= chosen.valid_from
    assert rule_set_by_code(chosen.code) is chosen
