"""Training of civil servants: the yearly minimum and what shows a need."""

from collections.abc import Iterable
from decimal import Decimal

from kinerja.rules.label import Labelled
from kinerja.rules.predicate import Predicate

TRAINING_HOURS_PER_YEAR = Decimal(20)  # JP per PNS; PP 11/2017 Pasal 203(4)
PPPK_HOURS_AT_MOST = Decimal(24)  # JP per PPPK; PP 49/2018, unverified (U)


class TrainingForm(Labelled):
    """Classroom or not; both count for the minimum (PerLAN 10/2018)."""

    CLASSICAL = "classical", "Klasikal"
    NON_CLASSICAL = "non_classical", "Nonklasikal"


class TrainingEvaluation(Labelled):
    """What an evaluation of a training looks at; practice, not a rule (U)."""

    REACTION = "reaction", "Reaksi peserta"
    LEARNING = "learning", "Hasil belajar"
    BEHAVIOUR = "behaviour", "Perubahan perilaku"
    RESULT = "result", "Dampak pada kinerja"


class NeedSign(Labelled):
    """What shows that a person needs development."""

    COMPETENCY_BELOW = "competency_below", "Kompetensi di bawah standar jabatan"
    PREDICATE_BELOW_BAIK = "predicate_below_baik", "Predikat kinerja di bawah Baik"
    INDICATOR_BELOW_TARGET = "indicator_below_target", "Indikator di bawah target"


def meets_training_minimum(hours_jp: Decimal, minimum: Decimal = TRAINING_HOURS_PER_YEAR) -> bool:
    """Whether the training of a year reaches the minimum.

    Units: hours of lessons (JP) in one year.
    Errors: ValueError if the hours are negative.
    Source: PP 11/2017 Pasal 203(4).
    Confidence: T.

    >>> meets_training_minimum(Decimal("19.5"))
    False
    """
    if hours_jp < 0:
        raise ValueError("hours of training cannot be negative")
    return hours_jp >= minimum


def within_pppk_limit(hours_jp: Decimal, limit: Decimal = PPPK_HOURS_AT_MOST) -> bool:
    """Whether the training of a PPPK stays inside the yearly limit.

    Units: hours of lessons (JP) in one year.
    Errors: ValueError if the hours are negative.
    Source: PP 49/2018, unverified.
    Confidence: U, a setting.

    >>> within_pppk_limit(Decimal(24)), within_pppk_limit(Decimal(25))
    (True, False)
    """
    if hours_jp < 0:
        raise ValueError("hours of training cannot be negative")
    return hours_jp <= limit


def development_needs(
    gaps: Iterable[int], predicate: Predicate | None, indicator_below_target: bool
) -> tuple[NeedSign, ...]:
    """The signs of a development need: gap of competence plus gap of performance.

    ``predicate`` is None as long as there is none.

    Units: gaps in levels, negative = below.
    Errors: none.
    Source: PP 11/2017 Pasal 205-206; PermenPANRB 6/2022 annex p. 117.
    Confidence: T for the two gaps; what counts as a gap of performance S.

    >>> development_needs([0, -1], Predicate.BAIK, indicator_below_target=False)
    (<NeedSign.COMPETENCY_BELOW: 'competency_below'>,)
    """
    signs = {
        NeedSign.COMPETENCY_BELOW: any(gap < 0 for gap in gaps),
        NeedSign.PREDICATE_BELOW_BAIK: predicate
        not in (None, Predicate.SANGAT_BAIK, Predicate.BAIK),
        NeedSign.INDICATOR_BELOW_TARGET: indicator_below_target,
    }
    return tuple(sign for sign, shows in signs.items() if shows)
