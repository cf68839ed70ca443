"""Answers without an account: once for a visit, nothing that leads to a person."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.needs.survey.make import CLOSES, NOON, OPENS, Centre, answers

from kinerja.needs.survey.answer import (
    SurveyAnswer,
    Visit,
    door_of,
    hidden_address,
    is_too_busy,
    most_of,
    new_visit,
    read_visit,
    take_answer,
    takes_answers,
)
from kinerja.needs.survey.door import SurveyDoor, close_door, set_group
from kinerja.needs.survey.survey import Survey, close_survey, edit_survey
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
KEY = UUID("55555555-5555-4555-8555-555555555555")


@pytest.fixture
def centre() -> Centre:
    return Centre()


def _taken(door: SurveyDoor, opened_before: int = 60, **fields: object) -> bool:
    visit = Visit(KEY, door.pk, int(NOON.timestamp()) - opened_before)
    said = {"given": {"U1": 4}, "questions": 10, "trapped": False, "address": 1, "device": 1}
    return take_answer(door=door, visit=visit, at=NOON, **(said | fields))


def test_a_visit_answers_once_and_leaves_no_event(centre: Centre) -> None:
    _, door = centre.opened()
    before = Event.objects.count()

    assert _taken(door)
    assert not _taken(door, given={"U1": 1})

    answer = SurveyAnswer.objects.get()
    assert (answer.given, answer.hour.minute, answer.signal) == ({"U1": 4}, 0, 0)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("fields", "signal"),
    [({}, 0), ({"trapped": True}, 1), ({"opened_before": 9}, 2), ({"opened_before": 10}, 0)],
)
def test_traps_and_haste_are_noted(centre: Centre, fields: dict[str, object], signal: int) -> None:
    _, door = centre.opened()

    _taken(door, **fields)

    assert SurveyAnswer.objects.get().signal == signal


def test_the_token_is_of_this_link_and_not_too_old(centre: Centre) -> None:
    survey, door = centre.opened()
    other = centre.door(survey, "Loket 2")
    token = new_visit(door, NOON)

    assert read_visit(token, door, NOON + timedelta(hours=11)).door == door.pk
    assert read_visit(token, other, NOON) is None
    assert read_visit(token, door, NOON + timedelta(hours=13)) is None
    assert read_visit(token[:-1] + ("A" if token[-1] != "A" else "B"), door, NOON) is None
    assert read_visit("", door, NOON) is None


def test_a_code_leads_to_its_own_link_of_an_opened_survey(centre: Centre) -> None:
    survey, door = centre.opened()
    other = centre.door(survey, "Loket 2")
    draft = centre.door(centre.skm(service="Lain"))
    close_door(door=other, by=centre.susi, on=OPENS)

    found = door_of(other.code)

    assert found is not None
    assert (found, found.name, found.closed_on, found.code) == (other, "Loket 2", OPENS, other.code)
    assert (found.survey, found.survey.languages, bytes(found.survey.salt)) == (
        survey,
        [],
        bytes(Survey.objects.get(pk=survey.pk).salt),
    )
    assert door_of(door.code) == door
    assert (door_of(draft.code), door_of("x"), door_of("")) == (None, None, None)


def test_an_address_is_hidden_by_a_key_that_goes_with_the_survey(centre: Centre) -> None:
    survey, _ = centre.opened()
    other, _ = centre.opened(service="Laboratorium")
    hidden = hidden_address(survey, "203.0.113.7")

    assert hidden == hidden_address(survey, "203.0.113.7")
    assert hidden != hidden_address(other, "203.0.113.7")
    assert hidden_address(survey, "2001:db8::1") == hidden_address(survey, "2001:db8::ffff")

    close_survey(survey=survey, by=centre.susi, on=CLOSES)

    assert bytes(Survey.objects.get(pk=survey.pk).salt) == b""
    assert hidden_address(Survey.objects.get(pk=survey.pk), "203.0.113.7") != hidden


@pytest.mark.parametrize(
    ("before", "addresses", "summed", "network", "taken"),
    [
        (29, 1, False, False, True),
        (30, 1, False, False, False),
        (30, 1, True, False, True),
        (30, 1, False, True, True),
        (30, 2, False, False, True),
    ],
)
def test_a_busy_address_does_a_sum_the_network_of_the_place_does_not(
    centre: Centre, before: int, addresses: int, summed: bool, network: bool, taken: bool
) -> None:
    _, door = centre.opened()
    answers(door, before, addresses=addresses)
    door.network = 0 if network else None

    said = _taken(door, address=0, most=most_of(door, 0, summed=summed))

    assert (said, SurveyAnswer.objects.count()) == (taken, before + taken)


def test_a_busy_device_does_a_sum_and_an_hour_later_all_is_free_again(centre: Centre) -> None:
    _, door = centre.opened()
    free = most_of(door, 1, summed=False)
    for n in range(6):
        visit = Visit(UUID(int=n), door.pk, 0)
        said = {"given": {}, "questions": 0, "trapped": False, "address": 1, "device": 9}
        assert take_answer(door=door, visit=visit, at=NOON, most=free, **said)

    assert not _taken(door, device=9, most=free)
    assert _taken(door, device=8, most=free)
    later = {"visit": Visit(UUID(int=7), door.pk, 0), "at": NOON + timedelta(hours=1)}
    assert take_answer(door=door, most=free, **later, **said)


def test_an_address_that_brought_the_most_brings_no_more(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey, door = centre.opened()
    answers(door, 3, addresses=1)

    assert not is_too_busy(survey, 0, NOON)
    monkeypatch.setattr("kinerja.needs.survey.answer.MOST_FROM_ADDRESS", 3)
    assert is_too_busy(survey, 0, NOON)
    assert not is_too_busy(survey, 0, NOON + timedelta(hours=1))
    assert not is_too_busy(survey, 1, NOON)


def test_it_answers_on_its_days_until_it_or_its_link_is_closed(centre: Centre) -> None:
    _, door = centre.opened()

    def takes(at: object = NOON) -> bool:
        return takes_answers(SurveyDoor.objects.select_related("survey").get(pk=door.pk), at)

    assert [takes(NOON), takes(NOON - timedelta(days=7)), takes(NOON + timedelta(days=30))] == [
        True,
        False,
        False,
    ]
    close_door(door=door, by=centre.susi, on=OPENS)
    assert not takes()


def test_a_group_that_is_full_takes_no_more(centre: Centre) -> None:
    survey = centre.skm()
    group = set_group(
        survey=survey, kind="public", name="Warga", population=500, by=centre.susi, on=OPENS
    )
    assert group.target == 217
    few = {"survey": survey, "kind": "public", "name": "Warga", "population": 500}
    group = set_group(**few, target=3, by=centre.susi, on=OPENS)
    door = centre.door(survey, group=group)
    Survey.objects.update(opened_on=OPENS)
    door = SurveyDoor.objects.select_related("survey", "group").get(pk=door.pk)

    answers(door, 3)
    assert takes_answers(door, NOON)
    edit_survey(survey=survey, by=centre.susi, on=OPENS, closes_when_full=True)
    door = SurveyDoor.objects.select_related("survey", "group").get(pk=door.pk)

    assert not takes_answers(door, NOON)
