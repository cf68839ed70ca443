"""Days whose evaluation is signed: what it rests on does not change any more."""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import Q

from kinerja.planning.plan import Plan
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
    """Lock the accepted reports on the results of these plans, and the days, for good.

    Call it in the transaction that signs the evaluation; its event tells of it. Reports that were
    not accepted keep their state and stay outside. Returns how many were locked.
    """
    ids = [plan.pk for plan in plans]
    ReportFreeze.objects.bulk_create(
        [ReportFreeze(plan_id=pk, starts_on=first, ends_on=last) for pk in ids],
        ignore_conflicts=True,
        batch_size=2_000,
    )
    return Report.objects.filter(
        result__plan__in=ids, done_on__range=(first, last), state=Report.State.NOTED
    ).update(state=Report.State.FROZEN)


def frozen_days(plan_ids: Iterable[int], days: Iterable[date]) -> set[tuple[int, date]]:
    """Which of these days are locked for which of these plans; one query, or none without plans."""
    plan_ids, days = set(plan_ids), set(days)
    if not plan_ids or not days:
        return set()
    spans = ReportFreeze.objects.filter(
        plan__in=plan_ids, starts_on__lte=max(days), ends_on__gte=min(days)
    ).values_list("plan_id", "starts_on", "ends_on")
    return {(plan, day) for plan, first, last in spans for day in days if first <= day <= last}
