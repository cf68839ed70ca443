"""The revoked 0-120 scheme: to import older results and to inform, never as the rating."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kinerja.rules.label import Labelled
from kinerja.rules.rounding import round_half_up

HIGHEST_SCORE = Decimal(120)
ADDITIONAL_CAP = Decimal(10)  # all additional items together; 8/2021 annex p. 95-96
HIGHEST_PP46_SCORE = Decimal(100)


class Category120(Labelled):
    """The five categories of the scheme, best first (8/2021 annex p. 93; PP 30/2019 Pasal 41)."""

    SANGAT_BAIK = "sangat_baik", "Sangat Baik"
    BAIK = "baik", "Baik"
    CUKUP = "cukup", "Cukup"
    KURANG = "kurang", "Kurang"
    SANGAT_KURANG = "sangat_kurang", "Sangat Kurang"


@dataclass(frozen=True)
class Score120:
    """A score of 0-120 and its category."""

    category: Category120
    score: Decimal


@dataclass(frozen=True)
class CombinationWeights:
    """Shares of the plan and of the behaviour in the combined value; they add up to 1."""

    plan: Decimal
    behaviour: Decimal


WITHOUT_PEER_INPUT = CombinationWeights(Decimal("0.7"), Decimal("0.3"))
WITH_PEER_INPUT = CombinationWeights(Decimal("0.6"), Decimal("0.4"))

CATEGORY_SHARE: Mapping[Category120, Decimal] = MappingProxyType(  # percent, 8/2021 annex p. 95-96
    {
        Category120.SANGAT_BAIK: Decimal(100),
        Category120.BAIK: Decimal(80),
        Category120.CUKUP: Decimal(60),
        Category120.KURANG: Decimal(40),
        Category120.SANGAT_KURANG: Decimal(20),
    }
)


def indicator_score_120(achievement_percent: Decimal, target_is_ceiling: bool = False) -> Score120:
    """Category and score of one indicator, from its achievement rounded half up to a whole percent.

    ``target_is_ceiling``: the target is the best value that can be reached, so 100 % is full marks.

    Units: percent in, score 0-120 out.
    Errors: ValueError if the achievement is negative.
    Source: PermenPANRB 8/2021 annex p. 93 (revoked by 6/2022 Pasal 40).
    Confidence: T; the line from 101 to 110 is inferred from its neighbours (U).

    >>> indicator_score_120(Decimal("97.89"))
    Score120(category=<Category120.CUKUP: 'cukup'>, score=Decimal('88'))
    """
    if achievement_percent < 0:
        raise ValueError("an achievement cannot be negative")
    whole = round_half_up(achievement_percent)
    if whole > 110:
        return Score120(Category120.SANGAT_BAIK, HIGHEST_SCORE)
    if whole > 100:
        return Score120(Category120.SANGAT_BAIK, 110 + (whole - 101) * 10 / 9)
    if whole == 100 and target_is_ceiling:
        return Score120(Category120.SANGAT_BAIK, HIGHEST_SCORE)
    if whole == 100:
        return Score120(Category120.BAIK, Decimal(109))
    if whole >= 80:
        return Score120(Category120.CUKUP, 70 + (whole - 80))
    if whole >= 60:
        return Score120(Category120.KURANG, 50 + (whole - 60))
    return Score120(Category120.SANGAT_KURANG, whole * 49 / 59)


def additional_work_score(category: Category120, scope_weight: Decimal, score: Decimal) -> Decimal:
    """Weighted value of one additional item; the cap on all items together is in the total.

    Units: scope weight in points, score 0-120; points out.
    Errors: ValueError if the weight is negative or the score is outside 0-120.
    Source: PermenPANRB 8/2021 annex p. 95-96.
    Confidence: T; the weights of the scopes are a setting (U).

    >>> additional_work_score(Category120.BAIK, Decimal(10), Decimal(109))
    Decimal('8.72')
    """
    if scope_weight < 0:
        raise ValueError("the weight of a scope cannot be negative")
    _check_score(score)
    return CATEGORY_SHARE[category] * scope_weight * score / 10_000


def skp_score_total(
    weighted_main: Iterable[Decimal], weighted_additional: Iterable[Decimal] = ()
) -> Decimal:
    """Score of a plan: the main items plus the additional ones, these with at most 10 points.

    Units: weighted points in, score out.
    Errors: ValueError if an item is negative.
    Source: PermenPANRB 8/2021 annex p. 95-96 and worked case p. 243.
    Confidence: T.

    >>> skp_score_total([Decimal(60), Decimal(40)], [Decimal(8), Decimal(7)])
    Decimal('110')
    """
    main, additional = list(weighted_main), list(weighted_additional)
    if any(points < 0 for points in (*main, *additional)):
        raise ValueError("weighted points cannot be negative")
    return sum(main, Decimal(0)) + min(sum(additional, Decimal(0)), ADDITIONAL_CAP)


def periodic_skp_score(mean_action_plan_score: Decimal, mean_main_score: Decimal) -> Decimal:
    """Score of a period for a JPT: the mean of the two means.

    Units: scores 0-120.
    Errors: ValueError if a mean is outside 0-120.
    Source: PermenPANRB 8/2021 annex p. 67.
    Confidence: T.

    >>> periodic_skp_score(Decimal(110), Decimal(100))
    Decimal('105')
    """
    _check_score(mean_action_plan_score)
    _check_score(mean_main_score)
    return (mean_action_plan_score + mean_main_score) / 2


def combined_score_pp30(
    skp_score: Decimal, behaviour_score: Decimal, peer_input_used: bool, new_idea: bool
) -> Score120:
    """Combined value of plan and behaviour with its category.

    60/40 when peers and subordinates were heard, 70/30 otherwise. "Sangat Baik" needs 110 points
    and a new idea or method that benefits the organisation; without it 110-120 stays "Baik".

    Units: scores 0-120.
    Errors: ValueError if a score is outside 0-120.
    Source: PP 30/2019 Pasal 41.
    Confidence: T; the limits below 70 U.

    >>> combined_score_pp30(Decimal(115), Decimal(110), peer_input_used=False, new_idea=False)
    Score120(category=<Category120.BAIK: 'baik'>, score=Decimal('113.5'))
    """
    _check_score(skp_score)
    _check_score(behaviour_score)
    weights = WITH_PEER_INPUT if peer_input_used else WITHOUT_PEER_INPUT
    score = weights.plan * skp_score + weights.behaviour * behaviour_score
    return Score120(_pp30_category(score, new_idea), score)


def pp46_to_pp30_score(pp46_score: Decimal) -> Decimal:
    """A 0-100 value of PP 46/2011 on the 0-120 scale of PP 30/2019, as used for the year 2021.

    Five straight lines. Values between two whole numbers at a border (90 and 91, say) never fall
    below the value at the lower one.

    Units: 0-100 in, 0-120 out, unrounded.
    Errors: ValueError if the value is outside 0-100.
    Source: SE Menteri PANRB 3/2021 as one public code base carries it.
    Confidence: S; fractions at the borders U.

    >>> pp46_to_pp30_score(Decimal(76)), pp46_to_pp30_score(Decimal(100))
    (Decimal('90'), Decimal('120'))
    """
    n = pp46_score
    if not 0 <= n <= HIGHEST_PP46_SCORE:
        raise ValueError("a value of PP 46/2011 lies between 0 and 100")
    if n > 90:
        return min(max(110 + (n - 91) * 10 / 8, Decimal(109)), HIGHEST_SCORE)
    if n > 75:
        return max(90 + (n - 76) * 19 / 14, Decimal(89))
    if n > 60:
        return max(70 + (n - 61) * 19 / 14, Decimal(69))
    if n > 50:
        return max(50 + (n - 51) * 19 / 9, Decimal(49))
    return n * 49 / 50


def _pp30_category(score: Decimal, new_idea: bool) -> Category120:
    if score >= 110 and new_idea:
        return Category120.SANGAT_BAIK
    if score >= 90:
        return Category120.BAIK
    if score >= 70:
        return Category120.CUKUP
    if score >= 50:
        return Category120.KURANG
    return Category120.SANGAT_KURANG


def _check_score(score: Decimal) -> None:
    if not 0 <= score <= HIGHEST_SCORE:
        raise ValueError("a score lies between 0 and 120")
