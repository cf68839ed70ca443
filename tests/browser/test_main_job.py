"""The main job, start to end, by three clicks of three people: report, verify and rate, read why.

With JavaScript on the phone and the desk, and once more without any.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visits
from tests.browser.visit import DESK, HOME_BYTES, PAGE_BYTES, PHONE, Visit
from tests.people.make import an_account, an_agency
from tests.work.make import Centre, a_centre, a_photo

from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.review import Review
from kinerja.evaluation.snapshot import agrees
from kinerja.records.seal import seal_events, verify_chain
from kinerja.work.report import Report

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


@pytest.fixture(autouse=True)
def _kept_files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    """A health centre whose running quarter may be evaluated from today."""
    an_agency(name="Pemerintah Kota Pariaman")
    today = timezone.localdate()
    centre = a_centre(today.year)
    quarter = f"{today.year}-Q{(today.month - 1) // 3 + 1}"
    period = open_period(
        code=quarter, by=None, opens_on=today, closes_on=today + timedelta(days=100)
    )
    open_reviews(period=period, on=today, by=None)
    return centre


def picture(window: Visit, name: str) -> None:
    """A picture for the README, only when asked for: KINERJA_SCREENSHOTS=1."""
    if os.environ.get("KINERJA_SCREENSHOTS") and window.script:
        PICTURES.mkdir(exist_ok=True)
        window.page.screenshot(path=PICTURES / f"{name}.png")


def faults(window: Visit, most_bytes: int = PAGE_BYTES) -> list[str]:
    """What is wrong with the page; axe-core itself is a script and cannot run without."""
    return window.faults(most_bytes) if window.script else []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_report_becomes_a_result_that_explains_itself(
    visit: Visits, centre: Centre, script: bool
) -> None:
    today = timezone.localdate()
    sari = an_account(centre.sari)
    _sari_reports(visit(sari, size=PHONE, script=script))
    report = Report.objects.get()
    assert (report.person, report.done_on, str(report.quantity)) == (centre.sari, today, "12.00")

    budi = visit(an_account(centre.budi), size=DESK, script=script)
    _budi_accepts(budi)
    report.refresh_from_db()
    assert report.state == Report.State.NOTED

    _budi_rates(budi, Review.objects.get(person=centre.sari))
    review = Review.objects.get(person=centre.sari)
    assert (review.state, review.predicate) == (Review.State.SIGNED, "baik")
    assert review.snapshot
    assert agrees(review.snapshot)

    _sari_reads_why(visit(sari, size=PHONE, script=script), review, report)
    seal_events()
    assert verify_chain().whole


def _sari_reports(window: Visit) -> None:
    page = window.go("/")
    picture(window, "home-phone")
    assert faults(window, HOME_BYTES) == []
    page.get_by_label("Apa yang Anda kerjakan?").fill("Memeriksa 12 ibu hamil di Posyandu Melati")
    page.get_by_label("Jumlah").fill("12")
    page.locator("#id_photo").set_input_files(
        {"name": "posyandu.png", "mimeType": "image/png", "buffer": a_photo(1200, 900)}
    )
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("status").filter(has_text="Terkirim.")).to_be_visible()
    expect(page.get_by_text("Tanda terima")).to_be_visible()


def _budi_accepts(window: Visit) -> None:
    page = window.go("/antrean/")
    row = page.locator(".queue > li")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Memeriksa 12 ibu hamil di Posyandu Melati")
    expect(row.locator("img")).to_be_visible()
    picture(window, "queue-desk")
    row.get_by_role("button", name="Terima").click()
    expect(page.get_by_text("diterima").first).to_be_visible()


def _budi_rates(window: Visit, review: Review) -> None:
    page = window.go("/penilaian/")
    window.follow(page.get_by_role("link", name="Sari"))
    expect(page.get_by_text("Memeriksa 12 ibu hamil di Posyandu Melati").first).to_be_attached()
    for assessment in review.assessments.all():
        _choose(page, f"Rating {assessment.result.title}", "Sesuai")
    _choose(page, "Rating hasil kerja", "Sesuai Ekspektasi")
    _choose(page, "Rating perilaku kerja", "Di Atas Ekspektasi")
    picture(window, "rating-desk")
    page.get_by_role("button", name="Simpan dan periksa").click()
    # above the expectation asks for words; nothing was stored
    expect(page.locator("#galat")).to_contain_text(
        "alasan rating perilaku kerja di atas ekspektasi"
    )
    assert Review.objects.get(pk=review.pk).predicate == ""
    assert faults(window) == []
    page.get_by_label("Alasan rating perilaku kerja").fill("Mengajari rekan baru mencatat di KIA.")
    page.get_by_role("button", name="Simpan dan periksa").click()
    expect(page.get_by_role("main")).to_contain_text("Baik")
    assert faults(window) == []
    page.get_by_role("button", name="Tandatangani").click()
    page.wait_for_url(lambda url: "tanda-tangan" not in url)


def _choose(page: Page, group: str, label: str) -> None:
    page.get_by_role("group", name=group).get_by_text(label, exact=True).click()


def _sari_reads_why(window: Visit, review: Review, report: Report) -> None:
    page = window.go("/hasil/")
    page.get_by_role("link", name=review.period.label).click()
    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("Baik")
    expect(verdict).to_contain_text("Mengajari rekan baru mencatat di KIA.")
    expect(verdict).to_contain_text("hlm. 99")
    page.get_by_text("Dari mana angkanya").first.click()
    picture(window, "result-phone")
    assert faults(window) == []
    page.get_by_role("link", name="Memeriksa 12 ibu hamil").first.click()
    expect(page).to_have_url(f"{window.base}/laporan/{report.pk}/")
    expect(page.get_by_role("img", name="Foto: posyandu.jpg")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Hitung ulang").click()
    expect(page.get_by_role("status")).to_contain_text("Hitungan cocok")


def test_the_result_on_a_desk(visit: Visits, centre: Centre) -> None:
    """The same result at 1280 px, for the picture of the README and for axe-core in both themes."""
    sari = an_account(centre.sari)
    _sari_reports(visit(sari, size=PHONE, script=False))
    budi = visit(an_account(centre.budi), size=DESK)
    _budi_accepts(budi)
    _budi_rates(budi, Review.objects.get(person=centre.sari))
    review = Review.objects.get(person=centre.sari)
    for dark in (False, True):
        window = visit(sari, size=DESK, dark=dark)
        page = window.go(f"/hasil/{review.pk}/")
        page.get_by_text("Dari mana angkanya").first.click()
        if not dark:
            picture(window, "result-desk")
        assert faults(window) == []
