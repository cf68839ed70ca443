"""Lateness of an entry, and what an outage of the system does to a deadline.

An entry is on time until the end of a day; an outage moves that moment. Lateness is a fact beside
the entry, never a fault, and no rating rests on it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from kinerja.rules.label import Labelled

Works = Callable[[date], bool]  # whether a day is worked, by the calendar of one person or agency

GRACE_DAYS = 1  # working days after the work until which an entry is on time; a setting (U)
ANSWER_DAYS = 5  # working days after which an unanswered entry counts as noted; a setting (U)
# An outage that ended longer than this before a deadline left time enough to act (U).
REACH = timedelta(days=3)

_ONE_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)
_HORIZON_DAYS = 4 * 366  # unpaid leave lasts at most three years and one more


class EntryCycle(Labelled):
    """How often work is documented: the agency sets it (6/2022 Pasal 16)."""

    DAY = "day", "Harian"
    WEEK = "week", "Mingguan"
    MONTH = "month", "Bulanan"


@dataclass(frozen=True)
class Downtime:
    """From `starts_at` until `ends_at` the system could not be used; both with a time zone."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("an outage has a time zone")
        if self.ends_at < self.starts_at:
            raise ValueError("an outage ends after it starts")


@dataclass(frozen=True)
class Due:
    """The last day of something, and why it is another one than the calendar says."""

    until: datetime  # in time strictly before this moment
    last_day: date  # counts in full, in the zone of the agency
    planned_day: date  # the last day if nothing had gone wrong
    moved_by: tuple[Downtime, ...] = ()  # outages that touched it; empty: it did not move

    @property
    def was_moved(self) -> bool:
        return self.last_day != self.planned_day


def entry_day(done_on: date, cycle: EntryCycle = EntryCycle.DAY) -> date:
    """The day from which the time to document work is counted: the end of the agency's cycle.

    Units: dates; a week ends on Sunday.
    Errors: none.
    Source: PermenPANRB 6/2022 Pasal 16 leaves the cycle to the agency.
    Confidence: T that the agency sets it, U for the last day of the week.

    >>> entry_day(date(2026, 10, 7), EntryCycle.WEEK)
    datetime.date(2026, 10, 11)
    """
    if cycle == EntryCycle.DAY:
        return done_on
    if cycle == EntryCycle.WEEK:
        return done_on + timedelta(days=6 - done_on.weekday())
    after = (done_on.replace(day=28) + timedelta(days=4)).replace(day=1)
    return after - _ONE_DAY


def day_after_working_days(start: date, days: int, works: Works) -> date:
    """The n-th worked day after a day, by any calendar; with 0 days the day itself.

    Units: working days.
    Errors: ValueError if ``days`` is negative, or the calendar has no worked day in four years.
    Source: as ``add_working_days``; a calendar of a person also knows shifts and leave.
    Confidence: S.

    >>> day_after_working_days(date(2026, 10, 9), 1, lambda day: day.weekday() < 5)
    datetime.date(2026, 10, 12)
    """
    if days < 0:
        raise ValueError("a limit cannot be negative")
    day, left = start, _HORIZON_DAYS
    while days:
        day += _ONE_DAY
        left -= 1
        if works(day):
            days -= 1
        elif not left:
            raise ValueError("the calendar has no worked day")
    return day


def merged(outages: Iterable[Downtime]) -> list[Downtime]:
    """The same time without overlaps, in order; what two outages share counts once.

    Units: moments.
    Errors: none.
    Source: promise of the product: an outage never costs anybody.
    Confidence: U.

    >>> from datetime import UTC
    >>> hours = [datetime(2026, 10, 10, hour, tzinfo=UTC) for hour in range(4)]
    >>> [
    ...     (one.starts_at.hour, one.ends_at.hour)
    ...     for one in merged([Downtime(hours[1], hours[3]), Downtime(hours[0], hours[2])])
    ... ]
    [(0, 3)]
    """
    found: list[Downtime] = []
    for one in sorted(outages, key=lambda outage: outage.starts_at):
        if found and one.starts_at <= found[-1].ends_at:
            ends_at = max(found[-1].ends_at, one.ends_at)
            found[-1] = Downtime(found[-1].starts_at, ends_at)
        else:
            found.append(one)
    return found


def extended(
    deadline: datetime,
    outages: Iterable[Downtime],
    opened: datetime | None = None,
    reach: timedelta = REACH,
) -> datetime:
    """A deadline moved by the length of the outages that touch it.

    An outage touches it as far as it lies in the last days of the limit (``reach``, and not before
    it was ``opened``). What two outages share counts once. An outage that begins in the added time
    moves it again, so the one who has to act has as much time as without any outage.

    Units: moments with a time zone.
    Errors: none.
    Source: promise of the product: recorded downtime moves the deadline by as much.
    Confidence: U; the reach is a setting.

    >>> from datetime import UTC
    >>> at = lambda day, hour: datetime(2026, 10, day, hour, tzinfo=UTC)
    >>> extended(at(12, 17), [Downtime(at(12, 1), at(12, 4)), Downtime(at(12, 3), at(12, 5))])
    datetime.datetime(2026, 10, 12, 21, 0, tzinfo=datetime.timezone.utc)
    """
    return _moved(deadline, outages, opened, reach)[0]


def last_day_after(
    last_day: date,
    outages: Iterable[Downtime],
    zone: tzinfo,
    works: Works | None = None,
    opened: datetime | None = None,
    reach: timedelta = REACH,
) -> Due:
    """A last day, and where outages move it: the last day counts in full, before and after.

    The moved moment lies in some day; that whole day is given, or with ``works`` the next worked
    one, because nobody has to act at night or on a day off. An outage on the given days moves the
    last day again.

    Units: dates in the zone, moments in UTC inside.
    Errors: ValueError if a moved day is followed by no worked day in four years.
    Source: as ``extended``.
    Confidence: U.

    >>> from zoneinfo import ZoneInfo
    >>> wit = ZoneInfo("Asia/Jayapura")
    >>> outage = Downtime(
    ...     datetime(2026, 10, 9, 8, tzinfo=wit), datetime(2026, 10, 9, 10, tzinfo=wit)
    ... )
    >>> last_day_after(date(2026, 10, 9), [outage], wit, lambda day: day.weekday() < 5).last_day
    datetime.date(2026, 10, 12)
    """
    outages = list(outages)
    until, day, since = end_of_day(last_day, zone), last_day, opened
    moved_by: tuple[Downtime, ...] = ()
    while True:
        moment, touching = _moved(until, outages, since, reach)
        if not touching:
            return Due(until, day, last_day, moved_by)
        moved_by += tuple(one for one in touching if one not in moved_by)
        day = (moment - _MOMENT).astimezone(zone).date()
        if works is not None and not works(day):
            day = day_after_working_days(day, 1, works)
        until, since = end_of_day(day, zone), moment  # an outage on the given days counts too


def entry_due(
    done_on: date,
    grace_days: int,
    works: Works,
    outages: Iterable[Downtime],
    zone: tzinfo,
    cycle: EntryCycle = EntryCycle.DAY,
) -> Due:
    """Until when an entry about work of a day is on time, and which outages moved that.

    The day of the work (or the end of the agency's cycle) is day 0; days off, holidays and leave
    of the person do not count.

    Units: ``grace_days`` in working days of the person.
    Errors: ValueError if ``grace_days`` is negative, or no day is worked in four years.
    Source: cycle of documentation, 6/2022 Pasal 16; the grace is the agency's own.
    Confidence: U for the grace.

    >>> from zoneinfo import ZoneInfo
    >>> weekdays = lambda day: day.weekday() < 5
    >>> entry_due(date(2026, 10, 9), 1, weekdays, [], ZoneInfo("Asia/Makassar")).last_day
    datetime.date(2026, 10, 12)
    """
    last_day = day_after_working_days(entry_day(done_on, cycle), grace_days, works)
    opened = start_of_day(done_on, zone)
    return last_day_after(last_day, outages, zone, works, opened)


def answer_due(
    filed_on: date, wait_days: int, works: Works, outages: Iterable[Downtime], zone: tzinfo
) -> Due:
    """Until when the leader may let an entry wait before it counts as noted without a check.

    Units: ``wait_days`` in working days of the agency; the day of filing is day 0.
    Errors: as ``entry_due``.
    Source: the law asks for no answer; a silent leader never costs the employee.
    Confidence: U.

    >>> from zoneinfo import ZoneInfo
    >>> weekdays = lambda day: day.weekday() < 5
    >>> answer_due(date(2026, 10, 9), 5, weekdays, [], ZoneInfo("Asia/Jakarta")).last_day
    datetime.date(2026, 10, 16)
    """
    last_day = day_after_working_days(filed_on, wait_days, works)
    return last_day_after(last_day, outages, zone, works, start_of_day(filed_on, zone))


def days_later(done_on: date, filed_at: datetime, due: Due, works: Works, zone: tzinfo) -> int:
    """How many worked days after the work an entry came in; 0 while it is on time.

    Units: working days of the person.
    Errors: none.
    Source: as ``entry_due``.
    Confidence: U.

    >>> from zoneinfo import ZoneInfo
    >>> wib, weekdays = ZoneInfo("Asia/Jakarta"), lambda day: day.weekday() < 5
    >>> due = entry_due(date(2026, 10, 9), 1, weekdays, [], wib)
    >>> days_later(date(2026, 10, 9), datetime(2026, 10, 14, 8, tzinfo=wib), due, weekdays, wib)
    3
    """
    if filed_at < due.until:
        return 0
    span = (filed_at.astimezone(zone).date() - done_on).days
    worked = sum(works(done_on + timedelta(days=n)) for n in range(1, span + 1))
    return max(worked, 1)


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day in a zone.

    Units: date in, moment out.
    Errors: none.
    Source: one clock for all deadlines; WIB, WITA and WIT are an hour apart.
    Confidence: O.

    >>> from zoneinfo import ZoneInfo
    >>> start_of_day(date(2026, 10, 10), ZoneInfo("Asia/Jayapura")).utcoffset()
    datetime.timedelta(seconds=32400)
    """
    return datetime.combine(day, time.min, tzinfo=zone)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The first moment after a day: whatever comes before it is in time.

    Units: date in, moment out.
    Errors: none.
    Source: as ``start_of_day``.
    Confidence: O.

    >>> from zoneinfo import ZoneInfo
    >>> end_of_day(date(2026, 10, 10), ZoneInfo("Asia/Jakarta")).day
    11
    """
    return start_of_day(day + _ONE_DAY, zone)


def _moved(
    deadline: datetime, outages: Iterable[Downtime], opened: datetime | None, reach: timedelta
) -> tuple[datetime, tuple[Downtime, ...]]:
    """The moved deadline, and the outages as they were recorded that touched it, in order."""
    since = deadline - reach if opened is None else max(opened, deadline - reach)
    recorded = sorted(outages, key=lambda one: (one.starts_at, one.ends_at))
    moment = deadline
    for one in merged(recorded):
        if one.starts_at < moment:
            moment += max(one.ends_at - max(one.starts_at, since), timedelta(0))
    return moment, _touching(recorded, since, moment)


def _touching(
    outages: Sequence[Downtime], since: datetime, moment: datetime
) -> tuple[Downtime, ...]:
    return tuple(
        one
        for one in outages
        if since < one.ends_at and one.starts_at < moment and one.starts_at < one.ends_at
    )
