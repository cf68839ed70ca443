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
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, Round, TruncDate
from django.utils import timezone

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.ideas import ideas_in
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.release import Result360
from kinerja.feedback.appreciation import Appreciation
from kinerja.feedback.feedback import Feedback, FeedbackQuerySet
from kinerja.feedback.initiative import Initiative, Voice
from kinerja.needs.complaint.clock import IN_TIME, ComplaintClock
from kinerja.needs.complaint.setting import ComplaintSetting
from kinerja.needs.satisfaction_share import MEAN
from kinerja.needs.survey.satisfaction import SatisfactionResult
from kinerja.people.tenure import Assignment
from kinerja.planning.indicator import Indicator
from kinerja.planning.key_indicator import KeyValue
from kinerja.planning.plan import Plan
from kinerja.planning.result_step import ResultStep
from kinerja.planning.sharing.agreement import ShareAgreement, SharePart
from kinerja.planning.work_result import WorkResult
from kinerja.rules.achievement import Polarity, UndefinedAchievement, indicator_achievement
from kinerja.rules.fair_share import MINIMUM_CASES
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report, ReportQuerySet


def evidence_of(review: Review) -> dict[str, Any]:
    """What stands behind one review now, without the ratings; `evidence_in` says what it holds.
    One query."""
    found = Review.objects.filter(pk=review.pk).values_list(
        JSONObject(**evidence_in(review.period))
    )
    return dict(found.get()[0])


def evidence_in(period: Period, *, rated: bool = False) -> dict[str, Expression | Subquery]:
    """Expressions on a review of the period. Numbers are decimal text.

    `results`: one object for each work result, in the order of the plan (then those that a change
    of the plan dropped), with `realisation` and, where it is asked for (`rated`), `rating` and
    `note`; `state` of the result; `taken_over` {on, by, note} or null; `versions`: those of
    the plan that were in force in the period, with their days and targets; what was reported
    counts over all of them, once;
    `reports` {accepted: ids by day, with_evidence, waiting: not accepted} or null where nothing was
    reported; `indicators` with their target and `measured` {value: sum of the accepted quantities
    with evidence, reports, left_out: those without evidence, left_out_reports} or null where
    nothing was measured; and `shared`: the last value of a key indicator that the unit reaches with
    others {whole, measured_on, version, since, agreed_on, mine: id of its part, parts} or null.
    `feedback`: what the person received for the rating until the evaluation closes, oldest first,
    with the role of who said it and the result and value it was about; what is for development is
    no part of an evaluation.
    `thanks`: appreciation tied to work on record, until then; `initiatives` of the period with
    effect and voices; `ideas` that were accepted or carried out in it. All are told, never counted.
    `complaints`: those that the person was responsible for when they were settled or overdue, one
    object for each kind, beside the agency's of the same kind; a fact, never counted.
    `satisfaction`: what was published of the unit while the person worked there, with its answers
    and the agency's mean; of the team, never counted.
    `round360`: the newest released 360 result, of the period or the half year before it {period,
    told: see `Result360`} or null; it computes nothing.
    """
    results = (
        Assessment.objects.filter(review=OuterRef("pk"))
        .order_by("-result__plan__version", "result__number")
        .values(
            json=JSONObject(
                id="result_id",
                number="result__number",
                kind="result__kind",
                title="result__title",
                realisation="realisation",
                **({"rating": "rating", "note": "note"} if rated else {}),
                state="result__state",
                taken_over=Subquery(_taking_over()),
                versions=ArraySubquery(_versions_of_result(period)),
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
                giver=Coalesce("giver__name", "outsider"),
                role="role",
                result="result_id",
                value="value",
                given_on=TruncDate("given_at"),
                tone="tone",
                text="text",
            )
        )
    )
    return {
        "results": ArraySubquery(results),
        "feedback": ArraySubquery(feedback),
        "thanks": ArraySubquery(_thanks_in(period)),
        "initiatives": ArraySubquery(_initiatives_in(period)),
        "ideas": ArraySubquery(ideas_in(period)),
        "complaints": ArraySubquery(_complaints_in(period)),
        "satisfaction": ArraySubquery(_satisfaction_in(period)),
        "round360": Subquery(_round360(period)),
    }


def _thanks_in(period: Period) -> QuerySet[Any]:
    """What the person was thanked for in the period, where it is tied to work that is on record."""
    first = timezone.make_aware(datetime.combine(period.starts_on, time.min))
    after = timezone.make_aware(datetime.combine(period.last_day + timedelta(days=1), time.min))
    tied = ~Q(report=None, result=None, initiative=None)
    return (
        Appreciation.objects.standing()
        .filter(tied, receiver=OuterRef("person"), given_at__gte=first, given_at__lt=after)
        .order_by("given_at", "pk")
        .values(
            json=JSONObject(
                id="pk",
                giver="giver__name",
                given_on=TruncDate("given_at"),
                work="work",
                text="text",
                report="report_id",
                result="result_id",
                initiative="initiative_id",
            )
        )
    )


def _initiatives_in(period: Period) -> QuerySet[Any]:
    """Initiatives of the period with their effect, and what others said of them."""
    voices = (
        Voice.objects.filter(initiative=OuterRef("pk"))
        .order_by("pk")
        .values(
            json=JSONObject(name=Coalesce("giver__name", "outsider"), role="role", words="words")
        )
    )
    return (
        Initiative.objects.standing()
        .filter(owner=OuterRef("person"), done_on__range=(period.starts_on, period.ends_on))
        .order_by("done_on", "pk")
        .values(
            json=JSONObject(
                id="pk",
                kind="kind",
                title="title",
                done_on="done_on",
                measure="measure",
                unit_of_measure="unit_of_measure",
                before=_number("before"),
                after=_number("after"),
                source="source",
                voices=ArraySubquery(voices),
            )
        )
    )


HALF_A_YEAR = timedelta(days=184)


def _complaints_in(period: Period) -> QuerySet[Any]:
    """By category and class: cases and how many in time, of the person and of the agency."""
    last = min(period.ends_on, timezone.localdate())
    decided = ComplaintClock.objects.decided(period.starts_on, last).filter(
        stage=ComplaintClock.Stage.RESOLVE
    )
    same = decided.filter(
        complaint__category=OuterRef("complaint__category"),
        complaint__complaint_class=OuterRef("complaint__complaint_class"),
    )
    agency = same.order_by().values("complaint__category")
    return (
        decided.filter(person=OuterRef("person"))
        .order_by()
        .values("complaint__category", "complaint__complaint_class")
        .annotate(
            cases=Count("pk"),
            good=Count("pk", filter=IN_TIME),
            agency_cases=Subquery(agency.annotate(number=Count("pk")).values("number")),
            agency_good=Subquery(
                agency.annotate(number=Count("pk", filter=IN_TIME)).values("number")
            ),
        )
        .order_by("complaint__category", "complaint__complaint_class")
        .values(
            json=JSONObject(
                cases="cases",
                good="good",
                agency_cases="agency_cases",
                agency_good="agency_good",
                minimum=Coalesce(
                    Subquery(ComplaintSetting.objects.values("minimum_cases")), MINIMUM_CASES
                ),
            )
        )
    )


def _satisfaction_in(period: Period) -> QuerySet[Any]:
    """Surveys of the unit that ended in the period and touched the time of the post."""
    ended = SatisfactionResult.objects.enough().filter(
        ends_on__gte=period.starts_on, ends_on__lte=period.ends_on
    )
    seats = Assignment.objects.filter(
        pk=OuterRef(OuterRef("plan__assignment")),
        position__unit=OuterRef("unit"),
        starts_on__lte=OuterRef("ends_on"),
    ).filter(Q(ends_on=None) | Q(ends_on__gte=OuterRef("starts_on")))
    agency = ended.order_by().values(one=Value(1)).annotate(mean=MEAN).values("mean")
    return (
        ended.filter(Exists(seats))
        .order_by("ends_on", "service", "pk")
        .values(
            json=JSONObject(
                unit="unit__name",
                service="service",
                index=Cast("index", TextField()),
                grade="grade",
                respondents="respondents",
                ends_on="ends_on",
                agency=Cast(Round(Subquery(agency), 2), TextField()),
            )
        )
    )


def _round360(period: Period) -> QuerySet[Any]:
    """One object, or no row where no round was released."""
    semester = "subject__round__period__"
    return (
        Result360.objects.filter(
            **{
                "subject__person": OuterRef("person"),
                f"{semester}starts_on__lte": period.ends_on,
                f"{semester}ends_on__gte": period.starts_on - HALF_A_YEAR,
            }
        )
        .order_by(f"-{semester}ends_on")
        .values(json=JSONObject(period=f"{semester}code", told="told"))[:1]
    )


def feedback_in(period: Period) -> FeedbackQuerySet:
    """Feedback for the rating, from the first day of the period until its evaluation closes, oldest
    first; days by the clock of the agency."""
    first = datetime.combine(period.starts_on, time.min)
    after = datetime.combine(period.last_day + timedelta(days=1), time.min)
    return (
        Feedback.objects.for_rating()
        .filter(given_at__gte=timezone.make_aware(first), given_at__lt=timezone.make_aware(after))
        .order_by("given_at", "pk")
    )


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
        .filter(result__line=OuterRef("result__line"))
        .order_by()
        .annotate(proven=_has_evidence())
        .values("result__line")
        .annotate(
            json=JSONObject(
                accepted=ArrayAgg("pk", filter=accepted, order_by=["done_on", "pk"], default=[]),
                with_evidence=Count("pk", filter=accepted & proven),
                waiting=Count("pk", filter=~accepted),
            )
        )
        .values("json")
    )


def _taking_over() -> QuerySet[Any]:
    """The note with which the leader took the result over (6/2022 p. 70), or no row."""
    return (
        ResultStep.objects.filter(
            result__line=OuterRef("result__line"), kind=ResultStep.Kind.TAKEN_OVER
        )
        .order_by("-pk")
        .values(json=JSONObject(on="taken_on", by="by__name", note="note"))[:1]
    )


def _versions_of_result(period: Period) -> QuerySet[Any]:
    """The versions of one result that were in force in the period, the first on top."""
    return (
        WorkResult.objects.filter(
            line=OuterRef("result__line"),
            plan__state__in=Plan.AGREED,
            plan__starts_on__lte=period.ends_on,
            plan__ends_on__gte=period.starts_on,
        )
        .order_by("plan__version")
        .values(
            json=JSONObject(
                version="plan__version",
                **{"from": "plan__starts_on", "to": "plan__ends_on"},
                targets=ArraySubquery(
                    Indicator.objects.filter(result=OuterRef("pk"))
                    .order_by("pk")
                    .values(
                        json=JSONObject(
                            text="text",
                            unit_of_measure="unit_of_measure",
                            target_min=_number("target_min"),
                            target_max=_number("target_max"),
                            target_text="target_text",
                        )
                    )
                ),
            )
        )
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
                shared=Subquery(_shared(period)),
            )
        )
    )


def _shared(period: Period) -> QuerySet[Any]:
    """The last value in the period of a key indicator whose goal several units reach together, with
    the shares of the agreement in force on its day; no row where the unit of the plan has none.

    The values are of the whole: `rules.share` gives the part of each, here and in the snapshot.
    """
    that_day = SharePart.objects.filter(
        Q(agreement__ends_on=None) | Q(agreement__ends_on__gte=OuterRef("measured_on")),
        agreement__goal=OuterRef("indicator__goal"),
        agreement__state=ShareAgreement.State.AGREED,
        agreement__starts_on__lte=OuterRef("measured_on"),
    ).order_by("pk")
    mine = that_day.annotate(at=ExpressionWrapper(OuterRef("at"), output_field=TextField())).filter(
        at__startswith=F("unit__path")
    )
    return (
        KeyValue.objects.filter(
            indicator=OuterRef("key_indicator"),
            kind=KeyValue.Kind.REALISATION,
            measured_on__range=(period.starts_on, period.ends_on),
        )
        .annotate(
            at=ExpressionWrapper(
                OuterRef("result__plan__assignment__position__unit__path"),
                output_field=TextField(),
            ),
        )
        .annotate(mine=Subquery(mine.values("pk")[:1]))
        .filter(mine__isnull=False)
        .order_by("-measured_on", "-pk")
        .values(
            json=JSONObject(
                goal="indicator__goal_id",
                title="indicator__goal__title",
                indicator="indicator__name",
                unit_of_measure="indicator__unit_of_measure",
                whole=_number("value"),
                measured_on="measured_on",
                source="source",
                version=Subquery(that_day.values("agreement__version")[:1]),
                since=Subquery(that_day.values("agreement__starts_on")[:1]),
                agreed_on=Subquery(that_day.values("agreement__agreed_on")[:1]),
                mine="mine",
                parts=ArraySubquery(
                    that_day.values(
                        json=JSONObject(
                            id="pk",
                            whose=Coalesce("unit__name", "agency_name"),
                            share=_number("share"),
                        )
                    )
                ),
            )
        )[:1]
    )


def _measured(period: Period) -> QuerySet[Any]:
    """One object, or no row where nothing was measured."""
    proven = Q(proven=True)
    value, reports = Sum("quantity", filter=proven), Count("pk", filter=proven)
    return (
        reports_in(period)
        .filter(indicator__line=OuterRef("line"), state__in=_ACCEPTED)
        .order_by()
        .annotate(proven=_has_evidence())
        .values("indicator__line")
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
