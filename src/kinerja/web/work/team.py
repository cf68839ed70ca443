"""The leader's team today, and the reports of one of its members."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.planning.plan import Plan
from kinerja.web.page import PageRequest, page
from kinerja.web.work.day_off import is_day_off
from kinerja.web.work.paging import by_day
from kinerja.work.report import Report
from kinerja.work.team import team_numbers, team_of


@page
def team(request: PageRequest) -> HttpResponse:
    """One line a person: today, the last report, what waits, the plan."""
    today = timezone.localdate()
    members = team_of(request.person, today)
    context = {
        "members": members,
        "reported": sum(not member.is_silent for member in members),
        "waiting": sum(member.waiting for member in members),
        "today": today,
        "day_off": is_day_off(request.agency, today),
    }
    part = "#members" if request.htmx else ""
    return render(request, f"work/team.html{part}", context)


@page
def team_strip(request: PageRequest) -> HttpResponse:
    """The team in numbers: a part of the leader's home page."""
    today = timezone.localdate()
    context = {
        "numbers": team_numbers(request.person, today),
        "plans": Plan.objects.waiting_for(request.person, today).count(),
        "day_off": is_day_off(request.agency, today),
    }
    return render(request, "work/team_numbers.html", context)


@page
def team_member(request: PageRequest, person_id: int) -> HttpResponse:
    """The reports of a person whom one may see, newest work first."""
    person = get_object_or_404(Person.objects.visible_to(request.person), pk=person_id)
    reports = Report.objects.of(person).select_related("result", "indicator")
    context = {"member": person, "page": by_day(request, reports)}
    return render(request, "work/team_member.html", context)
