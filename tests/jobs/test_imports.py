"""`kinerja import`: what it prints, what it stores, and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.people.imports.files import csv_file
from tests.people.make import a_unit

from kinerja.jobs.console import run
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.person import Person
from kinerja.people.unit import Unit

pytestmark = pytest.mark.django_db

SITI = "198507152010012901"
PEOPLE = csv_file(
    [
        ["NIP", "Nama", "Unit Kerja"],
        [SITI, "Siti", "Dinas Kesehatan"],
        ["19870417 201201 2 903", "Cici", "Dinas Kesehatan"],
        ["1377014507850002", "Budi", "Dinas Kesehatan"],
        ["198805182013011904", "Dedi", "Dinkes Kota"],
    ]
)


@pytest.fixture
def people_file(tmp_path: Path) -> str:
    a_unit("Dinas Kesehatan", code="DINKES")
    file = tmp_path / "pegawai.csv"
    file.write_bytes(PEOPLE)
    return str(file)


def report(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_reports_every_row_and_stores_nothing(
    people_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", "employees", people_file, "--json"]) == 0

    said = report(capsys)
    assert list(said) == ["file", "sheet", "summary", "rows"]
    assert (said["file"], said["sheet"]) == ("pegawai.csv", "pegawai")
    assert said["summary"] == {
        "accept": 1,
        "fix": 1,
        "merge": 0,
        "review": 1,
        "refuse": 1,
        "ignore": 1,
    }
    row = said["rows"][2]
    assert list(row) == ["sheet", "row", "outcome", "reasons", "values"]
    assert (row["sheet"], row["row"], row["outcome"]) == ("pegawai", 3, "fix")
    assert row["reasons"] == [
        {
            "code": "nip_spaces",
            "column": "NIP",
            "found": "19870417 201201 2 903",
            "stored": "198704172012012903",
            "message": "Spasi di dalam NIP dibuang.",
        }
    ]
    assert (row["values"]["nip"], row["values"]["birth_date"], row["values"]["unit"]) == (
        "198704172012012903",
        "1987-04-17",
        "Dinas Kesehatan",
    )
    assert said["rows"][3]["values"]["nip"] == "*************002"
    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()


def test_apply_stores_and_a_repetition_merges(
    people_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", "employees", people_file, "--apply", "--json"]) == 0
    assert report(capsys)["summary"]["accept"] == 1
    assert set(Person.objects.values_list("nip", flat=True)) == {SITI, "198704172012012903"}

    assert run(["import", "employees", people_file, "--apply", "--json"]) == 0
    assert report(capsys)["summary"] == {
        "accept": 0,
        "fix": 0,
        "merge": 2,
        "review": 1,
        "refuse": 1,
        "ignore": 1,
    }
    assert Person.objects.count() == 2


def test_words_for_people(people_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "employees", people_file]) == 0

    said = capsys.readouterr().out
    assert "Diterima              1" in said
    assert "pegawai baris 4, kolom NIP: Ini 16 angka seperti NIK" in said
    assert "Belum ada yang disimpan; 2 baris siap disimpan dengan --apply." in said
    assert "1377014507850002" not in said


def test_units_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "unor.csv"
    file.write_bytes(
        csv_file(
            [
                ["Kode", "Nama Unit", "Kode Induk", "Tingkat"],
                ["1", "Pemerintah Kota Uji", "", "Instansi"],
                ["11", "Dinas Kesehatan", "1", "Dinas"],
            ]
        )
    )

    assert run(["import", "organisation", str(file), "--apply", "--json"]) == 0

    rows = report(capsys)["rows"]
    assert [row["outcome"] for row in rows] == ["ignore", "accept", "accept"]
    assert rows[2]["values"]["parent_code"] == "1"
    assert Unit.objects.get(code="11").parent == Unit.objects.get(code="1")


@pytest.mark.parametrize("content", [b"", b"halo", b"<html></html>", b"PK\x03\x04xx"])
def test_an_unusable_file_ends_with_2_and_stores_nothing(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)

    assert run(["import", "employees", str(file), "--apply", "--json"]) == 2

    said = report(capsys)
    assert list(said) == ["file", "error"]
    assert said["error"].endswith(".")
    assert not Person.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "employees", str(tmp_path / "x.xlsx")]) == 2
    assert "tidak dapat dibuka" in capsys.readouterr().err
