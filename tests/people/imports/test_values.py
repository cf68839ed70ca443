"""Education, money, classes, names and the columns of a few words."""

import pytest

from kinerja.people.imports.money import read_class, read_money
from kinerja.people.imports.names import Name, name_key, read_name
from kinerja.people.imports.schooling import read_education
from kinerja.people.imports.text import hidden, key, masked, shielded, tidy
from kinerja.people.imports.words import read_kind, read_kind_or_status, read_sex, read_status


@pytest.mark.parametrize(
    ("written", "level"),
    [
        *(("S-1", "S1"), ("S.1", "S1"), ("Strata 1", "S1"), ("Sarjana", "S1"), ("s1", "S1")),
        *(("D-III", "D3"), ("DIII", "D3"), ("D.III Kebidanan", "D3"), ("Diploma III", "D3")),
        *(("SLTA", "SMA"), ("SMU", "SMA"), ("SMK", "SMA"), ("SLTA Sederajat", "SMA")),
        *(("S2 / Magister", "S2"), ("Magister", "S2"), ("Doktor", "S3"), ("Ners", "Profesi")),
        *(("S1 Profesi Ners", "Profesi"), ("SLTP", "SMP"), ("Sarjana (S1)", "S1"), ("D.IV", "D4")),
    ],
)
def test_education_in_the_forms_people_write(written: str, level: str) -> None:
    assert read_education(written).value == level


def test_education_as_we_keep_it_stays_and_a_subject_does_not_matter() -> None:
    assert [read_education(text).outcome for text in ("S1", "SMA", "S1 Akuntansi")] == [
        "accept"
    ] * 3
    assert read_education("Akuntansi").outcome == "review"


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        *(("Rp 4.500.000,-", "4500000"), ("Rp. 4.500.000,00", "4500000"), ("4.500.000", "4500000")),
        *(("4,500,000.00", "4500000"), ("4,5 juta", "4500000"), ("IDR 4,500,000", "4500000")),
        *(("Rp4.500.000", "4500000"), ("4.500", "4500"), ("1.234.567,5", "1234567.5")),
    ],
)
def test_money_in_the_forms_people_write(written: str, rupiah: str) -> None:
    assert (read_money(written).value, read_money(written).outcome) == (rupiah, "fix")


def test_money_that_is_a_number_stays_and_words_are_for_a_person() -> None:
    assert (read_money(4500000.0).value, read_money(4500000.0).code) == ("4500000", "")
    assert [read_money(text).outcome for text in ("tiga juta", "4.50.000", -5)] == ["review"] * 3


def test_classes_of_posts() -> None:
    assert [read_class(text).value for text in ("9", "Kelas 9", 9.0, "IX")] == [9, 9, 9, 9]
    assert [read_class(text).outcome for text in ("18", "tinggi")] == ["review", "review"]
    assert [read_class(cell).outcome for cell in ("0", 0, 0.0)] == ["review"] * 3
    assert [read_class(cell).outcome for cell in ("-", "", None)] == ["accept"] * 3
    spelled = read_class("8 (delapan)")
    assert (spelled.value, spelled.outcome) == (8, "fix")
    assert read_class("8 (tujuh)").outcome == "review"


@pytest.mark.parametrize(
    ("written", "name", "outcome"),
    [
        ("Siti Aminah", Name("Siti Aminah"), "accept"),
        ("Siti Aminah, S.Kep., Ns.", Name("Siti Aminah", "", "S.Kep., Ns."), "accept"),
        ("Dr. H. Zainal, M.Kes", Name("Zainal", "Dr. H.", "M.Kes"), "accept"),
        ("drg. Rina Sari", Name("Rina Sari", "drg.", ""), "accept"),
        ("Ma'ruf Amin", Name("Ma'ruf Amin"), "accept"),
        ("M. Nur", Name("M. Nur"), "accept"),
        ("Siti Aminah S.Kep", Name("Siti Aminah", "", "S.Kep"), "fix"),
        ("H.Ahmad Fauzi SE", Name("Ahmad Fauzi", "H.", "SE"), "fix"),
        ("Siti  Aminah ", Name("Siti Aminah"), "fix"),
        ("Siti\u200bAminah", Name("SitiAminah"), "fix"),
        ("Santoso, Budi", Name("Santoso, Budi"), "review"),
        ("Budi 2", Name("Budi 2"), "review"),
        ("", None, "refuse"),
    ],
)
def test_names_and_their_titles(written: str, name: Name | None, outcome: str) -> None:
    reading = read_name(written)

    assert (reading.value, reading.outcome) == (name, outcome)


def test_titles_in_columns_of_their_own() -> None:
    assert read_name("Zainal", "Dr.", "M.Kes").value == Name("Zainal", "Dr.", "M.Kes")
    assert read_name("Zainal", "-", "").value == Name("Zainal")


def test_the_same_name_under_any_title() -> None:
    assert name_key("Dr. H. ZAINAL, M.Kes") == name_key("Zainal") == "zainal"


def test_columns_of_a_few_words() -> None:
    assert [read_sex(text).value for text in ("L", "Perempuan", "2", "wanita")] == [
        "male",
        "female",
        "female",
        "female",
    ]
    assert read_sex("x").outcome == "review"
    assert [read_kind(text).value for text in ("CPNS", "P3K", "-")] == ["pns", "pppk", None]
    assert read_kind("Honorer").code == "kind_unknown"
    assert read_status("Tugas Belajar").value == "study_leave"
    assert read_status("Pensiun").code == "person_has_left"
    kind, status = read_kind_or_status("Aktif")
    assert (kind.value, status.value) == (None, "active")
    kind, status = read_kind_or_status("Kawin")
    assert (kind.value, status.value) == (None, None)


def test_text_is_compared_and_hidden() -> None:
    assert tidy("\u00a0Dinas \n Kesehatan\u200b") == "Dinas Kesehatan"
    assert key("Dinas Pendidikan, Pemuda & Olahraga") == "dinas pendidikan pemuda dan olahraga"
    assert masked("NIK 1377014507850002") == "NIK *************002"
    assert shielded("1377014507850002") == "*************002"
    assert shielded("198507152010011905") == "198507152010011905"
    assert hidden("1985 0715") == "**** *715"
