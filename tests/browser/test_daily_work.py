"""Daily work in a real browser: the report, the queue, the team; filled, empty and wrong."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import Visits
from tests.browser.visit import DESK
from tests.people.make import a_member, an_account, an_agency
from tests.work.make import PDF, Centre, a_centre, a_photo, a_set_plan

from kinerja.feedback.feedback import give_feedback
from kinerja.people.account import Account
from kinerja.records.notice import notify
from kinerja.work.filing import file_report
from kinerja.work.report import Report
from kinerja.work.verification import answer_report


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    """A living health centre, dated from today."""
    an_agency(name="Pemerintah Kota Pariaman")
    centre = a_centre(timezone.localdate().year)
    now = timezone.now()

    def tell(by, text, days, **fields):
        done_on = timezone.localdate() - timedelta(days=days)
        return file_report(text=text, key=uuid4(), by=by, at=now, done_on=done_on, **fields)

    a_member("Fitri Handayani Kusumawardani", centre.centre)
    a_set_plan(centre.tono, year=timezone.localdate().year, state="draft")
    photos = [("imunisasi.png", a_photo(1600, 1200)), ("daftar hadir.pdf", PDF)]
    asked = tell(centre.sari, "Kelas ibu hamil di Posyandu Melati", 2, files=photos)
    accepted = tell(centre.sari, "Memeriksa 9 ibu hamil, mencatat tekanan darah dan Hb", 3)
    tell(centre.sari, "Imunisasi dasar 14 bayi; dua bayi ditunda karena demam", 1, files=photos)
    tell(centre.sari, "Memeriksa 12 ibu hamil", 0, result=centre.checks, quantity=Decimal("12.5"))
    tell(centre.tono, "Menata arsip rekam medis rak 3 dan 4", 4)
    answer_report(report=asked, verdict="ask", by=centre.budi, at=now, note="Berapa yang hadir?")
    answer_report(report=accepted, verdict="accept", by=centre.budi, at=now)
    give_feedback(
        receiver=centre.sari,
        tone="positive",
        text="Catatan di buku KIA rapi dan mudah diperiksa.",
        by=centre.budi,
        at=now,
        report=accepted,
    )
    notify(centre.sari, "SKP Anda telah ditetapkan.", "/")
    return centre


@pytest.fixture
def sari(centre: Centre) -> Account:
    return an_account(centre.sari)


@pytest.fixture
def budi(centre: Centre) -> Account:
    return an_account(centre.budi)


def test_sending_needs_no_scrolling_on_a_phone(visit: Visits, transactional_db: None) -> None:
    an_agency(name="Pemerintah Kota Pariaman")
    sari = a_centre(timezone.localdate().year).sari
    window = visit(an_account(sari), size=(360, 740))
    page = window.go("/")
    window.shot("kerja-kirim-di-atas-lipatan")

    expect(page.get_by_label("Jumlah")).to_be_visible()  # the plan counts
    send = page.get_by_role("button", name="Kirim").bounding_box()
    bar = page.get_by_role("navigation", name="Menu utama").bounding_box()
    assert send is not None
    assert bar is not None
    assert send["y"] + send["height"] <= bar["y"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_report_with_a_photo_in_two_taps_and_one_field(
    visit: Visits, centre: Centre, sari: Account, script: bool
) -> None:
    window = visit(sari, script=script)
    page = window.go("/")

    page.get_by_label("Apa yang Anda kerjakan?").fill("Kelas ibu hamil, 18 orang")
    page.locator("#id_photo").set_input_files(
        {"name": "kelas.png", "mimeType": "image/png", "buffer": a_photo(900, 600)}
    )
    if script:
        expect(page.locator(".chosen").first).to_have_text("kelas.png")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("status").filter(has_text="Terkirim.")).to_be_visible()

    report = Report.objects.latest("pk")
    assert (report.text, report.person) == ("Kelas ibu hamil, 18 orang", centre.sari)
    assert [str(one) for one in report.evidence.all()] == ["kelas.jpg"]
    expect(page.get_by_text(f"Tanda terima {report.receipt}")).to_be_visible()

    page.get_by_role("link", name="Lihat atau perbaiki").click()
    expect(page.get_by_role("img", name="Foto: kelas.jpg")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text(f"Laporan {report.receipt} ditarik.")).to_be_visible()
    assert Report.objects.get(pk=report.pk).state == "withdrawn"


def test_the_quantity_follows_the_plan_item(visit: Visits, sari: Account) -> None:
    page = visit(sari).go("/lapor/")
    quantity, item = page.get_by_label("Jumlah"), page.get_by_label("Untuk hasil kerja")

    expect(quantity).to_be_visible()
    expect(page.get_by_text("(pemeriksaan, boleh kosong)")).to_be_visible()
    item.select_option(label="Kelas ibu berjalan")
    expect(quantity).to_be_hidden()
    item.select_option(label="Ibu hamil diperiksa")
    expect(quantity).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["terang", "gelap"])
def test_what_is_wrong_is_read_first_and_the_text_stays(
    visit: Visits, sari: Account, dark: bool
) -> None:
    window = visit(sari, dark=dark)
    page = window.go("/lapor/")
    page.get_by_label("Apa yang Anda kerjakan?").fill("Kelas ibu hamil")
    page.locator("#id_documents").set_input_files(
        {"name": "aneh.exe", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" * 9}
    )
    page.get_by_role("button", name="Kirim").click()

    summary = page.locator("#galat")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("aneh.exe:")
    expect(page.get_by_label("Apa yang Anda kerjakan?")).to_have_value("Kelas ibu hamil")
    expect(page.get_by_text("Foto dan berkas perlu dipilih sekali lagi.")).to_be_visible()
    window.shot(f"kerja-salah-{'gelap' if dark else 'terang'}")
    assert window.faults() == []


def test_the_leader_answers_row_by_row(visit: Visits, centre: Centre, budi: Account) -> None:
    window = visit(budi)
    page = window.go("/antrean/")
    rows = page.locator(".queue > li")
    expect(rows).to_have_count(3)
    expect(page.locator("#menunggu")).to_contain_text("3 laporan menunggu")

    rows.nth(0).get_by_text("Jawaban lain").click()
    rows.nth(0).get_by_role("button", name="Tanya").click()
    expect(rows.nth(0)).to_contain_text("Tulis apa yang ditanyakan atau perlu diperbaiki.")
    window.shot("kerja-antrean-salah")
    assert window.faults() == []
    rows.nth(0).get_by_label("Catatan untuk penulis").fill("Rak yang mana?")
    rows.nth(0).get_by_role("button", name="Tanya").click()
    expect(rows.nth(0)).to_contain_text("ditanya")

    rows.nth(1).get_by_role("button", name="Terima").click()
    expect(rows.nth(1)).to_contain_text("diterima")
    expect(page.locator("#menunggu")).to_contain_text("1 laporan menunggu")
    window.shot("kerja-antrean-dijawab")
    assert window.faults() == []

    states = Report.objects.order_by("done_on", "pk").values_list("person__name", "state")
    assert [row for row in states if row[0] == "Tono"] == [("Tono", "asked")]
    rows.nth(1).get_by_role("button", name="Batalkan").click()
    expect(page.locator("#menunggu")).to_contain_text("2 laporan menunggu")


def test_the_leader_accepts_the_ticked_ones_without_javascript(
    visit: Visits, centre: Centre, budi: Account
) -> None:
    page = visit(budi, script=False, size=DESK).go("/antrean/")

    page.get_by_role("link", name="Centang semua").click()
    page.get_by_role("button", name="Terima yang dicentang").click()
    page.locator("a[data-opens]").click()  # one of the three was drawn: it is opened first
    expect(page.get_by_role("heading", name="Jawaban Anda")).to_be_visible()
    page.get_by_role("link", name="Antrean").first.click()
    page.get_by_role("link", name="Centang semua").click()
    page.get_by_role("button", name="Terima yang dicentang").click()

    expect(page.get_by_role("status")).to_contain_text("diterima.")
    assert not Report.objects.waiting().filter(person__in=[centre.sari, centre.tono]).exists()
    page.get_by_role("button", name="Batalkan").click()
    expect(page.locator("#menunggu")).to_contain_text("3 laporan menunggu")


def test_the_numbers_of_the_team_come_after_the_page(visit: Visits, budi: Account) -> None:
    page = visit(budi).go("/")
    expect(page.get_by_role("link", name="3 laporan menunggu")).to_be_visible()
    expect(
        page.get_by_role("link", name=re.compile("1 dari 3 sudah lapor|Tim: hari libur"))
    ).to_be_visible()

    page = visit(budi, script=False).go("/")
    expect(page.get_by_role("main").get_by_role("link", name="Antrean")).to_be_visible()
