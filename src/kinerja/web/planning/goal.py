"""The goals of the agency as a tree, each goal's own page, and their upkeep."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit, inside
from kinerja.planning.goal import Goal, add_goal, edit_goal, goal_scope
from kinerja.planning.goal_progress import assess
from kinerja.planning.goal_tree import Node, goal_tree, in_order, under
from kinerja.planning.need_link import needs_of
from kinerja.planning.work_result import WorkResult
from kinerja.web.asked import row_in, year_of
from kinerja.web.attempt import done, made, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab
from kinerja.web.planning.choices import GoalChoices, offer
from kinerja.web.unit_field import UnitField

WHOLE = 200  # goals; of a larger tree the page carries only the levels that are open


@page
def goals(request: PageRequest) -> HttpResponse:
    """The tree of one year."""
    year, today = year_of(request), timezone.localdate()
    every = Goal.objects.visible_to(request.person)
    tree = goal_tree(every, year)
    progress = assess(tree, year, today)
    nodes = [node for top in tree for node in top.walk()]
    for node in nodes:
        node.progress = progress[node.goal.pk]
    levels = _levels(nodes, request.GET.get("buka", ""), year)
    context = {
        "year": year,
        "tree": tree,
        "count": len(nodes),
        "levels": levels,
        "opened": _opened(levels),
        "whole": len(nodes) <= WHOLE,
        "years": years_around(year),
        "scope": goal_scope(request.person, today),
        "any": bool(tree) or every.exists(),
    }
    return render(request, "planning/goal/tree.html", context)


def _levels(nodes: Sequence[Node], asked: str, year: int) -> list[Tab]:
    """The levels that occur, with how many goals each has; the tree is open down to one of them."""
    counts = Counter(node.goal.level for node in nodes)
    known = [level for level in Goal.Level if counts[level]]
    current = asked if asked in known else next(iter(known[1:2] or known), None)
    return [
        Tab(
            level.label,
            f"?{urlencode({'tahun': year, 'buka': level.value})}",
            level == current,
            counts[level],
        )
        for level in known
    ]


def _opened(levels: Sequence[Tab]) -> list[str]:
    """Labels of the levels above the one that is shown: those stand open."""
    labels = [tab.label for tab in levels]
    return labels[: next((at for at, tab in enumerate(levels) if tab.current), 0)]


def years_around(current: int, more: Mapping[str, str] = MappingProxyType({})) -> list[Tab]:
    """The years around the one shown; `more` stays in the address."""
    this_year = timezone.localdate().year
    wanted = sorted({current - 1, current, current + 1, this_year})
    return [
        Tab(str(year), f"?{urlencode({'tahun': year, **more})}", year == current) for year in wanted
    ]


@page
def goal(request: PageRequest, goal_id: int) -> HttpResponse:
    """One goal: what it serves and what serves it, what is measured, who works for it."""
    every = Goal.objects.visible_to(request.person)
    found = get_object_or_404(every.select_related("unit"), pk=goal_id)
    year = year_of(request)
    results = (
        WorkResult.objects.visible_to(request.person)
        .filter(goal=found, plan__year=year)
        .select_related("plan__person")
    )
    today = timezone.localdate()
    tree = goal_tree(every.filter(pk__in=under(found)), year)
    progress = assess(tree, year, today)
    parts = next((node.parts for node in tree if node.goal == found), [])
    context = {
        "goal": found,
        "year": year,
        "years": years_around(year),
        "parents": in_order(found.parents.all()),
        "children": in_order(found.children.all()),
        "progress": progress.get(found.pk),
        "parts": [(node.goal, weight, progress[node.goal.pk]) for node, weight in parts],
        "results": results.order_by("plan__person__name", "number"),
        "needs": needs_of(found),
        "manages": goal_scope(request.person, today).covers(found.unit),
    }
    return render(request, "planning/goal/show.html", context)


class GoalForm(EditForm):
    """What shall be reached, for whom it counts, and in which years."""

    title = TextField(
        label="Uraian", rows=2, max_length=300, help_text="Keadaan yang ingin dicapai."
    )
    level = forms.ChoiceField(label="Tingkat", choices=Goal.Level.choices)
    code = forms.CharField(label="Kode", max_length=40, required=False)
    unit = UnitField(label="Unit pemilik", empty_label="Seluruh instansi")
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

    def __init__(self, *args: Any, goals: QuerySet[Goal], scope: UnitScope, **kwargs: Any) -> None:
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


def units_of(scope: UnitScope) -> QuerySet[Unit]:
    """The open units whose goals are looked after."""
    if scope.everything:
        return Unit.objects.open()
    return Unit.objects.open().filter(inside(scope.paths))


@page
def new_goal(request: PageRequest) -> HttpResponse:
    """Add a goal; `?induk=` names what it serves."""
    today = timezone.localdate()
    scope = goal_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    every = Goal.objects.visible_to(request.person)
    above = row_in(every, request.GET.get("induk", ""))
    initial = {"year_from": today.year, "year_to": today.year, "parents": [above] if above else []}
    form = GoalForm(request.POST or None, goals=every, scope=scope, initial=initial)
    goal = made(form, lambda: add_goal(by=request.person, on=today, **form.values()))
    if goal is not None:
        messages.success(request, "Sasaran ditambahkan.")
        return redirect("goal_show", goal.pk)
    return render(request, "planning/goal/new.html", {"form": form}, status=status(form))


@page
def change_goal(request: PageRequest, goal_id: int) -> HttpResponse:
    """Change a goal that one looks after."""
    today = timezone.localdate()
    every = Goal.objects.visible_to(request.person)
    found = get_object_or_404(every.select_related("unit"), pk=goal_id)
    scope = goal_scope(request.person, today)
    if not scope.covers(found.unit):
        raise PermissionDenied
    form = GoalForm(
        request.POST or None,
        row=found,
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
    if done(
        form,
        lambda: edit_goal(
            goal=found,
            by=request.person,
            on=today,
            revision=form.cleaned_data["revision"],
            **form.values(),
        ),
    ):
        messages.success(request, "Perubahan disimpan.")
        return redirect("goal_show", found.pk)
    context = {"form": form, "goal": found, "newer": form.newer}
    return render(request, "planning/goal/edit.html", context, status=status(form))
