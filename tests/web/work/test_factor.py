"""What hinders: noted on a result, followed up, ended; seen by those concerned."""

from tests.web.work.visit import enter
from tests.work.make import TODAY

from kinerja.work.factor import Factor


def test_from_the_result_to_the_end(centre):
    sari, budi = enter(centre.sari), enter(centre.budi)
    new = f"/hambatan/baru/{centre.checks.pk}/"
    assert new in sari.get("/rencana/", follow=True).text
    answer = sari.post(
        new, {"kind": "hinders", "text": "Vaksin habis", "help_from": centre.rina.pk}
    )
    factor = Factor.objects.get()
    assert answer.url == factor.url
    for client in (sari, budi, enter(centre.rina)):
        assert "Vaksin habis" in client.get("/hambatan/").text
    assert "Vaksin habis" in budi.get(f"/tim/{centre.sari.pk}/").text

    todo = {"text": "Minta ke gudang", "owner": centre.budi.pk, "due_on": TODAY.isoformat()}
    assert budi.post(factor.url, todo).status_code == 302
    assert "Minta ke gudang" in sari.get(factor.url).text
    done = {"akhir-state": "solved", "akhir-text": "Vaksin datang"}
    assert sari.post(factor.url, done).status_code == 302
    page = sari.get(factor.url).text
    assert "Vaksin datang" in page
    assert "Simpan tindak lanjut" not in page


def test_what_is_missing_comes_back_with_its_words(centre):
    sari = enter(centre.sari)
    answer = sari.post(f"/hambatan/baru/{centre.checks.pk}/", {"kind": "hinders", "text": ""})
    assert answer.status_code == 422
    sari.post(f"/hambatan/baru/{centre.checks.pk}/", {"kind": "helps", "text": "Kader rajin"})
    factor = Factor.objects.get()
    late = {"text": "Nanti", "owner": centre.sari.pk, "due_on": "2026-10-01"}
    answer = sari.post(factor.url, late)
    assert (answer.status_code, "sudah lewat" in answer.text) == (422, True)
    assert Factor.objects.get().state == "open"


def test_others_do_not_see_it(centre):
    enter(centre.sari).post(
        f"/hambatan/baru/{centre.checks.pk}/", {"kind": "hinders", "text": "Vaksin habis"}
    )
    tono = enter(centre.tono)
    assert "Vaksin habis" not in tono.get("/hambatan/").text
    assert tono.get(Factor.objects.get().url).status_code == 404
    assert tono.get(f"/hambatan/baru/{centre.checks.pk}/").status_code == 404
    assert enter(centre.rina).get(f"/hambatan/baru/{centre.checks.pk}/").status_code == 403


def test_it_stands_beside_the_result_on_the_page_of_the_plan(centre):
    sari = enter(centre.sari)
    sari.post(f"/hambatan/baru/{centre.checks.pk}/", {"kind": "hinders", "text": "Vaksin habis"})
    address = f"/rencana/{centre.checks.plan_id}/"
    for client in (sari, enter(centre.budi), enter(centre.rina)):
        page = client.get(address).text
        before, after = page.split("Ibu hamil diperiksa</h3>")[1].split("Kelas ibu berjalan</h3>")
        assert ("Vaksin habis" in before, "Vaksin habis" in after) == (True, False)

    factor = Factor.objects.get()
    done = {"akhir-state": "solved", "akhir-text": "Vaksin datang"}
    sari.post(factor.url, done)
    assert "Vaksin habis" not in sari.get(address).text
