"""Training of civil servants: the yearly minimum and what shows a need."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kinerja.rules.label import Labelled
from kinerja.rules.predicate import Predicate

TRAINING_HOURS_PER_YEAR = Decimal(20)  # JP per PNS; PP 11/2017 Pasal 203(4)
PPPK_HOURS_AT_MOST = Decimal(24)  # JP per PPPK and year (U); the agency sets it, this is the start
# The product's own (U): shown on screens as a method, never as law.
LEAST_ATTENDANCE_PERCENT = 80  # of the parts of a session, to complete it
REACTION_DAYS = 14  # after the last day: the form stays open, then its counts are shown
LEAST_ANSWERS = 5  # fewer are not shown
BEHAVIOUR_MONTHS = 3  # after the last day: what changed at work
BEHAVIOUR_DAYS = 60  # the question stays open so long
LOWEST_ANSWER, HIGHEST_ANSWER = 1, 5


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


class ReactionQuestion(Labelled):
    """What participants are asked right after a session (U)."""

    CONTENT = "content", "Materi sesuai dengan pekerjaan saya"
    TRAINER = "trainer", "Pengajar menyampaikan dengan jelas"
    SERVICE = "service", "Penyelenggaraan dan sarana memadai"
    USE = "use", "Saya dapat memakai yang dipelajari"


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
    Source: none that was verified; a setting of the agency.
    Confidence: U.

    >>> within_pppk_limit(Decimal(24)), within_pppk_limit(Decimal(25))
    (True, False)
    """
    if hours_jp < 0:
        raise ValueError("hours of training cannot be negative")
    return hours_jp <= limit


def completes_training(
    attended: int, parts: int, least_percent: int = LEAST_ATTENDANCE_PERCENT
) -> bool:
    """Whether somebody was there often enough to complete a session.

    Units: parts of days that were noted; percent 0-100.
    Errors: ValueError unless 0 <= attended <= parts and the percentage is one.
    Source: the product's own; organisers print their own share.
    Confidence: U.

    >>> completes_training(4, 5), completes_training(3, 4), completes_training(0, 0)
    (True, False, False)
    """
    if not 0 <= attended <= parts or not 0 <= least_percent <= 100:
        raise ValueError("attendance is a part of what was held, and a percentage from 0 to 100")
    return parts > 0 and attended * 100 >= parts * least_percent


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month.

    Units: calendar months.
    Errors: ValueError for a negative number.
    Source: the product's own, for questions some months after a training.
    Confidence: U.

    >>> add_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    if months < 0:
        raise ValueError("months are counted forward")
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


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
