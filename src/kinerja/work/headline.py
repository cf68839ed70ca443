"""How the units of a head stand, at one glance: three numbers and three names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from kinerja.people.agency import Agency
from kinerja.people.calendar import agency_calendar
from kinerja.people.person import Person
from kinerja.people.supervision import led_units
from kinerja.people.unit import Unit
from kinerja.planning.tally import Tally, tally_under
from kinerja.work.rollup import Numbers, counted_at, numbers_under
from kinerja.work.standing import standing_under
from kinerja.work.watch import Freshness, Row, most_in_need

LOOK_BACK = timedelta(days=14)  # no run of days off is longer


@dataclass(frozen=True)
class Headline:
    """The highest unit that somebody leads, when there are units below it."""

    whole: Row  # the counters of `day`
    day: date  # today, or on a day off the last working day
    in_need: Sequence[Row]
    indicators: Tally
    fresh: Freshness


def headline_of(leader: Person, on: date, agency: Agency) -> Headline | None:
    """None for whoever leads no unit with units below it; a constant number of queries."""
    below = Unit.objects.open().filter(parent=OuterRef("pk"))
    led = led_units(leader, on).filter(Exists(below)).order_by("path")
    unit = min(led, key=lambda one: one.depth, default=None)
    if unit is None:
        return None
    day = _working_day(agency, on)
    children = list(unit.children.open().order_by("name"))
    standing = standing_under([unit])[unit.pk]
    parts = standing_under(children)
    rows = [Row(child, Numbers(), Numbers(), parts[child.pk]) for child in children]
    counted = numbers_under([unit], day, day)[unit.pk]
    whole = Row(unit, counted, counted, standing, day_off=day != on)
    fresh = Freshness(counted_at(), standing.at)
    return Headline(whole, day, most_in_need(rows), tally_under(unit, on), fresh)


def _working_day(agency: Agency, on: date) -> date:
    """That day, or the last one before it on which the agency worked."""
    calendar = agency_calendar(agency, on - LOOK_BACK, on)
    days = (on - timedelta(days=back) for back in range(LOOK_BACK.days + 1))
    return next((day for day in days if calendar.works(day)), on)
