"""What a plan promises: work results (RHK) with their individual indicators (IKI)."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.people.supervision import appraiser_of
from kinerja.planning.goal import Goal
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.plan import Plan, hold_to_edit
from kinerja.planning.refusals import ResultInUse, UnknownParent, WrongYear
from kinerja.planning.revision import check_revision, grow, hold, put
from kinerja.records.event import record
from kinerja.rules.achievement import Polarity
from kinerja.rules.plan import Aspect, Perspective, ResultQuality, WorkResultKind


class WorkResultQuerySet(models.QuerySet["WorkResult"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(plan__in=Plan.objects.visible_to(person))

    def of_leader(self, leader: Person | None, year: int) -> Self:
        """The results of a leader under which staff may hang theirs: no draft is seen."""
        return self.filter(
            plan__person=leader,
            plan__year=year,
            plan__state__in=[Plan.State.SUBMITTED, Plan.State.SET],
        )


class WorkResult(models.Model):
    """One planned result (rencana hasil kerja), in the language of achievement."""

    class State(models.TextChoices):
        RUNNING = "running", "Berjalan"
        ADJUSTED = "adjusted", "Disesuaikan"
        TAKEN_OVER = "taken_over", "Diambil alih"
        DONE = "done", "Selesai"

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

    def __str__(self) -> str:
        return self.title

    @property
    def is_main(self) -> bool:
        return self.kind == WorkResultKind.MAIN


class Indicator(models.Model):
    """One measure of success of a result (indikator kinerja individu) with its target.

    A range target has two ends; a qualitative target stands in `target_text`.
    """

    result = models.ForeignKey(WorkResult, models.CASCADE, related_name="indicators")
    aspect = models.CharField("aspek", max_length=10, choices=Aspect.choices(), blank=True)
    perspective = models.CharField(
        "perspektif", max_length=25, choices=Perspective.choices(), blank=True
    )
    text = models.CharField("indikator", max_length=250)
    unit_of_measure = models.CharField("satuan", max_length=40, blank=True)
    polarity = models.CharField(
        "arah", max_length=10, choices=Polarity.choices(), default=Polarity.MAXIMISE.value
    )
    target_min = models.DecimalField(
        "target dari", max_digits=18, decimal_places=4, null=True, blank=True
    )
    target_max = models.DecimalField(
        "target sampai", max_digits=18, decimal_places=4, null=True, blank=True
    )
    target_text = models.CharField("target kualitatif", max_length=250, blank=True)
    baseline = models.DecimalField(
        "kondisi awal", max_digits=18, decimal_places=4, null=True, blank=True
    )
    # quantities of accepted reports add up to its realisation
    counts_reports = models.BooleanField("dihitung dari laporan", default=False)
    key_indicator = models.ForeignKey(
        KeyIndicator, models.PROTECT, null=True, blank=True, related_name="individual"
    )
    revision = models.PositiveIntegerField(default=1)  # grows with every change

    class Meta:
        ordering = ["result_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_min__isnull=False, target_max__isnull=False)
                & Q(target_min__lte=models.F("target_max"))
                | Q(target_min=None, target_max=None) & ~Q(target_text=""),
                name="indicator_has_target",
            ),
            models.CheckConstraint(
                condition=Q(counts_reports=False) | Q(target_min__isnull=False),
                name="counted_indicator_has_number",
            ),
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(counts_reports=True),
                name="result_counts_reports_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text


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
) -> WorkResult:
    """Add a result to a draft; main ones are numbered before additional ones.

    `parent` is a result of the leader that is submitted or set; it may be linked later too.
    Errors: NotYours, WrongState, UnknownParent, WrongYear (of the goal), InvalidInput.
    """
    hold_to_edit(plan, by)
    others = list(plan.results.order_by("number"))
    _check_parent(plan, parent, on)
    result = new_result(plan, title, kind, parent, goal, quality, assigned_by)
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
    revision: int | None = None,
) -> None:
    """Change a result of a draft; the event keeps what it said before.

    Errors: NotYours, WrongState, ChangedMeanwhile, UnknownParent, WrongYear, InvalidInput.
    """
    plan = result.plan
    hold_to_edit(plan, by)
    hold(result)
    check_revision(result, revision)
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
        },
    )
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
    if result.children.exists():
        raise ResultInUse(
            "Hasil kerja ini menjadi induk hasil kerja pegawai lain; minta mereka memindahkan dulu"
            " yang di bawahnya."
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
