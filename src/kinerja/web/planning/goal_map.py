"""The performance tree: drawn on a desk, a nested list on a phone; from the vision to people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, GoalQuerySet
from kinerja.planning.goal_people import Serving, serving
from kinerja.planning.goal_progress import Progress, Warning, assess
from kinerja.planning.goal_tree import Node, goal_tree, under
from kinerja.web.asked import row_in, year_of
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.goal import years_around
from kinerja.web.planning.progress import basis_words, percent, short_day
from kinerja.web.tree_drawing import Leaf, draw_tree

MOST = 120  # nodes that a page draws; below that one opens a part of the tree
MOST_PEOPLE = 4  # at one goal, by name


@dataclass
class Branch:
    """One node of the page, drawn and in the list."""

    leaf: Leaf
    progress: Progress | None = None
    basis: str = ""
    also: str = ""  # names of its further parents
    branches: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator["Branch"]:
        """From the top down."""
        yield self
        for branch in self.branches:
            yield from branch.walk()


@page
def goal_map(request: PageRequest) -> HttpResponse:
    """The whole tree of a year, as deep as it can be read."""
    return _show(request, Goal.objects.visible_to(request.person), None)


@page
def goal_map_of(request: PageRequest, goal_id: int) -> HttpResponse:
    """One goal and everything that serves it."""
    every = Goal.objects.visible_to(request.person)
    top = get_object_or_404(every, pk=goal_id)
    return _show(request, every.filter(pk__in=under(top)), top)


def _show(request: PageRequest, goals: GoalQuerySet, top: Goal | None) -> HttpResponse:
    year, today = year_of(request), timezone.localdate()
    tops = goal_tree(goals, year)
    progress = assess(tops, year, today)
    unit = _unit(request)
    kept = _of_unit(tops, unit) if unit else {node.goal.pk for one in tops for node in one.walk()}
    depth = _depth(tops, kept)
    drawn = [
        node.goal.pk for node, level in _levels(tops) if level <= depth and node.goal.pk in kept
    ]
    people = serving(drawn, year, request.person)
    tree = Tree(year, kept, depth, progress, people, unit)
    branches = [tree.branch(node, "", 0) for node in tops if node.goal.pk in kept]
    nodes = [branch for one in branches for branch in one.walk()]
    title = f"Pohon kinerja {year}"
    context = {
        "top": top,
        "year": year,
        "years": years_around(year, {"unit": str(unit.pk)} if unit else {}),
        "unit": unit,
        "units": Unit.objects.filter(pk__in=_owners(tops)),
        "branches": branches,
        "drawing": draw_tree(title, [branch.leaf for branch in nodes]),
        "count": len(kept),
        "drawn": len(drawn),
        "warned": _warned(progress, kept),
    }
    return render(request, "planning/map/show.html", context)


def _unit(request: PageRequest) -> Unit | None:
    return row_in(Unit.objects.all(), request.GET.get("unit", ""))


def _owners(tops: Iterable[Node]) -> set[int]:
    return {node.goal.unit_id for top in tops for node in top.walk() if node.goal.unit_id}


def _of_unit(tops: Iterable[Node], unit: Unit) -> set[int]:
    """Goals of the unit and of those below it, with everything that they stand under."""
    kept: set[int] = set()

    def keep(node: Node) -> bool:
        below = [keep(child) for child in node.children]
        own = node.goal.unit is not None and node.goal.unit.path.startswith(unit.path)
        if own or any(below):
            kept.add(node.goal.pk)
        return own or any(below)

    for top in tops:
        keep(top)
    return kept


def _levels(tops: Iterable[Node], level: int = 0) -> Iterator[tuple[Node, int]]:
    for node in tops:
        yield node, level
        yield from _levels(node.children, level + 1)


def _depth(tops: Sequence[Node], kept: set[int]) -> int:
    """The deepest layer with which the page stays readable; two layers at least."""
    sizes: dict[int, int] = {}
    for node, level in _levels(tops):
        if node.goal.pk in kept:
            sizes[level] = sizes.get(level, 0) + 1
    total = 0
    for level in range(len(sizes)):
        total += sizes[level]
        if total > MOST and level > 1:
            return level - 1
    return len(sizes)


def _warned(progress: dict[int, Progress], kept: set[int]) -> list[tuple[Warning, int]]:
    """How many goals carry each warning; a goal with several parents counts once."""
    counts = {warning: sum(warning in progress[pk].warnings for pk in kept) for warning in Warning}
    return [(warning, count) for warning, count in counts.items() if count]


@dataclass
class Tree:
    """What the branches of one page share."""

    year: int
    kept: set[int]
    depth: int
    progress: dict[int, Progress]
    people: dict[int, Serving]
    unit: Unit | None

    def branch(self, node: Node, parent: str, level: int) -> Branch:
        """A goal with what is drawn below it."""
        key, its = f"g{node.goal.pk}", self.progress[node.goal.pk]
        children = [child for child in node.children if child.goal.pk in self.kept]
        cut = bool(children) and level >= self.depth
        hidden = sum(1 for child in children for _ in child.walk()) if cut else 0
        leaf = Leaf(
            key=key,
            title=node.goal.title,
            head=self._head(node.goal),
            foot=self._foot(its),
            url=self._url(node, cut),
            parent=parent,
            also_under=tuple(f"g{goal.pk}" for goal in node.also_serves),
            tone=_tone(its),
            warning=its.warnings[0].label if its.warnings else "",
            share=None if its.percent is None else int(its.percent),
            hidden=hidden,
        )
        made = Branch(leaf, its, basis_words(its))
        made.also = "; ".join(goal.title for goal in node.also_serves)
        if not cut:
            made.branches = [self.branch(child, key, level + 1) for child in children]
        if node.goal.pk in self.people:
            made.branches += self._people(node.goal, key, self.people[node.goal.pk])
        return made

    def _head(self, goal: Goal) -> str:
        owner = goal.unit.name if goal.unit else "seluruh instansi"
        return f"{goal.get_level_display()} · {owner}"

    def _foot(self, its: Progress) -> str:
        if its.percent is None:
            return "" if Warning.NO_VALUE in its.warnings[:1] else percent(None)
        day = f" · {short_day(its.newest)}" if its.newest else ""
        return f"{percent(its.percent)}{day}"

    def _url(self, node: Node, cut: bool) -> str:
        """A goal with parts below it opens its own tree, others their page."""
        name = "goal_map_of" if cut or node.children else "goal_show"
        return f"{reverse(name, args=[node.goal.pk])}?tahun={self.year}"

    def _people(self, goal: Goal, parent: str, serves: Serving) -> list[Branch]:
        shown = serves.named[:MOST_PEOPLE]
        leaves = [
            Leaf(
                key=f"r{result.pk}",
                title=result.title,
                head=f"Hasil kerja · {result.plan.person.name}",
                foot="",
                url=reverse("plan_show", args=[result.plan_id]),
                parent=parent,
                tone="person",
            )
            for result in shown
        ]
        more = len({one.plan.person_id for one in serves.named[MOST_PEOPLE:]})
        rest = serves.unnamed + more
        if rest:
            leaves.append(
                Leaf(
                    key=f"p{goal.pk}",
                    title=f"{rest} pegawai {'lain ' if shown else ''}mendukung",
                    head="Hasil kerja pegawai",
                    foot="",
                    url=f"{reverse('goal_show', args=[goal.pk])}?tahun={self.year}",
                    parent=parent,
                    tone="person",
                )
            )
        return [Branch(leaf) for leaf in leaves]


def _tone(its: Progress) -> str:
    if Warning.BEHIND in its.warnings or Warning.WEIGHTS in its.warnings:
        return "heed"
    return "none" if its.percent is None else "good"
