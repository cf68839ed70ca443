"""The bar of the control room: from a cause to the finished bulk remedy in four clicks, at a desk.

Counted from the room; the click into the field of the reason counts, its words do not. How fast
20,000 rows are imported, `kinerja bench` measures (`import`).
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Say, Visits
from tests.browser.hand import Hand
from tests.browser.visit import DESK, PHONE, Visit
from tests.evaluation.make import IN_WINDOW, Quarter, rated
from tests.people.make import an_account

from kinerja.evaluation.remedy import Remedy
from kinerja.evaluation.review import Review
from kinerja.people.account import Account
from kinerja.people.leave import NewLeave, note_leaves

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 4
REASON = "Budi cuti sampai 25 Oktober; penilaian ditutup 15 Oktober."


@pytest.fixture
def wati(quarter: Quarter) -> Account:
    """The personnel office on a day on which Budi, who rates Sari and Tono, is on leave."""
    leave = NewLeave(quarter.town.budi, "annual", IN_WINDOW, IN_WINDOW + timedelta(days=20))
    note_leaves(leaves=[leave], by=None, on=IN_WINDOW)
    return an_account(quarter.wati)


def faults(window: Visit) -> list[str]:
    """What is wrong with the page; axe-core itself is a script and cannot run without."""
    return window.faults() if window.script else []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_a_cause_to_the_finished_remedy_in_four_clicks(
    visit: Visits,
    quarter: Quarter,
    wati: Account,
    script: bool,
    say: Say,
) -> None:
    window = visit(wati, size=DESK, script=script)
    page, hand = window.go("/ruang-kendali/"), Hand(window)
    assert faults(window) == []

    hand.follow(page.get_by_role("link", name="Penilai sedang cuti"))
    hand.press(page.get_by_text("Alihkan kepada atasan penilai"))
    reason = page.get_by_label("Alasan")
    hand.press(reason)
    reason.fill(REASON)
    window.shot("ruang-sebab-1280")
    assert faults(window) == []
    hand.follow(page.get_by_role("button", name="Jalankan"))
    expect(page.get_by_text("2 dari 2 penilaian berubah.")).to_be_visible()
    window.shot("ruang-selesai-1280")
    assert faults(window) == []
    assert set(Review.objects.values_list("appraiser", flat=True)) == {quarter.town.rina.pk}
    assert Remedy.objects.get().reason == REASON
    say(f"bulk remedy: {hand.presses} clicks and the reason")
    assert hand.presses <= MOST_CLICKS

    window.follow(page.get_by_role("button", name="Urungkan"))
    expect(page.get_by_text("Semua kembali seperti sebelumnya.").first).to_be_visible()
    assert faults(window) == []
    assert set(Review.objects.values_list("appraiser", flat=True)) == {quarter.town.budi.pk}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_longer_window_with_its_reason_in_four_clicks(
    visit: Visits,
    quarter: Quarter,
    wati: Account,
    script: bool,
    say: Say,
) -> None:
    window = visit(wati, size=DESK, script=script)
    page, hand = window.go("/ruang-kendali/"), Hand(window)

    hand.follow(page.get_by_role("link", name="Perpanjang masa penilaian"))
    day, reason = page.get_by_label("Penilaian ditutup pada"), page.get_by_label("Alasan")
    hand.press(day)
    day.fill("2026-10-22")
    hand.press(reason)
    reason.fill("Jaringan padam tiga hari di dua kecamatan.")
    assert faults(window) == []
    hand.follow(page.get_by_role("button", name="Perpanjang"))

    expect(page.get_by_text("Penilaian ditutup 22 Oktober 2026.")).to_be_visible()
    expect(page.get_by_text("Jaringan padam tiga hari di dua kecamatan.")).to_be_visible()
    say(f"longer window: {hand.presses} clicks, the day and the reason")
    assert hand.presses <= MOST_CLICKS
    window.follow(page.get_by_role("button", name="Urungkan"))
    quarter.period.refresh_from_db()
    assert quarter.period.last_day == quarter.period.closes_on
    assert f"{quarter.period.closes_on:%d-%m}" == "15-10"


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"])
def test_room_and_cause_in_every_state(
    visit: Visits, quarter: Quarter, wati: Account, size: tuple[int, int], dark: bool
) -> None:
    rated(quarter.tono)  # for the pace
    window = visit(wati, size=size, dark=dark)
    look = f"{size[0]}-{'gelap' if dark else 'terang'}"
    page = window.go("/ruang-kendali/")
    window.shot(f"ruang-{look}")
    assert window.faults() == []

    window.follow(page.get_by_role("link", name="Penilai sedang cuti"))
    window.follow(page.get_by_role("button", name="Jalankan"))
    expect(page.locator("#galat")).to_be_focused()
    window.shot(f"ruang-galat-{look}")
    assert window.faults() == []
    window.go("/ruang-kendali/2026-Q3/no_appraiser/")
    window.shot(f"ruang-kosong-{look}")
    assert window.faults() == []
    window.go("/ruang-kendali/2026-Q3/perpanjang/")
    window.shot(f"ruang-perpanjang-{look}")
    assert window.faults() == []
