"""Columns that are not read are named, so that nobody thinks they were stored."""

import json
from pathlib import Path

import pytest
from tests.people.imports.files import csv_file
from tests.people.make import a_unit

from kinerja.jobs.console import run
from kinerja.people.unit import Unit
from kinerja.records.models import Event, Seal

pytestmark = pytest.mark.django_db

TABLE = [
    ["No", "NIP", "Nama", "Unit Kerja/Satker", "Warna Favorit"],
    [1, "198603162011011902", "Budi", "Pemerintah Kota Uji", "biru"],
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    a_unit("Pemerintah Kota Uji", code="KOTA", level=Unit.Level.AGENCY)
    path = tmp_path / "pegawai.csv"
    path.write_bytes(csv_file(TABLE))
    return path


def test_the_report_names_them(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "employees", str(file), "--json"]) == 0

    said = json.loads(capsys.readouterr().out)

    assert [row["values"].get("unit_code") for row in said["rows"]] == [None, "KOTA"]
    assert run(["import", "employees", str(file)]) == 0
    assert "pegawai: kolom “Warna Favorit” tidak dibaca." in capsys.readouterr().out


def test_what_was_stored_is_sealed_at_once(file: Path) -> None:
    assert run(["import", "employees", str(file), "--apply"]) == 0

    assert Seal.objects.count() == Event.objects.count() > 0
