"""What the agency does with a complaint: verify and forward, hand over, take up, answer, refuse."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.clock import (
    ComplaintClock,
    Stage,
    hand_clocks,
    leave_out,
    running,
    timekeeper_for,
)
from kinerja.needs.complaint.complaint import (
    Complaint,
    ComplaintHolder,
    ComplaintMessage,
    page_of,
)
from kinerja.needs.complaint.intake import keep_files, read_files, words_of
from kinerja.needs.complaint.refusals import NotYours, TextMissing, WrongState
from kinerja.needs.complaint.scope import complaint_scope
from kinerja.people.person import Person, is_present
from kinerja.people.refusals import InvalidInput
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.notice import notify_many
from kinerja.rules.complaint import ComplaintClass, ComplaintStage
from kinerja.rules.complaint import complaint_due_date as due_date

State = Complaint.State
Kind = ComplaintMessage.Kind


def may_route(person: Person, complaint: Complaint, on: date) -> bool:
    """Forward, hand over, refuse: the desk and the leaders of the unit."""
    return complaint_scope(person, on).covers(complaint.unit)


def may_answer(person: Person, complaint: Complaint, on: date) -> bool:
    return complaint.handler_id == person.pk or may_route(person, complaint, on)


@transaction.atomic
def forward_complaint(
    *,
    complaint: Complaint,
    unit: Unit,
    category: ComplaintCategory,
    complaint_class: str,
    by: Person | None,
    at: datetime,
    on: date,
    handler: Person | None = None,
) -> Complaint:
    """Verify: say what it is, and who is responsible. The limit of its class runs from receipt.

    Errors: NotYours, WrongState, InvalidInput.
    """
    held = _held(complaint)
    _check_route(by, held, on)
    if held.state != State.RECEIVED:
        raise WrongState("Pengaduan ini sudah diteruskan. Pakai “Alihkan” untuk mengganti unitnya.")
    held.category, held.complaint_class = category, ComplaintClass(complaint_class).value
    _give(held, unit, handler, at, on, "")
    _move(held, State.FORWARDED, at)
    keeper = timekeeper_for(held, at)
    for clock in running(held, Stage.VERIFY):
        keeper.end(clock, at)
        clock.save()
    resolve = keeper.started(held, Stage.RESOLVE, held.received_at, held.complaint_class)
    resolve.save(force_insert=True)
    hand_clocks(held, on)
    data = {
        "unit": unit.pk,
        "handler": handler.pk if handler else None,
        "category": category.pk,
        "class": held.complaint_class,
    }
    record("complaint.forwarded", about=held, by=by, data=data)
    _tell_holder(held, on)
    return held


@transaction.atomic
def hand_over_complaint(
    *,
    complaint: Complaint,
    unit: Unit,
    reason: str,
    by: Person | None,
    at: datetime,
    on: date,
    handler: Person | None = None,
) -> Complaint:
    """Another unit or person from now on; the former holder stays on record with the dates.

    Errors: NotYours, WrongState, TextMissing, InvalidInput.
    """
    held = _held(complaint)
    _check_route(by, held, on)
    if held.state not in Complaint.HELD:
        raise WrongState("Hanya pengaduan yang sedang ditangani yang dapat dialihkan.")
    why = " ".join(reason.split())[:300]
    if not why:
        raise TextMissing("Tulis mengapa pengaduan ini dialihkan.")
    if (held.unit_id, held.handler_id) == (unit.pk, handler.pk if handler else None):
        return held
    _give(held, unit, handler, at, on, why)
    _move(held, State.FORWARDED, at)
    hand_clocks(held, on)
    data = {"unit": unit.pk, "handler": handler.pk if handler else None}
    record("complaint.handed_over", about=held, by=by, reason=why, data=data)
    _tell_holder(held, on)
    return held


@transaction.atomic
def take_up_complaint(*, complaint: Complaint, by: Person, at: datetime, on: date) -> Complaint:
    """The person takes it: responsible from now on, if nobody is yet. Said twice: once.

    Errors: NotYours, WrongState.
    """
    held = _held(complaint)
    _check_answer(by, held, on)
    if held.state == State.IN_PROGRESS and held.handler_id is not None:
        return held
    if held.state not in Complaint.HELD:
        raise WrongState("Pengaduan ini belum diteruskan atau sudah dijawab.")
    if held.handler_id is None:
        if held.unit is None:
            raise WrongState("Pengaduan ini belum diteruskan.")
        _give(held, held.unit, by, at, on, "")
        hand_clocks(held, on)
    _move(held, State.IN_PROGRESS, at)
    record("complaint.taken_up", about=held, by=by, data={"handler": held.handler_id})
    return held


@transaction.atomic
def say_to_citizen(
    *,
    complaint: Complaint,
    text: str,
    final: bool,
    by: Person | None,
    at: datetime,
    on: date,
    files: Sequence[tuple[str, bytes]] = (),
) -> ComplaintMessage:
    """A response on the way, or the answer that settles it (`final`): the citizen reads both.

    The same words once more: the first. Errors: NotYours, WrongState, TextMissing, TextTooLong,
    FileRefused.
    """
    held = _held(complaint)
    _check_answer(by, held, on)
    kind = Kind.ANSWER if final else Kind.RESPONSE
    words = words_of(text, "Tulis tanggapan untuk pelapor.")
    last = held.messages.exclude(kind=Kind.NOTE).last()
    if last is not None and (last.kind, last.text, last.author_id) == (
        kind,
        words,
        by.pk if by else None,
    ):
        return last
    if held.state not in Complaint.HELD:
        raise WrongState(
            "Teruskan dulu pengaduan ini ke unitnya."
            if held.state == State.RECEIVED
            else "Pengaduan ini sudah dijawab."
        )
    known_files = read_files(files)
    message = ComplaintMessage.objects.create(
        complaint=held, kind=kind, author=by, text=words, said_at=at
    )
    keep_files(held, known_files, message)
    keeper = timekeeper_for(held, at)
    ended = (Stage.RESPOND, Stage.RESOLVE) if final else (Stage.RESPOND,)
    for clock in running(held, *ended):
        keeper.end(clock, at)
        clock.save()
    if final:
        limits, stage = keeper.setting.limits, ComplaintStage.AUTO_CLOSE
        held.closes_on = due_date(
            stage, on, keeper.holidays, limits, weekdays=keeper.agency.weekdays
        )
        _move(held, State.ANSWERED, at)
    elif held.state == State.FORWARDED:
        _move(held, State.IN_PROGRESS, at)
    name = "complaint.answered" if final else "complaint.responded"
    record(name, about=held, by=by, data={"files": len(known_files)})
    return message


@transaction.atomic
def note_inside(
    *, complaint: Complaint, text: str, by: Person, at: datetime, on: date
) -> ComplaintMessage:
    """A note among those who deal with it; the citizen never reads it.

    Errors: NotYours, TextMissing, TextTooLong.
    """
    held = _held(complaint)
    _check_answer(by, held, on)
    words = words_of(text, "Tulis catatannya.")
    last = held.messages.last()
    if last is not None and (last.kind, last.text, last.author_id) == (Kind.NOTE, words, by.pk):
        return last
    message = ComplaintMessage.objects.create(
        complaint=held, kind=Kind.NOTE, author=by, text=words, said_at=at
    )
    record("complaint.noted", about=held, by=by)
    return message


@transaction.atomic
def reject_complaint(
    *, complaint: Complaint, reason: str, by: Person | None, at: datetime, on: date
) -> Complaint:
    """It is none that the agency can follow; the citizen reads why. It counts in no figure.

    Errors: NotYours, WrongState, TextMissing.
    """
    held = _held(complaint)
    _check_route(by, held, on)
    why = " ".join(reason.split())[:500]
    if not why:
        raise TextMissing("Tulis alasannya; pelapor membacanya.")
    if held.state == State.REJECTED:
        return held
    if not held.is_open:
        raise WrongState("Pengaduan ini sudah dijawab atau ditutup.")
    held.reason = why
    held.save(update_fields=["reason"])
    _move(held, State.REJECTED, at)
    _end_holder(held, at)
    leave_out(held, ComplaintClock.LeftOut.REJECTED)
    record("complaint.rejected", about=held, by=by)
    return held


@transaction.atomic
def mark_duplicate(
    *, complaint: Complaint, first: Complaint, by: Person | None, at: datetime, on: date
) -> Complaint:
    """The same matter was told before: this one rests, and counts in no figure.

    Errors: NotYours, WrongState, InvalidInput.
    """
    held = _held(complaint)
    _check_route(by, held, on)
    if first.pk == held.pk or first.duplicate_of_id is not None or first.pk > held.pk:
        raise InvalidInput("Pilih pengaduan yang lebih dahulu masuk dan bukan duplikat.")
    if held.state == State.DUPLICATE:
        return held
    if not held.is_open:
        raise WrongState("Pengaduan ini sudah dijawab atau ditutup.")
    held.duplicate_of, held.state, held.state_at = first, State.DUPLICATE, at
    held.save(update_fields=["duplicate_of", "state", "state_at"])
    _end_holder(held, at)
    leave_out(held, ComplaintClock.LeftOut.DUPLICATE)
    record("complaint.duplicate", about=held, by=by, data={"first": first.pk})
    return held


def leaders_of(unit: Unit, on: date) -> list[Person]:
    """Who leads the unit on that day, or the nearest one above that has a head."""
    seats = (
        Assignment.objects.on(on)
        .leading()
        .filter(is_present(on, "person__"), position__unit__in=unit.lineage)
        .select_related("person", "position__unit")
    )
    by_depth: dict[int, list[Person]] = {}
    for seat in seats:
        by_depth.setdefault(seat.position.unit.depth, []).append(seat.person)
    return by_depth[max(by_depth)] if by_depth else []


def _give(
    held: Complaint, unit: Unit, handler: Person | None, at: datetime, on: date, reason: str
) -> None:
    if unit.closed_on is not None and unit.closed_on <= on:
        raise InvalidInput("Unit ini sudah ditutup; pilih unit lain.")
    if handler is not None and not _works_there(handler, unit, on):
        raise InvalidInput(f"{handler.name} tidak bertugas di {unit.name} hari ini.")
    _end_holder(held, at)
    ComplaintHolder.objects.create(
        complaint=held, unit=unit, person=handler, since=at, reason=reason
    )
    held.unit, held.handler, held.escalated_at = unit, handler, None
    held.save(update_fields=["unit", "handler", "escalated_at", "category", "complaint_class"])


def _works_there(handler: Person, unit: Unit, on: date) -> bool:
    seats = Assignment.objects.on(on).filter(
        is_present(on, "person__"), person=handler, position__unit__path__startswith=unit.path
    )
    return seats.exists()


def _end_holder(held: Complaint, at: datetime) -> None:
    held.holders.filter(until=None).update(until=at)


def _move(held: Complaint, state: Complaint.State, at: datetime) -> None:
    held.state, held.state_at = state, at
    held.save(update_fields=["state", "state_at", "closes_on"])


def _tell_holder(held: Complaint, on: date) -> None:
    if held.handler is not None:
        whom = [held.handler]
    else:
        whom = leaders_of(held.unit, on) if held.unit else []
    notify_many(whom, f"Pengaduan {held.code} menunggu tanggapan Anda.", page_of(held))


def _held(complaint: Complaint) -> Complaint:
    """As it stands now, until the transaction ends."""
    rows = Complaint.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "handler").get(pk=complaint.pk)


def _check_route(by: Person | None, held: Complaint, on: date) -> None:
    if by is not None and not may_route(by, held, on):
        raise NotYours("Pengaduan ini diteruskan oleh petugas pengaduan atau pimpinan unitnya.")


def _check_answer(by: Person | None, held: Complaint, on: date) -> None:
    if by is not None and not may_answer(by, held, on):
        raise NotYours("Pengaduan ini dijawab oleh penanggung jawab atau pimpinan unitnya.")
