"""Starting a plan, and who may see it."""

from datetime import date

import pytest
from tests.planning.town import JANUARY, YEAR, a_town, post_of
from tests.unchanged import refused

from kinerja.people.assignment import assign, end_assignment
from kinerja.people.person import set_status
from kinerja.people.refusals import InvalidInput
from kinerja.planning.plan import Plan, may_edit, may_set, plans, start_plan
from kinerja.planning.refusals import NoPlanNeeded, NotYours, PlanExists, WrongYear
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


def test_start_plan_opens_a_draft_for_the_whole_year():
    town = a_town()

    plan = start_plan(assignment=post_of(town.sari), year=YEAR, by=town.sari, on=JANUARY)

    stored = Plan.objects.get()
    assert (stored.person, stored.assignment) == (town.sari, post_of(town.sari))
    assert (stored.starts_on, stored.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (stored.state, stored.version, stored.revision) == ("draft", 1, 1)
    assert (stored.appraiser, stored.approach) == (town.budi, "quantitative")
    event = Event.objects.about(plan).get()
    assert (event.name, event.person, event.by) == ("plan.started", town.sari, town.sari)
    assert event.data == {
        "year": 2026,
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "approach": "quantitative",
    }


def test_start_plan_covers_only_the_part_of_the_year_in_which_the_post_is_held():
    town = a_town()
    post = post_of(town.sari)
    end_assignment(assignment=post, on=date(2026, 6, 30), by=None)

    plan = start_plan(assignment=post, year=YEAR, by=town.sari, on=JANUARY)

    assert (plan.starts_on, plan.ends_on) == (date(2026, 1, 1), date(2026, 6, 30))


def test_start_plan_for_a_year_before_the_post_is_refused():
    town = a_town()

    with refused(WrongYear, "tidak dipegang pada tahun 2023"):
        start_plan(assignment=post_of(town.sari), year=2023, by=town.sari, on=JANUARY)


def test_start_plan_twice_is_refused():
    town = a_town()
    start_plan(assignment=post_of(town.sari), year=YEAR, by=town.sari, on=JANUARY)

    with refused(PlanExists):
        start_plan(assignment=post_of(town.sari), year=YEAR, by=town.sari, on=JANUARY)


def test_start_plan_for_somebody_else_is_refused():
    town = a_town()

    with refused(NotYours):
        start_plan(assignment=post_of(town.sari), year=YEAR, by=town.budi, on=JANUARY)


def test_start_plan_with_an_unknown_approach_is_refused():
    town = a_town()
    about = {"assignment": post_of(town.sari), "year": YEAR, "by": town.sari, "on": JANUARY}

    with refused(InvalidInput):
        start_plan(approach="lucky", **about)


def test_acting_posts_have_no_plan_of_their_own():
    town = a_town()
    acting = assign(
        person=town.budi,
        position=post_of(town.rina).position,
        kind="plt",
        starts_on=date(2026, 1, 5),
        by=None,
    )

    with refused(NoPlanNeeded):
        start_plan(assignment=acting, year=YEAR, by=town.budi, on=JANUARY)


def test_whose_status_asks_for_no_plan():
    town = a_town()
    set_status(person=town.tono, status="unpaid_leave", since=date(2026, 1, 1), by=None)
    set_status(person=town.sari, status="study_leave", since=date(2026, 1, 1), by=None)

    assert not plans(town.mayor)  # a state official
    assert not plans(town.tono)
    assert plans(town.sari)
    assert plans(town.rina)
    with refused(NoPlanNeeded):
        start_plan(assignment=post_of(town.tono), year=YEAR, by=town.tono, on=JANUARY)


def test_a_draft_is_seen_only_by_its_owner():
    town = a_town()
    plan = start_plan(assignment=post_of(town.sari), year=YEAR, by=town.sari, on=JANUARY)

    assert set(Plan.objects.visible_to(town.sari)) == {plan}
    for other in (town.budi, town.rina, town.mayor, town.tono, town.wati):
        assert not Plan.objects.visible_to(other).exists()
    assert may_edit(town.sari, plan)
    assert not may_edit(town.budi, plan)


@pytest.mark.parametrize("state", ["submitted", "set", "closed"])
def test_a_plan_that_is_no_draft_is_seen_by_those_above_but_not_beside(state):
    town = a_town()
    plan = start_plan(assignment=post_of(town.sari), year=YEAR, by=town.sari, on=JANUARY)
    Plan.objects.filter(pk=plan.pk).update(state=state)

    seen_by = {
        person.name
        for person in (town.sari, town.budi, town.rina, town.mayor, town.tono, town.wati)
        if Plan.objects.visible_to(person).exists()
    }

    assert seen_by == {"Sari Dewi", "Budi Santoso", "Rina Marlina", "Hasan Wali", "Wati Lestari"}


def test_an_appraiser_who_moved_loses_what_waits_to_the_one_who_appraises_now():
    town = a_town()
    plan = start_plan(assignment=post_of(town.sari), year=YEAR, by=town.sari, on=JANUARY)
    Plan.objects.filter(pk=plan.pk).update(state="submitted")
    end_assignment(assignment=post_of(town.budi), on=date(2026, 1, 31), by=None)
    february = date(2026, 2, 1)

    assert not Plan.objects.visible_to(town.budi).exists()
    assert not may_set(town.budi, plan, february)
    assert may_set(town.rina, plan, february)
    assert list(Plan.objects.waiting_for(town.rina, february)) == [plan]
    assert not Plan.objects.waiting_for(town.budi, february).exists()
    assert list(Plan.objects.waiting_for(town.budi, JANUARY)) == [plan]


def test_nobody_sets_a_plan_of_his_or_her_own():
    town = a_town()
    plan = Plan(person=town.budi, appraiser=town.budi)

    assert not may_set(town.budi, plan, JANUARY)
