"""Goals of a year as a tree, with what is measured and how far it got; a few queries for all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from kinerja.planning.goal import Goal, GoalLink, GoalQuerySet
from kinerja.planning.key_indicator import KeyIndicator, KeyTarget, KeyValue

if TYPE_CHECKING:
    from kinerja.planning.goal_progress import Progress


@dataclass
class Measured:
    """An indicator with its target of the year, its baseline and its last realisation."""

    indicator: KeyIndicator
    target: KeyTarget | None = None
    baseline: KeyValue | None = None
    last: KeyValue | None = None


@dataclass
class Node:
    """A goal in its place. A goal with several parents stands under the first one only."""

    goal: Goal
    measures: list[Measured] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    also_serves: list[Goal] = field(default_factory=list)  # its other parents
    # all that serve it with their weights, also those that stand under another parent
    parts: list[tuple["Node", Decimal | None]] = field(default_factory=list)

    progress: "Progress | None" = None  # what `goal_progress.assess` found, where a page shows it

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, from the top down."""
        yield self
        for child in self.children:
            yield from child.walk()


def goal_tree(goals: GoalQuerySet, year: int) -> list[Node]:
    """The tops of the tree: goals of that year none of whose parents is among them."""
    nodes = {goal.pk: Node(goal) for goal in in_order(goals.in_year(year).select_related("unit"))}
    for measured in measures(KeyIndicator.objects.filter(goal__in=nodes), year):
        nodes[measured.indicator.goal_id].measures.append(measured)
    links = GoalLink.objects.filter(child__in=nodes, parent__in=nodes)
    placed: set[int] = set()
    parents: dict[int, list[tuple[int, Decimal | None]]] = {}
    for parent_id, child_id, weight in links.order_by("pk").values_list(
        "parent_id", "child_id", "weight"
    ):
        parents.setdefault(child_id, []).append((parent_id, weight))
    for pk, node in nodes.items():  # in the order of the goals
        for parent_id, weight in parents.get(pk, []):
            nodes[parent_id].parts.append((node, weight))
            if pk in placed:
                node.also_serves.append(nodes[parent_id].goal)
            else:
                nodes[parent_id].children.append(node)
                placed.add(pk)
    return [node for pk, node in nodes.items() if pk not in placed]


def under(goal: Goal) -> set[int]:
    """Ids of the goal and of all that serves it, at any depth; one query."""
    below: dict[int, list[int]] = {}
    for parent_id, child_id in GoalLink.objects.values_list("parent_id", "child_id"):
        below.setdefault(parent_id, []).append(child_id)
    found, fresh = {goal.pk}, [goal.pk]
    while fresh:
        new = {child for pk in fresh for child in below.get(pk, [])} - found
        found |= new
        fresh = list(new)
    return found


def in_order(goals: Iterable[Goal]) -> list[Goal]:
    """By code as people count: M3 before M10; without a code first, then as they were added."""
    return sorted(goals, key=lambda goal: (_counted(goal.code), goal.pk))


def _counted(code: str) -> list[tuple[int, str]]:
    """Letters and numbers of a code in turn: numbers by value, before letters.

    >>> _counted("M10")
    [(-1, 'M'), (10, '')]
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", code)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def measures(indicators: Iterable[KeyIndicator], year: int) -> list[Measured]:
    """The indicators with the target of that year and the last values; three queries."""
    found = {indicator.pk: Measured(indicator) for indicator in indicators}
    for target in KeyTarget.objects.filter(indicator__in=found, year=year):
        found[target.indicator_id].target = target
    values = KeyValue.objects.filter(
        indicator__in=found, measured_on__year__lte=year
    ).select_related("recorded_by", "provenance")
    last = values.order_by("indicator_id", "kind", "-measured_on", "-pk").distinct(
        "indicator_id", "kind"
    )
    for value in last:
        measured = found[value.indicator_id]
        if value.kind == KeyValue.Kind.BASELINE:
            measured.baseline = value
        else:
            measured.last = value
    return list(found.values())
