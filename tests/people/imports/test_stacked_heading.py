"""One person in two rows: "NAMA" stands above "NIP" in one column of the heading."""

from datetime import date
from typing import Any

import pytest
from tests.people.imports.files import Rows, csv_file, xlsx
from tests.people.make import a_unit

from kinerja.people.imports.outcome import RowReport
from kinerja.people.imports.plan import plan_employees
from kinerja.people.imports.sheet import read_workbook
from kinerja.people.unit import Unit

pytestmark = pytest.mark.django_db

BUDI, SITI = "198603162011011902", "198507152010012901"
SAID = ("nip", "name", "birth_date", "grade", "position", "unit_code")
OF_BUDI = (BUDI, "Budi", "1986-03-16", "III/a", "Perawat Mahir", "DINKES")
OF_SITI = (SITI, "Siti", "1985-07-15", "III/b", "Bidan Mahir", "DINKES")
UPPER = ["NO", "NAMA", "TEMPAT LAHIR", "GOL.", "JABATAN", "UNIT KERJA"]
LOWER = [None, "NIP", "TANGGAL LAHIR", None, None, None]
PEOPLE: Rows = [
    [1, "Budi", "Pariaman", "III/a", "Perawat Mahir", "Dinas Kesehatan"],
    [None, BUDI, "16-03-1986", None, None, None],
    [2, "Siti", "Binjai", "III/b", "Bidan Mahir", "Dinas Kesehatan"],
    [None, SITI, "15-07-1985", None, None, None],
]


@pytest.fixture(autouse=True)
def _office() -> None:
    town = a_unit("Pemerintah Kota Uji", code="KOTA", level=Unit.Level.AGENCY)
    a_unit("Dinas Kesehatan", town, code="DINKES", level=Unit.Level.DEVICE)


def judged(content: bytes) -> list[RowReport]:
    workbook = read_workbook(content, "berkas")
    return plan_employees(workbook, on=date(2026, 2, 1)).reports


def said(reports: list[RowReport]) -> list[tuple[Any, ...]]:
    """What was read of the rows that are people, all of which can be stored."""
    assert {one.outcome.value for one in reports} <= {"accept", "fix", "ignore"}
    return [
        tuple(one.values[name] for name in SAID) for one in reports if one.outcome.value != "ignore"
    ]


@pytest.mark.parametrize("number", ["NIP", "NIP PPPK", "NIP. BARU", "NIP/NRP"])
@pytest.mark.parametrize(
    "numbers",
    [
        [],
        [[1, 2, 3, 4, 5, 6]],
        [["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]],
        [["kolom 1", "kolom 2", "kolom 3", "kolom 4", "kolom 5", "kolom 6"]],
    ],
)
def test_name_above_number(number: str, numbers: Rows) -> None:
    lower = [None, number, *LOWER[2:]]
    merges = ("A1:A2", "D1:D2", "E1:E2", "F1:F2")

    assert said(judged(xlsx([UPPER, lower, *numbers, *PEOPLE], merges=merges))) == (
        [OF_BUDI, OF_SITI]
    )
    assert said(judged(csv_file([UPPER, lower, *numbers, *PEOPLE]))) == [OF_BUDI, OF_SITI]


def test_number_above_name_never_takes_the_number_of_the_next_person() -> None:
    upper = ["NO", "NIP", "TANGGAL LAHIR", "GOL.", "JABATAN", "UNIT KERJA"]
    lower = [None, "NAMA", "TEMPAT LAHIR", None, None, None]
    rows: list[list[Any]] = []
    for first, second in ((PEOPLE[0], PEOPLE[1]), (PEOPLE[2], PEOPLE[3])):
        rows += [[first[0], second[1], second[2], *first[3:]], [None, first[1], first[2]]]

    assert said(judged(xlsx([upper, lower, *rows]))) == [OF_BUDI, OF_SITI]


def test_under_a_group_and_printed_again() -> None:
    group = ["NO", "DATA PEGAWAI", None, "KEPEGAWAIAN", None, None]
    heading = [group, [None, *UPPER[1:]], LOWER]
    merges = ("A1:A3", "B1:C1", "D1:F1", "D2:D3", "E2:E3", "F2:F3")

    assert said(judged(xlsx([*heading, *PEOPLE[:2], *heading, *PEOPLE[2:]], merges=merges))) == (
        [OF_BUDI, OF_SITI]
    )


def test_grade_below_rank_and_date_below_place_with_the_number_in_its_own_column() -> None:
    upper = ["NO", "NAMA", "NIP", "TEMPAT LAHIR", "PANGKAT", "JABATAN", "UNIT KERJA"]
    lower = [None, None, None, "TANGGAL LAHIR", "GOL. RUANG", None, None]
    rows: Rows = [
        [1, "Budi", BUDI, "Pariaman", "Penata Muda", "Perawat Mahir", "DINKES"],
        [None, None, None, "16-03-1986", "III/a", None, None],
        [2, "Siti", SITI, "Binjai", "Penata Muda Tingkat I", "Bidan Mahir", "DINKES"],
        [None, None, None, date(1985, 7, 15), "III/b", None, None],
    ]

    assert said(judged(xlsx([upper, lower, *rows]))) == [OF_BUDI, OF_SITI]


def test_a_signature_with_its_number_below_is_no_person() -> None:
    foot: Rows = [
        [],
        [None, "Kota Uji, 2 Januari 2026"],
        [None, "Kepala Dinas"],
        [],
        [None, "Cici"],
        [None, "NIP. 198704172012012903"],
    ]

    assert said(judged(xlsx([UPPER, LOWER, *PEOPLE, *foot]))) == [OF_BUDI, OF_SITI]
