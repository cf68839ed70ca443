"""The steps of one person's part in an order: from given to done, with reasons where it ends."""

from datetime import date

from django.db import transaction

from kinerja.people.person import Person
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.work.order import Duty, Order
from kinerja.work.refusals import NoteMissing, NotYours, UnknownOrder, WrongState

State = Duty.State

# step -> states from which it may be taken, the state after it, who takes it, must it say why
STEPS: dict[str, tuple[tuple[str, ...], str, str, bool]] = {
    "confirm": ((State.NOTED,), State.TAKEN_UP, "giver", False),
    "take_up": ((State.GIVEN,), State.TAKEN_UP, "person", False),
    "report": ((State.GIVEN, State.TAKEN_UP), State.REPORTED, "person", False),
    "decline": ((State.GIVEN, State.TAKEN_UP), State.DECLINED, "person", True),
    "close": ((State.REPORTED,), State.DONE, "giver", False),
    "reopen": ((State.REPORTED,), State.TAKEN_UP, "giver", True),
    "cancel": (
        (State.NOTED, State.GIVEN, State.TAKEN_UP, State.REPORTED),
        State.CANCELLED,
        "giver",
        True,
    ),
}
TOLD = {
    "confirm": "menyetujui catatan perintah",
    "take_up": "mulai mengerjakan perintah",
    "report": "melaporkan selesai perintah",
    "decline": "menolak perintah",
    "close": "menyatakan selesai perintah",
    "reopen": "meminta dilanjutkan perintah",
    "cancel": "membatalkan perintah",
}


def steps_for(duty: Duty, person: Person) -> list[str]:
    """The steps that this person may take now."""
    return [
        step
        for step, (states, _, who, _) in STEPS.items()
        if duty.state in states and _acts(duty, who) == person.pk
    ]


@transaction.atomic
def take_step(*, duty: Duty, step: str, by: Person, reason: str = "") -> Duty:
    """One step of `STEPS`; said twice it answers with what stands.

    Errors: NotYours (the step is the other one's), NoteMissing, WrongState.
    """
    states, after, who, needs_reason = STEPS[step]
    held = Duty.objects.select_for_update().select_related("order").get(pk=duty.pk)
    if _acts(held, who) != by.pk:
        raise NotYours("Langkah ini bukan bagian Anda.")
    reason = " ".join(reason.replace("\x00", "").split())[:500]
    if held.state == after and step != "confirm":
        return held
    if held.state not in states:
        raise WrongState(
            f"Perintah ini sudah {held.get_state_display().lower()}. Muat ulang halaman ini."
        )
    if needs_reason and not reason:
        raise NoteMissing("Tulis alasannya, supaya yang lain tahu langkah berikutnya.")
    held.state, held.reason = after, reason
    held.save(update_fields=["state", "reason"])
    record(f"order.{step}", about=held, person=held.person, by=by, reason=reason)
    other = held.given_by if by.pk == held.person_id else held.person
    notify(other, f"{by.name} {TOLD[step]}: {held.order.subject}"[:300], held.order.page)
    return held


def orders_for(person: Person, on: date) -> list[Order]:
    """What a report form offers: orders that run, newest first, as far as dated by that day."""
    duties = Duty.objects.running().filter(person=person, order__dated__lte=on)
    return [duty.order for duty in duties.select_related("order").order_by("-order__dated", "-pk")]


def serve_order(order: Order, by: Person, on: date) -> None:
    """A report serves the order: who was only given it has now taken it up.

    Call it in the transaction of the report. Errors: UnknownOrder.
    """
    duty = Duty.objects.select_for_update().running().filter(order=order, person=by).first()
    if duty is None or order.dated > on:
        raise UnknownOrder("Pilih perintah yang diberikan kepada Anda dan masih berjalan.")
    if duty.state == State.GIVEN:
        take_step(duty=duty, step="take_up", by=by)


def _acts(duty: Duty, who: str) -> int:
    return duty.person_id if who == "person" else duty.given_by_id
