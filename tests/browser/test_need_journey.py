"""One need, from the voices of citizens to a better index, by the pages of those who do it.

In March citizens answer a survey by the code of a poster; its weakest element, a discussion and the
figures of the service become findings, and these a need. In April the need becomes a goal with an
indicator that the survey feeds, and a training; staff learn. In June citizens are asked again: the
indicator moves, and the thread of the need tells all of it.

Susi asks the citizens, Wati plans, Lala runs trainings; Rina leads the office, Budi the health
centre with Sari and Tono.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import LazySettings
from playwright.sync_api import expect
from tests.browser.citizens import Scores, answer_by_hand, answer_by_post
from tests.browser.conftest import Visits
from tests.browser.qr_code import address_on
from tests.browser.steps import figure, open_link, press, write
from tests.browser.visit import DESK, PHONE, Visit
from tests.people.make import (
    a_head,
    a_member,
    a_person,
    a_role,
    a_unit,
    an_account,
    an_admin,
    an_agency,
)
from time_machine import Traveller

from kinerja.jobs.tasks import close_surveys, run_indicator_feeds
from kinerja.people.account import Account
from kinerja.people.role import Role
from kinerja.records.seal import seal_events, verify_chain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SURVEY, SERVICE = "Bagaimana pendaftaran kami?", "Pendaftaran pasien"
FOUND = (
    "Waktu penyelesaian pada Pendaftaran pasien, Puskesmas Pauh dinilai 1,50 dari 4",
    "Antrean pendaftaran lebih dari satu jam",
    "Waktu tunggu di Loket 1 naik 103% sejak September 2025: rata-rata 26 menjadi 52,7 menit",
)
NEED = "Warga selesai mendaftar dalam setengah jam"
MEASURE, RESULT = "Indeks kepuasan pendaftaran", "Pasien terdaftar tanpa menunggu lama"
TRAINING = "Melayani dengan cepat dan ramah"

# What thirty people answer to U1 to U9. Waiting (U3) is what they complain of, and what gets
# better. The robot that fills in all fields would pull each index down.
MARCH = [[1 + n % 2 if at == 2 else 3 + (n + at) % 7 // 6 for at in range(9)] for n in range(30)]
JUNE = [[3 + n % 2 if at == 2 else 3 + (n + at) % 3 // 2 for at in range(9)] for n in range(30)]
ROBOT = [1] * 9


def index_of(answers: Sequence[Scores]) -> str:
    """What everybody can reckon: the means of the nine elements, each weighed 1/9, times 25
    (PermenPANRB 14/2017), rounded half up to two decimals, written as an Indonesian page does."""
    means = [Fraction(sum(row[at] for row in answers), len(answers)) for at in range(9)]
    hundredths = int(sum(means) * Fraction(1, 9) * 25 * 100 + Fraction(1, 2))
    whole, part = divmod(hundredths, 100)
    return f"{whole},{part:02}".rstrip("0").rstrip(",")


@pytest.fixture
def clock(settings: LazySettings, tmp_path: Path) -> Iterator[Traveller]:
    """It is 9.00 on Monday 2 March 2026."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-03-02T09:00:00+07:00", tick=True) as traveller:
        yield traveller


class Town:
    """The people with their accounts, and the windows in which they work."""

    def __init__(self, visit: Visits) -> None:
        an_agency(name="Pemerintah Kota Pariaman")
        office = a_unit("Dinas Kesehatan")
        centre = a_unit("Puskesmas Pauh", office)
        self.visit = visit
        self.rina, self.budi = (
            an_account(a_head(name, unit)) for name, unit in (("Rina", office), ("Budi", centre))
        )
        self.sari, self.tono = (an_account(a_member(name, centre)) for name in ("Sari", "Tono"))
        self.wati = an_account(an_admin("Wati"))
        self.susi = _with_task("Susi", Role.Name.SURVEY_OFFICER)
        self.lala = _with_task("Lala", Role.Name.TRAINING_OFFICER)

    def desk(self, account: Account) -> Visit:
        """A new window: months lie between the steps, and a session ends before. A step goes on
        when a page has loaded, and does not wait for half a second of silence (`live`)."""
        return self.visit(account, size=DESK, live=True)

    def phone(self, account: Account | None = None, *, script: bool = True) -> Visit:
        return self.visit(account, size=PHONE, script=script, live=True)


def _with_task(name: str, task: Role.Name) -> Account:
    person = a_person(name)
    a_role(person, task)
    return an_account(person)


def test_from_the_voices_of_citizens_to_a_better_index(visit: Visits, clock: Traveller) -> None:
    town = Town(visit)
    before, after = index_of(MARCH), index_of(JUNE)
    address = _susi_asks(town.desk(town.susi))
    _citizens_answer(town, address, MARCH, clock, "2026-03-09")
    clock.move_to("2026-03-26T14:00:00+07:00")
    _susi_publishes(town.desk(town.susi), before)

    clock.move_to("2026-04-08T09:00:00+07:00")
    susi = town.desk(town.susi)
    _susi_records_a_discussion(susi)
    _susi_loads_figures(susi)
    thread = _susi_joins_them_in_a_need(susi)
    _wati_makes_it_a_goal(town.desk(town.wati), thread, before)
    _budi_plans_for_it(town.desk(town.budi))
    _rina_sets_his_plan(town.desk(town.rina))

    _lala_makes_it_a_training(town.desk(town.lala), thread)
    _two_of_them_enrol(town)
    clock.move_to("2026-04-21T15:00:00+07:00")
    _lala_settles_it(town.desk(town.lala))
    _sari_has_a_certificate(town.phone(town.sari))

    clock.move_to("2026-06-01T09:00:00+07:00")
    address = _susi_asks_again(town.desk(town.susi))
    _citizens_answer(town, address, JUNE, clock, "2026-06-09")
    clock.move_to("2026-07-01T01:10:00+07:00")
    close_surveys(timestamp=0)  # the worker, in the night after the last day
    clock.move_to("2026-07-01T09:00:00+07:00")
    _susi_publishes_again(town.desk(town.susi), before, after)
    clock.move_to("2026-07-02T01:35:00+07:00")
    run_indicator_feeds(timestamp=0)  # the worker, every night

    clock.move_to("2026-07-02T09:00:00+07:00")
    budi, sari = town.desk(town.budi), town.phone(town.sari)
    for window in (budi, sari):
        _the_thread_tells_it_all(window, thread, before, after)
    expect(budi.page.get_by_role("link", name=RESULT)).to_be_visible()
    expect(sari.page.get_by_text("Hasil kerja 1 pegawai mendukung sasaran ini.")).to_be_visible()
    seal_events()
    assert verify_chain().whole


def _susi_asks(window: Visit) -> str:
    """The survey of nine elements comes with its questions. Returns what the poster leads to."""
    page = window.go("/survei/")
    open_link(window, "Buat survei")
    about = {"Judul": SURVEY, "Unit kerja": "Puskesmas Pauh", "Layanan": SERVICE}
    write(page, about | {"Ditutup": "2026-03-31"})
    press(window, "Buat")
    return _susi_hangs_a_poster(window)


def _susi_hangs_a_poster(window: Visit) -> str:
    page = open_link(window, "Buat tautan")
    write(page, {"Tempat atau saluran": "Loket 1", "Perkiraan pengunjung sehari": "60"})
    press(window, "Buat tautan")
    page.get_by_text("Atur tautan ini").click()
    press(window, "Daftarkan WiFi ini")  # all citizens of this test sit in the waiting room
    with page.expect_download() as poster:
        page.get_by_role("link", name="Poster (PDF) Loket 1").click()
    address = address_on(poster.value.path().read_bytes())
    open_link(window, "Ringkasan")
    press(window, "Buka survei")
    expect(page.get_by_text("Berjalan")).to_be_visible()
    return address


def _citizens_answer(
    town: Town, address: str, answers: Sequence[Scores], clock: Traveller, day: str
) -> None:
    """Two in browsers that know nobody, one of them without script; the other 28, and the robot,
    by what such a browser sends. Half of them an hour later: one counter serves no thirty."""
    clock.move_to(f"{day}T09:00:00+07:00")
    for script, scores in zip((True, False), answers, strict=False):
        phone = town.phone(script=script)
        answer_by_hand(phone, address, scores, clock)
    for scores in answers[2:15]:
        answer_by_post(phone, address, scores, clock)
    answer_by_post(phone, address, ROBOT, clock, trap="https://iklan.example/")
    clock.move_to(f"{day}T10:00:00+07:00")
    for scores in answers[15:]:
        answer_by_post(phone, address, scores, clock)


def _susi_publishes(window: Visit, index: str) -> None:
    """What the pages say is what can be reckoned from the answers; the weakest is a finding."""
    page = window.go("/survei/")
    open_link(window, SURVEY)
    page.get_by_role("link", name="Tutup survei").click()
    window.follow(page.get_by_role("dialog").get_by_role("button", name="Tutup survei"))
    press(window, "Terbitkan indeks")
    expect(figure(page, "IKM")).to_have_text(index)
    expect(figure(page, "Responden")).to_have_text("30 orang")
    expect(figure(page, "Disisihkan")).to_have_text("1 jawaban")
    open_link(window, "Buka surveinya")
    expect(figure(page, "IKM")).to_have_text(index)
    open_link(window, f"Indeks yang terbit: IKM {index}")
    row = page.get_by_role("row", name="U3 Waktu penyelesaian")
    expect(row).to_contain_text("Di bawah Baik")
    window.follow(row.get_by_role("button", name="Jadikan temuan"))
    expect(page.get_by_role("heading", level=1)).to_have_text(FOUND[0])


def _susi_records_a_discussion(window: Visit) -> None:
    page = window.go("/diskusi/")
    open_link(window, "Catat diskusi")
    where = {"Judul": "Forum pelayanan", "Tempat": "Aula kecamatan", "Unit": "Puskesmas Pauh"}
    write(page, where | {"Kelompok yang hadir": "Kader posyandu: 12\nPasien: 9"})
    press(window, "Catat diskusi")
    write(page, {"Disampaikan oleh": "Pasien", "Pernyataan": FOUND[1], "Didukung": "17"})
    press(window, "Tambah pernyataan")
    press(window, "Jadikan temuan")
    expect(page.get_by_role("link", name="Buka temuannya")).to_be_visible()


def _susi_loads_figures(window: Visit) -> None:
    """The time of waiting jumps in September 2025; nobody has to look for it."""
    page = window.go("/data-layanan/")
    open_link(window, "Buat data baru")
    about = {"Nama data": "Loket pendaftaran", "Sumber data": "Aplikasi antrean"}
    write(page, about | {"Unit kerja": "Puskesmas Pauh"})
    press(window, "Buat data")
    lines = ["Bulan;Tempat;Waktu tunggu"]
    for at in range(27):  # until March 2026
        minutes = (24 if at < 20 else 51) + at * 7 % 5
        lines.append(f"{2024 + at // 12}-{at % 12 + 1:02};Loket 1;{minutes}")
    file = {"name": "antrean.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    page.get_by_label("Berkas").set_input_files([file])
    press(window, "Periksa berkas")
    what = {"Satuan Waktu": "menit", "Arah Waktu": "Makin rendah makin baik"}
    write(page, what | {"Angka Waktu tunggu dari beberapa tempat": "Dirata-ratakan"})
    press(window, "Muat angka")
    press(window, "Jadikan temuan")
    expect(page.get_by_role("heading", level=1)).to_contain_text(FOUND[2])


def _susi_joins_them_in_a_need(window: Visit) -> str:
    """From the last finding, which is ticked already; its unit too. The address of the thread."""
    page = open_link(window, "Jadikan kebutuhan")
    expect(page.get_by_label(FOUND[2])).to_be_checked()
    write(page, {"Kebutuhan": NEED})
    for words in FOUND[:2]:
        page.get_by_label(words).check()
    press(window, "Simpan")
    expect(page.get_by_text("Puskesmas Pauh, dicatat 8 April 2026.")).to_be_visible()
    for words in FOUND:
        expect(page.get_by_role("link", name=words).first).to_be_visible()
    return urlsplit(page.url).path


def _wati_makes_it_a_goal(window: Visit, thread: str, index: str) -> None:
    """The indicator takes the index of March at once, from the survey and not from a hand."""
    page = window.go(thread)
    open_link(window, "Jadikan sasaran")
    write(page, {"Indikator": MEASURE, "Satuan": "poin", "Target tahun pertama": "80"})
    press(window, "Buat sasaran")
    open_link(window, MEASURE)
    open_link(window, "Atur sumber otomatis")
    write(page, {"Sumber": f"{SERVICE}, Puskesmas Pauh", "Diambil": "Triwulanan"})
    press(window, "Simpan dan ambil nilai")
    expect(page.get_by_text("Sumber diatur; 1 nilai diambil.")).to_be_visible()
    row = page.get_by_role("row", name="26 Maret 2026")
    expect(row).to_contain_text(f"{index} poin")
    expect(row).to_contain_text("diambil sistem")


def _budi_plans_for_it(window: Visit) -> None:
    page = window.go("/rencana/")
    open_link(window, "Susun rencana")
    press(window, "Buka konsep")
    open_link(window, "Tambah hasil kerja")
    page.get_by_text("Kualitas, sasaran, dan asal penugasan").click()
    write(page, {"Hasil kerja": RESULT, "Sasaran organisasi": NEED})
    write(page, {"Indikator": MEASURE, "Aspek": "Kualitas", "Target": "80", "Satuan": "poin"})
    press(window, "Simpan")
    press(window, "Ajukan rencana")


def _rina_sets_his_plan(window: Visit) -> None:
    page = window.go("/rencana/masuk/")
    open_link(window, "Budi")
    expect(page.get_by_role("link", name=NEED)).to_have_count(2)  # the goal, and its need
    press(window, "Tetapkan rencana")
    expect(page.get_by_text("Ditetapkan", exact=True).first).to_be_visible()


def _lala_makes_it_a_training(window: Visit, thread: str) -> None:
    """From the thread to the demand of the unit, to the catalogue, to a day."""
    page = window.go(thread)
    open_link(window, "Kebutuhan pelatihan Puskesmas Pauh")
    write(page, {"Kompetensi": "Pelayanan Publik"})  # the need stands there already
    press(window, "Kaitkan")
    expect(page.get_by_role("link", name=NEED)).to_be_visible()
    open_link(window, "Jadikan pelatihan Pelayanan Publik")
    write(page, {"Nama pelatihan": TRAINING})
    press(window, "Masukkan ke katalog")
    open_link(window, "Rencanakan sesi")
    days = {"Mulai": "2026-04-20", "Sampai": "2026-04-20"}
    enrol = {"Pendaftaran dibuka": "2026-04-08", "Pendaftaran ditutup": "2026-04-17"}
    place = {"Tempat": "Aula BKPSDM", "Kuota": "20", "Lama (JP) sesi ini": "8"}
    write(page, days | enrol | place)
    press(window, "Simpan")
    expect(page.get_by_text("Sesi tercatat di jadwal.")).to_be_visible()


def _two_of_them_enrol(town: Town) -> None:
    """Sari asks, Budi agrees and proposes Tono, Lala gives both a place."""
    sari = town.phone(town.sari)
    sari.go("/pelatihan/")
    page = open_link(sari, TRAINING)
    write(page, {"Untuk apa Anda memerlukannya": "Antrean di loket"})
    press(sari, "Daftar")
    expect(page.get_by_text("Menunggu atasan")).to_be_visible()

    budi = town.desk(town.budi)
    budi.go("/pelatihan/persetujuan/")
    page = open_link(budi, TRAINING)
    page.get_by_text("Usulkan pegawai Anda").click()
    write(page, {"Pegawai": "Tono"})
    press(budi, "Usulkan")
    page = budi.go("/pelatihan/persetujuan/")
    expect(page.get_by_text("Antrean di loket")).to_be_visible()
    press(budi, "Setujui")

    lala = town.desk(town.lala)
    lala.go("/pelatihan/kelola/")
    page = open_link(lala, TRAINING)
    for _ in range(2):
        press(lala, "Terima")
    expect(page.get_by_role("link", name=re.compile(r"^Diterima\s*2$"))).to_be_visible()


def _lala_settles_it(window: Visit) -> None:
    """Both were there, both passed."""
    page = window.go("/pelatihan/kelola/")
    open_link(window, TRAINING)
    open_link(window, "daftar hadir")
    press(window, "Simpan daftar hadir")
    open_link(window, "Lanjut ke hasil")
    press(window, "Tetapkan hasil")
    expect(page.get_by_text("Lulus", exact=True)).to_have_count(2)


def _sari_has_a_certificate(window: Visit) -> None:
    page = window.go("/pelatihan/saya/")
    expect(page.get_by_text("Lulus, ada sertifikat")).to_be_visible()


def _susi_asks_again(window: Visit) -> str:
    """The same questions in a new version, with a poster of its own."""
    page = window.go("/survei/")
    open_link(window, SURVEY)
    press(window, "Salin jadi versi baru")
    open_link(window, "Ubah")
    write(page, {"Ditutup": "2026-06-30"})
    press(window, "Simpan")
    return _susi_hangs_a_poster(window)


def _susi_publishes_again(window: Visit, before: str, after: str) -> None:
    """The survey has ended by itself; the page of its index shows both periods."""
    page = window.go("/survei/")
    open_link(window, SURVEY)  # the newer one stands first
    expect(page.get_by_text("Ditutup", exact=True)).to_be_visible()
    press(window, "Terbitkan indeks")
    expect(figure(page, "IKM")).to_have_text(after)
    for period in (f"30 Juni 2026 {after} Baik 30", f"26 Maret 2026 {before} Kurang Baik 30"):
        expect(page.get_by_role("row", name=period)).to_be_visible()


def _the_thread_tells_it_all(window: Visit, thread: str, before: str, after: str) -> None:
    page = window.go(thread)
    window.shot(f"kebutuhan-benang-{page.evaluate('innerWidth')}")
    for words in (*FOUND, NEED, MEASURE, TRAINING):
        expect(page.get_by_role("link", name=words).first).to_be_visible()
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"Saat kebutuhan dicatat: {before} poin (26 Maret 2026).")
    expect(main).to_contain_text(f"Terakhir: {after} poin (30 Juni 2026).")
    expect(page.get_by_text("Membaik")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(MEASURE))).to_be_visible()
    expect(main).to_contain_text("2 pegawai lulus sejak kebutuhan dicatat")
    assert window.faults() == []
