"""The authenticator app of a person in a test."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD = 30  # seconds that a code is shown


def a_code(secret: str, *, good_for: float = 3) -> str:
    """The six figures that the app shows, for at least so many seconds more: a person who sees the
    ring close waits for the next code too."""
    left = PERIOD - time.time() % PERIOD
    if left < good_for:
        time.sleep(left + 0.01)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
