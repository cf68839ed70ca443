"""Continuous feedback: who gives it, when, how; and what follows when nothing moves."""

from datetime import date, timedelta

from kinerja.rules.label import Labelled
from kinerja.rules.period import Quarter, month_span, quarter_span


class FeedbackGiver(Labelled):
    """Who gives feedback; only the leader must (6/2022 Pasal 17-18)."""

    LEADER = "leader", "Pimpinan"
    PEER = "peer", "Rekan kerja setingkat"
    SUBORDINATE = "subordinate", "Pegawai di bawahnya"
    OTHER = "other", "Pihak lain"


class FeedbackMode(Labelled):
    """As agreed beforehand, or as needed (6/2022 Pasal 19)."""

    SCHEDULED = "scheduled", "Berkala"
    INCIDENTAL = "incidental", "Insidentil"


class FeedbackWay(Labelled):
    """Face to face, or by some medium (6/2022 Pasal 17(2), annex p. 69)."""

    DIRECT = "direct", "Langsung"
    INDIRECT = "indirect", "Tidak langsung"


class FeedbackOrigin(Labelled):
    """Feedback goes both ways: given on one's own, or asked for (6/2022 annex p. 70)."""

    GIVEN = "given", "Inisiatif pemberi"
    REQUESTED = "requested", "Permintaan Pegawai"


class FeedbackPurpose(Labelled):
    """What feedback is for; a separation of this product, in favour of who receives it."""

    RATING = "rating", "Bahan penilaian"
    DEVELOPMENT = "development", "Pengembangan"


class FeedbackRhythm(Labelled):
    """How often a leader and an employee agree to talk; the law leaves it to them (Pasal 19)."""

    MONTH = "month", "Setiap bulan"
    QUARTER = "quarter", "Setiap triwulan"


class NoProgressStep(Labelled):
    """What a leader may do when there is no progress (6/2022 Pasal 20, annex p. 70)."""

    ADJUST_EXPECTATION = "adjust_expectation", "Menyesuaikan Ekspektasi"
    ADJUST_RESOURCES = "adjust_resources", "Menyesuaikan dukungan sumber daya"
    GUIDE = "guide", "Melakukan atau mengusulkan pembinaan kinerja"
    TAKE_OVER = "take_over", "Mengambil alih rencana hasil kerja"


def may_take_over(done: frozenset[NoProgressStep]) -> bool:
    """Whether the leader may take a result over: only after one of the milder steps.

    A note that the employee could not finish the result goes with it and counts in the evaluation.

    Units: steps already taken.
    Errors: none.
    Source: PermenPANRB 6/2022 Pasal 20(6-8), annex p. 70 (14).
    Confidence: T.

    >>> may_take_over(frozenset()), may_take_over(frozenset({NoProgressStep.GUIDE}))
    (False, True)
    """
    return bool(done - {NoProgressStep.TAKE_OVER})


def leader_must_give(mode: FeedbackMode) -> bool:
    """Whether the leader owes this feedback: the scheduled one, as agreed with the employee.

    Units: code in.
    Errors: none.
    Source: PermenPANRB 6/2022 Pasal 19(2-3).
    Confidence: T.

    >>> leader_must_give(FeedbackMode.SCHEDULED), leader_must_give(FeedbackMode.INCIDENTAL)
    (True, False)
    """
    return mode is FeedbackMode.SCHEDULED


def feedback_due_days(rhythm: FeedbackRhythm, first: date, last: date) -> list[date]:
    """The last days by which the scheduled feedback of an agreement is given, in order.

    One for each calendar month or quarter that ends while the agreement runs; what is cut off at
    its end falls away.

    Units: first and last day of the agreement.
    Errors: none; an agreement that ends before it starts owes nothing.
    Source: PermenPANRB 6/2022 Pasal 19(2-3), annex p. 69: as agreed; the calendar is design.
    Confidence: U for the calendar.

    >>> feedback_due_days(FeedbackRhythm.QUARTER, date(2026, 5, 4), date(2026, 12, 31))
    [datetime.date(2026, 6, 30), datetime.date(2026, 9, 30), datetime.date(2026, 12, 31)]
    """
    days: list[date] = []
    due = _end_of(rhythm, first)
    while due <= last:
        days.append(due)
        due = _end_of(rhythm, due + timedelta(days=1))
    return days


def _end_of(rhythm: FeedbackRhythm, day: date) -> date:
    if rhythm is FeedbackRhythm.MONTH:
        return month_span(day.year, day.month)[1]
    return quarter_span(day.year, Quarter(str((day.month - 1) // 3 + 1)))[1]


def may_change_purpose(purpose: FeedbackPurpose, praises: bool, by_receiver: bool) -> bool:
    """Whether the purpose of feedback may still be changed into the other one.

    Never to the disadvantage of who received it: only the receiver may bring what was said for
    development into the rating, and only the giver may take criticism out of it.

    Units: its purpose now, whether it praises, whether the receiver (or the giver) asks.
    Errors: none.
    Source: none; design, after annex p. 69-70 of PermenPANRB 6/2022.
    Confidence: U.

    >>> may_change_purpose(FeedbackPurpose.DEVELOPMENT, praises=True, by_receiver=False)
    False
    >>> may_change_purpose(FeedbackPurpose.RATING, praises=False, by_receiver=False)
    True
    """
    if purpose is FeedbackPurpose.DEVELOPMENT:
        return by_receiver
    return not by_receiver and not praises
