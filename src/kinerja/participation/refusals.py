"""What this room refuses."""

from kinerja.rules.refusal import Forbidden, Refusal


class NotYours(Forbidden):
    """The act belongs to somebody else."""


class WrongPhase(Refusal):
    """The space or the idea is not where the act needs it."""


class LimitReached(Refusal):
    """No support or vote is left."""


class OwnIdea(Forbidden):
    """Nobody supports or decides an idea of his or her own."""
