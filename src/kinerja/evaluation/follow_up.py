"""Last days of the steps after signing: in working days of the agency, moved by outages."""

from collections.abc import Callable, Set
from datetime import date, timedelta

from kinerja.people.agency import holidays_between, the_agency
from kinerja.people.calendar import agency_calendar
from kinerja.records.outage import moved_day
from kinerja.rules.deadlines import FollowUpLimits
from kinerja.rules.lateness import Due
from kinerja.rules.working_days import working_days_between

# From the event, the holidays, the limits and the week to the last day: see `rules.deadlines`.
Limit = Callable[[date, Set[date], FollowUpLimits, Set[int]], date]

AHEAD = timedelta(days=120)  # holidays are read so far ahead; the longest limit is 30 working days


def due_after(start: date, limit: Limit, limits: FollowUpLimits) -> Due:
    """The last day of that limit after the event of `start`, with the outages that moved it.

    Four queries.
    """
    agency = the_agency()
    calendar = agency_calendar(agency, start, start + AHEAD)
    last_day = limit(start, frozenset(calendar.holidays), limits, agency.weekdays)
    return moved_day(last_day, agency.zone, calendar.works)


def working_days_left(on: date, last_day: date) -> int:
    """How many working days of the agency lie after that day, the last one included."""
    holidays = holidays_between(on, max(on, last_day))
    return working_days_between(on, last_day, holidays, the_agency().weekdays)
