"""Working time: six-day schools, shifts at a puskesmas, leave, attendance, one outage."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from kinerja.evaluation.extension import extend_periods
from kinerja.jobs.demo.people import Member
from kinerja.people.agency import Agency
from kinerja.people.attendance import NewAttendance, note_attendance
from kinerja.people.calendar import working_calendar
from kinerja.people.leave import NewLeave, note_leaves
from kinerja.people.shift import NewShift, note_shifts
from kinerja.people.unit import Unit
from kinerja.people.unit_pattern import set_unit_pattern
from kinerja.records.outage import Heartbeat, Part, beat
from kinerja.work.report import Report
from kinerja.work.unanswered import note_unanswered

SHIFTS = (  # a day of each, then a free one
    ("Pagi", time(7), time(14)),
    ("Siang", time(14), time(21)),
    ("Malam", time(21), time(7)),
)
KINDS = ("annual", "annual", "annual", "important", "sick", "annual", "long")
ON_LEAVE = 9  # one member of so many
ATTENDANCE_DAYS = 30


def add_working_time(
    members: Sequence[Member],
    units: Mapping[str, Unit],
    *,
    agency: Agency,
    first: date,
    today: date,
    random: Random,
) -> None:
    """Patterns, a roster, leave, attendance of one unit, and an outage of last month."""
    schools = [unit for unit in units.values() if unit.name.startswith(("SD", "SMP", "TK"))]
    for unit in schools:
        set_unit_pattern(unit=unit, pattern="six", by=None, on=first)
    centres = [unit for unit in units.values() if unit.name.startswith("Puskesmas")]
    staffed = [(_of(members, unit), unit) for unit in centres]
    team, centre = max(staffed, key=lambda pair: len(pair[0]), default=([], None))
    if centre is not None:
        set_unit_pattern(unit=centre, pattern="roster", by=None, on=first)
        note_shifts(shifts=_roster(team[1::2], today), by=None, on=today)
    note_leaves(leaves=_leaves(members, today, random), by=None, on=today)
    note_attendance(days=_attendance(team, today, random), by=None, on=today)
    _outage(agency, today)
    note_unanswered(at=datetime.combine(today, time(), agency.zone))


def _of(members: Sequence[Member], unit: Unit) -> list[Member]:
    return [one for one in members if one.assignment.position.unit_id == unit.pk]


def _roster(members: Sequence[Member], today: date) -> Iterator[NewShift]:
    """From the first of last month to the end of the next week."""
    start = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    for row, member in enumerate(members):
        for n in range((today - start).days + 8):
            turn = (n + row) % (len(SHIFTS) + 1)
            if turn < len(SHIFTS):
                name, starts_at, ends_at = SHIFTS[turn]
                day = start + timedelta(days=n)
                yield NewShift(member.person, day, starts_at, ends_at, name)


def _leaves(members: Sequence[Member], today: date, random: Random) -> Iterator[NewLeave]:
    """Past, running and coming leave, each on days without a report of that person."""
    chosen = [one.person for one in members if not one.seat.leads][::ON_LEAVE]
    since = today - timedelta(days=40)
    busy = set(
        Report.objects.filter(person__in=chosen, done_on__gte=since).values_list(
            "person_id", "done_on"
        )
    )
    for row, person in enumerate(chosen):
        length = random.choice((1, 2, 3, 5))
        starts = [today + timedelta(days=6 + row)]
        if row % 3 == 0:
            starts = [today, *starts]
        elif row % 3 == 1:
            starts = [*(since + timedelta(days=n) for n in range(30)), *starts]
        for start in starts:
            days = [start + timedelta(days=n) for n in range(length)]
            if not any((person.pk, day) in busy for day in days):
                yield NewLeave(person, KINDS[row % len(KINDS)], start, days[-1], f"850/{row + 11}")
                break


def _attendance(members: Sequence[Member], today: date, random: Random) -> Iterator[NewAttendance]:
    """What the machine at the door of one unit noted on its working days."""
    people = [member.person for member in members]
    since = today - timedelta(days=ATTENDANCE_DAYS)
    calendars = working_calendar(people, since, today)
    for row, person in enumerate(people):
        for n in range(ATTENDANCE_DAYS):
            day = since + timedelta(days=n)
            if not calendars[person.pk].works(day):
                continue
            if random.random() < 0.04:
                yield NewAttendance(person, day, state="travel", pin=str(101 + row))
                continue
            starts, ends = time(7, 30), time(16)
            for shift in calendars[person.pk].shifts.get(day, ()):
                starts, ends = shift.starts_at, shift.ends_at
            came = datetime.combine(day, starts) - timedelta(minutes=random.randint(1, 24))
            left = datetime.combine(day, ends) + timedelta(minutes=random.randint(0, 25))
            yield NewAttendance(person, day, came.time(), left.time(), pin=str(101 + row))


def _outage(agency: Agency, today: date) -> None:
    """Two hours of a weekday about the 10th of last month, as the worker would note them."""
    day = (today.replace(day=1) - timedelta(days=1)).replace(day=10)
    while day.weekday() > 4:
        day += timedelta(days=1)
    at = datetime.combine(day, time(9), agency.zone)
    beat(part=Part.WORKER, at=at)
    if outage := beat(part=Part.WORKER, at=at + timedelta(hours=2)):
        extend_periods(at=outage.ends_at)
    Heartbeat.objects.all().delete()  # the worker of the example has not started yet
