"""Everything that a signed rating rests on, frozen; and the proof that it still gives the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.organisation import OrgResult
from kinerja.evaluation.realisation import Measured, ResultRecord
from kinerja.evaluation.review import Review
from kinerja.planning.work_result import Indicator
from kinerja.rules.parameters import RuleSet
from kinerja.rules.predicate import Predicate, Rating, predicate
from kinerja.work.feedback import Feedback

FORMAT = 1  # of the JSON below; a new shape is a new number, old snapshots keep theirs

# Where the table from two ratings to a predicate stands (T).
PERIODIC_SOURCE = "PermenPANRB 6/2022 lampiran hlm. 99"
ANNUAL_SOURCE = "PermenPANRB 6/2022 lampiran hlm. 102"


@dataclass(frozen=True)
class Ground:
    """What stands behind one review at the moment of signing."""

    records: Sequence[ResultRecord]
    reports: Mapping[int, Sequence[int]]  # id of the work result -> ids of accepted reports
    feedback: Sequence[Feedback]
    organisation: OrgResult | None


def freeze(
    review: Review, ground: Ground, *, rules: RuleSet, on: date, by: str | None
) -> dict[str, Any]:
    """The snapshot, in JSON values: days as ISO text, numbers as decimal text, None for a part
    that is missing.

    `by` is the name of who signs; None: the system, when it closes the period.
    """
    appraiser, position = review.appraiser, review.plan.assignment.position
    assessed = {one.result_id: one for one in review.assessments.all()}
    return {
        "format": FORMAT,
        "rule_set": rules.code,
        "source": ANNUAL_SOURCE if review.period.is_annual else PERIODIC_SOURCE,
        "period": {
            "code": review.period.code,
            "label": review.period.label,
            "from": review.period.starts_on.isoformat(),
            "to": review.period.ends_on.isoformat(),
            "legal": review.period.is_legal,
        },
        "person": {"id": review.person_id, "name": review.person.full_name},
        "position": position.title,
        "unit": position.unit.name,
        "appraiser": {"id": appraiser.pk, "name": appraiser.full_name} if appraiser else None,
        "organisation": _organisation(ground.organisation),
        "results": [
            _result(record, assessed[record.result.pk], ground.reports.get(record.result.pk, ()))
            for record in ground.records
            if record.result.pk in assessed
        ],
        "feedback": [_feedback(one) for one in ground.feedback],
        "ratings": {
            "work_result": review.work_result_rating,
            "work_result_reason": review.work_result_reason,
            "behaviour": review.behaviour_rating,
            "behaviour_reason": review.behaviour_reason,
        },
        "recommendation": review.recommendation,
        "predicate": review.predicate,
        "rated_on": review.rated_on.isoformat() if review.rated_on else None,
        "signed": {"on": on.isoformat(), "by": by},
    }


@dataclass(frozen=True)
class Recomputation:
    """What the frozen inputs give today, beside what was stored then."""

    stored: Predicate
    computed: Predicate
    rule_set: str
    source: str

    @property
    def agrees(self) -> bool:
        return self.stored is self.computed


def recompute(snapshot: Mapping[str, Any]) -> Recomputation:
    """The predicate that the frozen ratings give, by the table that the snapshot names."""
    ratings = snapshot["ratings"]
    return Recomputation(
        stored=Predicate(snapshot["predicate"]),
        computed=predicate(Rating(ratings["work_result"]), Rating(ratings["behaviour"])),
        rule_set=snapshot["rule_set"],
        source=snapshot["source"],
    )


def agrees(snapshot: Mapping[str, Any]) -> bool:
    """Does the stored predicate still follow from the stored inputs?"""
    return recompute(snapshot).agrees


def _organisation(result: OrgResult | None) -> dict[str, Any] | None:
    if result is None:
        return None
    return {
        "unit": result.unit.name,
        "period": result.period.label,
        "predicate": result.predicate,
        "basis": result.basis,
        "published_on": result.published_on.isoformat(),
    }


def _result(record: ResultRecord, assessment: Assessment, reports: Iterable[int]) -> dict[str, Any]:
    result = record.result
    return {
        "id": result.pk,
        "number": result.number,
        "kind": result.kind,
        "title": result.title,
        "realisation": assessment.realisation,
        "rating": assessment.rating,
        "note": assessment.note,
        "accepted_reports": list(reports),
        "with_evidence": record.with_evidence,
        "waiting_reports": record.waiting,
        "indicators": [
            _indicator(indicator, record.measured) for indicator in result.indicators.all()
        ],
    }


def _indicator(indicator: Indicator, measured: Measured | None) -> dict[str, Any]:
    if measured is not None and measured.indicator.pk != indicator.pk:
        measured = None
    return {
        "text": indicator.text,
        "unit_of_measure": indicator.unit_of_measure,
        "polarity": indicator.polarity,
        "target_min": _number(indicator.target_min),
        "target_max": _number(indicator.target_max),
        "target_text": indicator.target_text,
        "counts_reports": indicator.counts_reports,
        "value": _number(measured.value) if measured else None,
        "reports": measured.reports if measured else 0,
        "left_out": _number(measured.left_out) if measured else None,
        "left_out_reports": measured.left_out_reports if measured else 0,
        "achievement": _percent(measured.achievement) if measured else None,
    }


def _feedback(one: Feedback) -> dict[str, Any]:
    return {
        "id": one.pk,
        "giver": one.giver.name,
        "given_on": timezone.localdate(one.given_at).isoformat(),
        "tone": one.tone,
        "text": one.text,
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _percent(number: Decimal | None) -> str | None:
    """For information, with two decimals."""
    return None if number is None else _number(round(number, 2))
