"""A distribution hides what points at few, and what would give it away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.aggregate import SMALLEST_CELL, shown_cells


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
