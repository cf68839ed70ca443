"""What is said about a task, by members and by partners."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Q

from kinerja.collaboration.member import Member, hold_as_member
from kinerja.collaboration.partner import Partner
from kinerja.collaboration.partner_work import held_partner
from kinerja.collaboration.programme import page_of
from kinerja.collaboration.refusals import NotYours
from kinerja.collaboration.task import Task
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import record
from kinerja.records.notice import notify_many

LONGEST_COMMENT = 1_000
MOST_A_DAY = 50  # comments of one partner


class TaskComment(models.Model):
    """Something said about a task, by a member or a partner."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="comments")
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    text = models.CharField("komentar", max_length=LONGEST_COMMENT)
    said_at = models.DateTimeField("ditulis")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(partner__isnull=False, person=None)
                | models.Q(partner=None, person__isnull=False),
                name="task_comment_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def whose(self) -> str:
        return self.partner.name if self.partner else (self.person.name if self.person else "")


@transaction.atomic
def comment_as_partner(
    *, task: Task, partner: Partner, text: str, at: datetime, on: date
) -> TaskComment:
    """Say something about a task that partners see; the same words again: the first.

    The leads and the owner are told. Errors: InvitationOver, NotYours, InvalidInput.
    """
    held = held_partner(partner, on)
    if task.programme_id != held.programme_id or not task.shown_to_partners:
        raise NotYours("Tugas ini tidak dibuka untuk mitra.")
    words = _words(text)
    mine = TaskComment.objects.filter(partner=held)
    if same := mine.filter(task=task, text=words).first():
        return same
    if mine.filter(said_at__date=on).count() >= MOST_A_DAY:
        raise InvalidInput("Komentar hari ini sudah banyak; lanjutkan besok.")
    comment = TaskComment.objects.create(task=task, partner=held, text=words, said_at=at)
    record("partner.commented", about=comment, by=None, data={"task": task.pk})
    _tell(task, held.name, on)
    return comment


@transaction.atomic
def comment_on_task(*, task: Task, text: str, by: Person, at: datetime, on: date) -> TaskComment:
    """Say something as a member; partners read it where the task is shown to them. The same words
    again: the first.

    The leads and the owner are told. Errors: NotYours, ProgrammeClosed, InvalidInput.
    """
    hold_as_member(task.programme, by, on)
    words = _words(text)
    if same := TaskComment.objects.filter(person=by, task=task, text=words).first():
        return same
    comment = TaskComment.objects.create(task=task, person=by, text=words, said_at=at)
    record("programme.commented", about=comment, by=by, data={"task": task.pk})
    _tell(task, by.name, on, by)
    return comment


def page_of_comments(task: Task) -> str:
    return f"{page_of(task.programme)}tugas/{task.pk}/komentar/"


def _words(text: str) -> str:
    words = " ".join(text.replace("\x00", "").split())
    if not words or len(words) > LONGEST_COMMENT:
        raise InvalidInput(f"Tulis komentar, paling banyak {LONGEST_COMMENT} huruf.")
    return words


def _tell(task: Task, who: str, on: date, by: Person | None = None) -> None:
    """The leads, and the member whose task it is; not whoever said it."""
    members = Member.objects.on(on).filter(programme=task.programme_id)
    wanted = members.filter(Q(role=Member.Role.LEAD) | Q(person=task.person_id))
    people = Person.objects.filter(pk__in=wanted.values("person"))
    text = f"{who[:80]} menulis komentar pada tugas “{task.title[:150]}”."
    notify_many(people.exclude(pk=by.pk) if by else people, text, page_of_comments(task))
