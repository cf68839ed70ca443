"""What this room refuses about trainings."""

from kinerja.rules.refusal import Refusal


class TrainingRetired(Refusal):
    """The training is no longer offered."""


class SessionClosed(Refusal):
    """The session was cancelled, has begun, or is settled."""


class NotNow(Refusal):
    """Outside the days on which this may be done."""


class NotForYou(Refusal):
    """The session is held for the employees of other units, or the person does not take part."""


class AlreadyEnrolled(Refusal):
    """The person stands on the list of this session already."""


class Conflicting(Refusal):
    """The person is on leave or in another session on one of these days."""


class QuotaTooSmall(Refusal):
    """More people have a place already."""


class WrongState(Refusal):
    """The request was answered already, or waits for somebody else."""
