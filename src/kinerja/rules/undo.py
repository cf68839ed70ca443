"""How long a bulk act of the personnel office may be taken back as if it had not been."""

from datetime import datetime, timedelta

UNDO_TIME = timedelta(minutes=15)  # design; no regulation


def undo_until(finished_at: datetime, limit: timedelta = UNDO_TIME) -> datetime:
    """The last moment at which the act can be undone; it counts from when all of it was done.

    Units: moments with a time zone; the result has the zone of the argument.
    Errors: ValueError if the moment has no time zone.
    Source: none; design.
    Confidence: U.

    >>> from datetime import UTC
    >>> undo_until(datetime(2026, 10, 5, 9, 50, tzinfo=UTC)).isoformat()
    '2026-10-05T10:05:00+00:00'
    """
    if finished_at.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    return finished_at + limit
