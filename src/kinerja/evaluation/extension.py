"""Outages move the last day of an evaluation: nobody loses a day by a fault of ours."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kinerja.evaluation.period import Period
from kinerja.people.agency import Agency, the_agency
from kinerja.people.calendar import agency_calendar
from kinerja.records.event import record
from kinerja.records.outage import AFTER, downtimes_around
from kinerja.rules.lateness import Due, last_day_after, start_of_day


def closing_of(periods: Iterable[Period], agency: Agency) -> dict[int, Due]:
    """The last day of each period and the outages that moved it; two queries for all."""
    periods = list(periods)
    if not periods:
        return {}
    days = [period.closes_on for period in periods]
    calendar = agency_calendar(agency, min(days), max(days) + AFTER)
    outages = downtimes_around(min(days), max(days), agency.zone)
    return {
        period.pk: last_day_after(
            period.closes_on,
            outages,
            agency.zone,
            calendar.works,
            start_of_day(period.opens_on, agency.zone),
        )
        for period in periods
    }


@transaction.atomic
def extend_periods(*, at: datetime) -> list[Period]:
    """Move the last days that outages up to now have touched; never back. Said again, it changes
    nothing. Returns the periods that were moved, each with an event by the system."""
    recent = Period.objects.select_for_update().filter(closes_on__gte=at.date() - AFTER)
    periods = list(recent.order_by("pk"))
    if not periods:
        return []
    agency, moved = the_agency(), []
    for period in periods:
        due = closing_of([period], agency)[period.pk]
        if due.last_day <= period.last_day or _lies_ahead(due, at):
            continue
        before, period.extended_to = period.last_day, due.last_day
        period.save(update_fields=["extended_to"])
        record(
            "period.extended",
            about=period,
            by=None,
            reason="Gangguan sistem",
            data={
                "closes": [before.isoformat(), due.last_day.isoformat()],
                "outages": [
                    [one.starts_at.isoformat(), one.ends_at.isoformat()] for one in due.moved_by
                ],
            },
        )
        moved.append(period)
    return moved


def _lies_ahead(due: Due, at: datetime) -> bool:
    """Only maintenance that may still be cancelled touches it."""
    return all(one.starts_at > at for one in due.moved_by)
