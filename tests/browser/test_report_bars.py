"""The bars of the report: taps, fields, weight, and the time on a slow network."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import Say, Visits
from tests.browser.hand import Hand
from tests.browser.visit import HOME_BYTES, PAGE_BYTES, Visit
from tests.people.make import an_account, an_agency
from tests.work.make import Centre, a_centre, a_photo, a_report

from kinerja.people.account import Account
from kinerja.work.report import Report

NETWORKS = {"4G lambat": (1_600, 150), "2G": (240, 600)}  # kbit/s down and up, ms
LCP = """() => new Promise(done => new PerformanceObserver(list =>
  done(Math.max(...list.getEntries().map(one => one.startTime))))
  .observe({type: "largest-contentful-paint", buffered: true}))"""
USABLE = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    """Sari has reported before, mostly classes: that is what she will do today."""
    an_agency(name="Pemerintah Kota Pariaman")
    today = timezone.localdate()
    centre = a_centre(today.year)
    for result in (centre.classes, centre.classes, centre.checks):
        a_report(centre.sari, result=result, at=timezone.now(), done_on=today)
    return centre


@pytest.fixture
def sari(centre: Centre) -> Account:
    return an_account(centre.sari)


@pytest.mark.parametrize("path", ["/", "/lapor/"])
def test_a_report_is_two_taps_and_one_field(
    visit: Visits, centre: Centre, sari: Account, path: str, say: Say
) -> None:
    window = visit(sari)
    window.go(path)
    hand = Hand(window)

    hand.write("Apa yang Anda kerjakan?", "Kelas ibu hamil di Posyandu Melati")
    hand.press(hand.page.get_by_role("button", name="Kirim", exact=True))
    expect(hand.page.get_by_text("Tanda terima")).to_be_visible()

    say(f"laporan: {hand.presses} ketuk, {len(hand.fields)} isian")
    assert (hand.presses, len(hand.fields)) == (2, 1)
    report = Report.objects.latest("pk")
    assert report.result == centre.classes  # the guess from history
    assert report.quantity is None  # classes count nothing, so nothing was asked


def test_a_photo_takes_one_tap_more(visit: Visits, centre: Centre, sari: Account, say: Say) -> None:
    """The camera's own button is the phone's, not ours."""
    window = visit(sari)
    window.go("/")
    hand = Hand(window)

    hand.write("Apa yang Anda kerjakan?", "Kelas ibu hamil")
    with hand.page.expect_file_chooser() as chooser:
        hand.press(hand.page.locator("#id_photo"))
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": a_photo()})
    hand.press(hand.page.get_by_role("button", name="Kirim", exact=True))
    expect(hand.page.get_by_text("Tanda terima")).to_be_visible()

    say(f"foto: {hand.presses} ketuk")
    assert hand.presses == 3
    assert Report.objects.latest("pk").evidence.count() == 1


def test_a_correction_is_two_taps(visit: Visits, centre: Centre, sari: Account, say: Say) -> None:
    """From the receipt: open, change the words, send. The cursor is no tap more."""
    report = Report.objects.latest("pk")
    window = visit(sari)
    window.go(f"/?terima={report.pk}")
    hand = Hand(window)

    hand.press(hand.page.get_by_role("link", name="Lihat atau perbaiki"))
    words = hand.page.locator("#perbaiki textarea")
    expect(words).to_be_focused()
    words.press_sequentially(" dan 3 bayi")
    hand.press(hand.page.get_by_role("button", name="Kirim perbaikan"))
    expect(hand.page.get_by_text("Perbaikan terkirim.")).to_be_visible()

    say(f"perbaikan: {hand.presses} ketuk")
    assert hand.presses == 2
    assert "dan 3 bayi" in Report.objects.get(pk=report.pk).text


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", HOME_BYTES),
        ("/lapor/", PAGE_BYTES),
        ("/laporan/", PAGE_BYTES),
        ("/luring/", PAGE_BYTES),
    ],
)
def test_the_pages_are_light(visit: Visits, sari: Account, path: str, most: int, say: Say) -> None:
    window = visit(sari)
    window.go(path)

    say(f"{path}: {window.packed_bytes() / 1024:.1f} KB")
    assert 0 < window.packed_bytes() <= most
    assert window.small_targets() == []
    assert window.sideways() == 0


def slow(window: Visit, kilobits: int, delay: int) -> None:
    session = window.context.new_cdp_session(window.page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": delay,
            "downloadThroughput": kilobits * 125,
            "uploadThroughput": kilobits * 125,
        },
    )


@pytest.mark.parametrize("network", NETWORKS)
def test_how_long_it_takes_on_a_slow_network(
    visit: Visits, centre: Centre, sari: Account, network: str, say: Say
) -> None:
    window = visit(sari)
    slow(window, *NETWORKS[network])
    page = window.go("/")
    seen, usable = page.evaluate(LCP), page.evaluate(USABLE)
    page.get_by_label("Apa yang Anda kerjakan?").fill("Kelas ibu hamil")
    began = timezone.now()
    page.get_by_role("button", name="Kirim", exact=True).tap()
    expect(page.get_by_text("Tanda terima")).to_be_visible(timeout=30_000)
    sent = (timezone.now() - began).total_seconds()

    say(
        f"{network}: LCP {seen / 1000:.1f} s, siap {usable / 1000:.1f} s,"
        f" kirim sampai tanda terima {sent:.1f} s"
    )
    assert Report.objects.latest("pk").text == "Kelas ibu hamil"
