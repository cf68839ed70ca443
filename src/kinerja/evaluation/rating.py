"""Rating: two ratings with reasons by a person; the matrix gives the predicate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kinerja.evaluation.assessment import LONGEST_TEXT, Assessment, assessments_of
from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.evidence import has_ground
from kinerja.evaluation.period import check_window
from kinerja.evaluation.refusals import (
    ChangedMeanwhile,
    GroundMissing,
    PartMissing,
    ReasonMissing,
    TextTooLong,
    UnknownResult,
    WrongState,
)
from kinerja.evaluation.review import Review, check_may_rate, hold_reviews
from kinerja.people.person import Person
from kinerja.records.event import Happening, record_many
from kinerja.rules.predicate import Predicate, Rating, predicate


@dataclass(frozen=True)
class Judgement:
    """What the appraiser decides: two ratings with reasons, and a view of each result."""

    work_result: Rating
    behaviour: Rating
    results: Mapping[int, tuple[Rating, str]]  # id of the work result -> rating, note
    work_result_reason: str = ""
    behaviour_reason: str = ""
    recommendation: str = ""


@dataclass(frozen=True)
class Rated:
    """One judgement on one review by one person. `revision` is the one that the form was filled
    from; None: whatever stands now."""

    review: Review
    judgement: Judgement
    by: Person
    revision: int | None = None


def rate_review(
    *, review: Review, judgement: Judgement, by: Person, on: date, revision: int | None = None
) -> Predicate:
    """Give the two ratings with their reasons; again until it is signed.

    Errors: NotYours, WrongState, WindowShut, ChangedMeanwhile; PartMissing when a result has no
    rating, UnknownResult when one is not of this review; ReasonMissing for a rating above or below
    the expectation without words, GroundMissing for one below it without a report or feedback that
    it rests on; TextTooLong.
    """
    return rate_reviews_many(rated=[Rated(review, judgement, by, revision)], on=on)[0]


@transaction.atomic
def rate_reviews_many(*, rated: Sequence[Rated], on: date) -> list[Predicate]:
    """The same for many reviews at once: all of them, or none. Errors: as `rate_review`."""
    held = hold_reviews([one.review.pk for one in rated])
    assessments = assessments_of(held)
    for one in rated:
        review = held[one.review.pk]
        _check_act(review, one, on)
        _check_reasons(one.judgement)
        _check_results(assessments[review.pk], one.judgement)
    _check_grounds([held[one.review.pk] for one in rated if _has_below(one.judgement)])
    happenings = []
    for one in rated:
        review = held[one.review.pk]
        before = _ratings(review)
        for pk, (rating, note) in one.judgement.results.items():
            assessment = assessments[review.pk][pk]
            assessment.rating, assessment.note = rating.value, note.strip()
        _judge(review, one.judgement, on)
        data = _ratings(review) | ({"before": before} if before["predicate"] else {})
        happenings.append(
            Happening("review.rated", review, one.by, person=review.person, data=data)
        )
    Assessment.objects.bulk_update(
        [one for of_review in assessments.values() for one in of_review.values()],
        ["rating", "note"],
        batch_size=500,
    )
    Review.objects.bulk_update(held.values(), _JUDGED, batch_size=500)
    RatingDraft.objects.filter(review__in=list(held)).delete()
    record_many(happenings)
    return [Predicate(held[one.review.pk].predicate) for one in rated]


_JUDGED = (
    "work_result_rating",
    "work_result_reason",
    "behaviour_rating",
    "behaviour_reason",
    "recommendation",
    "predicate",
    "rated_on",
    "state",
    "revision",
)


def _judge(review: Review, judgement: Judgement, on: date) -> None:
    review.work_result_rating = judgement.work_result.value
    review.work_result_reason = judgement.work_result_reason.strip()
    review.behaviour_rating = judgement.behaviour.value
    review.behaviour_reason = judgement.behaviour_reason.strip()
    review.recommendation = judgement.recommendation.strip()
    review.predicate = predicate(judgement.work_result, judgement.behaviour).value
    review.rated_on, review.state = on, Review.State.RATED
    review.revision += 1


def _ratings(review: Review) -> dict[str, str]:
    """What an event tells of a rating; whoever may not see the review may not see its events."""
    return {
        "work_result": review.work_result_rating,
        "behaviour": review.behaviour_rating,
        "predicate": review.predicate,
    }


def _check_act(review: Review, one: Rated, on: date) -> None:
    check_may_rate(review, one.by)
    if review.state not in (*Review.UNRATED, Review.State.RATED):
        raise WrongState("Penilaian ini sudah ditandatangani dan tidak dapat diubah.")
    check_window(review.period, on)
    if one.revision is not None and one.revision != review.revision:
        raise ChangedMeanwhile(
            "Penilaian ini sudah disimpan dari jendela lain sejak halaman ini dibuka. Muat ulang"
            " untuk melihat yang terbaru."
        )


def reason_asked(what: str, rating: Rating, reason: str) -> str:
    """What to say when the reason of a rating is missing; empty: it is there, or not needed."""
    if rating is Rating.MEETS or reason.strip():
        return ""
    return f"Tulis alasan rating {what} {rating.label.lower()}, supaya pegawai memahaminya."


def _check_reasons(judgement: Judgement) -> None:
    pairs = (
        ("hasil kerja", judgement.work_result, judgement.work_result_reason),
        ("perilaku kerja", judgement.behaviour, judgement.behaviour_reason),
    )
    for what, rating, reason in pairs:
        if asked := reason_asked(what, rating, reason):
            raise ReasonMissing(asked)
    texts = (
        judgement.work_result_reason,
        judgement.behaviour_reason,
        judgement.recommendation,
        *(note for _, note in judgement.results.values()),
    )
    if any(len(text.strip()) > LONGEST_TEXT for text in texts):
        raise TextTooLong(f"Ringkas setiap catatan sampai paling banyak {LONGEST_TEXT} huruf.")


def _check_results(assessments: Mapping[int, Assessment], judgement: Judgement) -> None:
    if set(judgement.results) - set(assessments):
        raise UnknownResult("Hasil kerja ini bukan bagian dari penilaian ini.")
    missing = [
        one.result.number for one in assessments.values() if one.result_id not in judgement.results
    ]
    if missing:
        numbers = ", ".join(str(number) for number in sorted(missing))
        raise PartMissing(f"Nilai dulu hasil kerja nomor {numbers}.")


def _has_below(judgement: Judgement) -> bool:
    return Rating.BELOW in (judgement.work_result, judgement.behaviour)


def _check_grounds(reviews: Sequence[Review]) -> None:
    """Everybody rated below the expectation has a report or feedback of the period."""
    by_period: dict[int, list[Review]] = {}
    for review in reviews:
        by_period.setdefault(review.period_id, []).append(review)
    for of_period in by_period.values():
        people = {review.person_id for review in of_period}
        if people - has_ground(of_period[0].period, people):
            raise GroundMissing(
                "Rating di bawah ekspektasi memerlukan dasar: laporan kerja atau umpan balik pada"
                " periode ini. Beri umpan baliknya dulu, lalu nilai kembali."
            )
