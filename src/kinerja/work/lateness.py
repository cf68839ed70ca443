"""Was a report entered in time? By the calendar of its author, outages left out; a fact only.

Nobody is rated by it: a late entry counts like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import prefetch_related_objects

from kinerja.people.agency import Agency, the_agency
from kinerja.people.calendar import PersonCalendar, working_calendar
from kinerja.records.outage import downtimes_around
from kinerja.rules.lateness import Due, EntryCycle, days_later, entry_due
from kinerja.work.report import Report

AHEAD = timedelta(days=14)  # days after the work for which the calendar is read at least


@dataclass(frozen=True)
class Lateness:
    """How a report was entered. `days`: worked days after the work; 0: in time."""

    days: int
    due: Due


def lateness_of(reports: Sequence[Report], agency: Agency | None = None) -> dict[int, Lateness]:
    """By id; two queries, however many reports, if they come with their authors and the agency."""
    if not reports:
        return {}
    agency = agency or the_agency()
    zone = agency.zone
    prefetch_related_objects(reports, "person")  # nothing where the list has read them
    people = {report.person_id: report.person for report in reports}
    first = min(report.done_on for report in reports)
    last = max(report.filed_at.astimezone(zone).date() for report in reports)
    last = max(last, max(report.done_on for report in reports) + AHEAD)
    calendars = working_calendar(people.values(), first, last, agency)
    outages = downtimes_around(first, last, zone)
    cycle = EntryCycle(agency.entry_cycle)
    found = {}
    for report in reports:
        calendar = calendars[report.person_id]
        from_day = report.done_on
        if _ends_next_day(calendar, report):
            from_day += timedelta(days=1)
        due = entry_due(from_day, agency.grace_days, calendar.works, outages, zone, cycle)
        days = days_later(report.done_on, report.filed_at, due, calendar.works, zone)
        found[report.pk] = Lateness(days, due)
    return found


def with_lateness(reports: Sequence[Report], agency: Agency | None = None) -> None:
    """Put `days_later` on each of these reports, for lists."""
    found = lateness_of(reports, agency)
    for report in reports:
        report.days_later = found[report.pk].days  # type: ignore[attr-defined]


def _ends_next_day(calendar: PersonCalendar, report: Report) -> bool:
    """A night shift is over on the next morning only."""
    return calendar.on(report.done_on).crosses_midnight
