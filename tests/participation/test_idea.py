"""Ideas: begun, handed in with an owner and a day, answered, told when late."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.participation.town import (
    BEFORE,
    COLLECT,
    DECIDE,
    DISCUSS,
    NO_VOTE,
    REPORT,
    TEXT,
    VOTE,
    Town,
    at,
)
from tests.people.make import (
    a_head,
    a_position,
    a_unit,
    an_admin,
    an_assignment,
    head_post,
)
from tests.unchanged import refused

from kinerja.participation.answer import answer_idea, carry_out, take_up
from kinerja.participation.following import follow_answers
from kinerja.participation.handing_in import begin_idea, edit_idea, submit_idea, withdraw_idea
from kinerja.participation.idea import Idea
from kinerja.participation.owner import move_owner
from kinerja.participation.refusals import NotYours, OwnIdea, WrongPhase
from kinerja.participation.setting import set_idea_rules
from kinerja.people.agency import Holiday
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def test_an_idea_of_the_box_gets_the_head_of_the_unit_and_a_last_day(town: Town) -> None:
    Holiday.objects.create(date=date(2026, 11, 10), name="Hari Pahlawan", kind="local")

    idea = town.idea()

    assert (idea.state, idea.owner) == ("submitted", town.budi)
    assert idea.due_on == date(2026, 11, 25)  # 15 working days after 3 November, without the 10th
    assert [one.number for one in idea.versions.all()] == [1]
    assert told(town.budi) == ["Sari mengajukan gagasan untuk Anda jawab: Minibus pengumpan"]


def test_the_agency_sets_the_days(town: Town) -> None:
    set_idea_rules(answer_days=2, supports_each=3, by=an_admin(), on=BEFORE)

    assert town.idea().due_on == date(2026, 11, 5)
    with refused(NotYours):
        set_idea_rules(answer_days=9, supports_each=3, by=town.rina, on=BEFORE)
    ana = an_admin("Ana")
    with refused(InvalidInput):
        set_idea_rules(answer_days=0, supports_each=3, by=ana, on=BEFORE)


def test_the_same_request_twice_is_one_idea(town: Town) -> None:
    key = uuid4()
    first, again = town.draft(key=key), town.draft(key=key)
    submit_idea(idea=first, by=town.sari, at=at(COLLECT), on=COLLECT)
    submit_idea(idea=first, by=town.sari, at=at(COLLECT), on=COLLECT)

    assert first == again == Idea.objects.get()
    assert Event.objects.named("idea.submitted").count() == 1


def test_a_head_is_answered_by_the_head_above(town: Town) -> None:
    idea = town.idea(town.budi)

    assert idea.owner == town.rina


def test_the_head_of_all_has_nobody_above(town: Town) -> None:
    draft = town.draft(town.hasan, unit=town.city)

    with refused(InvalidInput, "Belum ada pimpinan di atas"):
        submit_idea(idea=draft, by=town.hasan, at=at(COLLECT), on=COLLECT)


def test_a_draft_is_seen_by_its_author_alone(town: Town) -> None:
    idea = town.draft()

    seen = [
        one.name
        for one in (town.sari, town.tono, town.budi, town.hasan)
        if Idea.objects.visible_to(one, COLLECT).filter(pk=idea.pk).exists()
    ]

    assert seen == ["Sari"]
    with refused(NotYours):
        submit_idea(idea=idea, by=town.tono, at=at(COLLECT), on=COLLECT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (replace(TEXT, title=" \x00 "), "Judul"),
        (replace(TEXT, title="a" * 151), "Judul"),
        (replace(TEXT, problem=" \x00"), "Tulis masalahnya"),
        (replace(TEXT, proposal="a" * 3_001), "Ringkas"),
        (replace(TEXT, measure="Waktu tunggu"), "angka yang diharapkan"),
        (replace(TEXT, effect_to=Decimal(5)), "apa yang berubah"),
        (replace(TEXT, effect_from=Decimal(5)), "apa yang berubah"),
    ],
)
def test_half_an_idea_is_refused(town: Town, text: object, words: str) -> None:
    with refused(InvalidInput, words):
        town.draft(text=text)


def test_people_outside_the_asked_units_do_not_hand_in(town: Town) -> None:
    space = town.space()

    with refused(NotYours):
        town.draft(town.lina, space=space)
    with refused(InvalidInput, "Pilih unit"):
        begin_idea(text=TEXT, by=town.sari, at=at(COLLECT), on=COLLECT)


def test_own_text_is_changed_while_ideas_are_collected_and_every_text_stays(town: Town) -> None:
    space = town.space()
    idea = town.idea(space=space)
    new = replace(TEXT, title="Minibus pengumpan R4")

    edit_idea(idea=idea, text=new, by=town.sari, at=at(COLLECT), on=COLLECT, revision=1)
    with refused(ChangedMeanwhile):
        edit_idea(idea=idea, text=TEXT, by=town.sari, at=at(COLLECT), on=COLLECT, revision=1)
    with refused(WrongPhase, "tahap pembahasan"):
        edit_idea(idea=idea, text=TEXT, by=town.sari, at=at(DISCUSS), on=DISCUSS)
    with refused(NotYours):
        edit_idea(idea=idea, text=TEXT, by=town.tono, at=at(COLLECT), on=COLLECT)

    assert [one.title for one in idea.versions.all()] == [
        "Minibus pengumpan R4",
        "Minibus pengumpan",
    ]


def test_an_idea_is_withdrawn_before_the_decision(town: Town) -> None:
    space = town.space(ballot="none", plan=NO_VOTE)
    idea, other = town.idea(space=space), town.idea(town.tono, space=space)

    withdraw_idea(idea=idea, by=town.sari, reason="Sudah berjalan.", on=DISCUSS)
    withdraw_idea(idea=idea, by=town.sari, reason="Sudah berjalan.", on=DISCUSS)
    with refused(WrongPhase, "tidak dapat ditarik"):
        withdraw_idea(idea=other, by=town.tono, reason="", on=DECIDE)
    with refused(NotYours):
        withdraw_idea(idea=other, by=town.sari, reason="", on=DISCUSS)

    assert Event.objects.named("idea.withdrawn").count() == 1
    assert not Idea.objects.visible_to(town.tono, DISCUSS).filter(pk=idea.pk).exists()


def test_the_owner_answers_with_a_reason_that_all_read(town: Town) -> None:
    idea = town.idea()
    answer = {"idea": idea, "by": town.budi, "at": at(COLLECT), "on": COLLECT}

    take_up(words="Dibahas di rapat Senin.", **answer)  # type: ignore[arg-type]
    with refused(InvalidInput, "Tulis alasannya"):
        answer_idea(answer="accepted", reason=" ", **answer)  # type: ignore[arg-type]
    with refused(InvalidInput, "Pilih jawabannya"):
        answer_idea(answer="tidak", reason="Ya", **answer)  # type: ignore[arg-type]
    with refused(WrongPhase, "tidak dapat diberikan"):
        answer_idea(answer="done", reason="Ya", **answer)  # type: ignore[arg-type]
    answer_idea(answer="trial", reason="Dicoba dua pekan.", **answer)  # type: ignore[arg-type]
    answer_idea(answer="trial", reason="Dicoba dua pekan.", **answer)  # type: ignore[arg-type]
    answer_idea(answer="accepted", reason="Berhasil.", **answer)  # type: ignore[arg-type]
    carry_out(words="Berjalan sejak 2 Desember.", **answer)  # type: ignore[arg-type]

    idea.refresh_from_db()
    assert (idea.state, idea.decided_on, idea.done_on) == ("done", COLLECT, COLLECT)
    assert [one.state for one in idea.answers.all()] == ["done", "accepted", "trial", "discussed"]
    assert told(town.sari) == [
        "Gagasan “Minibus pengumpan”: dibahas.",
        "Gagasan “Minibus pengumpan”: diuji coba.",
        "Gagasan “Minibus pengumpan”: diterima.",
        "Gagasan “Minibus pengumpan”: dilaksanakan.",
    ]


def test_nobody_answers_an_idea_of_his_own_and_nobody_else_does(town: Town) -> None:
    own, other = town.idea(town.budi), town.idea()

    with refused(OwnIdea):
        answer_idea(
            idea=own, answer="accepted", reason="Ya", by=town.budi, at=at(COLLECT), on=COLLECT
        )
    with refused(NotYours):
        answer_idea(
            idea=other, answer="accepted", reason="Ya", by=town.rina, at=at(COLLECT), on=COLLECT
        )
    with refused(OwnIdea, "Penulis tidak menjawab"):
        move_owner(
            idea=own, owner=town.budi, reason="Saya saja", by=town.rina, at=at(COLLECT), on=COLLECT
        )


def test_in_a_space_the_answer_comes_in_the_decision(town: Town) -> None:
    space = town.space(ballot="none", plan=NO_VOTE)
    idea = town.idea(space=space)

    assert (idea.owner, idea.due_on) == (town.rina, date(2026, 11, 29))
    for day in (COLLECT, DISCUSS):
        with refused(WrongPhase, "dalam tahap"):
            answer_idea(idea=idea, answer="accepted", reason="Ya", by=town.rina, at=at(day), on=day)
    answer_idea(idea=idea, answer="accepted", reason="Ya", by=town.rina, at=at(VOTE), on=VOTE)


def test_the_one_who_decides_a_space_is_answered_from_above(town: Town) -> None:
    idea = town.idea(town.rina, space=town.space())

    assert idea.owner == town.hasan


def test_an_owner_is_moved_with_a_reason_to_somebody_who_leads(town: Town) -> None:
    idea = town.idea()
    given = {"idea": idea, "at": at(COLLECT), "on": COLLECT}

    with refused(InvalidInput, "mengapa"):
        move_owner(owner=town.rina, reason=" ", by=town.budi, **given)  # type: ignore[arg-type]
    with refused(InvalidInput, "pimpinan unit"):
        move_owner(owner=town.tono, reason="Ia tahu", by=town.budi, **given)  # type: ignore[arg-type]
    with refused(NotYours):
        move_owner(owner=town.dedi, reason="Ia tahu", by=town.tono, **given)  # type: ignore[arg-type]
    move_owner(owner=town.dedi, reason="Urusan kesehatan", by=town.rina, **given)  # type: ignore[arg-type]

    idea.refresh_from_db()
    assert idea.owner == town.dedi
    assert Event.objects.named("idea.owner_moved").get().reason == "Urusan kesehatan"


def test_a_late_answer_is_told_to_the_owner_and_the_one_above_once(town: Town) -> None:
    idea = town.idea()
    assert idea.due_on is not None
    late = idea.due_on + timedelta(days=1)

    follow_answers(at=at(idea.due_on), on=idea.due_on)
    assert told(town.rina) == []
    follow_answers(at=at(late), on=late)
    follow_answers(at=at(late), on=late)

    assert told(town.rina) == [
        "Budi belum menjawab gagasan (batas 24 November 2026): Minibus pengumpan"
    ]
    assert Idea.objects.owed_by(town.budi, late).overdue(late).get() == idea


def test_no_idea_waits_for_somebody_who_left(town: Town) -> None:
    idea = town.idea()
    Person.objects.filter(pk=town.budi.pk).update(status="left", status_since=COLLECT)

    follow_answers(at=at(DISCUSS), on=DISCUSS)

    idea.refresh_from_db()
    assert idea.owner == town.rina
    assert told(town.rina) == ["Anda diminta menjawab gagasan: Minibus pengumpan"]


def left(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(status="left", status_since=COLLECT)
    person.refresh_from_db()


@pytest.mark.parametrize("answer", ["trial", "accepted"])
def test_what_was_taken_up_goes_on_when_the_one_who_answered_left(town: Town, answer: str) -> None:
    idea = town.idea()
    answer_idea(idea=idea, answer=answer, reason="Ya.", by=town.budi, at=at(COLLECT), on=COLLECT)
    left(town.budi)

    for _ in range(2):
        follow_answers(at=at(DISCUSS), on=DISCUSS)

    idea.refresh_from_db()
    assert idea.owner == town.rina
    assert told(town.rina) == [
        "Anda melanjutkan gagasan yang sudah diterima atau diuji coba: Minibus pengumpan"
    ]
    given = {"idea": idea, "at": at(DISCUSS), "on": DISCUSS}
    if answer == "trial":
        answer_idea(answer="accepted", reason="Berhasil.", by=town.rina, **given)  # type: ignore[arg-type]
    with refused(NotYours):
        carry_out(words="Sejak Senin.", by=town.budi, **given)  # type: ignore[arg-type]
    carry_out(words="Sejak Senin.", by=town.rina, **given)  # type: ignore[arg-type]


def test_who_has_left_answers_no_more(town: Town) -> None:
    idea = town.idea()
    left(town.budi)

    with refused(NotYours):
        answer_idea(
            idea=idea, answer="rejected", reason="Tidak.", by=town.budi, at=at(COLLECT), on=COLLECT
        )


def test_the_idea_stays_with_the_unit_when_its_head_moves_on(town: Town) -> None:
    idea, by_hand = town.idea(), town.idea(town.tono)
    move_owner(
        idea=by_hand, owner=town.dedi, reason="Lintas", by=town.budi, at=at(COLLECT), on=COLLECT
    )
    Assignment.objects.filter(person=town.budi).update(ends_on=COLLECT)
    an_assignment(town.budi, head_post(a_unit("Bidang Lain", town.health)), starts_on=DISCUSS)
    yuni = a_head("Yuni", town.routes, starts_on=DISCUSS)

    follow_answers(at=at(COLLECT), on=COLLECT)
    idea.refresh_from_db()
    assert idea.owner == town.budi
    follow_answers(at=at(DISCUSS), on=DISCUSS)

    idea.refresh_from_db()
    by_hand.refresh_from_db()
    assert (idea.owner, by_hand.owner) == (yuni, town.dedi)

    move_owner(idea=idea, owner=town.budi, reason="Ia tahu", by=yuni, at=at(DISCUSS), on=DISCUSS)
    follow_answers(at=at(DISCUSS), on=DISCUSS)
    idea.refresh_from_db()
    assert idea.owner == town.budi


def test_who_leads_nothing_any_more_does_not_answer(town: Town) -> None:
    idea = town.idea()
    move_owner(
        idea=idea, owner=town.dedi, reason="Lintas", by=town.budi, at=at(COLLECT), on=COLLECT
    )
    Assignment.objects.filter(person=town.dedi).update(ends_on=COLLECT)
    an_assignment(town.dedi, a_position(town.health), starts_on=DISCUSS)

    follow_answers(at=at(DISCUSS), on=DISCUSS)

    idea.refresh_from_db()
    assert idea.owner == town.budi


def test_an_answer_is_owed_only_when_it_can_be_given(town: Town) -> None:
    idea = town.idea(space=town.space())

    owed = [day for day in (COLLECT, VOTE, DECIDE, REPORT) if Idea.objects.owed_by(town.rina, day)]
    assert owed == [DECIDE, REPORT]
    assert idea.is_late(REPORT)
