"""On its way in: begun as a draft, changed, handed in with an owner and a day; withdrawn."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need
from kinerja.participation.idea import (
    Idea,
    IdeaFile,
    check_right,
    checked_text,
    held_idea,
    is_author,
    keep_version,
    one_line,
)
from kinerja.participation.owner import owner_for
from kinerja.participation.refusals import NotYours, WrongPhase
from kinerja.participation.setting import idea_setting
from kinerja.participation.space import Space, is_asked
from kinerja.people.agency import the_agency
from kinerja.people.calendar import agency_calendar
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.attachment import attach
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.idea import IdeaState, idea_due
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.rules.space import Right

MOST_FILES = 5
AHEAD = timedelta(days=400)  # so far holidays are looked up
TOO_LATE = "Gagasan baru diajukan dalam tahap pengumpulan gagasan."
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class IdeaText:
    """What is written on the form."""

    title: str
    problem: str
    proposal: str
    measure: str = ""
    unit_of_measure: str = ""
    effect_from: Decimal | None = None
    effect_to: Decimal | None = None


@transaction.atomic
def begin_idea(
    *,
    text: IdeaText,
    by: Person,
    at: datetime,
    on: date,
    space: Space | None = None,
    unit: Unit | None = None,
    finding: Finding | None = None,
    need: Need | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    key: UUID | None = None,
) -> Idea:
    """Write a draft that only its authors see; the same key again: the first, with what is said
    now while it is a draft (the form is sent again from the page before).

    Errors: NotYours, WrongPhase, ChangedMeanwhile, InvalidInput, FileRefused.
    """
    key = key or uuid4()
    if known := Idea.objects.filter(key=key, author=by).first():
        return known if known.state != IdeaState.DRAFT else _again(known, text, files, by, at, on)
    if not is_asked(by, space, on):
        raise NotYours("Gagasan diajukan pegawai yang sedang bertugas di unit yang diajak.")
    if (space is None) == (unit is None):
        raise InvalidInput("Pilih unit yang dituju, atau ruang gagasan.")
    if unit is not None and unit.closed_on is not None:
        raise InvalidInput("Unit ini sudah ditutup; pilih unit penerusnya.")
    idea = Idea(author=by, space=space, unit=unit, finding=finding, need=need, begun_at=at, key=key)
    if space is not None:
        check_right(idea, Right.SUBMIT, on, TOO_LATE)
    if len(files) > MOST_FILES:
        raise InvalidInput(f"Lampirkan paling banyak {MOST_FILES} berkas.")
    _put(idea, text)
    idea.save(force_insert=True)
    for name, content in files:
        IdeaFile.objects.create(idea=idea, attachment=attach(name=name, content=content, by=by))
    data = {"space": space.pk if space else None, "files": len(files)}
    record("idea.begun", about=idea, person=by, by=by, data=data)
    return idea


@transaction.atomic
def edit_idea(
    *,
    idea: Idea,
    text: IdeaText,
    by: Person,
    at: datetime,
    on: date,
    revision: int | None = None,
    files: Sequence[tuple[str, bytes]] = (),
) -> Idea:
    """Change one's own idea while it may be changed; what was handed in before stays readable.

    Errors: NotYours, WrongPhase, ChangedMeanwhile, InvalidInput, FileRefused.
    """
    held = held_idea(idea)
    _check_own(by, held)
    check_right(held, Right.EDIT, on, "Naskah ini tidak lagi diubah sendiri; usulkan perubahan.")
    if revision is not None and revision != held.revision:
        raise ChangedMeanwhile("Naskah ini baru saja diubah. Muat ulang, lalu ubah lagi.")
    if held.files.count() + len(files) > MOST_FILES:
        raise InvalidInput(f"Lampirkan paling banyak {MOST_FILES} berkas.")
    before = _said(held)
    _put(held, text)
    if _said(held) != before:
        held.revision += 1
        held.save()
        if held.state != IdeaState.DRAFT:
            keep_version(held, by, at)
        record("idea.edited", about=held, person=held.author, by=by)
    for name, content in files:
        IdeaFile.objects.create(idea=held, attachment=attach(name=name, content=content, by=by))
    return held


@transaction.atomic
def submit_idea(*, idea: Idea, by: Person, at: datetime, on: date) -> Idea:
    """Hand it in: it gets an owner who must answer, and the last day for that. Twice: once.

    Errors: NotYours, WrongPhase, InvalidInput.
    """
    held = held_idea(idea)
    if held.author_id != by.pk:
        raise NotYours("Gagasan diajukan penulisnya.")
    if held.is_undecided:
        return held
    if not is_asked(by, held.space, on):
        raise NotYours("Gagasan diajukan pegawai yang sedang bertugas di unit yang diajak.")
    check_right(held, Right.SUBMIT, on, TOO_LATE)
    held.owner = owner_for(held, on)
    held.due_on = due_of(held, on)
    held.state = IdeaState.SUBMITTED
    held.submitted_at = at
    held.save(update_fields=["owner", "due_on", "state", "submitted_at"])
    keep_version(held, by, at)
    data = {"owner": held.owner.pk, "due": held.due_on.isoformat()}
    record("idea.submitted", about=held, person=by, by=by, data=data)
    if held.space is None:
        said = f"{by.name} mengajukan gagasan untuk Anda jawab: {held.title}"
        notify(held.owner, said[:300], held.page)
    return held


@transaction.atomic
def withdraw_idea(*, idea: Idea, by: Person, reason: str, on: date) -> Idea:
    """Take it back before it is decided, and in a space before the decision begins. Twice: once.

    Errors: NotYours, WrongPhase.
    """
    held = held_idea(idea)
    if held.author_id != by.pk:
        raise NotYours("Gagasan ditarik penulisnya.")
    if held.state == IdeaState.WITHDRAWN:
        return held
    open_to_authors = {Right.EDIT, Right.AMEND, Right.CO_AUTHOR}
    if held.state != IdeaState.DRAFT and not held.rights(on) & open_to_authors:
        raise WrongPhase("Gagasan yang sedang atau sudah diputuskan tidak dapat ditarik.")
    held.state = IdeaState.WITHDRAWN
    held.save(update_fields=["state"])
    why = one_line(reason)[:300]
    record("idea.withdrawn", about=held, person=by, by=by, reason=why)
    return held


def _again(
    known: Idea,
    text: IdeaText,
    files: Sequence[tuple[str, bytes]],
    by: Person,
    at: datetime,
    on: date,
) -> Idea:
    """The draft with what the form says when it is sent once more, unless it was changed since."""
    there = set(known.files.values_list("attachment__name", flat=True))
    fresh = [(name, content) for name, content in files if name not in there]
    said = copy(known)
    _put(said, text)
    if _said(said) == _said(known) and not fresh:
        return known
    if known.revision > 1:
        raise ChangedMeanwhile(
            "Konsep ini sudah Anda ubah sesudah halaman ini dibuka. Salin isian ini bila perlu,"
            " lalu ubah konsepnya di Gagasan saya."
        )
    return edit_idea(idea=known, text=text, by=by, at=at, on=on, files=fresh)


def due_of(idea: Idea, on: date) -> date:
    """The last day for the official answer: by the setting, or the end of the space's decision."""
    if idea.space is not None:
        return idea.space.report_from - _ONE_DAY
    calendar = agency_calendar(the_agency(), on, on + AHEAD)
    return idea_due(on, idea_setting().answer_days, calendar.works)


def _put(idea: Idea, text: IdeaText) -> None:
    idea.title = one_line(text.title)
    idea.problem = checked_text(text.problem, "Tulis masalahnya.")
    idea.proposal = checked_text(text.proposal, "Tulis usulan Anda.")
    idea.measure = one_line(text.measure)
    idea.unit_of_measure = one_line(text.unit_of_measure)
    idea.effect_from, idea.effect_to = text.effect_from, text.effect_to
    if idea.measure and idea.effect_to is None:
        raise InvalidInput("Tulis angka yang diharapkan dari perubahan itu.", about="effect_to")
    if not idea.measure and (idea.effect_from is not None or idea.effect_to is not None):
        raise InvalidInput(
            "Tulis apa yang berubah menurut angka itu, atau kosongkan angkanya.", about="measure"
        )
    check_fields(idea)


def _said(idea: Idea) -> tuple[object, ...]:
    return (
        *(idea.title, idea.problem, idea.proposal, idea.measure, idea.unit_of_measure),
        *(idea.effect_from, idea.effect_to),
    )


def _check_own(by: Person, idea: Idea) -> None:
    if not is_author(by, idea):
        raise NotYours("Gagasan diubah penulisnya; Anda dapat mengusulkan perubahan.")
