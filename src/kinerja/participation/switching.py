"""A space goes from phase to phase, by its days or moved by a person with a reason; each switch is
told once."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import F, Q

from kinerja.participation.ballot import count_votes
from kinerja.participation.comment import IdeaComment
from kinerja.participation.handing_in import due_of
from kinerja.participation.idea import OPEN, CoAuthor, Idea, one_line
from kinerja.participation.refusals import WrongPhase
from kinerja.participation.space import (
    Space,
    audience_of,
    checked_owner,
    held_space,
    put_days,
    tell_owner,
)
from kinerja.participation.support import Support
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import notify, notify_all
from kinerja.rules.date_words import date_in_words
from kinerja.rules.idea import IdeaState
from kinerja.rules.space import SpacePhase, moved, next_phase, plan_faults


class SpaceMove(models.Model):
    """A phase that began earlier or later than was planned, and why."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="moves")
    phase = models.CharField("tahap", max_length=7, choices=SpacePhase.choices())
    was = models.DateField("semula")
    becomes = models.DateField("menjadi")
    reason = models.CharField("alasan", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(was=F("becomes")), name="space_move_is_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}: {self.becomes}"


@transaction.atomic
def move_phase(
    *, space: Space, first_day: date, reason: str, by: Person, at: datetime, on: date
) -> Space:
    """Let the next phase begin on another day, today at the earliest; later ones move with it.

    The same day again: nothing. Errors: NotYours, WrongPhase, InvalidInput.
    """
    held = held_space(space, by, on)
    phase = next_phase(held.phase(on))
    if phase is None:
        raise WrongPhase("Tidak ada tahap berikutnya yang dapat digeser.")
    was: date = getattr(held, f"{phase.value}_from")
    if first_day == was:
        return held
    why = one_line(reason)[:300]
    if not why:
        raise InvalidInput("Tulis mengapa tahap ini digeser; semua peserta membacanya.")
    if first_day < on:
        raise InvalidInput("Tahap berikutnya dimulai paling cepat hari ini.")
    if (first_day - on).days > 730:
        raise InvalidInput("Geser paling jauh dua tahun ke depan.")
    try:
        plan = moved(held.plan, phase, first_day)
    except ValueError:
        raise InvalidInput("Tahap ini dimulai sesudah hari pertama tahap sebelumnya.") from None
    if faults := plan_faults(plan):
        raise InvalidInput(" ".join(faults.values()))
    put_days(held, plan)
    held.save()
    SpaceMove.objects.create(
        space=held, phase=phase, was=was, becomes=first_day, reason=why, by=by, at=at
    )
    data = {"phase": str(phase), "was": was.isoformat(), "becomes": first_day.isoformat()}
    record("space.phase_moved", about=held, by=by, reason=why, data=data)
    waiting = Idea.objects.filter(space=held, state__in=OPEN)
    waiting.update(due_on=due_of(Idea(space=held), on))
    announce_phase(space=held, on=on)
    return held


@transaction.atomic
def hand_over(*, space: Space, owner: Person, reason: str, by: Person | None, on: date) -> Space:
    """Let somebody else decide; open ideas of the former one go with it. None is the system.
    Twice: once.

    Errors: NotYours, WrongPhase, InvalidInput.
    """
    held = held_space(space, by, on)
    why = one_line(reason)[:300]
    if not why:
        raise InvalidInput("Tulis mengapa keputusan dipindahkan.")
    if held.owner_id == owner.pk:
        return held
    if held.phase(on) == SpacePhase.CLOSED:
        raise WrongPhase("Ruang ini sudah ditutup.")
    before = held.owner
    held.owner = checked_owner(owner, on)
    held.save(update_fields=["owner"])
    theirs = Idea.objects.filter(space=held, state__in=OPEN, owner=before)
    wrote = Q(author=owner) | Q(
        pk__in=CoAuthor.objects.filter(person=owner, state=CoAuthor.State.AGREED).values("idea")
    )
    theirs.exclude(wrote).update(owner=owner)
    data = {"from": before.pk, "to": owner.pk}
    record("space.handed_over", about=held, by=by, reason=why, data=data)
    tell_owner(held)
    return held


@transaction.atomic
def close_space(*, space: Space, by: Person, on: date) -> Space:
    """End it when every idea has its answer; one that has not begun is called off. Twice: once.

    Errors: NotYours, WrongPhase.
    """
    held = held_space(space, by, on)
    if held.closed_on is not None:
        return held
    if held.phase(on) not in (SpacePhase.PLANNED, SpacePhase.REPORT):
        raise WrongPhase("Ruang ditutup dalam tahap pelaporan balik.")
    left = Idea.objects.filter(space=held, state__in=OPEN).count()
    if left:
        raise WrongPhase(f"{left} gagasan belum dijawab. Jawab dulu, lalu tutup ruangnya.")
    held.closed_on = on
    held.told_phase = SpacePhase.CLOSED
    held.save(update_fields=["closed_on", "told_phase"])
    record("space.closed", about=held, by=by)
    return held


@transaction.atomic
def announce_phase(*, space: Space, on: date) -> bool:
    """Tell whom it concerns that a phase has begun; True when it was new."""
    held = Space.objects.select_for_update(of=("self",)).select_related("owner").get(pk=space.pk)
    phase = held.phase(on)
    if phase == held.told_phase or phase in (SpacePhase.PLANNED, SpacePhase.CLOSED):
        return False
    held.told_phase = phase
    held.save(update_fields=["told_phase"])
    record("space.phase_begun", about=held, by=None, data={"phase": str(phase)})
    if phase != SpacePhase.COLLECT:
        _discussed(held)
    notify_all(_told_of(held, phase, on), _said(held, phase)[:300], held.page)
    if phase == SpacePhase.DECIDE and held.vote_until is None:
        said = f"Putuskan gagasan dalam ruang: {held.question}"
        notify(held.owner, said[:300], f"{held.page}keputusan/")
    return True


def follow_spaces(*, on: date) -> None:
    """Announce what began and count what ended, for all spaces that run. Run again: nothing new."""
    for space in Space.objects.filter(closed_on=None, collect_from__lte=on).order_by("pk"):
        announce_phase(space=space, on=on)
        if space.vote_until and space.vote_until < on and space.counted_on is None:
            count_votes(space=space, on=on)


def participants_of(space: Space) -> PersonQuerySet:
    """Those who wrote, commented or supported."""
    ideas = Idea.objects.filter(space=space).exclude(state__in=["draft", "withdrawn"])
    agreed = CoAuthor.objects.filter(idea__in=ideas, state=CoAuthor.State.AGREED)
    said = IdeaComment.objects.filter(idea__in=ideas)
    supported = Support.objects.filter(idea__in=ideas)
    return Person.objects.filter(
        Q(pk__in=ideas.values("author"))
        | Q(pk__in=agreed.values("person"))
        | Q(pk__in=said.values("by"))
        | Q(pk__in=supported.values("person"))
    )


def _discussed(space: Space) -> None:
    """Ideas that were handed in are discussed from now on."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related("author")
    fresh = list(rows.filter(space=space, state=IdeaState.SUBMITTED))
    Idea.objects.filter(pk__in=[one.pk for one in fresh]).update(state=IdeaState.DISCUSSED)
    record_many(Happening("idea.discussed", one, None, person=one.author) for one in fresh)


def _told_of(space: Space, phase: SpacePhase, on: date) -> PersonQuerySet:
    everybody = phase == SpacePhase.COLLECT or (phase == SpacePhase.DECIDE and space.vote_until)
    return audience_of(space, on) if everybody else participants_of(space)


def _said(space: Space, phase: SpacePhase) -> str:
    if phase == SpacePhase.COLLECT:
        return f"Ruang gagasan dibuka: {space.question} Ajukan gagasan Anda."
    if phase == SpacePhase.DISCUSS:
        return f"Gagasan dibahas: {space.question} Beri komentar, usulan perubahan, dan dukungan."
    if phase == SpacePhase.DECIDE and space.vote_until:
        return f"Pilih gagasan sampai {date_in_words(space.vote_until)}: {space.question}"
    if phase == SpacePhase.DECIDE:
        return f"Gagasan sedang diputuskan: {space.question}"
    return f"Keputusan dan hasilnya dilaporkan balik: {space.question}"
