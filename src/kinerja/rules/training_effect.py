"""Did a training move an indicator? Participants before and after, against others like them.

The difference in differences takes away what changed for everybody. Its interval is honest about
what few people can tell: without enough of them, or with an interval that holds zero, nothing is
claimed. Product rules, no regulation; no figure is ever about one person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

from kinerja.rules.label import Labelled

LEAST_GROUP = 5  # people or units in each group; fewer are never shown
CONFIDENCE = 0.95
LOOKS_AT = 200  # steps of the bisection: far beyond the precision of a float


class EffectVerdict(Labelled):
    """What may be said of the effect."""

    UP = "up", "Naik"
    DOWN = "down", "Turun"
    OPEN = "open", "Tidak dapat disimpulkan"


class WhyOpen(Labelled):
    """Why nothing can be concluded."""

    FEW = "few", "Kelompoknya terlalu kecil"
    EQUAL = "equal", "Semua perubahan sama besar, sehingga ketidakpastiannya tidak dapat dihitung"
    WIDE = "wide", "Selisihnya masih dapat terjadi karena kebetulan"


@dataclass(frozen=True)
class Measured:
    """One person or unit before and after. `stratum`: what it is compared within (kind of post)."""

    key: int
    before: float
    after: float
    stratum: str = ""

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class Effect:
    """What was found. The figures are None below the smallest group."""

    verdict: EffectVerdict
    why: WhyOpen | None
    taught: int  # sizes of the groups
    compared: int
    taught_change: float | None = None  # means
    compared_change: float | None = None
    estimate: float | None = None  # the difference of the two changes
    low: float | None = None  # 95 % interval
    high: float | None = None


def training_effect(
    taught: Iterable[Measured], compared: Iterable[Measured], least: int = LEAST_GROUP
) -> Effect:
    """The difference in differences with Welch's interval for two groups of unequal spread.

    Units: those of the measure, higher is better; sizes in people or units.
    Errors: ValueError for a smallest group below 2.
    Source: Welch, Biometrika 34 (1947) 28-35; difference in differences is common practice.
    Confidence: U, the product's own method.

    >>> taught = [Measured(n, 60, 80 + n % 3) for n in range(8)]
    >>> others = [Measured(n, 60, 62 + n % 3) for n in range(8)]
    >>> found = training_effect(taught, others)
    >>> found.verdict.label, round(found.estimate), found.low > 0
    ('Naik', 18, True)
    """
    if least < 2:
        raise ValueError("an interval needs two of each group at least")
    ours, theirs = [one.change for one in taught], [one.change for one in compared]
    if len(ours) < least or len(theirs) < least:
        return Effect(EffectVerdict.OPEN, WhyOpen.FEW, len(ours), len(theirs))
    mean, other = _mean(ours), _mean(theirs)
    estimate = mean - other
    parts = _variance(ours) / len(ours), _variance(theirs) / len(theirs)
    spread = sum(parts)
    sizes = len(ours), len(theirs)
    if spread == 0:
        return Effect(EffectVerdict.OPEN, WhyOpen.EQUAL, *sizes, mean, other, estimate)
    freedom = spread**2 / sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    half = t_quantile((1 + CONFIDENCE) / 2, freedom) * sqrt(spread)
    low, high = estimate - half, estimate + half
    if low <= 0 <= high:
        verdict, why = EffectVerdict.OPEN, WhyOpen.WIDE
    else:
        verdict, why = (EffectVerdict.UP if estimate > 0 else EffectVerdict.DOWN), None
    return Effect(verdict, why, *sizes, mean, other, estimate, low, high)


def matched(
    taught: Sequence[Measured], others: Sequence[Measured], nearest: float
) -> tuple[list[Measured], list[Measured]]:
    """Pairs of one who was taught and one who was not: the same stratum, the nearest start.

    Each of the others is used once; who has nobody within `nearest` of the start is left out. The
    outcome plays no part, and the order of the rows neither.

    Units: those of the measure.
    Errors: ValueError for a negative distance.
    Source: nearest-neighbour matching, common practice.
    Confidence: U, the product's own method.

    >>> taught = [Measured(1, 60, 70, "jf"), Measured(2, 90, 95, "jf")]
    >>> others = [Measured(3, 61, 62, "jf"), Measured(4, 60, 61, "ja"), Measured(5, 70, 70, "jf")]
    >>> [[one.key for one in side] for side in matched(taught, others, 5)]
    [[1], [3]]
    """
    if nearest < 0:
        raise ValueError("a distance is not negative")
    free: dict[str, list[Measured]] = {}
    for one in sorted(others, key=lambda row: (row.before, row.key)):
        free.setdefault(one.stratum, []).append(one)
    ours, theirs = [], []
    for one in sorted(taught, key=lambda row: (row.before, row.key)):
        pool = free.get(one.stratum, [])
        best = min(pool, key=lambda row: (abs(row.before - one.before), row.key), default=None)
        if best is not None and abs(best.before - one.before) <= nearest:
            pool.remove(best)
            ours.append(one)
            theirs.append(best)
    return ours, theirs


def t_quantile(probability: float, freedom: float) -> float:
    """The value below which Student's t lies with that probability.

    Units: none.
    Errors: ValueError unless 0.5 <= probability < 1 and the degrees of freedom are positive.
    Source: Student's t by the incomplete beta function (Abramowitz and Stegun 26.7).
    Confidence: T.

    >>> round(t_quantile(0.975, 10), 3), round(t_quantile(0.975, 4), 3)
    (2.228, 2.776)
    """
    if not 0.5 <= probability < 1 or freedom <= 0:
        raise ValueError("a probability from one half to one, and some degrees of freedom")
    low, high = 0.0, 1.0
    while _t_below(high, freedom) < probability:
        high *= 2
    for _ in range(LOOKS_AT):
        middle = (low + high) / 2
        if _t_below(middle, freedom) < probability:
            low = middle
        else:
            high = middle
        if high - low <= 1e-12 * high:
            break
    return (low + high) / 2


def _t_below(value: float, freedom: float) -> float:
    """The share of Student's t below a value that is not negative."""
    return 1 - _beta(freedom / 2, 0.5, freedom / (freedom + value * value)) / 2


def _beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    found = d
    for m in range(1, 300):
        for number in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + number * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + number / c
            c = c if abs(c) > tiny else tiny
            found *= d * c
        if abs(d * c - 1) < 1e-14:
            break
    return front * found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _variance(values: Sequence[float]) -> float:
    mean = _mean(values)
    return sum((one - mean) ** 2 for one in values) / (len(values) - 1)
