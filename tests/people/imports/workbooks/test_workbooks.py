"""The workbooks hold what was declared, and the comparison finds what differs."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from tests.people.imports.workbooks.compare import after_apply, compare
from tests.people.imports.workbooks.declared import Workbook, expected, identifiers
from tests.people.imports.workbooks.make_workbooks import (
    WORKBOOKS,
    expected_path,
    expected_text,
    make_workbooks,
)

EMPLOYEES = [workbook for workbook in WORKBOOKS if workbook.kind == "employees"]

each_workbook = pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.file)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("workbooks")
    paths = make_workbooks(made)
    assert [path.name for path in paths] == [workbook.file for workbook in WORKBOOKS]
    return made


@each_workbook
def test_expected_file_is_what_is_declared(workbook: Workbook) -> None:
    assert expected_path(workbook).read_text(encoding="utf-8") == expected_text(workbook)
    assert json.loads(expected_text(workbook)) == expected(workbook)


def test_no_expected_file_without_a_workbook() -> None:
    folder = expected_path(WORKBOOKS[0]).parent
    assert {path.name for path in folder.iterdir()} == {expected_path(w).name for w in WORKBOOKS}


@each_workbook
def test_file_holds_every_declared_row_at_its_number(workbook: Workbook, folder: Path) -> None:
    pages = _read(folder / workbook.file)

    assert list(pages) == [sheet.name for sheet in workbook.sheets]
    for sheet in workbook.sheets:
        declared = [_plain(list(row.cells)) for row in sheet.rows]
        assert [_plain(row) for row in pages[sheet.name]] == declared


def test_xlsx_hides_the_declared_rows_and_sheet(folder: Path) -> None:
    rekap = WORKBOOKS[0]
    book = load_workbook(folder / rekap.file)

    assert {page.title: page.sheet_state for page in book} == {
        "PNS": "visible",
        "PPPK": "visible",
        "Data Lama": "hidden",
    }
    hidden = [number for number, row in book["PNS"].row_dimensions.items() if row.hidden]
    assert [book["PNS"].cell(number, 2).value for number in hidden] == [
        "Ermanto Pisang",
        "Kartini Lubis",
    ]


def test_xls_hides_its_sheet_of_codes(folder: Path) -> None:
    book = CalamineWorkbook.from_path(folder / "ekspor_simpeg.xls")
    hidden = [s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
    assert hidden == ["ref_unor"]


def test_csv_is_cp1252_and_not_utf8(folder: Path) -> None:
    content = (folder / "daftar_akun_pegawai.csv").read_bytes()
    assert b"REN\xc9 ANDREAS" in content
    assert b"MA\x92RUF" in content


@each_workbook
def test_every_outcome_occurs(workbook: Workbook) -> None:
    rows = expected(workbook)["rows"]
    assert 40 <= len(rows) <= 120
    assert set(Counter(row["outcome"] for row in rows)) == {
        "accept",
        "fix",
        "merge",
        "review",
        "refuse",
        "ignore",
    }


@each_workbook
def test_review_and_refuse_are_never_storable(workbook: Workbook) -> None:
    """But for the first of two contradicting rows, which may be stored before the second."""
    for row in expected(workbook)["rows"]:
        if row["outcome"] == "refuse":
            assert row["must_not_store"], row
        if row["outcome"] == "review":
            assert row["must_not_store"] is not row["why"].endswith("(first of two)"), row


def test_numbers_are_synthetic_and_belong_to_one_workbook() -> None:
    seen: Counter[str] = Counter()
    for workbook in EMPLOYEES:
        stored = identifiers(workbook.sheets)
        assert len(stored) == sum(
            row.outcome in ("accept", "fix") for sheet in workbook.sheets for row in sheet.rows
        )
        seen.update(stored)
        for sheet in workbook.sheets:
            for row in sheet.rows:
                text = re.sub(r"[^0-9A-Za-z/|]", "", "|".join(map(str, row.cells)))
                assert all(number[15] == "9" for number in re.findall(r"\b\d{18}\b", text))
    assert set(seen.values()) == {1}


def _read(path: Path) -> dict[str | None, list[list[Any]]]:
    if path.suffix == ".csv":
        with path.open(encoding="cp1252", newline="") as stream:
            return {None: [list(row) for row in csv.reader(stream, delimiter=";")]}
    book = CalamineWorkbook.from_path(path)
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def _plain(cells: list[Any]) -> list[Any]:
    """Cells without the empty ones at the end; an empty cell is None."""
    plain = [None if cell in ("", None) else cell for cell in cells]
    while plain and plain[-1] is None:
        plain.pop()
    return plain


# The comparison


def perfect(wanted: dict[str, Any]) -> dict[str, Any]:
    """The answer of an importer that is right everywhere."""
    rows = []
    for row in wanted["rows"]:
        values = {k: v[-1] if isinstance(v, list) else v for k, v in row.get("values", {}).items()}
        message = f"Periksa. Mungkin maksudnya {row.get('suggests')}."
        rows.append(
            {
                "sheet": row["sheet"] or "Lembar 1",
                "row": row["row"],
                "outcome": row["outcome"],
                "reasons": [{"code": "x", "message": message}],
                "values": values,
            }
        )
    return {"file": wanted["file"], "sheet": None, "summary": {}, "rows": rows}


@each_workbook
def test_right_answer_agrees_in_every_row(workbook: Workbook) -> None:
    wanted = expected(workbook)
    right = compare(wanted, perfect(wanted))

    assert right.share == 1
    assert right.report().count(": 0") == 6
    assert right.report().count("\n") == 6


@each_workbook
def test_answer_without_ignored_rows_agrees_too(workbook: Workbook) -> None:
    wanted = expected(workbook)
    answer = perfect(wanted)
    answer["rows"] = [row for row in answer["rows"] if row["outcome"] != "ignore"]

    assert compare(wanted, answer).share == 1


@each_workbook
def test_importer_that_accepts_all_is_caught_in_every_doubtful_row(workbook: Workbook) -> None:
    wanted = expected(workbook)
    answer = perfect(wanted)
    for row in answer["rows"]:
        row["outcome"] = "accept"

    caught = compare(wanted, answer).wrongly_accepted

    assert len(caught) == sum(row["must_not_store"] for row in wanted["rows"])
    assert len(caught) > len(wanted["rows"]) // 3


def one_row(**wanted: Any) -> dict[str, Any]:
    row = {"sheet": "A", "row": 5, "why": "because", "must_not_store": False, **wanted}
    return {"file": "x.xlsx", "kind": "employees", "rows": [row]}


def answer(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"rows": [{"sheet": "A", "row": 5, "reasons": [], "values": {}, **row} for row in rows]}


def test_wrong_value_is_named() -> None:
    wanted = one_row(outcome="fix", values={"grade": "III/a", "unit": ["Puskesmas Naras", "PKM"]})
    stored = {"grade": "III/b", "unit": "PKM"}

    found = compare(wanted, answer({"outcome": "fix", "values": stored}))

    assert found.agreed == 1
    assert [str(difference) for difference in found.wrong_values] == [
        "A row 5: expected grade 'III/a', got 'III/b' (because)"
    ]


def test_identifier_of_a_refused_row_must_be_masked() -> None:
    wanted = one_row(outcome="refuse", must_not_store=True, must_not_appear=["1377014308850926"])
    reason = {"code": "nik", "message": "NIK, bukan NIP.", "found": "1377 0143 0885 0926"}
    masked = {**reason, "found": "1377••••••••0926"}

    assert len(compare(wanted, answer({"outcome": "refuse", "reasons": [reason]})).leaks) == 1
    assert len(compare(wanted, answer({"outcome": "refuse", "reasons": [masked]})).leaks) == 0


def test_float_identifier_counts_as_shown_in_any_notation() -> None:
    wanted = one_row(outcome="refuse", must_not_store=True, must_not_appear=["198904022015031"])
    for shown in ("1.98904022015031e+17", "198904022015031000", "198904022015031000.0"):
        reason = {"code": "float", "message": "Angka hilang.", "found": shown}
        assert len(compare(wanted, answer({"outcome": "refuse", "reasons": [reason]})).leaks) == 1


def test_review_needs_a_reason_and_names_the_likely_unit() -> None:
    wanted = one_row(outcome="review", must_not_store=True, suggests="Puskesmas Naras")

    found = compare(wanted, answer({"outcome": "review"}))

    assert (found.agreed, len(found.without_reason), len(found.missing_suggestions)) == (1, 1, 1)


def test_password_anywhere_is_a_leak() -> None:
    wanted = {**one_row(outcome="ignore", must_not_store=True), "must_not_appear": ["rahasia"]}
    assert (
        len(compare(wanted, answer({"outcome": "ignore", "values": {"p": "rahasia"}})).leaks) == 1
    )


def test_row_that_is_not_in_the_sheet_counts_against_the_answer() -> None:
    found = compare(
        one_row(outcome="accept"), answer({"outcome": "accept"}, {"outcome": "accept", "row": 6})
    )
    assert found.share == Fraction(1, 2)
    assert len(found.wrongly_accepted) == 1


def test_row_answered_twice_disagrees() -> None:
    found = compare(one_row(outcome="accept"), answer({"outcome": "accept"}, {"outcome": "accept"}))
    assert (found.agreed, found.rows) == (0, 1)


def test_ignored_row_answered_with_merge_is_a_disagreement_but_stored_nothing() -> None:
    found = compare(one_row(outcome="ignore", must_not_store=True), answer({"outcome": "merge"}))
    assert (len(found.disagreements), len(found.wrongly_accepted)) == (1, 0)


def test_after_apply_asks_for_merge_where_something_was_stored() -> None:
    rows = {
        "accept": after_apply(one_row(outcome="accept", values={"nip": "1"}, also=["fix"])),
        "review": after_apply(one_row(outcome="review")),
        "either": after_apply(one_row(outcome="review", also=["accept"])),
    }
    picked = {key: found["rows"][0] for key, found in rows.items()}

    assert (picked["accept"]["outcome"], picked["accept"]["also"]) == ("merge", [])
    assert picked["accept"]["values"] == {}
    assert picked["review"]["outcome"] == "review"
    assert (picked["either"]["outcome"], picked["either"]["also"]) == ("merge", ["review"])


def test_units_are_a_tree_with_confirmed_aliases() -> None:
    with (Path(__file__).parent / "units.csv").open(encoding="utf-8", newline="") as stream:
        units = list(csv.DictReader(stream))
    level = {unit["code"]: int(unit["level"]) for unit in units}

    assert list(units[0]) == ["code", "name", "parent_code", "level", "aliases"]
    assert len(level) == len(units) == 20
    for unit in units:
        above = level[unit["parent_code"]] if unit["parent_code"] else 0
        assert level[unit["code"]] == above + 1
