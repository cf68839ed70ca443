"""The outcome: the same thing measured again after the next signed result."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from kinerja.development.assessment import CompetencyAssessment
from kinerja.development.recommendation.reasons import RATING_PLACE
from kinerja.development.recommendation.recommendation import Recommendation
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.release import Result360
from kinerja.records.event import Happening, record_many
from kinerja.rules.predicate import Rating
from kinerja.rules.recommendation import (
    ReasonKind,
    outcome_of,
)
from kinerja.rules.round360 import Frequency

AT_A_TIME = 200  # recommendations that are looked at together


def follow_recommendations(*, on: date) -> int:
    """Measure again what gave a reason, once the person has a later signed result; how many."""
    later = Review.objects.released().filter(
        person=OuterRef("proposal__review__person"),
        period__ends_on__gt=OuterRef("proposal__review__period__ends_on"),
    )
    rows = Recommendation.objects.counting().filter(Exists(later), outcome="")
    rows = rows.exclude(answer="").select_related("proposal__review__period")
    number, after = 0, 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk")[:AT_A_TIME]):
        after = batch[-1].pk
        number += _follow(batch, on)
    return number


@transaction.atomic
def _follow(batch: Sequence[Recommendation], on: date) -> int:
    held = Recommendation.objects.select_for_update(of=("self",)).filter(outcome="")
    rows = list(
        held.filter(pk__in=[one.pk for one in batch]).select_related("proposal__review__period")
    )
    after = _measured_after(rows, on)
    for row in rows:
        row.measured_after = after.get(row.pk)
        row.outcome = outcome_of(row.measured_before, row.measured_after).value
        row.outcome_on = on
    Recommendation.objects.bulk_update(rows, ["measured_after", "outcome", "outcome_on"])
    record_many(
        Happening(
            "recommendation.followed",
            about=row,
            person=row.proposal.review.person,
            by=None,
            data={"outcome": row.outcome},
        )
        for row in rows
    )
    return len(rows)


def _measured_after(rows: Iterable[Recommendation], on: date) -> dict[int, int]:
    """The same measure as before, from what came later; what was not measured is not in it."""
    rows = list(rows)
    people = {row.proposal.review.person_id for row in rows}
    levels: dict[tuple[int, int], CompetencyAssessment] = {}
    for one in CompetencyAssessment.objects.counting(on).filter(person__in=people):
        levels[one.person_id, one.competency_id] = one
    reviews: dict[int, Review] = {}
    signed = Review.objects.released().filter(person__in=people).select_related("period")
    for review in signed.defer("snapshot").order_by("period__ends_on", "pk"):
        reviews[review.person_id] = review
    rounds: dict[int, Result360] = {}
    told = Result360.objects.filter(subject__person__in=people)
    for result in told.select_related("subject__round__period").order_by(
        "subject__round__period__ends_on"
    ):
        rounds[result.subject.person_id] = result
    found: dict[int, int | None] = {}
    for row in rows:
        mine = row.proposal.review
        match ReasonKind(row.reason):
            case ReasonKind.GAP:
                level = levels.get((mine.person_id, row.competency_id or 0))
                later = level is not None and level.assessed_on > row.proposal.proposed_on
                found[row.pk] = level.level if level and later else None
            case ReasonKind.BEHAVIOUR:
                found[row.pk] = _place(reviews[mine.person_id].behaviour_rating)
            case ReasonKind.WORK_RESULT:
                found[row.pk] = _place(reviews[mine.person_id].work_result_rating)
            case ReasonKind.VALUE360:
                told_last = rounds.get(mine.person_id)
                found[row.pk] = _band(told_last, row.value, mine) if told_last else None
    return {pk: place for pk, place in found.items() if place is not None}


def _place(rating: str) -> int | None:
    return RATING_PLACE[Rating(rating)] if rating else None


def _band(result: Result360, value: str, before: Review) -> int | None:
    """The lowest band that a later round told of that value; None: no later one, or not told."""
    if result.subject.round.period.ends_on <= before.period.ends_on:
        return None
    words = [group["values"].get(value) for group in result.told.get("groups", [])]
    places = [Frequency(word).score for word in words if word]
    return min(places, default=None)
