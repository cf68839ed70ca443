"""The pages of an import: hand in, look, repair, store, take back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.people.imports.files import csv_file
from tests.people.make import a_unit
from tests.web.people.conftest import City
from tests.web.work.visit import enter

from kinerja.jobs.tasks import apply_import, read_import, recheck_import
from kinerja.people.imports.batch import ImportBatch, ImportFile, ImportRow
from kinerja.people.person import Person
from kinerja.people.unit import Unit, UnitName
from kinerja.web.people import import_acts, import_row, import_units, imports

SITI, CICI, DEDI = "198507152010012951", "198704172012012952", "198805182013011953"
HEAD = ["NIP", "Nama", "Unit Kerja", "Jabatan", "Tgl Lahir"]
SITI_ROW = [SITI, "Siti", "Puskesmas Uji", "Perawat Mahir", "15 Juli 1985"]
CICI_ROW = [CICI, "Cici", "Pusk. Uji", "Bidan Mahir", ""]
DEDI_ROW = [DEDI, "Dedi", "Puskesmas Uji", "Staf", "19-05-1988"]
FLOAT_ROW = ["1,98E+17", "Eka", "Puskesmas Uji", "Staf", ""]


@pytest.fixture
def client(city: City) -> Client:
    a_unit("Puskesmas Uji", Unit.objects.order_by("path").first(), code="PKM-UJI", level="service")
    return enter(city.ani)


def upload(client: Client, *rows: list[Any], kind: str = "employees", **more: Any) -> HttpResponse:
    content = more.get("content", csv_file([HEAD, *rows]))
    file = SimpleUploadedFile("pegawai.csv", content)
    return client.post("/impor/", {"kind": kind, "file": file})


def batch_of(answer: HttpResponse) -> ImportBatch:
    return ImportBatch.objects.get(pk=int(answer.headers["Location"].strip("/").split("/")[-1]))


def words(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_a_file_becomes_a_report_with_counts_and_reasons(client: Client) -> None:
    answer = upload(client, SITI_ROW, CICI_ROW, FLOAT_ROW)

    batch = batch_of(answer)
    page = client.get(answer.headers["Location"])
    assert batch.summary == {
        "accept": 0,
        "fix": 1,
        "merge": 0,
        "review": 1,
        "refuse": 1,
        "ignore": 1,
    }
    assert [(tab.label, tab.count) for tab in page.context["tabs"]] == [
        ("Perlu diperiksa", 1),
        ("Ditolak", 1),
        ("Diterima", 0),
        ("Dirapikan", 1),
        ("Sudah ada", 0),
        ("Dilewati", 1),
    ]
    assert [one.row.row for one in page.context["rows"]] == [3]
    assert "Simpan 1 baris" in words(page)
    assert "Unit “Pusk. Uji” belum dikenal" in words(page)
    fixed = client.get(f"{answer.headers['Location']}?hasil=fix")
    assert "“15 Juli 1985” menjadi “1985-07-15”" in words(fixed)
    assert not Person.objects.filter(nip=SITI).exists()


def test_a_wrong_file_is_told_at_the_field_and_keeps_nothing(client: Client) -> None:
    answer = upload(client, content=b"halo")
    missing = client.post("/impor/", {"kind": "employees"})

    assert answer.status_code == missing.status_code == 422
    assert "kolom NIP dan Nama" in words(answer)
    assert missing.context["form"].errors == {"file": ["Berkas belum dipilih."]}
    assert not ImportBatch.objects.exists()


def test_storing_and_taking_back(client: Client) -> None:
    batch = batch_of(upload(client, SITI_ROW))

    client.post(f"/impor/{batch.pk}/simpan/")
    assert Person.objects.get(nip=SITI).status == "active"

    without_reason = client.post(f"/impor/{batch.pk}/batal/", {"sure": "on"})
    assert without_reason.status_code == 422
    client.post(f"/impor/{batch.pk}/batal/", {"reason": "Berkas yang salah", "sure": "on"})
    assert Person.objects.get(nip=SITI).status == "withdrawn"
    batch.refresh_from_db()
    assert batch.state == "undone"
    again = client.post(f"/impor/{batch.pk}/simpan/")
    assert again.status_code == 409


def test_a_unit_is_named_once_for_all_rows(client: Client) -> None:
    batch = batch_of(upload(client, CICI_ROW, [DEDI, "Dedi", "Pusk. Uji", "Staf", ""]))
    page = client.get(f"/impor/{batch.pk}/unit/")
    assert [(one.text, one.count) for one in page.context["asked"]] == [("Pusk. Uji", 2)]

    refused = client.post(
        f"/impor/{batch.pk}/unit/", {"text": "Pusk. Uji", "unit": "lain", "other": "Tidak Ada"}
    )
    assert refused.status_code == 422
    client.post(f"/impor/{batch.pk}/unit/", {"text": "Pusk. Uji", "unit": "PKM-UJI"})

    assert UnitName.objects.get().confirmed
    batch.refresh_from_db()
    assert (batch.summary["fix"], batch.summary["review"]) == (2, 0)
    assert client.get(f"/impor/{batch.pk}/unit/").headers["Location"] == f"/impor/{batch.pk}/"


def test_a_row_is_repaired_by_a_suggestion(client: Client) -> None:
    batch = batch_of(upload(client, DEDI_ROW))
    row = batch.rows.get(row=2)
    page = client.get(f"/impor/{batch.pk}/baris/{row.pk}/")
    (question,) = page.context["questions"]
    assert question.messages == ["Tanggal lahir ini berbeda dengan NIP, yang menyebut 18-05-1988."]
    assert list(question.choices) == ["1988-05-18", "benar", "isi"]

    answer = client.post(f"/impor/{batch.pk}/baris/{row.pk}/", {"pilih_0": "1988-05-18"})

    assert answer.headers["Location"] == f"/impor/{batch.pk}/"
    row.refresh_from_db()
    assert (row.outcome, row.values["birth_date"]) == ("fix", "1988-05-18")


def test_a_row_is_repaired_by_an_own_value_or_left_out(client: Client) -> None:
    batch = batch_of(upload(client, FLOAT_ROW, CICI_ROW))
    first, second = batch.rows.get(row=2), batch.rows.get(row=3)
    address = f"/impor/{batch.pk}/baris/{first.pk}/"

    nothing = client.post(address, {})
    empty = client.post(address, {"pilih_0": "isi", "isi_0": " "})
    answer = client.post(address, {"pilih_0": "isi", "isi_0": DEDI})
    client.post(f"/impor/{batch.pk}/baris/{second.pk}/", {"skip": "on"})

    assert nothing.status_code == empty.status_code == 422
    assert empty.context["form"].errors == {"isi_0": ["NIP belum diisi."]}
    assert answer.headers["Location"] == f"/impor/{batch.pk}/baris/{second.pk}/"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.values["nip"]) == ("fix", DEDI)
    assert second.outcome == "ignore"


def test_a_conflict_with_the_register_is_decided_either_way(client: Client, city: City) -> None:
    client.post(f"/impor/{batch_of(upload(client, SITI_ROW)).pk}/simpan/")
    other = [SITI, "Siti Aminah", "Puskesmas Uji", "Perawat Mahir", ""]
    kept, taken = batch_of(upload(client, other)), batch_of(upload(client, other))

    for batch, answer in ((kept, "Siti"), (taken, "benar")):
        row = batch.rows.get(row=2)
        client.post(f"/impor/{batch.pk}/baris/{row.pk}/", {"pilih_0": answer})
        client.post(f"/impor/{batch.pk}/simpan/")

    assert ImportRow.objects.get(batch=kept, row=2).outcome == "merge"
    assert Person.objects.get(nip=SITI).name == "Siti Aminah"


def test_finishing_deletes_the_file_and_keeps_the_report(client: Client) -> None:
    batch = batch_of(upload(client, SITI_ROW, CICI_ROW))

    client.post(f"/impor/{batch.pk}/selesai/")

    assert not ImportFile.objects.exists()
    page = client.get(f"/impor/{batch.pk}/")
    assert page.status_code == 200
    assert "Perbaiki" not in words(page)


def test_a_large_file_waits_for_the_worker(
    client: Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "READ_AT_ONCE", 10)
    monkeypatch.setattr(import_acts, "STORED_AT_ONCE", 0)
    batch = batch_of(upload(client, SITI_ROW))
    waiting = client.get(f"/impor/{batch.pk}/")
    assert "Sedang dikerjakan" in words(waiting)
    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [
        ("people.read_import", {"batch_id": batch.pk})
    ]

    read_import(batch_id=batch.pk)
    client.post(f"/impor/{batch.pk}/simpan/")
    batch.refresh_from_db()
    assert batch.state == "applying"
    part = client.get(f"/impor/{batch.pk}/", headers={"HX-Request": "true"})
    assert "Menyimpan 1 baris" in words(part)
    assert "<html" not in words(part)

    apply_import(batch_id=batch.pk, by_id=city.ani.pk)
    assert Person.objects.filter(nip=SITI).exists()
    done = client.get(f"/impor/{batch.pk}/", headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"


def test_a_large_import_is_judged_anew_by_the_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (import_acts, import_row, import_units):
        monkeypatch.setattr(module, "CHECKED_AT_ONCE", 0)
    batch = batch_of(upload(client, CICI_ROW, DEDI_ROW))
    dedi = batch.rows.get(row=3)

    client.post(f"/impor/{batch.pk}/unit/", {"text": "Pusk. Uji", "unit": "PKM-UJI"})
    client.post(f"/impor/{batch.pk}/baris/{dedi.pk}/", {"pilih_0": "1988-05-18"})
    assert client.get(f"/impor/{batch.pk}/unit/").status_code == 302  # nothing more is asked
    batch.refresh_from_db()
    assert batch.summary["review"] == 2

    client.post(f"/impor/{batch.pk}/periksa/")
    assert "Memeriksa ulang semua baris" in words(client.get(f"/impor/{batch.pk}/"))
    recheck_import(batch_id=batch.pk)
    recheck_import(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.summary["review"], batch.summary["fix"]) == ("checked", 0, 2)


def test_long_reports_come_a_page_at_a_time(client: Client) -> None:
    rows = [[f"1,{at}E+17", f"Orang {chr(65 + at % 26)}", "", "", ""] for at in range(120)]
    batch = batch_of(upload(client, *rows))

    first = client.get(f"/impor/{batch.pk}/?hasil=refuse")
    second = client.get(f"/impor/{batch.pk}/{first.context['page'].older}")
    back = client.get(f"/impor/{batch.pk}/{second.context['page'].newer}")

    assert [one.row.row for one in first.context["rows"]] == list(range(2, 52))
    assert [one.row.row for one in second.context["rows"]] == list(range(52, 102))
    assert [one.row.row for one in back.context["rows"]] == list(range(2, 52))


def test_units_are_imported_on_the_same_page(client: Client) -> None:
    content = csv_file([["Kode", "Nama Unit", "Kode Induk"], ["P-2", "Pustu Uji", "PKM-UJI"]])

    batch = batch_of(upload(client, kind="organisation", content=content))
    client.post(f"/impor/{batch.pk}/simpan/")

    assert Unit.objects.get(code="P-2").parent == Unit.objects.get(code="PKM-UJI")


@pytest.mark.parametrize(
    "path", ["", "baris/{row}/", "unit/", "batal/", "simpan/", "periksa/", "selesai/"]
)
def test_others_find_nothing_here(path: str, client: Client, city: City) -> None:
    batch = batch_of(upload(client, CICI_ROW))
    row = batch.rows.get(row=2)
    address = f"/impor/{batch.pk}/{path.format(row=row.pk)}"
    stranger = enter(city.sari)

    assert stranger.get("/impor/").status_code == 404
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"reason": "x", "sure": "on"}).status_code == 404
    batch.refresh_from_db()
    assert batch.state == "checked"
