"""The messy workbooks of somebody who had not seen the importer: what each row becomes."""

import csv
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.people.imports.workbooks.compare import after_apply, compare
from tests.people.imports.workbooks.make_workbooks import make_workbooks

from kinerja.jobs.console import run
from kinerja.people.models import Assignment, Person, Position, Unit, UnitName
from kinerja.people.unit import NewUnit, add_units
from kinerja.records.models import Event

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent / "workbooks"
KINDS = {
    "rekap_dinas_kesehatan.xlsx": "employees",
    "ekspor_simpeg.xls": "employees",
    "daftar_akun_pegawai.csv": "employees",
    "susunan_organisasi.ods": "organisation",
}
LEVELS = {"1": "agency", "2": "device", "3": "division", "4": "section"}
SERVICES = ("PKM-", "LABKESDA", "IFK")  # units of service, at whatever depth they stand
AGREEMENT = Fraction(95, 100)


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {path.name: path for path in make_workbooks(tmp_path_factory.mktemp("workbooks"))}


@pytest.fixture
def _units(settings, tmp_path: Path) -> None:
    """The health office as it stands before each file."""
    settings.MEDIA_ROOT = tmp_path
    with (HERE / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    units = add_units(
        units=[
            NewUnit(row["code"], row["name"], _level(row), row["parent_code"] or None)
            for row in rows
        ],
        by=None,
    )
    by_code = {unit.code: unit for unit in units}
    UnitName.objects.bulk_create(
        UnitName(unit=by_code[row["code"]], name=alias.strip(), confirmed=True)
        for row in rows
        for alias in row["aliases"].split("|")
        if alias.strip()
    )


def _level(row: dict[str, str]) -> str:
    service = row["code"].startswith(SERVICES) and not row["code"].endswith("-TU")
    return "service" if service else LEVELS[row["level"]]


def answer(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    """What the command says about a file."""
    assert run(["import", KINDS[path.name], str(path), "--json", *more]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (HERE / "expected" / f"{Path(name).stem}.json").read_text(encoding="utf-8")
    )
    return found


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Person, Unit, Position, Assignment))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.usefixtures("_units")
def test_rows_end_as_written_down_beforehand(name, workbooks, capsys):
    before = stored(), Event.objects.count()
    comparison = compare(expected(name), answer(workbooks[name], capsys))
    assert (stored(), Event.objects.count()) == before
    assert comparison.wrongly_accepted == (), comparison.report()
    assert comparison.leaks == (), comparison.report()
    assert comparison.share >= AGREEMENT, comparison.report()
    assert comparison.wrong_values == (), comparison.report()
    assert comparison.without_reason == (), comparison.report()


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.usefixtures("_units")
def test_a_second_import_adds_nothing(name, workbooks, capsys):
    comparison = compare(expected(name), answer(workbooks[name], capsys, "--apply"))
    assert comparison.wrongly_accepted == (), comparison.report()
    after_first = stored()
    again = answer(workbooks[name], capsys, "--apply")
    assert stored() == after_first
    comparison = compare(after_apply(expected(name)), again)
    assert comparison.wrongly_accepted == (), comparison.report()
    assert comparison.share >= AGREEMENT, comparison.report()
