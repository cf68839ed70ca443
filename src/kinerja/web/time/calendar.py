"""One's own month: works, shift, day off, leave; and what the machine at the door noted."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.people.attendance import Attendance
from kinerja.people.calendar import Day, DayState, working_calendar
from kinerja.rules.date_words import WEEKDAYS
from kinerja.web.page import PageRequest, page
from kinerja.web.time.month import asked_month

LOOK = {  # tone and icon
    DayState.WORKS: ("info", "briefcase"),
    DayState.SHIFT: ("info", "clock"),
    DayState.OFF: ("", "calendar-off"),
    DayState.LEAVE: ("good", "tree-palm"),
    DayState.AWAY: ("", "door-open"),
}


@dataclass(frozen=True)
class Line:
    """One day of the month."""

    date: date
    day: Day
    is_today: bool
    attendance: Attendance | None

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.date.weekday()]

    @property
    def label(self) -> str:
        return self.day.state.label

    @property
    def tone(self) -> str:
        return LOOK[self.day.state][0]

    @property
    def icon(self) -> str:
        return LOOK[self.day.state][1]

    @property
    def reason(self) -> str:
        """Nothing where it would only say the state or the weekday again."""
        same = self.day.state == DayState.WORKS or self.day.reason == self.weekday
        return "" if same else self.day.reason


@page
def my_calendar(request: PageRequest) -> HttpResponse:
    """Every day of a month, in words."""
    person, month, today = request.person, asked_month(request), timezone.localdate()
    calendar = working_calendar([person], month.first, month.last)[person.pk]
    noted = {
        one.day: one
        for one in Attendance.objects.between(month.first, month.last).filter(person=person)
    }
    lines = [Line(day, calendar.on(day), day == today, noted.get(day)) for day in month.days]
    context = {
        "month": month,
        "lines": lines,
        "worked": sum(line.day.works for line in lines),
        "has_attendance": bool(noted),
        "caption": f"Hari-hari {month.label}",
    }
    return render(request, "time/calendar.html", context)
