"""Since when somebody's appraiser is the appraiser: the line walked back, day of change by day.

The line of a person can only change on the first day of an assignment, on the day after its last
one, and when the status of a holder changes. Between two such days it stays the same. Units that
were moved in the tree carry no date: the walk sees the tree as it is today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.functions import Length

from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of
from kinerja.people.tenure import Assignment

MOST = 8  # changes that are looked at; each costs the queries of one line
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Since:
    """The first day; `or_earlier` when the walk ended before the appraiser changed."""

    day: date
    or_earlier: bool


def appraiser_since(person: Person, appraiser: Person, on: date) -> Since:
    """From which day on the appraiser of that day (see `supervision.appraiser_of`) has been it."""
    days = sorted({day for day in _changes(person, appraiser) if day <= on}, reverse=True)
    since = on
    for day in days[:MOST]:
        since = day
        if appraiser_of(person, day - DAY) != appraiser:
            return Since(day, or_earlier=False)
    return Since(since, or_earlier=True)


def _changes(person: Person, appraiser: Person) -> Iterator[date]:
    """The days on which the part of the line up to the appraiser may have changed."""
    own = Assignment.objects.filter(person=person)
    units = {
        int(pk)
        for paths in own.values_list("position__unit__path", "reports_to__unit__path")
        for path in paths
        for pk in (path or "").strip("/").split("/")
        if pk
    }
    seats = Assignment.objects.leading().filter(position__unit__in=units)
    tops = seats.filter(person=appraiser).values_list(Length("position__unit__path"), flat=True)
    near = seats.alias(depth=Length("position__unit__path")).filter(depth__gte=min(tops, default=0))
    stand_in = near.filter(kind=Assignment.Kind.PLH).values("person")
    rows = Assignment.objects.filter(Q(person=person) | Q(pk__in=near) | Q(person__in=stand_in))
    for starts_on, ends_on, status_since in rows.order_by().values_list(
        "starts_on", "ends_on", F("person__status_since")
    ):
        yield starts_on
        if ends_on:
            yield ends_on + DAY
        if status_since:
            yield status_since
