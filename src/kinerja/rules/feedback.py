"""Continuous feedback: who gives it, when, how; and what follows when nothing moves."""

from kinerja.rules.label import Labelled


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
