"""Who must answer an idea: the head of the unit that it is about, or whom the space names; for
somebody's own idea the one above. Nobody answers an idea of his or her own."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from kinerja.participation.idea import Idea, authors_of, held_idea, is_author, one_line
from kinerja.participation.refusals import NotYours, OwnIdea, WrongPhase
from kinerja.participation.space import Space, checked_owner
from kinerja.people.person import Person, is_present
from kinerja.people.refusals import InvalidInput
from kinerja.people.supervision import appraiser_of, led_units, reach_of
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.notice import notify

_ORDER = [Assignment.Kind.DEFINITIVE, Assignment.Kind.PLT, Assignment.Kind.PLH]


def head_over(unit: Unit, but: Collection[int], on: date) -> Person | None:
    """The head of the unit on that day, or the nearest above who is none of these people."""
    seats = (
        Assignment.objects.on(on)
        .leading()
        .filter(is_present(on, "person__"), position__unit__in=unit.lineage)
        .exclude(person__in=list(but))
        .select_related("person", "position__unit")
    )
    found = sorted(
        seats,
        key=lambda seat: (
            -len(seat.position.unit.path),
            _ORDER.index(Assignment.Kind(seat.kind)),
        ),
    )
    return found[0].person if found else None


def head_over_space(space: Space, but: Collection[int], on: date) -> Person | None:
    """The head of the smallest unit that holds all whom the space asks, or the nearest above."""
    lines = [] if space.everybody else [unit.lineage for unit in space.units.all()]
    shared = [level[0] for level in zip(*lines, strict=False) if len(set(level)) == 1]
    units = Unit.objects.filter(pk=shared[-1]) if shared else Unit.objects.filter(parent=None)
    unit = units.order_by("pk").first()
    return head_over(unit, but, on) if unit else None


def owner_for(idea: Idea, on: date) -> Person:
    """Who must answer it from that day on. Errors: InvalidInput when there is nobody above."""
    writers = set(authors_of(idea).values_list("pk", flat=True))
    if idea.space is not None:
        chosen: Person | None = idea.space.owner
        if not led_units(idea.space.owner, on).exists():
            chosen = head_over_space(idea.space, writers, on)
        elif idea.space.owner_id in writers:
            chosen = _above(idea.space.owner, writers, on)
    elif idea.unit is not None:
        chosen = head_over(idea.unit, writers, on)
    else:
        chosen = _above(idea.author, writers, on)
    if chosen is None:
        raise InvalidInput(
            "Belum ada pimpinan di atas unit ini yang dapat menjawab. Pilih unit lain, atau minta"
            " bagian kepegawaian melengkapi pimpinannya."
        )
    return chosen


def _above(person: Person, but: Collection[int], on: date) -> Person | None:
    """The first one up the line of superiors who is none of these people."""
    above = appraiser_of(person, on)
    for _ in range(20):
        if above is None or above.pk not in but:
            return above
        above = appraiser_of(above, on)
    return None


@transaction.atomic
def move_owner(
    *, idea: Idea, owner: Person, reason: str, by: Person | None, at: datetime, on: date
) -> Idea:
    """Let somebody else answer, or see to what was taken up, with the reason that all read; the day
    stays. Twice: once.

    By the one who owes the answer, a superior of that person, or a personnel admin; None is the
    system. Errors: NotYours, OwnIdea, WrongPhase, InvalidInput.
    """
    held = held_idea(idea)
    if by is not None and not may_move_owner(by, held, on):
        raise NotYours("Penjawab dipindahkan penjawab sekarang, atasannya, atau kepegawaian.")
    if not held.is_undecided and not held.goes_on:
        raise WrongPhase("Gagasan ini sudah dijawab.")
    why = one_line(reason)[:300]
    if not why:
        raise InvalidInput("Tulis mengapa penjawabnya dipindahkan.")
    if held.owner_id == owner.pk:
        return held
    if is_author(owner, held):
        raise OwnIdea("Penulis tidak menjawab gagasannya sendiri. Pilih pimpinan lain.")
    checked_owner(owner, on)
    before = held.owner
    held.owner = owner
    held.save(update_fields=["owner"])
    data = {"from": before.pk if before else None, "to": owner.pk, "at": at.isoformat()}
    record("idea.owner_moved", about=held, person=held.author, by=by, reason=why, data=data)
    asked = (
        "Anda diminta menjawab gagasan"
        if held.is_undecided
        else "Anda melanjutkan gagasan yang sudah diterima atau diuji coba"
    )
    notify(owner, f"{asked}: {held.title}"[:300], held.page)
    return held


def may_move_owner(person: Person, idea: Idea, on: date) -> bool:
    """The one who owes the answer, whoever stands above, and personnel admins; no author."""
    if idea.owner_id is None or is_author(person, idea):
        return False
    if person.pk == idea.owner_id or person.manages_people(on):
        return True
    seats = Assignment.objects.on(on).leading().filter(person=idea.owner_id)
    paths = seats.values_list("position__unit__path", flat=True)
    reach = tuple(reach_of(person, on))
    return bool(reach) and any(path.startswith(reach) for path in paths)
