"""Proposing shares of a goal, and taking a proposal back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import led_units
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, may_manage_goals
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.sharing.agreement import (
    ProposalOpen,
    ShareAgreement,
    SharePart,
    UnfairShares,
    WrongStart,
    hold_agreement,
    one_line,
    starts_after,
)
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.rules.date_words import date_in_words
from kinerja.rules.share import ShareFault, share_fault

MOST_PARTS = 20
LONGEST_WAIT = timedelta(days=90)  # for answers


@dataclass(frozen=True)
class NewPart:
    """One part before it is stored: a unit of ours, or another agency by code and name."""

    share: Decimal  # percent
    role: str
    unit: Unit | None = None
    agency_code: str = ""
    agency_name: str = ""


def may_propose(person: Person, goal: Goal, on: date) -> bool:
    """Planners of the goal, and the head of the unit that owns it."""
    if may_manage_goals(person, on, goal.unit):
        return True
    return goal.unit_id is not None and led_units(person, on).filter(pk=goal.unit_id).exists()


@transaction.atomic
def propose_shares(
    *,
    goal: Goal,
    parts: Sequence[NewPart],
    starts_on: date,
    answer_by: date,
    by: Person,
    on: date,
    reason: str = "",
) -> ShareAgreement:
    """Ask the other units for their shares of a goal; the same once more: the first.

    The unit of the goal says yes by proposing. Errors: NotYours, UnfairShares, WrongStart,
    ProposalOpen, InvalidInput.
    """
    held = Goal.objects.select_for_update(of=("self",)).select_related("unit").get(pk=goal.pk)
    if not may_propose(by, held, on):
        raise NotYours("Bagian diusulkan perencana atau pimpinan unit pemilik sasaran ini.")
    open_one = held.share_agreements.waiting().first()
    if open_one and not open_one.is_late(on):
        if _says_the_same(open_one, parts, starts_on):
            return open_one
        raise ProposalOpen(
            f"Usulan versi {open_one.version} masih menunggu jawaban sampai"
            f" {date_in_words(open_one.answer_by)}. Tarik dulu usulan itu."
        )
    _check_parts(held, parts)
    _check_days(held, starts_on, answer_by, on)
    if open_one:
        open_one.state = ShareAgreement.State.LAPSED
        open_one.save(update_fields=["state"])
    last = held.share_agreements.aggregate(last=Max("version"))["last"] or 0
    agreement = ShareAgreement(
        goal=held,
        version=last + 1,
        starts_on=starts_on,
        answer_by=answer_by,
        proposed_by=by,
        proposed_on=on,
        reason=one_line(reason),
    )
    check_fields(agreement)
    agreement.save(force_insert=True)
    stored = [_part(agreement, one, held, by, on) for one in parts]
    record(
        "sharing.proposed",
        about=agreement,
        by=by,
        reason=agreement.reason,
        data={
            "goal": held.pk,
            "version": agreement.version,
            "starts_on": starts_on.isoformat(),
            "parts": [[one.unit_id or one.agency_code, str(one.share)] for one in stored],
        },
    )
    asked = [one.unit_id for one in stored if one.unit_id and one.state == SharePart.State.ASKED]
    text = f"Diminta menanggung bagian dari sasaran “{held.title[:150]}”. Jawab paling lambat"
    notify_all(heads_of(asked, on), f"{text} {date_in_words(answer_by)}.", "/sasaran/bersama/")
    return agreement


@transaction.atomic
def withdraw_proposal(
    *, agreement: ShareAgreement, reason: str, by: Person, on: date
) -> ShareAgreement:
    """Take a proposal back while it waits; said twice: once.

    Errors: NotYours, WrongState, InvalidInput.
    """
    held = hold_agreement(agreement)
    if not may_propose(by, held.goal, on):
        raise NotYours("Usulan ditarik perencana atau pimpinan unit pemilik sasaran ini.")
    if held.state == ShareAgreement.State.WITHDRAWN:
        return held
    if held.state != ShareAgreement.State.ASKED:
        raise WrongState("Usulan ini sudah selesai dijawab; usulkan kesepakatan baru.")
    said = one_line(reason)
    if not said or len(said) > 500:
        raise InvalidInput("Tulis mengapa usulan ini ditarik, paling banyak 500 huruf.")
    held.state = ShareAgreement.State.WITHDRAWN
    held.save(update_fields=["state"])
    record("sharing.withdrawn", about=held, by=by, reason=said, data={"goal": held.goal_id})
    units = held.parts.exclude(unit=held.goal.unit).values_list("unit", flat=True)
    text = f"Usulan bagian “{held.goal.title[:150]}” ditarik: {said[:90]}"
    notify_all(heads_of([pk for pk in units if pk], on), text, f"/sasaran/{held.goal_id}/bersama/")
    return held


def heads_of(units: Sequence[int], on: date) -> PersonQuerySet:
    """Who leads these units on that day, definitive or acting."""
    seats = Assignment.objects.on(on).leading().filter(position__unit__in=units)
    return Person.objects.present(on).filter(pk__in=seats.values("person"))


def check_shares(shares: Sequence[Decimal]) -> None:
    """Errors: UnfairShares, which says what they add up to."""
    fault = share_fault(shares)
    if fault is ShareFault.NOT_WHOLE:
        total = f"{sum(shares, Decimal(0)).normalize():f}".replace(".", ",")
        raise UnfairShares(
            f"Jumlah bagian {total}%, padahal harus tepat 100%. Tiga bagian yang sama ditulis"
            " 33,34 + 33,33 + 33,33."
        )
    if fault:
        raise UnfairShares(f"{fault.label}.")


def _check_parts(goal: Goal, parts: Sequence[NewPart]) -> None:
    if not 2 <= len(parts) <= MOST_PARTS:
        raise UnfairShares(f"Sasaran bersama ditanggung 2 sampai {MOST_PARTS} pihak.")
    check_shares([one.share for one in parts])
    units = [one.unit for one in parts if one.unit]
    whose = [one.unit.pk if one.unit else one.agency_code.strip() for one in parts]
    if len(set(whose)) < len(whose):
        raise UnfairShares("Satu pihak ditulis dua kali; gabungkan bagiannya.")
    if goal.unit and goal.unit.closed_on is not None:
        raise UnfairShares(
            f"{goal.unit}, pemilik sasaran ini, sudah ditutup. Pindahkan dulu sasarannya ke unit"
            " yang melanjutkannya, lalu usulkan bagiannya."
        )
    if goal.unit and goal.unit not in units:
        raise UnfairShares(f"{goal.unit} memiliki sasaran ini dan harus ikut menanggung bagian.")
    for one in units:
        if one.closed_on is not None:
            raise UnfairShares(f"{one} sudah ditutup; pilih unit yang lain.")
        if any(one != other and one.path.startswith(other.path) for other in units):
            raise UnfairShares(
                f"{one} berada di bawah unit lain dalam daftar ini; pilih satu saja."
            )
    if any(not one_line(one.role) for one in parts):
        raise InvalidInput("Tulis peran setiap pihak.")
    if any(
        one.unit is None and not (one.agency_code.strip() and one.agency_name.strip())
        for one in parts
    ):
        raise InvalidInput("Tulis kode dan nama instansi lain.")


def _check_days(goal: Goal, starts_on: date, answer_by: date, on: date) -> None:
    if not on <= answer_by <= on + LONGEST_WAIT:
        raise WrongStart(
            f"Batas jawaban antara hari ini dan {date_in_words(on + LONGEST_WAIT)}.",
            about="answer_by",
        )
    first = date(max(on.year, goal.year_from), 1, 1)
    if not first <= starts_on <= date(goal.year_to, 12, 31):
        raise WrongStart(
            f"Kesepakatan mulai antara {date_in_words(first)} dan 31 Desember {goal.year_to}.",
            about="starts_on",
        )
    agreed = goal.share_agreements.filter(state=ShareAgreement.State.AGREED)
    if before := agreed.order_by("-starts_on").first():
        if starts_on <= before.starts_on:
            raise WrongStart(starts_after(before), about="starts_on")
        if starts_on < on:
            raise WrongStart(
                "Bagian yang baru tidak berlaku mundur; pilih hari ini atau sesudahnya.",
                about="starts_on",
            )


def _part(agreement: ShareAgreement, one: NewPart, goal: Goal, by: Person, on: date) -> SharePart:
    own = one.unit is not None and one.unit.pk == goal.unit_id
    part = SharePart(
        agreement=agreement,
        unit=one.unit,
        agency_code="" if one.unit else one.agency_code.strip(),
        agency_name="" if one.unit else one_line(one.agency_name),
        role=one_line(one.role),
        share=one.share,
        state=SharePart.State.ACCEPTED if own else SharePart.State.ASKED,
        answered_by=by if own else None,
        answered_on=on if own else None,
        offer_key="" if one.unit else secrets.token_hex(32),
    )
    check_fields(part)
    part.save(force_insert=True)
    return part


def _says_the_same(agreement: ShareAgreement, parts: Sequence[NewPart], starts_on: date) -> bool:
    stored = {(one.unit_id, one.agency_code, one.share, one.role) for one in agreement.parts.all()}
    asked = {
        (
            one.unit.pk if one.unit else None,
            "" if one.unit else one.agency_code.strip(),
            one.share,
            one_line(one.role),
        )
        for one in parts
    }
    return stored == asked and agreement.starts_on == starts_on
