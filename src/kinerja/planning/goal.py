"""The tree of goals, from the vision to activities; a goal may serve several parents."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope, scope_of
from kinerja.people.unit import Unit
from kinerja.planning.refusals import CircularGoal, NotYours, WrongYear
from kinerja.planning.revision import check_revision, grow, hold, put
from kinerja.records.event import record

# Tasks (`people.role`) that plan; each may be limited to a unit and those below it.
PLANNERS = (Role.Name.PERSONNEL_ADMIN, Role.Name.UNIT_ADMIN)


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
    parents: "models.ManyToManyField[Goal, GoalLink]" = models.ManyToManyField(
        "self",
        through="GoalLink",
        through_fields=("child", "parent"),
        symmetrical=False,
        related_name="children",
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

    @property
    def years(self) -> range:
        return range(self.year_from, self.year_to + 1)

    @property
    def span(self) -> str:
        """Its years as they are read: "2026", "2025–2029"."""
        first, last = self.year_from, self.year_to
        return str(first) if first == last else f"{first}–{last}"


class GoalLink(models.Model):
    """A goal serves another. `weight` in percent; empty: an equal share of the parent."""

    parent = models.ForeignKey(Goal, models.CASCADE, related_name="links_down", db_index=False)
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


def goal_scope(person: Person, on: date) -> UnitScope:
    """Whose goals the person looks after on that day: admins of personnel or of a unit plan."""
    return scope_of(person, PLANNERS, on)


def may_manage_goals(person: Person, on: date, unit: Unit | None = None) -> bool:
    """May the person add and change goals of this unit (None: of the agency as a whole)?"""
    return goal_scope(person, on).covers(unit)


@transaction.atomic
def add_goal(
    *,
    title: str,
    level: str,
    years: tuple[int, int],
    by: Person | None,
    on: date,
    unit: Unit | None = None,
    parents: Sequence[Goal] = (),
    code: str = "",
    source: str = "",
) -> Goal:
    """Add one goal that serves `parents` (none: the top). `years` are the first and the last.

    Errors: NotYours, WrongYear, InvalidInput.
    """
    check_may_manage(by, on, unit)
    first, last = _checked_years(years)
    goal = Goal(
        title=title.strip(),
        level=level,
        code=code.strip(),
        unit=unit,
        year_from=first,
        year_to=last,
        source=source.strip(),
    )
    check_fields(goal)
    goal.save()
    GoalLink.objects.bulk_create(GoalLink(parent=parent, child=goal) for parent in parents)
    data = {"title": goal.title, "level": level, "parents": [parent.pk for parent in parents]}
    record("goal.added", about=goal, by=by, data=data)
    return goal


@transaction.atomic
def edit_goal(
    *,
    goal: Goal,
    title: str,
    level: str,
    years: tuple[int, int],
    unit: Unit | None,
    parents: Sequence[Goal],
    code: str,
    source: str,
    by: Person,
    on: date,
    revision: int | None = None,
) -> None:
    """Change a goal and what it serves; the event keeps what it said before.

    Errors: NotYours, ChangedMeanwhile, WrongYear, CircularGoal, InvalidInput.
    """
    _hold_tree()
    hold(goal)
    check_may_manage(by, on, goal.unit)
    check_may_manage(by, on, unit)
    check_revision(goal, revision)
    first, last = _checked_years(years)
    for parent in parents:
        _check_no_circle(goal, parent)
    old = set(goal.links_up.values_list("parent_id", flat=True))
    new = {parent.pk for parent in parents}
    changes = put(
        goal,
        {
            "title": title.strip(),
            "level": level,
            "code": code.strip(),
            "unit": unit,
            "year_from": first,
            "year_to": last,
            "source": source.strip(),
        },
    )
    if old != new:
        goal.links_up.exclude(parent__in=new).delete()
        GoalLink.objects.bulk_create(
            GoalLink(parent=parent, child=goal) for parent in parents if parent.pk not in old
        )
        if not changes:
            grow(goal)
        changes["parents"] = [sorted(old), sorted(new)]
    if changes:
        record("goal.edited", about=goal, by=by, data={"changes": changes})


@transaction.atomic
def link_goal(
    *, child: Goal, parent: Goal, by: Person | None, on: date, weight: Decimal | None = None
) -> GoalLink:
    """Let a goal serve one more parent, or weigh the link anew.

    Errors: NotYours, CircularGoal, InvalidInput.
    """
    _hold_tree()
    hold(child)
    check_may_manage(by, on, child.unit)
    _check_no_circle(child, parent)
    link = GoalLink.objects.filter(parent=parent, child=child).first()
    link = link or GoalLink(parent=parent, child=child)
    link.weight = weight
    if weight is not None and not 0 < weight <= 100:
        raise InvalidInput("Bobot ditulis dalam persen: lebih dari 0 sampai 100.")
    check_fields(link)
    link.save()
    grow(child)
    weighed = None if weight is None else str(weight)
    record("goal.linked", about=child, by=by, data={"parent": parent.pk, "weight": weighed})
    return link


def ancestors_of(goal: Goal) -> set[int]:
    """Ids of the goal and of everything that it serves; one query a level."""
    found, edge = {goal.pk}, {goal.pk}
    while edge:
        links = GoalLink.objects.filter(child__in=edge).values_list("parent_id", flat=True)
        edge = set(links) - found
        found |= edge
    return found


def check_may_manage(by: Person | None, on: date, unit: Unit | None) -> None:
    """Refuse whoever does not look after the goals of this unit; None is the system itself."""
    if by is not None and not may_manage_goals(by, on, unit):
        whose = f"sasaran {unit}" if unit else "sasaran tingkat instansi"
        raise NotYours(
            f"Anda tidak bertugas mengelola {whose}. Hubungi bagian perencanaan atau kepegawaian."
        )


def _check_no_circle(child: Goal, parent: Goal) -> None:
    if child.pk in ancestors_of(parent):
        raise CircularGoal(f"“{parent.title}” sudah berada di bawah “{child.title}”.")


def _checked_years(years: tuple[int, int]) -> tuple[int, int]:
    first, last = years
    if not 2000 <= first <= last <= 2100:
        raise WrongYear("Tahun pertama tidak boleh sesudah tahun terakhir; tulis empat angka.")
    return first, last


def _hold_tree() -> None:
    """One change of links at a time, so that two together never close a circle."""
    list(Goal.objects.select_for_update().order_by("pk").values_list("pk")[:1])
