"""Achievement of an indicator: the ratio that informs a person and never decides a rating."""

from dataclasses import dataclass
from decimal import Decimal

from kinerja.rules.label import Labelled
from kinerja.rules.predicate import Rating

HUNDRED = Decimal(100)


class Polarity(Labelled):
    """Whether more or less of an indicator is better (8/2021 annex p. 91, "kondisi khusus")."""

    MAXIMISE = "maximise", "Makin besar makin baik"
    MINIMISE = "minimise", "Makin kecil makin baik"


class UndefinedAchievement(ValueError):
    """The target gives no ratio, because it is zero or negative."""


@dataclass(frozen=True)
class JudgedAchievement:
    """A verdict of a person with the ratio beside it, for information."""

    verdict: Rating
    achievement_percent: Decimal | None  # None when the target gives no ratio


def indicator_achievement(
    polarity: Polarity, target_min: Decimal, target_max: Decimal, realisation: Decimal
) -> Decimal:
    """Achievement of one indicator in percent, unrounded and never below 0.

    A target is a range; a single target has both bounds equal. Inside the range the achievement is
    100, outside it is measured against the nearer bound T: R / T * 100 when more is better,
    (2 - R / T) * 100 when less is better.

    Units: target and realisation in the unit of the indicator, percent out.
    Errors: ValueError if the lower bound lies above the upper one; UndefinedAchievement if the
    target, or the bound to measure against, is not positive.
    Source: PermenPANRB 8/2021 annex p. 91 and 100 (revoked by 6/2022 Pasal 40: information only).
    Confidence: T; the 100 inside a range and the floor of 0 are inferred (U).

    >>> indicator_achievement(Polarity.MINIMISE, Decimal(5), Decimal(5), Decimal(4))
    Decimal('120.0')
    """
    if target_min > target_max:
        raise ValueError("the lower bound of a target cannot lie above the upper one")
    if target_max <= 0:
        raise UndefinedAchievement("a target of zero or less gives no ratio")
    if target_min <= realisation <= target_max:
        return HUNDRED
    bound = target_max if realisation > target_max else target_min
    if bound <= 0:
        raise UndefinedAchievement("a lower bound of zero or less gives no ratio")
    ratio = realisation / bound
    share = ratio if polarity is Polarity.MAXIMISE else 2 - ratio
    return max(share * HUNDRED, Decimal(0))


def judged_achievement(
    verdict: Rating,
    polarity: Polarity,
    target_min: Decimal,
    target_max: Decimal,
    realisation: Decimal,
) -> JudgedAchievement:
    """The verdict of the leader, with the ratio shown beside it.

    The ratio decides nothing: the annex rates 81 % as meeting the expectation and 78 % as below it.

    Units: as ``indicator_achievement``.
    Errors: ValueError if the lower bound of the target lies above the upper one.
    Source: PermenPANRB 6/2022 annex p. 189-190, 194, 196, 201; ratio by 8/2021.
    Confidence: T.

    >>> seventy_of_ninety = (Decimal(90), Decimal(90), Decimal(70))
    >>> judged_achievement(Rating.BELOW, Polarity.MAXIMISE, *seventy_of_ninety).verdict.label
    'Di Bawah Ekspektasi'
    """
    try:
        percent = indicator_achievement(polarity, target_min, target_max, realisation)
    except UndefinedAchievement:
        return JudgedAchievement(verdict, None)
    return JudgedAchievement(verdict, percent)
