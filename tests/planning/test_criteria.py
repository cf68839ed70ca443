"""Review against written criteria: judged by a person, kept for each state of the result."""

import pytest
from tests.planning.town import JANUARY, Town, a_draft, a_result, a_set_plan, a_submitted, a_town
from tests.unchanged import refused

from kinerja.planning.criteria import (
    CriterionJudgement,
    points_of,
    points_of_goal,
    review_goal,
    review_result,
    to_mend,
)
from kinerja.planning.dialogue import withdraw_plan
from kinerja.planning.goal import add_goal
from kinerja.planning.refusals import IncompletePlan, NotYours, WrongState
from kinerja.planning.work_result import edit_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.criteria import Criterion

pytestmark = pytest.mark.django_db
MEND = {"specific": ("fits", ""), "outcome_worded": ("needs_work", "Tulis keadaan akhirnya.")}


@pytest.fixture
def town() -> Town:
    return a_town()


def test_the_appraiser_reviews_before_setting_and_the_owner_is_told(town):
    result = a_submitted(town.sari, "Melaksanakan kunjungan").results.get()

    review_result(result=result, judgements=MEND, by=town.budi, on=JANUARY)

    points = {point.criterion: point for point in points_of(result)}
    assert len(points) == len(Criterion)
    worded = points[Criterion.OUTCOME_WORDED]
    assert worded.hints == ["kata kegiatan: “melaksanakan”"]
    assert worded.newest.comment == "Tulis keadaan akhirnya."
    assert (worded.newest.by, worded.outdated) == (town.budi, False)
    assert points[Criterion.REALISTIC].newest is None
    assert to_mend(result.plan) == {result.pk: 1}
    assert "1 hal perlu diperbaiki" in Notice.objects.filter(person=town.sari).latest("pk").text
    event = Event.objects.about(result).named("result.reviewed").get()
    assert event.data == {"judgements": {"specific": "fits", "outcome_worded": "needs_work"}}


def test_a_judgement_of_older_words_is_kept_and_said_to_be_old(town):
    plan = a_submitted(town.sari, "Melaksanakan kunjungan")
    result = plan.results.get()
    review_result(result=result, judgements=MEND, by=town.budi, on=JANUARY)
    withdraw_plan(plan=plan, by=town.sari)
    result.refresh_from_db()
    edit_result(
        result=result,
        title="Keluarga terkunjungi",
        kind="main",
        parent=None,
        goal=None,
        quality="",
        assigned_by="",
        by=town.sari,
        on=JANUARY,
    )
    points = {point.criterion: point for point in points_of(result)}
    assert points[Criterion.OUTCOME_WORDED].outdated
    assert points[Criterion.OUTCOME_WORDED].hints == []
    said = CriterionJudgement.objects.filter(result=result)
    assert {one.revision for one in said} == {1}
    assert {one.said.splitlines()[0] for one in said} == {"Melaksanakan kunjungan"}


def test_the_newest_judgement_counts(town):
    result = a_set_plan(town.sari).results.get()
    review_result(result=result, judgements=MEND, by=town.budi, on=JANUARY)
    better = {"outcome_worded": ("fits", "")}
    review_result(result=result, judgements=better, by=town.budi, on=JANUARY)
    assert to_mend(result.plan) == {result.pk: 0}
    assert result.judgements.count() == 3


def test_nobody_reviews_the_own_plan_and_no_draft_is_reviewed(town):
    result = a_submitted(town.sari).results.get()
    for person in (town.sari, town.tono, town.rina, town.wati):
        with refused(NotYours):
            review_result(result=result, judgements=MEND, by=person, on=JANUARY)
    draft = a_result(a_draft(town.tono))
    with refused(WrongState):
        review_result(result=draft, judgements=MEND, by=town.budi, on=JANUARY)


def test_what_is_to_be_mended_needs_a_comment(town):
    result = a_submitted(town.sari).results.get()
    with refused(IncompletePlan, "tulis apa yang perlu"):
        review_result(
            result=result, judgements={"dated": ("needs_work", " ")}, by=town.budi, on=JANUARY
        )
    with refused(IncompletePlan, "sedikitnya satu"):
        review_result(result=result, judgements={}, by=town.budi, on=JANUARY)


def test_a_goal_is_reviewed_by_those_who_keep_goals(town):
    goal = add_goal(
        title="Semua ibu sehat", level="objective", years=(2025, 2029), by=None, on=JANUARY
    )
    with refused(NotYours):
        review_goal(goal=goal, judgements=MEND, by=town.budi, on=JANUARY)
    review_goal(goal=goal, judgements=MEND, by=town.wati, on=JANUARY)
    points = {point.criterion: point for point in points_of_goal(goal)}
    assert Criterion.QUALITY_FITS not in points
    assert points[Criterion.NOT_ABSOLUTE].hints == ["kata mutlak: “semua”"]
    assert points[Criterion.MEASURABLE].hints == ["belum ada indikator"]
    assert points[Criterion.OUTCOME_WORDED].newest.comment == "Tulis keadaan akhirnya."
