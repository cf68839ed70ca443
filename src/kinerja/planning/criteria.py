"""Review of a planned result or a goal against written criteria; a person judges each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.planning.goal import Goal, check_may_manage
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan, may_set
from kinerja.planning.refusals import IncompletePlan, NotYours, WrongState
from kinerja.planning.revision import hold
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.criteria import Criterion, MeasureSaid, criterion_hints
from kinerja.rules.plan import Aspect

OF_GOALS = [one for one in Criterion if one is not Criterion.QUALITY_FITS]


class CriterionJudgement(models.Model):
    """What one person judged on one day; it keeps what the result said then."""

    class Verdict(models.TextChoices):
        FITS = "fits", "Sesuai"
        NEEDS_WORK = "needs_work", "Perlu diperbaiki"

    result = models.ForeignKey(
        WorkResult, models.CASCADE, null=True, blank=True, related_name="judgements"
    )
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="judgements")
    revision = models.PositiveIntegerField()  # of the result or goal that was read
    said = models.TextField()  # its words and those of its measures
    criterion = models.CharField("kriteria", max_length=20, choices=Criterion.choices())
    verdict = models.CharField("penilaian", max_length=10, choices=Verdict)
    comment = models.TextField("catatan", blank=True, max_length=1_000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    judged_on = models.DateField("ditelaah")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result=None, goal__isnull=False) | Q(result__isnull=False, goal=None),
                name="judgement_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(verdict="fits") | ~Q(comment=""), name="judgement_says_what_to_mend"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()}: {self.get_verdict_display()}"


@dataclass(frozen=True)
class Point:
    """One criterion of a review as it stands."""

    criterion: Criterion
    hints: Sequence[str]
    newest: CriterionJudgement | None
    outdated: bool  # what was judged says something else now


@transaction.atomic
def review_result(
    *, result: WorkResult, judgements: Mapping[str, tuple[str, str]], by: Person, on: date
) -> list[CriterionJudgement]:
    """Judge some criteria, by code: (verdict, comment). The owner is told.

    The appraiser of that day, from the day the plan is handed in.
    Errors: NotYours, WrongState, IncompletePlan (a comment is missing), InvalidInput.
    """
    hold(result)
    plan = result.plan
    if not may_set(by, plan, on):
        raise NotYours("Telaah ditulis oleh pejabat penilai pemilik rencana.")
    if plan.state not in (Plan.State.SUBMITTED, Plan.State.SET):
        raise WrongState("Telaah ditulis setelah rencana diajukan.")
    rows = _judged(judgements, by, on, result=result, revision=result.revision, said=words(result))
    data = {"judgements": {row.criterion: row.verdict for row in rows}}
    record("result.reviewed", about=result, person=plan.person, by=by, data=data)
    mend = sum(row.verdict == CriterionJudgement.Verdict.NEEDS_WORK for row in rows)
    said = f"{mend} hal perlu diperbaiki" if mend else "semua sesuai"
    text = f"Telaah hasil kerja nomor {result.number} SKP {plan.year}: {said}."
    notify(plan.person, text, f"/rencana/hasil/{result.pk}/telaah/")
    return rows


@transaction.atomic
def review_goal(
    *, goal: Goal, judgements: Mapping[str, tuple[str, str]], by: Person, on: date
) -> list[CriterionJudgement]:
    """The same for a goal, by those who look after goals of that unit.

    Errors: NotYours, IncompletePlan, InvalidInput.
    """
    hold(goal)
    check_may_manage(by, on, goal.unit)
    rows = _judged(judgements, by, on, goal=goal, revision=goal.revision, said=goal.title)
    data = {"judgements": {row.criterion: row.verdict for row in rows}}
    record("goal.reviewed", about=goal, by=by, data=data)
    return rows


def points_of(result: WorkResult) -> list[Point]:
    """All criteria of a result with hints and the newest judgement of each."""
    measures = [_measure(one) for one in result.indicators.all()]
    return _points(
        list(Criterion),
        criterion_hints(result.title, measures),
        result.judgements.select_related("by"),
        words(result),
    )


def points_of_goal(goal: Goal) -> list[Point]:
    """The same for a goal; its measures have a sheet of their own."""
    hints = criterion_hints(goal.title, [])
    hints.pop(Criterion.MEASURABLE, None)
    if not goal.indicators.exists():
        hints[Criterion.MEASURABLE] = ["belum ada indikator"]
    return _points(OF_GOALS, hints, goal.judgements.select_related("by"), goal.title)


def to_mend(plan: Plan) -> dict[int, int]:
    """How many criteria need work in the newest judgement, by result; one query."""
    newest: dict[tuple[int, str], str] = {}
    rows = CriterionJudgement.objects.filter(result__plan=plan).order_by("pk")
    for result, criterion, verdict in rows.values_list("result_id", "criterion", "verdict"):
        newest[result or 0, criterion] = verdict
    counts = dict.fromkeys({result for result, _ in newest}, 0)
    for (result, _), verdict in newest.items():
        counts[result] += verdict == CriterionJudgement.Verdict.NEEDS_WORK
    return counts


def words(result: WorkResult) -> str:
    """What a review reads: the result with its measures."""
    lines = [f"{one.text}: {one.target_min} {one.target_max} {one.target_text}".strip()
             for one in result.indicators.all()]  # fmt: skip
    return "\n".join([result.title, *lines])


def _judged(
    judgements: Mapping[str, tuple[str, str]], by: Person, on: date, **about: object
) -> list[CriterionJudgement]:
    if not judgements:
        raise IncompletePlan("Nilai sedikitnya satu kriteria.")
    rows = []
    for code, (verdict, comment) in judgements.items():
        row = CriterionJudgement(
            criterion=code, verdict=verdict, comment=comment.strip(), by=by, judged_on=on, **about
        )
        check_fields(row)
        if row.verdict == CriterionJudgement.Verdict.NEEDS_WORK and not row.comment:
            raise IncompletePlan(f"{row.get_criterion_display()}: tulis apa yang perlu diperbaiki.")
        rows.append(row)
    return CriterionJudgement.objects.bulk_create(rows)


def _points(
    criteria: Sequence[Criterion],
    hints: Mapping[Criterion, list[str]],
    judged: models.QuerySet[CriterionJudgement],
    said: str,
) -> list[Point]:
    newest = {row.criterion: row for row in judged.order_by("pk")}
    return [
        Point(
            one,
            hints.get(one, []),
            newest.get(one.value),
            one.value in newest and newest[one.value].said != said,
        )
        for one in criteria
    ]


def _measure(one: Indicator) -> MeasureSaid:
    return MeasureSaid(
        one.text,
        one.target_text,
        one.unit_of_measure,
        one.target_min is not None,
        one.baseline is not None,
        one.aspect == Aspect.TIME,
    )
