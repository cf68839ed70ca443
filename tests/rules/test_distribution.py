"""The distribution guide and the limits of the circular."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.distribution import (
    DistributionPolicy,
    distribution_is_judged,
    distribution_majority,
    predicate_distribution,
)
from kinerja.rules.predicate import OrgPredicate, Predicate

SE = DistributionPolicy.SE_3_2023
COUNTS = st.dictionaries(st.sampled_from(Predicate), st.integers(0, 200))
ORGS = st.sampled_from(OrgPredicate)


def counts(text: str) -> dict[Predicate, int]:
    """Employees per predicate, best first: "7 3 0 0 0"."""
    return dict(zip(Predicate, map(int, text.split()), strict=True))


@pytest.mark.parametrize(
    ("org", "text", "violations"),
    [
        ("istimewa", "70 30 0 0 0", []),
        ("istimewa", "71 29 0 0 0", ["sangat_baik_max_70"]),
        ("istimewa", "3 7 0 0 0", []),  # the majority has no limit of its own
        ("baik", "3 7 0 0 0", ["requires_some_butuh_perbaikan_or_kurang"]),
        ("baik", "2 8 0 0 0", ["baik_max_70", "requires_some_butuh_perbaikan_or_kurang"]),
        ("baik", "2 7 0 0 1", ["requires_some_butuh_perbaikan_or_kurang"]),
        ("baik", "2 7 0 1 0", []),
        ("butuh_perbaikan", "1 3 6 0 0", []),
        ("butuh_perbaikan", "2 2 6 0 0", ["sangat_baik_max_10"]),
        ("butuh_perbaikan", "2 3 5 0 0", ["butuh_perbaikan_min_60", "sangat_baik_max_10"]),
        ("kurang", "1 2 1 6 0", []),
        ("kurang", "2 2 0 5 1", ["kurang_min_60", "butuh_perbaikan_min_10", "sangat_baik_max_10"]),
        ("sangat_kurang", "0 3 1 0 6", []),
        ("sangat_kurang", "0 4 0 0 6", ["butuh_perbaikan_or_kurang_min_10"]),
        (
            "sangat_kurang",
            "1 4 0 0 5",
            ["sangat_kurang_min_60", "butuh_perbaikan_or_kurang_min_10", "no_sangat_baik"],
        ),
    ],
)
def test_by_hand(org: str, text: str, violations: list[str]) -> None:
    check = predicate_distribution(SE, OrgPredicate(org), counts(text))

    assert [one.value for one in check.violations] == violations
    assert check.conforms == (violations == [])


def test_the_curve_alone_limits_nothing() -> None:
    check = predicate_distribution(
        DistributionPolicy.CURVE_ONLY, OrgPredicate.SANGAT_KURANG, counts("10 0 0 0 0")
    )

    assert check.conforms


def test_a_unit_without_employees_breaks_nothing() -> None:
    assert predicate_distribution(SE, OrgPredicate.BAIK, {}).conforms
    assert predicate_distribution(SE, OrgPredicate.BAIK, counts("0 0 0 0 0")).conforms


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        predicate_distribution(SE, OrgPredicate.BAIK, {Predicate.BAIK: -1})


@given(org=ORGS, people=COUNTS, factor=st.integers(1, 9))
def test_only_shares_count(org: OrgPredicate, people: dict[Predicate, int], factor: int) -> None:
    larger = {one: count * factor for one, count in people.items()}

    assert predicate_distribution(SE, org, people) == predicate_distribution(SE, org, larger)


@given(people=COUNTS)
def test_70_percent_is_compared_exactly(people: dict[Predicate, int]) -> None:
    total = sum(people.values())
    share = Fraction(people.get(Predicate.SANGAT_BAIK, 0), total or 1)

    check = predicate_distribution(SE, OrgPredicate.ISTIMEWA, people)

    assert check.conforms == (share <= Fraction(7, 10))


@given(org=ORGS, size=st.integers(1, 50))
def test_one_class_for_everybody_passes_only_where_no_other_class_is_asked_for(
    org: OrgPredicate, size: int
) -> None:
    check = predicate_distribution(SE, org, {distribution_majority(org): size})

    assert check.conforms == (org is OrgPredicate.BUTUH_PERBAIKAN)


def test_the_leading_class() -> None:
    assert [distribution_majority(org).value for org in OrgPredicate] == [
        "sangat_baik",
        "baik",
        "butuh_perbaikan",
        "kurang",
        "sangat_kurang",
    ]


@pytest.mark.parametrize(
    ("employees", "smallest", "judged"), [(4, 5, False), (5, 5, True), (5, 10, False)]
)
def test_small_units_are_not_judged(employees: int, smallest: int, judged: bool) -> None:
    assert distribution_is_judged(employees, smallest) is judged
