"""What is refused here."""

from kinerja.rules.refusal import Refusal


class GatewayOff(Refusal):
    """This installation has no such gateway."""


class BadNumber(Refusal):
    """No telephone number, or no number of a chat."""


class BadCode(Refusal):
    """Not the code that was sent, or no longer."""


class TooManyCodes(Refusal):
    """Enough codes for one day."""
