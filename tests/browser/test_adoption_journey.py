"""A unit that lags is found, coached with practice mode, and catches up: by the pages of each.

In the weeks before, Sari and Budi alone have used the system in Pauh. Wati finds the unit on top of
the list with its cause and plans a session; those invited are told. Sari practises on the practice
site, a process of its own with a database of its own; some come to the session, and all begin to
report. Two weeks later the figures stand side by side.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.conf import LazySettings
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visits
from tests.browser.steps import open_link, press, write
from tests.browser.visit import DESK, PHONE, Visit
from tests.people.make import a_head, a_member, a_unit, an_account, an_admin, an_agency
from tests.practice_site import PracticeSite, practice_site
from tests.unchanged import changed, everything
from tests.work.make import WIB, a_report, a_set_plan
from time_machine import Traveller

from kinerja.adoption.practice.practised import Practised
from kinerja.adoption.usage import keep_usage
from kinerja.people.person import Person
from kinerja.work.verification import answer_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOPIC = "Melapor setiap hari dari ponsel"


@pytest.fixture
def clock(settings: LazySettings, tmp_path: Path) -> Iterator[Traveller]:
    """It is 9.00 on Monday 5 October 2026."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-10-05T09:00:00+07:00", tick=True) as traveller:
        yield traveller


@pytest.fixture
def drill(
    transactional_db: None, clock: Traveller, settings: LazySettings, tmp_path: Path
) -> Iterator[PracticeSite]:
    """The practice site; it fills itself while the journey begins."""
    with practice_site(tmp_path, settings) as site:
        yield site


def reports(people: list[Person], leader: Person, days: list[date]) -> None:
    """Each files one a day, and the leader accepts them the same day."""
    for person in people:
        for day in days:
            at = datetime(day.year, day.month, day.day, 14, tzinfo=WIB)
            report = a_report(person, key=uuid4(), at=at, done_on=day)
            answer_report(report=report, verdict="accept", by=leader, at=at + timedelta(hours=1))


def by_band(window: Visit, link: str) -> Page:
    """Press a link of the band that stands on every page of the practice site."""
    band = window.page.get_by_role("complementary", name="Mode latihan")
    expect(band).to_contain_text("MODE LATIHAN")
    return window.follow(band.get_by_role("link", name=link))


def test_a_unit_that_lags_is_found_coached_and_catches_up(
    drill: PracticeSite, visit: Visits, clock: Traveller
) -> None:
    an_agency(name="Pemerintah Kota Pariaman")
    office = a_unit("Dinas Kesehatan")
    pauh, kuranji = a_unit("Puskesmas Pauh", office), a_unit("Puskesmas Kuranji", office)
    rina = a_head("Rina", office)
    budi, dedi = a_head("Budi", pauh), a_head("Dedi", kuranji)
    slow = [a_member(name, pauh) for name in ("Sari", "Tono", "Lina", "Yani", "Wira", "Eko")]
    quick = [a_member(f"Pegawai {n}", kuranji) for n in range(6)]
    for person, leader in [(budi, rina), *((one, budi) for one in slow)]:
        a_set_plan(person, appraiser=leader)
    for person, leader in [(dedi, rina), *((one, dedi) for one in quick)]:
        a_set_plan(person, appraiser=leader)
    wati, sari = an_account(an_admin("Wati")), an_account(slow[0])
    head = an_account(budi)
    week = [date(2026, 9, 28) + timedelta(days=n) for n in range(4)]
    reports(quick, dedi, week)
    reports(slow[:1], budi, week)
    reports([budi], rina, week)
    reports([dedi], rina, week)
    keep_usage(on=date(2026, 10, 2))
    keep_usage(on=date(2026, 10, 5))

    # Found: on top of the list, with the cause and the next step.
    desk = visit(wati, size=DESK, live=True)
    page = desk.go("/adopsi/pendampingan/")
    first = page.get_by_label("Unit menurut kebutuhan").get_by_role("listitem").first
    expect(first).to_contain_text("Puskesmas Pauh")
    expect(first).to_contain_text("2 dari 7 pegawai masuk dalam 14 hari terakhir; 5 belum pernah")
    page = open_link(desk, "Rencanakan pendampingan Puskesmas Pauh")
    write(page, {"Tanggal": "2026-10-07", "Topik": TOPIC, "Tempat": "Aula Pauh"})
    page = press(desk, "Rencanakan")
    expect(page.get_by_role("main")).to_contain_text("Direncanakan")
    session = page.url.removeprefix(desk.base)
    assert desk.faults() == []

    # Told, and practised from the link of the invitation: nothing of it counts.
    phone = visit(sari, size=PHONE, live=True)
    page = phone.go(session)
    expect(page.get_by_role("main")).to_contain_text("Aula Pauh")
    page = open_link(phone, "mode latihan")
    assert phone.faults() == []
    before, real = everything(), phone.base
    drill.wait_until_filled()
    page = open_link(phone, "Mengirim laporan harian")
    phone.cross(f"http://localhost:{drill.port}")
    expect(page).to_have_title("LATIHAN: Mengirim laporan harian · Kota Latihan")
    expect(page.get_by_role("main")).to_contain_text("0 dari 3 selesai")
    assert phone.faults() == []
    open_link(phone, "Mulai")
    assert phone.faults() == []
    write(page, {"Apa yang Anda kerjakan?": "Melayani pemohon di loket."})
    press(phone, "Kirim")
    assert phone.faults() == []
    page = by_band(phone, "Langkah latihan 2/3")
    expect(page.get_by_role("main")).to_contain_text("2 dari 3 selesai")
    open_link(phone, "Lanjutkan")
    write(page, {"Apa yang Anda kerjakan?": "Memeriksa berkas.", "Jumlah": "12"})
    press(phone, "Kirim")
    page = by_band(phone, "Selesai")
    expect(page.get_by_role("main")).to_contain_text("3 dari 3 selesai")
    expect(page.get_by_role("main")).to_contain_text("Latihan selesai")
    expect(page.get_by_text("Belum", exact=True)).to_have_count(0)
    assert phone.faults() == []

    # Back, where so far nothing has changed, and kept because she says so.
    page = open_link(phone, "Kembali dan catat")
    phone.cross(real)
    assert changed(before, everything()) == []
    expect(page.get_by_role("main")).to_contain_text("Mengirim laporan harian, 5 Oktober 2026")
    assert phone.faults() == []
    page = press(phone, "Catat")
    expect(page.get_by_role("main")).to_contain_text("Tercatat bahwa Anda pernah berlatih.")
    expect(page.get_by_role("main")).to_contain_text("Pernah berlatih, 5 Oktober 2026")
    assert phone.faults() == []
    assert Practised.objects.get().person == slow[0]

    # Held: who came and what was agreed.
    clock.move_to("2026-10-07T15:00:00+07:00")
    desk = visit(wati, size=DESK, live=True)
    page = desk.go(session)
    expect(page.get_by_role("main")).to_contain_text("1 dari 7 yang diundang")
    for name in ("Sari", "Tono", "Lina"):
        page.get_by_label(name, exact=True).check()
    write(page, {"Yang disepakati": "Setiap Jumat pukul 8 melapor bersama."})
    page = press(desk, "Catat terlaksana")
    expect(page.get_by_role("main")).to_contain_text("Terlaksana")
    expect(page.get_by_role("main")).to_contain_text("Angka sesudahnya belum ada.")

    # Caught up: everybody reports; two weeks later the figures stand side by side.
    later = [date(2026, 10, 12) + timedelta(days=n) for n in range(11) if n % 7 < 5]
    reports(slow, budi, later)
    clock.move_to("2026-10-23T09:00:00+07:00")
    keep_usage(on=date(2026, 10, 23))
    leader = visit(head, size=DESK, live=True)
    page = leader.go(session)
    row = page.get_by_role("row", name="Melapor dalam 7 hari kerja")
    expect(row).to_contain_text("2 dari 7 (28%)")
    expect(row).to_contain_text("6 dari 7 (85%)")
    expect(row).to_contain_text("naik 57 poin")
    expect(page.get_by_role("main")).to_contain_text("tidak dipakai dalam penilaian")
    assert leader.faults() == []
