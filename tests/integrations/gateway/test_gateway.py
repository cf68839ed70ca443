"""Messages by gateways: codes, the box, a gateway that is down, slow, refuses or sends us on."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from tests.integrations.gateway.server import Gateway, a_gateway
from tests.people.make import a_person
from tests.unchanged import refused
from tests.work.make import WIB

from kinerja.integrations.gateway import posting
from kinerja.integrations.gateway.adapters import gateways_on
from kinerja.integrations.gateway.channel import (
    Channel,
    ask_channel,
    channel_of_token,
    confirm_channel,
    stop_channel,
    stop_link,
)
from kinerja.integrations.gateway.chat_numbers import tell_chat_numbers
from kinerja.integrations.gateway.message import Message, post_message
from kinerja.integrations.gateway.posting import Failed, is_allowed, post_json
from kinerja.integrations.gateway.refusals import BadCode, BadNumber, GatewayOff, TooManyCodes
from kinerja.integrations.gateway.sending import send_messages
from kinerja.people.person import Person
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 12, 9, 0, tzinfo=WIB)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def gateway(settings: LazySettings) -> Iterator[Gateway]:
    with a_gateway() as server:
        settings.KINERJA_TELEGRAM_URL = server.url
        settings.KINERJA_TELEGRAM_TOKEN = "123:rahasia"
        settings.KINERJA_WHATSAPP_URL = f"{server.url}/kirim"
        settings.KINERJA_WHATSAPP_TOKEN = "sandi"
        yield server


@pytest.fixture
def sari() -> Person:
    return a_person("Sari")


def code_of(gateway: Gateway) -> str:
    found = re.search(r"\d{6}", gateway.texts[-1])
    assert found
    return found[0]


def a_message(person: Person, kind: str = "whatsapp", key: str = "k") -> Message:
    made = post_message(
        person=person, kind=kind, address="6281234567890", key=key, text="Ada 3 hal.", at=AT
    )
    assert made is not None
    return made


# --- Off by default


def test_nothing_is_on_until_it_is_set_up(sari: Person, settings: LazySettings) -> None:
    assert gateways_on() == []
    with refused(GatewayOff):
        ask_channel(kind="telegram", address="123456789", by=sari, at=AT)
    a_message(sari)
    assert send_messages(at=AT) == 0
    assert Message.objects.get().tries == 0
    settings.KINERJA_TELEGRAM_TOKEN = "123:rahasia"
    settings.KINERJA_TELEGRAM_URL = "http://gerbang.example"  # a token never goes out in the open
    assert gateways_on() == []


# --- A number and its code


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        ("whatsapp", "0812 3456-7890", "6281234567890"),
        ("whatsapp", "+62 812 3456 7890", "6281234567890"),
        ("whatsapp", "0061 412 345 678", "61412345678"),
        ("telegram", " 123456789 ", "123456789"),
    ],
)
def test_a_number_is_confirmed_by_the_code_sent_there(
    gateway: Gateway, sari: Person, kind: str, typed: str, number: str
) -> None:
    ask_channel(kind=kind, address=typed, by=sari, at=AT)
    assert send_messages(at=AT) == 1
    code = code_of(gateway)
    assert not Channel.objects.filter(code__contains=code).exists()  # a keyed hash alone

    confirm_channel(kind=kind, code=f" {code} ", by=sari, at=AT + MINUTE)

    channel = Channel.objects.confirmed().get()
    assert (channel.address, channel.code) == (number, "")
    assert ask_channel(kind=kind, address=typed, by=sari, at=AT + MINUTE) == channel
    assert Message.objects.count() == 1
    assert Message.objects.get().text == ""
    names = ["channel.asked", "channel.confirmed"]
    assert list(Event.objects.order_by("pk").values_list("name", flat=True)) == names


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("whatsapp", ""),
        ("whatsapp", "08"),
        ("whatsapp", "0812abc4567"),
        ("whatsapp", "8" * 40),
        ("whatsapp", "0812\x0034567890"),
        ("telegram", "-100123456789"),  # a group
        ("telegram", "@sari"),
        ("telegram", "12\n34"),
    ],
)
def test_what_is_no_number(gateway: Gateway, sari: Person, kind: str, typed: str) -> None:
    with refused(BadNumber):
        ask_channel(kind=kind, address=typed, by=sari, at=AT)


def test_a_code_is_good_for_five_tries_and_half_an_hour(gateway: Gateway, sari: Person) -> None:
    ask_channel(kind="whatsapp", address="081234567890", by=sari, at=AT)
    send_messages(at=AT)
    code = code_of(gateway)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    with refused(BadCode):
        confirm_channel(kind="whatsapp", code=code, by=sari, at=AT + 31 * MINUTE)
    tono = a_person("Tono")
    with refused(BadCode):
        confirm_channel(kind="whatsapp", code=code, by=tono, at=AT)
    for _ in range(5):
        with pytest.raises(BadCode):
            confirm_channel(kind="whatsapp", code=wrong, by=sari, at=AT)
    with refused(BadCode):
        confirm_channel(kind="whatsapp", code=code, by=sari, at=AT)


def test_three_codes_a_day(gateway: Gateway, sari: Person) -> None:
    for _ in range(3):
        ask_channel(kind="whatsapp", address="081234567890", by=sari, at=AT)
    with refused(TooManyCodes):
        ask_channel(kind="whatsapp", address="081234567891", by=sari, at=AT + 60 * MINUTE)
    ask_channel(kind="whatsapp", address="081234567890", by=sari, at=AT + timedelta(days=1))


def test_the_day_of_the_codes_is_that_of_the_calendar(gateway: Gateway, sari: Person) -> None:
    """The refusal says "besok": then it must be so at eight in the morning."""
    evening = AT.replace(hour=20)
    for _ in range(3):
        ask_channel(kind="whatsapp", address="081234567890", by=sari, at=evening)
    ask_channel(kind="whatsapp", address="081234567890", by=sari, at=evening + timedelta(hours=12))

    tono = a_person("Tono")
    for day in range(4):  # one a day, each a little earlier
        asked = evening + timedelta(hours=23 * day)
        ask_channel(kind="whatsapp", address="081234567891", by=tono, at=asked)


def test_stopping(gateway: Gateway, sari: Person) -> None:
    channel = ask_channel(kind="whatsapp", address="081234567890", by=sari, at=AT)
    token = stop_link(channel).rstrip("/").rsplit("/", 1)[-1]
    assert channel_of_token(token) == channel
    assert channel_of_token("x") is None
    assert not stop_channel(channel=channel, by=a_person("Tono"))

    assert stop_channel(channel=channel, by=sari)
    assert not stop_channel(channel=channel, by=sari)
    assert channel_of_token(token) is None
    assert Channel.objects.get().address == ""


def test_what_waits_for_a_number_that_was_stopped_or_replaced_does_not_go_out(
    gateway: Gateway, sari: Person
) -> None:
    channel = ask_channel(kind="whatsapp", address="081234567890", by=sari, at=AT)
    send_messages(at=AT)
    gateway.says(500)
    a_message(sari, "telegram", "di Telegram")
    a_message(sari, key="lama")
    assert send_messages(at=AT) == 0
    stop_channel(channel=channel, by=sari)
    gateway.says(200, {"ok": True})

    assert send_messages(at=AT + 10 * MINUTE) == 1
    assert gateway.got[-1][2]["chat_id"] == 6281234567890  # what goes to Telegram still does

    ask_channel(kind="whatsapp", address="081234567890", by=sari, at=AT + 11 * MINUTE)
    ask_channel(kind="whatsapp", address="081299999999", by=sari, at=AT + 11 * MINUTE)
    assert send_messages(at=AT + 11 * MINUTE) == 1
    assert gateway.got[-1][2]["to"] == "6281299999999"


# --- The box


def test_what_the_gateways_get(gateway: Gateway, sari: Person) -> None:
    a_message(sari, "whatsapp", "satu")
    a_message(sari, "telegram", "dua")

    assert send_messages(at=AT) == 2
    assert send_messages(at=AT) == 0

    (first, head, body), (second, _, other) = gateway.got
    assert (first, body) == ("/kirim", {"to": "6281234567890", "message": "Ada 3 hal."})
    assert (head["Authorization"], head["Idempotency-Key"]) == ("Bearer sandi", "satu")
    assert second == "/bot123:rahasia/sendMessage"
    assert (other["chat_id"], other["text"]) == (6281234567890, "Ada 3 hal.")


def test_a_key_exists_once(sari: Person) -> None:
    a_message(sari)
    again = post_message(person=sari, kind="whatsapp", address="1", key="k", text="x", at=AT)
    assert again is None


@pytest.mark.parametrize(
    ("status", "body", "minutes"),
    [
        (500, None, 2),
        (503, b"<html>", 2),
        (404, None, 2),
        (302, None, 2),
        (429, {"ok": False, "parameters": {"retry_after": 600}}, 10),
        (429, {"ok": False, "parameters": {"retry_after": "sembarang"}}, 2),
    ],
)
def test_what_may_be_mended_waits(
    gateway: Gateway, sari: Person, status: int, body: object, minutes: int
) -> None:
    gateway.says(status, body, Location=f"{gateway.url}/lain")
    a_message(sari)

    assert send_messages(at=AT) == 0
    message = Message.objects.get()
    assert (message.tries, message.not_before) == (1, AT + minutes * MINUTE)
    assert message.failure == f"gerbang menjawab {status}"
    assert [path for path, _, _ in gateway.got] == ["/kirim"]  # not followed
    assert send_messages(at=AT + MINUTE) == 0
    assert len(gateway.got) == 1

    gateway.says(200, {"ok": True})
    assert send_messages(at=AT + minutes * MINUTE) == 1


def test_waiting_grows_and_ends_after_a_day(gateway: Gateway, sari: Person) -> None:
    gateway.says(500)
    a_message(sari)
    now, waits = AT, []
    while (message := Message.objects.get()).ended_at is None:
        send_messages(at=now)
        message.refresh_from_db()
        waits.append((message.not_before - now) // MINUTE)
        now = max(now + MINUTE, message.not_before)
    assert waits[:8] == [2, 4, 8, 16, 32, 64, 120, 120]
    assert (message.failure, message.text) == ("gerbang menjawab 500", "")
    assert now - AT < timedelta(hours=27)


def test_a_gateway_that_is_down(gateway: Gateway, sari: Person, settings: LazySettings) -> None:
    settings.KINERJA_WHATSAPP_URL = "http://127.0.0.1:9/kirim"
    a_message(sari)
    assert send_messages(at=AT) == 0
    assert Message.objects.get().failure.startswith("tidak tersambung")


def test_a_gateway_that_is_slow(
    gateway: Gateway, sari: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.slow = 1.5
    with pytest.raises(Failed, match="tidak tersambung"):
        post_json(f"{gateway.url}/kirim", {}, {}, seconds=0.3)
    assert posting.SECONDS == 10


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("telegram", 403, "Forbidden: bot was blocked by the user"),
        ("telegram", 403, "Forbidden: user is deactivated"),
        ("telegram", 400, "Bad Request: chat not found"),
        ("whatsapp", 410, ""),
    ],
)
def test_a_receiver_whom_we_cannot_reach_any_more(
    gateway: Gateway, sari: Person, kind: str, status: int, words: str
) -> None:
    channel = ask_channel(kind=kind, address="081234567890"[kind == "telegram" :], by=sari, at=AT)
    gateway.says(status, {"ok": False, "description": words})

    send_messages(at=AT)

    message = Message.objects.get()
    assert (message.ended_at, message.failure) == (AT, "penerima tidak dapat dihubungi lagi")
    channel.refresh_from_db()
    assert channel.address == ""
    assert Event.objects.filter(name="channel.stopped", by=None).count() == 1
    told = Notice.objects.get(person=sari)  # who did not block us would wonder about the silence
    assert told.text.startswith(f"Kode {channel.get_kind_display()} tidak sampai")
    assert told.url == "/saya/pesan/"


def test_who_was_reached_before_is_told_that_it_has_ended(gateway: Gateway, sari: Person) -> None:
    ask_channel(kind="telegram", address="123456789", by=sari, at=AT)
    send_messages(at=AT)
    confirm_channel(kind="telegram", code=code_of(gateway), by=sari, at=AT)
    gateway.says(403, {"ok": False, "description": "Forbidden: bot was blocked by the user"})
    post_message(
        person=sari, kind="telegram", address="123456789", key="k", text="Ada 3 hal.", at=AT
    )
    send_messages(at=AT)
    assert Notice.objects.get(person=sari).text.startswith("Pengingat lewat Telegram berhenti")


@pytest.mark.parametrize("kind", ["telegram", "whatsapp"])
@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (403, None),
    ],
)
def test_a_token_that_is_refused_costs_nobody_the_number(
    gateway: Gateway, sari: Person, kind: str, status: int, words: str | None
) -> None:
    channel = ask_channel(kind=kind, address="081234567890"[kind == "telegram" :], by=sari, at=AT)
    number = channel.address
    gateway.says(status, {"ok": False, "description": words})

    assert send_messages(at=AT) == 0

    message = Message.objects.get()
    assert (message.ended_at, message.not_before) == (None, AT + 2 * MINUTE)
    assert message.failure == f"gerbang menolak sandi kita ({status})"
    gateway.says(200, {"ok": True})
    assert send_messages(at=AT + 2 * MINUTE) == 1
    channel.refresh_from_db()
    assert channel.address == number


def test_a_whatsapp_gateway_that_speaks_like_telegram(gateway: Gateway, sari: Person) -> None:
    """Only what docs/operate/messages.md promises makes a number be forgotten."""
    channel = ask_channel(kind="whatsapp", address="081234567890", by=sari, at=AT)
    gateway.says(403, {"ok": False, "description": "bot was blocked by the user"})
    send_messages(at=AT)
    channel.refresh_from_db()
    assert channel.address == "6281234567890"


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff\xfe", {"ok": False}])
def test_telegram_must_say_that_it_was_sent(gateway: Gateway, sari: Person, body: object) -> None:
    gateway.says(200, body)
    a_message(sari, "telegram")
    assert send_messages(at=AT) == 0
    assert Message.objects.get().failure == "gerbang tidak menyatakan terkirim"


def test_no_reason_names_the_token(gateway: Gateway, sari: Person, settings: LazySettings) -> None:
    settings.KINERJA_TELEGRAM_URL = "http://127.0.0.1:9"
    a_message(sari, "telegram")
    send_messages(at=AT)
    assert "rahasia" not in Message.objects.get().failure


def test_where_a_token_may_go() -> None:
    assert is_allowed("https://api.telegram.org")
    assert is_allowed("http://localhost:9000/kirim")
    for url in ("http://gerbang.example", "ftp://x", "file:///etc/passwd", "https://", "", "x"):
        assert not is_allowed(url)


# --- Who greets the bot


def a_greeting(update: int, chat: int, kind: str = "private") -> dict[str, object]:
    return {"update_id": update, "message": {"chat": {"id": chat, "type": kind}, "text": "/start"}}


def test_who_greets_the_bot_is_told_the_number_of_the_chat(
    gateway: Gateway, settings: LazySettings
) -> None:
    settings.KINERJA_SITE_URL = "https://kinerja.kota.go.id"
    said = [a_greeting(7, 222), a_greeting(8, 111), a_greeting(9, 222), a_greeting(10, -5, "group")]
    gateway.answers = [(200, {"ok": True, "result": said}, {}), (200, {"ok": True}, {})]

    assert tell_chat_numbers() == 2

    asked, noted, *told = [body for _, _, body in gateway.got]
    assert "offset" not in asked
    assert noted["offset"] == 11  # so that nobody is answered twice
    assert [one["chat_id"] for one in told] == [111, 222]
    words = "Nomor obrolan Anda: 111. Tulis di https://kinerja.kota.go.id/saya/pesan/"
    assert told[0]["text"] == words


@pytest.mark.parametrize(
    "answer",
    [
        (409, {"ok": False, "description": "Conflict: can't use getUpdates with a webhook"}),
        (200, {"ok": True, "result": []}),
        (200, {"ok": True, "result": ["x", {"message": 3}]}),
        (200, b"[]"),
    ],
)
def test_a_bot_that_says_nothing_of_use_is_left_alone(
    gateway: Gateway, answer: tuple[int, object]
) -> None:
    gateway.says(*answer)
    assert tell_chat_numbers() == 0


def test_without_a_bot_nobody_is_asked() -> None:
    assert tell_chat_numbers() == 0
