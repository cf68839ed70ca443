"""Personal data: limits in hours that the law sets."""

from datetime import datetime, timedelta

BREACH_NOTICE = timedelta(hours=72)  # "3 x 24 jam", UU 27/2022 Pasal 46


def breach_notice_deadline(known_at: datetime, limit: timedelta = BREACH_NOTICE) -> datetime:
    """Until when the people concerned and the authority must be told of a breach of their data.

    Some requests of the people concerned have the same limit.

    Units: hours, not working days; the result has the time zone of the argument.
    Errors: ValueError if the moment has no time zone.
    Source: UU 27/2022 Pasal 46.
    Confidence: S.

    >>> from datetime import UTC
    >>> breach_notice_deadline(datetime(2026, 3, 1, 8, 0, tzinfo=UTC)).isoformat()
    '2026-03-04T08:00:00+00:00'
    """
    if known_at.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    return known_at + limit
