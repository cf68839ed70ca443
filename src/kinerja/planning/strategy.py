"""How a result is reached: workblocks of leaders (form A.1.4) and action plans (form B.1.1).

Both belong to the result in all versions of the plan: they hang on the first of its line.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.revision import check_revision, hold, plain, put
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record

EDITABLE = (Plan.State.DRAFT, Plan.State.SUBMITTED, Plan.State.SET)


class Strategy(models.Model):
    """One initiative for a result of a leader (workblock)."""

    result = models.ForeignKey(WorkResult, models.CASCADE, related_name="strategies")
    title = models.CharField("judul inisiatif", max_length=200)
    target = models.CharField("indikator dan target yang diintervensi", max_length=300)
    involved = models.CharField("pihak yang terlibat", max_length=300, blank=True)
    due_on = models.DateField("waktu penyelesaian", null=True, blank=True)
    beneficiaries = models.CharField("penerima manfaat", max_length=200, blank=True)
    purpose = models.TextField("tujuan", blank=True, max_length=1_000)
    budget = models.DecimalField("anggaran", max_digits=18, decimal_places=2, null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0), name="strategy_budget_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.title


class StepQuerySet(models.QuerySet["Step"]):
    def of(self, results: Iterable[WorkResult]) -> Self:
        """Steps of these results, in whatever version of the plan they were written."""
        return self.filter(result__in=[result.line for result in results])

    def late(self, on: date) -> Self:
        return self.filter(due_on__lt=on, done_on=None)


class Step(models.Model):
    """One line: an activity or a milestone of a workblock, or a step of an action plan."""

    class Part(models.TextChoices):
        ACTION = "action", "Rencana aksi"
        ACTIVITY = "activity", "Strategi (kegiatan kunci)"
        MILESTONE = "milestone", "Keluaran kunci"

    class Manner(models.TextChoices):
        ROUTINE = "routine", "Rutin"
        TRANSFORMATIVE = "transformative", "Transformatif"

    result = models.ForeignKey(WorkResult, models.CASCADE, related_name="action_steps")
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, null=True, blank=True, related_name="steps"
    )
    part = models.CharField("bagian", max_length=10, choices=Part, default=Part.ACTION)
    manner = models.CharField("cara", max_length=15, choices=Manner, blank=True)
    text = models.CharField("langkah", max_length=300)
    due_on = models.DateField("paling lambat", null=True, blank=True)
    done_on = models.DateField("selesai", null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part="action", strategy=None, manner="")
                | ~Q(part="action") & Q(strategy__isnull=False) & ~Q(manner=""),
                name="step_of_workblock_or_action_plan",
            )
        ]

    def __str__(self) -> str:
        return self.text


def has_workblocks(plan: Plan) -> bool:
    """Form A.1.4 is for JPT and heads of units."""
    return plan.like_jpt or plan.assignment.leads


@transaction.atomic
def add_strategy(*, result: WorkResult, by: Person, **said: Any) -> Strategy:
    """Add a workblock to a result of a leader.

    `said` are the fields of the form. Errors: NotYours, WrongState, InvalidInput.
    """
    _check_may(result, by)
    if not has_workblocks(result.plan):
        raise WrongState("Workblock disusun oleh pejabat pimpinan tinggi dan pimpinan unit.")
    strategy = Strategy(result_id=result.line, **_tidy(said))
    _check_budget(strategy.budget)
    check_fields(strategy)
    strategy.save()
    data = {"title": strategy.title, "result": result.pk}
    record("strategy.added", about=strategy, person=result.plan.person, by=by, data=data)
    return strategy


@transaction.atomic
def edit_strategy(
    *, strategy: Strategy, by: Person, on: date, revision: int | None = None, **said: Any
) -> None:
    """Change a workblock; the event keeps what it said before.

    Errors: NotYours, WrongState, ChangedMeanwhile, InvalidInput.
    """
    result = current_result(strategy.result, by, on)
    hold(strategy)
    check_revision(strategy, revision)
    _check_budget(said.get("budget"))
    if changes := put(strategy, _tidy(said)):
        data = {"changes": changes}
        record("strategy.edited", about=strategy, person=result.plan.person, by=by, data=data)


@transaction.atomic
def remove_strategy(*, strategy: Strategy, by: Person, on: date) -> None:
    """Take a workblock with its lines away. Errors: NotYours, WrongState."""
    result = current_result(strategy.result, by, on)
    data = {"title": strategy.title, "steps": list(strategy.steps.values_list("text", flat=True))}
    record("strategy.removed", about=strategy, person=result.plan.person, by=by, data=data)
    strategy.delete()


@transaction.atomic
def add_step(
    *,
    result: WorkResult,
    text: str,
    by: Person,
    due_on: date | None = None,
    strategy: Strategy | None = None,
    part: str = "action",
    manner: str = "",
) -> Step:
    """Add a step to the action plan, or a line to a workblock. Errors: NotYours, WrongState,
    InvalidInput."""
    _check_may(result, by)
    if strategy is not None and strategy.result_id != result.line:
        raise NotYours("Inisiatif itu milik hasil kerja lain.")
    if part == Step.Part.MILESTONE and due_on is None:
        raise InvalidInput("Keluaran kunci memerlukan tanggal, supaya kemajuannya terlihat.")
    if (strategy is None) != (part == Step.Part.ACTION) or (strategy is None) != (not manner):
        raise InvalidInput("Pilih bagian dan cara: rutin atau transformatif.")
    step = Step(
        result_id=result.line,
        strategy=strategy,
        part=part,
        manner=manner,
        text=" ".join(text.split()),
        due_on=due_on,
    )
    check_fields(step)
    step.save()
    data = {"text": step.text, "part": part, "due_on": plain(due_on), "result": result.pk}
    record("step.added", about=step, person=result.plan.person, by=by, data=data)
    return step


@transaction.atomic
def finish_step(*, step: Step, done: bool, by: Person, on: date) -> None:
    """Mark a step as done, or open it again; the same again changes nothing.

    Errors: NotYours, WrongState.
    """
    hold(step)
    result = current_result(step.result, by, on)
    if done == (step.done_on is not None):
        return
    step.done_on = on if done else None
    step.save(update_fields=["done_on"])
    name = "step.done" if done else "step.reopened"
    record(name, about=step, person=result.plan.person, by=by, data={"text": step.text})


@transaction.atomic
def remove_step(*, step: Step, by: Person, on: date) -> None:
    """Take a step away. Errors: NotYours, WrongState."""
    hold(step)
    result = current_result(step.result, by, on)
    record("step.removed", about=step, person=result.plan.person, by=by, data={"text": step.text})
    step.delete()


def late_steps(people: Iterable[Person], on: date) -> dict[int, list[Step]]:
    """Steps and milestones of plans in force that should be done and are not, by person.

    One query for one and for all.
    """
    results = WorkResult.objects.filter(
        plan__in=Plan.objects.current(on).filter(person__in=[person.pk for person in people])
    )
    found: dict[int, list[Step]] = {}
    rows = Step.objects.late(on).filter(result__in=results.order_by().values("line"))
    for step in rows.select_related("result__plan"):
        found.setdefault(step.result.plan.person_id, []).append(step)
    return found


def current_result(first: WorkResult, by: Person, on: date) -> WorkResult:
    """The newest version of a line that its owner may write to. Errors: NotYours, WrongState."""
    line = WorkResult.objects.filter(line=first.pk).select_related("plan")
    newest = line.filter(plan__state__in=EDITABLE).order_by("-plan__version").first()
    result = newest or first
    _check_may(result, by)
    return result


def _check_may(result: WorkResult, by: Person) -> None:
    if result.plan.person_id != by.pk:
        raise NotYours("Langkah dan strategi ditulis oleh pemilik rencana.")
    if result.plan.state not in EDITABLE:
        raise WrongState(
            f"Rencana ini sudah {result.plan.get_state_display().lower()} dan tidak diubah lagi."
        )


def _check_budget(budget: Decimal | None) -> None:
    if budget is not None and budget < 0:
        raise InvalidInput("Anggaran tidak boleh kurang dari nol.")


def _tidy(said: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in said.items()
    }
