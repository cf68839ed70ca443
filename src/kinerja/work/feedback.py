"""Feedback on a person's work, tied to a report or a result (umpan balik, 6/2022 Pasal 17-19)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice
from kinerja.work.refusals import NoteMissing, NotYours, TextTooLong
from kinerja.work.report import Report

LONGEST_TEXT = 2_000  # characters
BATCH = 2_000  # rows a statement


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, person: Person) -> Self:
        """Given, received, or about somebody whom one may see."""
        others = Q(receiver__in=Person.objects.visible_to(person))
        return self.filter(Q(giver=person) | Q(receiver=person) | others)


class Feedback(models.Model):
    """One response to somebody's work, by name. `key` is made on the form: the same key twice is
    the same feedback."""

    class Tone(models.TextChoices):
        POSITIVE = "positive", "Sudah baik"
        IMPROVE = "improve", "Perlu ditingkatkan"

    giver = models.ForeignKey(Person, models.PROTECT, related_name="feedback_given")
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="feedback", db_index=False)
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    result = models.ForeignKey(
        WorkResult, models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    tone = models.CharField("isi", max_length=10, choices=Tone)
    text = models.TextField("umpan balik")
    given_at = models.DateTimeField("waktu")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_has_text"),
            models.CheckConstraint(
                condition=~Q(giver=models.F("receiver")), name="feedback_never_to_oneself"
            ),
        ]
        indexes = [models.Index(fields=["receiver", "-given_at"], name="feedback_receiver")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"


@dataclass(frozen=True)
class Said:
    """Feedback before it is stored, for `give_feedback_many`."""

    receiver: Person
    tone: str
    text: str
    by: Person
    at: datetime
    report: Report | None = None
    result: WorkResult | None = None
    key: UUID = field(default_factory=uuid4)


@transaction.atomic
def give_feedback(
    *,
    receiver: Person,
    tone: str,
    text: str,
    by: Person,
    at: datetime,
    report: Report | None = None,
    result: WorkResult | None = None,
    key: UUID | None = None,
) -> Feedback:
    """Tell somebody what was good or could be better; never to oneself.

    The page hands in only people, reports and results that the giver may see. The same key again
    answers with the first feedback.
    Errors: NotYours, NoteMissing, TextTooLong.
    """
    said = Said(receiver, tone, text, by, at, report, result, key or uuid4())
    try:
        with transaction.atomic():
            (feedback,) = give_feedback_many([said])
    except IntegrityError:  # two taps at the same moment: the first one counts
        first = Feedback.objects.filter(key=said.key).first()
        if first is None:
            raise
        return _own(first, by)
    return feedback


@transaction.atomic
def give_feedback_many(sayings: Iterable[Said]) -> list[Feedback]:
    """Much feedback in few statements. Errors: as `give_feedback`; then none is stored."""
    sayings = list(sayings)
    known = {
        feedback.key: feedback
        for feedback in Feedback.objects.filter(key__in=[said.key for said in sayings])
    }
    new: dict[UUID, Feedback] = {}
    for said in sayings:
        if said.key in known:
            _own(known[said.key], said.by)
        elif said.key not in new:
            new[said.key] = _checked(said)
    Feedback.objects.bulk_create(new.values(), batch_size=BATCH)
    record_many(
        Happening("feedback.given", one, one.giver, person=one.receiver, data={"tone": one.tone})
        for one in new.values()
    )
    Notice.objects.bulk_create([_notice(one) for one in new.values()], batch_size=BATCH)
    known |= new
    return [known[said.key] for said in sayings]


def _checked(said: Said) -> Feedback:
    text = said.text.replace("\x00", "").strip()
    if said.receiver.pk == said.by.pk:
        raise NotYours("Umpan balik diberikan kepada orang lain, bukan diri sendiri.")
    authors = {said.report and said.report.person_id, said.result and said.result.plan.person_id}
    if not authors <= {None, said.receiver.pk}:
        raise NotYours("Pilih laporan atau hasil kerja milik penerima umpan balik.")
    if not text:
        raise NoteMissing("Tulis umpan balik Anda.")
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(f"Umpan balik memuat paling banyak {LONGEST_TEXT} huruf. Ringkas dulu.")
    return Feedback(
        giver=said.by,
        receiver=said.receiver,
        report=said.report,
        result=said.result,
        tone=Feedback.Tone(said.tone),
        text=text,
        given_at=said.at,
        key=said.key,
    )


def _own(feedback: Feedback, by: Person) -> Feedback:
    """The first feedback of a key, for its giver only."""
    if feedback.giver_id != by.pk:
        raise NotYours("Formulir ini sudah dipakai akun lain. Muat ulang halaman, lalu kirim lagi.")
    return feedback


def _notice(feedback: Feedback) -> Notice:
    url = f"/laporan/{feedback.report_id}/#umpan-balik" if feedback.report_id else "/umpan-balik/"
    return Notice(
        person=feedback.receiver, text=f"{feedback.giver.name} memberi umpan balik.", url=url
    )
