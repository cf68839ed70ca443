"""What the citizen does after the complaint: read its state, reply, be content, or not."""

from datetime import date, datetime

from django.db import transaction

from kinerja.needs.complaint.clock import Stage, hand_clocks, timekeeper_for
from kinerja.needs.complaint.complaint import Complaint, ComplaintMessage, opens, page_of
from kinerja.needs.complaint.handling import leaders_of
from kinerja.needs.complaint.intake import words_of
from kinerja.needs.complaint.refusals import UnknownTicket, WrongState
from kinerja.records.event import record
from kinerja.records.notice import notify_many

MOST_REPLIES = 20  # of one citizen to one complaint


def complaint_of(*, code: str, secret: str) -> Complaint:
    """The complaint of a ticket, for who holds its key. Errors: UnknownTicket."""
    found = Complaint.objects.select_related("category", "unit").filter(
        code=code.strip().upper().replace("\x00", "")
    )
    complaint = found.first()
    if complaint is None or not opens(complaint, secret):
        raise UnknownTicket("Nomor tiket atau kunci ini tidak dikenal. Periksa kembali keduanya.")
    return complaint


@transaction.atomic
def reply_as_citizen(
    *, complaint: Complaint, text: str, at: datetime, on: date
) -> ComplaintMessage:
    """More to say. To an answer it means: not settled, so the case opens again with a new clock.

    The same words once more: the first. Errors: WrongState, TextMissing, TextTooLong.
    """
    held = _held(complaint)
    words = words_of(text, "Tulis balasan Anda.")
    said = held.messages.filter(kind=ComplaintMessage.Kind.CITIZEN)
    last = said.last()
    if last is not None and last.text == words:
        return last
    if held.state in (Complaint.State.CLOSED, Complaint.State.REJECTED, Complaint.State.DUPLICATE):
        raise WrongState("Pengaduan ini sudah ditutup. Kirim pengaduan baru bila masih perlu.")
    if said.count() >= MOST_REPLIES:
        raise WrongState(f"Paling banyak {MOST_REPLIES} balasan untuk satu pengaduan.")
    message = ComplaintMessage.objects.create(
        complaint=held, kind=ComplaintMessage.Kind.CITIZEN, author=None, text=words, said_at=at
    )
    if held.state == Complaint.State.ANSWERED:
        _open_again(held, at, on)
        record("complaint.reopened", about=held, by=None, data={"times": held.reopened})
    else:
        record("complaint.replied", about=held, by=None)
    whom = [held.handler] if held.handler else leaders_of(held.unit, on) if held.unit else []
    notify_many(whom, f"Pelapor membalas pengaduan {held.code}.", page_of(held))
    return message


@transaction.atomic
def close_as_citizen(*, complaint: Complaint, at: datetime) -> Complaint:
    """The citizen is content. Said twice: once. Errors: WrongState."""
    held = _held(complaint)
    if held.state == Complaint.State.CLOSED:
        return held
    if held.state != Complaint.State.ANSWERED:
        raise WrongState("Pengaduan ini belum dijawab.")
    held.state, held.state_at, held.closes_on = Complaint.State.CLOSED, at, None
    held.save(update_fields=["state", "state_at", "closes_on"])
    held.holders.filter(until=None).update(until=at)
    record("complaint.closed", about=held, by=None, data={"by_citizen": True})
    return held


def _open_again(held: Complaint, at: datetime, on: date) -> None:
    held.reopened += 1
    held.state, held.state_at, held.closes_on = Complaint.State.IN_PROGRESS, at, None
    held.escalated_at = None
    held.save(update_fields=["reopened", "state", "state_at", "closes_on", "escalated_at"])
    keeper = timekeeper_for(held, at)
    keeper.started(held, Stage.RESOLVE, at, held.complaint_class, number=held.reopened + 1).save(
        force_insert=True
    )
    hand_clocks(held, on)


def _held(complaint: Complaint) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "handler").get(pk=complaint.pk)
