"""Progress of a whole from its parts: weighted, with missing parts named and never counted as zero.

No figure is counted twice. Every parent divides exactly 100 percent among its parts, so over all
paths the shares at the top add up to 100 as well: a part that stands under two parents counts with
the share that each of them gives it, never twice as a whole. Where parts are counted by number, the
caller counts each one once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kinerja.rules.label import Labelled

WHOLE = Decimal(100)


class WeightFault(Labelled):
    """Why weights cannot be used. They are named and never stretched to fit."""

    PARTLY = "partly", "Sebagian bagian belum berbobot"
    NOT_WHOLE = "not_whole", "Jumlah bobot bukan 100%"


@dataclass(frozen=True)
class Part:
    """One part of a whole; `percent` None: not known yet; no part has a weight: equal shares."""

    name: str
    percent: Decimal | None
    weight: Decimal | None = None  # percent of the whole


@dataclass(frozen=True)
class RollUp:
    """What is known of the whole, and from how much of it."""

    percent: Decimal | None  # None: nothing is known, or the weights cannot be used
    known: int  # parts with a value
    parts: int
    known_weight: Decimal  # percent of the whole that has a value; 0 if the weights are at fault
    missing: tuple[str, ...]  # names of the parts without a value
    fault: WeightFault | None = None
    weights_total: Decimal = WHOLE  # what the given weights add up to


def weight_fault(weights: Sequence[Decimal | None]) -> WeightFault | None:
    """What is wrong with the weights of the parts of a whole; None: nothing, or all are empty.

    Units: percent of the whole.
    Errors: none.
    Source: none; features B5: weights checked to 100, equal by default.
    Confidence: U.

    >>> weight_fault([Decimal(60), Decimal(30)]).label
    'Jumlah bobot bukan 100%'
    """
    given = [weight for weight in weights if weight is not None]
    if not given:
        return None
    if len(given) < len(weights):
        return WeightFault.PARTLY
    return None if sum(given) == WHOLE else WeightFault.NOT_WHOLE


def roll_up(parts: Sequence[Part]) -> RollUp:
    """The weighted mean of the parts whose value is known; more than 100 stays more than 100.

    A missing part is left out with its weight and named: it never lowers the result. Weights that
    do not add up to 100 give no result but a named fault.

    Units: percent of achievement in and out; weights in percent of the whole.
    Errors: none.
    Source: none; features B5: missing parts are named, not zero.
    Confidence: U; information beside a rating, never a rating.

    >>> result = roll_up([Part("a", Decimal(90)), Part("b", None), Part("c", Decimal(110))])
    >>> result.percent, result.known, result.parts, result.missing
    (Decimal('100'), 2, 3, ('b',))
    """
    weights = [part.weight for part in parts]
    given = [weight for weight in weights if weight is not None]
    total = sum(given, Decimal(0)) if given else WHOLE
    known = [part for part in parts if part.percent is not None]
    missing = tuple(part.name for part in parts if part.percent is None)
    fault = weight_fault(weights)
    if fault or not known:
        return RollUp(None, len(known), len(parts), Decimal(0), missing, fault, total)
    shares = [Fraction(part.weight) if given and part.weight else Fraction(1) for part in known]
    values = [Fraction(part.percent or 0) for part in known]
    weighed = (share * value for share, value in zip(shares, values, strict=True))
    mean = sum(weighed, Fraction(0)) / sum(shares, Fraction(0))
    whole = 100 if given else len(parts)
    return RollUp(
        percent=_decimal(mean),
        known=len(known),
        parts=len(parts),
        known_weight=_decimal(sum(shares, Fraction(0)) * 100 / whole),
        missing=missing,
        weights_total=total,
    )


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
