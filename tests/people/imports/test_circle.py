"""Superiors in the file who lead back to the same person."""

from datetime import date

import pytest
from tests.people.imports.files import xlsx
from tests.people.make import a_unit

from kinerja.people.imports.plan import plan_employees
from kinerja.people.imports.sheet import read_workbook
from kinerja.people.unit import Unit

pytestmark = pytest.mark.django_db

HEAD = ["NIP", "Nama", "Unit Kerja", "Jabatan", "NIP Atasan"]
BUDI, SITI, CICI, DEDI = (
    "198603162011011902",
    "198507152010012901",
    "198704172012012903",
    "198805182013011904",
)


def judged(*superiors: tuple[str, str, str]) -> list[tuple[str, list[str]]]:
    town = a_unit("Pemerintah Kota Uji", code="KOTA", level=Unit.Level.AGENCY)
    a_unit("Dinas Kesehatan", town, code="DINKES", level=Unit.Level.DEVICE)
    rows = [[nip, name, "DINKES", "Perawat Mahir", above] for nip, name, above in superiors]
    plan = plan_employees(read_workbook(xlsx([HEAD, *rows]), "berkas"), on=date(2026, 2, 1))
    return [
        (one.outcome.value, [r.code for r in one.reasons if r.outcome.value == "review"])
        for one in plan.reports[1:]
    ]


def test_two_who_name_each_other_though_neither_leads() -> None:
    circle = ("review", ["supervisor_circle"])

    assert judged((BUDI, "Budi", SITI), (SITI, "Siti", BUDI)) == [circle, circle]


def test_three_in_a_circle_and_one_below_them() -> None:
    circle = ("review", ["supervisor_circle"])

    found = judged(
        (BUDI, "Budi", SITI), (SITI, "Siti", CICI), (CICI, "Cici", BUDI), (DEDI, "Dedi", BUDI)
    )

    assert found == [circle, circle, circle, ("accept", [])]


def test_a_line_without_a_circle_is_no_doubt() -> None:
    found = judged((BUDI, "Budi", SITI), (SITI, "Siti", CICI), (CICI, "Cici", ""))

    assert [outcome for outcome, _ in found] == ["accept", "accept", "accept"]
