"""The leader's team today, and the reports of one of its members."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.people.calendar import DayState
from kinerja.people.person import Person
from kinerja.planning.plan import Plan
from kinerja.web.page import PageRequest, page
from kinerja.web.work.day_off import is_day_off
from kinerja.web.work.facts import with_facts
from kinerja.web.work.paging import by_day
from kinerja.work.factor import Factor
from kinerja.work.report import Report
from kinerja.work.signal import last_signal
from kinerja.work.standing import warned_of
from kinerja.work.team import reported_words, team_numbers, team_of


@page
def team(request: PageRequest) -> HttpResponse:
    """One line a person: today, the last report, what waits, the plan."""
    today = timezone.localdate()
    known = last_signal()  # before the rows are read: what comes in meanwhile is told once more
    members = team_of(request.person, today, request.agency)
    absent = [member for member in members if member.absence and not member.today]
    on_leave = sum(member.absence == DayState.LEAVE.label for member in absent)
    reported = sum(member.today > 0 for member in members)
    context = {
        "known": known,
        "members": members,
        "reported": reported,
        "words": reported_words(reported, len(members), on_leave, len(absent)),
        "waiting": sum(member.waiting for member in members),
        "today": today,
        "day_off": bool(members) and all(member.absence for member in members),
    }
    part = "#members" if request.htmx else ""
    return render(request, f"work/team.html{part}", context)


@page
def team_strip(request: PageRequest) -> HttpResponse:
    """The team in numbers: a part of the leader's home page."""
    today = timezone.localdate()
    context = {
        "numbers": team_numbers(request.person, today, request.agency),
        "plans": Plan.objects.waiting_for(request.person, today).count(),
        "day_off": is_day_off(request.person, today, request.agency),
    }
    return render(request, "work/team_numbers.html", context)


@page
def team_member(request: PageRequest, person_id: int) -> HttpResponse:
    """The reports of a person whom one may see, newest work first."""
    person = get_object_or_404(Person.objects.visible_to(request.person), pk=person_id)
    reports = Report.objects.of(person).select_related("result", "indicator")
    shown = by_day(request, reports)
    with_facts(shown, request.agency)
    factors = Factor.objects.visible_to(request.person).filter(person=person).standing()
    context = {
        "member": person,
        "page": shown,
        "warnings": warned_of([person.pk]).get(person.pk, ()),
        "factors": factors.select_related("person", "result", "owner"),
    }
    return render(request, "work/team_member.html", context)
