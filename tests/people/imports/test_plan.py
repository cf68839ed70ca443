"""Rows of people, each with its outcome: the layouts and doubts that real files have."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from tests.people.imports.files import Rows, csv_file, ods, xls, xlsx
from tests.people.make import a_person, a_unit, an_assignment, head_post

from kinerja.people.imports.outcome import RowReport
from kinerja.people.imports.plan import plan_employees
from kinerja.people.imports.sheet import read_workbook
from kinerja.people.unit import Unit, UnitName
from kinerja.records.refusals import FileRefused

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 1)
SITI, BUDI, CICI, DEDI, EKA = (
    "198507152010012901",
    "198603162011011902",
    "198704172012012903",
    "198805182013011904",
    "198906192014012905",
)
HEAD = ["NIP", "Nama", "Unit Kerja"]


@pytest.fixture
def health() -> Unit:
    """The town, its health office, and a health centre."""
    town = a_unit("Pemerintah Kota Uji", code="KOTA", level=Unit.Level.AGENCY)
    office = a_unit("Dinas Kesehatan", town, code="DINKES", level=Unit.Level.DEVICE)
    a_unit("Puskesmas Naras", office, code="PKM-NARAS", level=Unit.Level.SERVICE)
    a_unit("Dinas Pendidikan", town, code="DISDIK", level=Unit.Level.DEVICE)
    return office


def judged(content: bytes, **options: Any) -> list[RowReport]:
    return plan_employees(read_workbook(content, "berkas"), on=TODAY, **options).reports


def outcomes(content: bytes) -> list[str]:
    return [report.outcome.value for report in judged(content)]


def codes(report: RowReport) -> list[str]:
    return [reason.code for reason in report.reasons]


def rows(*lines: Sequence[Any], head: Sequence[str] = HEAD) -> Rows:
    return [head, *lines]


# --- The layout of a sheet


def test_title_merged_header_numbers_sections_sums_and_signature(health: Unit) -> None:
    """The whole of a list as a personnel office prints it; every row has one outcome."""
    report = judged(
        xlsx(
            [
                ["DAFTAR PEGAWAI KOTA UJI"],
                [],
                ["NO", "NAMA", "NIP", "PANGKAT", None, "JABATAN", None, "ATASAN LANGSUNG", None],
                [None, None, None, "GOL", "TMT", "NAMA", "TMT", "NAMA", "NIP"],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
                ["I", "DINAS KESEHATAN"],
                [1, "Budi", BUDI, "IV/a", None, "Kepala Dinas Kesehatan", None, None, None],
                [2, "Siti", SITI, "III/a", None, "Perawat Mahir", None, "Budi", BUDI],
                ["Jumlah", 2],
                [],
                ["II", "PUSKESMAS NARAS"],
                [1, "Cici", CICI, "III/a", None, "Bidan Mahir", date(2020, 3, 1), "Budi", BUDI],
                ["Jumlah", 1],
                ["JUMLAH SELURUHNYA", 3],
                [],
                [None, None, None, None, None, "Kota Uji, 2 Januari 2026"],
                [None, None, None, None, None, "Kepala BKPSDM"],
                [None, None, None, None, None, "Drs. Rahman"],
                [None, None, None, None, None, "NIP. 196501011990031901"],
            ],
            merges=["A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:I3"],
        )
    )

    assert [(one.row, one.outcome.value, codes(one)) for one in report] == [
        (1, "ignore", ["title"]),
        (2, "ignore", ["blank"]),
        (3, "ignore", ["header"]),
        (4, "ignore", ["header"]),
        (5, "ignore", ["column_numbers"]),
        (6, "ignore", ["section"]),
        (7, "accept", []),
        (8, "accept", []),
        (9, "ignore", ["subtotal"]),
        (10, "ignore", ["blank"]),
        (11, "ignore", ["section"]),
        (12, "accept", []),
        (13, "ignore", ["subtotal"]),
        (14, "ignore", ["subtotal"]),
        (15, "ignore", ["blank"]),
        (16, "ignore", ["signature"]),
        (17, "ignore", ["signature"]),
        (18, "ignore", ["signature"]),
        (19, "ignore", ["signature"]),
    ]
    siti, cici = report[7].values, report[11].values
    assert (siti["unit"], siti["position"], siti["supervisor_nip"]) == (
        "Dinas Kesehatan",
        "Perawat Mahir",
        BUDI,
    )
    assert (cici["unit"], cici["position_since"]) == ("Puskesmas Naras", "2020-03-01")


def test_groups_without_merged_cells(health: Unit) -> None:
    """A CSV knows no merged cells; the group spreads to the right."""
    report = judged(
        csv_file(
            [
                ["PEGAWAI YANG DINILAI", "", "PEJABAT PENILAI", "", "ATASAN PEJABAT PENILAI", ""],
                ["NAMA", "NIP", "NAMA", "NIP", "NAMA", "NIP"],
                ["Budi", BUDI, "", "", "", ""],
                ["Siti", SITI, "Budi", BUDI, "Cici", CICI],
            ],
            sign=";",
        )
    )

    assert [one.outcome.value for one in report] == ["ignore", "ignore", "accept", "accept"]
    assert report[3].values["nip"] == SITI
    assert report[3].values["supervisor_nip"] == BUDI


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_hidden_rows_and_sheets_are_passed_over(make: Any, health: Unit) -> None:
    report = judged(
        make(
            rows(
                [SITI, "Siti", "Dinas Kesehatan"],
                [BUDI, "Budi", "Dinas Kesehatan"],
                [CICI, "Cici", "Dinas Kesehatan"],
            ),
            hidden=[3],
        )
    )

    assert [(one.outcome.value, codes(one)) for one in report if one.sheet == "Data"] == [
        ("ignore", ["header"]),
        ("accept", []),
        ("ignore", ["hidden_row"]),
        ("accept", []),
    ]


def test_a_hidden_sheet_and_a_sheet_without_a_table(health: Unit) -> None:
    report = judged(
        xlsx(
            rows([SITI, "Siti", "Dinas Kesehatan"]),
            more={"Petunjuk": [["Isi NIP tanpa spasi"]]},
            hidden_sheets={"Arsip": rows([BUDI, "Budi", "Dinas Kesehatan"])},
        )
    )

    assert [(one.sheet, one.outcome.value, codes(one)) for one in report] == [
        ("Data", "ignore", ["header"]),
        ("Data", "accept", []),
        ("Petunjuk", "ignore", ["outside_table"]),
        ("Arsip", "ignore", ["hidden_sheet"]),
        ("Arsip", "ignore", ["hidden_sheet"]),
    ]


def test_a_merged_cell_lends_its_unit_to_every_row_it_covers(health: Unit) -> None:
    lines = rows([SITI, "Siti", "Dinas Kesehatan"], [BUDI, "Budi", None], [CICI, "Cici", None])

    report = judged(xlsx(lines, merges=["C2:C3"]))
    also = judged(ods(lines, down=(2, 3, 2)))

    for one in (report, also):
        data = [row for row in one if row.sheet == "Data"]
        assert [row.outcome.value for row in data] == ["ignore", "accept", "accept", "review"]
        assert data[2].values["unit"] == "Dinas Kesehatan"
        assert codes(data[3]) == ["unit_missing"]


def test_a_legend_beside_the_table_is_no_part_of_it(health: Unit) -> None:
    report = judged(
        xlsx(
            [
                ["NIP", "Nama", "Jenis Kelamin", None, "Jenis Kelamin"],
                [SITI, "Siti", "P", None, "L = laki-laki"],
                [BUDI, "Budi", "L", None, "P = perempuan"],
                [None, None, None, None, "x"],
            ]
        )
    )

    assert [one.outcome.value for one in report] == ["ignore", "accept", "accept", "ignore"]
    assert codes(report[3]) == ["legend"]


def test_the_number_below_the_name(health: Unit) -> None:
    report = judged(
        xlsx(
            [
                ["No", "Nama / NIP", "Golongan"],
                [1, "Siti, S.Kep", "III/a"],
                [None, SITI, None],
                [2, f"Budi\n{BUDI}", "III/a"],
            ]
        )
    )

    assert [(one.outcome.value, one.values.get("nip")) for one in report[1:]] == [
        ("accept", SITI),
        ("ignore", None),
        ("accept", BUDI),
    ]
    assert report[1].values["name"] == "Siti"


def test_a_second_list_on_the_sheet_has_its_own_unit_and_columns(health: Unit) -> None:
    report = judged(
        xlsx(
            [
                ["DINAS KESEHATAN"],
                ["No", "Nama", "NIP", "Jabatan"],
                [1, "Siti", SITI, "Staf"],
                ["Mengetahui"],
                ["Kepala Dinas Kesehatan"],
                ["NIP. 196501011990031901"],
                ["PUSKESMAS NARAS"],
                ["No", "NIP", "Nama", "Jabatan"],
                [1, BUDI, "Budi", "Staf"],
            ]
        )
    )

    assert [(one.row, one.values["unit"]) for one in report if one.outcome == "accept"] == [
        (3, "Dinas Kesehatan"),
        (9, "Puskesmas Naras"),
    ]


def test_a_second_list_without_a_title_has_no_unit(health: Unit) -> None:
    """The unit of the list before must not be taken over in silence."""
    report = judged(
        xlsx(
            [
                ["DINAS KESEHATAN"],
                ["No", "Nama", "NIP", "Jabatan"],
                [1, "Siti", SITI, "Staf"],
                ["Mengetahui"],
                ["No", "Nama", "NIP", "Jabatan"],
                [1, "Budi", BUDI, "Staf"],
            ]
        )
    )

    assert [(one.row, codes(one)) for one in report if one.outcome == "review"] == [
        (6, ["unit_missing"])
    ]


@pytest.mark.parametrize(
    "top",
    [
        [["Unit Kerja : Puskesmas Naras"]],
        [["DAFTAR PEGAWAI PUSKESMAS NARAS TAHUN 2026"]],
        [["Unit Kerja :", "Puskesmas Naras"]],
    ],
)
def test_the_title_of_a_sheet_gives_the_unit(top: Rows, health: Unit) -> None:
    report = judged(xlsx([*top, ["NIP", "Nama", "Jabatan"], [SITI, "Siti", "Bidan Mahir"]]))

    assert (report[-1].outcome, report[-1].values["unit"]) == ("accept", "Puskesmas Naras")


def test_the_name_of_a_sheet_gives_the_unit(health: Unit) -> None:
    report = judged(xlsx([["NIP", "Nama"], [SITI, "Siti"]], sheet="Puskesmas Naras"))

    assert (report[-1].outcome, report[-1].values["unit"]) == ("accept", "Puskesmas Naras")


def test_empty_seats_and_numbered_empty_lines_are_no_people(health: Unit) -> None:
    head = ["No", "NIP", "Nama", "Jabatan", "Unit Kerja"]

    report = judged(
        xlsx(
            rows(
                [1, None, None, "Kepala Seksi Gizi", "Dinas Kesehatan"],
                [2, "-", "LOWONG", "Kepala Seksi Umum", "Dinas Kesehatan"],
                [3, SITI, "Siti", "Staf", "Dinas Kesehatan"],
                [4, None, None, None, None],
                head=head,
            )
        )
    )

    assert [(one.outcome.value, codes(one)) for one in report[1:]] == [
        ("ignore", ["vacant"]),
        ("ignore", ["vacant"]),
        ("accept", []),
        ("ignore", ["note"]),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (csv_file([["halo"], ["apa kabar"]]), "kolom NIP dan Nama"),
        (csv_file([["No", "Nama"], ["1", "Siti"]]), "kolom NIP dan Nama"),
        (csv_file([["No", "NIP"], ["1", SITI]]), "kolom NIP dan Nama"),
        (b"Yang terhormat,\nbersama ini kami sampaikan.\n", "kolom NIP dan Nama"),
        (xlsx([["x"]], hidden_sheets={"A": [["NIP", "Nama"], [SITI, "Siti"]]}), "disembunyikan"),
    ],
)
def test_a_file_without_a_table_of_people_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        judged(content)


# --- The values of a row


@pytest.mark.parametrize(
    ("line", "outcome", "code"),
    [
        ([SITI, "Siti"], "accept", None),
        (["19850715 201001 2 901", "Siti"], "fix", "nip_spaces"),
        ([198507152010012901, "Siti"], "refuse", "nip_float"),
        (["1377014507850002", "Siti"], "refuse", "nip_citizen_number"),
        (["-", "Siti"], "refuse", "nip_missing"),
        ([SITI, None], "refuse", "name_missing"),
        (["199001012021211905", "Siti"], "accept", None),
    ],
)
def test_numbers_decide_first(
    line: list[Any], outcome: str, code: str | None, health: Unit
) -> None:
    report = judged(xlsx(rows([*line, "Dinas Kesehatan"])))[-1]

    assert report.outcome == outcome
    assert codes(report) == ([code] if code else [])


def test_numbers_of_refused_rows_are_hidden_everywhere(health: Unit) -> None:
    head = ["NIP", "Nama", "Unit Kerja", "NIP Atasan"]
    lines = rows(
        ["1377014507850002", "Siti 1377014507850002", "Dinas Kesehatan", BUDI],
        ["19850715201001290", "Budi", "Dinas Kesehatan", "1377014507850003"],
        head=head,
    )

    told = str([report.public() for report in judged(xlsx(lines))])

    for number in ("1377014507850002", "19850715201001290", BUDI, "1377014507850003"):
        assert number not in told
    assert "*************002" in told


def test_a_citizen_number_in_another_column_is_hidden_too(health: Unit) -> None:
    lines = rows([SITI, "Siti", "Dinas Kesehatan", "1377014507850002"], head=[*HEAD, "NIP Atasan"])

    report = judged(xlsx(lines))[-1]

    assert (report.outcome, codes(report)) == ("review", ["supervisor_nip_unreadable"])
    assert "1377014507850002" not in str(report.public())


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("Tanggal Lahir", date(1985, 7, 16), "birth_date_conflict"),
        ("Tanggal Lahir", "31-02-1985", "date_impossible"),
        ("Jenis Kelamin", "L", "sex_conflict"),
        ("Jenis Pegawai", "PPPK", "kind_conflict"),
        ("Golongan", "IX", "grade_kind_conflict"),
        ("TMT CPNS", date(2011, 1, 1), "start_date_conflict"),
        ("TMT Jabatan", date(2026, 3, 1), "position_since_future"),
        ("Pendidikan", "Akuntansi", "education_unknown"),
        ("Gaji Pokok", "tiga juta", "money_unreadable"),
        ("Kedudukan", "Pensiun", "person_has_left"),
        ("Jabatan", "Plt. Kepala Dinas Kesehatan", "position_acting"),
    ],
)
def test_what_contradicts_the_number_or_itself_is_for_a_person(
    heading: str, cell: Any, code: str, health: Unit
) -> None:
    lines = rows([SITI, "Siti", "Dinas Kesehatan", cell], head=[*HEAD, heading])

    report = judged(xlsx(lines))[-1]

    assert report.outcome == "review"
    assert code in codes(report)


def test_a_fix_tells_what_was_found_and_what_is_stored(health: Unit) -> None:
    lines = rows(
        [SITI, "Siti", "Dinas Kesehatan", "IIIa", "15 Juli 85"],
        head=[*HEAD, "Gol. Ruang", "Tgl. Lahir"],
    )

    report = judged(xlsx(lines))[-1].public()

    assert report["outcome"] == "fix"
    assert [
        (one["code"], one["column"], one["found"], one["stored"]) for one in report["reasons"]
    ] == [
        ("grade_form", "Gol. Ruang", "IIIa", "III/a"),
        ("date_two_digit_year", "Tgl. Lahir", "15 Juli 85", "1985-07-15"),
    ]
    assert report["values"]["birth_date"] == "1985-07-15"


# --- Units


@pytest.mark.parametrize(
    ("written", "outcome", "code"),
    [
        ("Dinas Kesehatan", "accept", None),
        ("DINAS  KESEHATAN", "accept", None),
        ("DINKES", "accept", None),  # its code
        ("Dinkes Kota Uji", "review", "unit_unknown"),
        ("Pusk. Naras", "review", "unit_unknown"),
        ("Dinas Kesehatn", "review", "unit_unknown"),
        ("Puskesmas Naras, Dinas Kesehatan", "accept", None),
        (None, "review", "unit_missing"),
    ],
)
def test_units_by_name_and_doubts(
    written: str | None, outcome: str, code: str | None, health: Unit
) -> None:
    report = judged(xlsx(rows([SITI, "Siti", written])))[-1]

    assert report.outcome == outcome
    assert codes(report) == ([code] if code else [])


def test_an_abbreviation_is_a_suggestion_until_somebody_confirms_it(health: Unit) -> None:
    content = xlsx(rows([SITI, "Siti", "Pusk. Naras"]))
    reason = judged(content)[-1].reasons[0]
    assert reason.suggestions == (("PKM-NARAS", "Puskesmas Naras (Dinas Kesehatan)"),)

    unit = Unit.objects.get(code="PKM-NARAS")
    UnitName.objects.create(unit=unit, name="Pusk. Naras", confirmed=True)

    report = judged(content)[-1]
    assert (report.outcome, codes(report)) == ("fix", ["unit_alias"])
    assert report.values["unit"] == "Puskesmas Naras"


def test_an_old_name_that_nobody_confirmed_is_a_suggestion(health: Unit) -> None:
    UnitName.objects.create(unit=health, name="Kantor Kesehatan", kind="old", confirmed=False)

    report = judged(xlsx(rows([SITI, "Siti", "Kantor Kesehatan"])))[-1]

    assert report.outcome == "review"
    assert report.reasons[0].suggestions[0][0] == "DINKES"


def test_equal_names_are_told_apart_by_the_unit_above(health: Unit) -> None:
    for code in ("DINKES", "DISDIK"):
        a_unit("Sub Bagian Umum", Unit.objects.get(code=code), code=f"{code}-UMUM")
    head = ["NIP", "Nama", "OPD", "Unit Kerja"]

    report = judged(
        xlsx(
            rows(
                [SITI, "Siti", "Dinas Pendidikan", "Sub Bagian Umum"],
                [BUDI, "Budi", None, "Sub Bagian Umum"],
                [CICI, "Cici", "Dinas Pendidikan", "Puskesmas Naras"],
                head=head,
            )
        )
    )

    assert report[1].values["unit_code"] == "DISDIK-UMUM"
    assert [(one.outcome.value, codes(one)) for one in report[1:]] == [
        ("accept", []),
        ("review", ["unit_ambiguous"]),
        ("review", ["unit_outside"]),
    ]


def test_a_closed_unit_is_for_a_person(health: Unit) -> None:
    Unit.objects.filter(pk=health.pk).update(closed_on=date(2025, 12, 31))

    assert codes(judged(xlsx(rows([SITI, "Siti", "Dinas Kesehatan"])))[-1]) == ["unit_closed"]


def test_the_same_sign_as_above(health: Unit) -> None:
    report = judged(xlsx(rows([SITI, "Siti", "Dinas Kesehatan"], [BUDI, "Budi", '"'])))[-1]

    assert (report.outcome, report.values["unit"]) == ("fix", "Dinas Kesehatan")


# --- The same person twice


def test_equal_rows_merge_and_complete_each_other(health: Unit) -> None:
    lines = rows(
        [SITI, "Siti", "Dinas Kesehatan", None],
        ["19850715 201001 2 901", "SITI", "dinas kesehatan", "III/a"],
        head=[*HEAD, "Golongan"],
    )

    plan = plan_employees(read_workbook(xlsx(lines)), on=TODAY)

    assert [report.outcome.value for report in plan.reports] == ["ignore", "accept", "merge"]
    assert [draft.row.grade for draft in plan.stored] == ["III/a"]


def test_rows_that_contradict_each_other_are_both_for_a_person(health: Unit) -> None:
    lines = rows([SITI, "Siti", "Dinas Kesehatan"], [SITI, "Sita", "Dinas Pendidikan"])

    report = judged(xlsx(lines))

    assert [one.outcome.value for one in report] == ["ignore", "review", "review"]
    assert codes(report[1]) == ["duplicate_conflict", "duplicate_conflict"]
    assert [reason.found for reason in report[2].reasons] == ["Sita", "Dinas Pendidikan"]


# --- The people who are stored already


def test_a_person_who_is_stored_with_the_same_facts_merges(health: Unit) -> None:
    siti = a_person("Siti", nip=SITI, grade="III/a")
    an_assignment(siti, head_post(health))

    lines = rows([SITI, "SITI", "Dinas Kesehatan", "III/a"], head=[*HEAD, "Golongan"])

    assert [report.outcome.value for report in judged(xlsx(lines))] == ["ignore", "merge"]


def test_other_facts_are_conflicts_each_with_its_stored_value(health: Unit) -> None:
    siti = a_person("Siti", nip=SITI, grade="III/b")
    an_assignment(siti, head_post(health))

    lines = rows([SITI, "Siti", "Dinas Pendidikan", "III/a"], head=[*HEAD, "Golongan"])

    report = judged(xlsx(lines))[-1]
    assert (report.outcome, codes(report)) == ("review", ["db_grade", "db_unit"])
    assert report.reasons[0].suggestions == (("-", "III/b (tersimpan)"),)


def test_what_the_stored_person_lacks_is_added(health: Unit) -> None:
    a_person("Siti", nip=SITI)
    head = [*HEAD, "Golongan"]

    plan = plan_employees(
        read_workbook(xlsx(rows([SITI, "Siti", "Dinas Kesehatan", "III/a"], head=head))), on=TODAY
    )

    assert plan.reports[-1].outcome == "accept"
    assert plan.stored[0].fills == {"grade": "III/a"}


def test_a_person_who_has_left_is_for_a_person(health: Unit) -> None:
    a_person("Siti", nip=SITI, status="left")

    assert codes(judged(xlsx(rows([SITI, "Siti", "Dinas Kesehatan"])))[-1]) == ["db_left"]


# --- Superiors


WITH_SUPERIOR = ["NIP", "Nama", "Unit Kerja", "Jabatan", "Atasan Langsung"]


def superior_of(lines: Rows, heading: str = "Atasan Langsung") -> RowReport:
    head = [*WITH_SUPERIOR[:4], heading]
    return judged(xlsx(rows(*lines, head=head)))[-1]


LEADER = [BUDI, "Dr. Budi, M.Kes", "Dinas Kesehatan", "Kepala Dinas Kesehatan", None]


def test_a_superior_by_number_and_by_the_only_name(health: Unit) -> None:
    by_number = superior_of([LEADER, [SITI, "Siti", "Dinas Kesehatan", "Staf", BUDI]])
    by_name = superior_of([LEADER, [SITI, "Siti", "Dinas Kesehatan", "Staf", "BUDI"]])
    in_wrong_column = superior_of(
        [LEADER, [SITI, "Siti", "Dinas Kesehatan", "Staf", "Budi"]], "NIP Atasan"
    )

    assert (by_number.outcome, by_number.values["supervisor_nip"]) == ("accept", BUDI)
    assert (by_name.outcome, by_name.values["supervisor_nip"]) == ("accept", BUDI)
    assert (in_wrong_column.outcome, codes(in_wrong_column)) == ("fix", ["supervisor_by_name"])


def test_a_superior_who_is_only_stored(health: Unit) -> None:
    budi = a_person("Budi", nip=BUDI)
    an_assignment(budi, head_post(health))

    report = superior_of([[SITI, "Siti", "Dinas Kesehatan", "Staf", "Budi"]])

    assert (report.outcome, report.values["supervisor_nip"]) == ("accept", BUDI)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Tidak Dikenal", "supervisor_unknown"),
        (DEDI, "supervisor_unknown"),
        (198603162011011902, "supervisor_nip_unreadable"),
        (SITI, "supervisor_self"),
    ],
)
def test_a_superior_who_is_not_certain_is_for_a_person(
    said: object, code: str, health: Unit
) -> None:
    report = superior_of([LEADER, [SITI, "Siti", "Dinas Kesehatan", "Staf", said]])

    assert (report.outcome, codes(report)) == ("review", [code])


def test_a_name_that_two_people_have_is_never_chosen(health: Unit) -> None:
    a_person("Budi", nip=DEDI)  # somewhere else in the agency

    report = superior_of([LEADER, [SITI, "Siti", "Dinas Kesehatan", "Staf", "Budi"]])

    assert (report.outcome, codes(report)) == ("review", ["supervisor_ambiguous"])
    assert {value for value, _ in report.reasons[0].suggestions} == {BUDI, DEDI, "-"}


def test_staff_does_not_wait_for_the_repair_of_the_superiors_row(health: Unit) -> None:
    leader = [BUDI, "Budi", "Dinkes Kota", "Kepala Dinas Kesehatan", None]

    report = superior_of([leader, [SITI, "Siti", "Dinas Kesehatan", "Staf", BUDI]])

    assert (report.outcome, codes(report)) == ("accept", ["supervisor_waits"])


def test_superiors_in_a_circle_are_for_a_person(health: Unit) -> None:
    lines = [
        [BUDI, "Budi", "Dinas Kesehatan", "Kepala Dinas Kesehatan", SITI],
        [SITI, "Siti", "Puskesmas Naras", "Kepala Puskesmas Naras", BUDI],
    ]

    report = judged(xlsx(rows(*lines, head=WITH_SUPERIOR)))

    assert [codes(one) for one in report[1:]] == [["supervisor_circle"], []]


# --- Posts


def test_two_heads_of_one_unit_are_both_for_a_person(health: Unit) -> None:
    lines = [
        [BUDI, "Budi", "Dinas Kesehatan", "Kepala Dinas Kesehatan", None],
        [SITI, "Siti", "Dinas Kesehatan", "Kepala Dinas", None],
    ]

    report = judged(xlsx(rows(*lines, head=WITH_SUPERIOR)))

    assert [codes(one) for one in report[1:]] == [["two_heads"], ["two_heads"]]


def test_a_head_where_somebody_else_leads_is_for_a_person(health: Unit) -> None:
    an_assignment(a_person("Cici"), head_post(health))

    report = superior_of([LEADER])

    assert (report.outcome, codes(report)) == ("review", ["post_taken"])
    assert "Cici" in report.reasons[0].message
