"""The demand for training: which competency a unit needs most, from five kinds of reasons.

Product rules, no regulation: the weights are settings of the agency, the method is on the page.
"""

from collections.abc import Mapping
from decimal import Decimal

from kinerja.rules.label import Labelled

FEWEST_TOLD = 5  # people of a unit whose 360 results are counted together; fewer are not told
LEVELS_OF_FULL_STRENGTH = 2  # missing on average: the gap speaks with all its weight
STRENGTH_OF_ONE_NEED = Decimal("0.5")
STRENGTH_OF_ONE_FINDING = Decimal("0.25")


class DemandSource(Labelled):
    """What speaks for a training."""

    NEED = "need", "Kebutuhan"
    GAP = "gap", "Kesenjangan kompetensi"
    INDICATOR = "indicator", "Indikator tertinggal"
    BEHAVIOUR = "behaviour", "Umpan balik perilaku"
    FINDING = "finding", "Temuan"


class SeenSeldom(Labelled):
    """How many of a unit are told to show a value seldom; in thirds, so that nobody stands out."""

    SOME = "some", "Sebagian kecil"
    HALF = "half", "Sebagian"
    MOST = "most", "Sebagian besar"


_STRENGTH_SELDOM = {
    SeenSeldom.SOME: Decimal("0.2"),
    SeenSeldom.HALF: Decimal("0.5"),
    SeenSeldom.MOST: Decimal("0.8"),
}


def seen_seldom(few: int, told: int) -> SeenSeldom | None:
    """The third in which the share lies; None where fewer than five people were told, or none.

    Units: people.
    Errors: ValueError unless 0 <= few <= told.
    Source: the product's own, after the anonymity of 360 rounds.
    Confidence: U.

    >>> seen_seldom(2, 4), seen_seldom(2, 5).label, seen_seldom(0, 9)
    (None, 'Sebagian', None)
    """
    if not 0 <= few <= told:
        raise ValueError("the few are a part of those who were told")
    if told < FEWEST_TOLD or few == 0:
        return None
    if 3 * few < told:
        return SeenSeldom.SOME
    return SeenSeldom.HALF if 3 * few < 2 * told else SeenSeldom.MOST


def strength_of_behaviour(seldom: SeenSeldom) -> Decimal:
    """How much the behaviour of a unit asks for training, from its third alone.

    Units: a share from 0 to 1 out.
    Errors: none.
    Source: the product's own.
    Confidence: U.

    >>> strength_of_behaviour(SeenSeldom.MOST)
    Decimal('0.8')
    """
    return _STRENGTH_SELDOM[seldom]


def strength_of_gap(missing_levels: int, assessed: int) -> Decimal:
    """How much a gap asks for training: missing levels for each person assessed; two are all.

    Units: levels and people in, a share from 0 to 1 out.
    Errors: ValueError for negative numbers, or levels without people.
    Source: the product's own.
    Confidence: U.

    >>> strength_of_gap(5, 10)
    Decimal('0.25')
    """
    if missing_levels < 0 or assessed < 0 or (missing_levels and not assessed):
        raise ValueError("levels are missing of people who were assessed")
    if not assessed:
        return Decimal(0)
    return min(Decimal(missing_levels) / (LEVELS_OF_FULL_STRENGTH * assessed), Decimal(1))


def strength_of_indicator(percent: Decimal) -> Decimal:
    """How much an indicator asks for training: what is missing to its target.

    Units: percent of the target in, a share from 0 to 1 out.
    Errors: none; beyond the target nothing is missing.
    Source: the product's own.
    Confidence: U.

    >>> strength_of_indicator(Decimal(60)), strength_of_indicator(Decimal(120))
    (Decimal('0.4'), Decimal('0'))
    """
    return min(max((100 - percent) / 100, Decimal(0)), Decimal(1))


def strength_of_many(number: int, each: Decimal) -> Decimal:
    """How much several needs or findings ask for together: each its share, together at most all.

    Units: a number of needs or findings in, a share from 0 to 1 out.
    Errors: ValueError for a negative number.
    Source: the product's own.
    Confidence: U.

    >>> strength_of_many(3, STRENGTH_OF_ONE_NEED), strength_of_many(1, STRENGTH_OF_ONE_FINDING)
    (Decimal('1'), Decimal('0.25'))
    """
    if number < 0:
        raise ValueError("a number of needs is not negative")
    return min(number * each, Decimal(1))


def demand_score(
    strengths: Mapping[DemandSource, Decimal], weights: Mapping[str, Decimal]
) -> Decimal:
    """The demand for one competency: the weighted mean of its reasons, of 100.

    A kind of reason that is not there counts as nothing asked for, not as unknown.

    Units: shares from 0 to 1 and weights in, from 0 to 100 out.
    Errors: ValueError for a strength outside 0-1 or a negative weight; 0 where no weight is set.
    Source: weighted sum, the product's own weights.
    Confidence: U.

    >>> weights = {"need": 30, "gap": 30, "indicator": 20, "behaviour": 10, "finding": 10}
    >>> demand_score({DemandSource.GAP: Decimal(1), DemandSource.FINDING: Decimal("0.5")}, weights)
    Decimal('35.0')
    """
    if any(not 0 <= strength <= 1 for strength in strengths.values()):
        raise ValueError("a strength lies between 0 and 1")
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is not negative")
    total = sum((Decimal(weight) for weight in weights.values()), Decimal(0))
    if not total:
        return Decimal(0)
    said = sum(
        (strength * Decimal(weights[source.value]) for source, strength in strengths.items()),
        Decimal(0),
    )
    return (100 * said / total).quantize(Decimal("0.1"))
