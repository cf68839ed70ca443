"""Answers: counted once, by nobody; the superior's and one's own by name."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from tests.evaluation.round360.make import (
    OPENED,
    Department,
    a_department,
    a_started,
    an_answer,
    an_open,
    of,
    questions,
)
from tests.unchanged import changed, everything, refused

from kinerja.evaluation.round360 import answer as answers
from kinerja.evaluation.round360.answer import (
    Answer,
    NamedAnswer360,
    Tally360,
    give_answer,
    open_tallies,
)
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.refusals import (
    AnsweredAlready,
    Incomplete,
    NotInvited,
    RoundShut,
    SealBroken,
)
from kinerja.evaluation.round360.sealing import BLOCK, NONCE
from kinerja.records.event import Event
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.refusal import Refusal
from kinerja.rules.round360 import Frequency, Group

pytestmark = pytest.mark.django_db

ALWAYS, OFTEN = Frequency.ALWAYS, Frequency.OFTEN


@pytest.fixture
def town() -> Department:
    return a_department()


@pytest.fixture
def round(town):
    return an_open(town)


def counted(round, person) -> dict:
    subject = of(round, person)
    return open_tallies(round, [subject.pk])[subject.pk]


def test_an_answer_becomes_counters_and_a_comment_among_others(town, round):
    first, second, *_ = questions(of(round, town.sari), Group.PEER)
    give_answer(rater=first, answer=an_answer(ALWAYS, " Rapi.\x00 "), by=first.rater, on=OPENED)
    unseen = Answer({**an_answer().scores, CoreValue.LOYAL: None}, "Cepat.")
    give_answer(rater=second, answer=unseen, by=second.rater, on=OPENED)

    found = counted(round, town.sari)

    assert found["peer"]["people"] == 2
    assert found["peer"]["values"]["service"] == [0, 0, 0, 1, 1]
    assert found["peer"]["values"]["loyal"] == [0, 0, 0, 0, 1]
    assert sorted(found["peer"]["comments"]) == ["Cepat.", "Rapi."]
    assert found["subordinate"]["people"] == 0
    assert counted(round, town.tono)["peer"]["people"] == 0


def test_an_answer_leaves_no_other_trace(town, round):
    row = questions(of(round, town.sari), Group.PEER)[0]
    before = everything()

    give_answer(rater=row, answer=an_answer(comment="Rapi."), by=row.rater, on=OPENED)

    assert changed(before, everything()) == ["evaluation_rater360", "evaluation_tally360"]


def test_the_counters_lie_sealed_all_alike_and_without_a_name(town, round):
    row = questions(of(round, town.sari), Group.PEER)[0]
    before = {tally.pk: bytes(tally.sealed) for tally in Tally360.objects.all()}
    give_answer(rater=row, answer=an_answer(comment="Rapi."), by=row.rater, on=OPENED)
    after = {tally.pk: bytes(tally.sealed) for tally in Tally360.objects.all()}

    assert [field.name for field in Tally360._meta.fields] == ["name", "sealed"]
    assert {len(sealed) for sealed in after.values()} == {NONCE + BLOCK + 16}
    assert not any(b"Rapi" in sealed or b"service" in sealed for sealed in after.values())
    assert sum(before[pk] != after[pk] for pk in before) == 1


def test_without_the_secret_of_the_server_nobody_opens_them(town, round, settings):
    seal, tally = answers.seal_of(round), Tally360.objects.first()
    row = questions(of(round, town.sari), Group.PEER)[0]
    settings.SECRET_KEY = "another"

    with pytest.raises(SealBroken, match="KINERJA_SECRET"):
        counted(round, town.sari)  # not even found
    with pytest.raises(SealBroken):
        answers.seal_of(round).open(tally.name, tally.sealed)
    with refused(SealBroken):
        give_answer(rater=row, answer=an_answer(), by=row.rater, on=OPENED)
    assert seal.open(tally.name, tally.sealed)["peer"]["people"] == 0


def test_superior_and_oneself_answer_by_name(town, round):
    superior = questions(of(round, town.sari), Group.SUPERIOR)[0]
    own = questions(of(round, town.sari), Group.SELF)[0]

    give_answer(rater=superior, answer=an_answer(OFTEN, "Andal."), by=town.budi, on=OPENED)
    give_answer(rater=own, answer=an_answer(), by=town.sari, on=OPENED)

    said = NamedAnswer360.objects.get(rater=superior)
    assert (said.scores["harmonious"], said.comment, said.given_on) == ("often", "Andal.", OPENED)
    event = Event.objects.filter(name="round360.answered_by_name").first()
    assert (event.by, event.person) == (town.budi, town.sari)
    assert counted(round, town.sari)["peer"]["people"] == 0


def test_what_is_not_whole_or_not_ones_own_is_refused(town, round):
    row = questions(of(round, town.sari), Group.PEER)[0]
    part = Answer({CoreValue.LOYAL: OFTEN})

    with refused(Incomplete, "Berorientasi Pelayanan, Akuntabel"):
        give_answer(rater=row, answer=part, by=row.rater, on=OPENED)
    with refused(Incomplete, "400 huruf"):
        give_answer(rater=row, answer=an_answer(comment="a" * 401), by=row.rater, on=OPENED)
    with refused(NotInvited):
        give_answer(rater=row, answer=an_answer(), by=town.sari, on=OPENED)
    with refused(RoundShut):
        give_answer(rater=row, answer=an_answer(), by=row.rater, on=date(2026, 7, 1))


def test_who_stepped_back_or_was_not_asked_yet_does_not_answer(town, round):
    row = questions(of(round, town.sari), Group.PEER)[0]
    Rater360.objects.filter(pk=row.pk).update(state=Rater360.State.EXCLUDED)

    with refused(NotInvited):
        give_answer(rater=row, answer=an_answer(), by=row.rater, on=OPENED)


def test_a_question_is_answered_once(town, round):
    row = questions(of(round, town.sari), Group.PEER)[0]
    give_answer(rater=row, answer=an_answer(), by=row.rater, on=OPENED)

    with refused(AnsweredAlready):
        give_answer(rater=row, answer=an_answer(ALWAYS), by=row.rater, on=OPENED)
    assert counted(round, town.sari)["peer"]["people"] == 1


def test_before_the_round_is_open_nothing_is_sealed(town):
    with pytest.raises(RoundShut):
        answers.seal_of(a_started(town))


def test_if_counting_fails_the_person_may_answer_again(town, round, monkeypatch):
    row = questions(of(round, town.sari), Group.PEER)[0]

    def fails(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(answers, "_add", fails)
        with pytest.raises(OSError, match="disk full"):
            give_answer(rater=row, answer=an_answer(), by=row.rater, on=OPENED)

    assert not Rater360.objects.get(pk=row.pk).taken_part
    give_answer(rater=row, answer=an_answer(), by=row.rater, on=OPENED)
    assert counted(round, town.sari)["peer"]["people"] == 1


def test_a_counter_that_is_gone_takes_no_answer(town, round):
    row = questions(of(round, town.sari), Group.PEER)[0]
    Tally360.objects.all().delete()

    with refused(SealBroken):
        give_answer(rater=row, answer=an_answer(), by=row.rater, on=OPENED)
    assert not Rater360.objects.get(pk=row.pk).taken_part


def test_the_words_never_appear_where_an_answer_is_printed(town, round):
    row = questions(of(round, town.sari), Group.PEER)[0]

    assert "Rapi" not in repr(answers.Given(row, an_answer(comment="Rapi.")))


@pytest.mark.django_db(transaction=True)
def test_participation_and_answer_are_two_transactions_and_two_taps_are_one_answer():
    town = a_department()
    round = an_open(town)
    rows = questions(of(round, town.sari), Group.PEER)
    start, ends = Barrier(len(rows) + 1), []

    def tap(row: Rater360) -> None:
        start.wait()
        try:
            give_answer(rater=row, answer=an_answer(comment="Rapi."), by=row.rater, on=OPENED)
            ends.append("counted")
        except Refusal as refusal:
            ends.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=tap, args=(row,)) for row in [*rows, rows[0]]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["AnsweredAlready", *["counted"] * len(rows)]
    subject = of(round, town.sari)
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM evaluation_rater360 WHERE taken_part")
        took_part = {xid for (xid,) in cursor.fetchall()}
        cursor.execute("SELECT xmin::text FROM evaluation_tally360")
        counted_in = {xid for (xid,) in cursor.fetchall()}
    assert took_part.isdisjoint(counted_in)
    with transaction.atomic():
        found = open_tallies(round, [subject.pk])[subject.pk]["peer"]
    assert (found["people"], len(found["comments"])) == (len(rows), len(rows))
