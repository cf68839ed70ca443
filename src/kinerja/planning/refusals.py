"""What this room refuses."""

from kinerja.rules.refusal import Refusal


class CircularGoal(Refusal):
    """A goal cannot serve itself."""


class WrongState(Refusal):
    """The plan is not in the state that the act needs."""


class IncompletePlan(Refusal):
    """Something that the regulation asks for is missing; the message names all of it."""


class NoAppraiser(Refusal):
    """Nobody can set the plan yet."""


class NotYours(Refusal):
    """The act belongs to somebody else."""


class PlanExists(Refusal):
    """There is a plan for that post and year."""


class ResultInUse(Refusal):
    """Other results or reports rest on it."""
