"""The pages of service data: from an empty set to a finding."""

import re
from random import Random

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_head, a_member, a_unit, an_agency
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import NOW

from kinerja.needs.finding import Finding
from kinerja.needs.service_data.dataset import ServiceDataset, add_dataset
from kinerja.needs.service_data.load import MeasureSheet, ServiceLoad, receive_file, store_load

pytestmark = pytest.mark.django_db


def _rows() -> str:
    random = Random(4)
    lines = ["Bulan,Tempat,Penumpang"]
    for month in range(30):
        for place in ("K1", "K2"):
            value = round((900 if month < 18 else 700) + random.gauss(0, 20))
            lines.append(f"{2024 + month // 12}-{month % 12 + 1:02},{place},{value}")
    return "\n".join(line for line in lines if "2025-03" not in line)


def _file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("penumpang.csv", text.encode(), "text/csv")


def test_from_a_new_set_to_a_finding(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    an_agency()
    unit = a_unit("Dinas Perhubungan")
    head, sari = a_head("Budi", unit), a_member("Sari", unit)
    with time_machine.travel(NOW, tick=False):
        client = enter(head)
        assert "Belum ada data layanan" in words(client.get("/data-layanan/"))
        sheet = {"name": "Angkutan", "unit": unit.pk, "frequency": "month", "source": "Tiket"}
        client.post("/data-layanan/baru/", sheet)
        one = ServiceDataset.objects.get()
        page = f"/data-layanan/{one.pk}/"
        none = client.post(f"{page}muat/", {"file": ""})
        bad = client.post(f"{page}muat/", {"file": _file(_rows() + "\nlusa,K1,4")}, follow=True)
        draft = client.post(f"{page}muat/", {"file": _file(_rows())}, follow=True)
        load = ServiceLoad.objects.first()
        assert load is not None
        empty = client.post(f"/data-layanan/muatan/{load.pk}/simpan/", {})
        said = {"satuan0": "orang", "arah0": "higher", "gabung0": "sum"}
        shown = client.post(f"/data-layanan/muatan/{load.pk}/simpan/", said, follow=True)
        detection = shown.context["detections"][0].row
        noted = client.post(f"/data-layanan/menonjol/{detection.pk}/temuan/", follow=True)
        again = client.get(page)
        loaded = words(client.get(f"/data-layanan/muatan/{load.pk}/"))
        seen = enter(sari).get(page)
        alone = client.get(f"{page}?tempat={one.places.first().pk}")
        listed = client.get("/data-layanan/")

    assert "tidak dapat dibedakan" not in words(seen)  # all places together
    limits = re.search(
        r"Menurut 29 bulan data, perubahan di bawah (\d+)(,\d)? orang per bulan tidak dapat"
        r" dibedakan dari naik-turun biasa; satu bulan saja baru terlihat bila menyimpang (\d+)",
        words(alone),
    )
    assert limits
    level, single = int(limits[1]), int(limits[3])
    assert 20 < level < 60 < single < 250  # noise of 20
    assert (none.status_code, "Berkas belum dipilih." in mistakes(none)) == (422, True)
    assert "Periode tidak terbaca" in words(bad)
    assert "Angka terbaca" in words(draft)
    assert "Kolom: Bulan (Periode), Tempat (Tempat), Penumpang (Nilai (judul" in loaded
    assert empty.status_code == 422
    assert "Penumpang turun 22% sejak Juli 2025" in words(shown)
    assert "Maret 2025. Periode ini tidak dihitung sebagai nol." in words(shown)
    assert Finding.objects.get().statement in words(noted)
    assert "Sudah menjadi temuan" in words(again)
    assert "Dinas Perhubungan, sumber: Tiket Penumpang" in words(listed)
    assert " turun 22% sejak Juli 2025" in words(listed)
    assert "Jadikan temuan" not in words(seen)
    assert "Penumpang turun 22% sejak Juli 2025" in words(seen)


def test_too_little_is_said_and_a_place_is_shown_alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    an_agency()
    unit = a_unit("Dinas Perhubungan")
    with time_machine.travel(NOW, tick=False):
        client = enter(a_head("Budi", unit))
        sheet = {"name": "Angkutan", "unit": unit.pk, "frequency": "month", "source": "Tiket"}
        client.post("/data-layanan/baru/", sheet | {"sample": "on"})
        page = f"/data-layanan/{ServiceDataset.objects.get().pk}/"
        text = "Bulan,Tempat,Kunjungan\n2026-01,Loket 1,10\n2026-01,Loket 2,30\n"
        client.post(f"{page}muat/", {"file": _file(text)})
        load = ServiceLoad.objects.get()
        said = {"satuan0": "orang", "arah0": "none", "gabung0": "sum"}
        shown = client.post(f"/data-layanan/muatan/{load.pk}/simpan/", said, follow=True)
        line = shown.context["places"][0]
        alone = client.get(line.page)

    assert "Data belum cukup: baru 1 bulan, perlu sedikitnya 12" in words(shown)
    assert "bukan data layanan yang sebenarnya" in words(shown)
    assert (line.place.name, line.value) == ("Loket 2", 30)
    assert "Semua tempat / Loket 2" in words(alone)


def test_the_list_asks_as_often_for_one_set_as_for_nine(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    an_agency()
    unit, counts = a_unit("Dinas Perhubungan"), []
    head = a_head("Budi", unit)
    with time_machine.travel(NOW, tick=False):
        client = enter(head)
        for number in range(9):
            one = add_dataset(
                name=f"Angkutan {number}",
                source="Tiket",
                frequency="month",
                by=head,
                on=NOW.date(),
                unit=unit,
            )
            load = receive_file(
                dataset=one,
                name="a.csv",
                content=_rows().encode(),
                by=head,
                at=NOW,
                on=NOW.date(),
            )
            sheets = {"Penumpang": MeasureSheet("orang")}
            store_load(load=load, sheets=sheets, by=head, on=NOW.date())
            if number in (0, 8):
                with CaptureQueriesContext(connection) as queries:
                    page = client.get("/data-layanan/")
                counts.append(len(queries))
    assert words(page).count("turun 22% sejak Juli 2025") == 9
    assert counts[0] == counts[1]
