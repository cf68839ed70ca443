"""Results of complaints and surveys, told of a team or a person without doing them wrong.

One person with two hard cases is no worse than one with two hundred easy ones. So: nothing below a
smallest number of cases, always beside what the agency reaches with the same kinds of cases, and
always with how sure the number is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kinerja.rules.label import Labelled

MINIMUM_CASES = 10  # a setting (U)
_Z = Decimal("1.96")  # two-sided 95 %
_TENTH = Decimal("0.1")


class Comparison(Labelled):
    """How a share stands to what the same mix of cases reaches in the agency."""

    TOO_FEW = "too_few", "Belum cukup kasus"
    ABOVE = "above", "Lebih baik daripada kasus serupa"
    WITHIN = "within", "Setara dengan kasus serupa"
    BELOW = "below", "Di bawah kasus serupa"
    ALONE = "alone", "Tanpa pembanding"  # all such cases of the agency are these


@dataclass(frozen=True)
class Stratum:
    """Cases of one kind: those of the team or person, and all of the agency."""

    cases: int
    good: int
    agency_cases: int
    agency_good: int

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.cases or not 0 <= self.agency_good <= self.agency_cases:
            raise ValueError("the good ones are some of the cases")
        if self.cases > self.agency_cases or self.good > self.agency_good:
            raise ValueError("the agency holds the cases of all its teams")


@dataclass(frozen=True)
class FairShare:
    """A share in per cent with its interval, beside what was to be expected of these cases.

    All shares are None where there are too few cases; `expected` also where nobody else has any.
    """

    comparison: Comparison
    cases: int
    minimum: int
    good: int | None = None
    share: Decimal | None = None
    expected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def wilson_interval(good: int, cases: int) -> tuple[Decimal, Decimal]:
    """Between which shares the true one lies with 95 %: the score interval of Wilson.

    Units: per cent, unrounded.
    Errors: ValueError if there are no cases, or more good ones than cases.
    Source: Wilson 1927; standard text-book formula.
    Confidence: T for the formula, U that it is used here.

    >>> [round(edge, 1) for edge in wilson_interval(8, 10)]
    [Decimal('49.0'), Decimal('94.3')]
    """
    if cases < 1 or not 0 <= good <= cases:
        raise ValueError("a share needs cases")
    n, p, square = Decimal(cases), Decimal(good) / cases, _Z * _Z
    middle = p + square / (2 * n)
    spread = _Z * ((p * (1 - p) + square / (4 * n)) / n).sqrt()
    whole = 1 + square / n
    low, high = (middle - spread) / whole, (middle + spread) / whole
    return 100 * max(low, Decimal(0)), 100 * min(high, Decimal(1))


def fair_share(strata: Iterable[Stratum], minimum: int = MINIMUM_CASES) -> FairShare:
    """The share of good cases beside the one that the same mix of kinds reaches in the agency.

    Expected is the mean of the agency's shares by kind, weighed by the team's own cases (indirect
    standardisation). It stands above or below only where the whole interval does. Where nobody else
    has such cases, as in the agency's highest unit, there is nothing to compare with.

    Units: per cent with one decimal.
    Errors: ValueError if the minimum is below 1.
    Source: none; method of the product (indirect standardisation, Wilson's interval).
    Confidence: U.

    >>> hard, easy = Stratum(10, 5, 40, 18), Stratum(2, 2, 200, 190)
    >>> found = fair_share([hard, easy])
    >>> found.share, found.expected, found.comparison.label
    (Decimal('58.3'), Decimal('53.3'), 'Setara dengan kasus serupa')
    >>> fair_share([Stratum(40, 18, 40, 18)]).expected is None
    True
    >>> fair_share([Stratum(3, 0, 40, 18)]).comparison.label
    'Belum cukup kasus'
    """
    if minimum < 1:
        raise ValueError("a share needs at least one case")
    own = [one for one in strata if one.cases]
    cases, good = sum(one.cases for one in own), sum(one.good for one in own)
    if cases < minimum:
        return FairShare(Comparison.TOO_FEW, cases, minimum)
    expected = sum(
        (Decimal(one.cases) * one.agency_good / one.agency_cases for one in own), Decimal(0)
    )
    low, high = wilson_interval(good, cases)
    aim = 100 * expected / cases
    alone = all(one.cases == one.agency_cases for one in own)
    if alone:
        comparison = Comparison.ALONE
    elif low > aim:
        comparison = Comparison.ABOVE
    else:
        comparison = Comparison.BELOW if high < aim else Comparison.WITHIN
    return FairShare(
        comparison,
        cases,
        minimum,
        good,
        share=(100 * Decimal(good) / cases).quantize(_TENTH),
        expected=None if alone else aim.quantize(_TENTH),
        low=low.quantize(_TENTH),
        high=high.quantize(_TENTH),
    )
