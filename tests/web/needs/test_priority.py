"""The pages of problem trees and of ranking."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from tests.needs.needing import a_finding, an_officer
from tests.people.make import a_head, a_member, a_unit
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.needs.need import Need
from kinerja.needs.problem_tree import ProblemNode, ProblemTree
from kinerja.needs.scoring import Scoring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-09-01T10:00:00+07:00", tick=False):
        yield


def test_a_tree_is_written_from_the_top_and_drawn():
    susi = an_officer()
    client, slow = enter(susi), a_finding(susi)
    client.post("/pohon-masalah/baru/", {"title": "Layanan ibu"})
    tree = ProblemTree.objects.get()
    page = f"/pohon-masalah/{tree.pk}/"

    client.post(f"{page}simpul/", {"kind": "main", "statement": "Kematian ibu"})
    main = ProblemNode.objects.get()
    wrong = client.post(f"{page}simpul/", {"kind": "issue", "statement": "Rujukan"})
    client.post(
        f"{page}simpul/",
        {"kind": "issue", "statement": "Rujukan", "parent": main.pk, "findings": [slow.pk]},
    )
    shown = client.get(page)

    assert wrong.status_code == 422
    assert [box.leaf.foot for box in shown.context["drawing"].boxes] == ["", "1 temuan"]
    issue = ProblemNode.objects.get(kind="issue")
    form = client.get(f"/kebutuhan/baru/?simpul={issue.pk}").context["form"]
    assert (form.initial["statement"], form.initial["findings"]) == ("Rujukan", [slow])
    sari = enter(a_member("Sari", a_unit()))
    assert "Rujukan" in words(sari.get(page))
    assert sari.get(f"/pohon-masalah/simpul/{issue.pk}/").status_code == 403


def test_a_session_from_the_invitation_to_a_need_with_its_score():
    susi, budi = an_officer(), a_head("Budi", a_unit())
    slow, far = a_finding(susi), a_finding(susi, "Loket jauh")
    leader = enter(susi)
    form = {
        "title": "Layanan 2027",
        "method": "usg",
        "last_day": "2026-09-10",
        "findings": [slow.pk, far.pk],
        "people": [susi.pk, budi.pk],
    }

    unknown = leader.post("/prioritas/baru/", form | {"nips": "123"})
    leader.post("/prioritas/baru/", form)
    session = Scoring.objects.get()
    page = f"/prioritas/{session.pk}/"
    high, low = (session.items.get(finding=one) for one in (slow, far))
    marks = {f"mark_{high.pk}_{at}": "5" for at in range(3)}
    marks |= {f"mark_{low.pk}_{at}": "2" for at in range(3)}
    bare = enter(budi).post(page, {"dikirim": "1"})
    for person in (susi, budi):
        enter(person).post(page, marks)
    running = words(enter(budi).get(page))
    leader.post(f"{page}tutup/")
    closed = enter(budi).get(page)

    assert mistakes(unknown) == ["Tidak ada pegawai aktif dengan NIP 123."]
    assert set(mistakes(bare)) >= {"Urgensi belum dipilih: Waktu tunggu lama."}
    assert "Susi" not in running.replace("dipimpin Susi", "")
    assert "Kesepakatan: kuat (W 1)" in words(closed)
    assert (closed.context["by_name"], len(leader.get(page).context["by_name"])) == ([], 2)
    sent = {"statement": "Antrean pendek", "review_on": "2027-09-01", "findings": [slow.pk]}
    leader.post(f"/kebutuhan/baru/?butir={high.pk}", sent)
    assert Need.objects.get().priority == Decimal(15)
    assert enter(a_member("Sari", a_unit())).get(page).status_code == 200
