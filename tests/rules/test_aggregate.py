"""A distribution hides what points at few, and what would give it away."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja.rules.aggregate import SMALLEST_CELL, shown_cells, shown_units


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_what_is_hidden_cannot_be_counted_back(numbers):
    counts = {f"c{at}": number for at, number in enumerate(numbers)}

    shown = shown_cells(counts)

    hidden = [name for name, count in shown.items() if count is None]
    assert all(count is None or count == counts[name] for name, count in shown.items())
    assert not any(count is not None and 0 < count < SMALLEST_CELL for count in shown.values())
    if hidden and len(hidden) < len(counts):  # the total is told beside it
        assert len(hidden) >= 2
        assert sum(counts[name] for name in hidden) >= SMALLEST_CELL


def test_few_people_are_not_told_at_all():
    assert shown_cells({"a": 4, "b": 0}) == {"a": None, "b": None}
    assert shown_cells({"a": 0, "b": 0}) == {"a": None, "b": None}
    assert shown_cells({"a": 8, "b": 2, "c": 0}) == {"a": None, "b": None, "c": None}


def test_large_cells_are_told():
    assert shown_cells({"a": 8, "b": 7, "c": 0}) == {"a": 8, "b": 7, "c": 0}


def test_a_negative_cell_is_refused():
    with pytest.raises(ValueError, match="number of people"):
        shown_cells({"a": -1})


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[int, int | None], dict[int, int]]:
    """Units with the one above each, and the people of each itself."""
    size = draw(st.integers(1, 7))
    parents: dict[int, int | None] = {
        unit: None if unit == 0 else draw(st.integers(0, unit - 1)) for unit in range(size)
    }
    return parents, {unit: draw(st.integers(0, 9)) for unit in range(size)}


def _inside(parents: dict[int, int | None], unit: int) -> set[int]:
    """The unit with all below it."""
    found = {unit}
    while more := {one for one, above in parents.items() if above in found} - found:
        found |= more
    return found


@settings(deadline=None)
@given(trees())
def test_no_few_people_of_units_can_be_told_apart_by_subtraction(tree):
    parents, own = tree
    shown = sorted(shown_units(parents, own))
    groups = [_inside(parents, unit) for unit in shown]
    filled = [unit for unit in parents if own[unit]]

    assert all(sum(own[one] for one in group) >= SMALLEST_CELL for group in groups)
    # every sum and difference of what is told that is itself a group of people
    for signs in product((-1, 0, 1), repeat=len(groups)):
        counted = {
            unit: sum(sign for sign, group in zip(signs, groups, strict=True) if unit in group)
            for unit in filled
        }
        if set(counted.values()) <= {0, 1}:
            people = sum(own[unit] for unit, times in counted.items() if times)
            assert people == 0 or people >= SMALLEST_CELL, (parents, own, shown, signs)


@given(trees())
def test_a_large_unit_is_silent_only_for_one_above_it(tree):
    parents, own = tree
    shown = shown_units(parents, own)

    for unit in parents:
        large = sum(own[one] for one in _inside(parents, unit)) >= SMALLEST_CELL
        above = {one for one in parents if unit in _inside(parents, one)} - {unit}
        assert (unit in shown) == large or (large and above & shown)


def test_units_that_are_no_tree_are_refused():
    with pytest.raises(ValueError, match="none is above itself"):
        shown_units({1: 2, 2: 1}, {})
    with pytest.raises(ValueError, match="every superior is a unit"):
        shown_units({1: 7}, {})
    with pytest.raises(ValueError, match="negative"):
        shown_units({1: None}, {1: -1})
