"""Steps in series whose noise may go on from period to period."""

from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja.rules.level_change import likeliest_step, step_error, straight_line
from kinerja.rules.service_data import BREAK_AT


def _noise(random: Random, count: int, correlation: float = 0.0) -> list[float]:
    values = [random.gauss(0, 1)]
    for _ in range(count - 1):
        fresh = random.gauss(0, 1) * sqrt(1 - correlation**2)
        values.append(correlation * values[-1] + fresh)
    return values


def _score(values: list[float]) -> float:
    return likeliest_step(range(len(values)), values, len(values) - 1, 5).score


def test_a_step_is_found_where_it_is_and_a_gap_does_not_hide_it():
    values = _noise(Random(2), 48)
    values = [value + (4 if number >= 20 else 0) for number, value in enumerate(values)]
    at = [month for month in range(48) if month not in (18, 19, 20, 33)]

    found = likeliest_step(at, [values[month] for month in at], len(at) - 1, 5)

    assert (at[found.step], found.score > 5) == (21, True)


def test_noise_that_goes_on_is_not_taken_for_a_step():
    random = Random(2)
    passed = sum(_score(_noise(random, 48, correlation=0.5)) >= BREAK_AT for _ in range(300))

    assert passed <= 36  # were the months taken for independent, one in three would pass


def test_the_same_step_says_less_where_the_noise_goes_on():
    random, apart, along = Random(3), 0.0, 0.0
    for _ in range(40):
        step = [0.0] * 24 + [2.0] * 24
        apart += _score([a + b for a, b in zip(_noise(random, 48), step, strict=True)])
        noise = _noise(random, 48, correlation=0.6)
        along += _score([a + b for a, b in zip(noise, step, strict=True)])

    assert along < 0.9 * apart


def test_the_error_of_a_step_is_that_of_two_means_and_larger_where_noise_goes_on():
    random = Random(4)
    errors = [step_error(range(48), _noise(random, 48), 47) for _ in range(100)]
    correlated = [step_error(range(48), _noise(random, 48, 0.5), 47) for _ in range(100)]
    of_means = sqrt(1 / 12 + 1 / 36)  # a step a quarter into 48 months, noise of 1

    assert of_means < sum(errors) / 100 < 1.35 * of_means
    assert 1.25 * sum(errors) < sum(correlated) < 2 * sum(errors)


def test_a_line_is_surer_than_a_step_where_it_grows_all_the_time():
    values = [number * 0.2 + noise for number, noise in enumerate(_noise(Random(5), 40))]

    assert straight_line(range(40), values, 39) > _score(values)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999), st.floats(0.01, 1e6), st.floats(-1e6, 1e6))
def test_other_units_and_another_level_change_nothing(seed: int, scale: float, level: float):
    values = _noise(Random(seed), 30)
    moved = [scale * (value + level / 1e3) for value in values]

    assert _score(moved) == pytest.approx(_score(values), rel=1e-4, abs=1e-4)


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="each value has its period"):
        likeliest_step(range(3), [1.0, 2.0], 1, 1)
    with pytest.raises(ValueError, match="at least one is free"):
        step_error(range(2), [1.0, 2.0], 0)


def test_too_short_or_without_any_noise():
    assert likeliest_step(range(6), [1, 2, 1, 2, 1, 2], 5, 4).step == 0
    assert _score([4.0] * 20) == 0
    assert _score([4.0] * 10 + [5.0] * 10) > 15
