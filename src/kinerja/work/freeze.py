"""Days whose evaluation is signed: what it rests on does not change any more."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import F, Q

from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.work.report import Report


class ReportFreeze(models.Model):
    """From `starts_on` to `ends_on` no report comes in for the results of the plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="report_freezes", db_index=False)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")  # last day, included

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "starts_on", "ends_on"], name="report_freeze_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=models.F("ends_on")), name="report_freeze_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.starts_on} – {self.ends_on}"


@transaction.atomic
def freeze_reports(*, plans: Iterable[Plan], first: date, last: date) -> int:
    """Lock the accepted reports on the results of these plans, and the days, for good; all versions
    of a plan alike.

    Call it in the transaction that signs the evaluation; its event tells of it. Reports that were
    not accepted keep their state and stay outside. Returns how many were locked.
    """
    ids = [plan.pk for plan in plans]
    ReportFreeze.objects.bulk_create(
        [ReportFreeze(plan_id=pk, starts_on=first, ends_on=last) for pk in ids],
        ignore_conflicts=True,
        batch_size=2_000,
    )
    versions = Plan.objects.filter(assignment__plans__in=ids, assignment__plans__year=F("year"))
    results = WorkResult.objects.filter(plan__in=set(versions.values_list("pk", flat=True)))
    # By ids, step by step: where the server knows nothing yet of fresh tables, it has been seen to
    # read them all again for each report when this was one statement.
    return Report.objects.filter(
        result__in=set(results.order_by().values_list("pk", flat=True)),
        done_on__range=(first, last),
        state=Report.State.NOTED,
    ).update(state=Report.State.FROZEN)


def frozen_days(plan_ids: Iterable[int], days: Iterable[date]) -> set[tuple[int, date]]:
    """Which of these days are locked for which of these plans, whatever version was evaluated; one
    query, or none without plans."""
    plan_ids, days = set(plan_ids), set(days)
    if not plan_ids or not days:
        return set()
    spans = (
        Plan.objects.filter(
            pk__in=plan_ids,
            assignment__plans__year=F("year"),
            assignment__plans__report_freezes__starts_on__lte=max(days),
            assignment__plans__report_freezes__ends_on__gte=min(days),
        )
        .order_by()
        .values_list(
            "pk",
            "assignment__plans__report_freezes__starts_on",
            "assignment__plans__report_freezes__ends_on",
        )
    )
    return {(plan, day) for plan, first, last in spans for day in days if first <= day <= last}
