"""How much likelier a change of level makes a series whose noise may go on from period to period.

The noise is taken as normal and autoregressive. Its correlation from one period to the next and its
spread are not known: the spread is the one that fits best, with and without the change; the
correlation is averaged over 0 to 0.8, small ones being the likelier before anything was seen. The
change and the level are fitted to what each correlation leaves (generalised least squares), also
over periods without a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from statistics import fmean

CORRELATIONS = tuple(tenth / 10 for tenth in range(9))
USUAL_CORRELATION = 0.4  # standard deviation of those that are expected before anything was seen
NOTHING = 1e-9  # of the squares: rounding


@dataclass(frozen=True)
class Likelier:
    """The change that makes the series likelier, and by how much."""

    step: int  # figures before the change; 0: none was tried
    score: float  # about standard errors: the root of twice the logarithm of the ratio


@dataclass
class _Left:
    """What one correlation leaves of the figures and of a level."""

    weights: list[float]  # of each figure, by how much of it is new
    figures: list[float]
    level: list[float]
    prior: float  # logarithm, with that of the weights
    squares: float = 0.0  # of the level
    product: float = 0.0  # of level and figures
    rest: float = 0.0  # squares of the figures, the level fitted


def likeliest_step(at: Sequence[int], values: Sequence[float], freedom: int, side: int) -> Likelier:
    """The step that makes the values likeliest, at least `side` figures from either end.

    `at` are the periods of the values, in order; `freedom` is the number of values that are free
    once level and season are fitted.

    Units: the values' own; periods.
    Errors: ValueError if the two are not as long, or no value is free.
    Source: Andrews (1993) for the largest of all positions; Cochrane and Orcutt (1949) for taking
    off what is left of the period before.
    Confidence: U, the product's own; measured by tools/service_findings.py.

    >>> found = likeliest_step(range(12), [9, 10, 9, 10, 9, 10, 19, 20, 19, 20, 19, 20], 11, 4)
    >>> found.step, round(found.score, 1)
    (6, 6.4)
    """
    left = _left(at, values, freedom)
    gains: dict[int, list[float]] = {}
    count = len(values)
    for one in left:
        own = mixed = 0.0  # of the figures after the step: squares of the level, product
        for step in range(count - 1, side - 1, -1):
            weight = one.weights[step]
            if step <= count - side:
                crossed = one.level[step] * weight + own
                free = weight * weight + own - crossed * crossed / one.squares
                moved = weight * one.figures[step] + mixed - crossed * one.product / one.squares
                gains.setdefault(step, []).append(moved * moved / free)
            own += one.level[step] ** 2
            mixed += one.level[step] * one.figures[step]
    if not gains:
        return Likelier(0, 0.0)
    scores = {step: _score(left, found, freedom) for step, found in gains.items()}
    best = max(scores, key=lambda step: (scores[step], -step))
    return Likelier(best, scores[best])


def straight_line(at: Sequence[int], values: Sequence[float], freedom: int) -> float:
    """The same score of a straight line instead of a step.

    Units: the values' own; periods.
    Errors: as `likeliest_step`.
    Source: Cochrane and Orcutt (1949).
    Confidence: U, the product's own.

    >>> round(straight_line(range(12), [0, 1, 3, 2, 4, 6, 5, 7, 9, 8, 10, 11], 11), 1)
    4.9
    """
    left = _left(at, values, freedom)
    middle = fmean(at)
    gains = []
    for one, correlation in zip(left, CORRELATIONS, strict=True):
        rises = _whitened([when - middle for when in at], at, correlation, one.weights)
        crossed = _dot(rises, one.level)
        free = _dot(rises, rises) - crossed * crossed / one.squares
        moved = _dot(rises, one.figures) - crossed * one.product / one.squares
        gains.append(moved * moved / free)
    return _score(left, gains, freedom)


def step_error(at: Sequence[int], values: Sequence[float], freedom: int) -> float:
    """The standard error of a step in the middle half of the series, where it is largest.

    `values` are those from which every change that was found has been taken off.

    Units: the values' own.
    Errors: as `likeliest_step`.
    Source: Cochrane and Orcutt (1949).
    Confidence: U; measured by tools/service_findings.py.

    >>> round(step_error(range(16), [9, 11] * 8, 15), 2)
    0.64
    """
    left = _left(at, values, freedom)
    logs = [one.prior - freedom / 2 * log(one.rest or 1.0) for one in left]
    most = max(logs)
    shares = [exp(one - most) for one in logs]
    count, worst = len(values), 0.0
    for step in (max(count // 4, 1), min(count * 3 // 4, count - 1)):
        squares = 0.0
        for one, share in zip(left, shares, strict=True):
            own = sum(value * value for value in one.level[step + 1 :])
            crossed = one.level[step] * one.weights[step] + own
            free = one.weights[step] ** 2 + own - crossed * crossed / one.squares
            squares += share * one.rest / freedom / free
        worst = max(worst, sqrt(squares / sum(shares)))
    return worst


def _left(at: Sequence[int], values: Sequence[float], freedom: int) -> list[_Left]:
    if len(at) != len(values) or freedom < 1:
        raise ValueError("each value has its period, and at least one is free")
    middle = fmean(values)
    found = []
    for correlation in CORRELATIONS:
        felt = [correlation ** (later - when) for when, later in pairwise(at)]
        weights = [1.0, *(1 / sqrt(1 - one * one) for one in felt)]
        figures = _whitened([value - middle for value in values], at, correlation, weights)
        level = _whitened([1.0] * len(values), at, correlation, weights)
        prior = -((correlation / USUAL_CORRELATION) ** 2) / 2 + sum(map(log, weights))
        one = _Left(weights, figures, level, prior, _dot(level, level), _dot(level, figures))
        one.rest = _dot(figures, figures) - one.product**2 / one.squares
        found.append(one)
    return found


def _whitened(
    values: Sequence[float], at: Sequence[int], correlation: float, weights: list[float]
) -> list[float]:
    """What is new in each value, in the same units for all."""
    new = [values[0]]
    for number in range(1, len(values)):
        felt = correlation ** (at[number] - at[number - 1])
        new.append((values[number] - felt * values[number - 1]) * weights[number])
    return new


def _score(left: list[_Left], gains: list[float], freedom: int) -> float:
    """From what a change takes off the squares, for each correlation."""
    least = NOTHING * max(one.rest for one in left)
    if least <= 0:
        return 0.0
    without = [one.prior - freedom / 2 * log(max(one.rest, least)) for one in left]
    having = [
        one.prior - freedom / 2 * log(max(one.rest - gain, least))
        for one, gain in zip(left, gains, strict=True)
    ]
    return sqrt(max(2 * (_log_of_sum(having) - _log_of_sum(without)), 0.0))


def _log_of_sum(logs: list[float]) -> float:
    most = max(logs)
    return most + log(sum(exp(one - most) for one in logs))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
