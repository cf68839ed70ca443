"""The pages of the employee of the period."""

import pytest
from tests.people.make import a_person, a_role
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.people.role import Role
from kinerja.recognition.honour import Honour


@pytest.fixture
def surya(quarter):
    person = a_person("Surya")
    a_role(person, Role.Name.AUTHORISED_OFFICIAL)
    return person


def test_from_the_list_of_candidates_to_the_certificate(quarter, surya):
    sari, dewi = quarter.town.sari, enter(quarter.town.dewi)
    office, official = enter(quarter.wati), enter(surya)

    opened = office.post("/penghargaan/siapkan/", {"code": "2026-09"}, follow=True)
    assert "1 Sari Puskesmas Pauh Sangat Baik Mutu hasil" in words(opened)
    assert "Jumlah laporan atau jam tidak pernah dihitung." in words(opened)
    page = f"/penghargaan/{Honour.objects.get().pk}/"
    assert dewi.get(page).status_code == 404
    empty = official.post(page, {"winner": str(sari.pk), "reason": ""})
    assert (empty.status_code, mistakes(empty)) == (422, ["Alasan belum diisi."])
    said = {"winner": str(sari.pk), "reason": "Antrean tertib sepanjang bulan."}
    assert office.post(page, said).status_code == 404  # prepares, does not decide
    decided = official.post(page, said, follow=True)

    assert "Pilihan Anda diumumkan kepada semua pegawai." in words(decided)
    assert "Sari Antrean tertib sepanjang bulan." in words(dewi.get(page))
    assert "calon dan angkanya" in words(official.get(page))
    assert "calon dan angkanya" not in words(dewi.get(page))
    assert "September 2026 Sari Terpilih" in words(dewi.get("/penghargaan/"))
    paper = enter(sari).get(f"{page}piagam/")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert dewi.get(f"{page}piagam/").status_code == 404


def test_who_leads_the_candidate_is_told_beforehand(quarter, surya):
    a_role(quarter.town.budi, Role.Name.AUTHORISED_OFFICIAL)
    enter(quarter.wati).post("/penghargaan/siapkan/", {"code": "2026-09"})
    page = f"/penghargaan/{Honour.objects.get().pk}/"
    client = enter(quarter.town.budi)

    assert "Sari bawahan langsung Anda. Minta pejabat lain memutuskan." in words(client.get(page))
    assert 'name="winner"' not in client.get(page).content.decode()  # nobody else to choose
    refused = client.post(page, {"winner": str(quarter.town.sari.pk), "reason": "Baik."})

    assert refused.status_code == 422
    assert Honour.objects.get().winner is None


def test_only_the_office_prepares(quarter):
    for person in (quarter.town.sari, quarter.town.budi):
        assert enter(person).get("/penghargaan/siapkan/").status_code == 404
    assert "Belum ada yang terpilih" in words(enter(quarter.town.sari).get("/penghargaan/"))
