"""Asked for feedback: answered once, by the right one, while it is open."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core import signing
from tests.work.make import NOW, TODAY, Centre, a_centre

from kinerja.feedback import request as room
from kinerja.feedback.feedback import Feedback
from kinerja.feedback.refusals import Closed, NoteMissing, NotYours, TextTooLong, TooMany
from kinerja.feedback.request import (
    FeedbackRequest,
    answer_from_outside,
    answer_request,
    ask_feedback,
    decline_request,
    request_of,
    token_of,
    withdraw_request,
)
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db

KEY = UUID(int=9, version=4)
LAST = TODAY + timedelta(days=14)


@pytest.fixture
def centre() -> Centre:
    return a_centre()


def asked(centre, **fields) -> FeedbackRequest:
    """By Sari, of Tono."""
    said = {"question": " Apa yang perlu saya ubah? ", "asked": centre.tono, "by": centre.sari}
    return ask_feedback(**({"at": NOW, "on": TODAY, "key": uuid4()} | said | fields))


def by_link(centre, **fields) -> FeedbackRequest:
    return asked(centre, asked=None, outsider="Ketua kader", **fields)


def from_outside(request, **fields) -> Feedback:
    said = {"name": " Ibu  Rahma ", "role": "kader", "tone": "positive", "text": "Ramah."}
    return answer_from_outside(request=request, **({"at": NOW, "on": TODAY} | said | fields))


def test_a_colleague_is_asked_and_answers(centre):
    request = asked(centre, purpose="development", value="service", result=centre.checks)

    given = {"tone": "improve", "text": "Bicara lebih pelan.", "by": centre.tono}
    first = answer_request(request=request, at=NOW, on=TODAY, **given)
    again = answer_request(request=request, at=NOW, on=LAST + timedelta(days=9), **given)

    assert first == again == Feedback.objects.get()
    assert (first.giver, first.receiver, first.role) == (centre.tono, centre.sari, "peer")
    assert (first.origin, first.purpose, first.value) == ("requested", "development", "service")
    assert first.result == centre.checks
    request.refresh_from_db()
    assert (request.state, request.feedback, request.last_day) == ("answered", first, LAST)
    assert request.question == "Apa yang perlu saya ubah?"
    assert list(Notice.objects.order_by("pk").values_list("person", "text")) == [
        (centre.tono.pk, "Sari meminta umpan balik dari Anda."),
        (centre.sari.pk, "Tono memberi umpan balik."),
    ]
    names = Event.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["feedback.asked", "feedback.given"]


def test_somebody_outside_answers_by_link_as_another_party(centre):
    request = by_link(centre)

    found = request_of(token_of(request))
    assert found == request
    feedback = from_outside(found)

    assert (feedback.giver, feedback.said_by) == (None, "Ibu Rahma, kader")
    assert (feedback.role, feedback.origin, feedback.receiver) == (
        "other",
        "requested",
        centre.sari,
    )
    event = Event.objects.named("feedback.given").get()
    assert (event.by, event.person) == (None, centre.sari)
    assert "Rahma" not in str(event.data)


def test_a_link_is_signed_for_one_request(centre):
    request, other = by_link(centre), asked(centre)
    token = token_of(request)

    for forged in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        signing.dumps([request.pk, request.nonce], salt="lain"),
        signing.dumps([request.pk, "x"], salt=room.SALT),
        signing.dumps("bukan", salt=room.SALT),
        token_of(other),  # to a colleague: no link opens it
        "tidak-ada",
        "",
    ):
        assert request_of(forged) is None


@pytest.mark.parametrize("case", ["expired", "used", "withdrawn", "own", "to a colleague"])
def test_a_link_that_is_over_changes_nothing(centre, case):
    request, fields, refusal = by_link(centre), {}, Closed
    match case:
        case "expired":
            fields = {"on": LAST + timedelta(days=1)}
        case "used":
            from_outside(request)
        case "withdrawn":
            withdraw_request(request=request, by=centre.sari, at=NOW)
        case "own":
            fields, refusal = {"by": centre.sari}, NotYours
        case "to a colleague":
            request, refusal = asked(centre), NotYours
    before = Feedback.objects.count()

    with pytest.raises(refusal):
        from_outside(request, **fields)

    assert Feedback.objects.count() == before


def test_the_last_day_still_counts(centre):
    assert from_outside(by_link(centre), on=LAST).outsider == "Ibu Rahma, kader"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"name": " "}, NoteMissing),
        ({"role": ""}, NoteMissing),
        ({"text": " "}, NoteMissing),
        ({"name": "a" * 91}, TextTooLong),
        ({"text": "a" * 2_001}, TextTooLong),
    ],
)
def test_an_answer_from_outside_is_whole_or_nothing(centre, fields, refusal):
    request = by_link(centre)

    with pytest.raises(refusal):
        from_outside(request, **fields)

    request.refresh_from_db()
    assert request.state == "open"
    assert not Feedback.objects.exists()


def test_only_who_was_asked_answers_and_only_while_it_is_open(centre):
    request = asked(centre)
    given = {"tone": "positive", "text": "Baik.", "at": NOW}

    with pytest.raises(NotYours):
        answer_request(request=request, by=centre.budi, on=TODAY, **given)
    with pytest.raises(Closed, match="26 Oktober 2026"):
        answer_request(request=request, by=centre.tono, on=LAST + timedelta(days=1), **given)
    with pytest.raises(NotYours):
        decline_request(request=request, by=centre.budi, at=NOW)
    with pytest.raises(NotYours):
        withdraw_request(request=request, by=centre.tono, at=NOW)

    assert not Feedback.objects.exists()
    decline_request(request=request, by=centre.tono, at=NOW)
    decline_request(request=request, by=centre.tono, at=NOW)
    request.refresh_from_db()
    assert request.state == "declined"
    assert Event.objects.named("feedback.declined").count() == 1
    with pytest.raises(Closed):
        withdraw_request(request=request, by=centre.sari, at=NOW)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"question": " "}, NoteMissing),
        ({"question": "a" * 501}, TextTooLong),
        ({"days": 0}, ValueError),
        ({"days": 61}, ValueError),
    ],
)
def test_refused_questions_leave_nothing(centre, fields, refusal):
    with pytest.raises(refusal):
        asked(centre, **fields)

    assert not FeedbackRequest.objects.exists()
    assert not Event.objects.named("feedback.asked").exists()


def test_one_asks_others_about_ones_own_work(centre, monkeypatch):
    with pytest.raises(NotYours):
        asked(centre, asked=centre.sari)
    with pytest.raises(NotYours):
        asked(centre, by=centre.tono, asked=centre.sari, result=centre.checks)
    with pytest.raises(NoteMissing):
        asked(centre, asked=None, outsider=" ")
    first = asked(centre, key=KEY)
    assert asked(centre, key=KEY) == first
    with pytest.raises(NotYours):
        asked(centre, key=KEY, by=centre.budi)
    asked(centre)
    asked(centre)
    with pytest.raises(TooMany, match="Tono masih memegang 3 permintaan"):
        asked(centre)
    monkeypatch.setattr(room, "MOST_OPEN", 4)
    by_link(centre)
    with pytest.raises(TooMany, match="menunggu 4 jawaban"):
        by_link(centre)
    assert FeedbackRequest.objects.count() == 4


def test_a_request_is_seen_by_the_two(centre):
    asked(centre)

    def sees(person):
        return FeedbackRequest.objects.visible_to(person).count()

    assert [sees(one) for one in (centre.sari, centre.tono, centre.budi, centre.rina)] == [
        *(1, 1),
        *(0, 0),
    ]
