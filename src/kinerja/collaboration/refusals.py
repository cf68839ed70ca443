"""What this room refuses."""

from kinerja.rules.refusal import Forbidden, Refusal


class NotYours(Forbidden):
    """The act belongs to somebody else."""


class ProgrammeClosed(Refusal):
    """A programme that is closed does not change any more."""


class WrongState(Refusal):
    """The row is not in the state that the act needs."""


class StillWaiting(Refusal):
    """A task cannot be done while the one it waits for is not."""


class InvitedAlready(Refusal):
    """The person belongs to the programme already, or waits for an answer."""


class InvitationOver(Refusal):
    """The link of a partner was used, has ended, or was taken back."""
