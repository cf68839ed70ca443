"""What this room refuses."""

from kinerja.people.refusals import InvalidInput, WrongDates
from kinerja.rules.refusal import Forbidden, Refusal


class NotForYou(Forbidden):
    """The announcement or survey was not sent to this person."""


class OutOfScope(Forbidden):
    """The unit is not one for which the person may do this."""


class WrongState(Refusal):
    """It was withdrawn, closed or published already, or is not yet."""


class TooSoon(Refusal):
    """It was done today already, or its day has not come."""


class EndsBeforeStart(WrongDates):
    """The last day comes before the first."""


class ChangeUnsaid(InvalidInput):
    """All are asked again, and nothing tells them why."""


class RegulationUnnamed(InvalidInput):
    """A number or a link without the name of the regulation."""


class BadLink(InvalidInput):
    """No address of a page."""


class BadTicket(Refusal):
    """Not signed by the other site, too old, or used before."""


class NoSuchExercise(Refusal):
    """Nobody can practise that."""


class WordsTooLong(Refusal):
    """More than the field holds."""
