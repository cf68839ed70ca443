"""Whose results serve a goal: by name those whom the viewer may see, the others as a number."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from kinerja.people.person import Person
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult

PLANNED = (Plan.State.SUBMITTED, Plan.State.SET, Plan.State.CLOSED)


def handed_in(year: int) -> QuerySet[Plan]:
    """The plans of a year that count: a change that is not agreed on does not."""
    rows = Plan.objects.filter(year=year, state__in=PLANNED)
    return rows.exclude(amends__isnull=False, state__in=Plan.UNSET)


@dataclass
class Serving:
    """The results of people for one goal in one year."""

    named: list[WorkResult] = field(default_factory=list)
    people: int = 0  # all of them, named or not

    @property
    def unnamed(self) -> int:
        """People who are only counted."""
        return max(self.people - len({result.plan.person_id for result in self.named}), 0)


def serving(goals: Iterable[int], year: int, viewer: Person) -> dict[int, Serving]:
    """Who serves each goal, by its id; drafts of others are nobody's business. Few queries."""
    ids = list(goals)
    found: dict[int, Serving] = {}
    rows = WorkResult.objects.filter(goal__in=ids, plan__in=handed_in(year))
    counted = rows.order_by().values_list("goal_id").annotate(Count("plan__person", distinct=True))
    for goal_id, people in counted:
        found[goal_id or 0] = Serving(people=people)
    named = rows.filter(plan__person__in=Person.objects.visible_to(viewer))
    for result in named.select_related("plan__person").order_by("plan__person__name", "number"):
        found[result.goal_id or 0].named.append(result)
    return found
