"""The worker's part: what waits in the box goes out, or waits longer, or is given up."""

from datetime import datetime, timedelta

from django.db import transaction

from kinerja.integrations.gateway.adapters import GATEWAYS
from kinerja.integrations.gateway.channel import Channel, stop_channel
from kinerja.integrations.gateway.message import Message
from kinerja.integrations.gateway.posting import Failed, Gone
from kinerja.records.mail import REMINDERS, MailPreference, preference_of
from kinerja.records.notice import notify

LONGEST_WAIT = timedelta(hours=2)  # between two tries
MOST = 50  # a run; each may take ten seconds


def send_messages(*, at: datetime, most: int = MOST) -> int:
    """Send what waits, each in a transaction of its own: how many went out. Two workers do not send
    the same. Where a gateway is off, its messages rest. `at` in the agency's zone: a reminder that
    waited into somebody's quiet hours goes out after them."""
    kinds = [one.kind for one in GATEWAYS.values() if one.is_on()]
    rows = Message.objects.waiting(at).filter(kind__in=kinds).order_by("not_before", "pk")
    return sum(_send(pk, at) for pk in list(rows.values_list("pk", flat=True)[:most]))


@transaction.atomic
def _send(pk: int, at: datetime) -> bool:
    rows = Message.objects.waiting(at).select_for_update(skip_locked=True, of=("self",))
    message = rows.select_related("person").filter(pk=pk).first()
    if message is None:
        return False
    if at >= message.until:
        _give_up(message, at, message.failure or "terlalu lama menunggu")
        return False
    if message.key.startswith(REMINDERS) and not _still_due(message, at):
        return False
    message.tries += 1
    try:
        GATEWAYS[message.kind].send(message.address, message.text, message.key)
    except Failed as failed:
        _not_sent(message, at, failed)
        return False
    message.sent_at, message.text, message.failure = at, "", ""  # a code is of no use to us
    message.save(update_fields=["sent_at", "text", "failure", "tries"])
    return True


def _still_due(message: Message, at: datetime) -> bool:
    """Whether this reminder is wanted now; what is not wanted any more is forgotten."""
    wish = preference_of(message.person)
    if wish.mode == MailPreference.Mode.NONE:
        message.delete()
        return False
    until = wish.quiet_until(at)
    if until is not None:
        message.not_before = until
        message.save(update_fields=["not_before"])
    return until is None


def _not_sent(message: Message, at: datetime, failed: Failed) -> None:
    message.failure = str(failed)[:120]
    if failed.final:
        _give_up(message, at, message.failure)
        if isinstance(failed, Gone):
            _forget_number(message)
        return
    wait = min(timedelta(minutes=2 ** min(message.tries, 12)), LONGEST_WAIT)
    if failed.after is not None:
        wait = max(wait, timedelta(seconds=min(failed.after, 86_400)))
    message.not_before = at + wait
    message.save(update_fields=["tries", "failure", "not_before"])


def _give_up(message: Message, at: datetime, reason: str) -> None:
    message.ended_at, message.failure, message.text = at, reason, ""
    message.save(update_fields=["tries", "failure", "ended_at", "text"])


def _forget_number(message: Message) -> None:
    """Nothing more goes there until the number is confirmed anew; the inbox says so."""
    rows = Channel.objects.filter(person=message.person, kind=message.kind)
    channel = rows.filter(address=message.address).first()
    if channel is not None and stop_channel(channel=channel, by=None):
        label = channel.get_kind_display()
        words = f"Kode {label} tidak sampai: nomornya keliru, atau belum menyapa kami di sana."
        if channel.confirmed_at is not None:
            words = f"Pengingat lewat {label} berhenti: nomor Anda tidak dapat dihubungi."
        notify(message.person, f"{words} Hubungkan lagi bila perlu.", "/saya/pesan/")
