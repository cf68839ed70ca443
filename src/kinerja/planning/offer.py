"""Negotiating a target before it is fixed: offers, and what was answered (dialog kinerja)."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.planning.comparison import range_words
from kinerja.planning.indicator import Indicator, checked_target
from kinerja.planning.plan import Plan, may_set
from kinerja.planning.refusals import NotYours, OfferOpen, WrongState
from kinerja.planning.revision import grow, hold, put
from kinerja.planning.work_result import check_not_taken_over
from kinerja.records.event import record
from kinerja.records.notice import notify


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(indicator__result__plan__in=Plan.objects.visible_to(person))

    def of_plan(self, plan: Plan) -> Self:
        return self.filter(indicator__result__plan=plan)

    def unanswered(self) -> Self:
        return self.filter(answer="")


class Offer(models.Model):
    """A target that one side proposes to the other, with the reason. It is never changed, only
    answered."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Disetujui"
        COUNTERED = "countered", "Dijawab dengan usulan lain"
        DECLINED = "declined", "Tidak disetujui"
        LAPSED = "lapsed", "Ditutup karena rencana ditetapkan"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="offers")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    offered_on = models.DateField("diusulkan")
    target_min = models.DecimalField(
        "target dari", max_digits=18, decimal_places=4, null=True, blank=True
    )
    target_max = models.DecimalField(
        "target sampai", max_digits=18, decimal_places=4, null=True, blank=True
    )
    target_text = models.CharField("target kualitatif", max_length=250, blank=True)
    reason = models.TextField("alasan")
    answer = models.CharField("jawaban", max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_on = models.DateField("dijawab", null=True, blank=True)
    note = models.TextField("catatan jawaban", blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(answer=""), name="one_open_offer"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | ~Q(answer="") & Q(answered_on__isnull=False),
                name="answered_offer_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.words}"

    @property
    def words(self) -> str:
        """The offered target as people read it."""
        unit = self.indicator.unit_of_measure
        return range_words(self.target_min, self.target_max, unit, self.target_text)


@transaction.atomic
def make_offer(
    *,
    indicator: Indicator,
    reason: str,
    by: Person,
    on: date,
    target_min: Decimal | None = None,
    target_max: Decimal | None = None,
    target_text: str = "",
) -> Offer:
    """Propose another target while the plan is being agreed on; the other side is told.

    The owner proposes in a plan that is handed in (in a draft he or she writes it at once), the
    appraiser in any that he or she may read. One offer is open at a time.
    Errors: NotYours, WrongState, OfferOpen, InvalidInput, ResultEnded.
    """
    plan = _hold(indicator, by, on)
    if by.pk == plan.person_id and plan.state == Plan.State.DRAFT and not _both_read(plan):
        raise WrongState("Rencana masih konsep Anda: tulis targetnya langsung.")
    if indicator.offers.filter(answer="").exists():
        raise OfferOpen("Masih ada usulan yang menunggu jawaban. Jawab dulu yang itu.")
    offer = _new_offer(indicator, target_min, target_max, target_text, reason, by, on)
    if by.pk != plan.person_id and plan.dialogue_by_id is None:
        plan.dialogue_by, plan.dialogue_on = by, on
        plan.save(update_fields=["dialogue_by", "dialogue_on"])
    _tell(plan, by, f"{by.name} mengusulkan target “{offer.words}” untuk {indicator.text}.")
    return offer


@transaction.atomic
def accept_offer(*, offer: Offer, by: Person, on: date, note: str = "") -> None:
    """Agree: the offered target becomes that of the plan. Errors: NotYours, WrongState."""
    plan, indicator = _hold_answer(offer, by, on)
    _close(offer, Offer.Answer.ACCEPTED, note, by, on)
    new = {
        "target_min": offer.target_min,
        "target_max": offer.target_max,
        "target_text": offer.target_text,
    }
    changes = put(indicator, new)
    grow(plan)
    record(
        "offer.accepted",
        about=plan,
        person=plan.person,
        by=by,
        reason=offer.note,
        data={"offer": offer.pk, "indicator": indicator.pk, "changes": changes},
    )
    _tell(plan, by, f"Usulan target “{offer.words}” untuk {indicator.text} disetujui.")


@transaction.atomic
def decline_offer(*, offer: Offer, note: str, by: Person, on: date) -> None:
    """Say no, with the reason. Errors: NotYours, WrongState, InvalidInput."""
    plan, indicator = _hold_answer(offer, by, on)
    if not note.strip():
        raise InvalidInput("Tulis alasannya, supaya pihak lain dapat menyesuaikan.", about="reason")
    _close(offer, Offer.Answer.DECLINED, note, by, on)
    data = {"offer": offer.pk, "indicator": indicator.pk}
    record("offer.declined", about=plan, person=plan.person, by=by, reason=offer.note, data=data)
    _tell(plan, by, f"Usulan target “{offer.words}” untuk {indicator.text} belum disetujui.")


@transaction.atomic
def counter_offer(
    *,
    offer: Offer,
    reason: str,
    by: Person,
    on: date,
    target_min: Decimal | None = None,
    target_max: Decimal | None = None,
    target_text: str = "",
) -> Offer:
    """Answer with another target. Errors: NotYours, WrongState, InvalidInput."""
    plan, indicator = _hold_answer(offer, by, on)
    _close(offer, Offer.Answer.COUNTERED, "", by, on)
    new = _new_offer(indicator, target_min, target_max, target_text, reason, by, on, answers=offer)
    _tell(plan, by, f"{by.name} mengusulkan “{new.words}” untuk {indicator.text}.")
    return new


def lapse_offers(plan: Plan, by: Person, on: date) -> None:
    """The offers of the one who sets the plan end with it; those of the other side are answered
    first. For `set_plan`. Errors: OfferOpen."""
    open_offers = list(Offer.objects.of_plan(plan).unanswered().select_related("indicator"))
    if any(offer.by_id == plan.person_id for offer in open_offers):
        raise OfferOpen("Pegawai mengusulkan target lain. Jawab usulannya, lalu tetapkan.")
    for offer in open_offers:
        _close(offer, Offer.Answer.LAPSED, "", by, on)


def may_negotiate(person: Person, plan: Plan, on: date) -> bool:
    """May this person propose and answer targets of the plan now?"""
    if plan.state not in Plan.UNSET:
        return False
    if plan.person_id == person.pk:
        return plan.state == Plan.State.SUBMITTED or _both_read(plan)
    return may_set(person, plan, on) and (
        plan.state == Plan.State.SUBMITTED or person.pk in (plan.dialogue_by_id, plan.opened_by_id)
    )


def _both_read(plan: Plan) -> bool:
    return plan.dialogue_by_id is not None or (
        plan.opened_by_id is not None and plan.opened_by_id != plan.person_id
    )


def _hold(indicator: Indicator, by: Person, on: date) -> Plan:
    """The plan of the measure, held, if this person may negotiate on it."""
    plan = indicator.result.plan
    hold(plan)
    hold(indicator)
    appraises = may_set(by, plan, on) and (
        plan.state != Plan.State.DRAFT or by.pk in (plan.dialogue_by_id, plan.opened_by_id)
    )
    if plan.person_id != by.pk and not appraises:
        raise NotYours("Target dibicarakan antara pemilik rencana dan pejabat penilainya.")
    if plan.state not in Plan.UNSET:
        raise WrongState(
            f"Rencana ini sudah {plan.get_state_display().lower()}. Target diubah lewat versi baru."
        )
    check_not_taken_over(indicator.result)
    return plan


def _hold_answer(offer: Offer, by: Person, on: date) -> tuple[Plan, Indicator]:
    plan = _hold(offer.indicator, by, on)
    hold(offer)
    if offer.answer:
        raise WrongState(f"Usulan ini sudah {offer.get_answer_display().lower()}.")
    mine = (offer.by_id == plan.person_id) == (by.pk == plan.person_id)
    if mine:
        raise NotYours("Usulan dijawab oleh pihak yang lain.")
    return plan, offer.indicator


def _new_offer(
    indicator: Indicator,
    target_min: Decimal | None,
    target_max: Decimal | None,
    target_text: str,
    reason: str,
    by: Person,
    on: date,
    answers: Offer | None = None,
) -> Offer:
    target = checked_target(target_min, target_max, target_text)
    if indicator.counts_reports and target["target_min"] is None:
        raise InvalidInput(
            "Indikator ini dihitung dari laporan: isi target dengan angka.", about="target_min"
        )
    if not reason.strip():
        raise InvalidInput("Tulis alasan usulan Anda.", about="reason")
    offer = Offer(indicator=indicator, by=by, offered_on=on, reason=reason.strip(), **target)
    check_fields(offer)
    offer.save()
    plan = indicator.result.plan
    data = {
        "offer": offer.pk,
        "indicator": indicator.pk,
        "target": offer.words,
        "answers": answers.pk if answers else None,
    }
    record("offer.made", about=plan, person=plan.person, by=by, reason=offer.reason, data=data)
    return offer


def _close(offer: Offer, answer: str, note: str, by: Person, on: date) -> None:
    offer.answer, offer.note = answer, note.strip()
    offer.answered_by, offer.answered_on = by, on
    offer.save(update_fields=["answer", "note", "answered_by", "answered_on"])


def _tell(plan: Plan, by: Person, text: str) -> None:
    other = plan.appraiser if by.pk == plan.person_id else plan.person
    if other is not None:
        notify(other, text[:300], f"/rencana/{plan.pk}/")
