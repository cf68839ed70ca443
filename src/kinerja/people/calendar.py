"""The working calendar of people: for each person and day works, shift, day off or leave, and why.

In this order: not in active service; on leave; on a shift; for units by roster every other day of a
month that has shifts is free; a holiday; a day outside the week of the person's unit. A unit
without a pattern of its own follows the unit above it, at last the agency.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F

from kinerja.people.agency import Agency, Holiday, the_agency
from kinerja.people.leave import Leave
from kinerja.people.person import Person
from kinerja.people.shift import Shift
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.people.unit_pattern import UnitPattern
from kinerja.records.prepared import Prepared
from kinerja.rules.date_words import WEEKDAYS

Pattern = UnitPattern.Pattern
_NO_TIME = models.Value(None, models.TimeField())


class DayState(models.TextChoices):
    """What a day is for one person."""

    WORKS = "works", "Masuk kerja"
    SHIFT = "shift", "Jaga"
    OFF = "off", "Libur"
    LEAVE = "leave", "Cuti"
    AWAY = "away", "Tidak bertugas"


@dataclass(frozen=True)
class Day:
    """One day of one person; `reason` is for the person and those who keep the time."""

    state: DayState
    reason: str
    crosses_midnight: bool = False

    @property
    def works(self) -> bool:
        return self.state in (DayState.WORKS, DayState.SHIFT)

    @property
    def absence(self) -> str:
        """Why nothing is to be expected, as the leader reads it: no kind of leave; empty: works."""
        if self.works:
            return ""
        return self.reason if self.state == DayState.OFF else self.state.label


@dataclass
class PersonCalendar:
    """The days of one person. Outside the days that were asked for, only the week is known."""

    person: Person
    agency: Agency
    holidays: Mapping[date, str]
    seats: list[tuple[date, date | None, list[int]]] = field(default_factory=list)
    patterns: Mapping[int, list[UnitPattern]] = field(default_factory=dict)
    leaves: list[Leave] = field(default_factory=list)
    shifts: dict[date, list[Shift]] = field(default_factory=lambda: defaultdict(list))

    def works(self, day: date) -> bool:
        return self.on(day).works

    def on(self, day: date) -> Day:
        """What that day is."""
        person = self.person
        since = person.status_since
        if person.status != Person.Status.ACTIVE and (since is None or since <= day):
            return Day(DayState.AWAY, person.get_status_display())
        if leave := next((one for one in self.leaves if one.starts_on <= day <= one.ends_on), None):
            return Day(DayState.LEAVE, leave.get_kind_display())
        if shifts := self.shifts.get(day):
            words = ", ".join(map(str, shifts))
            return Day(DayState.SHIFT, words, any(one.crosses_midnight for one in shifts))
        pattern = self._pattern(day)
        if pattern == Pattern.ROSTER and self._has_roster(day):
            return Day(DayState.OFF, "Bebas jaga")
        if day in self.holidays:
            return Day(DayState.OFF, self.holidays[day])
        weekdays = UnitPattern.WEEKDAYS.get(pattern, self.agency.weekdays)  # type: ignore[call-overload]
        if day.weekday() not in weekdays:
            return Day(DayState.OFF, WEEKDAYS[day.weekday()])
        return Day(DayState.WORKS, "Hari kerja")

    def _pattern(self, day: date) -> str | None:
        """The pattern of the unit of that day, or of the nearest unit above with one."""
        for first, last, lineage in self.seats:
            if first <= day and (last is None or day <= last):
                for unit in reversed(lineage):
                    for one in self.patterns.get(unit, ()):
                        if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on):
                            return str(one.pattern)
        return None

    def _has_roster(self, day: date) -> bool:
        """Whether the person has shifts in that month: without them nobody knows the free days."""
        return any((one.year, one.month) == (day.year, day.month) for one in self.shifts)


Calendars = Mapping[int, PersonCalendar]


def working_calendar(
    people: Iterable[Person], first: date, last: date, agency: Agency | None = None
) -> dict[int, PersonCalendar]:
    """The calendar of each person, by id; one query, however many people and days, and one more
    when the agency is not handed in.

    Shifts are read for whole months, so that a roster is known as one.
    """
    people = list(people)
    if not people:
        return {}
    agency = agency or the_agency()
    holidays: dict[date, str] = {}
    calendars = {person.pk: PersonCalendar(person, agency, holidays) for person in people}
    patterns: dict[int, list[UnitPattern]] = defaultdict(list)
    months = first.replace(day=1), month_end(last)
    rows = _rows(list(calendars), first, last, *months)
    for what, owner, since, until, text, starts_at, ends_at in rows:
        if what == "holiday":
            holidays[since] = text
        elif what == "pattern":
            patterns[owner].append(
                UnitPattern(unit_id=owner, pattern=text, starts_on=since, ends_on=until)
            )
        elif what == "seat":
            calendars[owner].patterns = patterns
            calendars[owner].seats.append((since, until, Unit(path=text).lineage))
        elif what == "leave":
            leave = Leave(person_id=owner, kind=text, starts_on=since, ends_on=until)
            calendars[owner].leaves.append(leave)
        else:
            shift = Shift(
                person_id=owner, day=since, name=text, starts_at=starts_at, ends_at=ends_at
            )
            calendars[owner].shifts[since].append(shift)
    for calendar in calendars.values():
        for shifts in calendar.shifts.values():
            shifts.sort(key=lambda one: one.starts_at)
    return calendars


class _Lineage(models.Func):
    """The ids in a path, one row each."""

    template = "UNNEST(STRING_TO_ARRAY(TRIM(BOTH '/' FROM %(expressions)s), '/')::bigint[])"
    output_field = models.BigIntegerField()
    set_returning = True


@Prepared
def _rows(
    people: list[int], first: date, last: date, months_first: date, months_last: date
) -> models.QuerySet[Any, Any]:
    """All that a calendar is made of, in one query: what, whose, from, until, text, from, until.

    Shifts come first: the columns have the types of the first part.
    """
    seats = (
        Assignment.objects.main()
        .filter(person__among=people, starts_on__lte=last)
        .ending_from(first)
        .order_by()
    )
    lineages = seats.values_list(_Lineage("position__unit__path"))
    shifts = Shift.objects.between(months_first, months_last)
    patterns = UnitPattern.objects.touching(first, last).filter(unit__in=lineages)
    leaves = Leave.objects.touching(first, last).filter(person__among=people)
    whole_day = (_NO_TIME, _NO_TIME)
    parts: list[models.QuerySet[Any, Any]] = [
        shifts.filter(person__among=people)
        .order_by()
        .values_list(
            models.Value("shift"), "person_id", "day", F("day"), "name", "starts_at", "ends_at"
        ),
        seats.values_list(
            *(models.Value("seat"), "person_id", "starts_on", "ends_on"),
            *("position__unit__path", *whole_day),
        ),
        patterns.order_by().values_list(
            models.Value("pattern"), "unit_id", "starts_on", "ends_on", "pattern", *whole_day
        ),
        leaves.order_by().values_list(
            models.Value("leave"), "person_id", "starts_on", "ends_on", "kind", *whole_day
        ),
        Holiday.objects.between(first, last).values_list(
            *(models.Value("holiday"), models.Value(0, models.BigIntegerField())),
            *("date", F("date"), "name", *whole_day),
        ),
    ]
    return parts[0].union(*parts[1:], all=True)


def agency_calendar(agency: Agency, first: date, last: date) -> "AgencyCalendar":
    """Which days the agency as a whole works; one query."""
    return AgencyCalendar(
        agency, dict(Holiday.objects.between(first, last).values_list("date", "name"))
    )


@dataclass(frozen=True)
class AgencyCalendar:
    """The default week of the agency with its holidays."""

    agency: Agency
    holidays: Mapping[date, str]

    def works(self, day: date) -> bool:
        return day.weekday() in self.agency.weekdays and day not in self.holidays


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
