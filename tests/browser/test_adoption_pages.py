"""Help, practice and reminders in the browser: sound at each size, also inside practice mode."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from playwright.sync_api import expect
from tests.access.world import NOW, a_city
from tests.browser.conftest import Visits
from tests.browser.test_every_page import AXE, faults, open_window

from kinerja.adoption.practice.place import found_practice
from kinerja.adoption.practice.ticket import Ticket
from kinerja.adoption.practice.trainee import begin
from kinerja.people.account import change_password, open_account
from kinerja.people.password import fresh_password


@pytest.fixture
def today(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.mark.usefixtures("today")
def test_help_and_reminders_hold(
    transactional_db: None, visit: Visits, settings: LazySettings
) -> None:
    settings.KINERJA_PRACTICE_PORT = 8001
    settings.KINERJA_WHATSAPP_URL = "http://localhost:9/kirim"
    settings.KINERJA_TELEGRAM_TOKEN = "1:x"
    window = open_window(visit, a_city(), "budi")
    told = {}
    pages = ("/bantuan/", "/bantuan/?kata=keberatan", "/bantuan/?kata=xyzzyx", "/bantuan/rencana/")
    for path in (*pages, "/bantuan/latihan/", "/latihan/", "/saya/pesan/", "/lapor/"):
        answer = window.page.goto(window.base + path)
        assert answer is not None
        assert answer.status == 200, path
        if found := faults(window):
            told[path] = found

    assert told == {}, json.dumps(told, indent=1)


@pytest.mark.usefixtures("today")
def test_practice_mode_holds(transactional_db: None, visit: Visits, settings: LazySettings) -> None:
    settings.KINERJA_PRACTICE = True
    found_practice(today=NOW.date())
    home = "http://localhost:8000"
    trainee = begin(ticket=Ticket("1", "periksa", "x", home), at=NOW)
    account = open_account(person=trainee.person, login="l", password=fresh_password(), by=None)
    change_password(account=account, password=fresh_password(), by=trainee.person)
    window = visit(account)
    window.context.add_init_script(AXE)
    told = {}
    for path in ("/latihan/", "/", "/antrean/", "/tidak-ada/", "/latihan/tertutup/"):
        window.page.goto(window.base + path)
        assert window.page.get_by_text("MODE LATIHAN", exact=True).is_visible(), path
        if found := [one for one in faults(window) if not one.startswith("console")]:
            told[path] = found
        window.page.emulate_media(media="print")
        assert window.page.get_by_text("MODE LATIHAN", exact=True).is_visible(), path
        window.page.emulate_media(media="screen")

    assert told == {}, json.dumps(told, indent=1)


@pytest.mark.usefixtures("today")
def test_what_was_typed_waits_while_a_unit_is_chosen(
    transactional_db: None, visit: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kinerja.web.adoption.audience.FEW", 0)
    window = open_window(visit, a_city(), "wati")
    page = window.page
    page.goto(f"{window.base}/pengumuman/baru/")
    page.fill("[name=title]", "Rapat koordinasi")
    page.fill("[name=text]", "Kamis pukul 9.")
    page.check("[name=must_understand]")
    page.get_by_text("Tentang peraturan", exact=True).click()
    page.fill("[name=regulation_number]", "12 Tahun 2026")

    page.get_by_role("link", name="Pilih unit tertentu").click()
    page.fill("[name=cari]", "Puskesmas Pauh")
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Puskesmas Pauh").first.click()

    expect(page.locator("[name=units]:checked")).to_have_count(1)
    expect(page.locator("[name=title]")).to_have_value("Rapat koordinasi")
    assert page.input_value("[name=text]") == "Kamis pukul 9."
    assert page.is_checked("[name=must_understand]")
    assert page.is_visible("[name=regulation_number]")
    assert page.input_value("[name=regulation_number]") == "12 Tahun 2026"
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("")
