"""The pages of review, action plan, workblock and indicator sheet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.planning.test_sheet import SAID, SCALE, scaled
from tests.planning.town import JANUARY, a_draft, a_result, a_set_plan, a_submitted
from tests.web.unchanged import everything

from kinerja.planning.goal import add_goal
from kinerja.planning.strategy import Step, Strategy, add_step


def test_the_appraiser_reviews_and_the_owner_reads(town, enter):
    plan = a_submitted(town.sari, "Melaksanakan kunjungan")
    url = f"/rencana/hasil/{plan.results.get().pk}/telaah/"
    budi, sari = enter(town.budi), enter(town.sari)
    page = budi.get(url).content.decode()
    assert "Petunjuk: kata kegiatan: “melaksanakan”." in page
    assert "Praktik umum (SMART), bukan ketentuan" in page
    assert budi.post(url, {"dated": "needs_work"}).status_code == 422
    assert budi.post(url, {}).status_code == 422
    body = {"dated": "needs_work", "dated-catatan": "Sebut triwulannya."}
    assert budi.post(url, body).url == f"/rencana/{plan.pk}/"
    assert "Telaah: perlu diperbaiki" in sari.get(f"/rencana/{plan.pk}/").content.decode()
    read = sari.get(url).content.decode()
    assert "Sebut triwulannya." in read
    assert "Simpan telaah" not in read
    assert sari.post(url, body).status_code == 403
    assert enter(town.tono).get(url).status_code == 404


def test_a_goal_is_reviewed(town, enter):
    goal = add_goal(
        title="Semua ibu sehat", level="objective", years=(2025, 2029), by=None, on=JANUARY
    )
    url = f"/sasaran/{goal.pk}/telaah/"
    assert "Telaah sasaran" in enter(town.sari).get(f"/sasaran/{goal.pk}/").content.decode()
    assert "Simpan telaah" not in enter(town.sari).get(url).content.decode()
    assert enter(town.sari).post(url, {"dated": "fits"}).status_code == 403
    assert enter(town.wati).post(url, {}).status_code == 422
    assert enter(town.wati).post(url, {"dated": "fits"}).url == f"/sasaran/{goal.pk}/"
    assert goal.judgements.get().by == town.wati


def test_an_action_plan_is_written_and_ticked_off(town, enter):
    plan = a_set_plan(town.sari)
    result = plan.results.get()
    url, sari = f"/rencana/hasil/{result.pk}/aksi/", enter(town.sari)
    assert sari.post(url, {"text": ""}).status_code == 422
    assert sari.post(url, {"text": "Kunjungan rumah", "due_on": "2026-01-10"}).url == url
    step = Step.objects.get()
    assert "Terlambat" in sari.get(url).content.decode()
    assert "Langkah terlambat" in enter(town.budi).get(f"/rencana/{plan.pk}/").content.decode()
    assert "Tambah langkah" not in enter(town.budi).get(url).content.decode()
    assert enter(town.budi).post(url, {"text": "x"}).status_code == 403
    assert sari.post(f"/rencana/langkah/{step.pk}/selesai/", {"done": "1"}).url == url
    assert "1 dari 1 selesai" in sari.get(f"/rencana/{plan.pk}/").content.decode()
    assert enter(town.budi).post(f"/rencana/langkah/{step.pk}/hapus/").status_code == 404
    sari.post(f"/rencana/langkah/{step.pk}/hapus/")
    assert not Step.objects.exists()


def test_a_workblock_is_built(town, enter):
    result = a_set_plan(town.rina).results.get()
    rina = enter(town.rina)
    url = f"/rencana/hasil/{result.pk}/strategi/baru/"
    assert "Cakupan pelayanan" in rina.get(url).content.decode()
    assert rina.post(url, {"title": ""}).status_code == 422
    form = {"title": "Jemput bola", "target": "Cakupan", "budget": "25.000.000"}
    show = rina.post(url, form).url
    line = {"text": "Data terpadu", "part": "milestone", "manner": "transformative"}
    assert rina.post(show, line).status_code == 422
    assert rina.post(show, line | {"due_on": "2026-06-30"}).url == show
    page = rina.get(show).content.decode()
    assert "Rp25.000.000" in page
    assert "30 Juni 2026" in page
    assert "B. Transformatif" in page
    assert rina.post(f"{show}ubah/", form | {"title": "Lain", "revision": "1"}).url == show
    stale = rina.post(f"{show}ubah/", form | {"revision": "1"})
    assert stale.status_code == 422
    assert "Lain" in rina.get(f"/rencana/{result.plan_id}/").content.decode()
    assert enter(town.mayor).post(show, line).status_code == 403
    assert enter(town.tono).get(show).status_code == 404
    step = Step.objects.get()
    assert rina.post(f"/rencana/langkah/{step.pk}/selesai/", {"done": "1"}).url == show
    rina.post(f"{show}hapus/")
    assert not Strategy.objects.exists()


def test_staff_are_pointed_to_the_action_plan(town, enter):
    result = a_set_plan(town.sari).results.get()
    page = enter(town.sari).get(f"/rencana/hasil/{result.pk}/strategi/baru/").content.decode()
    assert "Workblock untuk pimpinan" in page


def test_the_sheet_is_written_and_read(town, enter):
    one = a_set_plan(town.rina).results.get().indicators.get()
    url, rina = f"/rencana/indikator/{one.pk}/manual/", enter(town.rina)
    assert "Isi manual" in rina.get(url).content.decode()
    assert rina.post(f"{url}ubah/", SAID | {"definition": ""}).status_code == 422
    assert rina.post(f"{url}ubah/", SAID).url == url
    page = enter(town.mayor).get(url).content.decode()
    assert "Berkas menurut daftar periksa" in page
    assert "Triwulanan" in page
    assert "Ubah manual" not in page
    assert enter(town.mayor).get(f"{url}ubah/").status_code == 404
    assert enter(town.budi).get(url).status_code == 404


def test_a_word_of_the_scale_is_noted(town, enter):
    one = scaled(town)
    sari, url = enter(town.sari), f"/rencana/indikator/{one.pk}/posisi/"
    before = everything()
    assert sari.post(url, {"word": "hampir", "measured_on": "2026-01-12"}).status_code == 422
    assert sari.post(url, {"word": "belum", "measured_on": "2026-01-13"}).status_code == 422
    assert everything() == before
    answer = sari.post(url, {"word": "sebagian", "measured_on": "2026-01-12"})
    page = sari.get(answer.url).content.decode()
    assert "Di bawah target" in page
    plan = sari.get(f"/rencana/{one.result.plan_id}/").content.decode()
    assert "Tingkatan: belum – sebagian – lengkap" in plan
    assert "Sekarang: sebagian" in plan


@pytest.mark.parametrize(("scale", "status"), [("belum, sebagian, lengkap", 302), ("x", 422)])
def test_a_scale_is_typed_in_the_plan(town, enter, scale, status):
    result = a_result(a_draft(town.sari))
    form = {
        "text": "Berkas",
        "aspect": "quality",
        "target_text": "lengkap",
        "scale": scale,
        "polarity": "maximise",
    }
    answer = enter(town.sari).post(f"/rencana/hasil/{result.pk}/indikator/baru/", form)
    assert answer.status_code == status
    if status == 302:
        assert result.indicators.get(text="Berkas").scale == SCALE


def test_the_plan_page_costs_the_same_with_many_steps(town, enter):
    plan = a_set_plan(town.sari)
    sari = enter(town.sari)
    result = plan.results.get()
    add_step(result=result, text="Satu", by=town.sari)
    sari.get(f"/rencana/{plan.pk}/")
    with CaptureQueriesContext(connection) as few:
        sari.get(f"/rencana/{plan.pk}/")
    for number in range(20):
        add_step(result=result, text=f"Langkah {number}", due_on=JANUARY, by=town.sari)
    with CaptureQueriesContext(connection) as many:
        sari.get(f"/rencana/{plan.pk}/")
    assert len(many) == len(few)
