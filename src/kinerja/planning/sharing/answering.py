"""Answering for a unit that was asked for a share; the last yes brings the agreement into force."""

from datetime import date, timedelta

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import led_units
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.sharing.agreement import (
    AnswerTooLate,
    ShareAgreement,
    SharePart,
    WrongStart,
    hold_agreement,
    one_line,
    starts_after,
)
from kinerja.planning.sharing.proposing import may_propose
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.date_words import date_in_words


@transaction.atomic
def answer_part(
    *, part: SharePart, accept: bool, by: Person, on: date, reason: str = ""
) -> ShareAgreement:
    """The head of the unit says yes or, with a reason, no; the last yes brings it into force.

    The same answer once more changes nothing. Errors: NotYours, WrongState, AnswerTooLate,
    InvalidInput.
    """
    agreement = hold_agreement(part.agreement)
    held = agreement.parts.select_related("unit").get(pk=part.pk)
    if held.unit_id is None or not led_units(by, on).filter(pk=held.unit_id).exists():
        raise NotYours(f"Permintaan ini dijawab oleh pimpinan {held.whose}.")
    return put_answer(agreement, held, accept=accept, reason=reason, by=by, on=on)


@transaction.atomic
def answer_for_agency(
    *, part: SharePart, accept: bool, answered_on: date, by: Person, on: date, reason: str = ""
) -> ShareAgreement:
    """What another agency answered in its file, brought in by the owner's side; the last day is
    for their answer: people carry the file, and it may come later.

    That the file is that agency's is checked by whoever reads it (`integrations.hub.goal_offer`).
    Errors: as `answer_part`.
    """
    agreement = hold_agreement(part.agreement)
    held = agreement.parts.get(pk=part.pk)
    if held.unit_id is not None or not may_propose(by, agreement.goal, on):
        raise NotYours("Jawaban instansi lain dimuat perencana atau pimpinan unit pemilik.")
    said_on = min(answered_on, on)
    return put_answer(agreement, held, accept=accept, reason=reason, by=by, on=on, said_on=said_on)


def put_answer(
    agreement: ShareAgreement,
    part: SharePart,
    *,
    accept: bool,
    reason: str,
    by: Person,
    on: date,
    said_on: date | None = None,
) -> ShareAgreement:
    """Write an answer down, in a transaction that holds the agreement; rights are checked.

    `said_on`: when it was given, if not today.
    """
    said_on = said_on or on
    wanted = SharePart.State.ACCEPTED if accept else SharePart.State.REFUSED
    if part.state == wanted:
        return agreement
    if part.state != SharePart.State.ASKED or agreement.state != ShareAgreement.State.ASKED:
        raise WrongState("Usulan ini sudah dijawab, ditarik, atau diganti yang baru.")
    if agreement.is_late(said_on):
        raise AnswerTooLate(
            f"Batas jawaban {date_in_words(agreement.answer_by)} sudah lewat. Minta unit pemilik"
            " mengusulkannya lagi."
        )
    said = one_line(reason)
    if not accept and not said:
        raise InvalidInput("Tulis alasannya, supaya unit pemilik dapat mengusulkan lagi.")
    part.state, part.answered_by, part.answered_on, part.reason = wanted, by, said_on, said
    check_fields(part)
    part.save()
    data = {"goal": agreement.goal_id, "version": agreement.version, "part": part.pk}
    name = "sharing.accepted" if accept else "sharing.refused"
    record(name, about=agreement, by=by, reason=said, data=data)
    if not accept:
        agreement.state = ShareAgreement.State.REFUSED
        agreement.save(update_fields=["state"])
        _tell_owner(agreement, f"{part.whose} menolak: {said[:120]}")
    elif not agreement.parts.exclude(state=SharePart.State.ACCEPTED).exists():
        bring_into_force(agreement, by=by, on=on)
        _tell_owner(agreement, "Semua pihak setuju; kesepakatan berlaku")
    return agreement


def bring_into_force(agreement: ShareAgreement, *, by: Person | None, on: date) -> None:
    """All have said yes: it counts from its day on, the one before until the day before.

    One that follows another never reaches back behind the day on which all had agreed.
    """
    before = (
        agreement.goal.share_agreements.filter(state=ShareAgreement.State.AGREED)
        .order_by("-starts_on")
        .first()
    )
    if before:
        agreement.starts_on = max(agreement.starts_on, on)
        if agreement.starts_on <= before.starts_on:
            raise WrongStart(starts_after(before))
        before.ends_on = agreement.starts_on - timedelta(days=1)
        before.save(update_fields=["ends_on"])
    agreement.state, agreement.agreed_on = ShareAgreement.State.AGREED, on
    agreement.save(update_fields=["state", "agreed_on", "starts_on"])
    data = {"goal": agreement.goal_id, "version": agreement.version}
    begins = agreement.starts_on.isoformat()
    record("sharing.in_force", about=agreement, by=by, data=data | {"starts_on": begins})


def _tell_owner(agreement: ShareAgreement, said: str) -> None:
    if agreement.proposed_by:
        text = f"“{agreement.goal.title[:130]}”: {said}"
        notify(agreement.proposed_by, text, f"/sasaran/{agreement.goal_id}/bersama/")
