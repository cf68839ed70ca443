"""What people say to an idea, by name."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Q

from kinerja.participation.idea import (
    Idea,
    check_right,
    check_sees,
    checked_text,
    held_idea,
)
from kinerja.participation.refusals import NotYours
from kinerja.participation.space import is_asked
from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.space import Right

LONGEST_COMMENT = 1_500  # characters


class IdeaComment(models.Model):
    """One comment; withdrawn ones keep their place without their words."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments", db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField("komentar")
    said_at = models.DateTimeField("waktu")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["idea", "id"], name="idea_comment_idea")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="idea_comment_said")]

    def __str__(self) -> str:
        return f"{self.by}: {self.idea}"


@transaction.atomic
def comment_on(
    *, idea: Idea, text: str, by: Person, at: datetime, on: date, key: UUID | None = None
) -> IdeaComment:
    """Say something to it; the same key again: the first. The author is told.

    Errors: NotYours, WrongPhase, InvalidInput.
    """
    key = key or uuid4()
    if known := IdeaComment.objects.filter(key=key, by=by).first():
        return known
    held = held_idea(idea)
    check_sees(by, held, on)
    if held.owner_id != by.pk and not is_asked(by, held.space, on):
        raise NotYours("Komentar diberikan pegawai yang diajak ruang gagasan ini.")
    check_right(held, Right.COMMENT, on, "Komentar tidak dibuka sekarang.")
    words = checked_text(text, "Tulis komentar Anda.", LONGEST_COMMENT)
    row = IdeaComment.objects.create(idea=held, by=by, text=words, said_at=at, key=key)
    record("idea.commented", about=held, person=held.author, by=by, data={"comment": row.pk})
    if held.author_id != by.pk:
        said = f"{by.name} mengomentari gagasan Anda: {held.title}"
        notify(held.author, said[:300], held.page)
    return row


@transaction.atomic
def withdraw_comment(*, comment: IdeaComment, by: Person, at: datetime) -> IdeaComment:
    """Take one's own words back; twice: once. Errors: NotYours."""
    held = IdeaComment.objects.select_for_update(of=("self",)).select_related("idea")
    row = held.get(pk=comment.pk)
    if row.by_id != by.pk:
        raise NotYours("Komentar ditarik yang menulisnya.")
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record("idea.comment_withdrawn", about=row.idea, person=by, by=by, data={"comment": row.pk})
    return row
