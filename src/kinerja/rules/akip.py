"""Evaluation of organisational accountability (AKIP): worksheet score and predicate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kinerja.rules.label import Labelled


class AkipPredicate(Labelled):
    """The predicate of an agency or unit, best first."""

    AA = "AA", "Sangat Memuaskan"
    A = "A", "Memuaskan"
    BB = "BB", "Sangat Baik"
    B = "B", "Baik"
    CC = "CC", "Cukup"
    C = "C", "Kurang"
    D = "D", "Sangat Kurang"


class AkipAnswer(Labelled):
    """The answer to one criterion of the worksheet, best first."""

    AA = "AA", "Sangat memuaskan"
    A = "A", "Memuaskan"
    BB = "BB", "Sangat baik"
    B = "B", "Baik"
    CC = "CC", "Cukup"
    C = "C", "Kurang"
    D = "D", "Sangat kurang"
    E = "E", "Tidak ada"


ANSWER_POINTS: Mapping[AkipAnswer, Decimal] = MappingProxyType(
    {
        AkipAnswer.AA: Decimal(100),
        AkipAnswer.A: Decimal(90),
        AkipAnswer.BB: Decimal(80),
        AkipAnswer.B: Decimal(70),
        AkipAnswer.CC: Decimal(60),
        AkipAnswer.C: Decimal(50),
        AkipAnswer.D: Decimal(30),
        AkipAnswer.E: Decimal(0),
    }
)


@dataclass(frozen=True)
class AkipScale:
    """Weights of the worksheet in percent and lower ends of the predicates."""

    planning: Decimal
    measurement: Decimal
    reporting: Decimal
    internal_evaluation: Decimal
    existence: Decimal  # inside each component
    quality: Decimal
    use: Decimal
    predicates: tuple[tuple[Decimal, AkipPredicate], ...]  # (above, predicate), highest first


PERMENPANRB_88_2021 = AkipScale(
    planning=Decimal(30),
    measurement=Decimal(30),
    reporting=Decimal(15),
    internal_evaluation=Decimal(25),
    existence=Decimal(20),
    quality=Decimal(30),
    use=Decimal(50),
    predicates=(
        (Decimal(90), AkipPredicate.AA),
        (Decimal(80), AkipPredicate.A),
        (Decimal(70), AkipPredicate.BB),
        (Decimal(60), AkipPredicate.B),
        (Decimal(50), AkipPredicate.CC),
        (Decimal(30), AkipPredicate.C),
    ),
)


@dataclass(frozen=True)
class AkipResult:
    """Score and predicate of an evaluation."""

    score: Decimal
    predicate: AkipPredicate


def akip_predicate(score: Decimal, scale: AkipScale = PERMENPANRB_88_2021) -> AkipPredicate:
    """The predicate of a score; a predicate begins above its lower end: 80 is BB, 80.01 is A.

    Units: points 0-100.
    Errors: ValueError if the score is outside 0-100.
    Source: PermenPANRB 88/2021 worksheet as one public code base carries it.
    Confidence: S.

    >>> akip_predicate(Decimal(80)).value
    'BB'
    """
    _check_hundred(score)
    better = (predicate for above, predicate in scale.predicates if score > above)
    return next(better, AkipPredicate.D)


def akip_component(
    existence_pct: Decimal,
    quality_pct: Decimal,
    use_pct: Decimal,
    scale: AkipScale = PERMENPANRB_88_2021,
) -> Decimal:
    """One component of the worksheet from its three parts: existence, quality, use.

    Units: percent 0-100 in and out.
    Errors: ValueError if a part is outside 0-100.
    Source: PermenPANRB 88/2021 worksheet.
    Confidence: S.

    >>> akip_component(Decimal(100), Decimal(80), Decimal(60))
    Decimal('74')
    """
    parts = (existence_pct, quality_pct, use_pct)
    for part in parts:
        _check_hundred(part)
    weights = (scale.existence, scale.quality, scale.use)
    return sum((w * part for w, part in zip(weights, parts, strict=True)), Decimal(0)) / 100


def akip_score(
    planning_pct: Decimal,
    measurement_pct: Decimal,
    reporting_pct: Decimal,
    internal_evaluation_pct: Decimal,
    scale: AkipScale = PERMENPANRB_88_2021,
) -> AkipResult:
    """Score and predicate from the four components.

    Units: percent of each component 0-100 in, points 0-100 out.
    Errors: ValueError if a component is outside 0-100.
    Source: PermenPANRB 88/2021 worksheet.
    Confidence: S.

    >>> akip_score(Decimal(70), Decimal(60), Decimal(80), Decimal(50))
    AkipResult(score=Decimal('63.5'), predicate=<AkipPredicate.B: 'B'>)
    """
    parts = (planning_pct, measurement_pct, reporting_pct, internal_evaluation_pct)
    for part in parts:
        _check_hundred(part)
    weights = (scale.planning, scale.measurement, scale.reporting, scale.internal_evaluation)
    score = sum((w * part for w, part in zip(weights, parts, strict=True)), Decimal(0)) / 100
    return AkipResult(score, akip_predicate(score, scale))


def _check_hundred(value: Decimal) -> None:
    if not 0 <= value <= 100:
        raise ValueError("the value lies between 0 and 100")
