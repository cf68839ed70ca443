"""What becomes of open evaluations when people move: written down each night, as the system.

An appraiser who has left for good is followed by the superior; an evaluation of a post that was
left in the period gives way to the one of the new post (6/2022 annex p. 89-91).
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.evaluator import evaluators_of
from kinerja.evaluation.period import Period
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.evaluation.turn import superiors_of
from kinerja.people.person import Person, is_present
from kinerja.planning.plan import Plan
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice

BATCH = 1_000


def follow_evaluators(*, on: date) -> int:
    """Give open evaluations to who evaluates now, end those of posts that were left; how many
    changed. Said again, it changes nothing."""
    changed = 0
    for period in Period.objects.filter(opens_on__lte=on):
        for rows, step in ((_left(period), _withdraw), (_orphaned(period, on), _give)):
            last = 0
            while pks := list(
                rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
            ):
                last = pks[-1]
                changed += step(rows.filter(pk__in=pks), period, on)
    return changed


def _orphaned(period: Period, on: date) -> ReviewQuerySet:
    """Unsigned, with an appraiser who is not in service any more."""
    rows = Review.objects.unsigned().filter(period=period, appraiser__isnull=False)
    return rows.exclude(is_present(on, "appraiser__"))


def _left(period: Period) -> ReviewQuerySet:
    """Unsigned, of a post that was left for another one with a plan in the same period."""
    next_post = Plan.objects.between(period.starts_on, period.ends_on).filter(
        person=OuterRef("person"), starts_on__gt=OuterRef("plan__starts_on")
    )
    rows = Review.objects.unsigned().filter(period=period, plan__state=Plan.State.SUPERSEDED)
    return rows.filter(
        Exists(next_post.exclude(assignment=OuterRef("plan__assignment"))),
        plan__assignment__ends_on__lte=period.ends_on,
    )


def _held(rows: ReviewQuerySet) -> list[Review]:
    related = ("person", "appraiser", "silent_appraiser", "period", "plan__person")
    held = rows.select_for_update(of=("self",)).select_related(*related, "plan__assignment")
    return list(held.order_by("pk"))


@transaction.atomic
def _give(rows: ReviewQuerySet, period: Period, on: date) -> int:
    held = _held(rows)
    usual = [one for one in held if not one.is_taken_over]
    lines = evaluators_of([one.plan for one in usual], period, on)
    above = superiors_of([one for one in held if one.is_taken_over], on)
    given: list[tuple[Review, int | None, Person]] = []
    for one in held:
        new = above[one.pk] if one.is_taken_over else lines[one.plan_id]
        if new is not None and new.pk != one.appraiser_id:
            given.append((one, one.appraiser_id, new))
    Review.objects.bulk_update(
        [_given(one, new) for one, _, new in given], ["appraiser", "revision"], batch_size=500
    )
    record_many(
        Happening(
            "review.appraiser_changed",
            one,
            None,
            person=one.person,
            data={"before": before, "appraiser": new.pk},
        )
        for one, before, new in given
    )
    _tell_new(period, given)
    return len(given)


def _given(review: Review, new: Person) -> Review:
    review.appraiser, review.revision = new, review.revision + 1
    return review


def _tell_new(period: Period, given: Sequence[tuple[Review, int | None, Person]]) -> None:
    notices = [
        Notice(
            person=new,
            text=f"Penilaian {period} {one.person.name} kini menunggu Anda.",
            url=f"/penilaian/?periode={period.code}",
        )
        for one, _, new in given
    ]
    notices += [
        Notice(
            person=one.person,
            text=f"Penilaian {period} Anda kini dilakukan {new.name}.",
            url="/hasil/",
        )
        for one, _, new in given
    ]
    Notice.objects.bulk_create(notices)


@transaction.atomic
def _withdraw(rows: ReviewQuerySet, period: Period, on: date) -> int:
    """The words of the employee stay in the event; the rating that was never signed does not."""
    held = _held(rows)
    words: dict[int, dict[str, str]] = {}
    told = Assessment.objects.filter(review__in=held).exclude(realisation="").order_by("pk")
    for pk, title, text in told.values_list("review_id", "result__title", "realisation"):
        words.setdefault(pk, {})[title] = text
    record_many(
        Happening(
            "review.withdrawn",
            one,
            None,
            person=one.person,
            reason="Pindah jabatan dalam periode ini; penilai di unit baru yang mengevaluasi.",
            data={"appraiser": one.appraiser_id, "realisations": words.get(one.pk, {})},
        )
        for one in held
    )
    Notice.objects.filter(url__in=[f"/penilaian/{one.pk}/realisasi/" for one in held]).delete()
    Notice.objects.bulk_create(
        [
            Notice(
                person=one.person,
                text=f"{period}: Anda dinilai di unit yang baru. Penilaian untuk jabatan lama"
                " diakhiri; isi realisasi bersama rencana yang baru.",
                url="/hasil/",
            )
            for one in held
        ]
    )
    Review.objects.filter(pk__in=[one.pk for one in held]).delete()
    return len(held)
