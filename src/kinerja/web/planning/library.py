"""The library of ready indicators: search, and take one over for a goal."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.scope import UnitScope
from kinerja.people.unit import inside
from kinerja.planning.goal import Goal, GoalQuerySet, goal_scope
from kinerja.planning.library import library, library_entry, library_fields, search_library
from kinerja.web.attempt import status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab
from kinerja.web.planning.choices import GoalChoice, offer


class UseForm(Form):
    """For which goal."""

    goal = GoalChoice(
        label="Untuk sasaran", queryset=Goal.objects.none(), empty_label="Pilih sasaran"
    )


def managed_goals(scope: UnitScope) -> GoalQuerySet:
    """The goals of this year that somebody looks after."""
    goals = Goal.objects.in_year(timezone.localdate().year)
    if scope.everything:
        return goals
    return goals.filter(inside(scope.paths, "unit__path"))


@page
def indicator_library(request: PageRequest) -> HttpResponse:
    """Everybody may read; planners take over."""
    words, field = request.GET.get("cari", "")[:100], request.GET.get("bidang", "")
    scope = goal_scope(request.person, timezone.localdate())
    tabs = [Tab("Semua", f"?{urlencode({'cari': words})}", not field, len(library()))]
    tabs += [
        Tab(
            name,
            f"?{urlencode({'cari': words, 'bidang': name})}",
            name == field,
            len(search_library(words, name)),
        )
        for name in library_fields()
    ]
    context = {
        "words": words,
        "field": field,
        "tabs": tabs,
        "entries": search_library(words, field),
        "scope": scope,
    }
    return render(request, "planning/library/list.html", context)


@page
def library_use(request: PageRequest, code: str) -> HttpResponse:
    """Choose the goal; then the form of a new indicator opens, filled in."""
    entry = library_entry(code)
    scope = goal_scope(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    if entry is None:
        return redirect("indicator_library")
    form = UseForm(request.GET if "goal" in request.GET else None)
    offer(form, "goal", managed_goals(scope))
    if form.is_valid():
        url = reverse("key_indicator_new", args=[form.cleaned_data["goal"].pk])
        return redirect(f"{url}?{urlencode({'pustaka': entry.code})}")
    return render(
        request,
        "planning/library/use.html",
        {"form": form, "entry": entry},
        status=status(form),
    )
