"""Last days of the steps after signing: in working days of the agency, moved by outages."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, timedelta

from kinerja.people.agency import Agency, holidays_between, the_agency
from kinerja.people.calendar import AgencyCalendar, agency_calendar
from kinerja.records.outage import downtimes_around, moved_day
from kinerja.rules.deadlines import FollowUpLimits
from kinerja.rules.lateness import Downtime, Due, last_day_after
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


@dataclass(frozen=True)
class Clock:
    """The calendar and the outages around some days, for many last days without more queries."""

    agency: Agency
    calendar: AgencyCalendar
    outages: list[Downtime]

    def last_day(self, start: date, limit: Limit, limits: FollowUpLimits) -> date:
        """As `due_after`, for an event between the days of the clock."""
        weekdays = self.agency.weekdays
        usual = limit(start, frozenset(self.calendar.holidays), limits, weekdays)
        return last_day_after(usual, self.outages, self.agency.zone, self.calendar.works).last_day


def clock_around(first: date, last: date) -> Clock:
    """For events between these days; three queries."""
    agency, end = the_agency(), last + AHEAD
    calendar = agency_calendar(agency, first, end)
    return Clock(agency, calendar, downtimes_around(first, end, agency.zone))


def working_days_left(on: date, last_day: date) -> int:
    """How many working days of the agency lie after that day, the last one included."""
    holidays = holidays_between(on, max(on, last_day))
    return working_days_between(on, last_day, holidays, the_agency().weekdays)
