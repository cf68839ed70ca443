"""Berlatih: over to the practice site, what stands on each of its pages, and back with a note."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from pypdf import PdfReader
from tests.people.make import a_head, a_member, a_unit, an_account, an_agency
from tests.unchanged import changed, everything
from tests.work.make import WIB

from kinerja.adoption.practice.place import found_practice
from kinerja.adoption.practice.practised import Practised
from kinerja.adoption.practice.ticket import read_ticket, write_note, write_ticket
from kinerja.adoption.practice.trainee import Trainee
from kinerja.documents.paper import PAPERS, paper
from kinerja.people.account import Account
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.work.report import Report

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
TODAY = NOW.date()
HOME = "http://testserver"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sari() -> Account:
    an_agency()
    return an_account(a_member("Sari", a_unit()))


@pytest.fixture
def practice(settings: LazySettings) -> None:
    """This process is the practice site, filled."""
    settings.KINERJA_PRACTICE = True
    settings.KINERJA_PRACTICE_SECRET = settings.SECRET_KEY
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "kinerja.web.practice.site.Counterparts"]
    settings.LOGIN_URL = "practice_closed"
    found_practice(today=TODAY)


def inside(exercise: str = "lapor") -> tuple[Client, Person]:
    """A visitor who came in by a ticket; the person of the ticket is nobody here."""
    ticket = write_ticket(person=Person(pk=4711), exercise=exercise, home=HOME)
    browser = Client()
    answer = browser.get(f"/latihan/mulai/{ticket}/")
    assert (answer.status_code, answer["Location"]) == (302, "/latihan/")
    return browser, Trainee.objects.latest("pk").person


# --- The real site


def test_what_can_be_practised_and_what_was(
    sari: Account, client: Client, settings: LazySettings
) -> None:
    settings.KINERJA_PRACTICE_PORT = 8001
    Practised.objects.create(person=sari.person, exercise="lapor", practised_on=TODAY)
    client.force_login(sari)

    page = client.get("/latihan/").content.decode()

    assert "Pernah berlatih, 23 November 2026" in page
    assert page.index("Mengirim laporan harian") < page.index("Menilai pegawai")
    assert "MODE LATIHAN</strong>" not in page
    assert "practice.css" not in page


def test_a_leader_is_offered_the_exercises_of_leaders_first(
    client: Client, settings: LazySettings
) -> None:
    settings.KINERJA_PRACTICE_URL = "https://latihan.kota.go.id"
    an_agency()
    client.force_login(an_account(a_head("Budi", a_unit())))

    page = client.get("/latihan/").content.decode()

    assert page.index("Menilai pegawai") < page.index("Mengirim laporan harian")


def test_without_a_practice_site_the_page_says_so(sari: Account, client: Client) -> None:
    client.force_login(sari)

    assert "Mode latihan belum dinyalakan" in client.get("/latihan/").content.decode()
    assert client.get("/latihan/masuk/lapor/").status_code == 404


def test_a_ticket_leads_to_the_other_port_and_changes_nothing_here(
    sari: Account, client: Client, settings: LazySettings
) -> None:
    settings.KINERJA_PRACTICE_PORT = 8001
    client.force_login(sari)
    before = everything()

    answer = client.get("/latihan/masuk/lapor/")

    assert changed(before, everything()) == []
    found = re.fullmatch(r"http://testserver:8001/latihan/mulai/(.+)/", answer["Location"])
    assert found
    ticket = read_ticket(found[1])
    assert (ticket.exercise, ticket.home) == ("lapor", HOME)
    assert "Sari" not in found[1]
    assert client.get("/latihan/masuk/terbang/").status_code == 404
    assert client.get(f"/latihan/mulai/{found[1]}/").status_code == 404  # this is the real site


def test_the_practice_site_may_have_an_address_of_its_own(
    sari: Account, client: Client, settings: LazySettings
) -> None:
    settings.KINERJA_PRACTICE_URL = "https://latihan.kota.go.id"
    client.force_login(sari)

    location = client.get("/latihan/masuk/lapor/")["Location"]

    assert location.startswith("https://latihan.kota.go.id/latihan/mulai/")


def test_a_note_is_kept_when_its_owner_says_so(sari: Account, client: Client) -> None:
    client.force_login(sari)
    handle = read_ticket(write_ticket(person=sari.person, exercise="lapor", home=HOME)).handle
    note = write_note(exercise="lapor", handle=handle, on=TODAY)

    shown = client.get(f"/latihan/selesai/{note}/").content.decode()
    assert "Mengirim laporan harian, 23 November 2026" in shown
    assert not Practised.objects.exists()
    for _ in range(2):
        assert client.post(f"/latihan/selesai/{note}/")["Location"] == "/latihan/"
    assert Practised.objects.get().person == sari.person

    other = an_account(a_member("Tono", a_unit()))
    client.force_login(other)
    for url in (f"/latihan/selesai/{note}/", "/latihan/selesai/x/"):
        assert client.post(url).status_code == 404


# --- The practice site


def test_a_ticket_signs_in_once(practice: None) -> None:
    ticket = write_ticket(person=Person(pk=4711), exercise="lapor", home=HOME)
    first, second = Client(), Client()

    assert first.get(f"/latihan/mulai/{ticket}/").status_code == 302
    again = second.get(f"/latihan/mulai/{ticket}/")

    assert again.status_code == 409
    assert "Mulai lagi dari halaman Berlatih" in again.content.decode()
    assert second.get("/latihan/").status_code == 302
    assert second.get("/").url == "/latihan/tertutup/?next=/"
    closed = second.get("/latihan/tertutup/").content.decode()
    assert "Mode latihan tidak memakai sandi" in closed
    assert "MODE LATIHAN</strong>" in closed


PAGES = ["/", "/lapor/", "/rencana/", "/hasil/", "/kotak-masuk/", "/umpan-balik/", "/lainnya/"]
LEADING = ["/tim/", "/antrean/", "/penilaian/", "/rencana/masuk/", "/tidak-ada/"]


@pytest.mark.parametrize("exercise", ["lapor", "periksa"])
def test_every_page_wears_the_band_and_leads_nowhere_else(practice: None, exercise: str) -> None:
    browser, _ = inside(exercise)
    for url in [*PAGES, *LEADING]:
        page = browser.get(url).content.decode()
        assert "<strong>MODE LATIHAN</strong>" in page, url
        assert "<title>LATIHAN: " in page, url
        out = set(re.findall(r'(?:href|action|src)="((?:https?:)?//[^"]*)"', page))
        assert out <= {f"{HOME}/latihan/"}, url
        assert out, url
        for link in out:
            assert f'<a href="{link}">Kembali<b> ke Kinerja</b></a>' in page


def test_the_leader_answers_while_the_page_loads(practice: None) -> None:
    browser, sari = inside()
    key = "8c1ff9b2-6b7c-4b1e-9a53-6a2c7a0d0c11"
    result = WorkResult.objects.get(plan__person=sari, number=1)
    said = {"text": "Melayani 9 pemohon", "key": key, "done_on": "2026-11-23", "result": result.pk}
    browser.post("/lapor/", said)

    assert Report.objects.get(person=sari).state == Report.State.NOTED
    page = browser.get("/latihan/").content.decode()
    assert "2 dari 3 selesai" in page
    assert "Langkah<b> latihan</b>&nbsp;2/3</a>" in page
    assert "Lanjutkan" in page
    assert "Kembali dan catat" not in page


def test_a_finished_exercise_leads_back_with_its_note(practice: None) -> None:
    browser, head = inside("umpan-balik")
    receiver = head.assignments.get().position.unit.positions.get(leads=False)
    person = receiver.assignments.first().person
    for tone in ("positive", "improve"):
        said = {"tone": tone, "text": "Antrean tertib.", "purpose": "rating", "way": "indirect"}
        said["key"] = str(uuid4())
        browser.post(f"/umpan-balik/beri/{person.pk}/", said)

    page = browser.get("/latihan/").content.decode()

    assert "Latihan selesai" in page
    assert re.search(rf'href="{HOME}/latihan/selesai/[^"]+/"', page)
    for url in PAGES:
        page = browser.get(url).content.decode()
        assert '<a href="/latihan/">Selesai</a>' in page
        assert re.search(rf'<a href="{HOME}/latihan/selesai/[^"]+/">Kembali<b>', page)


def test_who_comes_back_when_all_was_emptied_finds_the_way(practice: None) -> None:
    browser, _ = inside()
    del browser.cookies["sessionid"]

    page = browser.get("/lapor/", follow=True).content.decode()

    assert "Mode latihan tidak memakai sandi" in page
    assert page.count(f'href="{HOME}/latihan/"') == 2  # the button and the band
    used = browser.get("/latihan/mulai/x/")
    assert used.status_code == 409
    assert f'<a href="{HOME}/latihan/">Kembali<b>' in used.content.decode()
    browser.cookies["latihan_asal"] = "https://elsewhere.example:made-up"
    page = browser.get("/latihan/tertutup/").content.decode()
    assert "Kembali<b>" not in page
    assert "elsewhere" not in page


def test_papers_say_that_they_are_practice(settings: LazySettings) -> None:
    data = {
        **dict.fromkeys(("title", "agency", "span", "name", "unit", "reason"), "Contoh"),
        **dict.fromkeys(("decider", "decided", "made"), "Contoh"),
        "criteria": [],
    }
    said = []
    for settings.KINERJA_PRACTICE in (False, True):
        made = PdfReader(BytesIO(paper("certificate", data, NOW)))
        said.append("MODE LATIHAN" in made.pages[0].extract_text())
    assert said == [False, True]


def test_every_paper_can_carry_the_mark() -> None:
    for file in PAPERS.glob("*.typ"):
        if file.stem != "practice":
            assert "background: practice-mark" in file.read_text(), file.name
    assert date(2026, 11, 23) == TODAY
