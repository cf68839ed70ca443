"""Units from a file: the tree, doubts about parents, conflicts, storing and undo."""

from datetime import date
from typing import Any

import pytest
from tests.people.imports.files import Rows, csv_file, xlsx
from tests.people.make import a_position, a_unit

from kinerja.people.imports.applying import import_file
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.organisation import plan_organisation
from kinerja.people.imports.outcome import RowReport
from kinerja.people.imports.sheet import read_workbook
from kinerja.people.imports.undo import ImportRestedOn, undo_batch
from kinerja.people.imports.unit_level import level_of
from kinerja.people.unit import Unit
from kinerja.records.event import Event
from kinerja.records.refusals import FileRefused

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 1)
HEAD = ["Kode Unor", "Nama Unor", "Kode Induk", "Eselon"]
TOWN = ["1", "Pemerintah Kota Uji", None, None]
OFFICE = ["11", "Dinas Kesehatan", "1", "II.b"]
CENTRE = ["111", "Puskesmas Naras", "11", None]


def judged(*lines: Any, head: Any = HEAD) -> list[RowReport]:
    content = xlsx([head, *lines])
    return plan_organisation(read_workbook(content)).reports[1:]


def said(reports: list[RowReport]) -> list[tuple[str, list[str]]]:
    return [(one.outcome.value, [reason.code for reason in one.reasons]) for one in reports]


def imported(lines: Rows) -> list[str]:
    plan = import_file(
        kind="organisation", file_name="unor.xlsx", content=xlsx(lines), by=None, on=TODAY
    )
    return [report.outcome.value for report in plan.reports]


def test_a_tree_is_stored_whatever_the_order_of_its_rows() -> None:
    assert imported([HEAD, CENTRE, OFFICE, TOWN]) == ["ignore", "accept", "accept", "accept"]

    town = Unit.objects.get(code="1")
    assert [(unit.code, unit.level, unit.depth) for unit in Unit.objects.under(town)] == [
        ("1", "agency", 0),
        ("11", "device", 1),
        ("111", "service", 2),
    ]


def test_the_same_file_again_changes_nothing() -> None:
    imported([HEAD, TOWN, OFFICE, CENTRE])
    before, events = list(Unit.objects.values()), Event.objects.count()

    assert imported([HEAD, TOWN, OFFICE, CENTRE]) == ["ignore", "merge", "merge", "merge"]

    assert list(Unit.objects.values()) == before
    assert Event.objects.count() == events


def test_title_header_of_two_rows_numbers_sums_and_signature() -> None:
    reports = plan_organisation(
        read_workbook(
            csv_file(
                [
                    ["STRUKTUR ORGANISASI"],
                    ["No", "Unit Organisasi", "", "Induk", "", "Tingkat"],
                    ["", "Kode", "Nama", "Kode", "Nama", ""],
                    ["1", "2", "3", "4", "5", "6"],
                    ["1", "1", "Pemerintah Kota Uji", "", "", "Instansi"],
                    ["2", "11", " Dinas  Kesehatan", "1", "Pemerintah Kota Uji", "Dinas"],
                    ["", "", "Jumlah", "2", "", ""],
                    [],
                    ["", "", "Kota Uji, 1 Januari 2026"],
                ],
                sign=";",
            )
        )
    ).reports

    assert said(reports) == [
        ("ignore", ["title"]),
        ("ignore", ["header"]),
        ("ignore", ["header"]),
        ("ignore", ["column_numbers"]),
        ("accept", []),
        ("fix", ["name_spaces"]),
        ("ignore", ["subtotal"]),
        ("ignore", ["blank"]),
        ("ignore", ["signature"]),
    ]
    assert reports[5].values == {
        "code": "11",
        "name": "Dinas Kesehatan",
        "parent_code": "1",
        "parent_name": "Pemerintah Kota Uji",
        "level": "device",
    }


def test_parents_by_name() -> None:
    head = ["Kode", "Nama Unit", "Unit Induk"]
    office = ["11", "Dinas Kesehatan", "PEMERINTAH KOTA UJI"]

    reports = judged(["1", "Pemerintah Kota Uji", None], office, head=head)

    assert said(reports) == [("accept", []), ("accept", [])]
    assert reports[1].values["parent_code"] == "1"


def test_doubtful_parents_and_all_below_them_are_for_a_person() -> None:
    assert said(judged(TOWN, ["11", "Dinas Kesehatan", "9", None], CENTRE)) == [
        ("accept", []),
        ("review", ["parent_unknown"]),
        ("review", ["parent_waits"]),
    ]
    assert said(judged(TOWN, ["11", "Dinas Kesehatan", None, None])) == [
        ("accept", []),
        ("review", ["parent_missing"]),
    ]


def test_circles_are_for_a_person() -> None:
    reports = judged(
        TOWN,
        ["11", "Dinas Kesehatan", "111", None],
        CENTRE,
        ["12", "Dinas Pendidikan", "12", None],
    )

    assert said(reports) == [
        ("accept", []),
        ("review", ["parent_circle"]),
        ("review", ["parent_circle"]),
        ("review", ["parent_circle"]),
    ]


def test_a_long_chain_ends_somewhere() -> None:
    """Thousands of units under each other take no time, and are not stored."""
    chain = [[f"{n}", f"Unit {n}", f"{n - 1}" if n else None, None] for n in range(3_000)]

    reports = judged(*chain)

    assert [one.outcome.value for one in reports[:21]] == ["accept"] * 21
    assert {one.outcome.value for one in reports[21:]} == {"review"}


def test_rows_with_the_same_code() -> None:
    other = ["11", "Dinas Pendidikan", "1", "II.b"]

    assert said(judged(TOWN, OFFICE, OFFICE)) == [
        ("accept", []),
        ("accept", []),
        ("merge", ["duplicate"]),
    ]
    assert said(judged(TOWN, OFFICE, other)) == [
        ("accept", []),
        ("review", ["duplicate_conflict"]),
        ("review", ["duplicate_conflict"]),
    ]


def test_the_same_name_twice_under_one_parent_is_for_a_person() -> None:
    assert said(judged(TOWN, OFFICE, ["12", "DINAS KESEHATAN", "1", None]))[1:] == [
        ("review", ["name_twice"]),
        ("review", ["name_twice"]),
    ]


@pytest.mark.parametrize(
    ("line", "outcome", "code"),
    [
        ([None, "Dinas Sosial", "1", "II.b"], "refuse", "code_missing"),
        (["12", None, "1", "II.b"], "refuse", "name_missing"),
        (["1" * 41, "Dinas Sosial", "1", None], "refuse", "code_long"),
        ([1.1, "Dinas Sosial", "1", None], "review", "code_number"),
        (["12", "Dinas Sosial", "1", "bintang lima"], "review", "level_unknown"),
        ([" 12 ", "Dinas Sosial", "1", None], "fix", "code_spaces"),
        ([12, "Dinas Sosial", 1, None], "accept", None),
    ],
)
def test_codes_names_and_levels(line: list[Any], outcome: str, code: str | None) -> None:
    assert said(judged(TOWN, line))[1] == (outcome, [code] if code else [])


def test_a_file_without_codes_gets_them_from_the_names() -> None:
    reports = judged(
        ["Pemerintah Kota Uji", None],
        ["Dinas Kesehatan", "Pemerintah Kota Uji"],
        head=["Nama Unit", "Unit Induk"],
    )

    assert [(one.outcome.value, one.values["code"]) for one in reports] == [
        ("fix", "PEMERINTAH-KOTA-UJI"),
        ("fix", "DINAS-KESEHATAN"),
    ]


def test_differences_from_the_stored_unit_are_conflicts() -> None:
    town = a_unit("Pemerintah Kota Uji", code="1", level="agency")
    a_unit("Dinas Kesehatan", town, code="11", level="device")
    a_unit("Dinas Sosial", town, code="12", level="device")

    reports = judged(
        TOWN,
        ["11", "Dinas Kesehatan dan KB", "1", None],
        ["12", "Dinas Sosial", "11", "Bidang"],
    )

    assert said(reports) == [
        ("merge", ["already_stored"]),
        ("review", ["db_name"]),
        ("review", ["db_parent", "db_level"]),
    ]


@pytest.mark.parametrize(
    ("name", "said_text", "parent", "level"),
    [
        ("Pemerintah Kota Uji", "", None, "agency"),
        ("Dinas Kesehatan", "II.b", Unit.Level.AGENCY, "device"),
        ("Bagian Umum", "III.a", Unit.Level.DEVICE, "division"),
        ("Kecamatan Uji", "III.a", Unit.Level.AGENCY, "district"),
        ("Kelurahan Uji", "IV.a", Unit.Level.DISTRICT, "village"),
        ("UPTD Labkes", "IV.a", Unit.Level.DEVICE, "service"),
        ("SDN 01 Uji", "", Unit.Level.DEVICE, "service"),
        ("Seksi Gizi", "", Unit.Level.DIVISION, "section"),
        ("Tim Khusus", "Bidang", Unit.Level.DEVICE, "division"),
        ("Tim Khusus", "", Unit.Level.DEVICE, "division"),
        ("Tim Khusus", "3", Unit.Level.DIVISION, "section"),
    ],
)
def test_levels(name: str, said_text: str, parent: Unit.Level | None, level: str) -> None:
    assert level_of(name, said_text, parent) == level


def test_a_file_without_units_is_refused() -> None:
    with pytest.raises(FileRefused, match="Tabel organisasi"):
        judged(["x"], head=["halo"])


def test_undo_takes_the_units_away_unless_something_stands_in_them() -> None:
    imported([HEAD, TOWN, OFFICE, CENTRE])
    batch = ImportBatch.objects.get()
    post = a_position(Unit.objects.get(code="111"))

    with pytest.raises(ImportRestedOn, match="Puskesmas Naras"):
        undo_batch(batch=batch, by=None, on=TODAY)
    post.delete()
    undo_batch(batch=batch, by=None, on=TODAY)

    assert not Unit.objects.exists()
    assert Event.objects.named("unit.withdrawn").count() == 3
    assert imported([HEAD, TOWN, OFFICE, CENTRE]) == ["ignore", "accept", "accept", "accept"]
