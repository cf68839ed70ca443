"""The leader's queue by keyboard: what each key does, how dense it is, and how fast it answers."""

import statistics
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Say, Visits
from tests.browser.visit import DESK, PHONE
from tests.people.make import an_account, an_agency
from tests.work.make import Centre, a_centre, a_photo

from kinerja.work.filing import Filing, file_reports
from kinerja.work.reading import Reading
from kinerja.work.report import Report
from kinerja.work.verification import Verification

MOST_PRESSES = 2  # a report
TEXT = (
    "Imunisasi dasar 14 bayi di Posyandu Melati; dua bayi ditunda karena demam dan dijadwalkan lagi"
    " pekan depan. Mencatat berat badan di buku KIA, menyuluh ibu tentang demam setelah suntikan,"
    " dan menyetor laporan harian ke pengelola program di puskesmas."
)


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    """Forty reports wait for Budi, ten of them with a photo."""
    an_agency(name="Pemerintah Kota Pariaman")
    centre = a_centre(timezone.localdate().year)
    photo = [("imunisasi.png", a_photo(1600, 1200))]
    now, today = timezone.now(), timezone.localdate()
    file_reports(
        Filing(
            by=centre.sari if number % 2 else centre.tono,
            text=TEXT,
            key=uuid4(),
            at=now,
            done_on=today - timedelta(days=number // 8),
            result=centre.checks if number % 2 else None,
            quantity=Decimal(14) if number % 2 else None,
            files=photo if number % 4 == 1 else [],
        )
        for number in range(40)
    )
    return centre


def _chosen(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_forty_reports_by_keyboard(visit: Visits, centre: Centre, say: Say) -> None:
    window = visit(an_account(centre.budi), size=DESK)
    page = window.go("/antrean/")
    rows = page.locator(".queue > li")
    expect(rows).to_have_count(40)
    seconds: list[float] = []
    page.on("requestfinished", lambda request: _time(request, seconds))

    presses = 1
    page.keyboard.press("j")
    for number in range(40):
        if number % 10 == 3:  # one in ten is looked at
            page.keyboard.press("o")
            presses += 1
            expect(page.locator(f"#{_chosen(page)} .inside > *").first).to_be_visible()
        page.keyboard.press("a")
        presses += 1
        expect(page.locator(".queue > li.done")).to_have_count(number + 1)

    p95 = statistics.quantiles(seconds, n=20)[-1]
    say(f"40 laporan: {presses} tekanan ({presses / 40:.2f} sebuah), p95 {p95 * 1000:.0f} ms")
    assert Verification.objects.filter(verdict="accept").count() == 40
    assert Reading.objects.count() == 4
    assert presses <= MOST_PRESSES * 40


def _time(request, seconds: list[float]) -> None:
    timing = request.timing
    if request.method == "POST" and timing["responseStart"] > 0:
        seconds.append((timing["responseStart"] - timing["requestStart"]) / 1000)


def test_each_key_does_its_part(visit: Visits, centre: Centre) -> None:
    window = visit(an_account(centre.budi), size=DESK)
    page = window.go("/antrean/")
    first, second = (page.locator(".queue > li").nth(n).get_attribute("id") for n in range(2))
    press = page.keyboard.press

    press("j")
    assert _chosen(page) == first
    press("ArrowDown")
    assert _chosen(page) == second
    press("k")
    assert _chosen(page) == first
    window.shot("antrean-dipilih-1280")

    press("t")
    expect(page.locator(f"#{first} textarea")).to_be_focused()
    press("Escape")
    assert _chosen(page) == first
    press("r")
    page.keyboard.type("Lampirkan daftar hadir")
    window.shot("antrean-menulis-1280")
    press("Control+Enter")
    expect(page.locator(f"#{first}")).to_contain_text("dikembalikan")
    expect(page.locator(f"#{second}")).to_be_focused()

    press("u")
    expect(page.locator(f"#{first}[data-waiting]")).to_be_focused()
    assert Report.objects.filter(state="returned").count() == 0
    press("x")
    expect(page.locator(f"#{first} .tick input")).to_be_checked()
    press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert window.faults() == []
    window.shot("antrean-tombol-1280")
    press("Escape")

    with_photo = page.locator(".queue > li:has(img)").first
    with_photo.locator(".look").click()
    expect(with_photo.locator(".inside img")).to_be_visible()
    window.shot("antrean-terbuka-1280")
    assert window.faults() == []


def test_the_keys_can_be_turned_off(visit: Visits, centre: Centre) -> None:
    page = visit(an_account(centre.budi), size=DESK).go("/antrean/")
    page.keyboard.press("?")
    page.get_by_label("Pakai tombol pintas").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("a")

    assert not Verification.objects.exists()


def test_a_row_is_low_on_a_desk_and_half_a_screen_on_a_phone(visit: Visits, centre: Centre) -> None:
    for size, most in ((DESK, 96), (PHONE, PHONE[1] / 2)):
        window = visit(an_account(centre.budi) if size == DESK else centre.budi.account, size=size)
        page = window.go("/antrean/")
        window.shot(f"antrean-{size[0]}")
        heights = page.locator(".queue > li").evaluate_all(
            "rows => rows.map(row => row.getBoundingClientRect().height)"
        )
        assert max(heights) <= most
        assert window.faults() == []


def test_the_drawn_reports_are_opened_before_the_heap_goes_through(
    visit: Visits, centre: Centre
) -> None:
    window = visit(an_account(centre.budi), size=DESK)
    page = window.go("/antrean/?pilih=semua")
    page.get_by_role("button", name="Terima yang dicentang").click()
    expect(page.get_by_text("Buka dulu yang terundi")).to_be_visible()
    expect(page.locator(".queue > li.drawn")).to_have_count(4)
    window.shot("antrean-undian-1280")
    assert window.faults() == []

    for number in range(4):
        page.locator("a[data-opens]").nth(number).click()
        expect(
            page.locator(".queue > li.drawn").nth(number).locator(".inside > *").first
        ).to_be_visible()
    page.get_by_role("button", name="Terima yang dicentang").click()
    expect(page.get_by_text("40 laporan diterima.")).to_be_visible()
    assert Report.objects.accepted().count() == 40
