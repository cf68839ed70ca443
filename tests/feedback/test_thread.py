"""The conversation about feedback: between two, until one of them ends it; and what it is for."""

from uuid import UUID, uuid4

import pytest
from tests.work.make import NOW, Centre, a_centre

from kinerja.feedback.feedback import Feedback, give_feedback
from kinerja.feedback.refusals import Closed, NoteMissing, NotYours, Stays, TextTooLong
from kinerja.feedback.thread import (
    FeedbackReply,
    change_purpose,
    close_feedback,
    reply_to_feedback,
)
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def told(centre: Centre, tone: str = "improve", purpose: str = "rating") -> Feedback:
    """By Budi to Sari."""
    said = {"tone": tone, "purpose": purpose, "text": "Catat lebih lengkap."}
    return give_feedback(receiver=centre.sari, by=centre.budi, at=NOW, **said)


def replied(feedback, by, text="Siap.", key=None):
    return reply_to_feedback(feedback=feedback, text=text, by=by, at=NOW, key=key or uuid4())


def test_the_two_answer_each_other_and_are_told(centre):
    feedback = told(centre)

    replied(feedback, centre.sari, " Formulirnya yang mana? ")
    replied(feedback, centre.budi, "Register KIA.")

    assert [(one.by, one.text) for one in feedback.replies.all()] == [
        (centre.sari, "Formulirnya yang mana?"),
        (centre.budi, "Register KIA."),
    ]
    page = f"/umpan-balik/{feedback.pk}/"
    assert list(Notice.objects.order_by("pk").values_list("person", "text", "url")) == [
        (centre.sari.pk, "Budi memberi umpan balik.", page),
        (centre.budi.pk, "Sari menanggapi umpan balik.", page),
        (centre.sari.pk, "Budi menanggapi umpan balik.", page),
    ]
    assert Event.objects.about(feedback).named("feedback.replied").count() == 2


def test_the_same_reply_twice_is_one(centre):
    feedback, key = told(centre), UUID(int=7)

    assert replied(feedback, centre.sari, key=key) == replied(feedback, centre.sari, key=key)
    with pytest.raises(NotYours):
        replied(feedback, centre.budi, key=key)

    assert FeedbackReply.objects.count() == 1


def test_what_was_closed_stays_as_it_is(centre):
    feedback = told(centre)

    close_feedback(feedback=feedback, by=centre.sari, at=NOW)
    close_feedback(feedback=feedback, by=centre.budi, at=NOW)
    with pytest.raises(Closed):
        replied(feedback, centre.budi)

    feedback.refresh_from_db()
    assert (feedback.closed_by, feedback.closed_at) == (centre.sari, NOW)
    assert Event.objects.named("feedback.closed").count() == 1
    assert not FeedbackReply.objects.exists()


@pytest.mark.parametrize(
    ("text", "refusal"), [(" ", NoteMissing), ("a" * 2_001, TextTooLong), ("\x00", NoteMissing)]
)
def test_a_reply_says_something(centre, text, refusal):
    with pytest.raises(refusal):
        replied(told(centre), centre.sari, text)

    assert not FeedbackReply.objects.exists()


def test_nobody_else_speaks_closes_or_changes_it(centre):
    feedback = told(centre)

    for act in (
        lambda: replied(feedback, centre.rina),
        lambda: close_feedback(feedback=feedback, by=centre.rina, at=NOW),
        lambda: change_purpose(feedback=feedback, purpose="development", by=centre.rina),
    ):
        with pytest.raises(NotYours):
            act()

    feedback.refresh_from_db()
    assert (feedback.closed_at, feedback.purpose) == (None, "rating")


def test_development_is_read_by_the_two_alone(centre):
    for_rating, private = told(centre), told(centre, purpose="development")

    def sees(person):
        return set(Feedback.objects.visible_to(person))

    assert sees(centre.sari) == sees(centre.budi) == {for_rating, private}
    assert sees(centre.rina) == {for_rating}
    assert set(Feedback.objects.for_rating()) == {for_rating}
    assert Event.objects.about(private).get().data == {"purpose": "development"}


@pytest.mark.parametrize(
    ("tone", "purpose", "by", "changed"),
    [
        ("improve", "development", "sari", True),
        ("improve", "development", "budi", False),
        ("positive", "development", "budi", False),
        ("improve", "rating", "budi", True),
        ("improve", "rating", "sari", False),
        ("positive", "rating", "budi", False),
    ],
)
def test_the_purpose_never_turns_against_the_receiver(centre, tone, purpose, by, changed):
    feedback = told(centre, tone, purpose)
    other = "rating" if purpose == "development" else "development"
    person = getattr(centre, by)

    if changed:
        change_purpose(feedback=feedback, purpose=other, by=person)
    else:
        with pytest.raises(Stays):
            change_purpose(feedback=feedback, purpose=other, by=person)
    change_purpose(feedback=feedback, purpose=other if changed else purpose, by=person)

    feedback.refresh_from_db()
    assert feedback.purpose == (other if changed else purpose)
    assert Event.objects.named("feedback.purpose_changed").count() == changed
