"""Which titles lead which unit, in the words that offices use."""

import pytest

from kinerja.people.imports.posts import leads_unit


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Sekretaris", "Sekretariat"),
        ("Sekretaris", "Sekretariat Dinas Kesehatan"),
        ("Sekretaris Dinas", "Sekretariat Dinas Kesehatan"),
        ("Sekretaris Dinas Kesehatan", "Sekretariat Dinas Kesehatan"),
        ("Sekretaris Kecamatan", "Sekretariat"),
        ("Sekretaris Kecamatan", "Sekretariat Kecamatan Pariaman Tengah"),
        ("Kabid Pelayanan Kesehatan", "Bidang Pelayanan Kesehatan"),
        ("Kabid", "Bidang Pelayanan Kesehatan"),
        ("Kasubbag Umum dan Kepegawaian", "Subbagian Umum dan Kepegawaian"),
        ("Kasubag TU", "Subbagian Tata Usaha"),
        ("Ka. Subbag Tata Usaha", "Sub Bagian Tata Usaha"),
        ("Kasi Pemerintahan", "Seksi Pemerintahan"),
        ("Ka. UPTD", "UPTD Puskesmas Naras"),
        ("Ka. UPTD Puskesmas Naras", "Puskesmas Naras"),
        ("Ka. UPTD Puskesmas", "Puskesmas Naras"),
        ("Dokter Ahli Madya / Kepala Puskesmas", "Puskesmas Naras"),
        ("Dokter Ahli Madya merangkap Kepala Puskesmas Naras", "Puskesmas Naras"),
    ],
)
def test_heads(title: str, unit: str) -> None:
    assert leads_unit(title, unit)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Sekretaris", "Dinas Kesehatan"),
        ("Kabid Pelayanan Kesehatan", "Dinas Kesehatan"),
        ("Kabid Pelayanan Kesehatan", "Bidang Sumber Daya Kesehatan"),
        ("Kasi Pemerintahan", "Kecamatan Pariaman Tengah"),
        ("Kasubbag Tata Usaha", "Puskesmas Naras"),
        ("Sekretaris Kecamatan", "Sekretariat Dinas Kesehatan"),
        ("Ka. UPTD Puskesmas Naras", "Puskesmas Sikapak"),
        ("Pengadministrasi Sekretariat", "Sekretariat"),
        ("Staf Kabid", "Bidang Pelayanan Kesehatan"),
        ("Kabag", "Bidang Pelayanan Kesehatan"),
    ],
)
def test_no_heads(title: str, unit: str) -> None:
    assert not leads_unit(title, unit)
