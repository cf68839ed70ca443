"""Breaks, seasons, outliers and worst places of service data, on planted series.

The seeds are fixed, so that the numbers can be compared; `python tools/service_findings.py` draws
fresh ones and measures more.
"""

from math import exp
from random import Random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.planting.findings import alarms, hits, seen_as_said
from tools.planting.ideal import evidence, ideal
from tools.planting.series import NOISES, planted

from kinerja.rules.service_data import examine, examine_places, visible, whole, worst_place

YEAR = [0.0, -4.0, 3.0, 9.0, 2.0, -6.0, -8.0, 1.0, 5.0, 7.0, -3.0, -6.0]


def _noisy(seed: int, count: int, level: float = 100.0, sd: float = 2.0) -> list[float]:
    random = Random(seed)
    return [level + random.gauss(0, sd) for _ in range(count)]


@pytest.mark.parametrize("kind", ["break", "outlier", "season"])
def test_what_is_planted_in_a_service_is_found(kind: str):
    each = 40

    assert hits(Random(5), kind, 1.5, 12, "", each) >= 34
    assert hits(Random(6), kind, 2.0, 12, "", each) >= 37


def test_a_large_break_in_one_series_is_found():
    assert hits(Random(12), "break", 2.0, 1, "", 100) >= 85


def test_the_ideal_detector_weighs_rightly_and_finds_more():
    # the mean of a likelihood ratio is 1 where there is nothing
    for kind in ("break", "outlier"):
        for noise in NOISES:
            random = Random(13)
            ratios = [
                exp(evidence(planted(random, "none", 0.0, 1, noise), kind, 0.4)) for _ in range(150)
            ]
            assert 0.85 < fmean(ratios) < 1.15, (kind, noise)

    best = fmean(ideal(Random(14), "break", 1.0, 60, 0.05))
    assert 0.6 < best < 0.9
    assert hits(Random(14), "break", 1.0, 1, "", 180) / 180 < best


@pytest.mark.parametrize("kind", ["break", "outlier"])
def test_what_is_said_to_be_visible_is_found(kind: str):
    random = Random(15)

    assert sum(seen_as_said(random, kind, noise, 60) for noise in NOISES) >= 150  # of 180


def test_what_is_visible_depends_on_length_and_noise():
    short = visible(_noisy(3, 24), cycle=1)
    longer = visible(_noisy(3, 96), cycle=1)
    louder = visible(_noisy(3, 96, sd=6.0), cycle=1)
    assert short
    assert longer
    assert louder

    assert longer.level < 0.75 * short.level
    assert louder.level == pytest.approx(3 * longer.level, rel=0.01)
    assert louder.period == pytest.approx(3 * longer.period, rel=0.01)
    assert visible(_noisy(3, 11)) is None
    assert visible([4.0] * 30) is None


@pytest.mark.parametrize("places", [1, 12])
def test_where_nothing_happens_little_is_said(places: int):
    assert alarms(Random(7), "none", places, "", 200) <= 14


def test_a_place_that_stands_apart_is_named_and_others_are_not():
    assert hits(Random(8), "place", 2.0, 12, "", 40) >= 32
    assert alarms(Random(9), "place", 12, "", 200) <= 8


def test_the_place_is_the_bad_one_of_the_measure():
    minutes = [[30.0 + place / 4] * 12 for place in range(6)] + [[5.0] * 12]

    assert worst_place(minutes, higher_is_better=False) is None
    found = worst_place(minutes, higher_is_better=True)
    assert found is not None
    assert (found.place, found.value, found.others) == (6, 5.0, 30.625)


def test_four_places_or_five_months_tell_no_worst_place():
    far = [[30.0] * 12, [31.0] * 12, [29.0] * 12, [90.0] * 12]

    assert worst_place(far, higher_is_better=False) is None
    assert worst_place([one[:5] for one in [*far, [30.0] * 12]], higher_is_better=False) is None


def test_eleven_months_are_not_enough():
    found = examine([100.0] * 5 + [50.0] * 6)

    assert (found.enough, found.figures, found.silent) == (False, 11, True)


def test_a_fall_by_a_fifth_stands_where_it_happened_and_gaps_are_named():
    values: list[float | None] = [*_noisy(1, 20), *_noisy(2, 16, level=80.0)]
    values[4] = values[25] = None

    found = examine(values)

    assert found.missing == (4, 25)
    assert found.shift is not None
    assert (found.shift.at, found.shift.drift) == (20, False)
    assert round(found.shift.before) == 100
    assert round(found.shift.after, 1) == 79.4
    assert found.season is None
    assert found.outliers == ()


def test_what_grows_all_the_time_is_a_drift():
    found = examine([value + 3 * month for month, value in enumerate(_noisy(3, 40))])

    assert found.shift is not None
    assert found.shift.drift
    assert (round(found.shift.before), round(found.shift.after)) == (100, 216)


def test_a_season_is_no_break_and_a_peak_in_it_is_no_outlier():
    found = examine([value + 2 * YEAR[month % 12] for month, value in enumerate(_noisy(4, 48))])

    assert found.season is not None
    assert max(range(12), key=lambda month: found.season.profile[month]) == 3
    assert (found.shift, found.outliers) == (None, ())


def test_one_month_of_one_series():
    values = _noisy(5, 40)
    values[17] = 140.0

    (outlier,) = examine(values).outliers

    assert (outlier.at, outlier.value, round(outlier.expected)) == (17, 140.0, 100)


def test_one_place_that_stands_apart_makes_no_outlier_of_the_whole():
    places = [list(_noisy(seed, 40)) for seed in range(10, 20)]
    places[3][17] = 130.0  # of 1,000

    assert examine_places(places).outliers == ()


def test_a_missing_report_is_no_fall():
    places: list[list[float | None]] = [list(_noisy(seed, 40)) for seed in range(20, 26)]
    for month in (30, 31, 32):
        places[2][month] = None

    sums, counts = whole(places)

    assert counts[29:33] == [6, 5, 5, 5]
    assert all(570 < (value or 0) < 630 for value in sums)


def test_more_series_at_once_need_more():
    made = [planted(Random(seed), "break", 1.4, 1, "normal").series[0] for seed in range(60)]

    alone = [bool(examine(one).shift) for one in made]
    among = [bool(examine(one, among=30).shift) for one in made]

    assert sum(alone) > sum(among) > 0
    assert all(first or not second for first, second in zip(alone, among, strict=True))


@pytest.mark.parametrize("pace", [1.0, 0.1, -3.7])
def test_figures_on_one_line_are_a_drift_without_outliers(pace: float):
    for months in (12, 36):
        line = [300.0 + pace * month for month in range(months)]

        found = examine(line, 12)

        assert found.shift is not None
        assert found.shift.drift
        assert (found.outliers, visible(line, 12)) == ((), None)
        assert examine_places([line, [one + 40 for one in line]]).outliers == ()


FIGURES = st.none() | st.floats(-1e9, 1e9) | st.just(0.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIGURES, max_size=40), st.sampled_from([1, 4, 12]))
def test_any_figures_are_examined(values: list[float | None], cycle: int):
    found = examine(values, cycle)

    assert found.figures == sum(value is not None for value in values)
    assert examine_places([values, values], cycle).missing == found.missing
