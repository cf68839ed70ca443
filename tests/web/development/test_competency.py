"""The pages of competencies, recommendations, learning plans and the demand for training."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.development.make import TODAY, Service, a_level, a_service, the_competency
from tests.evaluation.make import IN_WINDOW, a_quarter, signed
from tests.people.make import an_admin, an_agency
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.development.assessment import CompetencyAssessment, SelfView
from kinerja.development.competency import Competency
from kinerja.development.demand import Demand
from kinerja.development.learning_plan import LearningPlan, LearningStep
from kinerja.development.recommendation.proposing import propose_recommendations
from kinerja.development.recommendation.recommendation import Recommendation
from kinerja.development.standard import CompetencyStandard
from kinerja.development.training import Training


@pytest.fixture(autouse=True)
def _clock_and_files(settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-10-05T10:00:00+07:00", tick=False):
        yield


@pytest.fixture
def service(db: None) -> Service:
    return a_service()


def test_ones_own_page_shows_what_is_asked_for_found_and_missing(service: Service):
    a_level(service.sari, "KJS", 2)
    page = words(enter(service.sari).get("/kompetensi/"))
    assert "Kerja Sama 3 2 – Kurang 1 level" in page
    assert "Komunikasi 2 – – Belum dinilai" in page
    assert "66,7%" in page  # two of three; what nobody assessed is left out
    empty = words(enter(service.budi).get("/kompetensi/"))
    assert "Jabatan ini belum mempunyai standar" in empty


def test_ones_own_view_is_kept_beside_and_an_empty_form_says_so(service: Service):
    client, talk = enter(service.sari), the_competency("KOM")
    empty = client.post("/kompetensi/diri/", {f"level_{talk.pk}": ""})
    assert empty.status_code == 422
    assert mistakes(empty) == ["Pilih level sedikitnya untuk satu kompetensi."]
    client.post("/kompetensi/diri/", {f"level_{talk.pk}": "3"})
    assert SelfView.objects.get().level == 3
    assert "Komunikasi 2 – 3 Belum dinilai" in words(client.get("/kompetensi/"))


def test_the_leader_notes_a_level_and_takes_it_back(service: Service):
    client, page = enter(service.budi), f"/kompetensi/pegawai/{service.sari.pk}/"
    sent = {
        f"level_{the_competency('KJS').pk}": "2",
        "method": "leader",
        "assessed_on": "2026-10-05",
        "source": "",
    }
    bad = client.post(f"{page}nilai/", sent)
    assert (bad.status_code, mistakes(bad)) == (422, ["Dasar belum diisi."])
    client.post(f"{page}nilai/", sent | {"source": "Rapat bulanan"})
    row = CompetencyAssessment.objects.get()
    assert (row.level, row.noted_by) == (2, service.budi)
    assert "Kerja Sama: level 2" in words(client.get(page))
    client.post(f"/kompetensi/catatan/{row.pk}/tarik/", {"reason": "Salah orang"})
    row.refresh_from_db()
    assert row.withdrawn_on == TODAY
    assert enter(service.tono).get(page).status_code == 404


def test_the_page_of_a_unit_counts_its_people(service: Service):
    a_level(service.sari, "KJS", 1)
    page = words(enter(service.budi).get(f"/kompetensi/unit/{service.unit.pk}/"))
    assert "Kerja Sama 2 1 1 100% 2" in page
    assert enter(service.budi).get(f"/kompetensi/unit/{service.top.pk}/").status_code == 404
    assert enter(service.sari).get("/kompetensi/unit/").status_code == 403


def test_the_officer_keeps_dictionary_and_standards(service: Service):
    client = enter(service.lala)
    said = {"code": "tek.gizi", "name": "Gizi anak"} | {
        f"level_{n}": f"Tingkat {n}." for n in range(1, 6)
    }
    bad = client.post("/kompetensi/kamus/baru/", said | {"level_4": ""})
    assert mistakes(bad) == ["Gambaran level 4 belum diisi."]
    client.post("/kompetensi/kamus/baru/", said)
    one = Competency.objects.get(code="TEK.GIZI")
    assert "Tingkat 4." in words(enter(service.sari).get(f"/kompetensi/kamus/{one.pk}/"))
    listed = words(enter(service.sari).get("/kompetensi/kamus/"))
    assert "Gizi anak" in listed
    assert "Kerja Sama" in listed
    line = {
        "level": "pelaksana",
        "competency": str(one.pk),
        "required": "2",
        "source": "SK 9/2026",
        "starts_on": "2026-10-05",
    }
    client.post("/kompetensi/standar/baru/", line)
    assert CompetencyStandard.objects.get(competency=one).required == 2
    assert "Gizi anak" in words(enter(service.sari).get("/kompetensi/standar/"))
    assert enter(service.sari).get("/kompetensi/standar/baru/").status_code == 403


def test_a_file_is_judged_row_by_row_before_anything_is_stored(service: Service):
    client, nip = enter(service.lala), service.sari.nip
    rows = (
        "NIP;Kompetensi;Level;Tanggal;Cara;Dasar\n"
        f"{nip};KJS;2;01-03-2026;Asesmen;Laporan 7\n"
        f"{nip};Kom;9;01-03-2026;Asesmen;Laporan 7\n"
        f"{nip};KOM;2;01-03-2027;Asesmen;Laporan 7\n"
        f"{nip};Tidak ada;2;01-03-2026;Asesmen;Laporan 7\n"
        "123;KJS;2;01-03-2026;Asesmen;Laporan 7\n"
    )
    file = SimpleUploadedFile("level.csv", rows.encode(), "text/csv")
    shown = client.post("/kompetensi/impor/", {"file": file})
    page = words(shown)
    assert CompetencyAssessment.objects.count() == 0
    for said in (
        "Siap disimpan 1",
        "Tulis angka 0 sampai 5.",
        "Tanggal ini belum tiba.",
        "Tulis kode atau nama dari kamus.",
        "NIP tidak terbaca",
    ):
        assert said in page
    token = shown.context["form"]["rows"].value()
    client.post("/kompetensi/impor/simpan/", {"rows": token})
    client.post("/kompetensi/impor/simpan/", {"rows": token})
    assert [one.level for one in CompetencyAssessment.objects.all()] == [2]


def test_a_gap_becomes_a_step_with_one_tap_and_the_leader_agrees(service: Service):
    a_level(service.sari, "KJS", 1)
    sari, budi = enter(service.sari), enter(service.budi)
    one = the_competency("KJS")
    assert f"?kompetensi={one.pk}" in sari.get("/rencana-belajar/").content.decode()
    form = sari.get(f"/rencana-belajar/langkah/baru/?kompetensi={one.pk}").context["form"]
    assert form.initial["aim"] == "Kerja Sama sampai level 3"
    sent = {"aim": form.initial["aim"], "competency": str(one.pk), "way": "mentoring"}
    sari.post("/rencana-belajar/langkah/baru/", sent | {"due_on": "2026-12-01"})
    plan, step = LearningPlan.objects.get(), LearningStep.objects.get()
    page = f"/rencana-belajar/{plan.pk}/"
    sari.post(f"{page}ajukan/")
    assert "Sari" in words(budi.get("/rencana-belajar/tim/"))
    empty = budi.post(f"{page}kembalikan/", {"reason": ""})
    assert (empty.status_code, mistakes(empty)) == (422, ["Yang perlu diubah belum diisi."])
    budi.post(f"{page}sepakati/")
    plan.refresh_from_db()
    assert (plan.state, plan.agreed_by) == ("agreed", service.budi)
    sari.post(f"/rencana-belajar/langkah/{step.pk}/selesai/", {"outcome": "Memimpin rapat"})
    assert "Memimpin rapat" in words(budi.get(page))
    budi.post(f"{page}tinjau/", {"note": "Tercapai"})
    assert "Sudah ditinjau" in words(sari.get(page))
    assert enter(service.tono).get(page).status_code == 404


def test_a_recommendation_stands_at_the_result_and_the_person_chooses(db: None):
    quarter = a_quarter()
    sari = quarter.town.sari
    CompetencyStandard.objects.create(
        level=sari.assignments.get().position.level,
        competency=the_competency("INT"),
        required=2,
        source="SK 9/2026",
        starts_on=TODAY,
    )
    a_level(sari, "INT", 1)
    review = signed(quarter.sari)
    propose_recommendations(on=IN_WINDOW)
    client, one = enter(sari), Recommendation.objects.get(competency__code="INT")
    result = words(client.get(f"/hasil/{review.pk}/"))
    assert "Integritas: level 1, jabatan Anda mensyaratkan 2." in result
    page = f"/rekomendasi/{one.pk}/"
    assert "Mentoring: Integritas" in words(client.get(page))
    assert f'<a href="{page}">Mentoring: Integritas</a>' in client.get("/").text
    assert "Rekomendasi untuk Anda" not in enter(quarter.town.budi).get("/").text
    bad = client.post(page, {"tolak": "1", "belum-reason": ""})
    assert (bad.status_code, mistakes(bad)) == (422, ["Mengapa belum sekarang belum diisi."])
    client.post(page, {"ambil-due_on": "2026-12-01"})
    one.refresh_from_db()
    assert (one.answer, one.step.plan.person) == ("accepted", sari)
    assert f'href="{page}"' not in client.get("/").text
    assert enter(quarter.town.budi).post(page, {}).status_code == 403


def test_the_demand_is_computed_and_becomes_a_training(service: Service):
    a_level(service.sari, "KJS", 1)
    lala, page = enter(service.lala), f"/kebutuhan-pelatihan/{service.unit.pk}/"
    assert "Belum ada yang terhitung" in words(lala.get(page))
    lala.post(f"{page}hitung/")
    assert Demand.objects.get().competency.code == "KJS"
    shown = words(lala.get(page))
    assert "1. Kerja Sama 30 dari 100" in shown
    assert "1 dari 1 pegawai yang dinilai di bawah standar" in shown
    one = the_competency("KJS")
    form = {"name": "Kerja tim", "kind": "technical", "form": "classical"}
    lala.post(f"{page}{one.pk}/pelatihan/", form)
    assert Training.objects.get().competencies == ["KJS"]
    assert "Di katalog: Kerja tim ." in words(lala.get(page))
    budi = enter(service.budi)
    assert budi.get(page).status_code == 200
    assert budi.post(f"{page}{one.pk}/pelatihan/", form).status_code == 403
    assert enter(service.tono).get(page).status_code == 404


def test_an_agency_without_units_is_told_where_to_begin(db: None):
    an_agency()
    admin = enter(an_admin())

    for path in ("/kompetensi/unit/", "/kebutuhan-pelatihan/"):
        page = admin.get(path)

        assert "Belum ada unit" in words(page)
        assert 'href="/organisasi/"' in page.content.decode()
    assert "Belum ada unit kerja Survei milik sebuah unit." in words(admin.get("/survei/baru/"))
