"""A signed result is never edited: what has to change becomes a new version, frozen like the first.

The verbs that may do so (a decided objection) call this in their own transaction.
"""

from datetime import date

from django.db import transaction

from kinerja.evaluation.assessment import Assessment, assessments_of
from kinerja.evaluation.fingerprint import fingerprints_of
from kinerja.evaluation.rating import Judgement, check_whole, judge, ratings_of
from kinerja.evaluation.refusals import WrongState
from kinerja.evaluation.review import Review
from kinerja.evaluation.snapshot import freeze
from kinerja.people.person import Person
from kinerja.records.event import record


@transaction.atomic
def replace_review(
    *, review: Review, judgement: Judgement, by: Person, on: date, reason: str
) -> Review:
    """The next version of a signed result with other ratings, signed by whoever decides.

    Realisation and evidence are taken over as they were frozen with the period. The old version
    stays readable.
    Errors: WrongState unless this version counts; as `rating.check_whole`.
    """
    old = Review.objects.select_for_update(of=("self",)).select_related("period").get(pk=review.pk)
    if old.state != Review.State.SIGNED:
        raise WrongState("Hasil ini belum ditandatangani, atau sudah digantikan versi baru.")
    before = assessments_of({old.pk: old})[old.pk]
    check_whole(judgement, before)
    Review.objects.filter(pk=old.pk).update(state=Review.State.SUPERSEDED)
    new = Review(
        person_id=old.person_id,
        plan_id=old.plan_id,
        period=old.period,
        appraiser_id=old.appraiser_id,
        silent_appraiser_id=old.silent_appraiser_id,
        limit_from=old.limit_from,
        version=old.version + 1,
        replaces=old,
    )
    judge(new, judgement, on)
    new.save(force_insert=True)
    Assessment.objects.bulk_create(
        [
            Assessment(
                review=new,
                result_id=pk,
                realisation=one.realisation,
                rating=judgement.results[pk][0].value,
                note=judgement.results[pk][1].strip(),
            )
            for pk, one in before.items()
        ]
    )
    freeze([new.pk], old.period, on=on, by=by.full_name)
    record(
        "review.replaced",
        about=new,
        person=new.person,
        by=by,
        reason=reason,
        data={
            "replaces": old.pk,
            "before": ratings_of(old),
            "after": ratings_of(new),
            "parts": fingerprints_of([new.pk])[new.pk],
        },
    )
    return Review.objects.get(pk=new.pk)
