"""docs/features.md names what is there."""

import ast
import importlib
from pathlib import Path

import pytest
from django.urls import resolve
from tools.features import ROOT, Row, rows

FINISHED = list(rows())


@pytest.mark.parametrize("row", FINISHED, ids=lambda row: row.id)
def test_what_a_row_names_is_there(row: Row):
    assert row.verbs, "name a verb or a page: `work/filing.py: file_report`"
    assert row.tests, "name a test: `tests/work/test_filing.py`"
    for module, name in row.verbs:
        assert callable(getattr(importlib.import_module(module), name, None)), f"{module}: {name}"
    for page in row.pages:
        resolve(page.replace("<id>", "1"))
    for test in row.tests:
        assert _exists(test), test


def test_the_themes_that_are_finished_have_all_their_rows():
    there = {row.id for row in FINISHED}

    for theme, count in {"B": 10, "C": 10, "D": 12, "E": 7, "M": 6, "N": 5, "O": 7}.items():
        assert {id for id in there if id.startswith(theme)} == {
            f"{theme}{number}" for number in range(1, count + 1)
        }


def test_rows_stand_once_and_in_order():
    ids = [(row.id[0], int(row.id[1:])) for row in FINISHED]

    assert ids == sorted(set(ids))


def test_a_test_that_is_not_there_is_noticed():
    assert not _exists("tests/tools/test_features.py::test_that_nobody_wrote")
    assert not _exists("tests/tools/test_nothing.py")


def _exists(test: str) -> bool:
    file, _, name = test.partition("::")
    path = Path(ROOT, file)
    if path.is_dir():
        return any(path.rglob("test_*.py"))
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    return any(one.startswith("test_") for one in found) if not name else name in found
