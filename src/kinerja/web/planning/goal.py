"""The goals of the agency as a tree, each goal's own page, and their upkeep."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, GoalScope, add_goal, edit_goal, goal_scope
from kinerja.planning.goal_tree import goal_tree, in_order, measures
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.work_result import WorkResult
from kinerja.rules.refusal import Refusal
from kinerja.web.forms import TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab
from kinerja.web.planning.choices import GoalChoices, offer
from kinerja.web.planning.conflict import EditForm, show_refusal


def year_of(request: PageRequest) -> int:
    """The year that the address asks for, else the running one."""
    given = request.GET.get("tahun", "")
    asked = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else 0
    return asked if 2000 <= asked <= 2100 else timezone.localdate().year


@page
def goals(request: PageRequest) -> HttpResponse:
    """The tree of one year."""
    year, today = year_of(request), timezone.localdate()
    every = Goal.objects.visible_to(request.person)
    tree = goal_tree(every, year)
    context = {
        "year": year,
        "tree": tree,
        "count": sum(1 for top in tree for _ in top.walk()),
        "years": _years(every, year),
        "scope": goal_scope(request.person, today),
        "any": bool(tree) or every.exists(),
    }
    return render(request, "planning/goal/tree.html", context)


def _years(every: QuerySet[Goal], current: int) -> list[Tab]:
    """The years around the one shown."""
    this_year = timezone.localdate().year
    wanted = sorted({current - 1, current, current + 1, this_year})
    return [Tab(str(year), f"?tahun={year}", year == current) for year in wanted]


@page
def goal(request: PageRequest, goal_id: int) -> HttpResponse:
    """One goal: what it serves and what serves it, what is measured, who works for it."""
    found = get_object_or_404(
        Goal.objects.visible_to(request.person).select_related("unit"), pk=goal_id
    )
    year = year_of(request)
    indicators = KeyIndicator.objects.filter(goal=found).select_related("owner")
    results = (
        WorkResult.objects.visible_to(request.person)
        .filter(goal=found, plan__year=year)
        .select_related("plan__person")
    )
    context = {
        "goal": found,
        "year": year,
        "parents": in_order(found.parents.all()),
        "children": in_order(found.children.all()),
        "measures": measures(indicators.prefetch_related("targets", "values__recorded_by"), year),
        "results": results.order_by("plan__person__name", "number"),
        "manages": goal_scope(request.person, timezone.localdate()).covers(found.unit),
    }
    return render(request, "planning/goal/show.html", context)


class GoalForm(EditForm):
    """What shall be reached, for whom it counts, and in which years."""

    title = TextField(
        label="Uraian", rows=2, max_length=300, help_text="Keadaan yang ingin dicapai."
    )
    level = forms.ChoiceField(label="Tingkat", choices=Goal.Level.choices)
    code = forms.CharField(label="Kode", max_length=40, required=False)
    unit = forms.ModelChoiceField(
        label="Unit pemilik", queryset=Unit.objects.none(), empty_label="Seluruh instansi"
    )
    year_from = forms.IntegerField(
        label="Dari tahun", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    year_to = forms.IntegerField(
        label="Sampai tahun", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    parents = GoalChoices(
        label="Mendukung",
        queryset=Goal.objects.none(),
        required=False,
        help_text="Sasaran yang lebih tinggi; boleh lebih dari satu.",
    )
    source = forms.CharField(
        label="Sumber", max_length=300, required=False, help_text="Misalnya RPJMD 2025–2029."
    )

    def __init__(self, *args: Any, goals: QuerySet[Goal], scope: GoalScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parents", goals)
        offer(self, "unit", units_of(scope))
        self.fields["unit"].required = not scope.everything

    def values(self) -> dict[str, Any]:
        """The arguments of `add_goal` and `edit_goal`."""
        given = self.cleaned_data
        return {
            "title": " ".join(given["title"].split()),
            "level": given["level"],
            "code": given["code"],
            "unit": given["unit"],
            "years": (given["year_from"], given["year_to"]),
            "parents": list(given["parents"]),
            "source": given["source"],
        }


def units_of(scope: GoalScope) -> QuerySet[Unit]:
    """The open units whose goals are looked after."""
    if scope.everything:
        return Unit.objects.open()
    inside = Q(pk__in=[])
    for path in scope.paths:
        inside |= Q(path__startswith=path)
    return Unit.objects.open().filter(inside)


@page
def new_goal(request: PageRequest) -> HttpResponse:
    """Add a goal; `?induk=` names what it serves."""
    today = timezone.localdate()
    scope = goal_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    every = Goal.objects.visible_to(request.person)
    wanted = request.GET.get("induk", "")
    above = every.filter(pk=int(wanted)) if wanted.isascii() and wanted.isdigit() else every.none()
    initial = {"year_from": today.year, "year_to": today.year, "parents": above}
    form = GoalForm(request.POST or None, goals=every, scope=scope, initial=initial)
    if form.is_valid():
        try:
            made = add_goal(by=request.person, on=today, **form.values())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Sasaran ditambahkan.")
            return redirect("goal_show", made.pk)
    return render(
        request, "planning/goal/new.html", {"form": form}, status=422 if form.errors else 200
    )


@page
def change_goal(request: PageRequest, goal_id: int) -> HttpResponse:
    """Change a goal that one looks after."""
    today = timezone.localdate()
    every = Goal.objects.visible_to(request.person)
    found, newer = get_object_or_404(every.select_related("unit"), pk=goal_id), False
    scope = goal_scope(request.person, today)
    if not scope.covers(found.unit):
        raise PermissionDenied
    form = GoalForm(
        request.POST or None,
        goals=every.exclude(pk=found.pk),
        scope=scope,
        initial={
            "title": found.title,
            "level": found.level,
            "code": found.code,
            "unit": found.unit,
            "year_from": found.year_from,
            "year_to": found.year_to,
            "parents": found.parents.all(),
            "source": found.source,
            "revision": found.revision,
        },
    )
    if form.is_valid():
        try:
            edit_goal(
                goal=found,
                by=request.person,
                on=today,
                revision=form.cleaned_data["revision"],
                **form.values(),
            )
        except Refusal as refusal:
            newer = show_refusal(form, refusal, found)
        else:
            messages.success(request, "Perubahan disimpan.")
            return redirect("goal_show", found.pk)
    context = {"form": form, "goal": found, "newer": newer}
    return render(request, "planning/goal/edit.html", context, status=422 if form.errors else 200)
