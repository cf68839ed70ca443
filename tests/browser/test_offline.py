"""Reports from a phone without a network: kept, shown, and handed in exactly once."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from PIL import ExifTags, Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.conftest import Visits
from tests.browser.lossy import lossy
from tests.browser.visit import DESK, Visit, visiting
from tests.people.make import PASSWORD, an_account, an_agency
from tests.records.make import saved
from tests.work.make import Centre, a_centre, a_photo

from kinerja.people.account import Account
from kinerja.records.event import Event
from kinerja.work.order import give_order
from kinerja.work.report import Report

READY = """() => navigator.serviceWorker.controller ? true : new Promise(done =>
  navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""
KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      texts.push(request.url + await (await cache.match(request)).text());
  }
  return texts.join("\\n");
}"""
ROWS = """store => new Promise((resolve, reject) => {
  const request = indexedDB.open("kinerja");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const asked = request.result.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => resolve(asked.result.map(row => ({
      ...row, files: row.files?.map(one => ({name: one.name, size: one.file.size}))})));
  };
})"""


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def centre(transactional_db: None) -> Centre:
    an_agency(name="Pemerintah Kota Pariaman")
    return a_centre(timezone.localdate().year)


@pytest.fixture
def sari(centre: Centre) -> Account:
    return an_account(centre.sari)


@pytest.fixture
def bad_network(browser: Browser, live_server: LiveServer, sari: Account) -> Iterator[Visit]:
    """Sari's window, behind a network that loses 4 of 10 answers to reports."""
    server = (live_server.thread.host, live_server.thread.port)
    with (
        lossy(server, b"POST /lapor/kirim/", 0.4, seed=7) as stretch,
        visiting(browser, stretch.url, sari) as window,
    ):
        yield window
        assert stretch.cut >= 2, "nothing was lost, so nothing is proven"


def opened(window: Visit, path: str = "/") -> Page:
    """The page, once the phone can do without the network."""
    page = window.go(path)
    page.wait_for_selector("[data-unsent][data-ready]", state="attached")
    page.evaluate(READY)
    return page


def write(page: Page, text: str, **more: str) -> None:
    page.get_by_label("Apa yang Anda kerjakan?").fill(text)
    if "result" in more:
        page.get_by_label("Untuk hasil kerja").select_option(label=more["result"])
    if "quantity" in more:
        page.get_by_label("Jumlah").fill(more["quantity"])
    page.get_by_role("button", name="Kirim", exact=True).click()


def words(page: Page) -> str:
    return page.locator("[data-words]").inner_text()


def queued(page: Page) -> list[dict]:
    return page.evaluate(ROWS, "reports")


def as_account(window: Visit, account: Account) -> None:
    """Somebody else signs in on this phone."""
    client = Client()
    client.force_login(account)
    cookie = client.cookies["sessionid"]
    window.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": window.base}])


def test_three_reports_and_a_photo_arrive_once_each_through_a_bad_network(
    bad_network: Visit, centre: Centre
) -> None:
    window = bad_network
    page = opened(window)
    window.context.set_offline(True)
    write(page, "Kelas ibu hamil di Posyandu Melati", result="Kelas ibu berjalan")
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu jaringan.")
    write(page, "Memeriksa 12 ibu hamil", result="Ibu hamil diperiksa", quantity="12,5")
    expect(page.locator("[data-words]")).to_contain_text("2 laporan menunggu jaringan.")
    page.locator("#id_photo").set_input_files(
        {"name": "kelas.png", "mimeType": "image/png", "buffer": a_photo(1200, 900)}
    )
    write(page, "Menimbang 20 balita", result="Di luar rencana")
    expect(page.locator("[data-words]")).to_contain_text("3 laporan menunggu jaringan.")
    expect(page.get_by_label("Apa yang Anda kerjakan?")).to_have_value("")
    expect(page.get_by_label("Untuk hasil kerja")).to_have_value(str(centre.checks.pk))
    window.shot("luring-menunggu")
    assert window.faults() == []
    assert not Report.objects.exists()

    window.context.set_offline(False)
    again = page.locator("[data-again]")
    for _ in range(40):  # the button, as often as an impatient thumb presses it
        if not queued(page):
            break
        again.evaluate("one => one.hidden || one.click()")
        page.wait_for_timeout(250)
    assert queued(page) == []

    said = {(one.text, str(one.quantity), one.result) for one in Report.objects.all()}
    assert said == {
        ("Kelas ibu hamil di Posyandu Melati", "None", centre.classes),
        ("Memeriksa 12 ibu hamil", "12.50", centre.checks),
        ("Menimbang 20 balita", "None", None),
    }
    assert Report.objects.count() == 3
    assert Event.objects.filter(name="report.filed").count() == 3
    photo = Report.objects.get(text="Menimbang 20 balita").evidence.get()
    assert str(photo) == "kelas.jpg"
    receipts = [one.receipt for one in Report.objects.all()]
    assert all(receipt in words(page) for receipt in receipts)


def test_the_page_opens_without_network_and_holds_no_page_of_a_person(
    visit: Visits, centre: Centre, sari: Account
) -> None:
    window = visit(sari)
    page = opened(window)
    kept = page.evaluate(KEPT)
    assert "/luring/" in kept
    assert "Sari" not in kept
    assert "Ibu hamil diperiksa" not in kept

    window.context.set_offline(True)
    for path in ("/", "/lapor/", "/rencana/"):
        page.goto(window.base + path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Tanpa jaringan")
        expect(page.get_by_text("Ditulis sebagai Sari")).to_be_visible()
    item = page.get_by_label("Untuk hasil kerja")
    assert item.locator("option").all_inner_texts() == [
        "Ibu hamil diperiksa",
        "Kelas ibu berjalan",
        "Di luar rencana",
    ]
    expect(page.get_by_text("(pemeriksaan, boleh kosong)")).to_be_visible()
    window.shot("luring-halaman")
    write(page, "", result="Kelas ibu berjalan")
    expect(page.locator("[data-words]")).to_contain_text("Tulis apa yang Anda kerjakan.")
    write(page, "Kunjungan rumah 3 ibu nifas")
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu jaringan.")
    assert window.axe() == []
    assert window.small_targets() == []

    page.goto(window.base + "/")  # closed and opened again: it still waits
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu jaringan.")
    window.context.set_offline(False)
    expect(page.locator("[data-words]")).to_contain_text("Terkirim. Tanda terima")
    report = Report.objects.get()
    assert (report.person, report.result) == (centre.sari, centre.classes)
    page.get_by_role("link", name="Buka beranda").click()
    expect(page.get_by_text("Kunjungan rumah 3 ibu nifas").first).to_be_visible()


def test_the_order_that_the_work_serves_goes_along(
    visit: Visits, centre: Centre, sari: Account
) -> None:
    today = timezone.localdate()
    order = give_order(
        kind="disposition",
        subject="Rapat stunting di kecamatan",
        dated=today,
        people=[centre.sari],
        by=centre.budi,
        on=today,
    )
    window = visit(sari)
    page = opened(window, "/lapor/")
    window.context.set_offline(True)
    page.get_by_text("Tanggal lain atau perintah").click()
    page.get_by_label("Atas perintah atau disposisi").select_option(index=1)
    write(page, "Menyiapkan bahan rapat")
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu")
    window.context.set_offline(False)
    expect(page.locator("[data-words]")).to_contain_text("1 laporan terkirim.")
    assert Report.objects.get().order == order


def test_a_phone_that_nobody_used_asks_for_one_visit_with_network(
    visit: Visits, centre: Centre
) -> None:
    page = visit().go("/luring/")

    expect(page.get_by_text("Ponsel ini belum mengenal Anda")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim")).to_be_hidden()


def test_a_session_that_ended_loses_nothing(visit: Visits, centre: Centre, sari: Account) -> None:
    window = visit(sari)
    page = opened(window)
    window.context.set_offline(True)
    write(page, "Kelas ibu hamil")
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu jaringan.")
    Session.objects.all().delete()
    window.context.set_offline(False)

    expect(page.locator("[data-words]")).to_contain_text("Sesi Anda sudah berakhir. Masuk lagi")
    page.get_by_role("link", name="Masuk lagi").click()
    page.get_by_label("NIP atau nama akun").fill(sari.login)
    page.get_by_label("Sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.locator("[data-words]")).to_contain_text("1 laporan terkirim. Tanda terima")
    assert Report.objects.get().person == centre.sari


def test_a_stale_token_is_renewed_unseen(visit: Visits, centre: Centre, sari: Account) -> None:
    window = visit(sari)
    page = opened(window)
    window.context.clear_cookies(name="csrftoken")

    write(page, "Kelas ibu hamil")

    expect(page.get_by_text("Tanda terima")).to_be_visible()
    assert Report.objects.get().text == "Kelas ibu hamil"


def test_another_account_never_sends_what_it_did_not_write(
    visit: Visits, centre: Centre, sari: Account
) -> None:
    window = visit(sari)
    page = opened(window)
    window.context.set_offline(True)
    write(page, "Kelas ibu hamil")
    as_account(window, an_account(centre.tono))
    window.context.set_offline(False)
    expect(page.locator("[data-words]")).to_contain_text("sedang masuk akun lain")

    page = opened(window)
    expect(page.locator("[data-words]")).to_contain_text("1 laporan dari akun lain menunggu")
    expect(page.get_by_text("Kelas ibu hamil")).to_have_count(0)
    assert not Report.objects.exists()

    as_account(window, sari)
    page = opened(window)
    expect(page.locator("[data-words]")).to_contain_text("1 laporan terkirim.")
    assert Report.objects.get().person == centre.sari


def test_what_the_server_refuses_is_corrected_and_sent(
    visit: Visits, centre: Centre, sari: Account
) -> None:
    window = visit(sari)
    page = opened(window)
    window.context.set_offline(True)
    page.locator("#id_photo").set_input_files(
        {"name": "kelas.png", "mimeType": "image/png", "buffer": a_photo(90, 60)}
    )
    write(page, "Memeriksa ibu hamil", result="Ibu hamil diperiksa", quantity="dua belas")
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu jaringan.")
    window.context.set_offline(False)
    expect(page.locator("[data-words]")).to_contain_text("1 laporan perlu diperbaiki")
    expect(page.locator("[data-list]")).to_contain_text("Tulis angka dengan koma untuk pecahan")
    window.shot("luring-ditolak")
    assert window.faults() == []

    page.get_by_role("button", name="Perbaiki").click()
    expect(page.get_by_label("Jumlah")).to_have_value("dua belas")
    expect(page.locator("form#lapor .chosen").first).to_have_text("kelas.png")
    page.get_by_label("Jumlah").fill("12")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Tanda terima")).to_be_visible()
    report = Report.objects.get()
    assert (str(report.quantity), report.evidence.count()) == ("12.00", 1)
    assert queued(page) == []


def test_a_waiting_report_can_be_removed_in_two_taps(visit: Visits, sari: Account) -> None:
    window = visit(sari)
    page = opened(window)
    window.context.set_offline(True)
    write(page, "Salah tulis")
    page.get_by_role("button", name="Hapus").click()
    page.get_by_role("button", name="Ya, hapus").click()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert queued(page) == []


def test_a_draft_survives_a_closed_tab(visit: Visits, centre: Centre, sari: Account) -> None:
    window = visit(sari)
    page = opened(window)
    page.get_by_label("Apa yang Anda kerjakan?").press_sequentially("Menyusun jadwal posy")
    page.get_by_label("Untuk hasil kerja").select_option(label="Kelas ibu berjalan")
    page.wait_for_timeout(400)  # the writing pauses
    page.close()

    window.page = window.context.new_page()
    page = opened(window)
    expect(page.get_by_label("Apa yang Anda kerjakan?")).to_have_value("Menyusun jadwal posy")
    expect(page.get_by_label("Untuk hasil kerja")).to_have_value(str(centre.classes.pk))
    expect(page.get_by_text("Tulisan yang belum sempat Anda kirim dikembalikan.")).to_be_visible()
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Tanda terima")).to_be_visible()
    assert Report.objects.get().text == "Menyusun jadwal posy"
    page = opened(window)
    expect(page.get_by_label("Apa yang Anda kerjakan?")).to_have_value("")


def test_signing_out_names_what_is_unsent_and_wipes_it(
    visit: Visits, centre: Centre, sari: Account
) -> None:
    window = visit(sari, size=DESK)
    page = opened(window)
    window.context.set_offline(True)
    write(page, "Kelas ibu hamil")
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu")
    write(page, "Menimbang 20 balita")
    expect(page.locator("[data-words]")).to_contain_text("2 laporan menunggu")
    window.context.route("**/lapor/kirim/", lambda route: route.abort())
    window.context.set_offline(False)
    page = window.go("/lainnya/")
    page.get_by_role("button", name="Keluar", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Di ponsel ini: 2 laporan yang belum terkirim.")
    window.shot("luring-keluar")
    assert window.axe() == []
    dialog.get_by_role("link", name="Batal").click()
    assert len(queued(page)) == 2

    window.context.set_offline(True)
    page.get_by_role("button", name="Keluar", exact=True).click()
    dialog.get_by_role("button", name="Hapus dan keluar").click()
    expect(page.get_by_text("Tidak ada jaringan, jadi Anda masih masuk.")).to_be_visible()
    assert len(queued(page)) == 2

    window.context.set_offline(False)
    page.get_by_role("button", name="Keluar", exact=True).click()
    dialog.get_by_role("button", name="Hapus dan keluar").click()
    expect(page.get_by_label("Sandi")).to_be_visible()
    for store in ("reports", "drafts", "accounts"):
        assert page.evaluate(ROWS, store) == []
    assert not Report.objects.exists()


def test_before_signing_out_it_can_still_be_sent(
    visit: Visits, centre: Centre, sari: Account
) -> None:
    window = visit(sari)
    page = opened(window)
    window.context.set_offline(True)
    write(page, "Kelas ibu hamil")
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu")
    window.context.set_offline(False)
    page = window.go("/akun/keluar/")
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.get_by_role("link", name="Kirim dulu").click()
    expect(page.locator("[data-words]")).to_contain_text("1 laporan terkirim.")
    assert Report.objects.count() == 1

    page = window.go("/lainnya/")
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_label("Sandi")).to_be_visible()
    assert page.evaluate(ROWS, "accounts") == []


def test_a_large_photo_is_made_small_and_keeps_its_hour(
    visit: Visits, centre: Centre, sari: Account
) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # held upright
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.DateTimeOriginal] = "2026:10:09 09:15:00"
    detail[ExifTags.Base.OffsetTimeOriginal] = "+07:00"
    # 30 megapixels: more than the server takes
    photo = saved(Image.effect_noise((6400, 4800), 60).convert("RGB"), "JPEG", exif)
    assert len(photo) > 5_000_000
    window = visit(sari)
    page = opened(window)
    window.context.set_offline(True)
    page.locator("#id_photo").set_input_files(
        {"name": "posyandu.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    write(page, "Posyandu Melati")
    expect(page.locator("[data-words]")).to_contain_text("1 laporan menunggu")
    ((kept,),) = (row["files"] for row in queued(page))
    assert kept["size"] < 2_500_000
    window.context.set_offline(False)
    expect(page.locator("[data-words]")).to_contain_text("1 laporan terkirim.")

    evidence = Report.objects.get().evidence.get().attachment
    assert evidence.captured_at == datetime.fromisoformat("2026-10-09T09:15:00+07:00")
    with Image.open(evidence.blob.path) as stored:
        assert stored.size == (1500, 2000)
