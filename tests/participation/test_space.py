"""Spaces: who opens them, whom they ask, how they go from phase to phase."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.participation.test_idea import told
from tests.participation.town import (
    BEFORE,
    COLLECT,
    DECIDE,
    DISCUSS,
    NO_VOTE,
    PLAN,
    REPORT,
    VOTE,
    Town,
    at,
)
from tests.people.make import a_role, an_admin
from tests.unchanged import refused

from kinerja.participation.answer import answer_idea
from kinerja.participation.ballot import cast_vote
from kinerja.participation.following import follow_answers
from kinerja.participation.idea import Idea
from kinerja.participation.opening import ask_unit, edit_space, open_space
from kinerja.participation.refusals import NotYours, WrongPhase
from kinerja.participation.space import Space, audience_of, may_manage
from kinerja.participation.switching import (
    announce_phase,
    close_space,
    follow_spaces,
    hand_over,
    move_phase,
)
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.rules.space import SpacePhase

pytestmark = pytest.mark.django_db
SETTINGS = {"about": "", "ballot": "open", "votes_each": 2, "quorum": 30, "supports_each": 3}


@pytest.fixture
def town() -> Town:
    return Town()


def test_a_space_asks_its_units_with_those_below(town: Town) -> None:
    space = town.space()

    names = sorted(audience_of(space, COLLECT).values_list("name", flat=True))
    assert names == ["Budi", "Rina", "Sari", "Tono", "Wira"]
    seen = [
        one.name
        for one in (town.sari, town.lina, town.dedi, town.hasan, an_admin())
        if Space.objects.visible_to(one, COLLECT).exists()
    ]
    assert seen == ["Sari", "Hasan", "Ani Admin"]


def test_the_whole_agency_is_asked_by_who_plans_for_it(town: Town) -> None:
    admin = an_admin()
    with refused(NotYours):
        town.space(town.health)
    with refused(InvalidInput, "pimpinan unit"):
        open_for_all(town, admin)
    space = open_for_all(town, admin, owner=town.rina)

    assert audience_of(space, COLLECT).count() == 8
    assert Space.objects.asking(town.lina, COLLECT).get() == space


def open_for_all(town: Town, by: Person, **fields: Any) -> Space:
    return open_space(
        question="Bagaimana bus lebih cepat?", plan=PLAN, by=by, at=at(BEFORE), on=BEFORE, **fields
    )


def test_the_same_key_is_one_space(town: Town) -> None:
    key = uuid4()

    assert town.space(key=key) == town.space(key=key)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"question": " \x00"}, "Pertanyaan"),
        ({"question": "a" * 201}, "Pertanyaan"),
        ({"plan": replace(PLAN, collect_from=BEFORE - timedelta(days=1))}, "sudah lewat"),
        ({"plan": replace(PLAN, discuss_from=date(1, 1, 1))}, "Pembahasan dimulai"),
        ({"plan": replace(PLAN, vote_until=None)}, "hari terakhir pemungutan"),
        ({"ballot": "none"}, "hari terakhir pemungutan"),
        ({"ballot": "x"}, "Pemungutan suara"),
        ({"votes_each": 11}, "Suara tiap orang"),
        ({"quorum": 101}, "Kuorum"),
    ],
)
def test_a_space_that_cannot_run_is_refused(
    town: Town, fields: dict[str, object], words: str
) -> None:
    with refused(InvalidInput, words):
        town.space(**fields)  # type: ignore[arg-type]


def test_how_votes_are_cast_is_fixed_when_it_begins(town: Town) -> None:
    space = town.space()
    given = {"space": space, "question": "Bus?", "plan": PLAN, "by": town.rina} | SETTINGS

    edit_space(on=BEFORE, **given)  # type: ignore[arg-type]
    ask_unit(space=space, unit=town.routes, by=town.rina, on=BEFORE)
    with refused(WrongPhase, "sudah dimulai"):
        edit_space(on=COLLECT, **given)  # type: ignore[arg-type]
    with refused(WrongPhase):
        ask_unit(space=space, unit=town.routes, by=town.rina, on=COLLECT)
    with refused(NotYours):
        ask_unit(space=space, unit=town.health, by=town.rina, on=BEFORE)
    with refused(NotYours):
        edit_space(on=BEFORE, **given | {"by": town.budi})  # type: ignore[arg-type]

    space.refresh_from_db()
    assert (space.ballot, space.votes_each, space.asked.count()) == ("open", 2, 2)


def test_a_phase_begins_earlier_or_later_with_a_reason(town: Town) -> None:
    space = town.space()
    idea = town.idea(space=space)
    given = {"space": space, "by": town.rina, "at": at(COLLECT), "on": COLLECT}

    with refused(InvalidInput, "mengapa"):
        move_phase(first_day=date(2026, 11, 12), reason=" ", **given)  # type: ignore[arg-type]
    with refused(InvalidInput, "paling cepat"):
        move_phase(first_day=date(2026, 11, 2), reason="Cepat", **given)  # type: ignore[arg-type]
    with refused(InvalidInput, "dua tahun"):
        move_phase(first_day=date(9999, 12, 31), reason="Lama", **given)  # type: ignore[arg-type]
    with refused(NotYours):
        move_phase(**given | {"by": town.sari}, first_day=DISCUSS, reason="Ya")  # type: ignore[arg-type]
    move_phase(first_day=date(2026, 11, 12), reason="Gagasan masih masuk.", **given)  # type: ignore[arg-type]

    space.refresh_from_db()
    idea.refresh_from_db()
    assert space.phase(date(2026, 11, 11)) == SpacePhase.COLLECT
    assert (space.vote_until, space.report_from) == (date(2026, 11, 23), date(2026, 12, 3))
    assert idea.due_on == date(2026, 12, 2)
    assert space.moves.get().reason == "Gagasan masih masuk."

    today = {"on": date(2026, 11, 4)}
    move_phase(first_day=today["on"], reason="Cukup.", **given | today)  # type: ignore[arg-type]
    idea.refresh_from_db()
    assert idea.state == "discussed"


def test_the_decision_is_not_cut_short_while_votes_are_cast(town: Town) -> None:
    space = town.space()

    with refused(InvalidInput, "Pemungutan suara berakhir"):
        move_phase(
            space=space,
            first_day=date(2026, 11, 19),
            reason="Cukup",
            by=town.rina,
            at=at(VOTE),
            on=VOTE,
        )


def test_each_switch_is_told_once(town: Town) -> None:
    space = town.space()
    follow_spaces(on=BEFORE)
    for _ in range(2):
        follow_spaces(on=COLLECT)
    idea = town.idea(space=space)
    for day in (DISCUSS, DISCUSS, VOTE, VOTE, REPORT, REPORT):
        follow_spaces(on=day)

    idea.refresh_from_db()
    assert idea.state == "discussed"
    asked = "Bagaimana waktu tunggu bus berkurang?"
    assert told(town.tono) == [
        f"Ruang gagasan dibuka: {asked} Ajukan gagasan Anda.",
        f"Pilih gagasan sampai 20 November 2026: {asked}",
    ]
    assert told(town.sari)[1:] == [
        f"Gagasan dibahas: {asked} Beri komentar, usulan perubahan, dan dukungan.",
        f"Pilih gagasan sampai 20 November 2026: {asked}",
        f"Keputusan dan hasilnya dilaporkan balik: {asked}",
    ]
    assert told(town.lina) == []
    assert announce_phase(space=space, on=REPORT) is False
    assert Event.objects.named("space.phase_begun").count() == 4


def test_the_decision_is_handed_over_with_its_open_ideas(town: Town) -> None:
    space = town.space()
    idea, own = town.idea(space=space), town.idea(town.budi, space=space)

    hand_over(space=space, owner=town.budi, reason="Rina cuti.", by=town.rina, on=DISCUSS)

    idea.refresh_from_db()
    own.refresh_from_db()
    assert (idea.owner, own.owner) == (town.budi, town.rina)  # nobody decides his own
    with refused(InvalidInput, "pimpinan unit"):
        hand_over(space=space, owner=town.tono, reason="Ya", by=town.budi, on=DISCUSS)
    with refused(NotYours):
        hand_over(space=space, owner=town.rina, reason="Ya", by=town.sari, on=DISCUSS)


def test_who_opened_a_space_runs_it_while_he_could_open_it(town: Town) -> None:
    own = town.space(owner=town.hasan)
    a_role(town.lina, Role.Name.SURVEY_OFFICER, ends_on=COLLECT)
    for_all = open_for_all(town, town.lina, owner=town.hasan)
    Assignment.objects.filter(person=town.rina).update(ends_on=COLLECT)
    given = {"first_day": date(2026, 11, 12), "reason": "Geser.", "at": at(DISCUSS), "on": DISCUSS}

    assert may_manage(town.rina, own, COLLECT)
    assert may_manage(town.lina, for_all, COLLECT)
    assert not may_manage(town.rina, own, DISCUSS)
    with refused(NotYours):
        move_phase(space=own, by=town.rina, **given)  # type: ignore[arg-type]
    with refused(NotYours):
        move_phase(space=for_all, by=town.lina, **given)  # type: ignore[arg-type]


def test_no_space_waits_for_somebody_who_left(town: Town) -> None:
    space = town.space(town.routes, town.transport, by=town.hasan, owner=town.rina)
    idea = town.idea(space=space)
    Person.objects.filter(pk=town.rina.pk).update(status="left", status_since=DISCUSS)

    for _ in range(2):
        follow_answers(at=at(DISCUSS), on=DISCUSS)

    space.refresh_from_db()
    idea.refresh_from_db()
    assert (space.owner, idea.owner) == (town.hasan, town.hasan)
    (event,) = Event.objects.named("space.handed_over")
    assert (event.by, event.reason) == (None, "Pemutus sebelumnya tidak lagi memimpin unit.")


def test_a_space_is_closed_when_all_is_answered(town: Town) -> None:
    space = town.space(ballot="none", plan=NO_VOTE)
    idea = town.idea(space=space)

    with refused(WrongPhase, "pelaporan balik"):
        close_space(space=space, by=town.rina, on=DECIDE)
    with refused(WrongPhase, "1 gagasan belum dijawab"):
        close_space(space=space, by=town.rina, on=REPORT)
    answer = {"idea": idea, "answer": "rejected", "reason": "Mahal", "by": town.rina}
    answer_idea(at=at(REPORT), on=REPORT, **answer)  # type: ignore[arg-type]

    with refused(NotYours):
        close_space(space=space, by=town.sari, on=REPORT)
    close_space(space=space, by=town.rina, on=REPORT)
    close_space(space=space, by=town.rina, on=REPORT)

    space.refresh_from_db()
    assert space.phase(REPORT) == SpacePhase.CLOSED
    assert Event.objects.named("space.closed").count() == 1


def test_one_that_has_not_begun_is_called_off(town: Town) -> None:
    space = close_space(space=town.space(), by=town.rina, on=BEFORE)

    follow_spaces(on=COLLECT)

    assert told(town.sari) == []
    with refused(WrongPhase):
        town.draft(space=space)
    assert not Idea.objects.exists()


def test_who_oversees_reads_without_taking_part(town: Town) -> None:
    space = town.space()
    a_role(town.lina, Role.Name.INSPECTOR)
    idea = town.idea(space=space)

    assert Idea.objects.visible_to(town.lina, COLLECT).get() == idea
    with refused(NotYours):
        cast_vote(space=space, ideas=[idea], by=town.lina, on=VOTE)
