"""Pages of guidance and counselling: what each of the few readers does there."""

from uuid import uuid4

import pytest
from tests.people.make import a_member, a_role, a_unit, an_admin
from tests.web.evaluation.visit import words
from tests.web.work.visit import enter

from kinerja.feedback.counselling import BehaviourReport, CounsellingRecord
from kinerja.feedback.guidance import Guidance, GuidanceAction
from kinerja.feedback.guidance_after import CompetencyReview, GuidanceOpinion
from kinerja.feedback.guidance_fields import FIELDS
from kinerja.people.role import Role
from kinerja.rules.competency import Competency

NINE = {f"s{number}": "yes" for number in range(1, 10)}


def opened(centre, kind="coaching") -> str:
    """The address of a session of Budi with Sari."""
    sent = {"kind": kind, "held_on": "2026-10-12", "key": str(uuid4())}
    return enter(centre.budi).post(f"/bimbingan/baru/{centre.sari.pk}/", sent).url


def confirmed(centre) -> str:
    url, budi = opened(centre), enter(centre.budi)
    said = {one.name: "tidak" if one.yes_no else "Isi." for one in FIELDS["coaching"]}
    budi.post(url, said | {"revision": "1"})
    for one in (budi, enter(centre.sari)):
        one.post(f"{url}sahkan/", {"revision": "2"})
    assert Guidance.objects.confirmed().exists()
    return url


def test_a_session_from_opening_to_both_confirmations(centre):
    budi, sari = enter(centre.budi), enter(centre.sari)

    assert "Pegawai yang Anda nilai" in budi.get("/bimbingan/").text
    empty = budi.post(f"/bimbingan/baru/{centre.sari.pk}/", {"kind": "lain"})
    assert "Buka sesi untuk Sari" in words(budi.get(f"/bimbingan/baru/{centre.sari.pk}/"))
    url = opened(centre)
    own = words(sari.get(url))
    sari.post(url, {"progress": "60 dari 100", "next_strategy": "Bukan saya", "revision": "1"})
    stale = budi.post(url, {"progress": "Lain", "revision": "1"})
    early = sari.post(f"{url}sahkan/", {"revision": "2"})
    reader = enter(centre.rina).post(url, {"progress": "Lain", "revision": "2"})

    assert empty.status_code == 422
    assert "Fakta: progres pencapaian target" in own
    assert "Strategi untuk mengatasi masalah" not in own
    assert stale.status_code == 422
    assert early.status_code == 409
    assert reader.status_code == 403
    content = Guidance.objects.get().content
    assert (content["progress"], "next_strategy" in content) == ("60 dari 100", False)
    assert "60 dari 100" in words(enter(centre.rina).get(url))
    assert enter(centre.tono).get(url).status_code == 404
    assert "Coaching: Sari" in words(sari.get("/bimbingan/"))


def test_a_confirmed_record_reads_in_words(centre):
    page = words(enter(centre.sari).get(confirmed(centre)))

    assert "Peluang Isi." in page
    assert "Langkah ke depan: penyesuaian ukuran keberhasilan dan target Tidak" in page


def test_actions_are_agreed_on_and_done(centre):
    url, budi, sari = opened(centre), enter(centre.budi), enter(centre.sari)

    missing = budi.post(url, {"tindakan-text": "", "tindakan-due_on": "2026-10-01"})
    budi.post(url, {"tindakan-text": "Lengkapi register", "tindakan-due_on": "2026-10-01"})
    action = GuidanceAction.objects.get()
    late = words(sari.get("/bimbingan/"))
    sari.post(f"/bimbingan/tindakan/{action.pk}/selesai/")

    assert missing.status_code == 422
    assert "Lengkapi register Lewat target Target 1 Oktober 2026" in late
    action.refresh_from_db()
    assert action.done_on is not None
    assert enter(centre.tono).post(f"/bimbingan/tindakan/{action.pk}/selesai/").status_code == 404


def test_the_nine_statements_pass_the_leader(centre):
    url = confirmed(centre)
    sari, budi, rina = (enter(one) for one in (centre.sari, centre.budi, centre.rina))

    assert "Budi tidak membacanya" in words(sari.get(f"{url}pendapat/"))
    assert rina.get(f"{url}pendapat/").status_code == 404  # nothing there yet
    half = sari.post(f"{url}pendapat/", NINE | {"s9": ""})
    sari.post(f"{url}pendapat/", NINE | {"remarks": "Membantu."})

    assert half.status_code == 422
    assert GuidanceOpinion.objects.count() == 1
    assert "Membantu." in words(rina.get(f"{url}pendapat/"))
    assert "B.1.8" in words(rina.get(url))
    assert budi.get(f"{url}pendapat/").status_code == 404
    assert "B.1.8" not in words(budi.get(url))


def test_the_guide_scores_the_competencies(centre):
    url = f"{confirmed(centre)}kompetensi/"
    budi, sari = enter(centre.budi), enter(centre.sari)
    sent = {"recommendation": "Pelatihan.", "t_1": "Kegawatdaruratan", "n_t1": "4", "a_t1": "Ya."}
    for one in Competency:
        sent |= {f"n_{one.value}": "3", f"a_{one.value}": "Tampak."}

    assert sari.get(url).status_code == 404
    assert budi.post(url, sent | {"n_INT": ""}).status_code == 422
    budi.post(url, sent)

    assert len(CompetencyReview.objects.get().scores) == 10
    assert "Kegawatdaruratan 4 Ya." in words(sari.get(url))
    assert budi.post(url, sent).status_code == 403


@pytest.fixture
def office(centre):
    """Wati of the personnel unit and Nana, a counsellor."""
    nana = a_member("Nana", a_unit("BKPSDM"))
    a_role(nana, Role.Name.COUNSELLOR)
    return an_admin("Wati"), nana


def test_from_the_report_of_behaviour_to_the_record(centre, office):
    wati, nana = (enter(one) for one in office)
    budi, tono = enter(centre.budi), enter(centre.tono)
    sent = {"spoken_on": "2026-10-09", "problem": "Membentak rekan.", "done_before": "Bicara."}

    empty = budi.post(f"/konseling/lapor/{centre.tono.pk}/", {"problem": " "})
    assert "Rahasia" in words(budi.get(f"/konseling/lapor/{centre.tono.pk}/"))
    url = budi.post(f"/konseling/lapor/{centre.tono.pk}/", sent).url
    waiting = words(wati.get("/konseling/"))
    not_his = budi.post(url, {"tolak-reason": "Batal."})
    wrong = wati.post(url, {"place": "Ruang"})
    plan = {"counsellor": office[1].pk, "planned_on": "2026-10-14", "place": "Ruang konseling"}
    wati.post(url, plan)
    invited = words(tono.get("/konseling/"))
    note = {"catatan-text": "Lelah.", "catatan-recommendation": "Atur jaga."}
    nana.post(url, note)

    assert empty.status_code == 422
    assert "Tono Menunggu bagian kepegawaian" in waiting
    assert (not_his.status_code, wrong.status_code) == (403, 422)
    assert "14 Oktober 2026, Ruang konseling, dengan Nana" in invited
    kept = CounsellingRecord.objects.get()
    assert BehaviourReport.objects.get().state == "held"
    for reader in (budi, wati):
        page = words(reader.get(url))
        assert "Atur jaga." in page
        assert "Lelah." not in page
    assert "Lelah." in words(nana.get(url))
    own = words(tono.get("/konseling/"))
    assert "Lelah." in own
    assert "Membentak" not in own
    assert tono.get(url).status_code == enter(centre.rina).get(url).status_code == 404
    tono.post(f"/konseling/catatan/{kept.pk}/dibaca/")
    assert "Sudah Anda baca" in words(tono.get("/konseling/"))


def test_the_office_declines_with_a_reason(centre, office):
    sent = {"spoken_on": "2026-10-09", "problem": "Membentak rekan.", "done_before": "Bicara."}
    url = enter(centre.budi).post(f"/konseling/lapor/{centre.tono.pk}/", sent).url
    wati = enter(office[0])

    empty = wati.post(url, {"tolak-reason": " "})
    wati.post(url, {"tolak-reason": "Cukup pembinaan atasan."})

    assert empty.status_code == 422
    assert "Cukup pembinaan atasan." in words(enter(centre.budi).get(url))
