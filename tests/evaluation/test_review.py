"""Who reads which result: nothing before it is signed."""

import pytest
from tests.evaluation.make import a_quarter, rated, signed
from tests.people.make import a_person, a_role

from kinerja.evaluation.review import Review, may_rate
from kinerja.people.person import Person
from kinerja.people.role import Role

pytestmark = pytest.mark.django_db


def _seen_by(person: Person) -> list[Review]:
    return list(Review.objects.visible_to(person).order_by("pk"))


def test_nobody_reads_a_result_that_is_not_signed():
    quarter = a_quarter()
    rated(quarter.sari)
    town = quarter.town

    for person in (town.sari, town.budi, town.rina, town.tono, quarter.wati):
        assert _seen_by(person) == []


def test_a_signed_result_is_read_by_those_concerned():
    quarter = a_quarter()
    town = quarter.town
    review = signed(quarter.sari)
    inspector = a_person("Ita")
    a_role(inspector, Role.Name.INSPECTOR)

    for person in (town.sari, town.budi, town.rina, quarter.wati, inspector):
        assert _seen_by(person) == [review]
    for person in (town.tono, town.dewi):
        assert _seen_by(person) == []


def test_a_unit_admin_reads_those_of_the_unit():
    quarter = a_quarter()
    review = signed(quarter.sari)
    near, far = a_person("Nur"), a_person("Fajar")
    a_role(near, Role.Name.UNIT_ADMIN, unit=quarter.town.centre)
    a_role(far, Role.Name.UNIT_ADMIN, unit=quarter.town.dewi.assignments.get().position.unit)

    assert _seen_by(near) == [review]
    assert _seen_by(far) == []


def test_a_former_appraiser_still_reads_what_he_gave():
    quarter = a_quarter()
    review = signed(quarter.sari)
    quarter.town.budi.assignments.update(ends_on="2026-10-10")

    assert _seen_by(quarter.town.budi) == [review]


def test_the_appraiser_finds_his_own_to_make_and_nobody_rates_himself():
    quarter = a_quarter()
    town = quarter.town

    assert set(Review.objects.of_appraiser(town.budi)) == {quarter.sari, quarter.tono}
    assert not Review.objects.of_appraiser(town.sari).exists()
    assert [
        may_rate(person, quarter.sari) for person in (town.budi, town.sari, town.rina, quarter.wati)
    ] == [True, False, False, False]
    own = Review(person=town.sari, appraiser=town.sari)
    assert not may_rate(town.sari, own)
