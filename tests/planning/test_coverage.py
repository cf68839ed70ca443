"""What the plans leave open, for leaders and planners."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.test_goal_progress import a_forest
from tests.planning.town import JANUARY, NEW_YEAR, a_draft, a_set_plan, a_town, seat

from kinerja.people.person import Person, add_person
from kinerja.people.role import Role, grant_role
from kinerja.planning.coverage import Gap, coverage, coverage_scope
from kinerja.planning.goal import add_goal, link_goal
from kinerja.planning.key_indicator import add_key_indicator, set_key_target
from kinerja.planning.work_result import WorkResult

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_town()


def a_goal(title, *parents, unit=None, level="objective"):
    return add_goal(
        title=title,
        level=level,
        years=(2025, 2029),
        parents=parents,
        unit=unit,
        by=None,
        on=JANUARY,
    )


def of(viewer, on=JANUARY):
    return coverage(coverage_scope(viewer, on), 2026, on)


def names(rows):
    return {str(row) for row in rows}


def test_people_without_a_plan_and_without_an_aligned_result(town):
    goal = a_goal("Ibu sehat")
    aligned, loose = a_set_plan(town.sari), a_set_plan(town.tono)
    WorkResult.objects.filter(plan=aligned).update(goal=goal)
    a_draft(town.budi)  # a draft is not handed in

    found = of(town.rina)

    assert names(found.no_plan) == {str(town.budi)}
    assert names(found.not_aligned) == {str(town.tono)}
    assert found.not_aligned.get().plan_id == loose.pk
    assert found.planners == 3
    parent = WorkResult.objects.get(plan=aligned)
    WorkResult.objects.filter(plan=loose).update(parent=parent)
    assert names(of(town.rina).not_aligned) == set()


def test_who_makes_no_plan_is_not_missed(town):
    town.tono.status = Person.Status.UNPAID_LEAVE
    town.tono.save()
    contract = add_person(name="Honorer", kind="other", by=None)
    seat(contract, town.centre, "Tenaga kontrak", "ja", "pelaksana")

    assert names(of(town.budi).no_plan) == {str(town.sari)}
    assert str(town.mayor) not in names(of(town.wati).no_plan)


def test_everybody_sees_the_own_scope_alone(town):
    inside, outside = a_goal("Dalam", unit=town.health), a_goal("Luar")

    assert coverage_scope(town.sari, JANUARY) is None
    assert names(of(town.budi).no_plan) == {str(town.sari), str(town.tono)}
    assert names(of(town.rina).no_carrier) == {str(inside)}
    assert names(of(town.mayor).no_carrier) == {str(inside), str(outside)}
    assert names(of(town.wati).no_carrier) == {str(inside), str(outside)}
    grant_role(person=town.tono, name=Role.Name.UNIT_ADMIN, unit=town.centre, by=None, on=NEW_YEAR)
    assert names(of(town.tono).no_plan) == {str(town.sari), str(town.budi)}


def test_goals_without_a_carrier(town):
    vision = a_goal("Visi", level="vision")
    carried, lonely = a_goal("Ibu sehat", vision), a_goal("Festival", vision)
    WorkResult.objects.filter(plan=a_set_plan(town.sari)).update(goal=carried)

    assert names(of(town.wati).no_carrier) == {str(lonely)}
    draft = a_draft(town.tono)
    WorkResult.objects.create(plan=draft, number=1, title="Rahasia", goal=lonely)
    assert names(of(town.wati).no_carrier) == {str(lonely)}


def test_goals_without_an_indicator_or_a_target(town):
    a_goal("Visi", level="vision")  # words need no measure
    bare, untargeted, measured = a_goal("Tanpa"), a_goal("Tanpa target"), a_goal("Terukur")
    for goal in (untargeted, measured):
        indicator = add_key_indicator(
            goal=goal, name="C", unit_of_measure="%", polarity="maximise", by=None, on=JANUARY
        )
    set_key_target(
        indicator=indicator,
        year=2026,
        target_min=Decimal(1),
        target_max=Decimal(1),
        by=None,
        on=JANUARY,
    )

    found = {row.title: row.has_indicator for row in of(town.wati).no_measure}

    assert found == {bare.title: False, untargeted.title: True}


def test_weights_that_are_not_a_whole(town):
    right, wrong = a_goal("Pas"), a_goal("Kurang")
    link_goal(child=a_goal("A"), parent=right, weight=Decimal(100), by=None, on=JANUARY)
    link_goal(child=a_goal("B"), parent=wrong, weight=Decimal(60), by=None, on=JANUARY)

    assert names(of(town.wati).of(Gap.WEIGHTS)) == {str(wrong)}


@pytest.mark.parametrize("number", [1, 40, 400])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, town, number):
    a_forest(number)
    scope = coverage_scope(town.wati, date(2026, 1, 12))

    with django_assert_num_queries(12):
        found = coverage(scope, 2026, JANUARY)
        counts = [found.of(gap).count() for gap in Gap]
    assert counts[2] == number
