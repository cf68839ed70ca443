"""The pages of workload analysis."""

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.needs.test_workload import Clinic
from tests.people.make import a_head, a_unit
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.needs.workload import Workload, WorkloadTask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-09-01T10:00:00+07:00", tick=False):
        yield


def test_from_tasks_to_the_shortage_as_a_finding():
    clinic = Clinic()
    client, page = enter(clinic.budi), f"/beban-kerja/{clinic.workload.pk}/"
    sent = {
        "position": clinic.nurse.pk,
        "name": "=Memeriksa",
        "product": "pasien",
        "volume": "17.000",
        "period": "year",
        "norm_minutes": "15",
    }

    bare = client.post(f"{page}tugas/", sent | {"volume": ""})
    shown = client.post(f"{page}tugas/", sent, follow=True)
    sheet = load_workbook(BytesIO(client.get(f"{page}xlsx/").content))
    found = client.post(f"{page}temuan/", {"jabatan": clinic.nurse.pk}, follow=True)

    assert (bare.status_code, mistakes(bare)) == (422, ["Volume belum diisi."])
    assert "Perawat Mahir 3,4 2 kurang 1,4" in words(shown)
    (row,) = sheet["Tugas"].iter_rows(min_row=2, values_only=True)
    assert row == ("Perawat Mahir", "=Memeriksa", "pasien", 17000, "Tahun", 15, 4250, "Diisi")
    assert sheet["Tugas"]["B2"].data_type == "s"
    assert "Kurang 1,40 orang pada jabatan Perawat Mahir" in words(found)
    client.post(f"{page}tugas/{WorkloadTask.objects.get().pk}/hapus/")
    assert not WorkloadTask.objects.exists()


def test_a_file_with_a_wrong_row_stores_nothing_and_says_which():
    clinic = Clinic()
    client, page = enter(clinic.budi), f"/beban-kerja/{clinic.workload.pk}/"
    head = "Jabatan;Uraian tugas;Volume;Norma waktu (menit)\n"
    good, bad = "Perawat Mahir;Memeriksa;10;15\n", "Dokter;Memeriksa;10;15\n"

    def sent(*rows: str) -> dict[str, SimpleUploadedFile]:
        return {"berkas-file": SimpleUploadedFile("abk.csv", (head + "".join(rows)).encode())}

    refused = client.post(f"{page}berkas/", sent(good, bad))
    assert (refused.status_code, WorkloadTask.objects.count()) == (422, 0)
    assert mistakes(refused) == ["Belum disimpan. baris 3: jabatan “Dokter” tidak ada di unit ini."]
    client.post(f"{page}berkas/", sent(good))
    assert WorkloadTask.objects.get().origin == "file"


def test_a_unit_and_year_is_begun_once_and_others_do_not_see_it():
    clinic = Clinic()
    sent = {"unit": clinic.unit.pk, "year": "2026", "effective_minutes": "75000"}

    response = enter(clinic.budi).post("/beban-kerja/baru/", sent)

    assert response.url == f"/beban-kerja/{clinic.workload.pk}/"
    assert Workload.objects.count() == 1
    eka = enter(a_head("Eka", a_unit("Dinas Lain")))
    assert eka.get(response.url).status_code == 404
    assert eka.get("/beban-kerja/").status_code == 200
