"""Signals about those who rate by name: lenient, severe, halo, no spread, mutual high marks.

For the calibration meeting: they inform a person and punish nobody. Statistics of named marks only:
who answers without a name in a 360 round is not known, and is not judged. A rater is compared with
the other raters of the same marks, by figures that a few unusual ones do not move.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kinerja.rules.label import Labelled

FEWEST_MARKS = 5  # people rated, before anything is said of a rater; a setting (U)
FEWEST_RATERS = 10  # to compare with; a setting (U)
FEWEST_PAIRS = 2  # who rate each other
FEWEST_OTHERS = 3  # marks that are not mutual, to tell what is usual for somebody
LIMIT = Decimal("1.85")  # standard errors; what ordinary raters differ by counts as error too
FITS = 12  # rounds in which raters and rated are fitted to each other
_MAD = Decimal("1.4826")  # from the median deviation to the standard deviation of a normal
_LOGISTIC = Decimal("1.702")  # the logistic curve nearest to the normal one
_NONE, _CERTAIN = Decimal(0), Decimal(9)


class Signal(Labelled):
    """What may stand out about somebody who rates."""

    LENIENT = "lenient", "Cenderung tinggi"
    SEVERE = "severe", "Cenderung rendah"
    HALO = "halo", "Nilai tiap orang serupa di semua butir"
    NO_SPREAD = "no_spread", "Semua orang dinilai serupa"
    RECIPROCAL = "reciprocal", "Saling memberi nilai tinggi"


@dataclass(frozen=True)
class Mark:
    """What one person gave another: a whole number for each item, all of one scale."""

    rater: int
    rated: int
    scores: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """One signal about one rater.

    `size` is how far the rater stands from the others, pulled towards them the more the fewer marks
    there are: points of the scale for lenient, severe and reciprocal; for halo and no spread the
    share of the usual differences that is missing. `confidence` is near 1 where chance is an
    unlikely reason. The signal rests on the marks about `people`.
    """

    rater: int
    signal: Signal
    size: Decimal
    confidence: Decimal
    marks: int
    people: tuple[int, ...]


def rater_signals(marks: Iterable[Mark]) -> list[Found]:
    """What stands out about each rater, most certain first.

    Nothing is said of raters with few marks, nor where there are too few raters to compare with.

    Units: points of one scale in; see `Found`.
    Errors: ValueError for marks with different items, without any, or about oneself.
    Source: none; practice of performance measurement (leniency, severity, halo, restriction of
    range, reciprocity), with empirical shrinkage.
    Confidence: U.

    >>> kind = [Mark(1, 100 + n, (5, 5, 4)) for n in range(8)]
    >>> usual = [
    ...     Mark(r, 100 * r + n, (3 + n % 2, 2 + n % 3, 3)) for r in range(2, 14) for n in range(8)
    ... ]
    >>> [(one.rater, one.signal.label) for one in rater_signals([*kind, *usual])][0]
    (1, 'Cenderung tinggi')
    """
    table = _Table(marks)
    if len(table.by_rater) < FEWEST_RATERS:
        return []
    found = [*_levels(table), *_halo(table), *_spread(table), *_mutual(table)]
    return sorted(found, key=lambda one: (-one.confidence, one.rater, one.signal))


class _Table:
    """The marks with their means, by rater; only raters with enough of them."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        found = list(marks)
        if len({len(one.scores) for one in found}) > 1 or any(not one.scores for one in found):
            raise ValueError("all marks have the same items, at least one")
        if any(one.rater == one.rated for one in found):
            raise ValueError("what people say of themselves is no mark of a rater")
        self.items = len(found[0].scores) if found else 0
        self.by_rater: dict[int, list[Mark]] = defaultdict(list)
        for one in found:
            self.by_rater[one.rater].append(one)
        self.by_rater = {
            rater: given for rater, given in self.by_rater.items() if len(given) >= FEWEST_MARKS
        }
        self.marks = [one for given in self.by_rater.values() for one in given]
        self.mean = {one: Decimal(sum(one.scores)) / len(one.scores) for one in self.marks}

    def found(self, rater: int, signal: Signal, size: Decimal, z: Decimal) -> Found:
        given = self.by_rater[rater]
        people = tuple(one.rated for one in given)
        return Found(rater, signal, size, _confidence(z), len(given), people)


def _levels(table: _Table) -> Iterable[Found]:
    """Lenient and severe: the mean of a rater, once it is known how good the rated are."""
    rated, own = _fit(table, table.by_rater)
    within = _median(
        [
            _variance([table.mean[one] - rated.get(one.rated, _NONE) for one in given])
            for given in table.by_rater.values()
        ]
    )
    errors = {rater: within / len(given) for rater, given in table.by_rater.items()}
    for rater, (distance, z, between) in _standing(own, errors).items():
        if abs(z) >= LIMIT:
            signal = Signal.LENIENT if z > 0 else Signal.SEVERE
            shrunk = _shrunk(distance, between, errors[rater])
            yield table.found(rater, signal, shrunk, z)


def _halo(table: _Table) -> Iterable[Found]:
    """The items of one person differ less than they do with others."""
    if table.items < 2:
        return
    items = [_average([Decimal(one.scores[n]) for one in table.marks]) for n in range(table.items)]
    level = _average(items)
    differences = {
        rater: _average(
            [
                (one.scores[n] - items[n] - table.mean[one] + level) ** 2
                for one in given
                for n in range(table.items)
            ]
        )
        for rater, given in table.by_rater.items()
    }
    yield from _flat(table, differences, Signal.HALO, table.items - 1)


def _spread(table: _Table) -> Iterable[Found]:
    """People differ less than they do with others, item by item."""
    differences = {
        rater: _average(
            [_variance([Decimal(one.scores[n]) for one in given]) for n in range(table.items)]
        )
        for rater, given in table.by_rater.items()
    }
    yield from _flat(table, differences, Signal.NO_SPREAD, table.items)


def _flat(
    table: _Table, differences: dict[int, Decimal], signal: Signal, each: int
) -> Iterable[Found]:
    """Raters whose variance is small: its cube root is nearly normal (Wilson and Hilferty 1931).

    `each` is how many independent differences one mark holds.
    """
    usual = _median(list(differences.values()))
    if not usual:
        return
    roots = {rater: _cube_root(value / usual) for rater, value in differences.items()}
    errors = {rater: Decimal(2) / (9 * each * len(table.by_rater[rater])) for rater in differences}
    for rater, (distance, z, between) in _standing(roots, errors).items():
        if z <= -LIMIT:
            shrunk = _shrunk(-distance, between, errors[rater])
            yield table.found(rater, signal, min(shrunk, Decimal(1)), z)


def _mutual(table: _Table) -> Iterable[Found]:
    """Those who rate each other give each other more than both give, and get from, all others.

    How kind the one is, and how good the other, is told from the marks that are not mutual; for
    raters who have hardly any, from all of theirs.
    """
    given = {(one.rater, one.rated) for one in table.marks}
    pairs: dict[int, list[Mark]] = defaultdict(list)
    others: dict[int, list[Mark]] = defaultdict(list)
    for one in table.marks:
        (pairs if (one.rated, one.rater) in given else others)[one.rater].append(one)
    enough = {rater: mutual for rater, mutual in pairs.items() if len(mutual) >= FEWEST_PAIRS}
    if len(enough) < FEWEST_RATERS:
        return
    basis = {
        rater: others[rater] if len(others[rater]) >= FEWEST_OTHERS else marks
        for rater, marks in table.by_rater.items()
    }
    rated, own = _fit(table, basis)
    left = {
        (one.rater, one.rated): table.mean[one] - rated.get(one.rated, _NONE) - own[one.rater]
        for one in table.marks
    }
    gains = {
        rater: _average(
            [(left[one.rater, one.rated] + left[one.rated, one.rater]) / 2 for one in mutual]
        )
        for rater, mutual in enough.items()
    }
    single = (_MAD * _median([abs(one) for one in left.values()])) ** 2
    errors = {rater: single / (2 * len(mutual)) for rater, mutual in enough.items()}
    for rater, (distance, z, between) in _standing(gains, errors).items():
        if z >= LIMIT:
            shrunk = _shrunk(distance, between, errors[rater])
            found = table.found(rater, Signal.RECIPROCAL, shrunk, z)
            yield replace(found, people=tuple(one.rated for one in enough[rater]))


def _fit(
    table: _Table, basis: Mapping[int, Sequence[Mark]]
) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """How far each rated person stands from the middle, and each rater, fitted to each other.

    A person counts as far as several raters say so, pulled towards the middle where they are few.
    Whoever has one mark only stands in the middle: there it cannot be told whether the person is
    good or the rater kind. The level of a rater holds the middle of all.
    """
    about: dict[int, list[Mark]] = defaultdict(list)
    for given in basis.values():
        for one in given:
            about[one.rated].append(one)
    several = {person: marks for person, marks in about.items() if len(marks) > 1}
    rated: dict[int, Decimal] = {}
    for _ in range(FITS if several else 1):
        own = {
            rater: _average([table.mean[one] - rated.get(one.rated, _NONE) for one in given])
            for rater, given in basis.items()
        }
        for person, marks in several.items():
            found = _average([table.mean[one] - own[one.rater] for one in marks])
            rated[person] = found * len(marks) / (len(marks) + 1)
    return rated, own


def _standing(
    values: dict[int, Decimal], errors: dict[int, Decimal]
) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
    """Of each rater: distance from the middle of all, the same in standard errors, and how much
    raters truly differ (a variance). What ordinary raters differ by counts as error too."""
    middle = _median(list(values.values()))
    robust = (_MAD * _median([abs(value - middle) for value in values.values()])) ** 2
    usual = _median(list(errors.values()))
    ordinary = max(robust - usual, _NONE)
    between = max(_variance(list(values.values())) - usual, _NONE)
    found = {}
    for rater, value in values.items():
        error = (errors[rater] + ordinary).sqrt()
        distance = value - middle
        z = distance / error if error else _CERTAIN.copy_sign(distance) if distance else _NONE
        found[rater] = distance, z, between
    return found


def _shrunk(distance: Decimal, between: Decimal, error: Decimal) -> Decimal:
    """Pulled towards the middle by as much as chance explains."""
    return distance * between / (between + error) if error else distance


def _average(values: Sequence[Decimal]) -> Decimal:
    return sum(values, _NONE) / len(values)


def _median(values: Sequence[Decimal]) -> Decimal:
    in_order = sorted(values)
    half = len(in_order) // 2
    return in_order[half] if len(in_order) % 2 else (in_order[half - 1] + in_order[half]) / 2


def _variance(values: Sequence[Decimal]) -> Decimal:
    mean = _average(values)
    return sum(((value - mean) ** 2 for value in values), _NONE) / (len(values) - 1)


def _cube_root(value: Decimal) -> Decimal:
    return (value.ln() / 3).exp() if value else _NONE


def _confidence(z: Decimal) -> Decimal:
    """How unlikely chance is, from half to 1."""
    return (1 / (1 + (-_LOGISTIC * abs(z)).exp())).quantize(Decimal("0.001"))
