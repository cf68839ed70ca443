"""Sign what is rated and freeze it: one by one, or for a whole period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.fingerprint import fingerprints_of
from kinerja.evaluation.missing import Missing, missing_in
from kinerja.evaluation.period import Period
from kinerja.evaluation.refusals import WrongState
from kinerja.evaluation.review import Review, check_may_rate
from kinerja.evaluation.silence import hand_on
from kinerja.evaluation.snapshot import freeze
from kinerja.evaluation.turn import check_turn
from kinerja.people.person import Person, check_may_manage_people
from kinerja.planning.moves import close_year
from kinerja.planning.plan import Plan
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.work.freeze import freeze_reports

BATCH = 1_000  # reviews frozen in one transaction: memory stays flat


@dataclass(frozen=True)
class Closing:
    """What closing a period did, and what it could not do."""

    period: Period
    signed: int  # now
    signed_before: int
    missing: Sequence[Missing]


@transaction.atomic
def sign_review(*, review: Review, by: Person, on: date, revision: int | None = None) -> Review:
    """Sign one rated review: its appraiser does it; from then on nothing in it changes.

    `revision` is the one that was shown to the signer. After the window the appraiser may no
    longer sign (6/2022 p. 90): the superior evaluates (see `silence`).
    Errors: NotYours, WrongState, WindowShut, ChangedMeanwhile.
    """
    held = (
        Review.objects.select_for_update(of=("self",))
        .select_related("person", "appraiser", "period")
        .get(pk=review.pk)
    )
    check_may_rate(held, by)
    if held.state != Review.State.RATED:
        raise WrongState("Penilaian ini belum lengkap, atau sudah ditandatangani.")
    check_turn(held, on)
    if revision is not None and revision != held.revision:
        raise ChangedMeanwhile(
            "Penilaian ini berubah sejak halaman ini dibuka. Periksa dulu yang terbaru, lalu"
            " tandatangani."
        )
    _sign([held.pk], held.period, by, on)
    return Review.objects.get(pk=held.pk)


def close_period(*, period: Period, by: Person | None, on: date) -> Closing:
    """Sign every rated review of the period, batch by batch, and name who is missing and why.

    After the window nobody signs for an appraiser any more: what is unsigned goes to the superior
    (6/2022 p. 90). Run again, it goes on where it stopped: what is signed stays as it is.
    Errors: NotAllowed unless `by` manages people, or is the system (None).
    """
    before = Review.objects.released().filter(period=period).count()
    signed = sign_rated(period=period, by=by, on=on)
    hand_on(period=period, on=on)
    return Closing(period, signed, before, missing_in(period))


def sign_rated(*, period: Period, by: Person | None, on: date, most: int | None = None) -> int:
    """Sign the rated reviews of a period, at most so many; the number. Errors: as `close_period`.

    None once its window has closed, and none that has a limit of its own (see `turn`).
    The judgement is the appraiser's: the event says who closed, on whose behalf.
    """
    check_may_manage_people(by)
    signed = 0
    if on > period.last_day:
        return signed
    while size := BATCH if most is None else min(BATCH, most - signed):
        with transaction.atomic():
            ready = Review.objects.select_for_update(of=("self",)).filter(
                period=period, state=Review.State.RATED, limit_from=None
            )
            ids = [review.pk for review in ready.order_by("pk").only("pk")[:size]]
            if not ids:
                break
            signed += _sign(ids, period, by, on)
    if signed:
        record("period.closed", about=period, by=by, data={"signed": signed})
    return signed


def _sign(ids: Sequence[int], period: Period, by: Person | None, on: date) -> int:
    """Freeze and sign held, rated reviews of one period; inside a transaction. The number of
    queries does not grow with the number of reviews."""
    freeze(ids, period, on=on, by=by.full_name if by else None)
    reviews = list(
        Review.objects.filter(pk__in=ids)
        .only("person_id", "plan_id", "appraiser_id")
        .order_by("pk")
    )
    freeze_reports(
        plans=[Plan(pk=review.plan_id) for review in reviews],
        first=period.starts_on,
        last=period.ends_on,
    )
    if period.is_annual:
        close_year(plan_ids=[review.plan_id for review in reviews])
    RatingDraft.objects.filter(review__in=ids).delete()
    people = [Person(pk=review.person_id) for review in reviews]  # only their ids are needed
    parts = fingerprints_of(ids)
    record_many(
        Happening(
            "review.signed",
            review,
            by,
            person=person,
            on_behalf_of=_represented(review, by),
            data={"parts": parts[review.pk]},
        )
        for review, person in zip(reviews, people, strict=True)
    )
    Notice.objects.bulk_create(
        [
            Notice(
                person=person,
                text=f"Hasil penilaian {period} Anda sudah dapat dibaca.",
                url=f"/hasil/{review.pk}/",
            )
            for review, person in zip(reviews, people, strict=True)
        ]
    )
    return len(reviews)


def _represented(review: Review, by: Person | None) -> Person | None:
    """The appraiser, when somebody else signs."""
    return None if by and by.pk == review.appraiser_id else Person(pk=review.appraiser_id)
