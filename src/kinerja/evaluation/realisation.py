"""What the records say was reached: quantities from accepted reports with evidence.

It informs the appraiser; it never decides. A part without data is named, never counted as zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone

from kinerja.evaluation.period import Period
from kinerja.planning.work_result import Indicator, WorkResult
from kinerja.rules.achievement import Polarity, UndefinedAchievement, indicator_achievement
from kinerja.work.evidence import Evidence
from kinerja.work.feedback import Feedback, FeedbackQuerySet
from kinerja.work.report import Report, ReportQuerySet


@dataclass(frozen=True)
class Measured:
    """One indicator that reports count for. `value` is None where nothing was measured."""

    indicator: Indicator
    value: Decimal | None  # in the indicator's unit: sum of accepted quantities with evidence
    reports: int  # how many reports make up the value
    left_out: Decimal  # accepted quantities that do not count, because no evidence is there
    left_out_reports: int

    @property
    def achievement(self) -> Decimal | None:
        """Percent of the year's target, for information; None when there is no ratio."""
        target_min, target_max = self.indicator.target_min, self.indicator.target_max
        if self.value is None or target_min is None or target_max is None:
            return None
        polarity = Polarity(self.indicator.polarity)
        try:
            return indicator_achievement(polarity, target_min, target_max, self.value)
        except UndefinedAchievement:
            return None


@dataclass(frozen=True)
class ResultRecord:
    """What the records hold on one work result in one period."""

    result: WorkResult
    measured: Measured | None  # of the one indicator that reports count for, if there is one
    accepted: int  # reports accepted by the leader
    waiting: int  # filed, asked or returned: not counted
    with_evidence: int  # of the accepted ones

    @property
    def is_silent(self) -> bool:
        """Nothing at all was reported for this result."""
        return not self.accepted and not self.waiting


def records_of(plan_id: int, first: date, last: date) -> list[ResultRecord]:
    """What the records say on each result of a plan from `first` to `last`."""
    return records_of_plans([plan_id], first, last)[plan_id]


def records_of_plans(
    plan_ids: Iterable[int], first: date, last: date
) -> dict[int, list[ResultRecord]]:
    """The same for many plans at once, by id of the plan; the number of queries is constant."""
    records: dict[int, list[ResultRecord]] = {pk: [] for pk in plan_ids}
    reports = reports_of_plans(list(records), first, last)
    counts, sums = _counts(reports), _sums(reports)
    results = WorkResult.objects.filter(plan__in=list(records)).prefetch_related("indicators")
    for result in results.order_by("plan", "number"):
        accepted, waiting, with_evidence = counts.get(result.pk, (0, 0, 0))
        counted = next((one for one in result.indicators.all() if one.counts_reports), None)
        measured = Measured(counted, *sums.get(counted.pk, _NOTHING)) if counted else None
        records[result.plan_id].append(
            ResultRecord(result, measured, accepted, waiting, with_evidence)
        )
    return records


def reports_of_plans(plan_ids: Iterable[int], first: date, last: date) -> ReportQuerySet:
    """Reports on the results of these plans about work of those days, taken back ones left out."""
    return Report.objects.standing().filter(result__plan__in=plan_ids, done_on__range=(first, last))


def feedback_in(period: Period, receiver_ids: Iterable[int]) -> FeedbackQuerySet:
    """All feedback that these people received from the first day of the period until its
    evaluation closes, oldest first; days by the clock of the agency."""
    first = datetime.combine(period.starts_on, time.min)
    after = datetime.combine(period.closes_on + timedelta(days=1), time.min)
    return (
        Feedback.objects.filter(
            receiver__in=receiver_ids,
            given_at__gte=timezone.make_aware(first),
            given_at__lt=timezone.make_aware(after),
        )
        .select_related("giver")
        .order_by("given_at", "pk")
    )


def _has_evidence() -> Exists:
    return Exists(Evidence.objects.filter(report=OuterRef("pk")))


_ACCEPTED = Q(state__in=[Report.State.NOTED, Report.State.FROZEN])

_Sums = tuple[Decimal | None, int, Decimal, int]  # value, reports, left out, reports left out
_NOTHING: _Sums = (None, 0, Decimal(0), 0)


def _counts(reports: ReportQuerySet) -> dict[int, tuple[int, int, int]]:
    """Accepted, waiting, accepted with evidence: by id of the result."""
    rows = (
        reports.order_by()
        .annotate(proven=_has_evidence())
        .values("result")
        .annotate(
            accepted=Count("pk", filter=_ACCEPTED),
            waiting=Count("pk", filter=~_ACCEPTED),
            with_evidence=Count("pk", filter=_ACCEPTED & Q(proven=True)),
        )
    )
    return {row["result"]: (row["accepted"], row["waiting"], row["with_evidence"]) for row in rows}


def _sums(reports: ReportQuerySet) -> dict[int, _Sums]:
    """What accepted reports add up to, by id of the indicator."""
    proven, unproven = Q(proven=True), Q(proven=False)
    rows = (
        reports.accepted()
        .filter(indicator__isnull=False)
        .order_by()
        .annotate(proven=_has_evidence())
        .values("indicator")
        .annotate(
            total=Sum("quantity", filter=proven),
            reports=Count("pk", filter=proven),
            left_out=Sum("quantity", filter=unproven),
            left_out_reports=Count("pk", filter=unproven),
        )
    )
    return {
        row["indicator"]: (
            row["total"],
            row["reports"],
            row["left_out"] or Decimal(0),
            row["left_out_reports"],
        )
        for row in rows
    }
