"""Samples: sizes, draws that cannot be steered, strata, and the interval of a share."""

from decimal import Decimal

import pytest

from kinerja.rules.sampling import allocate, draw, sample_size, wilson


@pytest.mark.parametrize(
    ("population", "percent", "size"), [(1, 1, 1), (10, 10, 1), (11, 10, 2), (7, 100, 7)]
)
def test_the_size_is_rounded_up(population, percent, size):
    assert sample_size(population, percent) == size


@pytest.mark.parametrize(("population", "percent"), [(-1, 10), (5, 0), (5, 101)])
def test_a_size_that_makes_no_sense(population, percent):
    with pytest.raises(ValueError, match="population"):
        sample_size(population, percent)


def test_leaving_one_out_changes_nothing_for_the_others():
    keys = [f"{n}:1" for n in range(40)]
    drawn = draw(keys, 4, "hari ini")

    fewer = draw([key for key in keys if key != drawn[0]], 4, "hari ini")

    assert fewer[:3] == drawn[1:]
    assert set(draw(keys, 4, "besok")) != set(drawn)
    with pytest.raises(ValueError, match="negative"):
        draw(keys, -1, "x")


def test_every_key_is_drawn_about_equally_often():
    keys = [str(n) for n in range(20)]
    times = dict.fromkeys(keys, 0)
    for day in range(1_000):
        for key in draw(keys, 2, f"hari {day}"):
            times[key] += 1

    assert all(70 <= count <= 130 for count in times.values())  # expected: 100


@pytest.mark.parametrize(
    ("strata", "size", "taken"),
    [
        ({1: 50, 2: 50}, 10, {1: 5, 2: 5}),
        ({1: 97, 2: 2, 3: 1}, 5, {1: 3, 2: 1, 3: 1}),
        ({1: 9, 2: 1}, 1, {1: 1, 2: 0}),  # fewer than strata: by size alone
        ({1: 2, 2: 1}, 10, {1: 2, 2: 1}),
        ({1: 0, 2: 4}, 2, {1: 0, 2: 2}),
        ({}, 3, {}),
    ],
)
def test_strata_get_their_share(strata, size, taken):
    assert allocate(strata, size) == taken


def test_no_stratum_gives_more_than_it_holds():
    for size in range(45):
        taken = allocate({1: 30, 2: 9, 3: 4, 4: 1}, size)
        assert sum(taken.values()) == min(size, 44)
        assert all(taken[key] <= count for key, count in {1: 30, 2: 9, 3: 4, 4: 1}.items())


@pytest.mark.parametrize(("strata", "size"), [({1: -1}, 1), ({1: 1}, -1)])
def test_strata_that_make_no_sense(strata, size):
    with pytest.raises(ValueError, match="negative"):
        allocate(strata, size)


def test_the_interval_of_a_share():
    assert wilson(0, 0) is None
    none, all_ = wilson(0, 20), wilson(20, 20)
    assert none is not None
    assert all_ is not None
    assert (none.low, round(none.high, 3)) == (0, Decimal("0.161"))  # 3.84 / (20 + 3.84)
    assert (round(all_.low, 3), round(all_.high, 6)) == (Decimal("0.839"), 1)
    for hits, judged in ((-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="part"):
            wilson(hits, judged)
