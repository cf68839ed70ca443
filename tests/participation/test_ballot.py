"""The vote of a space: who votes, what is kept, what is counted, and what the answer owes it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.participation.test_idea import told
from tests.participation.town import COLLECT, DECIDE, DISCUSS, REPORT, VOTE, Town, at
from tests.unchanged import refused

from kinerja.participation.answer import DiffersFromVote, IdeaAnswer, answer_idea
from kinerja.participation.ballot import (
    VoteChoice,
    cast_vote,
    choice_of,
    count_votes,
    counts_of,
)
from kinerja.participation.idea import Idea
from kinerja.participation.refusals import NotYours, WrongPhase
from kinerja.participation.space import Space
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def three(town: Town, **fields: Any) -> tuple[Space, list[Idea]]:
    space = town.space(**fields)
    return space, [town.idea(one, space=space) for one in (town.sari, town.tono, town.wira)]


def voted(town: Town, space: Space, a: Idea, b: Idea) -> None:
    """Four for the first, one for the second."""
    for one in (town.sari, town.tono, town.wira, town.budi):
        cast_vote(space=space, ideas=[a], by=one, on=VOTE)
    cast_vote(space=space, ideas=[b], by=town.rina, on=VOTE)


def test_one_person_has_one_vote_and_changes_it_while_it_lasts(town: Town) -> None:
    space, (a, b, _) = three(town)

    for chosen in (a, b, b):
        cast_vote(space=space, ideas=[chosen], by=town.sari, on=VOTE)

    assert choice_of(town.sari, space, VOTE) == {b.pk}
    assert choice_of(town.tono, space, VOTE) == frozenset()
    assert VoteChoice.objects.count() == 1
    for day in (COLLECT, DISCUSS, DECIDE, REPORT):
        with refused(WrongPhase):
            cast_vote(space=space, ideas=[a], by=town.sari, on=day)
        assert choice_of(town.sari, space, day) == frozenset()


def test_votes_are_for_ideas_of_the_space_and_no_more_than_one_has(town: Town) -> None:
    space, (a, b, c) = three(town, votes_each=2)
    stranger = town.idea()

    cast_vote(space=space, ideas=[a, b], by=town.sari, on=VOTE)
    for wrong in ([], [a, b, c], [stranger]):
        with refused(InvalidInput, "Pilih satu sampai 2"):
            cast_vote(space=space, ideas=wrong, by=town.sari, on=VOTE)
    with refused(NotYours):
        cast_vote(space=space, ideas=[a], by=town.lina, on=VOTE)


def test_a_secret_vote_leaves_no_name_in_rows_and_events(town: Town) -> None:
    space, (a, b, _) = three(town)
    before = Event.objects.count()
    voted(town, space, a, b)

    assert Event.objects.count() == before
    assert not VoteChoice.objects.exclude(voter=None).exists()
    marks = VoteChoice.objects.values_list("mark", flat=True)
    assert len(set(marks)) == 5
    assert all(len(mark) == 64 for mark in marks)

    count_votes(space=space, on=DECIDE)

    space.refresh_from_db()
    assert not VoteChoice.objects.exists()
    assert space.ballot_salt == ""


def test_a_lock_that_others_can_see_carries_no_name_in_a_secret_vote(town: Town) -> None:
    space, (a, *_) = three(town)

    with CaptureQueriesContext(connection) as asked:
        cast_vote(space=space, ideas=[a], by=town.sari, on=VOTE)

    mark = VoteChoice.objects.get().mark
    locks = [one["sql"] for one in asked if "pg_advisory" in one["sql"]]
    assert [mark in one for one in locks] == [False, True]


def test_of_few_voters_nothing_is_kept_and_no_answer_betrays_the_vote(town: Town) -> None:
    space, (a, b, _) = three(town)
    for one in (town.sari, town.tono, town.wira, town.budi):
        cast_vote(space=space, ideas=[a], by=one, on=VOTE)
    count_votes(space=space, on=DECIDE)

    answer_idea(idea=b, answer="accepted", reason="Murah.", by=town.rina, at=at(DECIDE), on=DECIDE)

    space.refresh_from_db()
    assert (space.voters, counts_of(space)) == (4, {})
    assert not IdeaAnswer.objects.get().against_vote


def test_the_same_person_has_another_mark_in_another_space(town: Town) -> None:
    first, (a, *_) = three(town)
    second, (b, *_) = three(town)
    cast_vote(space=first, ideas=[a], by=town.sari, on=VOTE)
    cast_vote(space=second, ideas=[b], by=town.sari, on=VOTE)

    assert len(set(VoteChoice.objects.values_list("mark", flat=True))) == 2


def test_an_open_vote_keeps_names(town: Town) -> None:
    space, (a, b, _) = three(town, ballot="open")
    voted(town, space, a, b)
    count_votes(space=space, on=DECIDE)

    assert VoteChoice.objects.get(idea=b).voter == town.rina
    assert Event.objects.named("vote.cast").count() == 5


def test_votes_are_counted_once_after_the_last_day(town: Town) -> None:
    space, (a, b, c) = three(town, quorum=50)
    voted(town, space, a, b)
    with refused(WrongPhase, "belum berakhir"):
        count_votes(space=space, on=VOTE)
    assert counts_of(space) == {}

    count_votes(space=space, on=DECIDE)
    count_votes(space=space, on=DECIDE)

    space.refresh_from_db()
    assert counts_of(space) == {a.pk: 4, b.pk: 1, c.pk: 0}
    assert (space.voters, space.eligible) == (5, 5)
    assert space.turnout is not None
    assert space.turnout.met
    assert Event.objects.named("space.votes_counted").count() == 1
    assert told(town.rina) == [
        "Suara sudah dihitung; putuskan gagasan dalam ruang: Bagaimana waktu tunggu bus berkurang?"
    ]


def test_a_decision_against_the_vote_says_why(town: Town) -> None:
    space, (a, b, c) = three(town)
    voted(town, space, a, b)
    given: dict[str, Any] = {"by": town.rina, "at": at(DECIDE), "on": DECIDE}

    with refused(WrongPhase, "sedang dihitung"):
        answer_idea(idea=a, answer="rejected", reason="Mahal.", **given)
    count_votes(space=space, on=DECIDE)
    with refused(DiffersFromVote):
        answer_idea(idea=a, answer="rejected", reason="Mahal.", **given)
    with refused(DiffersFromVote):
        answer_idea(idea=b, answer="accepted", reason="Murah.", **given)
    answer_idea(
        idea=a, answer="rejected", reason="Mahal.", why_against="Tidak ada anggaran.", **given
    )
    answer_idea(idea=c, answer="rejected", reason="Tidak perlu.", **given)

    assert [
        (one.idea, one.against_vote, one.why_against) for one in IdeaAnswer.objects.order_by("pk")
    ] == [(a, True, "Tidak ada anggaran."), (c, False, "")]


def test_while_votes_are_cast_nothing_is_decided(town: Town) -> None:
    _, (a, *_) = three(town)

    with refused(WrongPhase, "tahap pemungutan suara"):
        answer_idea(idea=a, answer="accepted", reason="Ya.", by=town.rina, at=at(VOTE), on=VOTE)
