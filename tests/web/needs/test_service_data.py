"""The pages of service data: from an empty set to a finding."""

from random import Random

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.people.make import a_head, a_member, a_unit, an_agency
from tests.web.evaluation.visit import enter, mistakes, words
from tests.work.make import NOW

from kinerja.needs.finding import Finding
from kinerja.needs.service_data.dataset import ServiceDataset
from kinerja.needs.service_data.load import ServiceLoad

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
        seen = enter(sari).get(page)

    assert (none.status_code, "Berkas belum dipilih." in mistakes(none)) == (422, True)
    assert "Periode tidak terbaca" in words(bad)
    assert "Angka terbaca" in words(draft)
    assert empty.status_code == 422
    assert "Penumpang turun 22% sejak Juli 2025" in words(shown)
    assert "Maret 2025. Periode ini tidak dihitung sebagai nol." in words(shown)
    assert Finding.objects.get().statement in words(noted)
    assert "Sudah menjadi temuan" in words(again)
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
