"""Asking for feedback: a colleague, a superior, or somebody outside by a link (6/2022 p. 70).

The link is signed and names one request; it opens until its last day, once, and as long as the
asker leaves it open. It is made from the row whenever it is shown: the database holds no link.
"""

from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Self
from uuid import UUID

from django.core import signing
from django.db import models, transaction
from django.db.models import Q

from kinerja.feedback.feedback import Feedback, Said, give_feedback_many
from kinerja.feedback.refusals import Closed, NoteMissing, NotYours, TextTooLong, TooMany
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.date_words import date_in_words
from kinerja.rules.feedback import FeedbackGiver, FeedbackOrigin, FeedbackPurpose, FeedbackWay

LONGEST_QUESTION = 500  # characters
LONGEST_NAME = 90  # of somebody outside; the role as much
OPEN_DAYS = 14  # that a request stays open, unless the asker says otherwise
MOST_DAYS = 60
MOST_OPEN = 20  # requests of one person at a time
MOST_TO_ONE = 3  # of them to the same colleague
SALT = "feedback.request"


class FeedbackRequestQuerySet(models.QuerySet["FeedbackRequest"]):
    def visible_to(self, person: Person) -> Self:
        """Asked by the person, or of the person."""
        return self.filter(Q(asker=person) | Q(asked=person))

    def open(self, on: date) -> Self:
        """Those that may still be answered on that day."""
        return self.filter(state=FeedbackRequest.State.OPEN, last_day__gte=on)


class FeedbackRequest(models.Model):
    """One question to one person: `asked`, or somebody outside as the asker calls him or her."""

    class State(models.TextChoices):
        OPEN = "open", "Menunggu"
        ANSWERED = "answered", "Dijawab"
        DECLINED = "declined", "Tidak dapat menjawab"
        WITHDRAWN = "withdrawn", "Ditarik"

    asker = models.ForeignKey(Person, models.PROTECT, related_name="feedback_asked")
    asked = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="feedback_requests"
    )
    outsider = models.CharField("pihak luar", max_length=LONGEST_NAME, blank=True)
    question = models.TextField("pertanyaan")
    result = models.ForeignKey(WorkResult, models.PROTECT, null=True, blank=True, related_name="+")
    value = models.CharField("perilaku", max_length=13, choices=CoreValue.choices(), blank=True)
    purpose = models.CharField("tujuan", max_length=11, choices=FeedbackPurpose.choices())
    asked_at = models.DateTimeField("diminta")
    last_day = models.DateField("terbuka sampai")
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.OPEN)
    ended_at = models.DateTimeField("selesai", null=True, blank=True)
    feedback = models.OneToOneField(
        Feedback, models.PROTECT, null=True, blank=True, related_name="request"
    )
    nonce = models.CharField(max_length=64, default=token_hex, editable=False)
    key = models.UUIDField(unique=True, editable=False)

    objects = FeedbackRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="request_asks_something"),
            models.CheckConstraint(
                condition=Q(asked=None) ^ Q(outsider=""), name="request_is_to_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(asked=models.F("asker")), name="request_never_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(state="answered", feedback__isnull=False)
                | ~Q(state="answered") & Q(feedback=None),
                name="request_answered_by_feedback",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker} → {self.whom}"

    @property
    def whom(self) -> str:
        return self.asked.name if self.asked else self.outsider

    def is_open(self, on: date) -> bool:
        return self.state == self.State.OPEN and on <= self.last_day

    def why_closed(self, on: date) -> str:
        """In words for who wants to answer; empty: it is open."""
        if self.state == self.State.OPEN:
            over = f"Waktu menjawab berakhir {date_in_words(self.last_day)}."
            return "" if on <= self.last_day else over
        if self.state == self.State.WITHDRAWN:
            return "Permintaan ini sudah ditarik oleh yang memintanya."
        return "Permintaan ini sudah dijawab. Terima kasih."


@transaction.atomic
def ask_feedback(
    *,
    question: str,
    by: Person,
    at: datetime,
    on: date,
    key: UUID,
    asked: Person | None = None,
    outsider: str = "",
    purpose: str = FeedbackPurpose.RATING.value,
    value: str = "",
    days: int = OPEN_DAYS,
    result: WorkResult | None = None,
) -> FeedbackRequest:
    """Ask one person: a colleague (`asked`), or somebody outside by what the asker calls him or
    her. The same key again is the same request.

    Errors: NotYours, NoteMissing, TextTooLong, TooMany; ValueError for other than 1 to 60 days.
    """
    if known := FeedbackRequest.objects.filter(key=key).first():
        if known.asker_id != by.pk:
            raise NotYours("Formulir ini sudah dipakai akun lain. Muat ulang halaman.")
        return known
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"{days} days")
    words = _words(question, "Tulis pertanyaan Anda.", LONGEST_QUESTION)
    if asked is not None and asked.pk == by.pk:
        raise NotYours("Umpan balik diminta kepada orang lain.")
    if result is not None and result.plan.person_id != by.pk:
        raise NotYours("Pilih hasil kerja Anda sendiri.")
    Person.objects.select_for_update().get(pk=by.pk)  # counted one after the other
    waiting = FeedbackRequest.objects.open(on).filter(asker=by)
    if asked is not None and waiting.filter(asked=asked).count() >= MOST_TO_ONE:
        raise TooMany(f"{asked.name} masih memegang {MOST_TO_ONE} permintaan Anda. Tunggu dulu.")
    if waiting.count() >= MOST_OPEN:
        raise TooMany(
            f"Anda masih menunggu {MOST_OPEN} jawaban. Tarik dulu yang tidak diperlukan lagi."
        )
    name = "" if asked else _words(outsider, "Tulis siapa yang Anda mintai.", LONGEST_NAME)
    request = FeedbackRequest.objects.create(
        asker=by,
        asked=asked,
        outsider=name,
        question=words,
        result=result,
        value=CoreValue(value).value if value else "",
        purpose=FeedbackPurpose(purpose).value,
        asked_at=at,
        last_day=on + timedelta(days=days),
        key=key,
    )
    data = {"to": "colleague" if asked else "outside", "purpose": request.purpose}
    record("feedback.asked", about=request, person=by, by=by, data=data)
    if asked is not None:
        notify(asked, f"{by.name} meminta umpan balik dari Anda.", page_of_request(request))
    return request


@transaction.atomic
def answer_request(
    *,
    request: FeedbackRequest,
    tone: str,
    text: str,
    by: Person,
    at: datetime,
    on: date,
    way: str = FeedbackWay.INDIRECT.value,
) -> Feedback:
    """The colleague answers: the answer is feedback to the asker. Answered twice it is answered
    once. Errors: NotYours, Closed, NoteMissing, TextTooLong.
    """
    held = _held(request)
    if held.asked_id != by.pk:
        raise NotYours("Permintaan ini ditujukan kepada orang lain.")
    return _answered(held, Said(held.asker, tone, text, by, at, way=way), on)


@transaction.atomic
def answer_from_outside(
    *,
    request: FeedbackRequest,
    name: str,
    role: str,
    tone: str,
    text: str,
    at: datetime,
    on: date,
    by: Person | None = None,
) -> Feedback:
    """Somebody without an account answers, with the name and role as stated (pihak lain). `by` is
    who is signed in in that browser, if anybody: never the asker.

    Errors: NotYours, Closed (answered, withdrawn, too late), NoteMissing, TextTooLong.
    """
    held = _held(request)
    if held.asked_id is not None or (by is not None and by.pk == held.asker_id):
        raise NotYours("Tautan ini untuk orang yang Anda mintai, bukan untuk Anda sendiri.")
    if closed := held.why_closed(on):  # the second answer is somebody else's: it is told so
        raise Closed(closed)
    stated = ", ".join(
        (
            _words(name, "Tulis nama Anda.", LONGEST_NAME),
            _words(role, "Tulis peran atau lembaga Anda.", LONGEST_NAME),
        )
    )
    said = Said(held.asker, tone, text, None, at, outsider=stated, role=FeedbackGiver.OTHER)
    return _answered(held, said, on)


@transaction.atomic
def decline_request(*, request: FeedbackRequest, by: Person, at: datetime) -> FeedbackRequest:
    """The colleague cannot answer; no reason is asked for. Errors: NotYours, Closed."""
    held = _held(request)
    if held.asked_id != by.pk:
        raise NotYours("Permintaan ini ditujukan kepada orang lain.")
    if _end(held, FeedbackRequest.State.DECLINED, by, at):
        notify(held.asker, f"{by.name} belum dapat menjawab.", page_of_request(held))
    return held


@transaction.atomic
def withdraw_request(*, request: FeedbackRequest, by: Person, at: datetime) -> FeedbackRequest:
    """The asker needs it no more: a link of it opens nothing from now on.

    Errors: NotYours, Closed.
    """
    held = _held(request)
    if held.asker_id != by.pk:
        raise NotYours("Permintaan ini ditarik oleh yang memintanya.")
    _end(held, FeedbackRequest.State.WITHDRAWN, by, at)
    return held


def token_of(request: FeedbackRequest) -> str:
    """What stands in the link of a request to somebody outside."""
    return signing.dumps([request.pk, request.nonce], salt=SALT)


def request_of(token: str) -> FeedbackRequest | None:
    """The request that a link names; None for what we did not sign."""
    try:
        pk, nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = FeedbackRequest.objects.filter(pk=pk, nonce=nonce, asked=None)
    return rows.select_related("asker", "result").first()


def _held(request: FeedbackRequest) -> FeedbackRequest:
    """As it stands now, until the transaction ends."""
    rows = FeedbackRequest.objects.select_for_update(of=("self",))
    return rows.select_related("asker", "asked", "result__plan", "feedback").get(pk=request.pk)


def _answered(held: FeedbackRequest, said: Said, on: date) -> Feedback:
    if held.feedback is not None:
        return held.feedback
    if closed := held.why_closed(on):
        raise Closed(closed)
    (feedback,) = give_feedback_many(
        [
            Said(
                said.receiver,
                *(said.tone, said.text, said.by, said.at),
                result=held.result,
                key=held.key,
                purpose=held.purpose,
                value=held.value,
                way=said.way,
                origin=FeedbackOrigin.REQUESTED,
                role=said.role,
                outsider=said.outsider,
            )
        ]
    )
    held.feedback, held.state = feedback, FeedbackRequest.State.ANSWERED
    held.ended_at = said.at
    held.save(update_fields=["feedback", "state", "ended_at"])
    return feedback


def _end(held: FeedbackRequest, state: "FeedbackRequest.State", by: Person, at: datetime) -> bool:
    """Whether it ended now; ended in this way before, nothing happens."""
    if held.state == state:
        return False
    if held.state != FeedbackRequest.State.OPEN:
        raise Closed(f"Permintaan ini sudah berakhir: {held.get_state_display().lower()}.")
    held.state, held.ended_at = state, at
    held.save(update_fields=["state", "ended_at"])
    record(f"feedback.{state}", about=held, person=held.asker, by=by)
    return True


def _words(text: str, missing: str, longest: int) -> str:
    words = " ".join(text.replace("\x00", "").split()) if longest == LONGEST_NAME else text.strip()
    words = words.replace("\x00", "")
    if not words:
        raise NoteMissing(missing)
    if len(words) > longest:
        raise TextTooLong(f"Ringkas sampai paling banyak {longest} huruf.")
    return words


def page_of_request(request: FeedbackRequest) -> str:
    return f"/umpan-balik/permintaan/{request.pk}/"
