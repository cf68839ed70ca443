"""The job that proposes: the way that helped most often for each reason."""

from collections.abc import Sequence
from datetime import date

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from kinerja.development.gap import gaps_of
from kinerja.development.recommendation.helped import track
from kinerja.development.recommendation.reasons import Reason, reasons_of
from kinerja.development.recommendation.recommendation import Proposal, Recommendation
from kinerja.development.training import Training
from kinerja.evaluation.review import Review
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import notify_many
from kinerja.rules.recommendation import (
    Way,
    rank_score,
)

AT_A_TIME = 200  # results that are looked at together
MOST = 5  # recommendations after one result: more than that nobody does
PAGE = "/rencana-belajar/"


def propose_recommendations(*, on: date) -> int:
    """Look at every signed result that nobody looked at yet; how many recommendations there are.

    Run again, only what is new. The people are told where there is something.
    """
    made, after = 0, 0
    fresh = Review.objects.released().filter(~Exists(Proposal.objects.filter(pk=OuterRef("pk"))))
    fresh = fresh.filter(period__in=_recent(on)).select_related("person", "period")
    while batch := list(fresh.filter(pk__gt=after).order_by("pk")[:AT_A_TIME]):
        after = batch[-1].pk
        made += _propose(batch, on)
    return made


def _recent(on: date) -> models.QuerySet[Review, int]:
    """Periods that ended within a year: older results recommend nothing for today."""
    since = date.fromordinal(on.toordinal() - 366)
    rows = Review.objects.filter(period__ends_on__gte=since).order_by()
    return rows.values_list("period", flat=True).distinct()


@transaction.atomic
def _propose(reviews: Sequence[Review], on: date) -> int:
    ids = [one.pk for one in reviews]
    # Of two workers the second waits here, and then finds what the first has looked at.
    list(Review.objects.select_for_update(of=("self",)).filter(pk__in=ids).values_list("pk"))
    known = set(Proposal.objects.filter(pk__in=ids).values_list("pk", flat=True))
    reviews = [one for one in reviews if one.pk not in known]
    Proposal.objects.bulk_create([Proposal(review=one, proposed_on=on) for one in reviews])
    gaps = gaps_of([one.person for one in reviews], on)
    reasons = reasons_of(reviews, gaps)
    options = _Options(on)
    rows = []
    for review in reviews:
        found = [options.best(review.pk, reason) for reason in reasons[review.pk]]
        found.sort(key=lambda one: -one.score)
        rows += found[:MOST]
    Recommendation.objects.bulk_create(rows)
    by_review = {one.pk: one for one in reviews}
    told = {row.proposal_id for row in rows}
    record_many(
        Happening(
            "recommendation.proposed",
            about=by_review[pk],
            person=by_review[pk].person,
            by=None,
            data={"number": sum(row.proposal_id == pk for row in rows)},
        )
        for pk in sorted(told)
    )
    notify_many(
        [by_review[pk].person for pk in sorted(told)],
        "Ada rekomendasi pengembangan dari hasil penilaian Anda.",
        PAGE,
    )
    return len(rows)


class _Options:
    """Ways of learning, with how often each helped; what is offered is asked once."""

    def __init__(self, on: date) -> None:
        self.track = track()
        self.trainings: dict[str, list[Training]] = {}
        for one in Training.objects.offered():
            for code in one.competencies:
                self.trainings.setdefault(code, []).append(one)

    def best(self, review: int, reason: Reason) -> Recommendation:
        """The way that helped most often; of equals the training comes first."""
        ways: list[tuple[Way, Training | None]] = []
        if reason.competency is not None:
            offered = self.trainings.get(reason.competency.code, [])
            ways = [(Way(one.form), one) for one in offered]
            ways += [(Way.MENTORING, None), (Way.ASSIGNMENT, None), (Way.SELF_STUDY, None)]
        ways.append((Way.COACHING, None))
        key = reason.competency.pk if reason.competency else None
        shares = [
            self.track.of((key, way.value, training.pk if training else None)).share
            for way, training in ways
        ]
        at = max(range(len(ways)), key=lambda one: (shares[one], -one))
        way, training = ways[at]
        return Recommendation(
            proposal_id=review,
            reason=reason.kind.value,
            said=reason.said[:400],
            competency=reason.competency,
            value=reason.value,
            way=way.value,
            training=training,
            score=rank_score(reason.severe, shares[at]),
            measured_before=reason.before,
        )
