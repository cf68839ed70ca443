"""The pages of the pulse: a card, ten seconds, results with the agency's answer."""

from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.adoption.test_announcement import WIB
from tests.adoption.test_pulse import EASY, KNOWN, YES, Staff, counted
from tests.people.make import a_member
from tests.web.evaluation.visit import enter, mistakes, words

from kinerja.adoption.audience import Audience
from kinerja.adoption.pulse import Pulse, PulsePart, publish_pulse

pytestmark = pytest.mark.django_db
ASK = {
    "title": "Tiga bulan memakai Kinerja",
    "questions": f"{EASY}\n\n{KNOWN}\n",
    "words_question": "Apa yang perlu diperbaiki?",
    "sample_percent": "100",
    "closes_on": "2026-10-09",
    "key": "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
}
ANSWER = {"mood_0": "yes", "mood_1": "no", "words": "Sinyal lemah di Pauh"}


@pytest.fixture
def staff():
    with time_machine.travel(datetime(2026, 10, 5, 9, 30, tzinfo=WIB), tick=False):
        yield Staff()


def test_from_the_card_to_the_published_answer(staff: Staff) -> None:
    ani, sari = enter(staff.ani), enter(staff.sari)
    ani.post("/denyut/baru/", ASK)
    pulse = Pulse.objects.get()
    card = words(sari.get("/"))
    page = words(sari.get(f"{pulse.page}jawab/"))
    sent = words(sari.post(f"{pulse.page}jawab/", ANSWER, follow=True))
    staff.answered(pulse, *[(YES, YES, f"Kata {n}") for n in range(6)])
    running = words(ani.get(pulse.page))

    assert pulse.questions == [EASY, KNOWN]
    assert "2 pernyataan, sepuluh detik, tanpa nama. Jawab Nanti saja" in card
    assert "bukan apa yang Anda jawab dan bukan kapan" in page
    assert "Jawaban Anda ikut dihitung, tanpa nama." in sent
    assert "Bagaimana menurut Anda?" not in sent
    assert "juga tidak berapa yang sudah menjawab" in running
    assert "Setuju 7" not in running

    counted(pulse)
    with time_machine.travel(datetime(2026, 10, 12, 9, tzinfo=WIB), tick=False):
        ani, sari = enter(staff.ani), enter(staff.sari)
        hidden = words(sari.get(pulse.page))
        lacking = ani.post(f"{pulse.page}terbitkan/", {"heard": "Sinyal", "doing": ""})
        ani.post(f"{pulse.page}terbitkan/", {"heard": "Sinyal lemah.", "doing": "Mode luring."})
        told = words(sari.get(pulse.page))

    assert "Menunggu jawaban instansi" in hidden
    assert "Kata 3" not in hidden
    assert mistakes(lacking) == ["Yang kami lakukan belum diisi."]
    assert "Yang kami dengar Sinyal lemah. Yang kami lakukan Mode luring." in told
    assert "7 jawaban dari 18 yang ditanya" in told
    assert "Setuju 7, biasa saja 0, tidak setuju 0." in told
    assert "Kata 3" in told
    assert "Sinyal lemah di Pauh" in told


def test_every_statement_is_answered_and_what_was_chosen_stays(staff: Staff) -> None:
    pulse = staff.asked()
    wrong = enter(staff.sari).post(
        f"{pulse.page}jawab/", {"mood_0": "yes", "mood_1": "maybe", "words": "a\x00b"}
    )

    assert wrong.status_code == 422
    assert "checked" in wrong.text
    assert not PulsePart.objects.filter(taken_part=True).exists()


def test_only_who_was_asked_answers_and_once(staff: Staff) -> None:
    pulse = staff.asked(audience=Audience(units=[staff.pauh]))
    sari = enter(staff.sari)

    assert enter(staff.lina).get(f"{pulse.page}jawab/").status_code == 404
    sari.post(f"{pulse.page}jawab/", ANSWER)
    assert sari.get(f"{pulse.page}jawab/").status_code == 302
    assert sari.post(f"{pulse.page}jawab/", ANSWER).status_code == 302
    assert PulsePart.objects.filter(taken_part=True).count() == 1


def test_not_now(staff: Staff) -> None:
    pulse = staff.asked()
    sari = enter(staff.sari)
    page = words(sari.post(f"{pulse.page}nanti/", follow=True))

    assert "ditanyakan lagi 3 hari lagi" in page
    assert "Bagaimana menurut Anda?" not in page
    assert pulse.title in words(sari.get("/denyut/"))
    with time_machine.travel(datetime(2026, 10, 8, 9, tzinfo=WIB), tick=False):
        assert "Bagaimana menurut Anda?" in words(enter(staff.sari).get("/"))


def test_too_few_to_ask_and_who_may(staff: Staff) -> None:
    few = enter(staff.ani).post("/denyut/baru/", ASK | {"units": [staff.kuranji.pk]})
    bad = enter(staff.ani).post("/denyut/baru/", ASK | {"questions": "x" * 201})

    assert "Perluas penerima atau sampelnya." in mistakes(few)[0]
    assert bad.status_code == 422
    assert enter(staff.budi).get("/denyut/baru/").status_code == 403
    assert not Pulse.objects.exists()


def test_the_trend_compares_the_same_statement(staff: Staff) -> None:
    for share in (5, 10):
        pulse = staff.asked()
        staff.answered(pulse, *[(YES, YES, "") for _ in range(share)])
        counted(pulse)
        publish_pulse(pulse=pulse, heard="Ya.", doing="Ya.", by=staff.ani, on=pulse.closes_on)

    page = enter(staff.sari).get(pulse.page)
    assert "Yang setuju (persen)" in page.text
    assert [row[0] for row in page.context["chart"].rows] == ["5/10/26", "5/10/26"]


def test_the_trend_joins_only_pulses_of_the_same_people(staff: Staff) -> None:
    """What a unit says stands not in one line with what the whole agency says."""
    groups = ([staff.pauh], [staff.pauh, staff.kuranji], [staff.dinas], [], [staff.pauh])
    asked = [staff.asked(audience=Audience(units=units)) for units in groups]
    for pulse in asked:
        staff.answered(pulse, *[(YES, YES, "") for _ in range(5)])
        counted(pulse)
        publish_pulse(pulse=pulse, heard="Ya.", doing="Ya.", by=staff.ani, on=pulse.closes_on)
    charts = [enter(staff.sari).get(pulse.page).context["chart"] for pulse in asked]

    assert [len(chart.rows) if chart else 0 for chart in charts] == [2, 0, 0, 0, 2]


def test_the_list_costs_the_same_for_two_and_for_ten(staff: Staff) -> None:
    client, counts = enter(staff.sari), []
    for number in (2, 10):
        for n in range(number):
            staff.asked()
            a_member(f"Orang {n}", staff.kuranji)
        with CaptureQueriesContext(connection) as queries:
            client.get("/denyut/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
