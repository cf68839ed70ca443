"""The pages of an import in a real browser: sound in both sizes, whole without JavaScript."""

import pytest
from tests.browser.conftest import Visits
from tests.browser.visit import DESK, PHONE
from tests.people.imports.files import csv_file
from tests.people.make import a_unit, an_account, an_admin, an_agency

from kinerja.people.account import Account
from kinerja.people.person import Person

SITI, CICI, DEDI = "198507152010012951", "198704172012012952", "198805182013011953"
FILE = csv_file(
    [
        ["NIP", "Nama", "Unit Kerja", "Jabatan", "Tgl Lahir"],
        [SITI, "Siti Aminah, S.Kep", "Puskesmas Uji", "Perawat Mahir", "15 Juli 1985"],
        [CICI, "Cici", "Pusk. Uji", "Bidan Mahir", ""],
        [DEDI, "Dedi", "Puskesmas Uji", "Staf", "19-05-1988"],
        ["1,98E+17", "Eka", "Puskesmas Uji", "Staf", ""],
    ]
)


@pytest.fixture
def ani(transactional_db: None) -> Account:
    an_agency(name="Pemerintah Kota Uji")
    town = a_unit("Pemerintah Kota Uji", code="KOTA", level="agency")
    office = a_unit("Dinas Kesehatan", town, code="DINKES", level="device")
    a_unit("Puskesmas Uji", office, code="PKM-UJI", level="service")
    return an_account(an_admin("Ani Admin"))


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"])
def test_the_pages_are_sound(
    visit: Visits, ani: Account, size: tuple[int, int], dark: bool
) -> None:
    window = visit(ani, size=size, dark=dark)
    look = f"{size[0]}-{'gelap' if dark else 'terang'}"
    page = window.go("/impor/")
    assert window.faults() == []

    page.get_by_role("button", name="Periksa berkas").click()
    page.wait_for_selector("#galat")
    window.shot(f"impor-galat-{look}")
    assert window.faults() == []

    page.set_input_files(
        "input[type=file]", {"name": "pegawai.csv", "mimeType": "text/csv", "buffer": FILE}
    )
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_role("heading", level=1, name="pegawai.csv").wait_for()
    page.get_by_text("Alasan", exact=True).click()
    window.shot(f"impor-laporan-{look}")
    assert window.faults() == []

    window.follow(page.get_by_role("link", name="Kenalkan nama unit"))
    window.shot(f"impor-unit-{look}")
    assert window.faults() == []
    page.get_by_label("Puskesmas Uji (Dinas Kesehatan)").check()
    window.follow(page.get_by_role("button", name="Ingat sebutan ini"))
    window.follow(page.get_by_role("link", name="Perbaiki baris 4"))
    window.shot(f"impor-baris-{look}")
    assert window.faults() == []
    page.get_by_role("button", name="Simpan keputusan").click()
    page.wait_for_selector("#galat")
    assert window.faults() == []

    window.go("/impor/")
    window.shot(f"impor-daftar-{look}")
    assert window.faults() == []


def test_from_the_file_to_the_register_without_javascript(visit: Visits, ani: Account) -> None:
    page = visit(ani, size=PHONE, script=False).go("/impor/")

    page.set_input_files(
        "input[type=file]", {"name": "pegawai.csv", "mimeType": "text/csv", "buffer": FILE}
    )
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_role("link", name="Perbaiki baris 4").click()
    page.get_by_label("18-05-1988 (menurut NIP)").check()
    page.get_by_role("button", name="Simpan keputusan").click()
    page.get_by_text("Baris 4: dirapikan.").wait_for()
    page.get_by_role("button", name="Simpan 2 baris").click()
    page.get_by_text("2 baris disimpan.").wait_for()
    assert set(Person.objects.exclude(nip=None).values_list("name", flat=True)) == {
        "Siti Aminah",
        "Dedi",
    }

    page.get_by_role("link", name="Batalkan impor").click()
    page.get_by_label("Alasan").fill("Berkas yang salah")
    page.get_by_label("Saya sudah memeriksa").check()
    page.get_by_role("button", name="Batalkan impor").click()
    page.get_by_text("Impor dibatalkan").wait_for()
    assert set(Person.objects.exclude(nip=None).values_list("status", flat=True)) == {"withdrawn"}
