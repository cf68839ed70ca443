"""Ranking by several people: urgency-seriousness-growth, importance against performance."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from kinerja.rules.label import Labelled

LOWEST, HIGHEST = 1, 5  # of one mark


class Method(Labelled):
    """How needs are ranked."""

    USG = "usg", "USG (urgensi, keseriusan, pertumbuhan)"
    IPA = "ipa", "Kepentingan dan kinerja (IPA)"


class Quadrant(Labelled):
    """Where an item stands when importance is laid against performance."""

    ACT = "act", "Prioritas utama"
    KEEP = "keep", "Pertahankan"
    LOW = "low", "Prioritas rendah"
    PLENTY = "plenty", "Lebih dari cukup"


@dataclass(frozen=True)
class Spread:
    """What several people's numbers say together."""

    mean: Decimal
    median: Decimal
    iqr: Decimal  # from the first to the third quartile: half of the people are inside
    people: int


def usg_score(urgency: int, seriousness: int, growth: int) -> int:
    """One person's USG score of one item: the sum of the three marks.

    Units: marks from 1 to 5 in, points from 3 to 15 out.
    Errors: ValueError if a mark is not from 1 to 5.
    Source: the USG matrix (Kepner and Tregoe, The Rational Manager, 1965), as agencies use it.
    Confidence: U, a method that the agency chooses; no regulation sets it.

    >>> usg_score(5, 4, 3)
    12
    """
    return sum(_mark(one) for one in (urgency, seriousness, growth))


def importance_gap(importance: int, performance: int) -> int:
    """How far one person sees performance behind importance; negative: ahead of it.

    Units: marks from 1 to 5 in, points from -4 to 4 out.
    Errors: ValueError if a mark is not from 1 to 5.
    Source: Martilla and James, Importance-Performance Analysis, Journal of Marketing 41 (1977).
    Confidence: U, a method that the agency chooses; no regulation sets it.

    >>> importance_gap(5, 2)
    3
    """
    return _mark(importance) - _mark(performance)


def quadrant(
    importance: Decimal, performance: Decimal, middle_importance: Decimal, middle: Decimal
) -> Quadrant:
    """The field of an item; the lines are the means of all items, a point on a line lies above it.

    Units: mean marks from 1 to 5.
    Errors: none.
    Source: Martilla and James (1977).
    Confidence: U; where the lines stand is a choice, ours are the grand means.

    >>> quadrant(Decimal(5), Decimal(2), Decimal(4), Decimal(3)).label
    'Prioritas utama'
    """
    if importance >= middle_importance:
        return Quadrant.ACT if performance < middle else Quadrant.KEEP
    return Quadrant.LOW if performance < middle else Quadrant.PLENTY


def spread(values: Sequence[int | Decimal]) -> Spread:
    """Mean, median and interquartile range; quartiles are the medians of the two halves.

    Units: points in and out; two decimals.
    Errors: ValueError without a value.
    Source: Tukey, Exploratory Data Analysis (1977), hinges without the middle value.
    Confidence: U, a choice among several ways to take quartiles.

    >>> spread([9, 12, 12, 15])
    Spread(mean=Decimal('12.00'), median=Decimal('12.00'), iqr=Decimal('3.00'), people=4)
    """
    if not values:
        raise ValueError("a spread needs a value")
    ordered = sorted(Decimal(one) for one in values)
    half = len(ordered) // 2
    lower, upper = ordered[:half], ordered[-half:] if half else []
    iqr = median(upper) - median(lower) if half else Decimal(0)
    mean = sum(ordered, Decimal(0)) / len(ordered)
    return Spread(_two(mean), _two(median(ordered)), _two(iqr), len(ordered))


def agreement(scores: Sequence[Sequence[int | Decimal]]) -> Decimal | None:
    """Kendall's W with ties: 1 when all rank the items alike, 0 when there is no common order.

    None for fewer than two people or items, and when everybody gives every item the same.

    Units: one row of scores for each person, the same items in the same order; a share out.
    Errors: ValueError if the rows are not of one length.
    Source: Kendall and Babington Smith, The Problem of m Rankings (1939), corrected for ties.
    Confidence: U, a statistic that informs; nothing follows from it by itself.

    >>> agreement([[15, 9, 6], [14, 10, 3]])
    Decimal('1.00')
    """
    people = len(scores)
    items = len(scores[0]) if scores else 0
    if any(len(row) != items for row in scores):
        raise ValueError("everybody scores the same items")
    if people < 2 or items < 2:
        return None
    ranks = [_ranks(row) for row in scores]
    sums = [sum(row[at] for row in ranks) for at in range(items)]
    middle = sum(sums, Fraction(0)) / items
    squares = sum(((one - middle) ** 2 for one in sums), Fraction(0))
    ties = sum(size**3 - size for row in scores for size in Counter(row).values())
    whole = people**2 * (items**3 - items) - people * ties
    if not whole:
        return None
    share = Fraction(12 * squares) / whole
    return _two(Decimal(share.numerator) / share.denominator)


def agreement_words(share: Decimal | None) -> str:
    """Kendall's W in a word.

    Units: a share from 0 to 1, None where it is not known.
    Errors: none.
    Source: the bands of Schmidt, Managing Delphi Surveys, Decision Sciences 28 (1997): 0.5 is
    moderate, 0.7 strong.
    Confidence: U.

    >>> agreement_words(Decimal("0.72")), agreement_words(None)
    ('kuat', 'belum dapat dihitung')
    """
    if share is None:
        return "belum dapat dihitung"
    return "kuat" if share >= Decimal("0.7") else "sedang" if share >= Decimal("0.5") else "lemah"


def _mark(value: int) -> int:
    if not LOWEST <= value <= HIGHEST:
        raise ValueError("a mark is a whole number from 1 to 5")
    return value


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _ranks(row: Sequence[int | Decimal]) -> list[Fraction]:
    """1 for the lowest; equal scores share the mean of their places."""
    ordered = sorted(row)
    return [ordered.index(one) + Fraction(ordered.count(one) + 1, 2) for one in row]
