"""The pages of orders: give, note, pass on, step by step, and the choice on the report form."""

from tests.web.work.visit import a_file, enter, filed
from tests.work.make import PDF

from kinerja.work.order import Duty, Order
from kinerja.work.report import Report

GIVEN = {"kind": "disposition", "subject": "Rapat <stunting>", "dated": "2026-10-12"}


def test_from_the_order_to_the_report_and_back(centre):
    budi, sari = enter(centre.budi), enter(centre.sari)
    sent = GIVEN | {"people": [centre.sari.pk], "file": a_file("surat.pdf", PDF)}

    response = budi.post("/perintah/baru/", sent)
    order = Order.objects.get()
    assert response.url == f"/perintah/{order.pk}/"
    assert "Rapat &lt;stunting&gt;" in sari.get("/perintah/").text
    assert "Atas perintah atau disposisi" in sari.get("/lapor/").text
    sari.post("/lapor/", filed("Hadir di rapat", result="0", order=str(order.pk)))

    report = Report.objects.get()
    assert report.order == order
    page = budi.get(f"/perintah/{order.pk}/")
    assert f"/laporan/{report.pk}/" in page.text
    assert "Perintah: Rapat &lt;stunting&gt;" in budi.get("/antrean/").text
    assert f'href="/perintah/{order.pk}/"' in budi.get(f"/laporan/{report.pk}/").text
    assert b"".join(sari.get(f"/perintah/{order.pk}/berkas/").streaming_content) == PDF
    duty = Duty.objects.get()
    sari.post(f"/perintah/{order.pk}/langkah/{duty.pk}/", {"step": "report"})
    budi.post(f"/perintah/{order.pk}/langkah/{duty.pk}/", {"step": "close"})
    assert Duty.objects.get().state == "done"
    assert "Atas perintah atau disposisi" not in sari.get("/lapor/").text


def test_noting_and_passing_on(centre):
    rina, budi = enter(centre.rina), enter(centre.budi)
    budi.post("/perintah/catat/", GIVEN | {"giver": centre.rina.pk})
    order = Order.objects.get()
    address = f"/perintah/{order.pk}"
    own = Duty.objects.get()
    assert "Benar, saya perintahkan" in rina.get(f"{address}/").text
    rina.post(f"{address}/langkah/{own.pk}/", {"step": "confirm"})

    budi.post(f"{address}/teruskan/{own.pk}/", {"people": [centre.tono.pk], "note": "Wakili"})

    assert Duty.objects.get(person=centre.tono).passed_from == own
    assert "diteruskan Budi" in enter(centre.tono).get(f"{address}/").text


def test_what_is_wrong_stays_on_the_page(centre):
    budi = enter(centre.budi)

    response = budi.post("/perintah/baru/", GIVEN | {"subject": "", "people": [centre.dewi.pk]})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"subject", "people"}
    assert not Order.objects.exists()


def test_a_step_without_its_reason_is_refused_in_words(centre):
    enter(centre.budi).post("/perintah/baru/", GIVEN | {"people": [centre.sari.pk]})
    order, duty = Order.objects.get(), Duty.objects.get()

    response = enter(centre.sari).post(
        f"/perintah/{order.pk}/langkah/{duty.pk}/", {"step": "decline"}
    )

    assert response.status_code == 422
    assert "Tulis alasannya" in response.text
    assert enter(centre.tono).get(f"/perintah/{order.pk}/").status_code == 404
    assert (
        enter(centre.sari)
        .post(f"/perintah/{order.pk}/langkah/{duty.pk}/", {"step": "x"})
        .status_code
        == 404
    )


def test_who_leads_nobody_gives_no_orders(centre):
    assert enter(centre.sari).get("/perintah/baru/").status_code == 403
    assert "Belum ada perintah" in enter(centre.sari).get("/perintah/").text


def test_the_short_form_of_the_home_page_offers_the_orders(centre):
    budi, sari = enter(centre.budi), enter(centre.sari)
    assert "Atas perintah atau disposisi" not in sari.get("/").text
    budi.post("/perintah/baru/", GIVEN | {"people": [centre.sari.pk]})
    page = sari.get("/").text
    assert "Atas perintah atau disposisi" in page
    assert f'<option value="{Order.objects.get().pk}">Rapat &lt;stunting&gt;</option>' in page
    assert "Atas perintah atau disposisi" not in enter(centre.tono).get("/").text
