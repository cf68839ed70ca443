"""What the plans leave open: people without an aligned result, goals that nobody carries, needs
that no goal serves or nobody looks after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kinerja.needs.need import Need, NeedQuerySet
from kinerja.people.access import leads_region
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.supervision import belongs_under, reach_of
from kinerja.people.unit import inside
from kinerja.planning.goal import Goal, GoalLink, GoalQuerySet, goal_scope
from kinerja.planning.goal_people import handed_in
from kinerja.planning.key_indicator import KeyIndicator, KeyTarget
from kinerja.planning.need_link import goals_without_need, needs_without_goal
from kinerja.planning.plan import plans
from kinerja.planning.work_result import WorkResult
from kinerja.rules.label import Labelled
from kinerja.rules.rollup import weight_fault

# Levels that are measured; visions, missions and strategies are words.
MEASURED = (
    Goal.Level.GOAL,
    Goal.Level.OBJECTIVE,
    Goal.Level.PROGRAMME,
    Goal.Level.ACTIVITY,
    Goal.Level.SUB_ACTIVITY,
)


class Gap(Labelled):
    """What may be open."""

    NO_PLAN = "no_plan", "Tanpa rencana"
    NOT_ALIGNED = "not_aligned", "Tanpa hasil selaras"
    NO_CARRIER = "no_carrier", "Sasaran tanpa pelaksana"
    NO_MEASURE = "no_measure", "Sasaran tanpa ukuran"
    WEIGHTS = "weights", "Bobot belum pas"
    NO_NEED = "no_need", "Sasaran tanpa kebutuhan"
    NEED_NO_GOAL = "need_no_goal", "Kebutuhan tanpa sasaran"
    NEED_NO_OWNER = "need_no_owner", "Kebutuhan tanpa penanggung jawab"


Gaps = PersonQuerySet | QuerySet[Goal] | NeedQuerySet


@dataclass(frozen=True)
class Scope:
    """Whom and what somebody has to look after."""

    people: PersonQuerySet
    goals: GoalQuerySet
    needs: NeedQuerySet


@dataclass(frozen=True)
class Coverage:
    """The gaps of one scope in one year; the number of queries does not grow."""

    no_plan: PersonQuerySet
    not_aligned: PersonQuerySet
    no_carrier: QuerySet[Goal]
    no_measure: QuerySet[Goal]
    weights: QuerySet[Goal]
    no_need: QuerySet[Goal]
    need_no_goal: NeedQuerySet
    need_no_owner: NeedQuerySet
    planners: int  # people of the scope who make plans
    goals: int

    def of(self, gap: Gap) -> Gaps:
        rows: dict[Gap, Gaps] = {
            Gap.NO_PLAN: self.no_plan,
            Gap.NOT_ALIGNED: self.not_aligned,
            Gap.NO_CARRIER: self.no_carrier,
            Gap.NO_MEASURE: self.no_measure,
            Gap.WEIGHTS: self.weights,
            Gap.NO_NEED: self.no_need,
            Gap.NEED_NO_GOAL: self.need_no_goal,
            Gap.NEED_NO_OWNER: self.need_no_owner,
        }
        return rows[gap]


def coverage_scope(viewer: Person, on: date) -> Scope | None:
    """Those below a leader, those of the units that a planner looks after; None for all others."""
    planner = goal_scope(viewer, on)
    paths = [*reach_of(viewer, on), *planner.paths]
    visible = Person.objects.visible_to(viewer, on).exclude(pk=viewer.pk)
    goals, needs = Goal.objects.visible_to(viewer), Need.objects.visible_to(viewer)
    if planner.everything or leads_region(viewer, on):
        return Scope(visible, goals, needs)
    if not paths:
        return None
    return Scope(
        visible.filter(belongs_under(paths, on)),
        goals.filter(inside(paths, "unit__path")),
        needs.filter(inside(paths, "unit__path")),
    )


def coverage(scope: Scope, year: int, on: date) -> Coverage:
    """What is open in a scope. `on` tells who works there."""
    planning = scope.people.filter(_plans(), Exists(_posts(on)))
    own = handed_in(year).filter(person=OuterRef("pk"))
    with_plan = planning.filter(Exists(own)).annotate(
        plan_id=Subquery(own.order_by("-starts_on", "-version").values("pk")[:1])
    )
    aligned = WorkResult.objects.filter(
        Q(goal__isnull=False) | Q(parent__isnull=False),
        plan__in=handed_in(year),
        plan__person=OuterRef("pk"),
    )
    goals = scope.goals.in_year(year)
    targets = KeyTarget.objects.filter(indicator__goal=OuterRef("pk"), year=year)
    measures = KeyIndicator.objects.filter(goal=OuterRef("pk"))
    return Coverage(
        no_plan=planning.exclude(Exists(own)),
        not_aligned=with_plan.exclude(Exists(aligned)),
        no_carrier=goals.exclude(pk__in=_carried(year)),
        no_measure=goals.filter(level__in=MEASURED)
        .exclude(Exists(targets))
        .annotate(has_indicator=Exists(measures)),
        weights=goals.filter(pk__in=_unbalanced(year)),
        no_need=goals_without_need(goals, year),
        need_no_goal=needs_without_goal(scope.needs),
        need_no_owner=scope.needs.open().without_owner(on),
        planners=planning.count(),
        goals=goals.count(),
    )


def _plans() -> Q:
    """The kinds and statuses of people who make plans (`planning.plan.plans`)."""
    kinds = [kind for kind in Person.Kind if plans(Person(kind=kind))]
    statuses = [
        status
        for status in Person.Status
        if status != Person.Status.WITHDRAWN and plans(Person(kind=Person.Kind.PNS, status=status))
    ]
    return Q(kind__in=kinds, status__in=statuses)


def _posts(on: date) -> QuerySet[Assignment]:
    """Plans are made for definitive posts."""
    return Assignment.objects.on(on).filter(person=OuterRef("pk"), kind=Assignment.Kind.DEFINITIVE)


def _carried(year: int) -> set[int]:
    """Goals with a result of somebody, and all that they serve."""
    rows = WorkResult.objects.filter(goal__isnull=False, plan__in=handed_in(year)).order_by()
    found = {pk for pk in rows.values_list("goal_id", flat=True).distinct() if pk}
    above: dict[int, list[int]] = {}
    for child, parent in GoalLink.objects.values_list("child_id", "parent_id"):
        above.setdefault(child, []).append(parent)
    fresh: Iterable[int] = list(found)
    while fresh:
        new = {parent for pk in fresh for parent in above.get(pk, [])} - found
        found |= new
        fresh = new
    return found


def _unbalanced(year: int) -> list[int]:
    """Goals whose parts of that year have weights that are not a whole."""
    links = GoalLink.objects.filter(child__in=Goal.objects.in_year(year))
    weights: dict[int, list[Decimal | None]] = {}
    for parent, weight in links.values_list("parent_id", "weight"):
        weights.setdefault(parent, []).append(weight)
    return [pk for pk, given in weights.items() if weight_fault(given)]
