"""What is recommended after an evaluation, in which order, and whether it helped.

Product rules, no regulation: what a person does with a recommendation is the person's own choice.
"""

from decimal import Decimal

from kinerja.rules.behaviour import CoreValue
from kinerja.rules.competency import HIGHEST_LEVEL, Competency
from kinerja.rules.label import Labelled

PRIOR_CASES = 5  # how many cases the average of all counts for, beside those of one kind
FEWEST_SHOWN = 5  # cases; a share of fewer says nothing and could name somebody


class ReasonKind(Labelled):
    """What in the evaluation gives the reason."""

    GAP = "gap", "Kesenjangan kompetensi"
    WORK_RESULT = "work_result", "Hasil kerja di bawah ekspektasi"
    BEHAVIOUR = "behaviour", "Perilaku kerja di bawah ekspektasi"
    VALUE360 = "value360", "Umpan balik 360"


class Way(Labelled):
    """How somebody learns; the first two are trainings (PerLAN 10/2018 for the two forms)."""

    CLASSICAL = "classical", "Pelatihan klasikal"
    NON_CLASSICAL = "non_classical", "Pelatihan nonklasikal"
    MENTORING = "mentoring", "Mentoring"
    COACHING = "coaching", "Bimbingan atasan"
    ASSIGNMENT = "assignment", "Penugasan"
    SELF_STUDY = "self_study", "Belajar mandiri"


class Outcome(Labelled):
    """What was measured afterwards."""

    IMPROVED = "improved", "Membaik"
    SAME = "same", "Tetap"
    WORSE = "worse", "Menurun"
    UNKNOWN = "unknown", "Tidak dapat disimpulkan"


_COMPETENCY_OF = {
    CoreValue.SERVICE: Competency.PUBLIC_SERVICE,
    CoreValue.ACCOUNTABLE: Competency.INTEGRITY,
    CoreValue.COMPETENT: Competency.DEVELOPMENT,
    CoreValue.HARMONIOUS: Competency.NATION,
    CoreValue.LOYAL: Competency.INTEGRITY,
    CoreValue.ADAPTIVE: Competency.CHANGE,
    CoreValue.COLLABORATIVE: Competency.COOPERATION,
}


def competency_of_value(value: CoreValue) -> Competency:
    """Which competency one develops to show a core value more often.

    Units: codes in, code out.
    Errors: none.
    Source: the product's own reading of the guide behaviours beside the competencies.
    Confidence: U.

    >>> competency_of_value(CoreValue.COLLABORATIVE).label
    'Kerja Sama'
    """
    return _COMPETENCY_OF[value]


def severity(kind: ReasonKind, *, missing_levels: int = 0, band: int = 0) -> Decimal:
    """How much a reason asks for something, from 0 to 1.

    A gap weighs by its missing levels of the five; a rating below the expectation weighs 0.6; a
    360 band weighs by how far it lies below "often" (band 4): never 0.6, rarely 0.4, sometimes 0.2.

    Units: levels, band 1-5; a share out.
    Errors: ValueError for a gap without missing levels, or a 360 band of 4 and above or below 1.
    Source: the product's own.
    Confidence: U.

    >>> severity(ReasonKind.GAP, missing_levels=2), severity(ReasonKind.VALUE360, band=3)
    (Decimal('0.4'), Decimal('0.2'))
    """
    if kind is ReasonKind.GAP:
        if not 1 <= missing_levels <= HIGHEST_LEVEL:
            raise ValueError("a gap misses one to five levels")
        return Decimal(missing_levels) / HIGHEST_LEVEL
    if kind is ReasonKind.VALUE360:
        if not 1 <= band <= 3:
            raise ValueError("only bands below 'often' ask for something")
        return Decimal(4 - band) / 5
    return Decimal("0.6")


def helpfulness(helped: int, judged: int, all_helped: int, all_judged: int) -> Decimal:
    """The share that helped, of one way of learning, drawn towards the share of all.

    share = (helped + 5 * p) / (judged + 5), where p = (all helped + 1) / (all judged + 2).
    So one lucky case does not lead the list and one unlucky case does not end it.

    Units: cases in, a share from 0 to 1 out.
    Errors: ValueError unless 0 <= helped <= judged, for the one and for all.
    Source: shrinkage towards the mean (empirical Bayes), the product's own weights.
    Confidence: U.

    >>> helpfulness(0, 0, 0, 0), helpfulness(10, 10, 10, 18)
    (Decimal('0.5'), Decimal('0.85'))
    """
    if not (0 <= helped <= judged and 0 <= all_helped <= all_judged):
        raise ValueError("what helped is a part of what was judged")
    mean = Decimal(all_helped + 1) / (all_judged + 2)
    return (helped + PRIOR_CASES * mean) / (judged + PRIOR_CASES)


def rank_score(severe: Decimal, helps: Decimal) -> Decimal:
    """The place of a recommendation: how much it is asked for, times how often its way helped.

    Units: shares from 0 to 1 in, from 0 to 100 out.
    Errors: ValueError for a share outside 0-1.
    Source: the product's own.
    Confidence: U.

    >>> rank_score(Decimal("0.4"), Decimal("0.5"))
    Decimal('20.00')
    """
    if not (0 <= severe <= 1 and 0 <= helps <= 1):
        raise ValueError("a share lies between 0 and 1")
    return (100 * severe * helps).quantize(Decimal("0.01"))


def outcome_of(before: int | None, after: int | None) -> Outcome:
    """What became of the measure that gave the reason.

    Units: places on one scale (level 0-5, band 1-5, rating 1-3), higher is better.
    Errors: none; what was not measured on both sides cannot be concluded.
    Source: the product's own.
    Confidence: U.

    >>> outcome_of(1, 2).label, outcome_of(2, None).label
    ('Membaik', 'Tidak dapat disimpulkan')
    """
    if before is None or after is None:
        return Outcome.UNKNOWN
    if after == before:
        return Outcome.SAME
    return Outcome.IMPROVED if after > before else Outcome.WORSE
