"""Who sets a plan: by rank, after the deadline, and when its owner stays silent (6/2022 p. 65)."""

from datetime import date

import pytest
from tests.planning.town import JANUARY, a_draft, a_result, a_submitted, a_town, post_of, seat
from tests.unchanged import refused

from kinerja.people.assignment import name_superiors
from kinerja.people.unit import add_unit
from kinerja.planning.dialogue import (
    ask_above,
    offer_dialogue,
    set_plan,
    submit_plan,
)
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import IncompletePlan, NotLateYet, NotYours, WrongState
from kinerja.planning.setter import may_agree, waiting_above
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
LAST, AFTER = date(2026, 1, 31), date(2026, 2, 1)


@pytest.fixture
def town():
    return a_town()


def last_notice(person):
    return Notice.objects.filter(person=person).latest("pk").text


def test_until_the_deadline_nobody_is_asked_above(town):
    plan = a_submitted(town.sari)

    assert not waiting_above(town.rina, LAST).exists()
    with refused(NotLateYet, "31 Januari 2026"):
        ask_above(plan=plan, by=town.sari, on=LAST)


def test_after_the_deadline_the_owner_asks_above_and_both_hear_of_it(town):
    plan = a_submitted(town.sari)

    ask_above(plan=plan, by=town.sari, on=AFTER)

    assert last_notice(town.rina) == "SKP 2026 Sari Dewi belum dijawab dan dibicarakan dengan Anda."
    assert last_notice(town.budi) == (
        "SKP 2026 Sari Dewi menunggu jawaban Anda sejak 12 Januari 2026; Rina Marlina juga"
        " mendapat kabar."
    )
    assert list(waiting_above(town.rina, AFTER)) == [plan]
    assert not waiting_above(town.mayor, AFTER).exists()
    with refused(WrongState, "hari ini"):
        ask_above(plan=plan, by=town.sari, on=AFTER)
    with refused(NotYours):
        ask_above(plan=plan, by=town.budi, on=AFTER)


def test_the_superior_sets_it_in_the_place_of_the_appraiser(town):
    plan = a_submitted(town.sari)

    set_plan(plan=plan, by=town.rina, on=AFTER)

    stored = Plan.objects.get()
    assert (stored.state, stored.appraiser, stored.set_by) == ("set", town.budi, town.rina)
    assert Event.objects.named("plan.set").get().by == town.rina
    assert last_notice(town.sari) == "SKP 2026 Anda telah ditetapkan."
    assert last_notice(town.budi) == (
        "Rina Marlina menetapkan SKP 2026 Sari Dewi sebagai atasan Anda."
    )


def test_a_plan_that_begins_later_has_no_such_deadline(town):
    plan = a_submitted(town.sari)
    Plan.objects.update(starts_on=date(2026, 2, 1))

    with refused(NotYours):
        set_plan(plan=plan, by=town.rina, on=date(2026, 3, 2))


def test_next_years_plan_is_not_late_in_this_one(town):
    plan = a_submitted(town.sari)
    Plan.objects.update(year=2027, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    plan.refresh_from_db()

    assert not may_agree(town.rina, plan, date(2026, 10, 5))
    assert may_agree(town.rina, plan, date(2027, 2, 1))


def test_the_plan_of_a_jpt_is_set_by_the_head_of_the_region_alone(town):
    secretary = add_unit(code="K.S", name="Setda", level="device", parent=town.city, by=None)
    from tests.planning.town import a_person

    surya = a_person("Surya Darma", "197003121995031906")
    seat(surya, secretary, "Sekretaris Daerah", "jpt", "jpt_pratama", leads=True)
    name_superiors(superiors=[(post_of(town.rina), post_of(surya).position)], by=None, reason="Uji")
    plan = a_submitted(town.rina)
    assert plan.appraiser == surya

    with refused(NotYours, "ditetapkan oleh Kepala Daerah"):
        set_plan(plan=plan, by=surya, on=JANUARY)
    assert list(waiting_above(town.mayor, JANUARY)) == [plan]
    set_plan(plan=plan, by=town.mayor, on=JANUARY)
    assert Plan.objects.get().set_by == town.mayor


def test_a_silent_owner_is_offered_the_dialogue_first(town):
    plan = a_draft(town.sari)
    result = a_result(plan)
    with refused(WrongState):
        set_plan(plan=plan, by=town.budi, on=AFTER)
    offer_dialogue(plan=plan, by=town.budi, on=LAST)
    with refused(WrongState, "sudah ditawarkan"):
        offer_dialogue(plan=plan, by=town.budi, on=AFTER)
    assert "menawarkan dialog tentang SKP 2026" in last_notice(town.sari)
    assert "7 Februari 2026" in last_notice(town.sari)
    with refused(NotLateYet, "7 Februari 2026"):
        set_plan(plan=plan, by=town.budi, on=date(2026, 2, 6))
    with refused(NotYours):
        set_plan(plan=plan, by=town.rina, on=date(2026, 2, 7))

    set_plan(plan=plan, by=town.budi, on=date(2026, 2, 7))

    assert Plan.objects.get().state == "set"
    data = Event.objects.named("plan.set").get().data
    assert data["dialogue_offered_on"] == "2026-01-31"
    assert result.plan.person == town.sari


def test_an_incomplete_draft_is_not_set_for_its_owner(town):
    plan = a_draft(town.sari)
    offer_dialogue(plan=plan, by=town.budi, on=JANUARY)

    with refused(IncompletePlan, "sedikitnya satu hasil kerja"):
        set_plan(plan=plan, by=town.budi, on=AFTER)
    a_result(plan)
    submit_plan(plan=plan, by=town.sari, on=AFTER)
    set_plan(plan=plan, by=town.budi, on=AFTER)
