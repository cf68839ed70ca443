"""What figures of a service tell: a break, a season, months and places that stand out.

Product rules, no regulation. The limits were set on made-up series so that, of a hundred series in
which nothing happens, at most five are marked at all, also where the noise has heavy tails or goes
on from one month to the next. `tools/service_findings.py` measures that, and what is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from statistics import NormalDist, fmean, median, stdev

from kinerja.rules.level_change import likeliest_step, step_error, straight_line

LEAST = 12  # periods with a figure, for saying anything at all
LEAST_SIDE = 4  # of them on either side of a break, and an eighth of all
LEAST_SEASON = 24  # periods with a figure for a season, and every month of the year among them
NORMAL_MAD = 1.4826  # standard deviations of a normal distribution in one median deviation
CLIPPED_AT = 2.5  # standard deviations: what is farther away counts as much as this
ROUNDS = 3  # of fitting
BREAK_AT = 3.25  # about standard errors, see `level_change`
DRIFT = 0.93  # what a line leaves of the squares that a step leaves, to be the better word
SEASON_AT = 2.8  # standard deviations of a normal distribution
BREAK_AMONG = 3.6  # the same, of a sum of places
MOST_OUTLIERS = 3  # of one series
OUTLIER_GAP = 2.05  # standard deviations, and as far as the next farthest ...
OUTLIER_OVER = 1.5  # ... times this
OUTLIER_AMONG = 3.45  # of a sum of places, by their own noise
COMMON_FROM = 1.25  # times that noise: as much moves the sum if the places have nothing in common
OUTLIER_COMMON = 4.2  # times what moves it, if they have
NINE_OF_TEN = 1.28  # standard errors beyond the limit: so often a change as large is found
PLACES_LEAST = 5
PLACE_PERIODS = 12  # the last ones are compared
PLACE_FIGURES = 6  # of them with a figure
PLACE_ALARMS = 0.01  # chance of naming a place where all are alike

Values = Sequence[float | None]


@dataclass(frozen=True)
class Break:
    """From period `at` on the figures stand on another level; `drift`: they move all the time."""

    at: int
    before: float
    after: float
    score: float  # standard errors
    limit: float
    drift: bool = False


@dataclass(frozen=True)
class Season:
    """How far each place of the cycle stands from the level."""

    profile: tuple[float, ...]
    score: float
    limit: float


@dataclass(frozen=True)
class Outlier:
    """A period far away from what was to be expected."""

    at: int
    value: float
    expected: float
    score: float  # standard deviations
    limit: float


@dataclass(frozen=True)
class Examined:
    """What one series tells. `enough`: there were figures enough to say anything."""

    enough: bool
    figures: int
    missing: tuple[int, ...]
    shift: Break | None = None
    season: Season | None = None
    outliers: tuple[Outlier, ...] = ()

    @property
    def silent(self) -> bool:
        return not (self.shift or self.season or self.outliers)


@dataclass(frozen=True)
class Visible:
    """The smallest changes that are found nearly always."""

    level: float  # that stays
    period: float  # of one period alone


@dataclass(frozen=True)
class WorstPlace:
    """The place (its number) that stands apart on the bad side, with the mean of the others."""

    place: int
    value: float
    others: float
    score: float  # standard deviations of a normal distribution
    limit: float


def examine(values: Values, cycle: int = 12, among: int = 1) -> Examined:
    """A break, a season and outliers of one series; None stands for a period without a figure.

    `cycle` is how many periods make a year (1: no season), `among` how many series are looked at
    together.

    A level, one step and a season are fitted with far figures pulled in to 2.5 standard
    deviations. The season is tested by an F test, the step by how much likelier the best of all
    positions makes the series, whose noise may go on from period to period (`level_change`), and an
    outlier by its distance from the fit.

    Units: the figures' own; periods counted from 0.
    Errors: ValueError if `cycle` or `among` is below 1.
    Source: the product's own. Huber (1964) for pulling in.
    Confidence: U; measured by tools/service_findings.py.

    >>> steady = [100.0, 103.0, 98.0, 101.0, 97.0, 102.0, 99.0, 100.0, 104.0, 98.0]
    >>> found = examine([*steady, *(value - 20 for value in steady)], cycle=1)
    >>> found.shift.at, round(found.shift.before, 1), round(found.shift.after, 1)
    (10, 100.2, 80.2)
    >>> examine([1.0, 2.0], cycle=1).enough
    False
    """
    if min(cycle, among) < 1:
        raise ValueError("a cycle and the number of series are at least 1")
    found, fit = _examined(values, cycle, BREAK_AT, 2 * log(among))
    return replace(found, outliers=_outliers(fit, 2 * log(among))) if fit else found


def visible(values: Values, cycle: int = 12, among: int = 1) -> Visible | None:
    """How large a change in this one series must be to be found about nine times of ten.

    From its length and its noise, once what was found is taken off: the limit and 1.28 standard
    errors more, of a step at the least favourable place of the middle half, and of one period.
    None: too few figures, all the same, or all on one line.

    Units: the figures' own.
    Errors: as `examine`.
    Source: the product's own.
    Confidence: U; measured by tools/service_findings.py.

    >>> steady = [100.0, 103.0, 98.0, 101.0, 97.0, 102.0, 99.0, 100.0, 104.0, 98.0]
    >>> found = visible(steady * 4, cycle=1)
    >>> round(found.level, 1), round(found.period, 1)
    (3.7, 16.9)
    """
    if min(cycle, among) < 1:
        raise ValueError("a cycle and the number of series are at least 1")
    wider = 2 * log(among)
    _, fit = _examined(values, cycle, BREAK_AT, wider)
    if fit is None:
        return None
    left = fit.left
    freedom = len(left) - len(fit.profile) - (1 if fit.step else 0)
    error = step_error(fit.at, left, max(freedom, 1))
    spread = max(fit.spread, fit.pulled_spread)
    found = {one.at for one in _outliers(fit, wider)}
    farthest = max(
        abs(value - expected) / spread
        for when, value, expected in zip(fit.at, fit.raw, fit.fitted, strict=True)
        if when not in found
    )
    gap = OUTLIER_GAP * sqrt(1 + wider / 36) + OUTLIER_OVER * farthest
    spread *= sqrt(1 + CLIPPED_AT**2 / len(left))  # the period itself adds to the noise
    return Visible((sqrt(BREAK_AT**2 + wider) + NINE_OF_TEN) * error, (gap + NINE_OF_TEN) * spread)


def examine_places(places: Sequence[Values], cycle: int = 12) -> Examined:
    """What the sum of several places tells (`whole`), as `examine` does of one series.

    From five places on, how far they move against each other says how much they move by chance: a
    period in which most of them stand apart is seen, also when it would be nothing in one place
    alone; one place that stands far apart by itself makes no outlier of the whole.

    Units: the figures' own; periods counted from 0.
    Errors: as `examine` and `whole`.
    Source: the product's own.
    Confidence: U; measured by tools/service_findings.py.

    >>> north = [10.0, 12.0, 11.0, 9.0, 10.0, 11.0, 10.0, 12.0, 9.0, 10.0, 11.0, 10.0]
    >>> examine_places([north, north[::-1]], cycle=1).silent
    True
    """
    sums, _ = whole(places)
    known = [one for one in places if sum(value is not None for value in one) >= LEAST]
    if len(known) < PLACES_LEAST:
        return examine(sums, cycle)
    found, fit = _examined(sums, cycle, BREAK_AMONG, 0.0)
    return replace(found, outliers=_common(known, sums, fit)) if fit else found


def _examined(
    values: Values, cycle: int, break_at: float, wider: float
) -> tuple[Examined, "_Fit | None"]:
    at = [period for period, value in enumerate(values) if value is not None]
    raw = [value for value in values if value is not None]
    missing = tuple(period for period, value in enumerate(values) if value is None)
    if len(raw) < LEAST:
        return Examined(False, len(raw), missing), None
    if max(raw) == min(raw):
        return Examined(True, len(raw), missing), None
    season = _season(at, raw, cycle, wider)
    shift = _shift(at, raw, cycle if season else 1, break_at, wider)
    line = [0.0] * len(raw)
    if shift and shift.drift:
        pace = (shift.after - shift.before) / (at[-1] - at[0])
        line = [shift.before + pace * (when - at[0]) for when in at]
        least = 1e-9 * max(map(abs, raw))
        raw = [value - one for value, one in zip(raw, line, strict=True)]
        if max(raw) - min(raw) <= least:  # all on the line: no noise to weigh a figure by
            return Examined(True, len(at), missing, shift), None
        season = _season(at, raw, cycle, wider)
    fit = _fit(at, raw, cycle if season else 1, shift is not None and not shift.drift)
    return Examined(True, len(at), missing, shift, season), _moved(fit, line)


def _moved(fit: "_Fit", line: list[float]) -> "_Fit":
    """The fit of what was left when a line was taken off, with the line again."""

    def on_line(values: list[float]) -> list[float]:
        return [value + one for value, one in zip(values, line, strict=True)]

    return replace(fit, raw=on_line(fit.raw), clean=on_line(fit.clean), fitted=on_line(fit.fitted))


def whole(places: Sequence[Values]) -> tuple[list[float | None], list[int]]:
    """The sum of several places for each period, and how many of them had a figure.

    A place without a figure counts with its usual one (its median), moved by as many per cent as
    the others were in that period; so a missing report does not look like a fall. Where fewer than
    half of the places have a figure: None.

    Units: the figures' own.
    Errors: ValueError if the places have not the same number of periods.
    Source: the product's own.
    Confidence: U.

    >>> whole([[10.0, 10.0, 12.0, None], [20.0, 20.0, 20.0, 22.0]])
    ([30.0, 30.0, 32.0, 33.0], [2, 2, 2, 1])
    """
    if len({len(one) for one in places}) > 1:
        raise ValueError("all places have the same periods")
    known = [one for one in places if any(value is not None for value in one)]
    usual = [median(value for value in one if value is not None) for one in known]
    sums: list[float | None] = []
    counts = []
    for period in range(len(places[0]) if places else 0):
        there = [number for number, one in enumerate(known) if one[period] is not None]
        counts.append(len(there))
        if not there or len(there) * 2 < len(known):
            sums.append(None)
            continue
        seen = sum(known[number][period] or 0.0 for number in there)
        expected = sum(usual[number] for number in there)
        gone = sum(usual) - expected
        sums.append(seen + gone * (seen / expected if expected > 0 else 1.0))
    return sums, counts


def worst_place(places: Sequence[Values], higher_is_better: bool) -> WorstPlace | None:
    """The place whose last twelve periods stand apart from all others on the bad side, if any does.

    Every place is compared with the mean and the spread of the others (Student's t, with the
    number of places taken into account); fewer than five places tell nothing.

    Units: the figures' own.
    Errors: none.
    Source: the product's own.
    Confidence: U; measured by tools/service_findings.py.

    >>> minutes = [[30.0] * 12, [31.0] * 12, [29.0] * 12, [32.0] * 12, [30.0] * 12, [55.0] * 12]
    >>> found = worst_place(minutes, higher_is_better=False)
    >>> found.place, found.value, round(found.others, 1)
    (5, 55.0, 30.4)
    """
    means = {}
    for number, one in enumerate(places):
        last = [value for value in one[-PLACE_PERIODS:] if value is not None]
        if len(last) >= min(PLACE_FIGURES, PLACE_PERIODS):
            means[number] = fmean(last)
    if len(means) < PLACES_LEAST:
        return None
    limit = NormalDist().inv_cdf(1 - PLACE_ALARMS / len(means))
    side = -1 if higher_is_better else 1
    worst = max(means, key=lambda number: (side * means[number], -number))
    others = [value for number, value in means.items() if number != worst]
    spread = stdev(others)
    apart = side * (means[worst] - fmean(others))
    if spread <= 1e-9 * max(abs(fmean(others)), 1e-9):
        score = float("inf") if apart > 0 else 0.0
    else:
        score = _as_normal(apart / (spread * sqrt(1 + 1 / len(others))), len(others) - 1)
    if score < limit:
        return None
    return WorstPlace(worst, means[worst], fmean(others), score, limit)


def _as_normal(t: float, freedom: int) -> float:
    """Student's t as a normal deviate of the same probability (Wallace 1959)."""
    shrunk = sqrt(freedom * log(1 + t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3)
    return shrunk if t > 0 else -shrunk


@dataclass
class _Fit:
    """Level, one step and season, with the far figures pulled in."""

    at: list[int]
    raw: list[float]
    clean: list[float]  # without the season
    fitted: list[float]  # with it
    step: int  # the number of figures before the step; 0: none
    low: float
    high: float
    profile: list[float]
    spread: float  # by the median deviation

    @property
    def pulled_spread(self) -> float:
        """The standard deviation of what is left, far figures pulled in."""
        left = self.left
        used = (2 if self.step else 1) + len(self.profile) - 1
        return sqrt(sum(one * one for one in left) / max(len(left) - used, 1))

    @property
    def left(self) -> list[float]:
        """What the fit leaves, far figures pulled in."""
        cycle = len(self.profile)
        return [
            value + self.profile[when % cycle] - expected
            for when, value, expected in zip(self.at, self.clean, self.fitted, strict=True)
        ]


def _fit(at: list[int], raw: list[float], cycle: int, with_step: bool = True) -> _Fit:
    clean = list(raw)
    profile = [0.0] * cycle
    count = len(raw)
    fit = _Fit(at, raw, clean, clean, 0, 0.0, 0.0, profile, 0.0)
    for _ in range(ROUNDS):
        bare = [value - profile[when % cycle] for when, value in zip(at, clean, strict=True)]
        step = _best_step(bare)[1] if with_step else 0
        low = fmean(bare[:step]) if step else fmean(bare)
        high = fmean(bare[step:])
        base = [low if number < step else high for number in range(count)]
        if cycle > 1:
            profile = _profile(at, clean, base, cycle)
        fitted = [level + profile[when % cycle] for level, when in zip(base, at, strict=True)]
        apart = [value - expected for value, expected in zip(raw, fitted, strict=True)]
        used = (2 if step else 1) + cycle - 1
        spread = _spread(apart, used) or 1e-9 * max(map(abs, raw))
        far = CLIPPED_AT * spread
        clean = [
            expected + max(-far, min(far, one)) for expected, one in zip(fitted, apart, strict=True)
        ]
        bare = [value - profile[when % cycle] for when, value in zip(at, clean, strict=True)]
        fit = _Fit(at, raw, bare, fitted, step, low, high, profile, spread)
    return fit


def _best_step(values: Sequence[float]) -> tuple[float, int]:
    """The gain in squares of the best step, and where it stands (0: too short)."""
    count = len(values)
    side = max(LEAST_SIDE, count // 8)
    total = sum(values)
    before, best = 0.0, (0.0, 0)
    for number in range(1, count - side + 1):
        before += values[number - 1]
        if number < side:
            continue
        gap = before / number - (total - before) / (count - number)
        gain = gap * gap * number * (count - number) / count
        if gain > best[0]:
            best = gain, number
    return best


def _profile(at: list[int], values: list[float], base: list[float], cycle: int) -> list[float]:
    sums, counts = [0.0] * cycle, [0] * cycle
    for when, value, level in zip(at, values, base, strict=True):
        sums[when % cycle] += value - level
        counts[when % cycle] += 1
    means = [one / count if count else 0.0 for one, count in zip(sums, counts, strict=True)]
    middle = fmean(means)
    return [one - middle for one in means]


def _spread(apart: list[float], used: int) -> float:
    size = NORMAL_MAD * median(abs(one) for one in apart)
    return size * sqrt(len(apart) / max(len(apart) - used, 1))


def _season(at: list[int], raw: list[float], cycle: int, wider: float) -> Season | None:
    """The F test of the season, with a step fitted on both sides of the comparison."""
    counts = [0] * cycle
    for when in at:
        counts[when % cycle] += 1
    freedom = len(raw) - cycle - 1
    if cycle < 2 or min(counts) < 1 or len(raw) < max(LEAST_SEASON, 2 * cycle) or freedom < 4:
        return None
    fit = _fit(at, raw, cycle)
    values = [value + fit.profile[when % cycle] for when, value in zip(at, fit.clean, strict=True)]
    middle = fmean(values)
    without = sum((value - middle) ** 2 for value in values) - _best_step(values)[0]
    rest = sum((value - one) ** 2 for value, one in zip(values, fit.fitted, strict=True))
    if rest <= 0:
        return None
    ratio = max(without - rest, 0.0) / (cycle - 1) / (rest / freedom)
    score = _f_as_normal(ratio, cycle - 1, freedom)
    limit = sqrt(SEASON_AT**2 + wider)
    return Season(tuple(fit.profile), score, limit) if score >= limit else None


def _f_as_normal(ratio: float, over: int, under: int) -> float:
    """Fisher's F as a normal deviate of about the same probability (Paulson 1942)."""
    one, two = 2 / (9 * over), 2 / (9 * under)
    root: float = ratio ** (1 / 3)
    return ((1 - two) * root - (1 - one)) / sqrt(two * root * root + one)


def _shift(
    at: list[int], raw: list[float], cycle: int, break_at: float, wider: float
) -> Break | None:
    """The likeliest step, or the straight line where that says it better; if sure enough."""
    fit = _fit(at, raw, cycle)
    values, count = fit.clean, len(raw)
    freedom = count - cycle
    limit = sqrt(break_at**2 + wider)
    if freedom < 1 or max(values) - min(values) <= 1e-9 * max(map(abs, values)):
        return None
    found = likeliest_step(at, values, freedom, max(LEAST_SIDE, count // 8))
    if not found.step:
        return None
    low, high = fmean(values[: found.step]), fmean(values[found.step :])
    apart = [value - (low if number < found.step else high) for number, value in enumerate(values)]
    lined, start, end = _line(at, raw, fit.profile)
    if sum(one * one for one in lined) < DRIFT * sum(one * one for one in apart):
        score = straight_line(at, values, freedom)
        return Break(at[0], start, end, score, limit, drift=True) if score >= limit else None
    if found.score < limit:
        return None
    return Break(at[found.step], low, high, found.score, limit)


def _line(
    at: list[int], raw: list[float], profile: list[float]
) -> tuple[list[float], float, float]:
    """What a straight line leaves, far figures pulled in, and where it starts and ends."""
    middle = fmean(at)
    wide = sum((when - middle) ** 2 for when in at)
    bare = [value - profile[when % len(profile)] for when, value in zip(at, raw, strict=True)]
    values, level, slope = bare, fmean(bare), 0.0
    for _ in range(ROUNDS):
        level = fmean(values)
        slope = sum((when - middle) * (one - level) for when, one in zip(at, values, strict=True))
        slope /= wide
        line = [level + slope * (when - middle) for when in at]
        apart = [value - one for value, one in zip(bare, line, strict=True)]
        far = CLIPPED_AT * _spread(apart, 2)
        pulled = [max(-far, min(far, one)) for one in apart]
        values = [one + rest for one, rest in zip(line, pulled, strict=True)]
    return pulled, level + slope * (at[0] - middle), level + slope * (at[-1] - middle)


def _outliers(fit: _Fit, wider: float) -> tuple[Outlier, ...]:
    """Up to three periods between which and the next farthest there is a gap: where tails are
    heavy the farthest ones follow each other closely, and none of them stands out."""
    spread = max(fit.spread, fit.pulled_spread)
    apart = sorted(
        (
            (abs(value - expected) / spread, when, value, expected)
            for when, value, expected in zip(fit.at, fit.raw, fit.fitted, strict=True)
        ),
        key=lambda one: (-one[0], one[1]),
    )
    gap = OUTLIER_GAP * sqrt(1 + wider / 36)
    for count in range(MOST_OUTLIERS, 0, -1):
        limit = gap + OUTLIER_OVER * apart[count][0]
        if apart[count - 1][0] >= limit:
            return tuple(
                Outlier(when, value, expected, score, limit)
                for score, when, value, expected in sorted(apart[:count], key=lambda one: one[1])
            )
    return ()


def _common(known: Sequence[Values], sums: Values, fit: _Fit) -> tuple[Outlier, ...]:
    """Periods in which most places stand apart on the same side."""
    expected = dict(zip(fit.at, fit.fitted, strict=True))
    level = median(fit.fitted)
    scores = dict.fromkeys(fit.at, 0.0)
    counts = dict.fromkeys(fit.at, 0)
    for one in known:
        usual = median(value for value in one if value is not None)
        share = usual / level if level > 0 and usual > 0 else 1 / len(known)
        apart = {
            when: value - usual - share * (expected[when] - level)
            for when in fit.at
            if (value := one[when]) is not None
        }
        middle = median(apart.values())
        spread = NORMAL_MAD * median(abs(value - middle) for value in apart.values())
        if not spread:
            continue
        pulled = {
            when: max(-CLIPPED_AT, min(CLIPPED_AT, (value - middle) / spread))
            for when, value in apart.items()
        }
        own = sqrt(fmean(value * value for value in pulled.values()))
        for when, value in pulled.items():
            scores[when] += value / own
            counts[when] += 1
    scores = {when: score / sqrt(counts[when] or 1) for when, score in scores.items()}
    far = CLIPPED_AT * NORMAL_MAD * median(map(abs, scores.values()))
    felt = sqrt(fmean(min(abs(score), far) ** 2 for score in scores.values()))
    # Up to a point the places' own noise explains it; beyond (weather, holidays) it is one series.
    limit = OUTLIER_AMONG if felt <= COMMON_FROM else OUTLIER_COMMON * felt
    return tuple(
        Outlier(when, sums[when] or 0.0, expected[when], abs(score), limit)
        for when, score in scores.items()
        if abs(score) >= limit
    )
