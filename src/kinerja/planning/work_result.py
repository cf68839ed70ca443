"""What a plan promises: work results (RHK); their measures are in `indicator`."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import appraiser_of
from kinerja.planning.goal import Goal
from kinerja.planning.line import Continued
from kinerja.planning.plan import Plan, hold_to_edit
from kinerja.planning.refusals import ResultEnded, ResultInUse, UnknownParent, WrongYear
from kinerja.planning.revision import check_revision, grow, hold, put
from kinerja.records.event import record
from kinerja.rules.plan import CascadingWay, ResultQuality, WorkResultKind
from kinerja.rules.position import PlanOwner
from kinerja.rules.work_result import AssignmentSource, required_kind


class WorkResultQuerySet(models.QuerySet["WorkResult"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(person))

    def of_leader(self, leader: Person | None, year: int) -> Self:
        """The results of a leader under which staff may hang theirs: no draft is seen, and of a
        plan that is being changed the version that is set."""
        handed_in = Q(plan__state=Plan.State.SUBMITTED, plan__amends=None)
        return self.filter(
            handed_in | Q(plan__state=Plan.State.SET), plan__person=leader, plan__year=year
        )


class WorkResult(Continued):
    """One planned result (rencana hasil kerja), in the language of achievement."""

    class State(models.TextChoices):
        RUNNING = "running", "Berjalan"
        ADJUSTED = "adjusted", "Disesuaikan"
        TAKEN_OVER = "taken_over", "Diambil alih"
        DONE = "done", "Selesai"

    ENDED = (State.TAKEN_OVER, State.DONE)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="results", db_index=False)
    number = models.PositiveSmallIntegerField("nomor")
    kind = models.CharField(
        "jenis", max_length=10, choices=WorkResultKind.choices(), default=WorkResultKind.MAIN.value
    )
    title = models.CharField("hasil kerja", max_length=300)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="hasil kerja pimpinan yang diintervensi",
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="results", verbose_name="sasaran"
    )
    quality = models.CharField(
        "kualitas", max_length=25, choices=ResultQuality.choices(), blank=True
    )
    assigned_by = models.CharField("penugasan dari", max_length=150, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.RUNNING)
    # How it follows from the leader's result (annex p. 39-43); empty: not said.
    alignment = models.CharField(
        "cara menurunkan", max_length=20, choices=CascadingWay.choices(), blank=True
    )
    # The task as Plt or Plh that it is about: always a main result (p. 50).
    task = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    study = models.BooleanField("ekspektasi tugas belajar", default=False)  # p. 62-65
    state_since = models.DateField("sejak", null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)  # grows with every change

    objects = WorkResultQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="work_result_number",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        indexes = [models.Index(fields=["line"], name="work_result_line")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_main(self) -> bool:
        return self.kind == WorkResultKind.MAIN

    def runs_on(self, day: date) -> bool:
        """Is there still work to do for it on that day? The day on which it ends counts."""
        return self.state not in self.ENDED or (self.state_since or day) >= day


@transaction.atomic
def add_result(
    *,
    plan: Plan,
    title: str,
    by: Person,
    on: date,
    kind: str = WorkResultKind.MAIN.value,
    parent: WorkResult | None = None,
    goal: Goal | None = None,
    quality: str = "",
    assigned_by: str = "",
    alignment: str = "",
    task: Assignment | None = None,
    study: bool = False,
) -> WorkResult:
    """Add a result to a draft; main ones are numbered before additional ones.

    `parent` is a result of the leader that is submitted or set; it may be linked later too.
    `task`: the acting assignment that it is about.
    Errors: NotYours, WrongState, UnknownParent, WrongYear (of the goal), InvalidInput.
    """
    hold_to_edit(plan, by)
    others = list(plan.results.order_by("number"))
    _check_parent(plan, parent, on)
    result = new_result(plan, title, kind, parent, goal, quality, assigned_by)
    result.alignment, result.task, result.study = alignment if parent else "", task, study
    _check_task(result)
    check_fields(result)
    result.number = len(others) + 1
    result.save()
    _renumber([*others, result])
    grow(plan)
    record("result.added", about=result, person=plan.person, by=by, data=result_data(result))
    return result


@transaction.atomic
def edit_result(
    *,
    result: WorkResult,
    title: str,
    kind: str,
    parent: WorkResult | None,
    goal: Goal | None,
    quality: str,
    assigned_by: str,
    by: Person,
    on: date,
    alignment: str | None = None,
    study: bool | None = None,
    revision: int | None = None,
) -> None:
    """Change a result of a draft; the event keeps what it said before. None: as it was.

    Errors: NotYours, WrongState, ChangedMeanwhile, UnknownParent, WrongYear, InvalidInput,
    ResultEnded.
    """
    plan = result.plan
    hold_to_edit(plan, by)
    hold(result)
    check_revision(result, revision)
    check_not_taken_over(result)
    if parent is None or parent.pk != result.parent_id:
        _check_parent(plan, parent, on)
    _check_goal(plan, goal)
    changes = put(
        result,
        {
            "title": title.strip(),
            "kind": kind,
            "parent": parent,
            "goal": goal,
            "quality": quality,
            "assigned_by": assigned_by.strip(),
            "alignment": _way(result, parent, alignment),
            "study": result.study if study is None else study,
        },
    )
    _check_task(result)
    if not changes:
        return
    if "kind" in changes:
        _renumber(plan.results.order_by("number"))
        result.refresh_from_db(fields=["number"])
    grow(plan)
    record("result.edited", about=result, person=plan.person, by=by, data={"changes": changes})


@transaction.atomic
def remove_result(*, result: WorkResult, by: Person, revision: int | None = None) -> None:
    """Take a result with its measures out of a draft; not while results of others hang under it.

    Errors: NotYours, WrongState, ChangedMeanwhile, ResultInUse.
    """
    plan = result.plan
    hold_to_edit(plan, by)
    hold(result)
    check_revision(result, revision)
    check_not_taken_over(result)
    if result.children.exists():
        raise ResultInUse(
            "Hasil kerja ini menjadi induk hasil kerja pegawai lain; minta mereka memindahkan dulu"
            " yang di bawahnya."
        )
    if result.indicators.filter(roles__isnull=False).exists():
        raise ResultInUse(
            "Hasil kerja ini dipakai dalam matriks peran; kosongkan dulu kolomnya di sana."
        )
    data = result_data(result)
    data["indicators"] = list(result.indicators.values_list("text", flat=True))
    record("result.removed", about=result, person=plan.person, by=by, data=data)
    result.delete()
    _renumber(plan.results.order_by("number"))
    grow(plan)


def new_result(
    plan: Plan,
    title: str,
    kind: str,
    parent: WorkResult | None,
    goal: Goal | None,
    quality: str,
    assigned_by: str,
) -> WorkResult:
    """A result that fits the plan, not stored yet. Errors: WrongYear, InvalidInput."""
    _check_goal(plan, goal)
    result = WorkResult(
        plan=plan,
        number=1,
        title=title.strip(),
        kind=kind,
        parent=parent,
        goal=goal,
        quality=quality,
        assigned_by=assigned_by.strip(),
    )
    check_fields(result)
    return result


def check_not_taken_over(result: WorkResult) -> None:
    """What the leader has taken over stands as it is. Errors: ResultEnded."""
    if result.state == WorkResult.State.TAKEN_OVER:
        raise ResultEnded(
            f"Hasil kerja nomor {result.number} sudah diambil alih atasan dan tidak berubah lagi."
        )


def in_print_order(results: Iterable[WorkResult]) -> list[WorkResult]:
    """Main results first, then additional ones; inside each in the order given."""
    return sorted(results, key=lambda result: not result.is_main)


def result_data(result: WorkResult) -> dict[str, object]:
    """What an event of a new or removed result tells."""
    return {
        "title": result.title,
        "kind": result.kind,
        "parent": result.parent_id,
        "goal": result.goal_id,
        "quality": result.quality,
        "assigned_by": result.assigned_by,
    }


def leader_of(plan: Plan, on: date) -> Person | None:
    """Whose results the plan serves: who set it; until then the appraiser of that day."""
    unset = (Plan.State.DRAFT, Plan.State.SUBMITTED)
    return appraiser_of(plan.person, on) if plan.state in unset else plan.appraiser


def _check_parent(plan: Plan, parent: WorkResult | None, on: date) -> None:
    """The leader's result is held, so that it cannot be removed before the link stands."""
    if parent is None:
        return
    offered = WorkResult.objects.of_leader(leader_of(plan, on), plan.year)
    held = offered.select_for_update(of=("self",), no_key=True).filter(pk=parent.pk)
    if held.first() is None:
        raise UnknownParent("Pilih hasil kerja dari rencana atasan Anda untuk tahun yang sama.")


def _way(result: WorkResult, parent: WorkResult | None, alignment: str | None) -> str:
    """How the result follows from its parent; nothing without a parent."""
    if parent is None:
        return ""
    return result.alignment if alignment is None else alignment


def _check_task(result: WorkResult) -> None:
    """Acting as Plt or Plh is a main result, and only for who acts. Errors: InvalidInput."""
    if result.task is None:
        return
    if result.task.person_id != result.plan.person_id or result.task.kind not in _ACTING:
        raise InvalidInput("Pilih tugas Plt atau Plh Anda sendiri.")
    if required_kind(PlanOwner.JA_JF, _ACTING[result.task.kind]) != result.kind:
        raise InvalidInput("Tugas Plt atau Plh selalu menjadi hasil kerja utama.")


_ACTING: dict[str, AssignmentSource] = {
    Assignment.Kind.PLT: AssignmentSource.PLT,
    Assignment.Kind.PLH: AssignmentSource.PLH,
}


def _check_goal(plan: Plan, goal: Goal | None) -> None:
    if goal is not None and plan.year not in goal.years:
        raise WrongYear(f"Sasaran “{goal.title}” tidak berlaku pada tahun {plan.year}.")


def _renumber(results: Iterable[WorkResult]) -> None:
    """Number the results of one plan without gaps; the constraint is checked at the end."""
    moved = []
    for number, result in enumerate(in_print_order(results), start=1):
        if result.number != number:
            result.number = number
            moved.append(result)
    WorkResult.objects.bulk_update(moved, ["number"])
