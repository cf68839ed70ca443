"""The unsaved form of an appraiser: kept, read by nobody else, gone once it is saved."""

from datetime import datetime

import pytest
from tests.evaluation.make import a_quarter, rated, signed
from tests.unchanged import refused
from tests.work.make import WIB

from kinerja.evaluation.draft import RatingDraft, draft_of, keep_draft
from kinerja.evaluation.refusals import NotYours, TextTooLong, WindowShut, WrongState
from kinerja.evaluation.review import Review
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 10, 5, 10, tzinfo=WIB)
ELEVEN = datetime(2026, 10, 5, 11, tzinfo=WIB)


def test_what_was_typed_is_kept():
    quarter = a_quarter()
    budi = quarter.town.budi

    keep_draft(review=quarter.sari, content={"behaviour": "ab"}, by=budi, at=TEN)
    keep_draft(review=quarter.sari, content={"behaviour": "above"}, by=budi, at=ELEVEN)

    draft = draft_of(quarter.sari, budi)
    assert draft is not None
    assert (draft.content, draft.kept_at) == ({"behaviour": "above"}, ELEVEN)
    assert Event.objects.named("review.draft_kept").count() == 1
    assert Review.objects.get(pk=quarter.sari.pk).state == "open"


@pytest.mark.parametrize("who", ["sari", "rina", "tono"])
def test_nobody_else_keeps_or_reads_it(who: str):
    quarter = a_quarter()
    keep_draft(review=quarter.sari, content={"behaviour": "below"}, by=quarter.town.budi, at=TEN)
    other = getattr(quarter.town, who)

    with refused(NotYours):
        keep_draft(review=quarter.sari, content={}, by=other, at=ELEVEN)
    with refused(NotYours):
        draft_of(quarter.sari, other)


def test_saving_the_ratings_ends_it():
    quarter = a_quarter()
    keep_draft(review=quarter.sari, content={"behaviour": "above"}, by=quarter.town.budi, at=TEN)

    rated(quarter.sari)

    assert draft_of(quarter.sari, quarter.town.budi) is None


def test_signing_ends_it():
    quarter = a_quarter()
    keep_draft(review=quarter.sari, content={"behaviour": "above"}, by=quarter.town.budi, at=TEN)

    signed(quarter.sari)

    assert not RatingDraft.objects.exists()
    with refused(WrongState):
        keep_draft(review=quarter.sari, content={}, by=quarter.town.budi, at=ELEVEN)


def test_what_was_typed_before_the_saving_does_not_come_back():
    quarter = a_quarter()
    rated(quarter.sari)

    with refused(ChangedMeanwhile):
        keep_draft(
            review=quarter.sari,
            content={"behaviour": "below"},
            by=quarter.town.budi,
            at=ELEVEN,
            revision=1,
        )


def test_not_outside_the_window():
    quarter = a_quarter()
    late = datetime(2026, 10, 16, 0, 1, tzinfo=WIB)

    with refused(WindowShut):
        keep_draft(review=quarter.sari, content={}, by=quarter.town.budi, at=late)


def test_it_has_a_longest_length():
    quarter = a_quarter()

    with refused(TextTooLong):
        keep_draft(
            review=quarter.sari, content={"reason": "x" * 200_000}, by=quarter.town.budi, at=TEN
        )
