"""What is said for development is no part of an evaluation: not seen, not frozen, no ground."""

import pytest
import time_machine
from tests.evaluation.make import BELOW, Quarter, a_feedback, a_quarter, rated, signed
from tests.web.evaluation.visit import enter

from kinerja.evaluation.evidence import evidence_of, has_ground
from kinerja.evaluation.refusals import GroundMissing
from kinerja.evaluation.review import Review
from kinerja.feedback.feedback import Feedback
from kinerja.feedback.take_over import may_be_taken_over

pytestmark = pytest.mark.django_db

IN_WINDOW = "2026-10-05 09:00:00+07:00"


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


def for_development(quarter: Quarter) -> None:
    one = a_feedback(quarter.town.budi, quarter.town.sari)
    Feedback.objects.filter(pk=one.pk).update(
        purpose="development", result=quarter.town.checks, text="Latih bicara di depan."
    )


def test_it_is_no_evidence_and_is_not_frozen(quarter):
    for_development(quarter)

    assert evidence_of(quarter.sari)["feedback"] == []
    assert signed(quarter.sari).snapshot["feedback"] == []


def test_the_page_of_the_appraiser_does_not_show_it(quarter):
    for_development(quarter)

    with time_machine.travel(IN_WINDOW, tick=False):
        page = enter(quarter.town.budi).get(f"/penilaian/{quarter.sari.pk}/").text

    assert "Hasil kerja" in page
    assert "Latih bicara" not in page


def test_it_is_no_ground_for_a_rating_below(quarter):
    for_development(quarter)

    assert has_ground(quarter.period, [quarter.town.sari.pk]) == set()
    with pytest.raises(GroundMissing):
        rated(quarter.sari, BELOW)
    assert Review.objects.get(pk=quarter.sari.pk).work_result_rating == ""

    a_feedback(quarter.town.budi, quarter.town.sari)
    assert rated(quarter.sari, BELOW).work_result_rating == "below"


def test_it_is_no_help_after_which_a_result_is_taken_over(quarter):
    for_development(quarter)
    assert not may_be_taken_over(quarter.town.checks)

    Feedback.objects.update(purpose="rating")
    assert may_be_taken_over(quarter.town.checks)
