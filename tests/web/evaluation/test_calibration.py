"""The page of a calibration meeting, for its members and for the appraisers."""

import pytest
from tests.evaluation.make import ABOVE, MEETS, Quarter, rated
from tests.people.make import a_person, a_role
from tests.web.evaluation.visit import enter, judged, words

from kinerja.evaluation.calibration import Calibration
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.review import Review
from kinerja.people.person import Person


@pytest.fixture
def kiki(quarter: Quarter) -> Person:
    person = a_person("Kiki")
    a_role(person, "calibration_member")
    return person


def _opened(quarter: Quarter, kiki: Person) -> str:
    form = {"period": quarter.period.pk, "unit": quarter.town.health.pk}
    return enter(kiki).post("/kalibrasi/baru/", form)["Location"]


def test_a_member_opens_and_sees_distribution_extremes_and_reasons(quarter: Quarter, kiki: Person):
    assert "Belum ada rapat" in words(enter(kiki).get("/kalibrasi/"))
    nobody = enter(kiki).post(
        "/kalibrasi/baru/", {"period": quarter.period.pk, "unit": quarter.town.health.pk}
    )
    assert nobody.status_code == 422
    rated(quarter.sari, ABOVE, ABOVE)
    rated(quarter.tono)
    record_org_result(
        unit=quarter.town.health,
        period=quarter.period,
        predicate="baik",
        basis="SK 1/2026",
        published_on=quarter.period.ends_on,
        by=None,
        on=quarter.period.closes_on,
    )

    url = _opened(quarter, kiki)
    page = words(enter(kiki).get(url))

    assert "Sangat Baik 1 50% Baik (idealnya sebagian besar) 1 50%" in page
    assert "Predikat Dinas Kesehatan untuk Triwulan III 2026: Baik (SK 1/2026)." in page
    assert "Hasil kerja: Terlihat dari laporannya." in page
    assert "Perilaku: Teladan bagi rekan kerja." in page
    assert "sebarannya tidak dibandingkan dengan batas" in page
    assert "Berlangsung" in words(enter(kiki).get("/kalibrasi/"))
    drilled = words(enter(kiki).get(f"{url}pegawai/{quarter.sari.pk}/"))
    assert "belum ditandatangani" in drilled
    assert "Ubah dalam rapat" not in drilled


def test_the_appraiser_changes_and_the_meeting_reads_it(quarter: Quarter, kiki: Person):
    rated(quarter.sari, ABOVE, ABOVE)
    rated(quarter.tono)
    url = _opened(quarter, kiki)
    budi = enter(quarter.town.budi)
    assert "Hanya pegawai yang Anda nilai." in words(budi.get(url))
    change = f"{url}ubah/{quarter.sari.pk}/"
    assert change in budi.get(f"{url}pegawai/{quarter.sari.pk}/").content.decode()

    unsaid = budi.post(change, judged(quarter.sari, reason=" "))
    done = budi.post(change, judged(quarter.sari, reason="Capaiannya sesuai, bukan di atas."))

    assert unsaid.status_code == 422
    assert done["Location"] == url
    assert Review.objects.get(pk=quarter.sari.pk).predicate == "baik"
    page = words(enter(kiki).get(url))
    assert (
        "Sari : Sangat Baik (hasil kerja Di Atas Ekspektasi, perilaku Di Atas Ekspektasi) menjadi"
        " Baik (hasil kerja Sesuai Ekspektasi, perilaku Sesuai Ekspektasi)."
    ) in page
    assert "Capaiannya sesuai, bukan di atas." in page
    assert enter(kiki).get(change).status_code == 404
    assert enter(quarter.town.sari).get(url).status_code == 404


def test_two_members_close_it_with_minutes(quarter: Quarter, kiki: Person):
    rated(quarter.sari, MEETS)
    url = _opened(quarter, kiki)
    nina = a_person("Nina")
    a_role(nina, "calibration_member")
    first = enter(kiki).post(url, {"notula-minutes": "Sepakat."})
    assert first.status_code == 422
    assert "sedikitnya 2 anggota" in words(first)

    assert "Saya hadir" in words(enter(nina).get(url))
    assert enter(nina).post(url, {"hadir": "1"})["Location"] == url
    assert enter(nina).post(url, {"notula-minutes": "Sepakat."})["Location"] == url

    assert Calibration.objects.get().closed_by == nina
    page = words(enter(kiki).get(url))
    assert "Hadir Kiki, Nina Ditutup Nina, 5 Oktober 2026" in page
    assert enter(kiki).get(f"{url}pegawai/{quarter.sari.pk}/").status_code == 404
    assert enter(kiki).post(url, {"hadir": "1"}).status_code == 409


def test_signals_about_raters_are_shown_to_members_on_demand(quarter: Quarter, kiki: Person):
    rated(quarter.sari)
    url = _opened(quarter, kiki)

    assert "Tampilkan sinyal" in words(enter(kiki).get(url))
    assert "Tidak ada yang menonjol." in words(enter(kiki).get(f"{url}?sinyal=1"))
    assert "Sinyal" not in words(enter(quarter.town.budi).get(f"{url}?sinyal=1"))


def test_others_have_no_meeting(quarter: Quarter, kiki: Person):
    rated(quarter.sari)
    url = _opened(quarter, kiki)
    for person in (quarter.town.rina, quarter.town.tono, quarter.wati):
        client = enter(person)
        assert client.get(url).status_code == 404
        assert client.get("/kalibrasi/baru/").status_code == 404
        assert "Tidak ada rapat kalibrasi" in words(client.get("/kalibrasi/"))
