"""Recommendations: their reasons, the choice of the person, and what became of them."""

from datetime import date
from decimal import Decimal

import pytest
from tests.development.make import a_level, the_competency
from tests.evaluation.make import IN_WINDOW, Quarter, a_quarter, rated, signed

from kinerja.development.assessment import CompetencyAssessment
from kinerja.development.learning_plan import LearningStep, finish_step
from kinerja.development.recommendation.choice import accept_recommendation, decline_recommendation
from kinerja.development.recommendation.following import follow_recommendations
from kinerja.development.recommendation.helped import track, what_helped
from kinerja.development.recommendation.proposing import propose_recommendations
from kinerja.development.recommendation.recommendation import (
    AlreadyAnswered,
    Proposal,
    Recommendation,
    open_recommendations,
)
from kinerja.development.standard import CompetencyStandard
from kinerja.development.training import add_training
from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.period import open_period
from kinerja.evaluation.review import Review
from kinerja.evaluation.round360.release import Result360
from kinerja.evaluation.round360.round import Round360, Subject360
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.recommendation import Outcome, helpfulness

pytestmark = pytest.mark.django_db
NEXT = date(2027, 1, 10)
DUE = date(2026, 12, 1)


@pytest.fixture
def quarter() -> Quarter:
    """Posts of Sari's level need cooperation 3; she was found to have 1."""
    made = a_quarter()
    post = made.town.sari.assignments.get().position
    CompetencyStandard.objects.create(
        level=post.level,
        competency=the_competency("KJS"),
        required=3,
        source="SK 12/2026",
        starts_on=date(2026, 1, 1),
    )
    a_level(made.town.sari, "KJS", 1)
    return made


def _review(quarter: Quarter, person: Person) -> Review:
    return Review.objects.get(person=person, period=quarter.period)


def _later(review: Review, rating: str = "meets") -> None:
    """The result of the next quarter, stored as it is."""
    period = open_period(code="2026-Q4", by=None)
    fields = {
        field.name: getattr(review, field.name)
        for field in Review._meta.concrete_fields
        if field.name != "id"
    }
    Review.objects.create(
        **fields | {"period": period, "behaviour_rating": rating, "work_result_rating": rating}
    )


def test_a_gap_becomes_a_recommendation_with_its_reason_once(quarter: Quarter):
    sari = quarter.town.sari
    signed(_review(quarter, sari))
    assert propose_recommendations(on=IN_WINDOW) == 1
    assert propose_recommendations(on=IN_WINDOW) == 0
    (one,) = open_recommendations(sari)
    assert (one.reason, one.competency.code, one.measured_before) == ("gap", "KJS", 1)
    assert one.said == "Kerja Sama: level 1, jabatan Anda mensyaratkan 3."
    # two of five levels, and half of what nobody knows yet helps: 100 * 0.4 * 0.5
    assert (one.way, one.score) == ("mentoring", Decimal("20.00"))
    assert Event.objects.named("recommendation.proposed").get().person == sari
    assert Notice.objects.filter(person=sari, url="/rencana-belajar/").count() == 1


def test_nothing_is_recommended_before_the_signature_and_a_good_result_asks_for_nothing(
    quarter: Quarter,
):
    assert propose_recommendations(on=IN_WINDOW) == 0
    CompetencyAssessment.objects.all().delete()
    signed(_review(quarter, quarter.town.sari))
    assert propose_recommendations(on=IN_WINDOW) == 0
    assert Proposal.objects.count() == 1


def test_a_rating_below_the_expectation_names_what_was_below(quarter: Quarter):
    CompetencyAssessment.objects.all().delete()
    review = rated(_review(quarter, quarter.town.sari))
    Review.objects.filter(pk=review.pk).update(behaviour_rating="below", work_result_rating="below")
    first = Assessment.objects.filter(review=review).order_by("result__number").first()
    Assessment.objects.filter(pk=first.pk).update(rating="below")
    sign_review(review=Review.objects.get(pk=review.pk), by=review.appraiser, on=IN_WINDOW)
    assert propose_recommendations(on=IN_WINDOW) == 2
    rows = open_recommendations(quarter.town.sari)
    assert {(one.reason, one.way, one.measured_before) for one in rows} == {
        ("behaviour", "coaching", 1),
        ("work_result", "coaching", 1),
    }
    assert f"(hasil kerja nomor {first.result.number})." in {
        one.said[-len("(hasil kerja nomor 1).") :] for one in rows
    }


def test_a_training_that_teaches_it_comes_first(quarter: Quarter):
    training = add_training(
        name="Kerja tim",
        kind="other",
        form="classical",
        competencies=["KJS"],
        by=None,
        on=IN_WINDOW,
    )
    signed(_review(quarter, quarter.town.sari))
    propose_recommendations(on=IN_WINDOW)
    (one,) = open_recommendations(quarter.town.sari)
    assert (one.training, one.way, one.title) == (training, "classical", "Ikuti Kerja tim")


def _told(quarter: Quarter, person: Person, word: str) -> None:
    """A released round that told one group of five about one value."""
    semester = Round360.objects.create(
        period=quarter.period,
        state="released",
        nominate_until=date(2026, 9, 1),
        closes_on=date(2026, 9, 20),
        seed="0" * 32,
    )
    subject = Subject360.objects.create(round=semester, person=person)
    group = {"groups": ["peer"], "label": "Rekan", "people": 5, "comments": []}
    values = {"collaborative": word, "service": None}
    Result360.objects.create(
        subject=subject, told={"threshold": 5, "groups": [group | {"values": values}], "named": {}}
    )


def test_what_a_round_told_is_seen_by_the_person_and_the_appraiser_alone(quarter: Quarter):
    sari, budi = quarter.town.sari, quarter.town.budi
    CompetencyAssessment.objects.all().delete()
    _told(quarter, sari, "rarely")
    review = signed(_review(quarter, sari))
    propose_recommendations(on=IN_WINDOW)
    (one,) = open_recommendations(sari)
    assert (one.reason, one.value, one.competency.code) == ("value360", "collaborative", "KJS")
    assert one.said == "Rekan menilai “Kolaboratif” jarang terlihat."
    seen = Recommendation.objects
    assert review.appraiser == budi
    assert [seen.visible_to(person, IN_WINDOW).count() for person in (sari, budi)] == [1, 1]
    others = Person.objects.exclude(pk__in=[sari.pk, budi.pk])
    assert [seen.visible_to(person, IN_WINDOW).count() for person in others] == [0] * len(others)


def test_a_value_that_colleagues_often_see_recommends_nothing(quarter: Quarter):
    CompetencyAssessment.objects.all().delete()
    _told(quarter, quarter.town.sari, "often")
    signed(_review(quarter, quarter.town.sari))
    assert propose_recommendations(on=IN_WINDOW) == 0


@pytest.fixture
def one(quarter: Quarter) -> Recommendation:
    signed(_review(quarter, quarter.town.sari))
    propose_recommendations(on=IN_WINDOW)
    return Recommendation.objects.get()


def test_taken_up_it_is_a_step_of_the_plan_once(quarter: Quarter, one: Recommendation):
    sari = quarter.town.sari
    with pytest.raises(NotAllowed):
        accept_recommendation(recommendation=one, due_on=DUE, by=quarter.town.budi, on=IN_WINDOW)
    step = accept_recommendation(recommendation=one, due_on=DUE, by=sari, on=IN_WINDOW)
    again = accept_recommendation(recommendation=one, due_on=DUE, by=sari, on=IN_WINDOW)
    assert (step, LearningStep.objects.count()) == (again, 1)
    assert (step.plan.person, step.plan.year, step.competency.code) == (sari, 2026, "KJS")
    assert step.aim == "Mengatasi: Kerja Sama: level 1, jabatan Anda mensyaratkan 3."
    with pytest.raises(AlreadyAnswered):
        decline_recommendation(recommendation=one, reason="Nanti", by=sari, on=IN_WINDOW)


def test_declining_needs_a_reason_and_stands(quarter: Quarter, one: Recommendation):
    sari = quarter.town.sari
    with pytest.raises(InvalidInput, match="mengapa belum sekarang"):
        decline_recommendation(recommendation=one, reason=" ", by=sari, on=IN_WINDOW)
    decline_recommendation(recommendation=one, reason="Cuti besar", by=sari, on=IN_WINDOW)
    decline_recommendation(recommendation=one, reason="Lain", by=sari, on=IN_WINDOW)
    one.refresh_from_db()
    assert (one.answer, one.answer_reason) == ("declined", "Cuti besar")
    with pytest.raises(AlreadyAnswered):
        accept_recommendation(recommendation=one, due_on=DUE, by=sari, on=IN_WINDOW)
    assert list(open_recommendations(sari)) == []


def _finished(one: Recommendation, sari: Person) -> None:
    step = accept_recommendation(recommendation=one, due_on=DUE, by=sari, on=IN_WINDOW)
    finish_step(step=step, outcome="Mentoring tiga bulan", files=[], by=sari, on=DUE)


@pytest.mark.parametrize(
    ("level", "outcome"), [(2, "improved"), (1, "same"), (0, "worse"), (None, "unknown")]
)
def test_after_the_next_result_the_same_thing_is_measured(
    quarter: Quarter, one: Recommendation, level: int | None, outcome: str
):
    sari = quarter.town.sari
    _finished(one, sari)
    assert follow_recommendations(on=NEXT) == 0
    _later(_review(quarter, sari))
    if level is not None:
        a_level(sari, "KJS", level, assessed_on=date(2026, 12, 20))
    assert follow_recommendations(on=NEXT) == 1
    assert follow_recommendations(on=NEXT) == 0
    one.refresh_from_db()
    assert (one.outcome, one.measured_after) == (outcome, level)


def test_what_was_not_chosen_is_not_followed(quarter: Quarter, one: Recommendation):
    _later(_review(quarter, quarter.town.sari))
    assert follow_recommendations(on=NEXT) == 0


def test_a_way_that_did_not_help_ranks_lower_and_unknown_ends_count_for_nothing(
    quarter: Quarter, one: Recommendation
):
    sari, key = quarter.town.sari, (the_competency("KJS").pk, "mentoring", None)
    before = track().of(key)
    assert (before.judged, before.share) == (0, Decimal("0.5"))
    _finished(one, sari)
    Recommendation.objects.update(outcome=Outcome.UNKNOWN.value, outcome_on=NEXT)
    assert track().of(key) == before
    Recommendation.objects.update(outcome=Outcome.SAME.value, outcome_on=NEXT)
    after = track().of(key)
    assert (after.helped, after.judged) == (0, 1)
    assert after.share == helpfulness(0, 1, 0, 1) < before.share
    # the next one is offered another way
    other = quarter.town.tono
    a_level(other, "KJS", 1)
    signed(_review(quarter, other))
    propose_recommendations(on=IN_WINDOW)
    (fresh,) = open_recommendations(other)
    assert fresh.way == "assignment"


def test_what_helped_is_told_of_ways_with_enough_cases_only(quarter: Quarter, one: Recommendation):
    _finished(one, quarter.town.sari)
    Recommendation.objects.update(outcome=Outcome.IMPROVED.value, outcome_on=NEXT)
    assert what_helped(fewest=5) == []
    (line,) = what_helped(fewest=1)
    assert (line.way.value, line.helped.helped, line.helped.judged) == ("mentoring", 1, 1)
