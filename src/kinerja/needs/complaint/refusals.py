"""What is refused about complaints."""

from kinerja.rules.refusal import Forbidden, Refusal


class NotYours(Forbidden):
    """The complaint belongs to others."""


class WrongState(Refusal):
    """The complaint is not where the act needs it."""


class TextMissing(Refusal):
    """Nothing was said."""


class TextTooLong(Refusal):
    """More words than one entry holds."""


class UnknownTicket(Refusal):
    """Code and key do not name a complaint."""


class IntakeClosed(Refusal):
    """The agency takes no complaints by its own form."""
