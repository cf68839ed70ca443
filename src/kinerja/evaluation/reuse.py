"""After a move within the year: the last periodic result of the old unit, reused by agreement.

The new appraiser evaluates whoever moved, on the new unit; or, if both agree, the last periodic
result of the old unit counts again (PermenPANRB 6/2022 annex p. 91). Never for a year.
"""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.period import Period
from kinerja.evaluation.rating import ratings_of
from kinerja.evaluation.refusals import NotYours, WrongState
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.evaluation.turn import check_turn
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.evaluation import Alternative, Situation, evaluator_alternative
from kinerja.rules.period import Evaluation

PERIODIC = (Period.Kind.MONTH, Period.Kind.QUARTER)


class ReuseQuerySet(models.QuerySet["Reuse"]):
    def waiting(self) -> Self:
        return self.filter(agreed_on=None)


class Reuse(models.Model):
    """The proposal of one side, and the day on which the other agreed."""

    review = models.OneToOneField(Review, models.CASCADE, primary_key=True, related_name="reuse")
    source = models.ForeignKey(Review, models.PROTECT, related_name="+", db_index=False)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    proposed_on = models.DateField("diusulkan")
    agreed_on = models.DateField("disepakati", null=True, blank=True)

    objects = ReuseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(review=models.F("source")), name="reuse_of_another_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.source_id}"


def parties_of(person: Person) -> ReviewQuerySet:
    """Evaluations that are not rated yet in which this person is the one or the other side."""
    return Review.objects.unsigned().filter(Q(person=person) | Q(appraiser=person))


def reusable(review: Review) -> Review | None:
    """The last periodic result of the post that was left in this period; None: there is none."""
    kind = Evaluation.ANNUAL if review.period.is_annual else Evaluation.PERIODIC
    allowed = evaluator_alternative(kind, Situation.EMPLOYEE_MOVED)
    moved_in = review.plan.assignment.starts_on > review.period.starts_on
    if allowed is not Alternative.REUSE_LAST_RESULT or not moved_in:
        return None
    if review.period.kind not in PERIODIC or review.is_taken_over or review.version > 1:
        return None
    earlier = Review.objects.released().filter(
        person=review.person_id,
        period__kind__in=PERIODIC,
        period__ends_on__lt=review.period.ends_on,
    )
    others = earlier.exclude(plan__assignment=review.plan.assignment_id)
    return others.select_related("period", "appraiser").order_by("-period__ends_on").first()


@transaction.atomic
def propose_reuse(*, review: Review, by: Person, on: date) -> Reuse:
    """The employee or the new appraiser proposes; when the other side says the same, it is agreed.

    Errors: NotYours for anybody else; WrongState when there is nothing to reuse or it is rated;
    WindowShut.
    """
    held = (
        Review.objects.select_for_update(of=("self",))
        .select_related("person", "appraiser", "period", "plan__assignment")
        .get(pk=review.pk)
    )
    if by.pk not in (held.person_id, held.appraiser_id) or held.appraiser is None:
        raise NotYours("Hasil terakhir dipakai atas kesepakatan pegawai dan pejabat penilainya.")
    known = Reuse.objects.select_related("source__period").filter(review=held).first()
    if known and (known.agreed_on or known.proposed_by_id == by.pk):
        return known  # the same said twice
    if held.state not in Review.UNRATED:
        raise WrongState("Penilaian ini sudah diisi. Hasil lama tidak dapat dipakai lagi.")
    check_turn(held, on)
    if known is not None:
        return _agree(known, held, by, on)
    source = reusable(held)
    if source is None:
        raise WrongState(
            "Tidak ada hasil triwulan atau bulan dari unit lama yang dapat dipakai untuk periode"
            " ini."
        )
    reuse = Reuse.objects.create(review=held, source=source, proposed_by=by, proposed_on=on)
    record("review.reuse_proposed", about=held, person=held.person, by=by, data=_data(reuse))
    other = held.appraiser if by.pk == held.person_id else held.person
    text = f"{by.name} mengusulkan memakai hasil {source.period} untuk {held.period}."
    notify(other, text, f"/penilaian/{held.pk}/pakai-hasil/")
    return reuse


def _agree(reuse: Reuse, review: Review, by: Person, on: date) -> Reuse:
    """Both sides agree: the two ratings count again; the appraiser signs them as any other."""
    source = reuse.source
    reuse.agreed_on = on
    reuse.save(update_fields=["agreed_on"])
    for name in ("work_result_rating", "behaviour_rating", "predicate", "recommendation"):
        setattr(review, name, getattr(source, name))
    review.work_result_reason = review.behaviour_reason = (
        f"Hasil {source.period} di unit lama dipakai atas kesepakatan."
    )
    review.reuses, review.rated_on, review.state = source, on, Review.State.RATED
    review.revision += 1
    review.save()
    RatingDraft.objects.filter(review=review).delete()
    data = _data(reuse) | ratings_of(review)
    record("review.reuse_agreed", about=review, person=review.person, by=by, data=data)
    text = f"{by.name} setuju: hasil {source.period} dipakai untuk {review.period}."
    if by.pk == review.person_id and review.appraiser:
        notify(review.appraiser, text, f"/penilaian/{review.pk}/tanda-tangan/")
    else:
        notify(review.person, text, "/hasil/")
    return reuse


def _data(reuse: Reuse) -> dict[str, object]:
    return {"source": reuse.source_id, "period": reuse.source.period.code}
