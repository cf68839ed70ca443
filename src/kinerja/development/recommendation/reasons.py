"""What speaks for a recommendation: gaps, ratings below the expectation, what a 360 round told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja.development.competency import Competency
from kinerja.development.gap import PersonGap
from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.release import Result360
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.predicate import Rating
from kinerja.rules.recommendation import (
    ReasonKind,
    competency_of_value,
    severity,
)
from kinerja.rules.round360 import Frequency

RATING_PLACE = {Rating.BELOW: 1, Rating.MEETS: 2, Rating.ABOVE: 3}


@dataclass(frozen=True)
class Reason:
    kind: ReasonKind
    said: str
    severe: Decimal
    before: int
    competency: Competency | None = None
    value: str = ""


def reasons_of(reviews: Sequence[Review], gaps: dict[int, PersonGap]) -> dict[int, list[Reason]]:
    """What speaks for a recommendation, by review; the number of queries does not grow."""
    found: dict[int, list[Reason]] = {one.pk: [] for one in reviews}
    numbers = _below(reviews)
    for review in reviews:
        for item in gaps[review.person_id].below:
            level = item.assessment.level if item.assessment else 0
            found[review.pk].append(
                Reason(
                    ReasonKind.GAP,
                    f"{item.competency.name}: level {level}, jabatan Anda mensyaratkan"
                    f" {item.standard.required}.",
                    severity(ReasonKind.GAP, missing_levels=item.missing_levels),
                    level,
                    item.competency,
                )
            )
        if review.behaviour_rating == Rating.BELOW:
            found[review.pk].append(
                Reason(
                    ReasonKind.BEHAVIOUR,
                    f"Perilaku kerja {review.period.label} di bawah ekspektasi.",
                    severity(ReasonKind.BEHAVIOUR),
                    RATING_PLACE[Rating.BELOW],
                )
            )
        if review.work_result_rating == Rating.BELOW:
            found[review.pk].append(
                Reason(
                    ReasonKind.WORK_RESULT,
                    f"Hasil kerja {review.period.label} di bawah ekspektasi"
                    f"{numbers.get(review.pk, '')}.",
                    severity(ReasonKind.WORK_RESULT),
                    RATING_PLACE[Rating.BELOW],
                )
            )
    _hear_rounds(reviews, found)
    return found


def _below(reviews: Sequence[Review]) -> dict[int, str]:
    """The numbers of the results that were below the expectation, in words, by review."""
    rows = Assessment.objects.filter(review__in=reviews, rating=Rating.BELOW.value)
    found: dict[int, list[str]] = {}
    for review, number in rows.order_by("result__number").values_list("review", "result__number"):
        found.setdefault(review, []).append(str(number))
    return {pk: f" (hasil kerja nomor {', '.join(numbers)})" for pk, numbers in found.items()}


def _hear_rounds(reviews: Sequence[Review], found: dict[int, list[Reason]]) -> None:
    """What colleagues told, as far as a round told it to the person: groups that were large
    enough, in bands."""
    rows = Result360.objects.filter(
        subject__person__in=[one.person_id for one in reviews],
        subject__round__period__in=[one.period_id for one in reviews],
    ).select_related("subject__round")
    told = {(one.subject.person_id, one.subject.round.period_id): one.told for one in rows}
    competencies = {one.code: one for one in Competency.objects.used()}
    for review in reviews:
        groups = told.get((review.person_id, review.period_id), {}).get("groups", [])
        for value in CoreValue:
            places = [
                Frequency(group["values"][value.value]).score
                for group in groups
                if group["values"].get(value.value)
            ]
            if not places or min(places) > Frequency.SOMETIMES.score:
                continue
            band = min(places)
            found[review.pk].append(
                Reason(
                    ReasonKind.VALUE360,
                    f"Rekan menilai “{value.label}” {list(Frequency)[band - 1].label.lower()}"
                    " terlihat.",
                    severity(ReasonKind.VALUE360, band=band),
                    band,
                    competencies.get(competency_of_value(value).value),
                    value.value,
                )
            )
