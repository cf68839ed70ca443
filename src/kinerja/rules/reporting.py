"""When a result goes up to the authorised official (PyB), and with which mark."""

from dataclasses import dataclass
from datetime import date

from kinerja.rules.label import Labelled


class Standing(Labelled):
    """How a result stands between appraiser and employee when it is reported."""

    RETURNED = "returned", "Ditandatangani dan dikembalikan"
    REFUSED = "refused", "Menolak menandatangani"
    UNANSWERED = "unanswered", "Tidak dijawab sampai batasnya"
    OBJECTION_OPEN = "objection_open", "Keberatan terbuka"
    DECIDED = "decided", "Keberatan sudah diputus"


@dataclass(frozen=True)
class Received:
    """A result in the hand of the employee: the answer (empty: none yet) and its last day."""

    answer: str
    answer_by: date


@dataclass(frozen=True)
class Objected:
    """An objection to it: until when it is decided, and whether it is."""

    decide_by: date
    is_decided: bool


def reported_as(
    on: date, report_by: date, received: Received, objected: Objected | None = None
) -> Standing | None:
    """The mark with which a result is reported on that day; None: it waits.

    It goes up once it is returned, or the limit for that is over. A decided objection closes it. An
    open one is waited for as long as the decision can come before the report is due; then the
    result goes up with the mark "objection open", and the decision follows (form D.1.3). A refusal
    to sign is no return: it leaves the employee the days for an objection.

    Units: dates; ``report_by`` is ``report_deadline`` of the window.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 115 (item 7), 117 (item 11), 119 (item 8).
    Confidence: T for the return and the limit, U for what an open objection waits for.

    >>> in_hand = Received("", answer_by=date(2026, 10, 27))
    >>> reported_as(date(2026, 10, 27), date(2026, 11, 26), in_hand)
    >>> reported_as(date(2026, 10, 28), date(2026, 11, 26), in_hand).value
    'unanswered'
    """
    if objected is not None:
        if objected.is_decided:
            return Standing.DECIDED
        cannot_wait = objected.decide_by > report_by or on >= report_by
        return Standing.OBJECTION_OPEN if cannot_wait else None
    if received.answer == Standing.RETURNED:
        return Standing.RETURNED
    if on <= received.answer_by:
        return None
    return Standing.REFUSED if received.answer == Standing.REFUSED else Standing.UNANSWERED
