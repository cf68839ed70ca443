"""Sign what is rated and freeze it: one by one, or for a whole period."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.missing import Missing, missing_in
from kinerja.evaluation.organisation import org_results_in
from kinerja.evaluation.period import Period, check_window
from kinerja.evaluation.realisation import feedback_in, records_of_plans, reports_of_plans
from kinerja.evaluation.refusals import ChangedMeanwhile, WrongState
from kinerja.evaluation.review import Review, check_may_rate
from kinerja.evaluation.snapshot import Ground, freeze
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import Notice
from kinerja.work.feedback import Feedback
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
    longer sign (6/2022 p. 90); what is rated is signed when the period is closed.
    Errors: NotYours, WrongState, WindowShut, ChangedMeanwhile.
    """
    held = Review.objects.select_for_update(of=("self",)).select_related("period").get(pk=review.pk)
    check_may_rate(held, by)
    if held.state != Review.State.RATED:
        raise WrongState("Penilaian ini belum lengkap, atau sudah ditandatangani.")
    check_window(held.period, on)
    if revision is not None and revision != held.revision:
        raise ChangedMeanwhile(
            "Penilaian ini berubah sejak halaman ini dibuka. Periksa dulu yang terbaru, lalu"
            " tandatangani."
        )
    _sign([held.pk], held.period, by, on)
    return Review.objects.get(pk=held.pk)


def close_period(*, period: Period, by: Person | None, on: date) -> Closing:
    """Sign every rated review of the period, batch by batch, and name who is missing and why.

    Run again, it goes on where it stopped: what is signed stays as it is.
    Errors: NotAllowed unless `by` manages people, or is the system (None).
    """
    before = Review.objects.released().filter(period=period).count()
    signed = sign_rated(period=period, by=by, on=on)
    return Closing(period, signed, before, missing_in(period))


def sign_rated(*, period: Period, by: Person | None, on: date, most: int | None = None) -> int:
    """Sign the rated reviews of a period, at most so many; the number. Errors: as `close_period`.

    The judgement is the appraiser's: the event says who closed, on whose behalf.
    """
    check_may_manage_people(by)
    signed = 0
    while size := BATCH if most is None else min(BATCH, most - signed):
        with transaction.atomic():
            ready = Review.objects.select_for_update(of=("self",)).filter(
                period=period, state=Review.State.RATED
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
    reviews = list(
        Review.objects.filter(pk__in=ids)
        .select_related("person", "appraiser", "period", "plan__assignment__position__unit")
        .prefetch_related("assessments")
        .order_by("pk")
    )
    rules, signer = period.rules, by.full_name if by else None
    grounds = _grounds(reviews, period)
    _store(
        {
            review.pk: json.dumps(
                freeze(review, grounds[review.pk], rules=rules, on=on, by=signer),
                ensure_ascii=False,
            )
            for review in reviews
        },
        rules.code,
        on,
    )
    freeze_reports(
        plans=[review.plan for review in reviews], first=period.starts_on, last=period.ends_on
    )
    RatingDraft.objects.filter(review__in=ids).delete()
    record_many(
        Happening(
            "review.signed",
            review,
            by,
            person=review.person,
            on_behalf_of=review.appraiser if by != review.appraiser else None,
        )
        for review in reviews
    )
    Notice.objects.bulk_create(
        [
            Notice(
                person=review.person,
                text=f"Hasil penilaian {period} Anda sudah dapat dibaca.",
                url=f"/hasil/{review.pk}/",
            )
            for review in reviews
        ]
    )
    return len(reviews)


def _store(snapshots: Mapping[int, str], rule_set: str, on: date) -> None:
    """Write all snapshots with one statement; `bulk_update` would take several times as long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE evaluation_review AS review"
            " SET snapshot = frozen.snapshot::jsonb, rule_set = %s, signed_on = %s, state = %s"
            " FROM unnest(%s::bigint[], %s::text[]) AS frozen (id, snapshot)"
            " WHERE review.id = frozen.id",
            [rule_set, on, Review.State.SIGNED, list(snapshots), list(snapshots.values())],
        )


def _grounds(reviews: Sequence[Review], period: Period) -> dict[int, Ground]:
    """What stands behind each review, by its id."""
    first, last = period.starts_on, period.ends_on
    plan_ids = [review.plan_id for review in reviews]
    records = records_of_plans(plan_ids, first, last)
    organisation = org_results_in(period, {review.appraiser_id for review in reviews})
    reports: dict[int, list[int]] = {}
    accepted = reports_of_plans(plan_ids, first, last).accepted().order_by("done_on", "pk")
    for result_id, pk in accepted.values_list("result_id", "pk"):
        reports.setdefault(result_id or 0, []).append(pk)
    feedback: dict[int, list[Feedback]] = {}
    for one in feedback_in(period, {review.person_id for review in reviews}):
        feedback.setdefault(one.receiver_id, []).append(one)
    return {
        review.pk: Ground(
            records=records[review.plan_id],
            reports=reports,
            feedback=feedback.get(review.person_id, ()),
            organisation=organisation.counting(
                review.plan.assignment.position.unit, review.appraiser_id
            ),
        )
        for review in reviews
    }
