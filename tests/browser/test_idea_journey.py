"""A new route from an idea of staff, by the pages of those who take part in it.

In April the data of the buses show a route that loses passengers. Rina, who heads the transport
department, asks her people; Sari proposes a feeder, Tono makes her text better, five vote, Rina
decides. In May it becomes a goal with an indicator, and in July the page of the idea tells what
changed since.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import LazySettings
from playwright.sync_api import expect
from tests.browser.conftest import Visits
from tests.browser.steps import open_link, press, write
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

from kinerja.jobs.tasks import follow_idea_answers, follow_idea_spaces
from kinerja.people.account import Account
from kinerja.people.role import Role
from kinerja.records.seal import seal_events, verify_chain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUESTION = "Bagaimana penumpang Trayek R4 kembali naik bus?"
IDEA, OTHER = "Minibus dari perumahan ke halte R4", "Geser halte ke gerbang perumahan"
MEASURE, GOAL = "Penumpang Trayek R4 sebulan", "Trayek pengumpan FD-4 berjalan"
DAYS = {
    "Pengumpulan gagasan mulai": "2026-04-09",
    "Pembahasan mulai": "2026-04-16",
    "Keputusan mulai": "2026-04-23",
    "Pelaporan balik mulai": "2026-05-04",
    "Pemungutan suara sampai": "2026-04-26",
}


@pytest.fixture
def clock(settings: LazySettings, tmp_path: Path) -> Iterator[Traveller]:
    """It is 9.00 on Wednesday 8 April 2026."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-04-08T09:00:00+07:00", tick=True) as traveller:
        yield traveller


class Town:
    """The people with their accounts, and the windows in which they work."""

    def __init__(self, visit: Visits) -> None:
        an_agency(name="Pemerintah Kota Surabaya")
        office = a_unit("Dinas Perhubungan")
        routes = a_unit("Bidang Angkutan", office)
        self.visit = visit
        self.rina, self.budi = (
            an_account(a_head(name, unit)) for name, unit in (("Rina", office), ("Budi", routes))
        )
        self.sari, self.tono, self.wira = (
            an_account(a_member(name, routes)) for name in ("Sari", "Tono", "Wira")
        )
        self.wati = an_account(an_admin("Wati"))
        susi = a_person("Susi")
        a_role(susi, Role.Name.SURVEY_OFFICER)
        self.susi = an_account(susi)

    def desk(self, account: Account) -> Visit:
        return self.visit(account, size=DESK, live=True)

    def phone(self, account: Account, *, script: bool = True) -> Visit:
        return self.visit(account, size=PHONE, script=script, live=True)


def test_from_the_data_of_buses_to_a_new_route(visit: Visits, clock: Traveller) -> None:
    town = Town(visit)
    finding = _susi_loads_figures(town.desk(town.susi))
    space = _rina_asks_her_people(town.desk(town.rina), finding)

    _morning_of(clock, "2026-04-09")
    idea = _proposes(town.phone(town.sari), IDEA, "Dua minibus pada jam sibuk.")
    _proposes(town.phone(town.tono, script=False), OTHER, "Satu halte dipindahkan.")
    _morning_of(clock, "2026-04-16")
    _tono_makes_it_better(town.desk(town.tono), idea)
    _sari_takes_it_over(town.phone(town.sari), idea)

    _morning_of(clock, "2026-04-23")
    for at, account in enumerate((town.sari, town.tono, town.wira, town.budi, town.rina)):
        _votes(town.phone(account), space, OTHER if at == 4 else IDEA)
    _morning_of(clock, "2026-04-27")
    _rina_decides(town.desk(town.rina), space)

    _morning_of(clock, "2026-05-04")
    measure = _wati_makes_it_a_goal(town.desk(town.wati), idea)
    clock.move_to("2026-07-02T09:00:00+07:00")
    _wati_notes_a_figure(town.desk(town.wati), measure, "19.994", "2026-06-30")
    follow_idea_answers(timestamp=0)  # the worker, every hour

    for account in (town.sari, town.wira):
        window = town.phone(account)
        window.go(idea)
        expect(window.page.get_by_text("sekarang 19.994 penumpang")).to_be_visible()
        expect(window.page.get_by_text("Membaik")).to_be_visible()
    window = town.phone(town.sari)
    window.go("/kotak-masuk/")
    expect(window.page.get_by_text(f"Hasil gagasan “{IDEA}”").first).to_be_visible()
    seal_events()
    assert verify_chain().whole


def _morning_of(clock: Traveller, day: str) -> None:
    """The worker has run in the night; it is nine o'clock."""
    clock.move_to(f"{day}T00:05:00+07:00")
    follow_idea_spaces(timestamp=0)
    clock.move_to(f"{day}T09:00:00+07:00")


def _susi_loads_figures(window: Visit) -> str:
    """Passengers fall in September 2025; nobody has to look for it."""
    page = window.go("/data-layanan/")
    open_link(window, "Buat data baru")
    write(page, {"Nama data": "Angkutan umum", "Sumber data": "Aplikasi bus"})
    write(page, {"Unit kerja": "Dinas Perhubungan"})
    press(window, "Buat data")
    lines = ["Bulan;Tempat;Penumpang"]
    for at in range(27):  # until March 2026
        people = (21_000 if at < 20 else 15_900) + at * 7 % 5 * 60
        lines.append(f"{2024 + at // 12}-{at % 12 + 1:02};Trayek R4;{people}")
    file = {"name": "bus.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    page.get_by_label("Berkas").set_input_files([file])
    press(window, "Periksa berkas")
    write(page, {"Satuan Penumpang": "penumpang", "Arah Penumpang": "Makin tinggi makin baik"})
    press(window, "Muat angka")
    press(window, "Jadikan temuan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trayek R4 turun")
    return urlsplit(page.url).path


def _rina_asks_her_people(window: Visit, finding: str) -> str:
    page = window.go(finding)
    open_link(window, "Buka ruang gagasan")
    open_link(window, "Dinas Perhubungan")
    write(page, {"Pertanyaan": QUESTION} | DAYS)
    press(window, "Buka ruang")
    expect(page.get_by_text("Persiapan, dimulai 9 April 2026")).to_be_visible()
    return urlsplit(page.url).path


def _proposes(window: Visit, title: str, proposal: str) -> str:
    """From the space, which names the finding."""
    page = window.go("/gagasan/ruang/")
    open_link(window, QUESTION)
    open_link(window, "Ajukan gagasan")
    write(page, {"Judul": title, "Masalah": "Halte jauh dari perumahan.", "Usulan": proposal})
    press(window, "Ajukan")
    expect(page.get_by_text("Diajukan").first).to_be_visible()
    expect(page.get_by_role("link", name="Trayek R4 turun")).to_be_visible()
    return urlsplit(page.url).path


def _tono_makes_it_better(window: Visit, idea: str) -> None:
    page = window.go(idea)
    press(window, "Dukung")
    open_link(window, "Usulkan perubahan")
    write(page, {"Usulan": "Dua minibus tiap 20 menit pada jam sibuk."})
    write(page, {"Mengapa diubah": "Warga menunggu bila tahu jedanya."})
    press(window, "Kirim usulan")
    expect(page.locator("ins")).to_contain_text("tiap 20 menit")


def _sari_takes_it_over(window: Visit, idea: str) -> None:
    page = window.go(idea)
    open_link(window, "Tono")
    press(window, "Terima perubahan")
    expect(page.get_by_text("Sari, Tono.")).to_be_visible()
    expect(page.get_by_text("Dua minibus tiap 20 menit pada jam sibuk.")).to_be_visible()


def _votes(window: Visit, space: str, title: str) -> None:
    page = window.go(space)
    open_link(window, "Pilih gagasan")
    page.get_by_label(title).check()
    press(window, "Simpan pilihan")
    expect(page.get_by_text("Suara Anda tersimpan")).to_be_visible()


def _rina_decides(window: Visit, space: str) -> None:
    """The counts stand there now, and every idea gets its reason."""
    page = window.go(space)
    open_link(window, "Putuskan gagasan")
    expect(page.get_by_text("5 dari 5 orang yang diajak memilih")).to_be_visible()
    open_link(window, f"Putuskan {IDEA}")
    page.get_by_label("Diterima – akan dilaksanakan").check()
    write(page, {"Alasan": "Kita jadikan trayek tetap."})
    press(window, "Kirim jawaban")
    page = window.go(f"{space}keputusan/")
    open_link(window, f"Putuskan {OTHER}")
    page.get_by_label("Tidak diterima").check()
    write(page, {"Alasan": "Izinnya lama; minibus menjawab hal yang sama."})
    press(window, "Kirim jawaban")
    expect(page.get_by_text("Izinnya lama")).to_be_visible()


def _wati_makes_it_a_goal(window: Visit, idea: str) -> str:
    """With the figure of March, before the decision. The address of the indicator."""
    page = window.go(idea)
    open_link(window, "Jadikan sasaran baru")
    write(page, {"Indikator": MEASURE, "Satuan": "penumpang", "Target tahun pertama": "22.000"})
    press(window, "Buat sasaran")
    open_link(window, MEASURE)
    measure = urlsplit(page.url).path
    _wati_notes_a_figure(window, measure, "15.933", "2026-03-31")
    return measure


def _wati_notes_a_figure(window: Visit, measure: str, value: str, day: str) -> None:
    page = window.go(measure)
    open_link(window, "Catat nilai")
    page.get_by_label("Realisasi").check()
    write(page, {"Nilai": value, "Per tanggal": day, "Sumber": "Aplikasi bus"})
    press(window, "Simpan")
    expect(page.get_by_text(f"{value} penumpang").first).to_be_visible()
