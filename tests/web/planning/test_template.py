"""The pages of templates: by hand or from a plan, preview, giving, taking back."""

from tests.planning.test_template import a_template
from tests.planning.town import a_person, a_set_plan, seat

from kinerja.planning.plan import Plan
from kinerja.planning.template import PlanTemplate, TemplateUse

RESULT = {
    "title": "Pasien terlayani",
    "kind": "main",
    "text": "Kepatuhan prosedur",
    "target_min": "90",
    "target_max": "95",
    "unit_of_measure": "%",
}


def test_a_template_is_written_by_hand(town, enter):
    wati = enter(town.wati)
    assert "Belum ada templat" in wati.get("/templat-rencana/").content.decode()
    form = {"name": "Perawat", "post": "Perawat Terampil", "approach": "quantitative"}
    url = wati.post("/templat-rencana/baru/", form).url
    assert "Belum ada hasil kerja" in wati.get(url).content.decode()
    assert (
        wati.post(f"{url}hasil/", RESULT | {"target_min": "", "target_max": ""}).status_code == 422
    )
    assert wati.post(f"{url}hasil/", RESULT).url == url
    wati.post(f"{url}lampiran/", {"kind": "resource", "text": "Seragam"})
    page = wati.get(url).content.decode()
    assert "Kepatuhan prosedur: 90–95 %" in page
    assert "Seragam" in page
    assert "versi 3" in page
    wati.post(f"{url}hasil/1/keluarkan/")
    assert PlanTemplate.objects.get().newest.content["results"] == []


def test_a_set_plan_becomes_a_template(town, enter):
    plan = a_set_plan(town.sari)
    budi = enter(town.budi)
    assert "Jadikan templat" in budi.get(f"/rencana/{plan.pk}/").content.decode()
    assert "Jadikan templat" not in enter(town.sari).get(f"/rencana/{plan.pk}/").content.decode()
    form = {"name": "Bidan", "post": "Bidan Terampil", "approach": "quantitative"}
    url = budi.post(f"/templat-rencana/dari/{plan.pk}/", form).url
    assert "Ibu hamil terlayani" in budi.get(url).content.decode()


def test_preview_give_and_take_back(town, enter):
    template = a_template(town)
    nurse = a_person("Perawat Satu", "199004122015032931")
    seat(nurse, town.centre, "Perawat Terampil", "jf", "terampil")
    wati, url = enter(town.wati), f"/templat-rencana/{template.pk}/pakai/"
    form = {"unit": town.city.pk, "post": "Perawat Terampil", "year": "2026"}
    assert "Lihat siapa" in wati.get(url).content.decode()
    page = wati.get(url, form).content.decode()
    assert "1 pegawai menerima konsep" in page
    assert "Perawat Satu" in page
    assert not Plan.objects.exists()

    used = wati.post(url, form).url

    plan = Plan.objects.get()
    assert "Disiapkan dari templat Perawat versi 1 oleh Wati Lestari; silakan ubah." in (
        enter(nurse).get(f"/rencana/{plan.pk}/").content.decode()
    )
    assert "1 pegawai dilewati" in wati.get(url, form).content.decode()
    assert wati.post(url, form).status_code == 422
    assert "Belum diubah" in wati.get(used).content.decode()
    assert enter(town.budi).get(used).status_code == 404
    answer = wati.post(f"{used}batalkan/", follow=True)
    assert "1 konsep ditarik kembali." in answer.content.decode()
    assert not Plan.objects.exists()
    assert TemplateUse.objects.get().undone_on


def test_who_prepares_nothing_is_told_so(town, enter):
    template = a_template(town)
    sari = enter(town.sari)
    for path in ("", "baru/", f"{template.pk}/", f"{template.pk}/pakai/", f"{template.pk}/hasil/"):
        assert sari.get(f"/templat-rencana/{path}").status_code == 403
    assert enter(town.budi).get(f"/templat-rencana/{template.pk}/hasil/").status_code == 403
