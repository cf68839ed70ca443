"""Goals that serve needs: one thread, and what is open at both of its ends."""

from datetime import date
from decimal import Decimal

import pytest
from tests.needs.needing import NEXT_YEAR, TODAY, a_finding, a_need, an_officer
from tests.people.make import a_member, a_person, a_unit, an_admin

from kinerja.needs.need import Need
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.planning.coverage import Gap, coverage, coverage_scope
from kinerja.planning.goal import Goal, add_goal
from kinerja.planning.need_link import (
    goal_from_need,
    goals_of,
    link_need,
    needs_of,
    next_round,
    unlink_need,
)
from kinerja.planning.refusals import NotYours
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


def a_goal(title: str = "Pelayanan cepat", level: str = "objective") -> Goal:
    return add_goal(title=title, level=level, years=(2026, 2026), by=None, on=TODAY)


def from_need(need: Need, by: Person) -> Goal:
    return goal_from_need(
        need=need,
        title="Waktu tunggu turun",
        level="objective",
        years=(2026, 2027),
        unit=None,
        parents=[],
        measure="Waktu tunggu",
        unit_of_measure="menit",
        polarity="minimise",
        target=Decimal(30),
        by=by,
        on=TODAY,
    )


def test_a_goal_and_a_need_are_linked_once_and_parted_again() -> None:
    susi = an_officer()
    need, goal = a_need(susi), a_goal()

    for _ in range(2):
        link_need(need=need, goal=goal, by=susi, on=TODAY)

    assert (list(goals_of(need)), list(needs_of(goal))) == ([goal], [need])
    assert Event.objects.named("need.goal_linked").count() == 1
    for _ in range(2):
        unlink_need(need=need, goal=goal, by=susi, on=TODAY)
    assert not goals_of(need).exists()
    assert Event.objects.named("need.goal_unlinked").count() == 1


def test_a_planner_links_the_own_goals_and_nobody_else_does() -> None:
    need, goal, wati = a_need(an_officer()), a_goal(), an_admin("Wati")

    with pytest.raises(NotAllowed):
        link_need(need=need, goal=goal, by=a_member("Sari", a_unit()), on=TODAY)
    link_need(need=need, goal=goal, by=wati, on=TODAY)

    assert list(needs_of(goal)) == [need]


def test_a_need_becomes_a_goal_with_measure_and_target_by_a_planner() -> None:
    susi, wati = an_officer(), an_admin("Wati")
    need = a_need(susi)

    with pytest.raises(NotYours):
        from_need(need, susi)
    goal = from_need(need, wati)
    assert from_need(need, wati) == goal  # sent twice
    with pytest.raises(NotAllowed):
        from_need(need, a_member("Sari", a_unit()))

    (indicator,) = goal.indicators.all()
    assert (indicator.name, indicator.purpose) == ("Waktu tunggu", "Antrean pendek")
    assert indicator.targets.get().target_max == 30
    assert list(goals_of(need)) == [goal]


def test_the_next_round_keeps_the_goals() -> None:
    susi = an_officer()
    old, goal = a_need(susi), a_goal()
    link_need(need=old, goal=goal, by=susi, on=TODAY)

    new = next_round(
        need=old,
        statement="Antrean di bawah 30 menit",
        findings=[a_finding(susi)],
        review_on=date(2028, 9, 1),
        by=susi,
        on=NEXT_YEAR,
    )

    assert list(goals_of(new)) == [goal]
    assert list(needs_of(goal)) == [new]  # of the last round alone


def test_coverage_names_needs_without_goal_or_owner_and_goals_without_need() -> None:
    susi, wati = an_officer(), an_admin("Wati")
    served, open_need, lost = (a_need(susi, statement=text) for text in ("Satu", "Dua", "Tiga"))
    goal, idle, vision = a_goal(), a_goal("Sendiri"), a_goal("Kota maju", "vision")
    for one in (served, lost):
        link_need(need=one, goal=goal, by=susi, on=TODAY)
    Need.objects.filter(pk=lost.pk).update(owner=None)
    scope = coverage_scope(wati, TODAY)
    assert scope is not None

    found = coverage(scope, 2026, TODAY)

    assert list(found.of(Gap.NEED_NO_GOAL)) == [open_need]
    assert list(found.of(Gap.NEED_NO_OWNER)) == [lost]
    assert list(found.of(Gap.NO_NEED)) == [idle]
    assert vision not in found.of(Gap.NO_NEED)
    assert coverage_scope(a_person("Tono"), TODAY) is None
