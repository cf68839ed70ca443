"""Pages of asking: a colleague answers in the site, somebody outside by the link."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from tests.web.evaluation.visit import words
from tests.web.work.visit import enter
from tests.work.make import NOW, TODAY

from kinerja.feedback.feedback import Feedback
from kinerja.feedback.request import FeedbackRequest, ask_feedback, token_of

ANSWER = {"name": "Ibu Rahma", "role": "kader", "tone": "improve", "text": "Mulai lebih pagi."}


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def question(**fields):
    sent = {"question": "Apa yang perlu saya ubah?", "purpose": "rating", "days": "14"}
    return sent | {"key": str(uuid4())} | fields


def by_link(centre, **fields) -> FeedbackRequest:
    said = {"question": "Apa yang perlu saya ubah?", "outsider": "Ketua kader", "by": centre.sari}
    return ask_feedback(at=NOW, on=TODAY, key=uuid4(), **said, **fields)


def link(asking: FeedbackRequest) -> str:
    return f"/tanggapan/{token_of(asking)}/"


def test_a_colleague_is_asked_and_answers(centre):
    sari, tono = enter(centre.sari), enter(centre.tono)

    chosen = sari.get(f"/umpan-balik/minta/?orang={centre.tono.pk}")
    empty = sari.post(chosen.url, question(question=" "))
    sent = sari.post(chosen.url, question(purpose="development"))
    waiting = words(tono.get("/umpan-balik/permintaan/"))
    page = words(tono.get(sent.url))
    wrong = sari.post(sent.url, {"tone": "positive", "text": "Saya sendiri."})
    tono.post(sent.url, {"tone": "positive", "text": "Sudah jelas."})

    assert "Minta umpan balik kepada siapa?" in words(sari.get("/umpan-balik/minta/"))
    assert empty.status_code == 422
    assert "Menunggu jawaban Anda S Apa yang perlu saya ubah? Sari" in waiting
    assert "Untuk pengembangan: jawabannya hanya dibaca Sari dan yang menjawab" in page
    assert wrong.status_code == 403
    assert Feedback.objects.get().text == "Sudah jelas."
    assert "Baca jawabannya" in words(sari.get(sent.url))
    assert enter(centre.budi).get(sent.url).status_code == 404
    assert enter(centre.dewi).get(chosen.url).status_code == 404


def test_who_was_asked_may_say_no_and_who_asked_may_take_it_back(centre):
    sari, tono = enter(centre.sari), enter(centre.tono)
    url = sari.post(f"/umpan-balik/minta/{centre.tono.pk}/", question()).url

    tono.post(f"{url}akhiri/")
    assert FeedbackRequest.objects.get().state == "declined"
    url = sari.post(f"/umpan-balik/minta/{centre.tono.pk}/", question()).url
    sari.post(f"{url}akhiri/")
    assert FeedbackRequest.objects.first().state == "withdrawn"
    assert "Ditarik" in words(sari.get("/umpan-balik/permintaan/"))


def test_a_link_is_made_shown_and_answered_without_an_account(centre):
    sari = enter(centre.sari)

    sent = sari.post("/umpan-balik/minta/luar/", question(outsider="Ketua kader"))
    asking = FeedbackRequest.objects.get()
    shown = sari.get(sent.url)
    outside = Client(enforce_csrf_checks=True)
    page = outside.get(link(asking))
    text = words(page)
    forged = outside.post(link(asking), ANSWER)
    token = outside.cookies["csrftoken"].value
    thanks = outside.post(link(asking), ANSWER | {"csrfmiddlewaretoken": token})

    assert f"http://testserver{link(asking)}" in shown.text
    assert "<svg" in shown.text
    assert "Apa yang perlu saya ubah?" in text
    assert "Sari meminta umpan balik Anda" in text
    assert "Pelaksana" in text
    assert "Ketua kader" not in page.text  # what the asker calls him or her
    assert centre.sari.nip not in page.text
    assert forged.status_code == 403
    assert "Jawaban Anda sudah tersimpan." in words(thanks)
    assert page.headers["Cache-Control"] == "private, no-store"
    feedback = Feedback.objects.get()
    assert (feedback.outsider, feedback.role) == ("Ibu Rahma, kader", "other")
    assert "Ibu Rahma, kader Pihak lain" in words(sari.get(f"/umpan-balik/{feedback.pk}/"))


def test_an_answer_that_is_not_whole_comes_back(centre):
    response = Client().post(link(by_link(centre)), ANSWER | {"name": " "})

    assert response.status_code == 422
    assert "Nama Anda belum diisi." in words(response)
    assert "Mulai lebih pagi." in response.text
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("case", ["forged", "expired", "used", "withdrawn", "own"])
def test_a_link_that_is_over_says_so_and_stores_nothing(centre, case):
    asking, client = by_link(centre), Client()
    url, day, expected, said = link(asking), NOW, 410, ""
    match case:
        case "forged":
            url, expected = f"{url[:-2]}x/", 404
        case "expired":
            day, said = NOW + timedelta(days=15), "Waktu menjawab berakhir 26 Oktober 2026."
        case "used":
            client.post(url, ANSWER)
            said = "Permintaan ini sudah dijawab."
        case "withdrawn":
            enter(centre.sari).post(f"/umpan-balik/permintaan/{asking.pk}/akhiri/")
            said = "Permintaan ini sudah ditarik oleh yang memintanya."
        case "own":
            client, expected = enter(centre.sari), 403
    before = Feedback.objects.count()

    with time_machine.travel(day, tick=False):
        seen, sent = client.get(url), client.post(url, ANSWER)

    assert sent.status_code == expected
    assert seen.status_code == (200 if case == "own" else expected)
    assert Feedback.objects.count() == before
    if said:
        assert said in words(seen)
        assert "Apa yang perlu saya ubah?" not in words(seen)


def test_answers_from_one_address_are_limited(centre):
    url, client = link(by_link(centre)), Client()

    codes = [client.post(url, ANSWER | {"text": ""}).status_code for _ in range(21)]

    assert codes == [422] * 20 + [429]
