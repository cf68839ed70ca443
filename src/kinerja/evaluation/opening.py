"""Opening the evaluation of a period: one review for every plan in force in it."""

from collections.abc import Set
from datetime import date

from django.db import transaction
from django.db.models import Count

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.period import Period, check_window
from kinerja.evaluation.review import Review
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.supervision import appraisers_of
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice

BATCH = 1_000  # plans a transaction: memory stays flat


def open_reviews(*, period: Period, on: date, by: Person | None) -> int:
    """Open a review for every set plan of the period; the number that are new.

    The appraiser is the one of that day. A plan without one is opened too, stands in the list of
    what is missing, and gets its appraiser when this is done again. Batch by batch: run again, it
    goes on where it stopped.
    Errors: NotAllowed unless `by` manages people; WindowShut outside the evaluation's window.
    """
    check_may_manage_people(by)
    check_window(period, on)
    opened = last = 0
    appraisers: set[int | None] = set()
    while batch := _open_batch(period, last, on, by):
        opened, last = opened + len(batch), batch[-1].plan_id
        appraisers |= {review.appraiser_id for review in batch}
    last = 0
    while batch := _find_appraisers(period, last, on, by):
        last = batch[-1].pk
        appraisers |= {review.appraiser_id for review in batch}
    _tell_appraisers(period, appraisers - {None})
    return opened


@transaction.atomic
def _open_batch(period: Period, after: int, on: date, by: Person | None) -> list[Review]:
    """Reviews for the next plans behind the id `after`, in order of the plans."""
    _wait_for_others(period)
    plans = (
        Plan.objects.filter(
            pk__gt=after,
            state=Plan.State.SET,
            starts_on__lte=period.ends_on,
            ends_on__gte=period.starts_on,
        )
        .exclude(reviews__period=period)
        .select_related("person")
        .order_by("pk")[:BATCH]
    )
    people = [plan.person for plan in plans]
    leaders = appraisers_of(people, on)
    reviews = Review.objects.bulk_create(
        [
            Review(
                person=plan.person,
                plan=plan,
                period=period,
                appraiser=leaders[plan.person_id].appraiser,
            )
            for plan in plans
        ]
    )
    review_of = {review.plan_id: review for review in reviews}
    Assessment.objects.bulk_create(
        [
            Assessment(review=review_of[result.plan_id], result=result)
            for result in WorkResult.objects.filter(plan__in=list(review_of))
        ]
    )
    record_many(Happening("review.opened", one, by, person=one.person) for one in reviews)
    Notice.objects.bulk_create(
        [
            Notice(
                person=one.person,
                text=f"Penilaian {period} dibuka. Isi realisasi Anda.",
                url=f"/penilaian/{one.pk}/realisasi/",
            )
            for one in reviews
        ]
    )
    return reviews


@transaction.atomic
def _find_appraisers(period: Period, after: int, on: date, by: Person | None) -> list[Review]:
    """The next reviews behind the id `after` that had nobody to rate them; those that now do are
    given their appraiser."""
    _wait_for_others(period)
    alone = list(
        Review.objects.filter(period=period, appraiser=None, pk__gt=after)
        .select_related("person")
        .order_by("pk")[:BATCH]
    )
    leaders = appraisers_of([review.person for review in alone], on)
    found = []
    for review in alone:
        review.appraiser = leaders[review.person_id].appraiser
        if review.appraiser is not None:
            found.append(review)
    Review.objects.bulk_update(found, ["appraiser"])
    record_many(
        Happening(
            "review.appraiser_found",
            one,
            by,
            person=one.person,
            data={"appraiser": one.appraiser_id},
        )
        for one in found
    )
    return alone


def _tell_appraisers(period: Period, appraisers: Set[int | None]) -> None:
    """One notice to each, however many people wait for a rating."""
    waiting = (
        Review.objects.unrated()
        .filter(period=period, appraiser__in=appraisers)
        .order_by()
        .values_list("appraiser")
        .annotate(Count("pk"))
    )
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=pk,
                text=f"Penilaian {period} dibuka: {number} pegawai menunggu penilaian Anda.",
                url=f"/penilaian/?periode={period.code}",
            )
            for pk, number in waiting
        ]
    )


def _wait_for_others(period: Period) -> None:
    """Two who open the same period at once do it one after the other."""
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
