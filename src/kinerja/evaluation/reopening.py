"""Reopening a signed result: proposed by a personnel admin, approved by the authorised official.

Signed means closed. Two different persons, a reason, and notice to the person concerned and the
appraiser; then the appraiser rates a new version afresh, within 14 working days of the approval
(design: as many as the superior of a silent appraiser has). The old version stays readable.
"""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q

from kinerja.evaluation.assessment import LONGEST_TEXT, Assessment
from kinerja.evaluation.objection import Objection
from kinerja.evaluation.rating import ratings_of
from kinerja.evaluation.refusals import NotYours, ReasonMissing, TextTooLong, WrongState
from kinerja.evaluation.review import Review
from kinerja.evaluation.turn import last_day_of
from kinerja.people.access import may_manage_people
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.records.event import record
from kinerja.records.notice import notify, notify_many
from kinerja.rules.date_words import date_in_words


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """All for the personnel office, those of their units for authorised officials; and those
        about one's own result, or one that one signed."""
        if may_manage_people(person, on):
            return self
        units = person.roles.on(on).filter(name=Role.Name.AUTHORISED_OFFICIAL)
        paths = list(units.values_list("unit__path", flat=True))
        if None in paths:
            return self
        mine = Q(review__person=person) | Q(review__appraiser=person)
        for path in paths:
            mine |= Q(review__plan__assignment__position__unit__path__startswith=path)
        return self.filter(mine)

    def undecided(self) -> Self:
        return self.filter(decision="")


class Reopening(models.Model):
    """One proposal to open a signed result again, and what became of it."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Disetujui"
        REFUSED = "refused", "Ditolak"

    review = models.ForeignKey(Review, models.PROTECT, related_name="reopenings")
    reason = models.TextField("alasan usulan")
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    proposed_on = models.DateField("diusulkan")
    decision = models.CharField("keputusan", max_length=8, choices=Decision, blank=True)
    decision_reason = models.TextField("alasan keputusan", blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_on = models.DateField("diputuskan", null=True, blank=True)
    outcome = models.OneToOneField(
        Review, models.PROTECT, null=True, blank=True, related_name="reopened_by"
    )

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(decision=""), name="one_reopening_waits"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_on=None, outcome=None)
                | ~Q(decision="")
                & ~Q(decision_reason="")
                & Q(decided_by__isnull=False, decided_on__isnull=False)
                & ~Q(decided_by=F("proposed_by")),
                name="two_persons_reopen",
            ),
            models.CheckConstraint(
                condition=Q(decision="approved", outcome__isnull=False)
                | ~Q(decision="approved") & Q(outcome=None),
                name="approved_reopening_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.get_decision_display() or 'menunggu keputusan'}"

    @property
    def is_decided(self) -> bool:
        return bool(self.decision)


def may_propose(person: Person, review: Review, on: date) -> bool:
    """A personnel admin, for the result of somebody else that he or she did not sign."""
    return may_manage_people(person, on) and person.pk not in (
        review.person_id,
        review.appraiser_id,
    )


def may_decide(person: Person, reopening: Reopening, on: date) -> bool:
    """An authorised official of the unit who is neither concerned nor the one who proposed."""
    review = reopening.review
    if person.pk in (reopening.proposed_by_id, review.person_id, review.appraiser_id):
        return False
    path = review.plan.assignment.position.unit.path
    tasks = person.roles.on(on).filter(name=Role.Name.AUTHORISED_OFFICIAL)
    units: list[str | None] = list(tasks.values_list("unit__path", flat=True))
    return any(unit is None or path.startswith(unit) for unit in units)


def deciders(review: Review, on: date) -> list[Person]:
    """The authorised officials who may decide about this result, to be told."""
    path = review.plan.assignment.position.unit.path
    tasks = Role.objects.on(on).filter(name=Role.Name.AUTHORISED_OFFICIAL).select_related("unit")
    found = [
        task.person_id for task in tasks if task.unit is None or path.startswith(task.unit.path)
    ]
    people = Person.objects.filter(pk__in=found)
    return list(people.exclude(pk__in=[review.person_id, review.appraiser_id]))


@transaction.atomic
def propose_reopening(*, review: Review, reason: str, by: Person, on: date) -> Reopening:
    """Propose to open a signed result again; the same said twice is the same proposal.

    Errors: NotYours for everybody else and for one's own result; WrongState when it is not signed,
    was replaced, an objection or another proposal waits, or nobody could decide; ReasonMissing,
    TextTooLong.
    """
    if not may_propose(by, review, on):
        raise NotYours(
            "Pembukaan kembali diusulkan admin kepegawaian, dan bukan untuk hasilnya sendiri."
        )
    held = _held(review)
    words = _words(reason, "Tulis mengapa hasil ini perlu dibuka kembali.")
    known = Reopening.objects.undecided().filter(review=held).first()
    if known is not None:
        if (known.reason, known.proposed_by_id) == (words, by.pk):
            return known
        raise WrongState("Pembukaan kembali hasil ini sudah diusulkan dan menunggu keputusan.")
    _check_closed(held)
    asked = [one for one in deciders(held, on) if one.pk != by.pk]
    if not asked:
        raise WrongState(
            "Belum ada Pejabat yang Berwenang lain untuk unit ini. Catat tugasnya dulu di halaman"
            " Pegawai."
        )
    reopening = Reopening.objects.create(review=held, reason=words, proposed_by=by, proposed_on=on)
    record("reopening.proposed", about=reopening, person=held.person, by=by, reason=words)
    text = f"{by.name} mengusulkan membuka kembali hasil {held.period} {held.person.name}."
    notify_many(asked, text, _page(reopening))
    return reopening


@transaction.atomic
def decide_reopening(
    *, reopening: Reopening, approve: bool, reason: str, by: Person, on: date
) -> Reopening:
    """The authorised official decides, once; approved, a new version waits for the appraiser.

    Errors: NotYours for everybody else, the one who proposed and those concerned; WrongState when
    it is decided, or the result has changed since; ReasonMissing, TextTooLong.
    """
    held = (
        Reopening.objects.select_for_update(of=("self",))
        .select_related("review__plan__assignment__position__unit", "proposed_by")
        .get(pk=reopening.pk)
    )
    if not may_decide(by, held, on):
        raise NotYours(
            "Pembukaan kembali diputus Pejabat yang Berwenang, bukan oleh pengusul atau yang"
            " bersangkutan."
        )
    if held.is_decided:
        raise WrongState(f"Usulan ini sudah diputus: {held.get_decision_display().lower()}.")
    held.decision_reason = _words(reason, "Tulis alasan keputusan Anda.")
    review = _held(held.review)
    held.decision = Reopening.Decision.REFUSED
    if approve:
        _check_closed(review)
        held.decision = Reopening.Decision.APPROVED
        held.outcome = _new_version(review, on)
    held.decided_by, held.decided_on = by, on
    held.save()
    record(
        f"reopening.{held.decision}",
        about=held,
        person=review.person,
        by=by,
        reason=held.decision_reason,
        data={"review": review.pk, "outcome": held.outcome_id, "before": ratings_of(review)},
    )
    _tell(held, review)
    return held


def _new_version(old: Review, on: date) -> Review:
    """Unrated, with what was reported; the old version is superseded and stays."""
    Review.objects.filter(pk=old.pk).update(state=Review.State.SUPERSEDED)
    words = list(old.assessments.all())
    reported = any(one.realisation for one in words)
    new = Review.objects.create(
        person_id=old.person_id,
        plan_id=old.plan_id,
        period_id=old.period_id,
        appraiser_id=old.appraiser_id,
        silent_appraiser_id=old.silent_appraiser_id,
        limit_from=on,
        state=Review.State.SELF_REPORTED if reported else Review.State.OPEN,
        version=old.version + 1,
        replaces=old,
    )
    Assessment.objects.bulk_create(
        [
            Assessment(review=new, result_id=one.result_id, realisation=one.realisation)
            for one in words
        ]
    )
    return new


def _tell(reopening: Reopening, review: Review) -> None:
    if reopening.outcome is None:
        text = f"Usulan membuka kembali hasil {review.period} {review.person.name} ditolak."
        notify(reopening.proposed_by, text, _page(reopening))
        return
    until = date_in_words(last_day_of(reopening.outcome))
    text = f"Hasil {review.period} Anda dibuka kembali dan dinilai ulang paling lambat {until}."
    notify(review.person, text, _page(reopening))
    if review.appraiser:
        text = f"Hasil {review.period} {review.person.name} dibuka kembali: nilai ulang paling"
        notify(
            review.appraiser,
            f"{text} lambat {until}.",
            f"/penilaian/?periode={review.period.code}",
        )
    text = f"Usulan membuka kembali hasil {review.period} {review.person.name} disetujui."
    notify(reopening.proposed_by, text, _page(reopening))


def _check_closed(review: Review) -> None:
    if review.state != Review.State.SIGNED:
        raise WrongState("Hanya hasil yang ditandatangani dan masih berlaku yang dapat dibuka.")
    if Objection.objects.undecided().filter(review=review).exists():
        raise WrongState("Keberatan atas hasil ini belum diputus. Tunggu keputusannya dulu.")


def _held(review: Review) -> Review:
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("person", "appraiser", "period", "plan__assignment__position__unit")
        .get(pk=review.pk)
    )


def _words(text: str, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise ReasonMissing(missing)
    if len(words) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return words


def _page(reopening: Reopening) -> str:
    return f"/buka-kembali/{reopening.pk}/"
