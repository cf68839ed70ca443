"""Tasks by the clock before there is an agency: the worker may run first."""

import pytest
import time_machine
from procrastinate.contrib.django import app
from tests.evaluation.make import a_quarter

from kinerja.evaluation.review import Review

pytestmark = pytest.mark.django_db

BY_THE_CLOCK = {
    "planning.follow_moves",
    "evaluation.extend_periods",
    "evaluation.follow_silence",
    "work.note_unanswered",
    "work.remind_leaders",
    "work.judge_all",
    "work.forget_signals",
    "people.forget_imports",
}


@pytest.mark.parametrize("name", sorted(BY_THE_CLOCK))
def test_without_an_agency_nothing_fails(name: str) -> None:
    app.tasks[name].func(timestamp=0)


def test_the_hour_hands_on_what_a_silent_appraiser_left() -> None:
    quarter = a_quarter()

    with time_machine.travel("2026-10-16T01:25:00+07:00", tick=False):
        app.tasks["evaluation.follow_silence"].func(timestamp=0)

    assert Review.objects.get(pk=quarter.sari.pk).appraiser == quarter.town.rina
