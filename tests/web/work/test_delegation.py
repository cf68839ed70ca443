"""The page on which a leader asks somebody to answer reports, and that person agrees."""

from tests.web.work.visit import enter
from tests.work.make import a_report

from kinerja.work.delegation import Delegation
from kinerja.work.report import Report
from kinerja.work.verification import Verification


def _asked(centre, **fields):
    sent = {"to": centre.tono.pk, "starts_on": "2026-10-12", "ends_on": "2026-10-16"} | fields
    return enter(centre.budi).post("/antrean/wakil/", sent)


def test_from_the_request_to_an_answer_in_the_leaders_name(centre):
    report = a_report(centre.sari)

    assert _asked(centre, reason="Cuti tahunan").status_code == 302
    tono = enter(centre.tono)
    page = tono.get("/antrean/wakil/")
    assert "Anda atas nama Budi" in page.text
    assert "12 Oktober 2026 sampai 16 Oktober 2026 · Cuti tahunan" in page.text
    assert 'href="/antrean/"' not in tono.get("/").text
    tono.post(f"/antrean/wakil/{Delegation.objects.get().pk}/jawab/", {"answer": "yes"})

    assert 'href="/antrean/"' in tono.get("/lainnya/").text
    queue = tono.get("/antrean/")
    assert "atas nama Budi" in queue.text
    assert tono.get(f"/laporan/{report.pk}/").status_code == 200
    tono.post(f"/antrean/{report.pk}/", {"verdict": "accept", "version": 1})
    assert Verification.objects.get().on_behalf_of == centre.budi
    assert Report.objects.get().state == "noted"


def test_a_wrong_day_stands_at_its_field_and_the_rest_is_kept(centre):
    response = _asked(centre, ends_on="2026-10-11", starts_on="2026-10-10")

    assert response.status_code == 422
    assert "ends_on" in response.context["form"].errors
    assert not Delegation.objects.exists()


def test_somebody_elsewhere_cannot_be_chosen(centre):
    assert _asked(centre, to=centre.dewi.pk).status_code == 422
    assert not Delegation.objects.exists()


def test_who_leads_nobody_has_no_form(centre):
    client = enter(centre.sari)

    assert "Belum ada perwakilan" in client.get("/antrean/wakil/").text
    assert client.post("/antrean/wakil/", {"to": centre.tono.pk}).status_code == 403


def test_it_can_be_declined_or_ended_and_is_nobody_elses(centre):
    _asked(centre)
    address = f"/antrean/wakil/{Delegation.objects.get().pk}"

    assert enter(centre.sari).post(f"{address}/akhiri/").status_code == 404
    enter(centre.tono).post(f"{address}/jawab/", {"answer": "no"})
    assert Delegation.objects.get().state == "declined"
    _asked(centre, to=centre.sari.pk)
    new = Delegation.objects.latest("pk")
    enter(centre.budi).post(f"/antrean/wakil/{new.pk}/akhiri/")
    assert Delegation.objects.latest("pk").state == "ended"
