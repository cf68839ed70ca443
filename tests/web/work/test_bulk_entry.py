"""The pages of reports from a sheet: upload, look, file; nothing of anybody else."""

import re

from tests.web.work.visit import a_file, enter
from tests.work.make import Centre

from kinerja.work.report import Report

GOOD = b"Tanggal;Yang dikerjakan;Hasil kerja;Jumlah\n09-10-2026;Kelas ibu;;\n13-10-2026;Besok;;\n"


def rows_of(answer) -> str:
    return re.search(r'name="rows" value="([^"]+)"', answer.content.decode())[1]


def test_upload_look_and_file(centre: Centre) -> None:
    client = enter(centre.sari)

    looked = client.post("/laporan/massal/", {"file": a_file("isi.csv", GOOD)})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "Sel A3: Tanggal kerja belum tiba." in page
    assert not Report.objects.exists()

    rows = rows_of(looked)
    sent = client.post("/laporan/massal/kirim/", {"rows": rows})
    client.post("/laporan/massal/kirim/", {"rows": rows})  # a second tap

    assert sent.headers["Location"] == "/laporan/"
    assert Report.objects.get().text == "Kelas ibu"
    again = client.post("/laporan/massal/", {"file": a_file("isi.csv", GOOD)}).content.decode()
    assert "Tidak ada laporan baru" in again


def test_a_look_belongs_to_who_uploaded(centre: Centre) -> None:
    looked = enter(centre.sari).post("/laporan/massal/", {"file": a_file("isi.csv", GOOD)})

    tono = enter(centre.tono)
    assert tono.post("/laporan/massal/kirim/", {"rows": rows_of(looked)}).status_code == 403
    assert tono.post("/laporan/massal/kirim/", {"rows": "palsu"}).status_code == 302
    assert not Report.objects.exists()


def test_what_is_no_sheet_is_said_on_the_page(centre: Centre) -> None:
    client = enter(centre.sari)

    for content in (b"PK\x03\x04rusak", b"Nama;Alamat\nSari;Pauh\n"):
        answer = client.post("/laporan/massal/", {"file": a_file("isi.csv", content)})
        assert answer.status_code == 422
    assert client.post("/laporan/massal/", {"lain": "1"}).status_code == 422


def test_the_empty_sheet_is_downloaded(centre: Centre) -> None:
    answer = enter(centre.sari).get("/laporan/massal/lembar/")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="laporan-massal.xlsx"'
    assert answer.content.startswith(b"PK")
