"""Another text for somebody's idea: proposed, accepted into a new version, or refused."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Q

from kinerja.participation.idea import (
    LONGEST_REASON,
    CoAuthor,
    Idea,
    IdeaVersion,
    check_right,
    check_sees,
    checked_text,
    held_idea,
    is_author,
    keep_version,
    one_line,
)
from kinerja.participation.refusals import NotYours, OwnIdea, WrongPhase
from kinerja.participation.space import is_asked
from kinerja.participation.support import free_support
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.rules.space import Right


class Amendment(models.Model):
    """One proposed text; `version` is the one that its author read."""

    class State(models.TextChoices):
        OPEN = "open", "Menunggu penulis"
        ACCEPTED = "accepted", "Diterima"
        REFUSED = "refused", "Tidak diterima"
        WITHDRAWN = "withdrawn", "Ditarik"

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="amendments")
    version = models.ForeignKey(IdeaVersion, models.PROTECT, related_name="amendments")
    became = models.OneToOneField(
        IdeaVersion, models.PROTECT, null=True, blank=True, related_name="of"
    )
    title = models.CharField("judul", max_length=150)
    problem = models.TextField("masalah")
    proposal = models.TextField("usulan")
    why = models.TextField("alasan")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("diusulkan")
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.OPEN)
    answer = models.TextField("jawaban", blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(problem="") & ~Q(proposal="") & ~Q(why=""),
                name="idea_amendment_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", became__isnull=False)
                | ~Q(state="accepted") & Q(became=None),
                name="idea_amendment_becomes_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="idea_amendment_refused_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.idea}"

    @property
    def page(self) -> str:
        return f"/gagasan/{self.idea_id}/perubahan/{self.pk}/"


@transaction.atomic
def propose_amendment(
    *,
    idea: Idea,
    title: str,
    problem: str,
    proposal: str,
    why: str,
    by: Person,
    at: datetime,
    on: date,
    version: int | None = None,
    key: UUID | None = None,
) -> Amendment:
    """Propose another text with its reason; who proposes agrees to be co-author. Same key: once.

    Errors: OwnIdea, NotYours, WrongPhase, ChangedMeanwhile, InvalidInput.
    """
    key = key or uuid4()
    if known := Amendment.objects.filter(key=key, by=by).first():
        return known
    held = held_idea(idea)
    check_sees(by, held, on)
    if held.author_id == by.pk:
        raise OwnIdea("Penulis mengubah naskahnya sendiri, atau meminta rekan mengusulkannya.")
    if not is_asked(by, held.space, on):
        raise NotYours("Perubahan diusulkan pegawai yang diajak ruang gagasan ini.")
    if held.owner_id == by.pk:
        raise OwnIdea("Yang menjawab gagasan tidak ikut menulisnya; berikan komentar.")
    check_right(held, Right.AMEND, on, "Perubahan tidak dapat diusulkan sekarang.")
    last = held.versions.get(number=held.versions.aggregate(n=models.Max("number"))["n"])
    if version is not None and version != last.number:
        raise ChangedMeanwhile("Naskah ini baru saja berubah. Muat ulang, lalu usulkan lagi.")
    row = Amendment(
        idea=held,
        version=last,
        title=one_line(title),
        problem=checked_text(problem, "Tulis masalahnya."),
        proposal=checked_text(proposal, "Tulis usulannya."),
        why=checked_text(why, "Tulis mengapa naskahnya perlu diubah.", LONGEST_REASON),
        by=by,
        proposed_at=at,
        key=key,
    )
    if (row.title, row.problem, row.proposal) == (last.title, last.problem, last.proposal):
        raise InvalidInput("Naskah ini belum Anda ubah.")
    check_fields(row)
    row.save(force_insert=True)
    record("idea.amendment_proposed", about=held, person=held.author, by=by, data={"row": row.pk})
    notify(held.author, f"{by.name} mengusulkan perubahan: {held.title}"[:300], row.page)
    return row


@transaction.atomic
def accept_amendment(*, amendment: Amendment, by: Person, at: datetime, on: date) -> Amendment:
    """Take the text over: a new version, and who proposed it is a co-author. Twice: once.

    Errors: NotYours, OwnIdea, WrongPhase, ChangedMeanwhile.
    """
    row = _held(amendment, by, on)
    if row.state == Amendment.State.ACCEPTED:
        return row
    _check_waits(row)
    idea = row.idea
    if row.by_id == idea.owner_id:
        raise OwnIdea(
            "Pengusulnya sekarang yang menjawab gagasan ini; minta ia memindahkannya dulu."
        )
    last = idea.versions.first()
    if last is None or last.pk != row.version_id:
        raise ChangedMeanwhile(
            "Naskah sudah berubah sejak usulan ini ditulis. Minta pengusul memperbaruinya dari"
            " naskah terakhir."
        )
    idea.title, idea.problem, idea.proposal = row.title, row.problem, row.proposal
    idea.revision += 1
    idea.save(update_fields=["title", "problem", "proposal", "revision"])
    row.became = keep_version(idea, row.by, at)
    row.state, row.answered_by, row.answered_at = Amendment.State.ACCEPTED, by, at
    row.save(update_fields=["became", "state", "answered_by", "answered_at"])
    if row.by_id != idea.author_id:
        CoAuthor.objects.update_or_create(
            idea=idea,
            person=row.by,
            defaults={"state": CoAuthor.State.AGREED, "answered_at": at},
            create_defaults={
                "state": CoAuthor.State.AGREED,
                "asked_at": at,
                "answered_at": at,
            },
        )
        free_support(idea, row.by, by=by)
    data = {"row": row.pk, "version": row.became.number}
    record("idea.amendment_accepted", about=idea, person=row.by, by=by, data=data)
    notify(row.by, f"Usulan perubahan Anda diterima: {idea.title}"[:300], idea.page)
    return row


@transaction.atomic
def refuse_amendment(
    *, amendment: Amendment, reason: str, by: Person, at: datetime, on: date
) -> Amendment:
    """Keep the text as it is, and say why. Twice: once.

    Errors: NotYours, OwnIdea, WrongPhase, InvalidInput.
    """
    row = _held(amendment, by, on)
    if row.state == Amendment.State.REFUSED:
        return row
    _check_waits(row)
    row.answer = checked_text(reason, "Tulis mengapa usulan ini tidak dipakai.", LONGEST_REASON)
    row.state, row.answered_by, row.answered_at = Amendment.State.REFUSED, by, at
    row.save(update_fields=["answer", "state", "answered_by", "answered_at"])
    record("idea.amendment_refused", about=row.idea, person=row.by, by=by, data={"row": row.pk})
    notify(row.by, f"Usulan perubahan Anda dijawab: {row.idea.title}"[:300], row.page)
    return row


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: Person, at: datetime) -> Amendment:
    """Take one's own proposal back while it waits. Twice: once. Errors: NotYours, WrongPhase."""
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("idea")
    row = rows.get(pk=amendment.pk)
    if row.by_id != by.pk:
        raise NotYours("Usulan perubahan ditarik yang menulisnya.")
    if row.state == Amendment.State.WITHDRAWN:
        return row
    _check_waits(row)
    row.state, row.answered_at = Amendment.State.WITHDRAWN, at
    row.save(update_fields=["state", "answered_at"])
    record("idea.amendment_withdrawn", about=row.idea, person=by, by=by, data={"row": row.pk})
    return row


def _held(amendment: Amendment, by: Person, on: date) -> Amendment:
    """Idea and amendment locked, for an author of the idea who did not propose it."""
    idea = held_idea(amendment.idea)
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("by", "version")
    row = rows.get(pk=amendment.pk)
    row.idea = idea
    if not is_author(by, idea):
        raise NotYours("Usulan perubahan dijawab penulis gagasan.")
    if row.by_id == by.pk:
        raise OwnIdea("Usulan Anda dijawab penulis lain.")
    if row.state == Amendment.State.OPEN:
        check_right(idea, Right.AMEND, on, "Usulan perubahan tidak dapat dijawab lagi.")
    return row


def _check_waits(row: Amendment) -> None:
    if row.state != Amendment.State.OPEN:
        raise WrongPhase(f"Usulan ini sudah selesai: {row.get_state_display().lower()}.")
