"""What giver and receiver say to each other about feedback, until one of them ends it."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from kinerja.feedback.feedback import LONGEST_TEXT, Feedback, page_of
from kinerja.feedback.refusals import Closed, NoteMissing, NotYours, Stays, TextTooLong
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.feedback import FeedbackPurpose, may_change_purpose


class FeedbackReply(models.Model):
    """One reply, by one of the two. Read by whoever reads the feedback."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="replies")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField("tanggapan")
    said_at = models.DateTimeField("waktu")
    key = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reply_has_text")]

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:40]}"


def speaks_in(person: Person, feedback: Feedback) -> bool:
    """Whether the person is one of the two."""
    return person.pk in (feedback.giver_id, feedback.receiver_id)


@transaction.atomic
def reply_to_feedback(
    *, feedback: Feedback, text: str, by: Person, at: datetime, key: UUID
) -> FeedbackReply:
    """Answer; the same key again is the same reply.

    Errors: NotYours for everybody but the two, Closed, NoteMissing, TextTooLong.
    """
    held = _held(feedback, by)
    if known := FeedbackReply.objects.filter(key=key).first():
        if known.by_id != by.pk or known.feedback_id != held.pk:
            raise NotYours("Formulir ini sudah dipakai. Muat ulang halaman, lalu kirim lagi.")
        return known
    words = text.replace("\x00", "").strip()
    if held.closed_at:
        raise Closed("Percakapan ini sudah ditutup. Beri umpan balik baru bila masih ada hal lain.")
    if not words:
        raise NoteMissing("Tulis tanggapan Anda.")
    if len(words) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    reply = FeedbackReply.objects.create(feedback=held, by=by, text=words, said_at=at, key=key)
    record("feedback.replied", about=held, person=held.receiver, by=by)
    _tell_the_other(held, by, "menanggapi umpan balik")
    return reply


@transaction.atomic
def close_feedback(*, feedback: Feedback, by: Person, at: datetime) -> Feedback:
    """End the conversation: what was said stays. Ended twice it is ended once. Errors: NotYours."""
    held = _held(feedback, by)
    if held.closed_at:
        return held
    held.closed_at, held.closed_by = at, by
    held.save(update_fields=["closed_at", "closed_by"])
    record("feedback.closed", about=held, person=held.receiver, by=by)
    _tell_the_other(held, by, "menutup percakapan umpan balik")
    return held


@transaction.atomic
def change_purpose(*, feedback: Feedback, purpose: str, by: Person) -> Feedback:
    """Let feedback be for the other purpose, never to the disadvantage of who received it: the
    receiver may bring it into the rating, the giver may take criticism out of it.

    Errors: NotYours for everybody but the two; Stays. The purpose that it has: nothing happens.
    """
    held = _held(feedback, by)
    wanted, now = FeedbackPurpose(purpose), FeedbackPurpose(held.purpose)
    if wanted is now:
        return held
    praises = held.tone == Feedback.Tone.POSITIVE
    if not may_change_purpose(now, praises, by_receiver=by.pk == held.receiver_id):
        raise Stays(
            "Umpan balik untuk pengembangan hanya dapat dibawa ke penilaian oleh penerimanya."
            if now is FeedbackPurpose.DEVELOPMENT
            else "Hanya pemberi yang dapat mengeluarkan kritik dari bahan penilaian; pujian tetap."
        )
    held.purpose = wanted
    held.save(update_fields=["purpose"])
    data = {"from": now.value, "to": wanted.value}
    record("feedback.purpose_changed", about=held, person=held.receiver, by=by, data=data)
    _tell_the_other(held, by, f"mengubah tujuan umpan balik menjadi {wanted.label.lower()}")
    return held


def _held(feedback: Feedback, by: Person) -> Feedback:
    """As it stands now, until the transaction ends; for the two alone."""
    if not speaks_in(by, feedback):
        raise NotYours("Percakapan ini milik pemberi dan penerima umpan balik.")
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("giver", "receiver")
    return rows.get(pk=feedback.pk)


def _tell_the_other(feedback: Feedback, by: Person, what: str) -> None:
    other = feedback.giver if by.pk == feedback.receiver_id else feedback.receiver
    if other is not None:
        notify(other, f"{by.name} {what}.", page_of(feedback))
