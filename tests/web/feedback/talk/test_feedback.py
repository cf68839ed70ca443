"""Pages of feedback: given to somebody near, answered, closed, for the rating or between two."""

from uuid import uuid4

import pytest
from tests.web.evaluation.visit import words
from tests.web.work.visit import enter
from tests.work.make import NOW, a_report

from kinerja.feedback.feedback import Feedback, give_feedback
from kinerja.feedback.thread import FeedbackReply


def said(**fields):
    sent = {"purpose": "rating", "tone": "improve", "text": "Catat lengkap.", "way": "indirect"}
    return sent | {"key": str(uuid4())} | fields


def told(centre, **fields):
    given = {"receiver": centre.sari, "tone": "improve", "text": "Catat lengkap.", "at": NOW}
    return give_feedback(**(given | {"by": centre.budi} | fields))


def test_a_colleague_is_chosen_by_name_and_gets_feedback(centre):
    tono = enter(centre.tono)

    chooser = words(tono.get("/umpan-balik/beri/?cari=sar"))
    by_nip = words(tono.get(f"/umpan-balik/beri/?cari={centre.sari.nip[:8]}"))
    chosen = tono.get(f"/umpan-balik/beri/?orang={centre.sari.pk}")
    page = words(tono.get(chosen.url))
    sent = tono.post(chosen.url, said(value="harmonious", tone="positive", way="direct"))

    assert "Sari" in chooser
    assert "Sari" not in by_nip
    assert "hanya dibaca pemberi dan penerima, tidak pernah masuk penilaian" in page
    feedback = Feedback.objects.get()
    assert sent.url == f"/umpan-balik/{feedback.pk}/"
    assert (feedback.giver, feedback.receiver, feedback.role) == (centre.tono, centre.sari, "peer")
    assert (feedback.value, feedback.way, feedback.purpose) == ("harmonious", "direct", "rating")
    thread = words(enter(centre.sari).get(sent.url))
    assert "Tono Rekan kerja setingkat" in thread
    assert "Tentang perilaku: Harmonis" in thread


def test_nobody_outside_reach_is_offered(centre):
    dewi = enter(centre.dewi)

    assert "Sari" not in words(dewi.get("/umpan-balik/beri/?cari=sari"))
    assert dewi.get(f"/umpan-balik/beri/{centre.sari.pk}/").status_code == 404
    assert dewi.post(f"/umpan-balik/beri/{centre.sari.pk}/", said()).status_code == 404
    assert enter(centre.sari).get(f"/umpan-balik/beri/{centre.sari.pk}/").status_code == 404
    assert not Feedback.objects.exists()


def test_it_is_about_a_result_that_the_giver_sees(centre):
    url = f"/umpan-balik/beri/{centre.sari.pk}/?hasil={centre.checks.pk}"
    budi = enter(centre.budi)

    assert "Ibu hamil diperiksa" in words(budi.get(url))
    budi.post(url, said())

    assert Feedback.objects.get().result == centre.checks
    assert enter(centre.tono).get(url).status_code == 404
    assert url in budi.get(f"/rencana/{centre.checks.plan_id}/").text


def test_the_pages_of_a_person_lead_to_it(centre):
    budi, link = enter(centre.budi), f"/umpan-balik/beri/{centre.sari.pk}/"

    assert link in budi.get(f"/tim/{centre.sari.pk}/").text
    assert link in budi.get(f"/pegawai/{centre.sari.pk}/").text
    assert link not in enter(centre.sari).get("/saya/").text


def test_empty_words_come_back(centre):
    response = enter(centre.budi).post(f"/umpan-balik/beri/{centre.sari.pk}/", said(text=" "))

    assert response.status_code == 422
    assert "Umpan balik belum diisi." in words(response)


def test_received_and_given_have_their_tabs(centre):
    told(centre)
    told(centre, receiver=centre.tono, text="Arsip rapi.", tone="positive")

    sari, budi = enter(centre.sari), enter(centre.budi)

    assert "Catat lengkap." in words(sari.get("/umpan-balik/"))
    assert "Belum ada yang Anda sampaikan" in words(sari.get("/umpan-balik/?tab=diberikan"))
    given = words(budi.get("/umpan-balik/?tab=diberikan"))
    assert "Untuk Sari" in given
    assert "Untuk Tono" in given
    assert "Belum ada umpan balik" in words(budi.get("/umpan-balik/"))


def test_the_two_talk_until_one_closes(centre):
    feedback = told(centre)
    url = f"/umpan-balik/{feedback.pk}/"
    sari, budi = enter(centre.sari), enter(centre.budi)

    sari.post(url, {"text": "Register yang mana?", "key": str(uuid4())})
    empty = budi.post(url, {"text": " ", "key": str(uuid4())})
    rina = enter(centre.rina).post(url, {"text": "Saya juga.", "key": str(uuid4())})
    sari.post(f"{url}tutup/")

    assert empty.status_code == 422
    assert rina.status_code == 403
    assert [one.text for one in FeedbackReply.objects.all()] == ["Register yang mana?"]
    page = words(enter(centre.rina).get(url))
    assert "Sari baru saja Register yang mana?" in page
    assert "Ditutup Sari, 12 Oktober 2026" in page
    assert "1 tanggapan" in words(sari.get("/umpan-balik/"))


def test_development_stays_between_the_two(centre):
    report = a_report(centre.sari)
    feedback = told(centre, report=report, purpose="development", text="Latih bicara di depan.")
    url = f"/umpan-balik/{feedback.pk}/"

    mine = words(enter(centre.sari).get(url))
    pages = [enter(centre.rina).get(f"/laporan/{report.pk}/").text]
    pages += [enter(one).get(f"/laporan/{report.pk}/").text for one in (centre.budi, centre.sari)]

    assert "Hanya Budi dan Sari yang membacanya." in mine
    assert ["Latih bicara" in page for page in pages] == [False, True, True]
    assert enter(centre.rina).get(url).status_code == 404


@pytest.mark.parametrize(("by", "status"), [("sari", 302), ("budi", 409), ("rina", 404)])
def test_only_the_receiver_brings_it_into_the_rating(centre, by, status):
    feedback = told(centre, purpose="development")

    response = enter(getattr(centre, by)).post(f"/umpan-balik/{feedback.pk}/tujuan/")

    assert response.status_code == status
    feedback.refresh_from_db()
    assert feedback.purpose == ("rating" if by == "sari" else "development")


def test_the_list_takes_as_many_queries_for_forty_as_for_one(centre, django_assert_num_queries):
    sari = enter(centre.sari)
    told(centre)
    sari.get("/umpan-balik/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        sari.get("/umpan-balik/")
    for _ in range(39):
        told(centre)
    with django_assert_num_queries(len(one)):
        sari.get("/umpan-balik/")
