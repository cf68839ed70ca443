"""How long somebody waited, in the minutes in which the office was at work."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from types import MappingProxyType

from kinerja.rules.lateness import Downtime

Span = tuple[time, time]
_ONE_DAY = timedelta(days=1)
_FRIDAY = 4


@dataclass(frozen=True)
class OfficeHours:
    """From when until when an office works on each day of the week, its rest left out."""

    spans: Mapping[int, tuple[Span, ...]]  # date.weekday() -> spans in order

    def __post_init__(self) -> None:
        for spans in self.spans.values():
            edges = [edge for span in spans for edge in span]
            if edges != sorted(edges) or any(first == last for first, last in spans):
                raise ValueError("hours of an office come one after the other")


def office_hours(
    opens: time,
    closes: time,
    closes_on_friday: time,
    rest: Span = (time(12), time(13)),
    rest_on_friday: Span = (time(11, 30), time(13)),
) -> OfficeHours:
    """The same hours on every day of the week, with Friday's own end and rest.

    Whether a day of the week is worked at all is for the calendar to say.

    Units: time of day.
    Errors: ValueError if the hours are not in order.
    Source: Perpres 21/2023 as reported: 37.5 hours a week from 07.30, rest 60 minutes, on Friday
        90; the agency sets its own.
    Confidence: S for the rest, U for where it lies.

    >>> office_hours(time(7, 30), time(16), time(16, 30)).spans[4]
    ((datetime.time(7, 30), datetime.time(11, 30)), (datetime.time(13, 0), datetime.time(16, 30)))
    """

    def day(end: time, pause: Span) -> tuple[Span, ...]:
        return ((opens, pause[0]), (pause[1], end))

    spans = {
        weekday: day(closes_on_friday, rest_on_friday) if weekday == _FRIDAY else day(closes, rest)
        for weekday in range(7)
    }
    return OfficeHours(MappingProxyType(spans))


OFFICE_HOURS = office_hours(time(7, 30), time(16), time(16, 30))


def working_minutes(
    start: datetime,
    end: datetime,
    works: Callable[[date], bool],
    zone: tzinfo,
    hours: OfficeHours = OFFICE_HOURS,
    downtimes: Iterable[Downtime] = (),
) -> int:
    """Whole minutes of office time between two moments; outages of the system do not count.

    What came in outside the hours begins to count when the office opens again.

    Units: minutes.
    Errors: ValueError if a moment has no time zone, or the end lies before the start.
    Source: none; the limits of the channel are in working days, the clock is the product's own.
    Confidence: U.

    >>> from datetime import UTC
    >>> monday = datetime(2026, 10, 5, 15, tzinfo=UTC)
    >>> working_minutes(monday, monday + timedelta(hours=17), lambda day: True, UTC)
    90
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("a moment has a time zone")
    if end < start:
        raise ValueError("nobody waits backwards")
    stopped = _joined(downtimes)
    day, last, total = start.astimezone(zone).date(), end.astimezone(zone).date(), timedelta()
    while day <= last:
        for opens, closes in hours.spans.get(day.weekday(), ()) if works(day) else ():
            first = max(datetime.combine(day, opens, zone), start)
            until = min(datetime.combine(day, closes, zone), end)
            if first < until:
                total += until - first - _overlap(first, until, stopped)
        day += _ONE_DAY
    return int(total / timedelta(minutes=1))


def _joined(downtimes: Iterable[Downtime]) -> list[tuple[datetime, datetime]]:
    """Outages that overlap, as one."""
    joined: list[tuple[datetime, datetime]] = []
    for one in sorted(downtimes, key=lambda each: each.starts_at):
        if joined and one.starts_at <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], one.ends_at)
        else:
            joined.append((one.starts_at, one.ends_at))
    return joined


def _overlap(
    first: datetime, until: datetime, stopped: Iterable[tuple[datetime, datetime]]
) -> timedelta:
    parts = ((max(first, a), min(until, b)) for a, b in stopped)
    return sum((b - a for a, b in parts if a < b), timedelta())
