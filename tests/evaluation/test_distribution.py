"""How predicates of the newest finished period spread, for who may read the results."""

from datetime import date, timedelta

import pytest
from tests.evaluation.make import BELOW, IN_WINDOW, MEETS, Quarter, a_feedback, a_quarter, signed
from tests.people.make import a_member, a_role, a_unit

from kinerja.evaluation.distribution import newest_distribution, newest_told_period
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.review import Review
from kinerja.people.person import Person
from kinerja.people.unit import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter() -> Quarter:
    quarter = a_quarter()
    a_feedback(quarter.town.budi, quarter.town.sari)
    signed(quarter.sari, BELOW, MEETS)
    signed(quarter.tono)
    return quarter


def told(quarter: Quarter, unit: Unit, viewer: Person) -> dict[str, int]:
    found = newest_distribution(unit, viewer, quarter.period.closes_on + timedelta(days=1))
    return {one.value: number for one, number in found.counts.items() if number} if found else {}


def test_nothing_is_told_while_the_period_runs(quarter: Quarter):
    last = quarter.period.closes_on
    assert newest_told_period(last) is None
    assert newest_told_period(last + timedelta(days=1)) == quarter.period


def test_a_semester_of_the_agency_is_no_legal_result(quarter: Quarter):
    day = date(2027, 1, 15)
    semester = open_period(code="2026-S2", by=None, opens_on=IN_WINDOW, closes_on=day)
    open_reviews(period=semester, on=IN_WINDOW, by=None)
    signed(Review.objects.get(period=semester, person=quarter.town.tono))

    assert newest_told_period(day + timedelta(days=1)) == quarter.period


def test_a_head_reads_the_unit_and_those_below(quarter: Quarter):
    town = quarter.town
    assert told(quarter, town.health, town.rina) == {"baik": 1, "butuh_perbaikan": 1}
    assert told(quarter, town.centre, town.budi) == {"baik": 1, "butuh_perbaikan": 1}
    assert told(quarter, a_unit("Gudang Farmasi", town.health), town.rina) == {}


def test_who_may_not_read_the_results_sees_no_numbers_of_them(quarter: Quarter):
    town = quarter.town
    outsider = a_member("Uli", a_unit("Biro"))
    assert told(quarter, town.health, outsider) == {}
    assert told(quarter, town.health, town.tono) == {"baik": 1}  # the own one
    a_role(outsider, "personnel_viewer")
    assert told(quarter, town.health, outsider) == {"baik": 1, "butuh_perbaikan": 1}
