"""Rating: two ratings with reasons by a person; the matrix gives the predicate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kinerja.evaluation.assessment import LONGEST_TEXT, Assessment, assessments_of
from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.evidence import has_ground
from kinerja.evaluation.refusals import (
    GroundMissing,
    PartMissing,
    ReasonMissing,
    TextTooLong,
    UnknownResult,
    WrongState,
)
from kinerja.evaluation.review import Review, check_may_rate, hold_reviews
from kinerja.evaluation.turn import check_turn
from kinerja.people.person import Person
from kinerja.records.event import Event, Happening, record_many
from kinerja.rules.predicate import Predicate, Rating, predicate
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.rules.study_leave import allowed_predicates


@dataclass(frozen=True)
class Judgement:
    """What the appraiser decides: two ratings with reasons, and a view of each result."""

    work_result: Rating
    behaviour: Rating
    results: Mapping[int, tuple[Rating, str]]  # id of the work result -> rating, note
    work_result_reason: str = ""
    behaviour_reason: str = ""
    recommendation: str = ""
    study_failed: Predicate | None = None  # chosen for an assigned study that was not passed


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
        check_whole(one.judgement, assessments[review.pk])
        check_study(one.judgement, review)
    _check_grounds([held[one.review.pk] for one in rated if _has_below(one.judgement)])
    happenings = []
    for one in rated:
        review = held[one.review.pk]
        before = ratings_of(review)
        for pk, (rating, note) in one.judgement.results.items():
            assessment = assessments[review.pk][pk]
            assessment.rating, assessment.note = rating.value, note.strip()
        judge(review, one.judgement, on)
        data = ratings_of(review) | ({"before": before} if before["predicate"] else {})
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
    "study_failed",
    "reuses",
    "rated_on",
    "state",
    "revision",
)


def judge(review: Review, judgement: Judgement, on: date) -> None:
    """Put the judgement on the review, with the predicate that follows; nothing is stored."""
    review.work_result_rating = judgement.work_result.value
    review.work_result_reason = judgement.work_result_reason.strip()
    review.behaviour_rating = judgement.behaviour.value
    review.behaviour_reason = judgement.behaviour_reason.strip()
    review.recommendation = judgement.recommendation.strip()
    review.study_failed, review.reuses = judgement.study_failed is not None, None
    chosen = judgement.study_failed or predicate(
        judgement.work_result, judgement.behaviour, review.period.rules.predicates
    )
    review.predicate = chosen.value
    review.rated_on, review.state = on, Review.State.RATED
    review.revision += 1


def ratings_of(review: Review) -> dict[str, str]:
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
    check_turn(review, on)
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


def check_whole(judgement: Judgement, assessments: Mapping[int, Assessment]) -> None:
    """Refuse a judgement without the reasons or the results that it needs.

    `assessments`: those of the review, by the id of the work result.
    Errors: ReasonMissing, TextTooLong, PartMissing, UnknownResult.
    """
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
    if set(judgement.results) - set(assessments):
        raise UnknownResult("Hasil kerja ini bukan bagian dari penilaian ini.")
    missing = [
        one.result.number for one in assessments.values() if one.result_id not in judgement.results
    ]
    if missing:
        numbers = ", ".join(str(number) for number in sorted(missing))
        raise PartMissing(f"Nilai dulu hasil kerja nomor {numbers}.")


def studied(review: Review) -> bool:
    """Whether the person was on study leave in the period, now or until a day in it or later."""
    person, period = review.person, review.period
    if person.status == Person.Status.STUDY_LEAVE:
        return person.status_since is None or person.status_since <= period.ends_on
    if person.status_since is None or person.status_since <= period.starts_on:
        return False
    ended = (
        Event.objects.about(person)
        .named("person.status_set")
        .filter(data__since__gt=period.starts_on.isoformat())
    )
    return ended.filter(data__from=Person.Status.STUDY_LEAVE.value).exists()


def check_study(judgement: Judgement, review: Review) -> None:
    """Who failed an assigned study gets kurang or sangat kurang, with regard to the behaviour.

    Errors: WrongState for anybody else or another predicate, ReasonMissing without the reason.
    """
    if judgement.study_failed is None:
        return
    if not studied(review) or judgement.study_failed not in allowed_predicates(study_failed=True):
        raise WrongState(
            "Predikat ini hanya untuk tugas belajar yang tidak lulus: Kurang atau Sangat Kurang."
        )
    if not judgement.behaviour_reason.strip():
        raise ReasonMissing(
            "Tulis alasan rating perilaku: predikat tugas belajar yang tidak lulus dipilih dengan"
            " melihat perilakunya."
        )


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
