"""What this room refuses."""

from kinerja.rules.refusal import Forbidden, Refusal


class NotYours(Forbidden):
    """The act belongs to somebody else."""


class WrongState(Refusal):
    """The review is not in the state that the act needs."""


class WindowShut(Refusal):
    """The evaluation of the period is not open on that day."""


class TurnOver(WindowShut):
    """The limit of the superior, or of a reopened result, has passed."""


class ReasonMissing(Refusal):
    """A rating above or below the expectation needs words."""


class GroundMissing(Refusal):
    """A rating below the expectation needs a report or feedback that it rests on."""


class TextTooLong(Refusal):
    """More text than one field holds."""


class PartMissing(Refusal):
    """A part of what is asked for is missing; the message names it."""


class UnknownResult(Refusal):
    """The work result is not part of this review."""


class UnknownPeriod(Refusal):
    """No period has that code, or it was not opened."""


class WrongCycle(Refusal):
    """The agency evaluates by another length of periods."""


class WrongDates(Refusal):
    """The days do not fit the period."""


class ResultIsFinal(Refusal):
    """No objection to this result is possible."""


class ObjectionTooLate(Refusal):
    """The last day for an objection has passed."""
