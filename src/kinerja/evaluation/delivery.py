"""How a signed result reaches the employee, who answers it (6/2022 annex p. 114-116).

Signing puts the document before the employee at once. The limits of the employee run from the day
of receipt: the day on which he or she first opens it here, or on which it was handed over.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.evaluation.assessment import LONGEST_TEXT
from kinerja.evaluation.follow_up import due_after
from kinerja.evaluation.refusals import NotYours, ReasonMissing, TextTooLong, WrongDates, WrongState
from kinerja.evaluation.review import Review, may_rate
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.deadlines import (
    delivery_deadline,
    objection_deadline,
    return_deadline,
    superior_delivery_deadline,
    superior_return_deadline,
)
from kinerja.rules.lateness import Due


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, person: Person) -> Self:
        """Those of results that one may read."""
        return self.filter(review__in=Review.objects.visible_to(person))

    def unanswered(self) -> Self:
        return self.filter(answer="")


class Delivery(models.Model):
    """The receipt of one signed result and the answer to it; there is none before the receipt."""

    class Way(models.TextChoices):
        OPENED = "opened", "Dibuka di aplikasi"
        HANDED_OVER = "handed_over", "Diserahkan langsung"

    class Answer(models.TextChoices):
        RETURNED = "returned", "Ditandatangani dan dikembalikan"
        REFUSED = "refused", "Menolak menandatangani"

    review = models.OneToOneField(Review, models.PROTECT, primary_key=True, related_name="delivery")
    received_on = models.DateField("diterima")
    way = models.CharField("cara", max_length=11, choices=Way)
    note = models.TextField("bukti penyerahan", blank=True)
    answer = models.CharField("jawaban", max_length=8, choices=Answer, blank=True)
    answered_on = models.DateField("dijawab", null=True, blank=True)
    answer_note = models.TextField("alasan menolak", blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | ~Q(answer="") & Q(answered_on__gte=models.F("received_on")),
                name="answer_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer="refused") | ~Q(answer_note=""), name="refusing_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.received_on}"


@dataclass(frozen=True)
class LastDays:
    """What the employee may do until when, after the receipt."""

    answer: Due
    objection: Due


def last_days(delivery: Delivery) -> LastDays:
    """The limits that run from this receipt, by the rules of its period."""
    limits = delivery.review.period.rules.follow_up
    start = delivery.received_on
    answer = superior_return_deadline if delivery.review.is_taken_over else return_deadline
    return LastDays(due_after(start, answer, limits), due_after(start, objection_deadline, limits))


def deliver_by(review: Review) -> Due:
    """Until when whoever signed hands the result over: 14 working days, a superior 7 (p. 114, 116).

    Errors: WrongState before it is signed.
    """
    if review.signed_on is None:
        raise WrongState("Penilaian ini belum ditandatangani.")
    limit = superior_delivery_deadline if review.is_taken_over else delivery_deadline
    return due_after(review.signed_on, limit, review.period.rules.follow_up)


@transaction.atomic
def receive_result(*, review: Review, by: Person, on: date) -> Delivery:
    """The employee opens the signed result: that day it was received. Again: the first receipt.

    Errors: NotYours, WrongState before it is signed.
    """
    if review.person_id != by.pk:
        raise NotYours("Hasil penilaian diterima oleh pegawai yang dinilai.")
    return _receive(review, by, on, Delivery.Way.OPENED, "")


@transaction.atomic
def hand_over(*, review: Review, received_on: date, note: str, by: Person, on: date) -> Delivery:
    """The appraiser handed the document over: on which day, and how it is proven.

    For whoever does not open the application. A receipt that is known already stays.
    Errors: NotYours, WrongState, WrongDates for a day before the signature or ahead, ReasonMissing
    without the proof, TextTooLong.
    """
    if not may_rate(by, review):
        raise NotYours("Penyerahan dicatat oleh pejabat penilai pegawai ini.")
    held = _signed(review)
    signed_on = held.signed_on or on
    if not signed_on <= received_on <= on:
        raise WrongDates(
            f"Tanggal penyerahan antara {signed_on:%d-%m-%Y} (ditandatangani) dan hari ini."
        )
    proof = _words(note)
    if not proof:
        raise ReasonMissing("Tulis bukti penyerahannya, misalnya tanda terima dan saksinya.")
    delivery = _receive(held, by, received_on, Delivery.Way.HANDED_OVER, proof)
    if delivery.way == Delivery.Way.HANDED_OVER:
        notify(
            held.person,
            f"Penyerahan hasil penilaian {held.period} kepada Anda dicatat {received_on:%d-%m-%Y}.",
            f"/hasil/{held.pk}/",
        )
    return delivery


@transaction.atomic
def answer_delivery(
    *, review: Review, answer: str, by: Person, on: date, note: str = ""
) -> Delivery:
    """The employee signs and returns the document, or refuses to sign and says why; once.

    After the last day it is still taken, with its day: nothing lapses by that (6/2022 names no
    consequence).
    Errors: NotYours, WrongState, ReasonMissing, TextTooLong.
    """
    if review.person_id != by.pk:
        raise NotYours("Yang menjawab hasil penilaian adalah pegawai yang dinilai.")
    held = Delivery.objects.select_for_update().filter(review=review.pk).first()
    if held is None:
        raise WrongState("Buka dulu hasil penilaian ini, lalu jawab.")
    reason = _words(note)
    chosen = Delivery.Answer(answer)
    if chosen == Delivery.Answer.REFUSED and not reason:
        raise ReasonMissing("Tulis alasan Anda menolak menandatangani.")
    if held.answer:
        if (held.answer, held.answer_note) == (chosen, reason):
            return held  # the same said twice
        raise WrongState(f"Anda sudah menjawab: {held.get_answer_display().lower()}.")
    held.answer, held.answered_on, held.answer_note = chosen, on, reason
    held.save(update_fields=["answer", "answered_on", "answer_note"])
    record(f"review.{chosen}", about=held.review, person=by, by=by, reason=reason)
    if held.review.appraiser:
        notify(
            held.review.appraiser,
            f"{by.name}: hasil {held.review.period} {held.get_answer_display().lower()}.",
            f"/hasil/{review.pk}/",
        )
    return held


def _receive(review: Review, by: Person, received_on: date, way: str, note: str) -> Delivery:
    held = _signed(review)
    delivery, new = Delivery.objects.get_or_create(
        review=held, defaults={"received_on": received_on, "way": way, "note": note}
    )
    if new:
        data = {"received_on": received_on.isoformat(), "way": way}
        record("review.received", about=held, person=held.person, by=by, reason=note, data=data)
    return delivery


def _signed(review: Review) -> Review:
    held = Review.objects.select_related("person", "period", "appraiser").get(pk=review.pk)
    if held.signed_on is None:
        raise WrongState("Penilaian ini belum ditandatangani.")
    return held


def _words(note: str) -> str:
    text = note.replace("\x00", "").strip()
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas catatan sampai paling banyak {LONGEST_TEXT} huruf.")
    return text
