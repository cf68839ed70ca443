"""Feedback on a person's work, tied to a report or a result (umpan balik, 6/2022 Pasal 17-19).

What is said for the rating is read by those who see the person, and is considered in the evaluation
(annex p. 69). What is said for development stays between the two, whatever their rank: no page of
the appraiser's, no snapshot and no ground for a rating knows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from kinerja.feedback.giver import Pair, roles_between
from kinerja.feedback.refusals import NoteMissing, NotScheduled, NotYours, TextTooLong
from kinerja.feedback.schedule import FeedbackSchedule
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import Happening, record_many
from kinerja.records.notice import Notice
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.feedback import (
    FeedbackGiver,
    FeedbackMode,
    FeedbackOrigin,
    FeedbackPurpose,
    FeedbackWay,
)
from kinerja.work.report import Report

LONGEST_TEXT = 2_000  # characters
BATCH = 2_000  # rows a statement


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, person: Person) -> Self:
        """Given, received, or for the rating of somebody whom one may see."""
        others = Q(receiver__in=Person.objects.visible_to(person))
        return self.filter(
            Q(giver=person) | Q(receiver=person) | others & Q(purpose=FeedbackPurpose.RATING)
        )

    def for_rating(self) -> Self:
        """What an evaluation may rest on."""
        return self.filter(purpose=FeedbackPurpose.RATING)


class Feedback(models.Model):
    """One response to somebody's work, by name, with the conversation that follows.

    `key` is made on the form: the same key twice is the same feedback. Somebody from outside has no
    `giver` row, but a name and a role as he or she stated them (`outsider`).
    """

    class Tone(models.TextChoices):
        POSITIVE = "positive", "Sudah baik"
        IMPROVE = "improve", "Perlu ditingkatkan"

    giver = models.ForeignKey(
        Person, models.PROTECT, related_name="feedback_given", null=True, blank=True
    )
    outsider = models.CharField("pemberi dari luar", max_length=200, blank=True)
    role = models.CharField(
        "sebagai", max_length=11, choices=FeedbackGiver.choices(), default=FeedbackGiver.OTHER.value
    )  # on the day it was given
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="feedback", db_index=False)
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    result = models.ForeignKey(
        WorkResult, models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    value = models.CharField("perilaku", max_length=13, choices=CoreValue.choices(), blank=True)
    tone = models.CharField("isi", max_length=10, choices=Tone)
    purpose = models.CharField(
        "tujuan",
        max_length=11,
        choices=FeedbackPurpose.choices(),
        default=FeedbackPurpose.RATING.value,
    )
    mode = models.CharField(
        "waktu",
        max_length=10,
        choices=FeedbackMode.choices(),
        default=FeedbackMode.INCIDENTAL.value,
    )
    origin = models.CharField(
        "asal", max_length=9, choices=FeedbackOrigin.choices(), default=FeedbackOrigin.GIVEN.value
    )
    way = models.CharField(
        "cara", max_length=8, choices=FeedbackWay.choices(), default=FeedbackWay.INDIRECT.value
    )
    # The turn of an agreement that it fulfils, if any.
    schedule = models.ForeignKey(
        FeedbackSchedule, models.PROTECT, null=True, blank=True, related_name="given"
    )
    due_on = models.DateField("batas berkala", null=True, blank=True)
    text = models.TextField("umpan balik")
    given_at = models.DateTimeField("diberikan")
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_has_text"),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="feedback_never_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(giver=None) ^ Q(outsider=""), name="feedback_is_somebodys"
            ),
            models.CheckConstraint(
                condition=Q(mode="scheduled", schedule__isnull=False, due_on__isnull=False)
                | Q(mode="incidental", schedule=None, due_on=None),
                name="feedback_scheduled_has_turn",
            ),
        ]
        indexes = [models.Index(fields=["receiver", "-given_at"], name="feedback_receiver")]

    def __str__(self) -> str:
        return f"{self.said_by} → {self.receiver}"

    @property
    def said_by(self) -> str:
        """The name of who said it."""
        return self.giver.name if self.giver else self.outsider

    @property
    def is_private(self) -> bool:
        """Read by the two alone."""
        return self.purpose == FeedbackPurpose.DEVELOPMENT

    @property
    def was_late(self) -> bool:
        """Scheduled, and given after its last day."""
        return self.due_on is not None and timezone.localdate(self.given_at) > self.due_on


@dataclass(frozen=True)
class Said:
    """Feedback before it is stored, for `give_feedback_many`. `role`: where it is known already;
    `outsider`: the stated name of somebody who is no user (`by` is then None)."""

    receiver: Person
    tone: str
    text: str
    by: Person | None
    at: datetime
    report: Report | None = None
    result: WorkResult | None = None
    key: UUID = field(default_factory=uuid4)
    purpose: str = FeedbackPurpose.RATING.value
    value: str = ""
    way: str = FeedbackWay.INDIRECT.value
    origin: str = FeedbackOrigin.GIVEN.value
    scheduled: bool = False
    role: str = ""
    outsider: str = ""


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
    purpose: str = FeedbackPurpose.RATING.value,
    value: str = "",
    way: str = FeedbackWay.INDIRECT.value,
    scheduled: bool = False,
) -> Feedback:
    """Tell somebody what was good or could be better; never to oneself.

    The page hands in only people, reports and results that the giver may see. The same key again
    answers with the first feedback. `scheduled`: it is what was agreed on, for the oldest turn that
    is still open.
    Errors: NotYours, NoteMissing, TextTooLong, NotScheduled.
    """
    said = Said(
        *(receiver, tone, text, by, at, report, result, key or uuid4(), purpose, value, way),
        scheduled=scheduled,
    )
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
    roles = _roles([said for said in sayings if said.key not in known])
    new: dict[UUID, Feedback] = {}
    for said in sayings:
        if said.key in known:
            _own(known[said.key], said.by)
        elif said.key not in new:
            new[said.key] = _checked(said, roles)
    Feedback.objects.bulk_create(new.values(), batch_size=BATCH)
    record_many(
        Happening("feedback.given", one, one.giver, person=one.receiver, data=_told(one))
        for one in new.values()
    )
    Notice.objects.bulk_create([_notice(one) for one in new.values()], batch_size=BATCH)
    known |= new
    return [known[said.key] for said in sayings]


def open_turn(receiver: Person, leader: Person, on: date) -> tuple[FeedbackSchedule, date] | None:
    """The oldest turn of what this leader promised that has begun and was not given yet; when all
    were given, the one that runs. None without an agreement."""
    schedules = FeedbackSchedule.objects.in_force(on).filter(person=receiver, leader=leader)
    schedule = schedules.first()
    if schedule is None:
        return None
    days = schedule.due_days
    running = next((day for day in days if day >= on), None)
    given = set(Feedback.objects.filter(schedule=schedule).values_list("due_on", flat=True))
    begun = [day for day in days if day < on] + ([running] if running else [])
    turn = next((day for day in begun if day not in given), running)
    return (schedule, turn) if turn else None


def _roles(sayings: Iterable[Said]) -> dict[tuple[date, Pair], FeedbackGiver]:
    """What givers are to receivers on their days, where nobody has said it."""
    days: dict[date, list[tuple[Person, Person]]] = {}
    for said in sayings:
        if said.by is not None and not said.role:
            days.setdefault(timezone.localdate(said.at), []).append((said.by, said.receiver))
    return {
        (day, pair): role
        for day, pairs in days.items()
        for pair, role in roles_between(pairs, day).items()
    }


def _checked(said: Said, roles: dict[tuple[date, Pair], FeedbackGiver]) -> Feedback:
    text = said.text.replace("\x00", "").strip()
    if said.by is not None and said.receiver.pk == said.by.pk:
        raise NotYours("Umpan balik diberikan kepada orang lain, bukan diri sendiri.")
    authors = {said.report and said.report.person_id, said.result and said.result.plan.person_id}
    if not authors <= {None, said.receiver.pk}:
        raise NotYours("Pilih laporan atau hasil kerja milik penerima umpan balik.")
    if not text:
        raise NoteMissing("Tulis umpan balik Anda.")
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(f"Umpan balik memuat paling banyak {LONGEST_TEXT} huruf. Ringkas dulu.")
    role = said.role or FeedbackGiver.OTHER
    turn = None
    if said.by is not None:
        day = timezone.localdate(said.at)
        role = said.role or roles[day, (said.by.pk, said.receiver.pk)]
        turn = open_turn(said.receiver, said.by, day) if said.scheduled else None
    if said.scheduled and turn is None:
        raise NotScheduled(
            "Belum ada umpan balik berkala yang disepakati dengan Anda. Kirim sebagai umpan balik"
            " biasa, atau sepakati jadwalnya dulu."
        )
    schedule, due_on = turn or (None, None)
    return Feedback(
        giver=said.by,
        outsider=said.outsider,
        role=FeedbackGiver(role),
        receiver=said.receiver,
        report=said.report,
        result=said.result,
        value=CoreValue(said.value) if said.value else "",
        tone=Feedback.Tone(said.tone),
        purpose=FeedbackPurpose(said.purpose),
        mode=FeedbackMode.SCHEDULED if turn else FeedbackMode.INCIDENTAL,
        origin=FeedbackOrigin(said.origin),
        way=FeedbackWay(said.way),
        schedule=schedule,
        due_on=due_on,
        text=text,
        given_at=said.at,
        key=said.key,
    )


def _own(feedback: Feedback, by: Person | None) -> Feedback:
    """The first feedback of a key, for its giver only."""
    if by is None or feedback.giver_id != by.pk:
        raise NotYours("Formulir ini sudah dipakai akun lain. Muat ulang halaman, lalu kirim lagi.")
    return feedback


def _told(feedback: Feedback) -> dict[str, str]:
    """What the event says: never the words; of private feedback not its tone either."""
    if feedback.is_private:
        return {"purpose": feedback.purpose}
    return {"tone": feedback.tone}


def _notice(feedback: Feedback) -> Notice:
    url = f"/laporan/{feedback.report_id}/#umpan-balik" if feedback.report_id else page_of(feedback)
    return Notice(
        person=feedback.receiver, text=f"{feedback.said_by} memberi umpan balik.", url=url
    )


def page_of(feedback: Feedback) -> str:
    return f"/umpan-balik/{feedback.pk}/"
