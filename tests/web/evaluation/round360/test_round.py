"""A semester's round through its pages: begun, named, approved, answered, told."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.evaluation.make import ABOVE, Quarter
from tests.evaluation.round360.make import (
    STARTED,
    Department,
    a_department,
    a_started,
    an_answer,
    an_open,
    answered,
    of,
    questions,
    released,
)
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.evaluation.round360 import working
from kinerja.evaluation.round360.answer import open_tallies
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.release import Result360
from kinerja.evaluation.round360.round import Round360
from kinerja.jobs.tasks import carry_round360
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.round360 import Frequency, Group

pytestmark = pytest.mark.django_db

ALWAYS = {value.value: "always" for value in CoreValue}
OFFICE = "/periode/2026-S1/360/"


@pytest.fixture(autouse=True)
def june() -> Iterator[Any]:
    """It is 10.00 on Wednesday 10 June 2026; the round is being answered."""
    with time_machine.travel("2026-06-10T10:00:00+07:00", tick=False) as clock:
        yield clock


@pytest.fixture
def town() -> Department:
    return a_department()


def a_question(round: Round360, town: Department) -> tuple[Rater360, Client]:
    row = questions(of(round, town.sari), Group.PEER)[0]
    return row, enter(row.rater)


def test_the_office_walks_the_round_from_beginning_to_end(town, june):
    wati = enter(town.wati)
    assert "Putaran 360" in words(wati.get("/periode/2026-S1/"))
    form = wati.get(OFFICE)
    assert "Mulai putaran" in words(form)
    sent = {
        "nominate_until": "2026-06-12",
        "closes_on": "2026-06-20",
        "threshold": "5",
        "most_load": "10",
    }
    wrong = wati.post(OFFICE, sent | {"threshold": "2"})
    assert wrong.status_code == 422

    assert wati.post(OFFICE, sent).url == OFFICE
    assert "Undi dan buka pengisian" in words(wati.get(OFFICE))
    wati.post(OFFICE, {"langkah": "buka"})
    page = words(wati.get(OFFICE))
    assert "Ingatkan semua penilai" in page
    assert "Seluruh instansi 0%" in page
    wati.post(OFFICE, {"langkah": "ingatkan"})
    wati.post(OFFICE, {"langkah": "ingatkan"})
    assert "Pengingat sudah dikirim hari ini." in wati.get(OFFICE).content.decode()
    june.move_to("2026-06-21T10:00:00+07:00")
    wati = enter(town.wati)
    assert "Tutup pengisian" in words(wati.get(OFFICE))
    wati.post(OFFICE, {"langkah": "tutup"})
    wati.post(OFFICE, {"langkah": "hasil"})
    assert "Hasil sudah dibuka" in words(wati.get(OFFICE))
    assert Result360.objects.count() == 12


def test_the_office_is_nobody_elses_and_only_for_semesters(town):
    assert enter(town.rina).get(OFFICE).status_code == 404
    wati = enter(town.wati)
    a_started(town)
    assert wati.post(OFFICE, {"langkah": "lain"}).status_code == 404
    assert wati.get("/periode/2026-Q1/360/").status_code == 404


def test_my_round_says_why_me_and_how_hidden_i_am(town):
    an_open(town)

    page = words(enter(town.sari).get("/360/"))

    assert "Umpan balik 360 Semester I 2026" in page
    assert "Anda dipilih karena bekerja dekat dengannya" in page
    assert "Ani Rekan kerja Belum diisi" in page
    assert "Budi Atasan Anda Belum diisi" in page
    assert "Sari Diri sendiri Belum diisi" in page
    assert "Yang tidak terlindung: gaya tulisan" in page
    assert "sedikitnya 5 orang" in page


def test_who_is_answered_folds_away_below_who_waits(town):
    round = an_open(town)
    row, rater = a_question(round, town)
    rater.post(f"/360/{row.pk}/", ALWAYS)

    page = words(rater.get("/360/"))

    waiting, done = page.split(" 1 rekan sudah diisi ")
    assert "Sari Rekan kerja" not in waiting
    assert "Sari Rekan kerja Sudah diisi" in done


def test_one_colleague_is_answered_once_and_there_is_a_receipt(town):
    round = an_open(town)
    row, rater = a_question(round, town)
    url = f"/360/{row.pk}/"

    page = words(rater.get(url))
    sent = rater.post(url, ALWAYS | {"comment": "Rapi.", "loyal": "unseen"})
    again = rater.post(url, ALWAYS)

    assert "Tentang Sari" in page
    assert "Jawaban Anda tanpa nama." in page
    assert "Memahami dan memenuhi kebutuhan masyarakat" in page
    assert sent.url == again.url == "/360/?terkirim=1"
    assert "Umpan balik Anda sudah masuk" in words(rater.get(sent.url))
    counts = open_tallies(round, [row.subject_id])[row.subject_id]["peer"]
    assert (counts["people"], counts["comments"]) == (1, ["Rapi."])
    assert counts["values"]["service"] == [0, 0, 0, 0, 1]
    assert counts["values"]["loyal"] == [0, 0, 0, 0, 0]
    assert "Sudah diisi" in words(rater.get(url))


def test_a_value_without_an_answer_comes_back_with_what_was_said(town):
    row, rater = a_question(an_open(town), town)

    wrong = rater.post(f"/360/{row.pk}/", {**ALWAYS, "adaptive": "", "comment": "Rapi."})

    assert wrong.status_code == 422
    assert mistakes(wrong) == ["Pilih jawaban untuk Adaptif."]
    assert "Rapi." in words(wrong)
    assert not Rater360.objects.get(pk=row.pk).taken_part


def test_nobody_answers_in_anothers_place_or_after_the_end(town, june):
    row, rater = a_question(an_open(town), town)
    url = f"/360/{row.pk}/"

    assert enter(town.sari).get(url).status_code == 404
    assert enter(town.budi).post(url, ALWAYS).status_code == 404
    june.move_to("2026-07-01T10:00:00+07:00")
    rater = enter(row.rater)
    assert "Masa pengisian sudah berakhir" in words(rater.get(url))
    late = rater.post(url, ALWAYS)
    assert late.status_code == 422
    assert "Masa pengisian sudah berakhir" in mistakes(late)[0]


def test_nothing_of_an_answer_stays_in_the_session(town):
    row, rater = a_question(an_open(town), town)
    before = dict(rater.session)

    rater.post(f"/360/{row.pk}/", ALWAYS | {"comment": "Rapi."})

    assert dict(rater.session) == before


def test_a_rater_steps_back(town):
    row, rater = a_question(an_open(town), town)
    url = f"/360/{row.pk}/benturan/"

    assert "rekan ini tidak diberi tahu" in words(rater.get(url))
    assert rater.post(url, {"reason": ""}).status_code == 422
    assert rater.post(url, {"reason": "Ipar"}).url == "/360/"
    assert rater.get(f"/360/{row.pk}/").status_code == 404


def test_named_by_the_employee_and_approved_by_the_appraiser(town, june):
    june.move_to("2026-06-02T10:00:00+07:00")
    a_started(town)
    sari, budi = enter(town.sari), enter(town.budi)
    assert "Usulkan rekan" in words(sari.get("/360/"))

    page = words(sari.get("/360/usul/"))
    assert "Budi yang menyetujui" in page
    assert "Tono" in page
    named = sari.post("/360/usul/", {"rater": str(town.tono.pk)})
    lina = town.few["Lina"]
    without = sari.post("/360/usul/", {"rater": str(lina.pk), "conflict": "on"})
    sari.post("/360/usul/", {"rater": str(lina.pk), "conflict": "on", "reason": "Kakak"})
    strange = sari.post("/360/usul/", {"rater": str(town.budi.pk)})

    assert named.url == "/360/usul/"
    assert without.status_code == strange.status_code == 422
    assert "Tono Menunggu atasan" in words(sari.get("/360/usul/"))
    assert "Buka 2 usulan pegawai Anda" in words(budi.get("/360/"))
    first, second = Rater360.objects.order_by("pk")
    assert "Sari Tono Usulan" in words(budi.get("/360/persetujuan/"))
    assert "Kakak" in words(budi.get(f"/360/persetujuan/{second.pk}/"))
    budi.post(f"/360/persetujuan/{first.pk}/", {"putusan": "setuju"})
    short = budi.post(f"/360/persetujuan/{second.pk}/", {"putusan": "tolak", "reason": ""})
    assert short.status_code == 422
    budi.post(f"/360/persetujuan/{second.pk}/", {"putusan": "tolak", "reason": "Tidak terkait."})
    assert "Tono Disetujui" in words(sari.get("/360/usul/"))
    assert "Tidak ada usulan" in words(budi.get("/360/persetujuan/"))
    assert budi.get(f"/360/persetujuan/{first.pk}/").status_code == 404
    assert enter(town.rina).get("/360/usul/").status_code == 200


def test_who_is_not_in_a_round_finds_nothing_to_do(town):
    wati = enter(town.wati)

    assert "Tidak ada yang perlu diisi" in words(wati.get("/360/"))
    assert wati.get("/360/usul/").status_code == 404


def test_the_result_is_read_by_the_person_and_the_appraiser(town):
    round = an_open(town)
    sari = of(round, town.sari)
    answered(questions(sari, Group.PEER), an_answer(Frequency.ALWAYS, "Rapi."), an_answer(None))
    answered(questions(sari, Group.SUPERIOR), an_answer(Frequency.OFTEN, "Andal."))
    released(town, round)
    url = f"/360/hasil/{sari.pk}/"

    page = words(enter(town.sari).get(url))
    theirs = words(enter(town.budi).get(url))

    assert "Rekan kerja 6 jawaban, anonim" in page
    assert "Atasan Budi" in page
    assert "Akuntabel Belum cukup melihat Sering" in page  # three have seen it
    assert page.count("Rapi.") == 3
    assert "Catatan atasan Andal." in page
    assert "Sari" in theirs
    assert enter(town.rina).get(url).status_code == 404
    assert enter(town.wati).get(url).status_code == 404
    assert "Sari Semester I 2026 Saya" in words(enter(town.sari).get("/360/hasil/"))
    lina = of(round, town.few["Lina"])
    few = words(enter(town.few["Lina"]).get(f"/360/hasil/{lina.pk}/"))
    assert "tidak ditampilkan: yang mengisi kurang dari 5 orang" in few


def test_the_list_of_results_takes_the_same_queries_for_one_and_for_many(
    town, django_assert_max_num_queries
):
    released(town, an_open(town))
    budi, sari = enter(town.budi), enter(town.sari)
    for one in (budi, sari):
        one.get("/360/hasil/")

    with django_assert_max_num_queries(16):
        sari.get("/360/hasil/")
    with django_assert_max_num_queries(16):
        budi.get("/360/hasil/")


def test_my_round_takes_the_same_queries_for_few_and_for_many(town, django_assert_max_num_queries):
    an_open(town)
    for person in (town.few["Lina"], town.budi):
        client = enter(person)
        client.get("/360/")
        with django_assert_max_num_queries(16):
            client.get("/360/")


def test_a_round_stands_beside_the_rating_and_in_the_signed_result(db, june):
    """The quarter of `tests.evaluation.make`, with a result of the semester before."""
    from tests.evaluation.make import a_quarter, signed

    june.move_to("2026-10-05T10:00:00+07:00")
    quarter: Quarter = a_quarter()
    town = quarter.town
    _a_result_of(quarter)
    budi, sari = enter(town.budi), enter(town.sari)

    beside = words(budi.get(f"/penilaian/{quarter.sari.pk}/"))
    review = signed(quarter.sari, ABOVE)
    own = words(sari.get(f"/hasil/{review.pk}/"))
    others = words(enter(quarter.wati).get(f"/hasil/{review.pk}/"))

    assert "Umpan balik 360 Semester I 2026" in beside
    assert "Catatan rekan kerja Rapi." in beside
    assert "Catatan rekan kerja Rapi." in own
    assert review.snapshot["round360"]["period"] == "2026-S1"
    assert "Rapi." not in others  # who may read the result does not read the colleagues


def _a_result_of(quarter: Quarter) -> None:
    from kinerja.evaluation.period import open_period
    from kinerja.evaluation.round360.round import Subject360

    town = quarter.town
    round = Round360.objects.create(
        period=open_period(code="2026-S1", by=None),
        state=Round360.State.RELEASED,
        nominate_until=STARTED,
        closes_on=date(2026, 6, 30),
        seed="benih",
    )
    subject = Subject360.objects.create(round=round, person=town.sari, appraiser=town.budi)
    group = {
        "groups": ["peer"],
        "label": "Rekan kerja",
        "people": 5,
        "values": {value.value: "often" for value in CoreValue},
        "comments": ["Rapi."],
    }
    Result360.objects.create(subject=subject, told={"threshold": 5, "groups": [group], "named": {}})


def test_a_large_round_is_opened_and_told_by_the_worker(town, june, monkeypatch):
    monkeypatch.setattr(working, "LARGE", 5)
    june.move_to("2026-06-09T10:00:00+07:00")
    round, wati = a_started(town), enter(town.wati)

    for _ in range(2):
        page = words(wati.post(OFFICE, {"langkah": "buka"}, follow=True))
    jobs = ProcrastinateJob.objects.filter(task_name="evaluation.carry_round360")
    assert [one.args for one in jobs] == [{"round_id": round.pk}]
    assert "Penilai sedang diundi 12 pegawai sedang diproses" in page
    assert "Undi dan buka pengisian" not in page
    part = wati.get(OFFICE, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div class="stack narrow" id="kemajuan-kerja"')
    carry_round360(round.pk)
    assert wati.get(OFFICE, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "Ingatkan semua penilai" in words(wati.get(OFFICE))

    june.move_to("2026-07-01T10:00:00+07:00")
    wati = enter(town.wati)
    wati.post(OFFICE, {"langkah": "tutup"})
    assert "Hasil sedang dibuka" in words(wati.post(OFFICE, {"langkah": "hasil"}, follow=True))
    carry_round360(round.pk)
    assert "Hasil sudah dibuka" in words(wati.get(OFFICE))
