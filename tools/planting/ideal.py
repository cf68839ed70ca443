"""How often a break or an outlier of the generator can be found at all, by anybody.

The ideal detector is told what no detector of the product knows: the kind of noise with its
standard deviation, its correlation or its tails, how large the effect is and that there is no
other. It is not told the level, nor whether, where and in which direction something was planted. By
the lemma of Neyman and Pearson (1933) nothing finds more at the same rate of false alarms than the
likelihood with an effect, averaged over all its months and directions, over the likelihood without
one; the level, drawn from a wide range, is integrated out of both.

Its limit is set on series of the same generator without an effect, so that five in a hundred are
marked, all for this one kind of effect and size. A hit is a hit wherever it is seen, while the
product must also name the month and direction. Both make the ideal look better than anything that
can be built, so what it misses is out of reach.
"""

from math import exp, log
from random import Random

from .series import CORRELATION, FREEDOM, NOISES, Planted, planted

STEP = 0.25  # standard deviations between two levels that are tried
MARGIN = 1.2  # standard deviations: as far from the median, and the effect, levels are tried


def ideal(random: Random, kind: str, size: float, each: int, alarms: float) -> list[float]:
    """The share that is found of `each` single series of each noise; `alarms`: the share of those
    without an effect that are marked."""
    nothing = sorted(
        evidence(planted(random, "none", 0.0, 1, noise), kind, size)
        for noise in NOISES
        for _ in range(2 * each)
    )
    limit = nothing[int((1 - alarms) * len(nothing))]
    return [
        sum(
            evidence(planted(random, kind, size, 1, noise), kind, size) > limit for _ in range(each)
        )
        / each
        for noise in NOISES
    ]


def evidence(made: Planted, kind: str, size: float) -> float:
    """The logarithm of the likelihood ratio of an effect of that kind and size, wherever it is."""
    months = len(made.series[0])
    where = range(months // 4, months * 3 // 4 + 1) if kind == "break" else range(months)
    sums = {(month, step): 0.0 for month in where for step in (size, -size)}
    for values in made.series:
        at = [month for month, value in enumerate(values) if value is not None]
        figures = [value / made.sd for value in values if value is not None]
        for step in (size, -size):
            for month, ratio in _ratios(at, figures, made.noise, kind, step).items():
                if (month, step) in sums:
                    sums[month, step] += ratio
    return _log_of_sum(list(sums.values())) - log(len(sums))


def _ratios(
    at: list[int], figures: list[float], noise: str, kind: str, step: float
) -> dict[int, float]:
    """For each month the ratio of an effect there to none, the level integrated out."""
    middle = sorted(figures)[len(figures) // 2]
    count = round((MARGIN + abs(step)) / STEP)
    without: list[float] = []
    having: list[list[float]] = []
    for number in range(-count, count + 1):
        apart = [figure - middle - number * STEP for figure in figures]
        plain = _terms(at, apart, apart, noise)
        total = sum(plain)
        without.append(total)
        moved = [one - step for one in apart]
        first = _terms(at, moved, apart, noise)  # only this month is moved, not the one before
        if kind == "outlier":
            after = [*_terms(at, apart, moved, noise)[1:], 0.0]
            changed = [
                total + own - usual + next_own - next_usual
                for own, usual, next_own, next_usual in zip(
                    first, plain, after, [*plain[1:], 0.0], strict=True
                )
            ]
        else:
            both = _terms(at, moved, moved, noise)
            changed, before, after_sum = [], 0.0, sum(both)
            for usual, own, later in zip(plain, first, both, strict=True):
                after_sum -= later
                changed.append(before + own + after_sum)
                before += usual
        having.append(changed)
    base = _log_of_sum(without)
    by_figure = [_log_of_sum([row[i] for row in having]) - base for i in range(len(at))]
    if kind == "outlier":
        return dict(zip(at, by_figure, strict=True))
    # A break in a month without a figure is seen from the next figure on.
    return {
        month: by_figure[next(i for i, when in enumerate(at) if when >= month)]
        for month in range(at[-1] + 1)
    }


def _terms(at: list[int], apart: list[float], before: list[float], noise: str) -> list[float]:
    """The logarithm of the density of each figure, given the one before it; constants left out."""
    if noise == "heavy":
        scale = 1 / (FREEDOM - 2)
        return [-(FREEDOM + 1) / 2 * log(1 + one * one * scale) for one in apart]
    if noise == "normal":
        return [-one * one / 2 for one in apart]
    terms = [-apart[0] * apart[0] / 2]
    for i in range(1, len(at)):
        felt: float = CORRELATION ** (at[i] - at[i - 1])
        rest = apart[i] - felt * before[i - 1]
        terms.append(-rest * rest / (2 * (1 - felt * felt)))
    return terms


def _log_of_sum(logs: list[float]) -> float:
    most = max(logs)
    return most + log(sum(exp(one - most) for one in logs))
