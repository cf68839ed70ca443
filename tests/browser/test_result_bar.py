"""The bar of one's own result: why in one tap, down to the evidence one tap a level, and an
objection with its clock in four taps.

Counted from the page Hasil, on the phone; the tap into a field counts, the words do not.
"""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Say, Visits
from tests.browser.hand import Hand
from tests.browser.visit import DESK, PHONE, Visit
from tests.evaluation.make import (
    BELOW,
    MEETS,
    Quarter,
    a_feedback,
    an_accepted_report,
    signed,
)
from tests.people.make import an_account

from kinerja.evaluation.objection import Objection
from kinerja.evaluation.review import Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Pemeriksaan jauh di bawah target; dua bulan tanpa laporan."
OBJECTION = "Pustu ditutup Juli sampai Agustus karena banjir; surat Camat terlampir di laporan."


@pytest.fixture
def result(quarter: Quarter) -> Review:
    """Signed by Budi: three reports with a file, a word of feedback, the ground for the rating."""
    town = quarter.town
    for quantity in (12, 9, 15):
        an_accepted_report(town.sari, town.budi, town.checks, quantity=quantity)
    a_feedback(town.budi, town.sari)
    return signed(quarter.sari, BELOW, MEETS, work_result_reason=WHY)


def faults(window: Visit) -> list[str]:
    """What is wrong with the page; axe-core itself is a script and cannot run without."""
    return window.faults() if window.script else []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_why_in_one_tap_and_the_evidence_one_tap_a_level(
    visit: Visits, result: Review, script: bool, say: Say
) -> None:
    window = visit(an_account(result.person), size=PHONE, script=script)
    page, hand = window.go("/hasil/"), Hand(window)

    hand.follow(page.get_by_role("link", name=result.period.label))
    verdict = page.get_by_role("region", name="Predikat")
    for said in (  # predicate, rule with its source, who decided, why
        "Butuh Perbaikan",
        "Hasil kerja Di Bawah Ekspektasi dan perilaku Sesuai Ekspektasi, jadi predikatnya",
        "PermenPANRB 6/2022",
        "Diputuskan Budi pada 5 Oktober 2026; ditandatangani 5 Oktober 2026",
        WHY,
    ):
        expect(verdict).to_contain_text(said)
    why = hand.presses
    expect(page.get_by_text("sisa ")).to_contain_text("hari kerja")
    assert faults(window) == []

    levels = hand.presses
    hand.press(page.get_by_text("Dari mana angkanya").first)  # the number: what was counted
    expect(page.get_by_text("Terukur 36 pemeriksaan dari 3 laporan berbukti")).to_be_visible()
    assert faults(window) == []
    hand.follow(page.get_by_role("link", name="Memeriksa ibu hamil").first)  # the report
    evidence = page.get_by_role("link", name="bukti.pdf")  # its file
    expect(evidence).to_be_visible()
    assert faults(window) == []
    file = page.request.get(window.base + str(evidence.get_attribute("href")))
    assert (file.status, file.body()[:4]) == (200, b"%PDF")
    levels = hand.presses - levels + 1
    page.go_back()
    hand.press(page.get_by_text("Umpan balik yang dilihat penilai"))  # the behaviour: what was told
    expect(page.get_by_text("Laporkan lebih sering.")).to_be_visible()

    say(f"result: why in {why} tap, number, report and file in {levels} taps")
    assert (why, levels) == (1, 3)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_objection_in_four_taps_with_its_clock(
    visit: Visits, result: Review, script: bool, say: Say
) -> None:
    window = visit(an_account(result.person), size=PHONE, script=script)
    page, hand = window.go("/hasil/"), Hand(window)

    hand.follow(page.get_by_role("link", name=result.period.label))
    expect(page.get_by_text("Dapat diajukan sampai")).to_contain_text("sisa 14 hari kerja")
    hand.follow(page.get_by_role("link", name="Ajukan keberatan"))
    expect(page.get_by_text("Paling lambat")).to_contain_text("sisa 14 hari kerja")
    words = page.get_by_label("Alasan keberatan")
    hand.press(words)
    words.fill(OBJECTION)
    window.shot("keberatan-baru-360")
    assert faults(window) == []
    hand.follow(page.get_by_role("button", name="Kirim keberatan"))

    expect(page.get_by_text("Diputus oleh")).to_be_visible()  # the clock of the other side
    expect(page.get_by_role("main")).to_contain_text("Rina, paling lambat")
    window.shot("keberatan-360")
    assert faults(window) == []
    assert Objection.objects.get().reason == OBJECTION
    say(f"objection: {hand.presses} taps and the words")
    assert hand.presses <= 4


@pytest.mark.parametrize(("size", "dark"), [(PHONE, True), (DESK, False)], ids=["phone", "desk"])
def test_everything_of_a_result_opened(
    visit: Visits, result: Review, size: tuple[int, int], dark: bool
) -> None:
    window = visit(an_account(result.person), size=size, dark=dark)
    page = window.go("/hasil/")
    look = f"{size[0]}-{'gelap' if dark else 'terang'}"
    window.shot(f"hasil-daftar-{look}")
    assert window.faults() == []
    window.follow(page.get_by_role("link", name=result.period.label))
    for part in page.locator("main details > summary").all():
        part.click()
    window.shot(f"hasil-{look}")
    assert window.faults() == []

    window.follow(page.get_by_role("button", name="Hitung ulang"))
    expect(page.get_by_text("Hitungan cocok")).to_be_visible()
    assert window.faults() == []
