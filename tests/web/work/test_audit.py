"""The pages of the inspector's sample."""

from tests.people.make import a_member, a_unit
from tests.web.work.visit import enter
from tests.work.make import NOW, TODAY, a_report, days_ago

from kinerja.people.role import grant_role
from kinerja.work.sample_audit import AuditItem, SampleAudit
from kinerja.work.verification import answer_report


def _irma(centre):
    irma = a_member("Irma", a_unit("Inspektorat"))
    grant_role(person=irma, name="inspector", by=None, on=days_ago(30))
    report = a_report(centre.sari, "Memeriksa <12> ibu")
    answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    return irma


def test_from_the_draw_to_the_closed_finding(centre):
    irma, sari = enter(_irma(centre)), enter(centre.sari)
    assert "Pemeriksaan sampel" in irma.get("/lainnya/").text

    sent = {"starts_on": "2026-10-01", "ends_on": TODAY.isoformat(), "size": "10"}
    drawn = irma.post("/pemeriksaan/baru/", sent)
    audit, item = SampleAudit.objects.get(), AuditItem.objects.get()
    assert drawn.url == f"/pemeriksaan/{audit.pk}/"
    assert audit.seed in irma.get(drawn.url).text
    address = f"/pemeriksaan/butir/{item.pk}/"
    assert sari.get(address).status_code == 404  # nothing was found yet
    assert "Memeriksa &lt;12&gt; ibu" in irma.get(address).text
    missing = irma.post(address, {"verdict": "finding", "kind": "quantity", "words": ""})
    assert missing.status_code == 422
    irma.post(address, {"verdict": "finding", "kind": "quantity", "words": "Register: 9."})

    assert "Jumlah tidak cocok" in sari.get("/pemeriksaan/").text
    assert sari.post(f"{address}tutup/", {"words": "x"}).status_code == 403
    sari.post(f"{address}jawab/", {"words": "Tiga dari desa lain."})
    assert "Tiga dari desa lain." in irma.get(address).text
    irma.post(f"{address}tutup/", {"words": "Dapat diterima."})
    assert AuditItem.objects.get().state == "closed"
    assert "0%</strong> laporan yang dinilai sesuai" in irma.get(drawn.url).text


def test_others_draw_nothing(centre):
    _irma(centre)

    assert enter(centre.budi).get("/pemeriksaan/baru/").status_code == 403
    assert "Tidak ada temuan untuk Anda" in enter(centre.budi).get("/pemeriksaan/").text


def test_an_empty_scope_is_said_in_words(centre):
    irma = enter(_irma(centre))

    response = irma.post(
        "/pemeriksaan/baru/", {"starts_on": "2026-01-01", "ends_on": "2026-01-31", "size": "5"}
    )

    assert response.status_code == 422
    assert "Tidak ada laporan yang diterima dalam lingkup itu." in response.text


def test_a_finding_stands_on_the_page_of_the_report(centre):
    irma, sari = enter(_irma(centre)), enter(centre.sari)
    sent = {"starts_on": "2026-10-01", "ends_on": TODAY.isoformat(), "size": "10"}
    irma.post("/pemeriksaan/baru/", sent)
    item = AuditItem.objects.get()
    report = f"/laporan/{item.report_id}/"
    assert "Temuan pemeriksaan sampel" not in irma.get(report).text
    address = f"/pemeriksaan/butir/{item.pk}/"
    irma.post(address, {"verdict": "finding", "kind": "quantity", "words": "Register: 9."})

    for client in (sari, irma, enter(centre.budi)):  # author, inspector, verifier
        page = client.get(report).text
        assert "Register: 9." in page
        assert f'href="{address}"' in page
    assert "Register: 9." not in enter(centre.rina).get(report).text
