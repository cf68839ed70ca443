"""Sheets that say too little: no heading that anybody knows, or the unit only in their name."""

from datetime import date

import pytest
from tests.people.imports.files import xlsx
from tests.people.make import a_unit

from kinerja.people.imports.plan import EmployeePlan, plan_employees
from kinerja.people.imports.sheet import read_workbook
from kinerja.people.unit import Unit

pytestmark = pytest.mark.django_db

BUDI, SITI, CICI, DEDI = (
    "198603162011011902",
    "198507152010012901",
    "198704172012012903",
    "198805182013011904",
)
TABLE = [["NIP", "Nama", "Jabatan"], [BUDI, "Budi", "Perawat Mahir"]]


@pytest.fixture(autouse=True)
def _units() -> None:
    town = a_unit("Pemerintah Kota Uji", code="KOTA", level=Unit.Level.AGENCY)
    office = a_unit("Dinas Kesehatan", town, code="DINKES", level=Unit.Level.DEVICE)
    a_unit("Puskesmas Naras", office, code="PKM-NARAS", level=Unit.Level.SERVICE)
    a_unit("Puskesmas Air Santok", office, code="PKM-AIR", level=Unit.Level.SERVICE)


def planned(content: bytes) -> EmployeePlan:
    return plan_employees(read_workbook(content, "berkas"), on=date(2026, 2, 1))


def test_people_below_an_unknown_heading_are_refused_not_passed_over() -> None:
    unknown = [["Kolom A", "Kolom B"], *[[nip, "X"] for nip in (SITI, CICI, DEDI)], ["Catatan"]]

    found = planned(xlsx(TABLE, sheet="Dinas Kesehatan", more={"Lama": unknown})).reports[2:]

    assert [(one.outcome.value, one.reasons[0].code) for one in found] == [
        ("ignore", "outside_table"),
        *[("refuse", "heading_unknown")] * 3,
        ("ignore", "outside_table"),
    ]
    assert SITI not in str([one.public() for one in found])


def test_an_example_in_a_note_is_passed_over() -> None:
    note = [["Petunjuk"], [f"Contoh: {SITI}"], [SITI]]

    found = planned(xlsx(TABLE, sheet="Dinas Kesehatan", more={"Petunjuk": note})).reports[2:]

    assert [one.outcome.value for one in found] == ["ignore"] * 3


@pytest.mark.parametrize("name", ["PKM Naras", "Pusk. Naras", "Naras", "PKM NARAS"])
def test_the_name_of_a_sheet_suggests_the_unit(name: str) -> None:
    row = planned(xlsx(TABLE, sheet=name)).reports[1]

    (reason,) = row.reasons
    assert (row.outcome.value, reason.code) == ("review", "unit_missing")
    assert reason.suggestions[0] == ("PKM-NARAS", "Puskesmas Naras (Dinas Kesehatan)")
    assert "Puskesmas Naras" in reason.message


def test_the_name_of_a_sheet_that_says_nothing_suggests_nothing() -> None:
    row = planned(xlsx(TABLE, sheet="Sheet1")).reports[1]

    assert [(reason.code, reason.suggestions) for reason in row.reasons] == [("unit_missing", ())]
