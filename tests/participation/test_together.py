"""Comments, support, co-authors and amendments."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.participation.test_idea import told
from tests.participation.town import COLLECT, DISCUSS, TEXT, VOTE, Town, at
from tests.unchanged import refused

from kinerja.participation.amendment import (
    Amendment,
    accept_amendment,
    propose_amendment,
    refuse_amendment,
    withdraw_amendment,
)
from kinerja.participation.answer import answer_idea
from kinerja.participation.co_author import answer_invitation, invite_co_author
from kinerja.participation.comment import IdeaComment, comment_on, withdraw_comment
from kinerja.participation.idea import Idea, authors_of
from kinerja.participation.owner import move_owner
from kinerja.participation.refusals import (
    LimitReached,
    NotYours,
    OwnIdea,
    WrongPhase,
)
from kinerja.participation.support import Support, end_support, open_supports, support_idea
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db
NOW: dict[str, Any] = {"at": at(DISCUSS), "on": DISCUSS}


@pytest.fixture
def town() -> Town:
    return Town()


def an_amendment(
    idea: Idea, by: Person, proposal: str = "Tiga minibus.", **fields: Any
) -> Amendment:
    given = {
        "title": idea.title,
        "problem": idea.problem,
        "proposal": proposal,
        "why": "Dua tidak cukup pagi hari.",
    }
    return propose_amendment(idea=idea, by=by, **NOW | given | fields)


def test_comments_come_in_the_discussion_and_once(town: Town) -> None:
    idea, key = town.idea(space=town.space()), uuid4()

    comment_on(idea=idea, text="Setuju.", by=town.tono, key=key, **NOW)
    comment_on(idea=idea, text="Setuju.", by=town.tono, key=key, **NOW)
    for day in (COLLECT, VOTE):
        with refused(WrongPhase, "Komentar tidak dibuka"):
            comment_on(idea=idea, text="Setuju.", by=town.tono, at=at(day), on=day)
    with refused(NotYours):
        comment_on(idea=idea, text="Setuju.", by=town.lina, **NOW)
    with refused(InvalidInput):
        comment_on(idea=idea, text=" \x00 ", by=town.tono, **NOW)
    row = IdeaComment.objects.get()
    with refused(NotYours):
        withdraw_comment(comment=row, by=town.sari, at=at(DISCUSS))
    withdraw_comment(comment=row, by=town.tono, at=at(DISCUSS))

    row.refresh_from_db()
    assert row.withdrawn_at == at(DISCUSS)
    assert told(town.sari) == ["Tono mengomentari gagasan Anda: Minibus pengumpan"]


def test_support_is_given_once_and_limited(town: Town) -> None:
    space = town.space(supports_each=1)
    first, second = town.idea(space=space), town.idea(town.wira, space=space)

    support_idea(idea=first, by=town.tono, **NOW)
    support_idea(idea=first, by=town.tono, **NOW)
    with refused(LimitReached, "sudah terpakai semua"):
        support_idea(idea=second, by=town.tono, **NOW)
    with refused(OwnIdea):
        support_idea(idea=first, by=town.sari, **NOW)
    with refused(NotYours):
        support_idea(idea=first, by=town.lina, **NOW)
    with refused(WrongPhase):
        support_idea(idea=second, by=town.budi, at=at(VOTE), on=VOTE)
    with refused(WrongPhase):
        end_support(idea=first, by=town.tono, on=VOTE)
    end_support(idea=first, by=town.tono, on=DISCUSS)
    end_support(idea=first, by=town.tono, on=DISCUSS)
    support_idea(idea=second, by=town.tono, **NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.supports, second.supports) == (0, 1)


def test_a_support_is_free_again_when_the_idea_is_answered(town: Town) -> None:
    from kinerja.participation.setting import IdeaSetting

    IdeaSetting.objects.create(pk=1, supports_each=1)
    first, second = town.idea(), town.idea(town.wira)
    support_idea(idea=first, by=town.tono, **NOW)
    with refused(LimitReached):
        support_idea(idea=second, by=town.tono, **NOW)

    answer_idea(idea=first, answer="rejected", reason="Mahal.", by=town.budi, **NOW)
    support_idea(idea=second, by=town.tono, **NOW)

    assert Support.objects.count() == 2


def test_a_co_author_is_one_only_when_he_agrees(town: Town) -> None:
    idea = town.idea()

    invite_co_author(idea=idea, person=town.tono, by=town.sari, **NOW)
    invite_co_author(idea=idea, person=town.tono, by=town.sari, **NOW)
    assert list(authors_of(idea)) == [town.sari]
    with refused(NotYours):
        invite_co_author(idea=idea, person=town.lina, by=town.tono, **NOW)
    with refused(NotYours):
        answer_invitation(idea=idea, agrees=True, by=town.lina, **NOW)
    with refused(InvalidInput):
        invite_co_author(idea=idea, person=town.sari, by=town.sari, **NOW)
    answer_invitation(idea=idea, agrees=True, by=town.tono, **NOW)

    assert {one.name for one in authors_of(idea)} == {"Sari", "Tono"}
    assert told(town.tono) == ["Sari mengajak Anda menjadi penulis: Minibus pengumpan"]
    assert told(town.sari) == ["Tono bersedia menjadi penulis: Minibus pengumpan"]
    with refused(OwnIdea):
        support_idea(idea=idea, by=town.tono, **NOW)


def test_who_must_answer_does_not_become_an_author(town: Town) -> None:
    idea = town.idea()
    invite_co_author(idea=idea, person=town.budi, by=town.sari, **NOW)

    with refused(OwnIdea, "pindahkan dulu"):
        answer_invitation(idea=idea, agrees=True, by=town.budi, **NOW)
    with refused(OwnIdea):
        an_amendment(idea, town.budi)
    answer_invitation(idea=idea, agrees=False, by=town.budi, **NOW)

    assert list(authors_of(idea)) == [town.sari]


def test_who_answers_by_now_does_not_become_an_author_by_an_older_amendment(town: Town) -> None:
    idea = town.idea()
    row = an_amendment(idea, town.dedi)
    move_owner(idea=idea, owner=town.dedi, reason="Urusan kesehatan", by=town.budi, **NOW)

    with refused(OwnIdea, "Pengusulnya sekarang yang menjawab"):
        accept_amendment(amendment=row, by=town.sari, **NOW)

    answer_idea(idea=idea, answer="accepted", reason="Ya.", by=town.dedi, **NOW)


def test_who_becomes_an_author_supports_the_idea_no_more(town: Town) -> None:
    idea, other = town.idea(), town.idea(town.wira)
    for one, person in ((idea, town.tono), (other, town.tono), (other, town.lina)):
        support_idea(idea=one, by=person, **NOW)
    invite_co_author(idea=idea, person=town.tono, by=town.sari, **NOW)
    assert open_supports(town.tono, None) == 2
    answer_invitation(idea=idea, agrees=True, by=town.tono, **NOW)
    accept_amendment(amendment=an_amendment(other, town.tono), by=town.wira, **NOW)

    idea.refresh_from_db()
    other.refresh_from_db()
    assert (idea.supports, other.supports, open_supports(town.tono, None)) == (0, 1, 0)
    assert Support.objects.get().person == town.lina


def test_an_accepted_amendment_is_a_new_version_by_both(town: Town) -> None:
    idea = town.idea(space=town.space())
    row = an_amendment(idea, town.tono)

    with refused(NotYours):
        accept_amendment(amendment=row, by=town.tono, **NOW)
    accept_amendment(amendment=row, by=town.sari, **NOW)
    accept_amendment(amendment=row, by=town.sari, **NOW)

    idea.refresh_from_db()
    assert idea.proposal == "Tiga minibus."
    assert [(one.number, one.by.name) for one in idea.versions.all()] == [(2, "Tono"), (1, "Sari")]
    assert {one.name for one in authors_of(idea)} == {"Sari", "Tono"}
    assert idea.versions.get(number=1).proposal == TEXT.proposal
    assert told(town.sari) == ["Tono mengusulkan perubahan: Minibus pengumpan"]
    assert told(town.tono) == ["Usulan perubahan Anda diterima: Minibus pengumpan"]


def test_an_amendment_is_refused_with_a_reason(town: Town) -> None:
    idea = town.idea()
    row = an_amendment(idea, town.tono)

    with refused(InvalidInput, "mengapa"):
        refuse_amendment(amendment=row, reason=" ", by=town.sari, **NOW)
    refuse_amendment(amendment=row, reason="Anggaran dua.", by=town.sari, **NOW)
    with refused(WrongPhase, "sudah selesai"):
        accept_amendment(amendment=row, by=town.sari, **NOW)

    idea.refresh_from_db()
    assert idea.proposal == TEXT.proposal
    assert idea.versions.count() == 1


def test_a_text_that_changed_meanwhile_is_not_overwritten(town: Town) -> None:
    idea = town.idea()
    first, second = an_amendment(idea, town.tono), an_amendment(idea, town.wira, "Satu bus besar.")
    accept_amendment(amendment=first, by=town.sari, **NOW)

    with refused(ChangedMeanwhile, "memperbaruinya"):
        accept_amendment(amendment=second, by=town.sari, **NOW)
    with refused(ChangedMeanwhile):
        an_amendment(idea, town.wira, version=1)


def test_amendments_have_their_time_and_their_words(town: Town) -> None:
    idea, key = town.idea(space=town.space()), uuid4()

    assert an_amendment(idea, town.tono, key=key) == an_amendment(idea, town.tono, key=key)
    with refused(InvalidInput, "belum Anda ubah"):
        an_amendment(idea, town.wira, idea.proposal)
    with refused(InvalidInput, "mengapa naskahnya"):
        an_amendment(idea, town.wira, why=" ")
    with refused(OwnIdea):
        an_amendment(idea, town.sari)
    with refused(WrongPhase, "tahap pengumpulan gagasan"):
        an_amendment(idea, town.wira, at=at(COLLECT), on=date(2026, 11, 4))
    row = Amendment.objects.get()
    with refused(NotYours):
        withdraw_amendment(amendment=row, by=town.sari, at=at(DISCUSS))
    withdraw_amendment(amendment=row, by=town.tono, at=at(DISCUSS))
    with refused(WrongPhase):
        accept_amendment(amendment=row, by=town.sari, **NOW)
    assert Amendment.objects.get().state == "withdrawn"
