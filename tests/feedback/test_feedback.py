"""Feedback: by name, never to oneself, once."""

from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection
from tests.work.make import NOW, a_centre, a_report

from kinerja.feedback.feedback import Feedback, give_feedback
from kinerja.people.assignment import Assignment
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.work.refusals import NoteMissing, NotYours, TextTooLong

pytestmark = pytest.mark.django_db

KEY = UUID("22222222-2222-4222-8222-222222222222")


def test_give_feedback_on_a_report():
    centre = a_centre()
    report = a_report(centre.sari)

    feedback = give_feedback(
        receiver=centre.sari,
        tone="positive",
        text=" Catatannya lengkap. ",
        by=centre.budi,
        at=NOW,
        report=report,
    )

    assert Feedback.objects.get() == feedback
    assert (feedback.giver, feedback.receiver, feedback.report) == (
        centre.budi,
        centre.sari,
        report,
    )
    assert (feedback.tone, feedback.text) == ("positive", "Catatannya lengkap.")
    event = Event.objects.named("feedback.given").get()
    assert (event.person, event.by, event.data) == (centre.sari, centre.budi, {"tone": "positive"})
    notice = Notice.objects.get()
    assert (notice.person, notice.text) == (centre.sari, "Budi memberi umpan balik.")
    assert notice.url == f"/laporan/{report.pk}/#umpan-balik"


def test_the_same_key_gives_it_once():
    centre = a_centre()
    given = {"receiver": centre.sari, "tone": "positive", "by": centre.budi, "at": NOW, "key": KEY}

    first = give_feedback(text="Baik.", **given)
    again = give_feedback(text="Baik sekali.", **given)

    assert first == again
    assert Feedback.objects.get().text == "Baik."
    assert Notice.objects.count() == 1
    with pytest.raises(NotYours):
        give_feedback(text="Baik.", **(given | {"by": centre.rina}))


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_the_same_moment_give_it_once():
    centre = a_centre()
    gate, answers = Barrier(2), []

    def tap() -> None:
        try:
            gate.wait()
            answers.append(
                give_feedback(
                    receiver=centre.sari,
                    tone="positive",
                    text="Baik.",
                    by=centre.budi,
                    at=NOW,
                    key=KEY,
                )
            )
        finally:
            connection.close()

    taps = [Thread(target=tap) for _ in range(2)]
    for one in taps:
        one.start()
    for one in taps:
        one.join()

    feedback = Feedback.objects.get()
    assert [answer.pk for answer in answers] == [feedback.pk, feedback.pk]
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("to oneself", NotYours),
        ("no words", NoteMissing),
        ("too many words", TextTooLong),
        ("a report of somebody else", NotYours),
        ("a result of somebody else", NotYours),
        ("no such tone", ValueError),
    ],
)
def test_refused_feedback_leaves_nothing(case, refusal):
    centre = a_centre()
    given = {"receiver": centre.tono, "tone": "improve", "text": "Baik.", "by": centre.budi}
    match case:
        case "to oneself":
            given["receiver"] = centre.budi
        case "no words":
            given["text"] = " "
        case "too many words":
            given["text"] = "a" * 2_001
        case "a report of somebody else":
            given["report"] = a_report(centre.sari)
        case "a result of somebody else":
            given["result"] = centre.checks
        case "no such tone":
            given["tone"] = "neutral"

    with pytest.raises(refusal):
        give_feedback(at=NOW, **given)

    assert not Feedback.objects.exists()
    assert not Event.objects.named("feedback.given").exists()
    assert not Notice.objects.exists()


def test_who_sees_feedback():
    centre = a_centre()
    give_feedback(receiver=centre.sari, tone="positive", text="Baik.", by=centre.tono, at=NOW)

    def sees(person):
        return Feedback.objects.visible_to(person).exists()

    assert [sees(one) for one in (centre.tono, centre.sari, centre.budi, centre.rina)] == [True] * 4
    assert not sees(centre.dewi)
    Assignment.objects.filter(person=centre.budi).update(ends_on="2026-01-31")
    assert not sees(centre.budi)
