"""Which answers count, and what an officer decides about an hour."""

from datetime import timedelta

import pytest
from tests.needs.survey.make import CLOSES, NOON, WIB, Centre, answers

from kinerja.needs.survey.screening import (
    decide_hours,
    door_reports,
    screen_running,
    screen_survey,
    tally,
    unusual_days,
)
from kinerja.needs.survey.survey import close_ended
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import Event
from kinerja.rules.survey_screening import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_a_flood_is_set_aside_and_the_other_hours_count(centre: Centre) -> None:
    survey, door = centre.opened()
    answers(door, 15)
    answers(door, 90, score=1, at=NOON + timedelta(hours=2))
    answers(door, 20, score=1, at=NOON + timedelta(hours=3), addresses=1)
    answers(door, 4, at=NOON + timedelta(hours=4), signal=1)
    assert tally(survey) == {"": 129}

    screen_survey(survey=survey, at=NOON)

    assert tally(survey) == {"ok": 15, "hour": 90, "address": 20, "signal": 4}
    (report,) = door_reports(survey)
    assert (report.answers, report.counted, report.aside) == (129, 15, 114)
    (day,) = unusual_days(survey, WIB)
    assert (day.day, day.busiest.hour, day.busiest_answers) == (NOON.date(), 14, 90)
    assert (day.from_one_address, day.same_answers) == (16, 85)
    assert day.reasons[0] == (Verdict.HOUR, 90)


def test_the_clock_job_screens_what_is_fresh_and_closes_what_has_ended(centre: Centre) -> None:
    survey, door = centre.opened()
    answers(door, 5)

    assert [screen_running(NOON), screen_running(NOON)] == [1, 0]
    assert tally(survey) == {"ok": 5}
    assert [close_ended(CLOSES), close_ended(CLOSES + timedelta(days=1))] == [0, 1]
    survey.refresh_from_db()
    assert (survey.closed_on, bytes(survey.salt)) == (CLOSES, b"")


def test_an_officer_counts_an_hour_with_a_reason(centre: Centre) -> None:
    survey, door = centre.opened()
    answers(door, 90)
    screen_survey(survey=survey, at=NOON)
    said = {"door": door, "hours": [NOON], "by": centre.susi, "at": NOON}

    with pytest.raises(InvalidInput, match="alasan"):
        decide_hours(**said, counted=True, reason=" ")
    with pytest.raises(NotAllowed):
        decide_hours(**(said | {"by": centre.budi}), counted=True, reason="Hari vaksinasi")
    decide_hours(**said, counted=True, reason="Hari vaksinasi massal")

    assert tally(survey) == {"ok": 90}
    event = Event.objects.named("survey.hours_decided").get()
    assert (event.reason, event.data["counted"]) == ("Hari vaksinasi massal", True)

    decide_hours(**said, counted=False, reason="Ternyata uji coba")

    assert tally(survey) == {"officer": 90}
    assert len(unusual_days(survey, WIB)) == 1


def test_the_open_link_counts_while_it_agrees_with_the_places(centre: Centre) -> None:
    survey, door = centre.opened()
    link = centre.door(survey, "WhatsApp", kind="open", expected=40)
    answers(door, 20)
    answers(door, 20, at=NOON + timedelta(days=1))
    answers(link, 8)
    screen_survey(survey=survey, at=NOON)
    assert tally(survey) == {"ok": 48}

    answers(link, 8, score=1, at=NOON + timedelta(days=2))
    screen_survey(survey=survey, at=NOON)

    assert tally(survey) == {"ok": 40, "open": 16}
