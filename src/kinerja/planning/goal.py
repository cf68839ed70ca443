"""The tree of goals, from the vision to activities; a goal may serve several parents."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Self

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.refusals import CircularGoal
from kinerja.records.event import record


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, person: Person) -> Self:
        """Goals of the agency are open to everybody who works there."""
        return self.all()

    def in_year(self, year: int) -> Self:
        return self.filter(year_from__lte=year, year_to__gte=year)


class Goal(models.Model):
    """One node: what shall be different for citizens, or what is done for it."""

    class Level(models.TextChoices):
        VISION = "vision", "Visi"
        MISSION = "mission", "Misi"
        GOAL = "goal", "Tujuan"
        OBJECTIVE = "objective", "Sasaran"
        STRATEGY = "strategy", "Strategi"
        PROGRAMME = "programme", "Program"
        ACTIVITY = "activity", "Kegiatan"
        SUB_ACTIVITY = "sub_activity", "Subkegiatan"

    title = models.CharField("uraian", max_length=300)
    level = models.CharField("tingkat", max_length=12, choices=Level)
    code = models.CharField("kode", max_length=40, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="goals", verbose_name="pemilik"
    )
    year_from = models.PositiveSmallIntegerField("dari tahun")
    year_to = models.PositiveSmallIntegerField("sampai tahun")
    source = models.CharField("sumber", max_length=300, blank=True)
    parents = models.ManyToManyField(
        "self", through="GoalLink", symmetrical=False, related_name="children"
    )

    revision = models.PositiveIntegerField(default=1)  # grows with every change

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year_from__lte=models.F("year_to")), name="goal_years"
            )
        ]

    def __str__(self) -> str:
        return self.title


class GoalLink(models.Model):
    """A goal serves another. `weight` in percent; empty: an equal share of the parent."""

    parent = models.ForeignKey(
        Goal, models.CASCADE, related_name="links_down", db_index=False
    )
    child = models.ForeignKey(Goal, models.CASCADE, related_name="links_up")
    weight = models.DecimalField("bobot", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="goal_link_once"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("child")), name="goal_not_own_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(weight=None) | models.Q(weight__gt=0, weight__lte=100),
                name="goal_link_weight",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"


@transaction.atomic
def add_goal(
    *,
    title: str,
    level: str,
    years: tuple[int, int],
    by: Person | None,
    unit: Unit | None = None,
    parents: Sequence[Goal] = (),
    code: str = "",
    source: str = "",
) -> Goal:
    """Add one goal that serves `parents` (none: the top). `years` are the first and the last."""
    first, last = years
    goal = Goal.objects.create(
        title=title,
        level=level,
        code=code,
        unit=unit,
        year_from=first,
        year_to=last,
        source=source,
    )
    for parent in parents:
        GoalLink.objects.create(parent=parent, child=goal)
    record(
        "goal.added",
        about=goal,
        by=by,
        data={"title": title, "level": level, "parents": [parent.pk for parent in parents]},
    )
    return goal


@transaction.atomic
def link_goal(
    *, child: Goal, parent: Goal, by: Person, weight: Decimal | None = None
) -> GoalLink:
    """Let a goal serve one more parent. Refuses a circle."""
    if child.pk in ancestors_of(parent):
        raise CircularGoal(f"“{parent.title}” sudah berada di bawah “{child.title}”.")
    link, _ = GoalLink.objects.update_or_create(
        parent=parent, child=child, defaults={"weight": weight}
    )
    record("goal.linked", about=child, by=by, data={"parent": parent.pk, "weight": str(weight)})
    return link


def ancestors_of(goal: Goal) -> set[int]:
    """Ids of the goal and of everything that it serves; one query a level."""
    found, edge = {goal.pk}, {goal.pk}
    while edge:
        links = GoalLink.objects.filter(child__in=edge).values_list("parent_id", flat=True)
        edge = set(links) - found
        found |= edge
    return found
