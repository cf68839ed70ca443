"""The two gateways: how each wants to be asked. The JSON stands in docs/operate/messages.md."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from kinerja.integrations.gateway.posting import Failed, Gone, is_allowed, post_json
from kinerja.integrations.gateway.refusals import BadNumber

# What the Bot API says of a chat, with 400 or 403; a 403 with other words is about our token.
TELEGRAM_GONE = ("bot was blocked by the user", "user is deactivated", "chat not found")


@dataclass(frozen=True)
class Gateway:
    """One way to a person. `tidy` brings a number into the form of the gateway, or refuses."""

    kind: str
    label: str
    is_on: Callable[[], bool]
    tidy: Callable[[str], str]
    send: Callable[[str, str, str], None]  # address, text, key


def _telegram_on() -> bool:
    return bool(settings.KINERJA_TELEGRAM_TOKEN) and is_allowed(settings.KINERJA_TELEGRAM_URL)


def _telegram_chat(text: str) -> str:
    """The number of a chat of one person: groups have a minus, and others would read along."""
    digits = "".join(text.split())
    if not re.fullmatch(r"[1-9][0-9]{4,15}", digits):
        raise BadNumber("Tulis nomor obrolan Telegram Anda: hanya angka, misalnya 123456789.")
    return digits


def _telegram(address: str, text: str, key: str) -> None:
    """`sendMessage` of the Bot API. Errors: Failed, Gone."""
    url = f"{settings.KINERJA_TELEGRAM_URL}/bot{settings.KINERJA_TELEGRAM_TOKEN}/sendMessage"
    body = {"chat_id": int(address), "text": text, "disable_web_page_preview": True}
    try:
        said = post_json(url, body, {})
    except Failed as failed:
        words = failed.words.lower()
        if failed.status in {400, 403} and any(one in words for one in TELEGRAM_GONE):
            raise Gone from None
        raise
    if said.get("ok") is not True:
        raise Failed("gerbang tidak menyatakan terkirim")


def _whatsapp_on() -> bool:
    return bool(settings.KINERJA_WHATSAPP_URL) and is_allowed(settings.KINERJA_WHATSAPP_URL)


def _whatsapp_number(text: str) -> str:
    """A mobile number with its country; 08… is Indonesian."""
    digits = re.sub(r"[\s().-]", "", text)
    digits = re.sub(r"^(\+|00)", "", digits)
    digits = re.sub(r"^0", "62", digits)
    if not re.fullmatch(r"[1-9][0-9]{8,14}", digits):
        raise BadNumber("Tulis nomor WhatsApp seperti 0812 3456 7890.")
    return digits


def _whatsapp(address: str, text: str, key: str) -> None:
    """Our reading of what gateways for WhatsApp have in common: 410 alone says that the receiver
    is gone. Errors: Failed, Gone."""
    headers = {"Idempotency-Key": key}
    if settings.KINERJA_WHATSAPP_TOKEN:
        headers["Authorization"] = f"Bearer {settings.KINERJA_WHATSAPP_TOKEN}"
    try:
        post_json(settings.KINERJA_WHATSAPP_URL, {"to": address, "message": text}, headers)
    except Failed as failed:
        if failed.status == 410:
            raise Gone from None
        raise


GATEWAYS: Mapping[str, Gateway] = {
    one.kind: one
    for one in (
        Gateway("telegram", "Telegram", _telegram_on, _telegram_chat, _telegram),
        Gateway("whatsapp", "WhatsApp", _whatsapp_on, _whatsapp_number, _whatsapp),
    )
}


def gateways_on() -> list[Gateway]:
    """Those that this installation has set up."""
    return [one for one in GATEWAYS.values() if one.is_on()]
