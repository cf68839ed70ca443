"""A heading that a list prints again, on the next page, loses none of its columns."""

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

BUDI, SITI, CICI = "198603162011011902", "198507152010012901", "198704172012012903"
UPPER = ["No", "PEGAWAI", None, "Gol", "JABATAN", None, "ATASAN LANGSUNG", None, "Unit Kerja"]
LOWER = [None, "Nama", "NIP", None, "Nama", "TMT", "Nama", "NIP", None]
FIRST = [1, "Budi", BUDI, "IV/a", "Kepala Dinas Kesehatan", date(2024, 1, 2), None, None, "DINKES"]
SECOND = [2, "Siti", SITI, "III/a", "Perawat Mahir", date(2020, 4, 1), "Budi", BUDI, "DINKES"]
THIRD = [3, "Cici", CICI, "III/b", "Bidan Mahir", date(2021, 4, 1), "Budi", BUDI, "DINKES"]
SAID = ("nip", "name", "grade", "position", "position_since", "unit_code", "supervisor_nip")
OF_CICI = (CICI, "Cici", "III/b", "Bidan Mahir", "2021-04-01", "DINKES", BUDI)


@pytest.fixture(autouse=True)
def _office() -> None:
    town = a_unit("Pemerintah Kota Uji", code="KOTA", level=Unit.Level.AGENCY)
    a_unit("Dinas Kesehatan", town, code="DINKES", level=Unit.Level.DEVICE)


def judged(content: bytes) -> list[RowReport]:
    workbook = read_workbook(content, "berkas")
    return plan_employees(workbook, on=date(2026, 2, 1)).reports


def said(report: RowReport) -> tuple[Any, ...]:
    return tuple(report.values[name] for name in SAID)


def people(reports: list[RowReport]) -> list[RowReport]:
    return [one for one in reports if one.outcome.value != "ignore"]


@pytest.mark.parametrize(
    "numbers",
    [
        [],
        [list(range(1, 10))],
        [[f"({at})" for at in range(1, 10)]],
        [[f"{at}." for at in range(1, 10)]],
        [[f"kolom {at}" for at in range(1, 10)]],
        [[f"Kol. {at}" for at in range(1, 10)]],
        [[f"[{at}]" for at in range(1, 10)]],
    ],
)
def test_two_rows_with_the_number_in_the_lower_one(numbers: Rows) -> None:
    heading = [UPPER, LOWER, *numbers]
    merges = ("A1:A2", "B1:C1", "D1:D2", "E1:F1", "G1:H1", "I1:I2")

    reports = judged(xlsx([*heading, FIRST, SECOND, *heading, THIRD], merges=merges))

    first, second, third = people(reports)
    assert [one.outcome.value for one in reports if one not in (first, second, third)] == (
        ["ignore"] * 2 * len(heading)
    )
    assert said(second) == (
        *(SITI, "Siti", "III/a", "Perawat Mahir", "2020-04-01", "DINKES", BUDI),
    )
    assert said(third) == OF_CICI


@pytest.mark.parametrize("again", [[LOWER], [UPPER], [["No", *UPPER[1:]], LOWER]])
def test_a_heading_printed_again_in_part_or_unmerged(again: Rows) -> None:
    reports = people(judged(csv_file([UPPER, LOWER, FIRST, SECOND, *again, THIRD], sign=";")))

    assert len(reports) == 3
    assert said(reports[2])[:4] == OF_CICI[:4]
    assert said(reports[2])[5:] == OF_CICI[5:]


def test_three_rows_are_read_again_as_three() -> None:
    heading: Rows = [
        ["No", "PEGAWAI", None, "KEPEGAWAIAN", None, None, "ATASAN LANGSUNG", None, "Unit Kerja"],
        [None, "Identitas", None, "Gol", "JABATAN", None, "Identitas", None, None],
        [None, "Nama", "NIP", None, "Nama", "TMT", "Nama", "NIP", None],
    ]
    merges = ("B1:C1", "D1:F1", "G1:H1", "B2:C2", "E2:F2", "G2:H2")

    reports = people(judged(xlsx([*heading, FIRST, SECOND, *heading, THIRD], merges=merges)))

    assert [said(one) for one in reports[2:]] == [OF_CICI]


def test_a_second_table_with_other_columns_is_read_by_its_own_heading() -> None:
    other = ["NIP", "Nama", "Unit Kerja", "Gol"]

    reports = people(
        judged(xlsx([UPPER, LOWER, FIRST, [], other, [CICI, "Cici", "DINKES", "III/b"]]))
    )

    assert [reports[1].values[name] for name in ("nip", "name", "grade", "unit_code")] == (
        [CICI, "Cici", "III/b", "DINKES"]
    )
