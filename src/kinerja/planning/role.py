"""What is expected of a person: post, leader, goals up to the vision, results, values."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of
from kinerja.planning.comparison import target_words
from kinerja.planning.goal import Goal, GoalLink
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.rules.behaviour import CoreValue

MOST_STEPS = 12  # from a result up to the vision: deeper trees are cut, circles end


@dataclass(frozen=True)
class RoleView:
    """All that the page of one person says, as JSON values: the same words, the same digest."""

    shown: Mapping[str, Any]

    @property
    def digest(self) -> str:
        text = json.dumps(self.shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def role_of(person: Person, on: date) -> RoleView:
    """The role of one person on that day."""
    return roles_of([person], on)[person.pk]


def roles_of(people: Iterable[Person], on: date) -> dict[int, RoleView]:
    """The roles of these people by id; the number of queries does not grow with them."""
    people = list(people)
    lines = appraisers_of(people, on)
    posts: dict[int, list[Assignment]] = {person.pk: [] for person in people}
    rows = Assignment.objects.on(on).filter(person__in=people).select_related("position__unit")
    for post in rows.order_by("kind", "pk"):
        posts[post.person_id].append(post)
    results: dict[int, list[WorkResult]] = {person.pk: [] for person in people}
    expected: dict[int, list[dict[str, str]]] = {person.pk: [] for person in people}
    in_force = list(
        Plan.objects.current(on).filter(person__in=people).prefetch_related("expectations")
    )
    for plan in in_force:
        expected[plan.person_id] += [
            {"value": CoreValue(one.value).label, "text": one.text}
            for one in plan.expectations.all()
        ]
    of_plans = (
        WorkResult.objects.filter(plan__in=in_force)
        .exclude(state__in=WorkResult.ENDED)
        .select_related("plan", "parent__plan__person", "parent__goal", "goal")
        .prefetch_related("indicators")
        .order_by("plan", "number")
    )
    for result in of_plans:
        results[result.plan.person_id].append(result)
    goals = _Goals(on.year)
    goals.learn(one for own in results.values() for one in own)
    return {
        person.pk: RoleView(
            {
                "posts": [_post(post) for post in posts[person.pk]],
                "leader": _name(lines[person.pk].appraiser),
                "results": [_result(one, goals) for one in results[person.pk]],
                "expectations": expected[person.pk],
            }
        )
        for person in people
    }


def _post(post: Assignment) -> dict[str, str]:
    """Duties only where there are any: a role confirmed before they were kept stays confirmed."""
    position = post.position
    duties = {"duties": position.duties} if position.duties else {}
    return {
        "kind": post.get_kind_display(),
        "title": position.title,
        "level": position.get_level_display(),
        "unit": position.unit.name,
        "since": post.starts_on.isoformat(),
        **duties,
    }


def _name(person: Person | None) -> str:
    return person.full_name if person else ""


def _result(result: WorkResult, goals: "_Goals") -> dict[str, Any]:
    parent = result.parent
    return {
        "id": result.line,
        "title": result.title,
        "kind": result.get_kind_display(),
        "targets": [
            {"text": one.text, "target": target_words(one)} for one in result.indicators.all()
        ],
        "serves": {"title": parent.title, "of": parent.plan.person.name} if parent else None,
        "goals": goals.path(result),
    }


class _Goals:
    """From results to the goals above them; all goals of the year are read once."""

    def __init__(self, year: int) -> None:
        self.titles = {
            goal.pk: (goal.get_level_display(), goal.title) for goal in Goal.objects.in_year(year)
        }
        self.above: dict[int, int] = {}
        for parent, child in GoalLink.objects.order_by("-pk").values_list("parent_id", "child_id"):
            if parent in self.titles:
                self.above[child] = parent  # the first link counts
        self.parents: dict[int, tuple[int | None, int | None]] = {}

    def learn(self, results: Iterable[WorkResult]) -> None:
        """Read the results above these, level by level."""
        wanted = {one.parent_id for one in results if one.parent_id}
        for _ in range(MOST_STEPS):
            wanted -= self.parents.keys()
            if not wanted:
                return
            rows = WorkResult.objects.filter(pk__in=wanted).values_list("pk", "parent", "goal")
            self.parents |= {pk: (parent, goal) for pk, parent, goal in rows}
            above = (self.parents[pk][0] for pk in wanted if pk in self.parents)
            wanted = {pk for pk in above if pk}

    def path(self, result: WorkResult) -> list[dict[str, str]]:
        """The goals that it serves, from the nearest up to the vision."""
        goal, above = result.goal_id, result.parent_id
        for _ in range(MOST_STEPS):
            if goal is not None or above is None:
                break
            above, goal = self.parents.get(above, (None, None))
        found: list[dict[str, str]] = []
        while goal in self.titles and len(found) < MOST_STEPS:
            level, title = self.titles[goal]
            found.append({"level": level, "title": title})
            goal = self.above.get(goal)
        return found
