"""Which goals serve which needs; many to many, so that one thread runs from a finding to results.

Needs are written one floor below and know nothing of goals.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need, NeedQuerySet, assess_again, check_may_keep
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, GoalQuerySet, may_manage_goals
from kinerja.planning.measured_goal import add_measured_goal, the_same
from kinerja.records.event import record

# Levels that answer to a need; visions and missions stand above needs.
SERVING = (
    Goal.Level.GOAL,
    Goal.Level.OBJECTIVE,
    Goal.Level.PROGRAMME,
    Goal.Level.ACTIVITY,
    Goal.Level.SUB_ACTIVITY,
)


class NeedLink(models.Model):
    """A goal serves a need."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="goal_links", db_index=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="need_links")
    linked_on = models.DateField("dihubungkan")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "goal"], name="need_link_once")]

    def __str__(self) -> str:
        return f"{self.goal_id} → {self.need_id}"


@transaction.atomic
def link_need(*, need: Need, goal: Goal, by: Person, on: date) -> NeedLink:
    """Let a goal serve a need; said twice: once. Errors: NotAllowed."""
    _check_may_link(need, goal, by, on)
    link, created = NeedLink.objects.get_or_create(need=need, goal=goal, defaults={"linked_on": on})
    if created:
        record("need.goal_linked", about=need, by=by, data={"goal": goal.pk})
    return link


@transaction.atomic
def unlink_need(*, need: Need, goal: Goal, by: Person, on: date) -> None:
    """The goal no longer serves the need; said twice: once. Errors: NotAllowed."""
    _check_may_link(need, goal, by, on)
    gone, _ = NeedLink.objects.filter(need=need, goal=goal).delete()
    if gone:
        record("need.goal_unlinked", about=need, by=by, data={"goal": goal.pk})


@transaction.atomic
def goal_from_need(
    *,
    need: Need,
    title: str,
    level: str,
    years: tuple[int, int],
    unit: Unit | None,
    parents: Sequence[Goal],
    measure: str,
    unit_of_measure: str,
    polarity: str,
    target: Decimal | None,
    by: Person,
    on: date,
) -> Goal:
    """A goal that serves the need, with what it is measured by and the target of its first year;
    the same once more on that day: the first.

    Errors: NotYours, NotAllowed, WrongYear, InvalidInput.
    """
    Need.objects.select_for_update().get(pk=need.pk)  # two at once: one after the other
    made = Goal.objects.filter(need_links__need=need, need_links__linked_on=on)
    if known := the_same(made, title=title, level=level, years=years, unit=unit):
        _check_may_link(need, known, by, on)
        return known
    goal, _ = add_measured_goal(
        title=title,
        level=level,
        years=years,
        unit=unit,
        parents=parents,
        source=f"Kebutuhan: {need.statement}"[:300],
        purpose=need.statement,
        measure=measure,
        unit_of_measure=unit_of_measure,
        polarity=polarity,
        target=target,
        by=by,
        on=on,
    )
    link_need(need=need, goal=goal, by=by, on=on)
    return goal


@transaction.atomic
def next_round(
    *,
    need: Need,
    statement: str,
    findings: Sequence[Finding],
    review_on: date,
    by: Person,
    on: date,
    why: str = "",
) -> Need:
    """The need of the next cycle, served by the same goals until somebody changes that.

    Errors: as `needs.need.assess_again`.
    """
    new = assess_again(
        need=need,
        statement=statement,
        why=why,
        findings=findings,
        review_on=review_on,
        by=by,
        on=on,
    )
    goals = need.goal_links.values_list("goal_id", flat=True)
    NeedLink.objects.bulk_create(NeedLink(need=new, goal_id=pk, linked_on=on) for pk in goals)
    return new


def goals_of(need: Need) -> GoalQuerySet:
    """The goals that serve a need."""
    return Goal.objects.filter(need_links__need=need)


def needs_of(goal: Goal) -> NeedQuerySet:
    """The needs that a goal serves; of those that were assessed anew the last round alone."""
    return Need.objects.filter(goal_links__goal=goal).exclude(state=Need.State.REASSESSED)


def needs_without_goal(needs: NeedQuerySet) -> NeedQuerySet:
    """Open needs that no goal serves."""
    return needs.open().filter(~Exists(NeedLink.objects.filter(need=OuterRef("pk"))))


def goals_without_need(goals: QuerySet[Goal], year: int) -> QuerySet[Goal]:
    """Goals of a year that serve no need."""
    of_year = goals.filter(Q(year_from__lte=year, year_to__gte=year), level__in=SERVING)
    return of_year.filter(~Exists(NeedLink.objects.filter(goal=OuterRef("pk"))))


def _check_may_link(need: Need, goal: Goal, by: Person, on: date) -> None:
    """Who plans the goal, or keeps the need. Errors: NotAllowed."""
    if may_manage_goals(by, on, goal.unit):
        return
    try:
        check_may_keep(need, by, on)
    except NotAllowed:
        raise NotAllowed(
            "Sasaran dihubungkan oleh perencana atau penanggung jawab kebutuhan."
        ) from None
