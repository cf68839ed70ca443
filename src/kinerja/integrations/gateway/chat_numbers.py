"""Whoever writes to the agency's bot is told the number of the chat, which the page here asks for.

Telegram shows nobody that number. What was written is not read, and nothing of it is kept.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from kinerja.integrations.gateway.adapters import GATEWAYS
from kinerja.integrations.gateway.posting import Failed, post_json

MOST = 20  # messages a run
MOST_BYTES = 4 * 1024 * 1024  # of them all; a message has up to 4,096 characters


def tell_chat_numbers() -> int:
    """Answer those who wrote since the last run: how many. Each is answered once at most.

    A bot whose messages another program takes (a webhook) is left alone.
    """
    telegram = GATEWAYS["telegram"]
    if not telegram.is_on():
        return 0
    try:
        found = _updates({"limit": MOST})
        if not found:
            return 0
        _updates({"limit": 1, "offset": 1 + max(_number(one, "update_id") for one in found)})
    except Failed:
        return 0
    told = 0
    for chat in sorted({chat for one in found if (chat := _private_chat(one))}):
        words = f"Nomor obrolan Anda: {chat}. Tulis di {settings.KINERJA_SITE_URL}/saya/pesan/"
        try:
            telegram.send(str(chat), words, "")
        except Failed:
            continue
        told += 1
    return told


def _updates(asked: Mapping[str, int]) -> list[Mapping[str, Any]]:
    url = f"{settings.KINERJA_TELEGRAM_URL}/bot{settings.KINERJA_TELEGRAM_TOKEN}/getUpdates"
    body = {"timeout": 0, "allowed_updates": ["message"], **asked}
    found = post_json(url, body, {}, most=MOST_BYTES).get("result")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _private_chat(update: Mapping[str, Any]) -> int:
    """The chat of one person; 0 for groups and for what has no chat."""
    message = update.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private":
        return 0
    return _number(chat, "id")


def _number(said: Mapping[str, Any], name: str) -> int:
    found = said.get(name)
    return found if isinstance(found, int) else 0
