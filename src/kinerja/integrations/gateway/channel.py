"""Where one person wants to be told: a number that he or she has proven to hold."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate

from kinerja.integrations.gateway.adapters import GATEWAYS
from kinerja.integrations.gateway.message import post_message, take_back
from kinerja.integrations.gateway.refusals import BadCode, GatewayOff, TooManyCodes
from kinerja.people.person import Person
from kinerja.records.event import record

CODE_LIFE = timedelta(minutes=30)
CODES_A_DAY = 3  # a number may be a stranger's
TRIES = 5  # at one code
SALT = "gateway-stop"
WRONG = "Kode tidak cocok atau sudah lewat 30 menit. Minta kode baru bila perlu."


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, person: Person) -> Self:
        """Only one's own."""
        return self.filter(person=person)

    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)


class Channel(models.Model):
    """One number of one person. The code is kept as a keyed hash, and only until it is used."""

    class Kind(models.TextChoices):
        TELEGRAM = "telegram", "Telegram"
        WHATSAPP = "whatsapp", "WhatsApp"

    person = models.ForeignKey(Person, models.CASCADE, related_name="channels", db_index=False)
    kind = models.CharField("saluran", max_length=10, choices=Kind)
    address = models.CharField("nomor", max_length=20)
    confirmed_at = models.DateTimeField("dikonfirmasi", null=True, blank=True)
    code = models.CharField(max_length=64, blank=True)
    code_at = models.DateTimeField(null=True, blank=True)
    codes_today = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    told_to = models.BigIntegerField(default=0)  # the newest notice that a message has counted

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_channel_of_a_kind"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(address=""), name="confirmed_channel_has_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_id}"


@transaction.atomic
def ask_channel(*, kind: str, address: str, by: Person, at: datetime) -> Channel:
    """Name a number; a code goes there. The same number that is confirmed already stays so.

    Errors: GatewayOff, BadNumber, TooManyCodes.
    """
    gateway = GATEWAYS.get(kind)
    if gateway is None or not gateway.is_on():
        raise GatewayOff("Saluran ini belum dihubungkan oleh pengelola sistem.")
    number = gateway.tidy(address)
    Person.objects.select_for_update().get(pk=by.pk)
    channel = Channel.objects.filter(person=by, kind=kind).first() or Channel(person=by, kind=kind)
    if channel.confirmed_at is not None and channel.address == number:
        return channel
    if channel.code_at is None or localdate(channel.code_at) != localdate(at):
        channel.codes_today = 0
    if channel.codes_today >= CODES_A_DAY:
        raise TooManyCodes("Sudah tiga kode hari ini. Coba lagi besok.")
    code = f"{secrets.randbelow(1_000_000):06}"
    channel.address, channel.confirmed_at = number, None
    channel.code, channel.code_at, channel.tries = _hash(code), at, 0
    channel.codes_today += 1
    channel.save()
    take_back(person=by, kind=kind)
    post_message(
        person=by,
        kind=kind,
        address=number,
        key=f"code/{channel.pk}/{secrets.token_hex(8)}",
        text=f"Kode Kinerja Anda: {code}. Berlaku 30 menit. Bukan Anda? Abaikan pesan ini.",
        at=at,
        until=at + CODE_LIFE,
    )
    record("channel.asked", about=channel, person=by, by=by, data={"kind": kind})
    return channel


def confirm_channel(*, kind: str, code: str, by: Person, at: datetime) -> Channel:
    """The number is one's own: the code that was sent there came back. Errors: BadCode."""
    channel = _try_code(kind, code, by, at)
    if channel is None:  # after the try was counted, which a refusal must not undo
        raise BadCode(WRONG)
    return channel


@transaction.atomic
def _try_code(kind: str, code: str, by: Person, at: datetime) -> Channel | None:
    rows = Channel.objects.select_for_update().filter(person=by, kind=kind)
    channel = rows.exclude(code="").first()
    if channel is None or channel.code_at is None:
        return None
    if channel.tries >= TRIES or at - channel.code_at > CODE_LIFE:
        return None
    channel.tries += 1
    if not constant_time_compare(channel.code, _hash("".join(code.split())[:20])):
        channel.save(update_fields=["tries"])
        return None
    channel.confirmed_at, channel.code = at, ""
    channel.save(update_fields=["confirmed_at", "code", "tries"])
    record("channel.confirmed", about=channel, person=by, by=by, data={"kind": kind})
    return channel


@transaction.atomic
def stop_channel(*, channel: Channel, by: Person | None) -> bool:
    """No more messages there; the number is forgotten. False: it was stopped before.

    `by` is its owner; None: whoever holds the link of a message, or the gateway said so.
    """
    held = Channel.objects.select_for_update().filter(pk=channel.pk).exclude(address="").first()
    if held is None or (by is not None and by.pk != held.person_id):
        return False
    held.address, held.confirmed_at, held.code = "", None, ""
    held.save(update_fields=["address", "confirmed_at", "code"])
    take_back(person=held.person, kind=held.kind)
    record("channel.stopped", about=held, person=held.person, by=by, data={"kind": held.kind})
    return True


def stop_link(channel: Channel) -> str:
    """The address of the page that stops this channel, for its messages."""
    token = signing.dumps([channel.pk, channel.address], salt=SALT)
    return f"{settings.KINERJA_SITE_URL}/saya/pesan/berhenti/{token}/"


def channel_of_token(token: str) -> Channel | None:
    """Whom the link of a message stops; None when it is not ours, or the number has changed."""
    try:
        pk, address = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Channel.objects.filter(pk=pk, address=address).exclude(address="").first()


def _hash(code: str) -> str:
    return salted_hmac("gateway-code", code, algorithm="sha256").hexdigest()
