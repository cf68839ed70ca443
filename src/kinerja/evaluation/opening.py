"""Opening the evaluation of a period: one review for every plan in force in it."""

from collections.abc import Sequence, Set
from datetime import date

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.evaluator import evaluators_of
from kinerja.evaluation.period import Period, check_window
from kinerja.evaluation.review import Review
from kinerja.people.person import Person, check_may_manage_people
from kinerja.planning.plan import Plan, PlanQuerySet
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice

BATCH = 1_000  # plans a transaction: memory stays flat


def open_reviews(*, period: Period, on: date, by: Person | None) -> int:
    """Open a review for every set plan of the period; the number that are new.

    The appraiser is who evaluates on that day (see `evaluator`). A plan without one is opened too,
    stands in the list of what is missing, and gets its appraiser when this is done again. Batch by
    batch: run again, it goes on where it stopped.
    Errors: NotAllowed unless `by` manages people; WindowShut outside the evaluation's window.
    """
    check_may_manage_people(by)
    check_window(period, on)
    opened, behind = 0, [0]  # the ids of the plans that were looked at
    appraisers: set[int | None] = set()
    while behind:
        batch, behind = _open_batch(period, behind[-1], on, by)
        opened += len(batch)
        appraisers |= {review.appraiser_id for review in batch}
    last = 0
    while batch := _find_appraisers(period, last, on, by):
        last = batch[-1].pk
        appraisers |= {review.appraiser_id for review in batch}
    _tell_appraisers(period, appraisers - {None})
    return opened


@transaction.atomic
def _open_batch(
    period: Period, after: int, on: date, by: Person | None
) -> tuple[list[Review], list[int]]:
    """Reviews for the next plans behind the id `after`, in order of the plans; and all the plans
    that were looked at, none at the end."""
    _wait_for_others(period)
    next_ones = plans_of(period).filter(pk__gt=after).select_related("person", "assignment")
    looked_at = list(next_ones.order_by("pk")[:BATCH])
    plans = _not_open(period, looked_at)
    leaders = evaluators_of(plans, period, on)
    reviews = Review.objects.bulk_create(
        [
            Review(
                person=plan.person,
                plan=plan,
                period=period,
                appraiser=leaders[plan.pk],
            )
            for plan in plans
        ]
    )
    review_of = {(one.plan.assignment_id, one.plan.year): one for one in reviews}
    Assessment.objects.bulk_create(
        [
            Assessment(review=review_of[result.plan.assignment_id, result.plan.year], result=result)
            for result in _results(period, plans)
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
    return reviews, [plan.pk for plan in looked_at]


def _not_open(period: Period, plans: Sequence[Plan]) -> list[Plan]:
    """Those whose post has no review yet. Asked of these alone: while a period is opened, the
    server does not know how many reviews there are, and would compare each plan with all."""
    of_these = Review.objects.filter(
        period=period, plan__assignment__in=[plan.assignment_id for plan in plans]
    )
    opened = set(of_these.values_list("plan__assignment", "plan__year"))
    return [plan for plan in plans if (plan.assignment_id, plan.year) not in opened]


def plans_of(period: Period) -> PlanQuerySet:
    """Of each post the version that was in force last in the period. What a person planned for a
    post that he or she left counts only where no plan for the new post follows (6/2022 annex p. 91:
    the new appraiser evaluates)."""
    within = Plan.objects.between(period.starts_on, period.ends_on)
    later = within.filter(person=OuterRef("person")).filter(
        Q(starts_on__gt=OuterRef("starts_on"))
        | Q(starts_on=OuterRef("starts_on"), version__gt=OuterRef("version"))
    )
    return within.exclude(Q(state=Plan.State.SUPERSEDED) & Exists(later))


def _results(period: Period, plans: Sequence[Plan]) -> QuerySet[WorkResult]:
    """Of each line of results in the versions that were in force in the period the newest one."""
    versions = (
        Plan.objects.between(period.starts_on, period.ends_on)
        .filter(assignment__plans__in=[plan.pk for plan in plans])
        .filter(assignment__plans__year=F("year"))
    )
    return (
        WorkResult.objects.filter(plan__in=versions.values("pk"))
        .select_related("plan")
        .order_by("line", "-plan__version")
        .distinct("line")
    )


@transaction.atomic
def _find_appraisers(period: Period, after: int, on: date, by: Person | None) -> list[Review]:
    """The next reviews behind the id `after` that had nobody to rate them; those that now do are
    given their appraiser."""
    _wait_for_others(period)
    alone = list(
        Review.objects.filter(period=period, appraiser=None, pk__gt=after)
        .select_related("person", "plan__person", "plan__assignment")
        .order_by("pk")[:BATCH]
    )
    leaders = evaluators_of([review.plan for review in alone], period, on)
    found = []
    for review in alone:
        review.appraiser = leaders[review.plan_id]
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
