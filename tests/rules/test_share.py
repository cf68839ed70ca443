"""Shares of a shared result: exact, whole, and counted once at every level of every tree."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.share import (
    SharedResult,
    ShareFault,
    allot,
    allot_shown,
    goal_totals,
    share_fault,
    unit_totals,
)

DINAS = ("pariwisata", "perdagangan", "kebudayaan")


def test_shares_of_three_departments_are_whole():
    assert share_fault([Decimal(50), Decimal(30), Decimal(20)]) is None


@pytest.mark.parametrize(
    ("shares", "fault"),
    [
        ([], ShareFault.NONE),
        ([Decimal(100), Decimal(0)], ShareFault.NOT_POSITIVE),
        ([Decimal(120), Decimal(-20)], ShareFault.NOT_POSITIVE),
        ([Decimal("NaN")], ShareFault.NOT_POSITIVE),
        ([Decimal("Infinity")], ShareFault.NOT_POSITIVE),
        ([Decimal("33.33"), Decimal("33.33"), Decimal("33.33")], ShareFault.NOT_WHOLE),
        ([Decimal("33.33333"), Decimal("66.66667")], ShareFault.TOO_FINE),
    ],
)
def test_shares_that_cannot_be_agreed_are_named(shares: list[Decimal], fault: ShareFault):
    assert share_fault(shares) is fault


def test_12001_visitors_by_half_third_and_fifth():
    shares = dict(zip(DINAS, (Decimal(50), Decimal(30), Decimal(20)), strict=True))

    exact = allot(Decimal(12_001), shares)

    assert exact == {
        "pariwisata": Fraction(12_001, 2),
        "perdagangan": Fraction(36_003, 10),
        "kebudayaan": Fraction(12_001, 5),
    }
    # 6,000.5, 3,600.3, 2,400.2: one visitor is left over and goes where most was cut
    assert allot_shown(Decimal(12_001), shares, places=0) == {
        "pariwisata": Decimal(6_001),
        "perdagangan": Decimal(3_600),
        "kebudayaan": Decimal(2_400),
    }


def test_faulty_shares_and_places_are_refused():
    with pytest.raises(ValueError, match="not_whole"):
        allot(Decimal(1), {"a": Decimal(50)})
    with pytest.raises(ValueError, match="negative"):
        allot_shown(Decimal(1), {"a": Decimal(100)}, places=-1)


def test_a_goal_under_two_parents_counts_once_above_both():
    festival = SharedResult("festival", Decimal(1), {"x": Decimal(40), "y": Decimal(60)})
    own = SharedResult("pasar", Decimal(1), {"y": Decimal(100)})
    tree = {"visi": ["wisata", "dagang"], "wisata": ["acara"], "dagang": ["acara"]}

    found = goal_totals(tree, {"acara": [festival], "dagang": [own]})

    assert (found["wisata"].count, found["dagang"].count, found["visi"].count) == (1, 2, 2)
    assert found["visi"].parts == {"x": Fraction(2, 5), "y": Fraction(8, 5)}


def test_a_unit_with_two_owners_below_counts_the_result_once():
    festival = SharedResult(
        "festival", Decimal(10), {"seksi 1": Decimal(25), "seksi 2": Decimal(75)}
    )
    parents = {"kota": None, "dinas": "kota", "seksi 1": "dinas", "seksi 2": "dinas"}

    found = unit_totals(parents, [festival, festival])

    assert (found["dinas"].count, found["dinas"].shared, found["dinas"].part) == (1, 0, 10)
    assert (found["seksi 1"].count, found["seksi 1"].shared) == (1, 1)
    assert found["seksi 1"].part == Fraction(5, 2)


def test_another_agency_keeps_its_part():
    festival = SharedResult(
        "festival", Decimal(10), {"dinas": Decimal(70), "kota lain": Decimal(30)}
    )

    found = unit_totals({"kota": None, "dinas": "kota"}, [festival])

    assert (found["kota"].part, found["kota"].shared) == (7, 1)


def test_a_circle_and_two_results_with_one_name_are_refused():
    one = SharedResult("festival", Decimal(1), {"a": Decimal(100)})
    other = SharedResult("festival", Decimal(2), {"a": Decimal(100)})
    with pytest.raises(ValueError, match="comes back"):
        goal_totals({"a": ["b"], "b": ["a"]}, {})
    with pytest.raises(ValueError, match="comes back"):
        unit_totals({"a": "b", "b": "a"}, [one])
    with pytest.raises(ValueError, match="two results"):
        goal_totals({}, {"x": [one], "y": [other]})


# --- Any tree, any results

SHARE_DIGITS = 10**6  # a share is written in percent with four decimals


@st.composite
def shares(draw: st.DrawFn, owners: list[int]) -> dict[int, Decimal]:
    """Shares of some of the owners that are whole."""
    some = draw(st.lists(st.sampled_from(owners), min_size=1, max_size=5, unique=True))
    cuts = draw(
        st.lists(
            st.integers(1, SHARE_DIGITS - 1),
            min_size=len(some) - 1,
            max_size=len(some) - 1,
            unique=True,
        )
    )
    edges = [0, *sorted(cuts), SHARE_DIGITS]
    widths = [high - low for low, high in pairwise(edges)]
    return {owner: Decimal(width).scaleb(-4) for owner, width in zip(some, widths, strict=True)}


AMOUNTS = st.decimals(-(10**9), 10**9, places=3, allow_nan=False)


@st.composite
def results(draw: st.DrawFn, owners: list[int]) -> list[SharedResult[int]]:
    number = draw(st.integers(0, 8))
    return [
        SharedResult(key, draw(AMOUNTS), draw(shares(owners)))  # type: ignore[arg-type]
        for key in range(number)
    ]


@st.composite
def unit_trees(draw: st.DrawFn) -> dict[int, int | None]:
    """Every unit hangs under one that came before it."""
    size = draw(st.integers(1, 12))
    return {0: None} | {unit: draw(st.integers(0, unit - 1)) for unit in range(1, size)}


@st.composite
def goal_graphs(draw: st.DrawFn) -> dict[int, list[int]]:
    """Goals that serve one or several of those before them."""
    size = draw(st.integers(1, 12))
    below: dict[int, list[int]] = {node: [] for node in range(size)}
    for node in range(1, size):
        above = draw(st.lists(st.integers(0, node - 1), max_size=3, unique=True))
        for parent in above:
            below[parent].append(node)
    return below


def _reached(tree: Mapping[int, list[int]], node: int) -> set[int]:
    return {node}.union(*(_reached(tree, child) for child in tree[node]))


@given(st.data())
def test_parts_add_up_exactly_and_as_they_are_shown(data: st.DataObject):
    amount, places = data.draw(AMOUNTS), data.draw(st.integers(0, 4))
    parts = data.draw(shares(list(range(6))))

    exact, shown = allot(amount, parts), allot_shown(amount, parts, places)

    assert sum(exact.values()) == Fraction(amount)
    assert sum(shown.values()) == amount
    step = Fraction(1, 10**places)
    assert all(abs(Fraction(shown[one]) - exact[one]) < step for one in exact)


@given(st.data())
def test_in_any_graph_of_goals_the_parts_of_all_owners_are_the_whole_at_every_level(
    data: st.DataObject,
):
    tree = data.draw(goal_graphs())
    known = data.draw(results(list(range(5))))
    placed = {
        node: data.draw(st.lists(st.sampled_from(known), unique_by=lambda one: one.key))
        if known
        else []
        for node in tree
    }

    found = goal_totals(tree, placed)

    for node in tree:
        below = {one.key: one for at in _reached(tree, node) for one in placed[at]}
        total = found[node]
        assert total.count == len(below)
        assert total.whole == sum((Fraction(one.value) for one in below.values()), Fraction(0))
        assert sum(total.parts.values(), Fraction(0)) == total.whole


@given(st.data())
def test_in_any_tree_of_units_a_unit_is_its_own_part_and_those_right_below(data: st.DataObject):
    parents = data.draw(unit_trees())
    known = data.draw(results(list(parents)))

    found = unit_totals(parents, known)

    for unit in parents:
        own = sum(
            (allot(one.value, one.shares).get(unit, Fraction(0)) for one in known), Fraction(0)
        )
        below = sum(found[child].part for child, above in parents.items() if above == unit)
        assert found[unit].part == own + below
    assert found[0].count == len(known)
    assert found[0].shared == 0
    assert found[0].part == sum((Fraction(one.value) for one in known), Fraction(0))
