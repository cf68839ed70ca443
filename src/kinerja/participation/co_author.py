"""Co-authors: invited by an author, authors only when they agree."""

from datetime import date, datetime

from django.db import transaction

from kinerja.participation.idea import CoAuthor, Idea, check_right, held_idea, is_author
from kinerja.participation.refusals import LimitReached, NotYours, OwnIdea
from kinerja.participation.space import is_asked
from kinerja.participation.support import free_support
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.space import Right

MOST_AUTHORS = 10


@transaction.atomic
def invite_co_author(*, idea: Idea, person: Person, by: Person, at: datetime, on: date) -> CoAuthor:
    """Ask a colleague to stand behind the idea; asked before: nothing new, after a no: once more.

    Errors: NotYours, WrongPhase, LimitReached, InvalidInput.
    """
    held = held_idea(idea)
    if not is_author(by, held):
        raise NotYours("Rekan penulis diundang penulis gagasan.")
    check_right(held, Right.CO_AUTHOR, on, "Penulis tidak lagi bertambah.")
    if person.pk == held.author_id:
        raise InvalidInput("Ia sudah penulis gagasan ini.")
    if not is_asked(person, held.space, on):
        raise InvalidInput("Rekan ini tidak bertugas di unit yang diajak ruang gagasan.")
    known = held.co_authors.filter(person=person).first()
    if known is not None and known.state != CoAuthor.State.DECLINED:
        return known
    if held.co_authors.exclude(state=CoAuthor.State.DECLINED).count() >= MOST_AUTHORS - 1:
        raise LimitReached(f"Satu gagasan paling banyak {MOST_AUTHORS} penulis.")
    row, _ = CoAuthor.objects.update_or_create(
        idea=held,
        person=person,
        defaults={"state": CoAuthor.State.INVITED, "asked_at": at, "answered_at": None},
    )
    record("idea.co_author_invited", about=held, person=person, by=by)
    notify(person, f"{by.name} mengajak Anda menjadi penulis: {held.title}"[:300], held.page)
    return row


@transaction.atomic
def answer_invitation(*, idea: Idea, agrees: bool, by: Person, at: datetime, on: date) -> CoAuthor:
    """Agree to be a co-author, or not; the last answer counts while the idea is open to it.

    Errors: NotYours, WrongPhase, OwnIdea for who has to decide it.
    """
    held = held_idea(idea)
    row = held.co_authors.select_for_update().filter(person=by).first()
    if row is None:
        raise NotYours("Anda tidak diundang menjadi penulis gagasan ini.")
    state = CoAuthor.State.AGREED if agrees else CoAuthor.State.DECLINED
    if row.state == state:
        return row
    check_right(held, Right.CO_AUTHOR, on, "Undangan ini tidak dapat dijawab lagi.")
    if agrees and held.owner_id == by.pk:
        raise OwnIdea("Anda yang menjawab gagasan ini; pindahkan dulu penjawabnya.")
    row.state, row.answered_at = state, at
    row.save(update_fields=["state", "answered_at"])
    if agrees:
        free_support(held, by, by=by)
    record("idea.co_author_answered", about=held, person=by, by=by, data={"agrees": agrees})
    said = "bersedia" if agrees else "tidak bersedia"
    notify(held.author, f"{by.name} {said} menjadi penulis: {held.title}"[:300], held.page)
    return row
