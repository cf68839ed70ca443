"""A space begins: opened for the units it asks, changed before its first day."""

from collections.abc import Sequence
from datetime import date, datetime
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need
from kinerja.participation.refusals import NotYours, WrongPhase
from kinerja.participation.space import (
    Space,
    SpaceUnit,
    checked_owner,
    held_space,
    put_days,
    space_scope,
    tell_owner,
)
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.seen import check_seen
from kinerja.rules.space import SpacePhase, SpacePlan, plan_faults

MOST_UNITS = 30


@transaction.atomic
def open_space(
    *,
    question: str,
    plan: SpacePlan,
    by: Person,
    at: datetime,
    on: date,
    units: Sequence[Unit] = (),
    owner: Person | None = None,
    about: str = "",
    ballot: str = Space.Ballot.SECRET,
    votes_each: int = 1,
    quorum: int = 0,
    supports_each: int = 3,
    need: Need | None = None,
    finding: Finding | None = None,
    key: UUID | None = None,
) -> Space:
    """Open a space for these units with those below (none: the whole agency).

    Without `owner` the opener decides. The same key again: the first.
    Errors: NotYours, InvalidInput.
    """
    key = key or uuid4()
    if known := Space.objects.filter(key=key, opened_by=by).first():
        return known
    scope = space_scope(by, on)
    if not (all(scope.covers(unit) for unit in units) if units else scope.everything):
        raise NotYours("Ruang gagasan dibuka pimpinan untuk unitnya, atau perencana instansi.")
    space = Space(
        everybody=not units,
        owner=checked_owner(owner or by, on),
        opened_by=by,
        opened_at=at,
        key=key,
        need=need,
        finding=finding,
        ballot_salt=token_hex(32),
    )
    _put(space, question, about, plan, ballot, votes_each, quorum, supports_each, on)
    space.save(force_insert=True)
    put_units(space, units)
    data = {"units": [unit.pk for unit in units], "ballot": str(space.ballot)}
    record("space.opened", about=space, by=by, data=data | _days(plan))
    if space.owner != by:
        tell_owner(space)
    return space


@transaction.atomic
def edit_space(
    *,
    space: Space,
    question: str,
    plan: SpacePlan,
    by: Person,
    on: date,
    about: str,
    ballot: str,
    votes_each: int,
    quorum: int,
    supports_each: int,
    seen: str = "",
) -> Space:
    """Change it before it begins; afterwards only its days move, with a reason (`switching`). The
    same again: nothing.

    `seen`: the `mark` that the form was filled from; empty: whatever stands now.
    Errors: NotYours, WrongPhase, InvalidInput, ChangedMeanwhile.
    """
    held = held_space(space, by, on)
    if held.phase(on) != SpacePhase.PLANNED:
        raise WrongPhase(
            "Ruang ini sudah dimulai: pertanyaan dan cara memilihnya tetap. Hari tahap berikutnya"
            " dapat digeser dengan alasan."
        )
    before = held.mark
    _put(held, question, about, plan, ballot, votes_each, quorum, supports_each, on)
    if held.mark == before:
        return held
    check_seen(seen, before, "Ruang ini")
    held.save()
    data = {"ballot": str(held.ballot), "votes_each": votes_each, "quorum": quorum}
    record("space.edited", about=held, by=by, data=data | _days(plan))
    return held


@transaction.atomic
def ask_unit(*, space: Space, unit: Unit, by: Person, on: date) -> Space:
    """Ask one more unit before it begins; twice: once. Errors: NotYours, WrongPhase."""
    held = held_space(space, by, on)
    if held.phase(on) != SpacePhase.PLANNED or held.everybody:
        raise WrongPhase("Unit ditambahkan sebelum ruang dimulai.")
    if not space_scope(by, on).covers(unit):
        raise NotYours("Unit ini di luar unit yang Anda pimpin.")
    if held.asked.count() >= MOST_UNITS:
        raise InvalidInput(f"Paling banyak {MOST_UNITS} unit; pilih unit di atasnya.")
    _, created = SpaceUnit.objects.get_or_create(space=held, unit=unit)
    if created:
        record("space.unit_asked", about=held, by=by, data={"unit": unit.pk})
    return held


def put_units(space: Space, units: Sequence[Unit]) -> None:
    """Store whom it asks; those below another one of them are asked with it."""
    tops = [
        unit
        for unit in units
        if not any(unit != other and unit.path.startswith(other.path) for other in units)
    ]
    if len(tops) > MOST_UNITS:
        raise InvalidInput(f"Paling banyak {MOST_UNITS} unit; pilih unit di atasnya.")
    SpaceUnit.objects.bulk_create(SpaceUnit(space=space, unit=unit) for unit in tops)


def faults_of(plan: SpacePlan, ballot: str, on: date) -> dict[str, str]:
    """What is wrong with the days of a space that has not begun, by day, in words for the form."""
    found = plan_faults(plan)
    if plan.collect_from < on:
        found["collect_from"] = "Hari pertama pengumpulan gagasan tidak boleh sudah lewat."
    if (ballot == Space.Ballot.NONE) != (plan.vote_until is None):
        found["vote_until"] = (
            "Tulis hari terakhir pemungutan suara, atau pilih tanpa pemungutan suara."
        )
    return found


def _put(
    space: Space,
    question: str,
    about: str,
    plan: SpacePlan,
    ballot: str,
    votes_each: int,
    quorum: int,
    supports_each: int,
    on: date,
) -> None:
    if faults := faults_of(plan, ballot, on):
        raise InvalidInput(" ".join(faults.values()))
    space.question = " ".join(question.replace("\x00", "").split())
    space.about = about.replace("\x00", "").strip()
    space.ballot, space.votes_each, space.quorum = ballot, votes_each, quorum
    space.supports_each = supports_each
    put_days(space, plan)
    check_fields(space)


def _days(plan: SpacePlan) -> dict[str, Any]:
    names = ("collect_from", "discuss_from", "decide_from", "report_from", "vote_until")
    found = {name: getattr(plan, name) for name in names}
    return {name: day.isoformat() if day else None for name, day in found.items()}
