"""When a reminder may be sent: not in the quiet hours of the one who gets it."""

from datetime import time


def is_quiet(at: time, quiet_from: time, quiet_to: time) -> bool:
    """Whether this time of day lies in the quiet hours.

    They may run over midnight; the same time twice means that there are none.

    Units: local times of day; the first belongs to the quiet hours, the second does not.
    Errors: none.
    Source: none; design.
    Confidence: U.

    >>> is_quiet(time(22), time(18), time(6)), is_quiet(time(6), time(18), time(6))
    (True, False)
    """
    if quiet_from <= quiet_to:
        return quiet_from <= at < quiet_to
    return at >= quiet_from or at < quiet_to
