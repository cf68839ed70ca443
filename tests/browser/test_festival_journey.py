"""One festival of three departments, from the offer to three evaluations, by the pages of each.

In April Tia, who leads tourism and culture, offers shares of her goal to education and transport.
Bayu refuses his with a reason and takes the next one; all three carry the result in their plans.
A programme brings their staff together, with tasks, a meeting, a partner from outside, calendars.
In June the visitors are counted once, and in three evaluations each finds the whole, the share of
the department, and its own part.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import LazySettings
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Visits
from tests.browser.steps import open_link, press, write
from tests.browser.visit import DESK, PHONE, Visit
from tests.people.make import (
    a_head,
    a_member,
    a_person,
    a_position,
    a_unit,
    an_account,
    an_admin,
    an_agency,
    an_assignment,
)
from tests.planning.town import a_draft, a_result, a_set_plan
from time_machine import Traveller

from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.people.account import Account
from kinerja.people.unit import Unit
from kinerja.records.seal import seal_events, verify_chain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOURISM, EDUCATION, TRANSPORT = (
    "Dinas Pariwisata dan Kebudayaan",
    "Dinas Pendidikan",
    "Dinas Perhubungan",
)
GOAL, MEASURE = "Festival menarik wisatawan", "Wisatawan festival"
ROLES = {
    TOURISM: "Promosi dan panggung",
    EDUCATION: "Pentas pelajar",
    TRANSPORT: "Bus pengumpan dan parkir",
}
FIRST = {TOURISM: "40", EDUCATION: "20", TRANSPORT: "40"}
AGREED = {TOURISM: 50, EDUCATION: 20, TRANSPORT: 30}
TOO_MUCH = "Bus kami hanya cukup untuk 30%."
NAME, MEETING = "Festival Pesisir", "Rapat persiapan"
STAGE, PLAY, BUS, STALLS = (
    "Sewa panggung",
    "Susunan pentas pelajar",
    "Jadwal bus pengumpan",
    "Dirikan 20 lapak kuliner",
)
MINUTES = "Disepakati: bus mulai pukul 15.00."
WORK = "Melatih 40 pelajar untuk pentas malam pertama"
WORDS = "Hadir di setiap latihan dan selesai tepat waktu."
VISITORS = 12_601


def part_of(unit: str) -> str:
    """What everybody can reckon: so many of the hundred, written as an Indonesian page does."""
    tenths = Fraction(VISITORS) * AGREED[unit] / 100 * 10
    assert tenths.denominator == 1  # no figure of this test needs rounding
    whole, part = divmod(int(tenths), 10)
    return f"{whole:,}".replace(",", ".") + (f",{part}" if part else "")


@pytest.fixture
def clock(settings: LazySettings, tmp_path: Path) -> Iterator[Traveller]:
    """It is 9.00 on Monday 6 April 2026."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-04-06T09:00:00+07:00", tick=True) as traveller:
        yield traveller


class Town:
    """The people with their accounts, and the windows in which they work.

    Hasan leads the city; Tia, Dina and Bayu the departments, in the order of their names above,
    each with one of the staff: Nia, Rudi, Tono. Wati plans for the city.
    """

    def __init__(self, visit: Visits, clock: Traveller) -> None:
        self.clock, self.windows = clock, list[Visit]()
        an_agency(name="Pemerintah Kota Pariaman")
        self.visit = visit
        self.city = a_unit("Kota Pariaman")
        mayor = a_person("Hasan", kind="official")
        top = {"kind": "official", "level": "regional_head"}
        an_assignment(mayor, a_position(self.city, "Wali Kota", leads=True, **top))
        self.units, heads, staff = [], [], []
        for name, head, member in zip(
            ROLES, ("Tia", "Dina", "Bayu"), ("Nia", "Rudi", "Tono"), strict=True
        ):
            unit = a_unit(name, self.city, level=Unit.Level.DEVICE)
            a_position(unit, leads=True, kind="jpt", level="jpt_pratama")
            self.units.append(unit)
            heads.append(a_head(head, unit))
            staff.append(a_member(member, unit))
        self.hasan, self.wati = an_account(mayor), an_account(an_admin("Wati"))
        self.tia, self.dina, self.bayu = self.heads = [an_account(one) for one in heads]
        self.nia, self.rudi, self.tono = [an_account(one) for one in staff]
        for one in heads:
            a_result(a_draft(one), "Anggaran terserap")
        for one in staff:
            a_set_plan(one, "Persiapan festival selesai")

    def desk(self, account: Account) -> Visit:
        return self._window(account, size=DESK)

    def phone(self, account: Account | None = None, *, script: bool = True) -> Visit:
        return self._window(account, size=PHONE, script=script)

    def _window(self, account: Account | None, **options: Any) -> Visit:
        """A step goes on when a page has loaded, and does not wait for half a second of silence
        (`live`); the streams are cut off all the same."""
        window = self.visit(account, live=True, **options)
        window.context.route("**/langsung/**", lambda route: route.abort())
        self.windows.append(window)
        return window

    def later(self, moment: str) -> None:
        """Windows are closed meanwhile: their sessions would end, and the sockets of each hold
        connections of the database."""
        for window in self.windows:
            window.context.close()
        self.windows.clear()
        self.clock.move_to(f"{moment}:00+07:00")


def test_from_an_offer_to_three_evaluations(visit: Visits, clock: Traveller) -> None:
    town = Town(visit, clock)
    measure = _wati_sets_a_goal(town.desk(town.wati))
    sharing = _tia_offers_shares(town.desk(town.tia))
    _answers(town.phone(town.dina), "20%")
    _answers(town.phone(town.bayu, script=False), "40%", refuses=TOO_MUCH)
    town.later("2026-04-08T09:00")
    _tia_offers_again(town.desk(town.tia), sharing)
    _answers(town.phone(town.dina), "20%")
    _answers(town.phone(town.bayu, script=False), "30%")
    _everybody_reads_the_agreement(town.phone(town.rudi), sharing)

    town.later("2026-04-09T09:00")
    for head in town.heads:
        _carries_it(town.desk(head))
    _hasan_sets_the_plans(town)

    town.later("2026-04-10T09:00")
    board = _tia_begins_a_programme(town.desk(town.tia))
    for head, name in ((town.dina, "Rudi"), (town.bayu, "Tono")):
        _lets_join(town.phone(head), name)
    link = _tia_plans_the_work(town.desk(town.tia), board)
    _a_partner_sees_its_own(town.phone(), link, board)
    _rudi_has_it_in_his_calendar(town.phone(town.rudi), town.phone())

    town.later("2026-04-20T15:00")
    _the_work_goes_on(town, board)
    town.later("2026-04-20T16:00")
    _a_report_becomes_a_contribution(town, board)
    _tia_writes_minutes(town.desk(town.tia), board)
    town.later("2026-05-04T09:00")
    _tia_says_a_word(town.desk(town.tia))
    _dina_reads_it(town.phone(town.dina))

    town.later("2026-06-15T09:00")
    _wati_notes_the_visitors(town.desk(town.wati), measure)
    _it_counts_once(town)

    town.later("2026-06-22T09:00")
    period = open_period(code="2026-Q2", by=None)
    open_reviews(period=period, on=period.opens_on, by=None)
    _hasan_rates_three(town.desk(town.hasan))
    for head, unit in zip(town.heads, AGREED, strict=True):
        _reads_the_result(town.phone(head), unit)
    assert town.windows[-1].faults() == []
    seal_events()
    assert verify_chain().whole


def _wati_sets_a_goal(window: Visit) -> str:
    """With an indicator and its target. The address of the indicator."""
    page = window.go("/sasaran/")
    open_link(window, "Tambah sasaran")
    write(page, {"Uraian": GOAL, "Tingkat": "Sasaran", "Unit pemilik": TOURISM})
    press(window, "Simpan")
    open_link(window, "Indikator")
    write(page, {"Indikator": MEASURE, "Satuan": "orang"})
    press(window, "Simpan")
    write(page, {"Target": "12.000"})
    press(window, "Simpan")
    expect(page.get_by_role("main")).to_contain_text("12.000")
    return urlsplit(page.url).path


def _tia_offers_shares(window: Visit) -> str:
    """What does not add up is told, and nothing is sent. The address of the sharing."""
    page = window.go("/sasaran/")
    page.get_by_text(GOAL).first.click()
    expect(page.get_by_role("link", name=MEASURE)).to_be_visible()
    open_link(window, "Rincian")
    open_link(window, "Bagian bersama")
    sharing = urlsplit(page.url).path
    open_link(window, "Usulkan bagian")
    for unit in (EDUCATION, TRANSPORT):
        open_link(window, "Tambah unit")
        open_link(window, unit)
    for unit, share in FIRST.items():
        _write_part(page, unit, {"Peran": ROLES[unit], "Bagian": share})
    _write_part(page, TRANSPORT, {"Bagian": "30"})
    press(window, "Kirim usulan")
    expect(page.locator("#galat")).to_contain_text("Jumlah bagian 90%")
    assert window.faults() == []
    _write_part(page, TRANSPORT, {"Bagian": FIRST[TRANSPORT]})
    write(page, {"Mengapa bersama": "Tamu datang karena acara, bus, dan pentas."})
    press(window, "Kirim usulan")
    expect(page.get_by_text("Usulan menunggu jawaban")).to_be_visible()
    return sharing


def _card(page: Page, title: str) -> Locator:
    return page.locator(".card", has=page.get_by_role("heading", name=title))


def _write_part(page: Page, unit: str, said: dict[str, str]) -> None:
    for label, words in said.items():
        _card(page, unit).get_by_label(label).fill(words)


def _answers(window: Visit, share: str, refuses: str = "") -> None:
    """From the notice of the offer, on the phone."""
    page = window.go("/kotak-masuk/")
    open_link(window, "Diminta menanggung bagian")
    open_link(window, GOAL)
    facts = _card(page, "Yang diminta dari")
    expect(facts).to_contain_text(f"{share} dari hasil")
    page.get_by_label("Menolak" if refuses else "Menerima bagian ini").check()
    write(page, {"Alasan": refuses} if refuses else {})
    press(window, "Kirim jawaban")
    expect(page.get_by_text("Jawaban Anda tercatat.")).to_be_visible()


def _tia_offers_again(window: Visit, sharing: str) -> None:
    """The reason is read; the new offer begins with the old one, and all are asked once more."""
    page = window.go("/kotak-masuk/")
    open_link(window, "menolak")
    assert urlsplit(page.url).path == sharing
    expect(page.get_by_role("row", name=TRANSPORT)).to_contain_text(TOO_MUCH)
    open_link(window, "Usulkan bagian")
    for unit, share in AGREED.items():
        expect(_card(page, unit).get_by_label("Peran")).to_have_value(ROLES[unit])
        _write_part(page, unit, {"Bagian": str(share)})
    press(window, "Kirim usulan")
    expect(page.get_by_text("Versi 2, diusulkan Tia")).to_be_visible()


def _everybody_reads_the_agreement(window: Visit, sharing: str) -> None:
    page = window.go(sharing)
    now = _card(page, "Berlaku sekarang")
    expect(now).to_contain_text("Kesepakatan versi 2")
    for unit, share in AGREED.items():
        expect(now.get_by_role("row", name=unit)).to_contain_text(f"{share}%")
    expect(_card(page, "Versi 1")).to_contain_text(TOO_MUCH)
    window.shot("festival-kesepakatan-360")
    assert window.faults() == []


def _carries_it(window: Visit) -> None:
    """Each head plans for the result that is shared, also of a goal of another department."""
    page = window.go("/rencana/")
    open_link(window, "Tambah hasil kerja")
    page.get_by_text("Arah, kondisi awal, dan sumber angka").click()
    write(page, {"Hasil kerja": "Festival berhasil", "Sasaran organisasi": GOAL})
    write(page, {"Indikator": MEASURE, "Perspektif": "Penerima", "Target": "12.000"})
    write(page, {"Satuan": "orang", "Indikator kinerja utama": MEASURE})
    press(window, "Simpan")
    press(window, "Ajukan rencana")
    expect(page.get_by_text("Diajukan").first).to_be_visible()


def _hasan_sets_the_plans(town: Town) -> None:
    window = town.desk(town.hasan)
    for name in ("Tia", "Dina", "Bayu"):
        page = window.go("/rencana/masuk/")
        open_link(window, name)
        press(window, "Tetapkan rencana")
        expect(page.get_by_text("Ditetapkan", exact=True).first).to_be_visible()


def _tia_begins_a_programme(window: Visit) -> str:
    """Of three units, for the goal; her own staff belongs to it at once. Where the board is."""
    page = window.go("/kolaborasi/")
    open_link(window, "Mulai program")
    for unit in (EDUCATION, TRANSPORT):
        open_link(window, "Tambah unit")
        open_link(window, unit)
    write(page, {"Nama program": NAME, "Hari terakhir": "2026-06-21"})
    page.get_by_label(GOAL).check()
    press(window, "Mulai program")
    board = urlsplit(page.url).path
    for name in ("Nia", "Rudi", "Tono"):
        open_link(window, "Undang anggota")
        open_link(window, name)
        press(window, "Undang")
    team = page.get_by_role("list", name="Tim")
    for name, waits in (("Nia", False), ("Rudi", True), ("Tono", True)):
        member = team.get_by_role("listitem").filter(has_text=name)
        expect(member.get_by_text("Menunggu atasan")).to_have_count(int(waits))
    return board


def _lets_join(window: Visit, name: str) -> None:
    page = window.go("/kolaborasi/")
    open_link(window, name)
    page.get_by_label("Setuju", exact=True).check()
    press(window, "Kirim jawaban")
    expect(page.get_by_role("list", name="Menunggu persetujuan Anda")).to_have_count(0)


def _tia_plans_the_work(window: Visit, board: str) -> str:
    """Tasks of three and of a partner, one after another; a meeting. The link of the partner."""
    page = window.go(f"{board}mitra/")
    write(page, {"Nama": "Ibu Rahma", "Komunitas atau usaha": "Paguyuban kuliner"})
    press(window, "Buat tautan undangan")
    link = page.locator("code.secret").inner_text()
    page = window.go(board)
    for title, owner, after in (
        (STAGE, "Nia", ""),
        (PLAY, "Rudi", STAGE),
        (BUS, "Tono", ""),
        (STALLS, "Ibu Rahma", ""),
    ):
        open_link(window, "Tambah tugas")
        write(page, {"Tugas": title, "Pemilik": owner, "Tenggat": "2026-04-24"})
        write(page, {"Menunggu tugas": after} if after else {})
        press(window, "Tambah tugas")
    open_link(window, "Kalender dan dokumen")
    open_link(window, "Catat acara")
    write(page, {"Acara": MEETING, "Tanggal": "2026-04-20", "Jam": "10:00", "Tempat": "Aula"})
    press(window, "Catat acara")
    expect(page.get_by_role("list", name="Akan datang")).to_contain_text(MEETING)
    return link


def _a_partner_sees_its_own(window: Visit, link: str, board: str) -> None:
    """And finishes it; nothing else of the programme or of the city opens."""
    page = window.page
    page.goto(link)
    press(window, "Buka program")
    tasks = page.get_by_role("region", name="Tugas")
    expect(tasks).to_contain_text(STALLS)
    for words in (STAGE, PLAY, BUS, MEETING):
        expect(page.get_by_text(words)).to_have_count(0)
    window.shot("festival-mitra-360")
    assert window.faults() == []
    press(window, "Tandai selesai")
    expect(tasks.get_by_text("Selesai", exact=True)).to_be_visible()
    for path in (board, f"{board}kalender/", "/sasaran/", "/kolaborasi/"):
        window.go(path)
        assert urlsplit(page.url).path == "/akun/masuk/"
    page.goto(link)
    assert urlsplit(page.url).path == "/mitra/"  # the same link, in the browser that it opened


def _rudi_has_it_in_his_calendar(window: Visit, stranger: Visit) -> None:
    """His phone knows the address alone, no account."""
    page = window.go("/kolaborasi/")
    open_link(window, "Kalender di ponsel")
    press(window, "Buat alamat")
    feed = stranger.context.request.get(page.locator("code.secret").inner_text())
    assert feed.headers["content-type"].startswith("text/calendar")
    assert f"SUMMARY:{MEETING}" in feed.text()
    assert "DTSTART:20260420T030000Z" in feed.text()  # 10.00 in Pariaman
    assert PLAY in feed.text()
    assert BUS not in feed.text()  # the task of Tono


def _the_work_goes_on(town: Town, board: str) -> None:
    """What waits for another task can be finished after it."""
    rudi, nia = town.phone(town.rudi, script=False), town.phone(town.nia)
    waiting = _task(rudi.go(board), PLAY)
    expect(waiting).to_contain_text(f"Menunggu “{STAGE}”")
    expect(waiting.get_by_role("button", name="Selesai")).to_have_count(0)
    for window, task in ((nia, STAGE), (rudi, PLAY)):
        page = window.go(board)
        window.follow(_task(page, task).get_by_role("button", name="Selesai"))
        expect(page.get_by_role("region", name="Selesai")).to_contain_text(task)
    nia.shot("festival-papan-360")
    assert nia.faults() == []


def _task(page: Page, title: str) -> Locator:
    return page.locator(".card", has=page.get_by_text(title, exact=True))


def _a_report_becomes_a_contribution(town: Town, board: str) -> None:
    """Rudi reports his day against his plan, links it, and it counts when Dina has accepted it."""
    rudi = town.phone(town.rudi)
    page = rudi.go("/")
    write(page, {"Apa yang Anda kerjakan?": WORK, "Untuk hasil kerja": "Persiapan festival"})
    press(rudi, "Kirim")
    rudi.go(board)
    open_link(rudi, "Hubungkan laporan")
    write(page, {"Laporan": WORK, "Untuk tugas": PLAY})
    press(rudi, "Hubungkan")
    expect(page.get_by_text("Tidak ada kontribusi bulan ini")).to_be_visible()

    dina = town.phone(town.dina)
    page = dina.go("/antrean/")
    page.get_by_role("button", name="Terima").first.click()
    expect(page.get_by_text("Rudi, 20 April 2026: diterima")).to_be_visible()
    page = rudi.go("/kolaborasi/kontribusi/")
    expect(_card(page, "Rudi")).to_contain_text(WORK)
    expect(_card(page, "Rudi")).to_contain_text(f"tugas “{PLAY}”")


def _tia_writes_minutes(window: Visit, board: str) -> None:
    page = window.go(f"{board}kalender/")
    open_link(window, f"Tulis notulen {MEETING}")
    write(page, {"Notulen": MINUTES})
    press(window, "Simpan")
    expect(_card(page, MEETING)).to_contain_text(MINUTES)


def _tia_says_a_word(window: Visit) -> None:
    page = window.go("/kolaborasi/kontribusi/?bulan=2026-04")
    open_link(window, "Tulis penilaian bulan ini untuk Rudi")
    page.get_by_label("Sesuai Ekspektasi").check()
    write(page, {"Keterangan": WORDS})
    press(window, "Simpan")
    expect(_card(page, "Rudi")).to_contain_text(WORDS)


def _dina_reads_it(window: Visit) -> None:
    """As his superior, beside the report that she may open."""
    page = window.go("/kotak-masuk/")
    open_link(window, "Tia menulis tentang Rudi")
    expect(_card(page, "Rudi")).to_contain_text(WORDS)
    expect(_card(page, "Rudi").get_by_role("link", name=WORK)).to_be_visible()


def _wati_notes_the_visitors(window: Visit, measure: str) -> None:
    """Once, for all three."""
    page = window.go(measure)
    open_link(window, "Catat nilai")
    page.get_by_label("Realisasi").check()
    write(page, {"Nilai": str(VISITORS), "Per tanggal": "2026-06-14", "Sumber": "Hitungan gerbang"})
    press(window, "Simpan")
    expect(page.get_by_text("12.601 orang").first).to_be_visible()


def _it_counts_once(town: Town) -> None:
    """One target is reached in the city, and the same one in each department by its share."""
    hasan = town.desk(town.hasan)
    for unit, says in zip(
        [town.city, *town.units], ["", "0,5 dari 1", "0,2 dari 1", "0,3 dari 1"], strict=True
    ):
        page = hasan.go(f"/pantau/{unit.pk}/")
        target = page.get_by_role("region", name="Target 2026")
        expect(target).to_contain_text("1 dari 1")
        shares = target.get_by_text("hasil bersama")
        expect(shares).to_have_count(1 if says else 0)
        if says:
            expect(shares).to_contain_text(f"Bagian unit ini: {says} hasil bersama.")


def _hasan_rates_three(window: Visit) -> None:
    for name, unit in zip(("Tia", "Dina", "Bayu"), AGREED, strict=True):
        page = window.go("/penilaian/")
        open_link(window, name)
        _tells_the_part(page, unit)
        for group, rating in (
            ("Rating Anggaran terserap", "Sesuai"),
            ("Rating Festival berhasil", "Sesuai"),
            ("Rating hasil kerja", "Sesuai Ekspektasi"),
            ("Rating perilaku kerja", "Sesuai Ekspektasi"),
        ):
            page.get_by_role("group", name=group).get_by_text(rating, exact=True).click()
        press(window, "Simpan dan periksa")
        press(window, "Tandatangani")


def _reads_the_result(window: Visit, unit: str) -> None:
    page = window.go("/hasil/")
    open_link(window, "Triwulan II 2026")
    expect(page.get_by_role("region", name="Predikat")).to_contain_text("Diputuskan Hasan")
    _card(page, "Festival berhasil").get_by_text("Dari mana angkanya").click()
    _tells_the_part(page, unit)
    window.shot(f"festival-hasil-{AGREED[unit]}")


def _tells_the_part(page: Page, unit: str) -> None:
    """The whole, the share, the own part, and those of the others, by which agreement."""
    result = page.locator(".measures", has_text="Hasil bersama")
    expect(result).to_contain_text("seluruhnya 12.601 orang (per 14 Juni 2026)")
    expect(result).to_contain_text(f"Bagian unit ini {AGREED[unit]}% = {part_of(unit)} orang.")
    expect(result).to_contain_text("kesepakatan versi 2 yang disepakati 8 April 2026")
    for other, share in AGREED.items():
        expect(result).to_contain_text(f"{other} {share}% ({part_of(other)})")
