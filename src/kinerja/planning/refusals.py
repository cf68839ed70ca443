"""What this room refuses."""

from kinerja.rules.refusal import Forbidden, Refusal


class NotYours(Forbidden):
    """The act belongs to somebody else."""


class WrongState(Refusal):
    """The plan is not in the state that the act needs."""


class CircularGoal(Refusal):
    """A goal cannot serve itself."""


class WrongYear(Refusal):
    """The years do not fit each other, or the post is not held in that year."""


class FutureValue(Refusal):
    """A value cannot be measured before its day has come."""


class AlreadyRecorded(Refusal):
    """The same value is on record already."""


class NoPlanNeeded(Refusal):
    """The person's status or kind of assignment asks for no plan."""


class PlanExists(Refusal):
    """There is a plan for that post and year."""


class IncompletePlan(Refusal):
    """Something that the regulation asks for is missing; the message names all of it."""


class NoAppraiser(Refusal):
    """Nobody can set the plan yet."""


class UnknownParent(Refusal):
    """A result hangs only under results of the leader."""


class ResultInUse(Refusal):
    """Other results or reports rest on it."""


class ResultEnded(Refusal):
    """The result is done, or the leader has taken it over."""


class NotHelpedYet(Refusal):
    """Nothing was done to help before taking a result over."""


class OfferOpen(Refusal):
    """An offer waits for its answer."""


class NotLateYet(Refusal):
    """The appraiser, or the owner, still has time to answer."""
