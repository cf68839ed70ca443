"""What a review rests on: one definition for the page of the appraiser and for the frozen document.

The database composes it as JSON, so that a period of a hundred thousand people is frozen without
passing through Python. It informs the appraiser; it never decides. A part without data is null and
is named on the pages, never counted as zero.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    Expression,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, TruncDate
from django.utils import timezone

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.planning.work_result import Indicator
from kinerja.rules.achievement import Polarity, UndefinedAchievement, indicator_achievement
from kinerja.work.evidence import Evidence
from kinerja.work.feedback import Feedback, FeedbackQuerySet
from kinerja.work.report import Report, ReportQuerySet


def evidence_of(review: Review) -> dict[str, Any]:
    """What stands behind one review now, without the ratings; `evidence_in` says what it holds.
    One query."""
    found = Review.objects.filter(pk=review.pk).values_list(
        JSONObject(**evidence_in(review.period))
    )
    return dict(found.get()[0])


def evidence_in(period: Period, *, rated: bool = False) -> dict[str, Expression | ArraySubquery]:
    """Expressions on a review of the period. Numbers are decimal text.

    `results`: one object for each work result, in the order of the plan, with `realisation` and,
    where it is asked for (`rated`), `rating` and `note`; `reports` {accepted: ids by day,
    with_evidence, waiting: not accepted} or null where nothing was reported; `indicators` with
    their target and `measured` {value: sum of the accepted quantities with evidence, reports,
    left_out: those without evidence, left_out_reports} or null where nothing was measured.
    `feedback`: all that the person received until the evaluation closes, oldest first.
    """
    results = (
        Assessment.objects.filter(review=OuterRef("pk"))
        .order_by("result__number")
        .values(
            json=JSONObject(
                id="result_id",
                number="result__number",
                kind="result__kind",
                title="result__title",
                realisation="realisation",
                **({"rating": "rating", "note": "note"} if rated else {}),
                reports=Subquery(_reports_on_result(period)),
                indicators=ArraySubquery(_indicators_of_result(period)),
            )
        )
    )
    feedback = (
        feedback_in(period)
        .filter(receiver=OuterRef("person"))
        .values(
            json=JSONObject(
                id="pk",
                giver="giver__name",
                given_on=TruncDate("given_at"),
                tone="tone",
                text="text",
            )
        )
    )
    return {"results": ArraySubquery(results), "feedback": ArraySubquery(feedback)}


def feedback_in(period: Period) -> FeedbackQuerySet:
    """Feedback from the first day of the period until its evaluation closes, oldest first; days
    by the clock of the agency."""
    first = datetime.combine(period.starts_on, time.min)
    after = datetime.combine(period.closes_on + timedelta(days=1), time.min)
    return Feedback.objects.filter(
        given_at__gte=timezone.make_aware(first), given_at__lt=timezone.make_aware(after)
    ).order_by("given_at", "pk")


def reports_in(period: Period) -> ReportQuerySet:
    """Reports about work of the period, those left out that were taken back."""
    return Report.objects.standing().filter(done_on__range=(period.starts_on, period.ends_on))


def has_ground(period: Period, people: Iterable[int]) -> set[int]:
    """Those of the people (ids) about whom the period holds a report or feedback."""
    people = set(people)
    reported = reports_in(period).filter(person__in=people).values_list("person_id", flat=True)
    told = feedback_in(period).filter(receiver__in=people).values_list("receiver_id", flat=True)
    return set(reported) | set(told)


def achievement(indicator: Mapping[str, Any]) -> Decimal | None:
    """Percent of the year's target that an indicator of the evidence has reached, for information;
    None where nothing was measured or the target gives no ratio."""
    measured = indicator["measured"]
    if not measured or measured["value"] is None or indicator["target_min"] is None:
        return None
    try:
        return indicator_achievement(
            Polarity(indicator["polarity"]),
            Decimal(indicator["target_min"]),
            Decimal(indicator["target_max"]),
            Decimal(measured["value"]),
        )
    except UndefinedAchievement:
        return None


def _reports_on_result(period: Period) -> QuerySet[Any]:
    """One object, or no row where nothing was reported."""
    accepted, proven = Q(state__in=_ACCEPTED), Q(proven=True)
    return (
        reports_in(period)
        .filter(result=OuterRef("result"))
        .order_by()
        .annotate(proven=_has_evidence())
        .values("result")
        .annotate(
            json=JSONObject(
                accepted=ArrayAgg("pk", filter=accepted, order_by=["done_on", "pk"], default=[]),
                with_evidence=Count("pk", filter=accepted & proven),
                waiting=Count("pk", filter=~accepted),
            )
        )
        .values("json")
    )


def _indicators_of_result(period: Period) -> QuerySet[Any]:
    return (
        Indicator.objects.filter(result=OuterRef("result"))
        .order_by("pk")
        .values(
            json=JSONObject(
                text="text",
                unit_of_measure="unit_of_measure",
                polarity="polarity",
                target_min=_number("target_min"),
                target_max=_number("target_max"),
                target_text="target_text",
                counts_reports="counts_reports",
                measured=Subquery(_measured(period)),
            )
        )
    )


def _measured(period: Period) -> QuerySet[Any]:
    """One object, or no row where nothing was measured."""
    proven = Q(proven=True)
    value, reports = Sum("quantity", filter=proven), Count("pk", filter=proven)
    return (
        reports_in(period)
        .filter(indicator=OuterRef("pk"), state__in=_ACCEPTED)
        .order_by()
        .annotate(proven=_has_evidence())
        .values("indicator")
        .annotate(
            json=JSONObject(
                value=_number(value),
                reports=reports,
                left_out=_number(Sum("quantity") - Coalesce(value, Decimal(0))),
                left_out_reports=Count("pk") - reports,
            )
        )
        .values("json")
    )


_ACCEPTED = [Report.State.NOTED, Report.State.FROZEN]


def _has_evidence() -> Exists:
    return Exists(Evidence.objects.filter(report=OuterRef("pk")))


def _number(value: str | Expression) -> Cast:
    """A number as text, without trailing zeros: "36", "0.5"."""
    expression = F(value) if isinstance(value, str) else value
    return Cast(Func(expression, function="trim_scale"), TextField())
