"""The page of reminders by WhatsApp and Telegram, and the link that stops them."""

import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from tests.integrations.gateway.server import Gateway, a_gateway
from tests.people.make import a_member, a_unit, an_account, an_agency

from kinerja.integrations.gateway.channel import Channel, stop_link
from kinerja.integrations.gateway.sending import send_messages

pytestmark = pytest.mark.django_db
URL = "/saya/pesan/"


@pytest.fixture
def gateway(settings: LazySettings) -> Iterator[Gateway]:
    with a_gateway() as server:
        settings.KINERJA_WHATSAPP_URL = f"{server.url}/kirim"
        yield server


@pytest.fixture
def sari() -> Client:
    an_agency()
    client = Client()
    client.force_login(an_account(a_member("Sari", a_unit())))
    return client


def ask(client: Client, number: str) -> int:
    said = {"kind": "whatsapp", "act": "ask", "whatsapp-address": number}
    return client.post(URL, said).status_code


def test_a_number_from_the_first_press_to_the_last(gateway: Gateway, sari: Client) -> None:
    assert ask(sari, "08") == 422
    assert ask(sari, "0812 3456 7890") == 302
    send_messages(at=timezone.now())
    found = re.search(r"\d{6}", gateway.texts[0])
    assert found

    said = {"kind": "whatsapp", "act": "confirm"}
    wrong = sari.post(URL, said | {"whatsapp-code": "x"})
    assert wrong.status_code == 422
    assert "Kode tidak cocok" in wrong.content.decode()
    assert sari.post(URL, said | {"whatsapp-code": found[0]}).status_code == 302
    page = sari.get(URL).content.decode()
    assert "Dikonfirmasi" in page
    assert "6281234567890" in page

    sari.post(URL, {"kind": "whatsapp", "act": "stop"})
    assert Channel.objects.get().address == ""
    assert "6281234567890" not in sari.get(URL).content.decode()


def test_without_a_gateway_the_page_says_so(sari: Client) -> None:
    assert "Belum ada saluran pesan" in sari.get(URL).content.decode()
    assert ask(sari, "081234567890") == 200
    assert not Channel.objects.exists()


def test_the_link_of_a_message_stops_without_sign_in(gateway: Gateway, sari: Client) -> None:
    ask(sari, "081234567890")
    channel = Channel.objects.get()
    link = stop_link(channel).split("/saya/", 1)[1]
    anybody = Client()

    shown = anybody.get(f"/saya/{link}").content.decode()
    assert "Berhenti menerima pengingat?" in shown
    assert "Sari" not in shown
    assert "6281234567890" not in shown
    assert Channel.objects.get().address
    assert anybody.post(f"/saya/{link}").status_code == 200
    assert Channel.objects.get().address == ""
    assert anybody.get(f"/saya/{link}").status_code == 404
    assert anybody.get(f"{URL}berhenti/x/").status_code == 404
