"""For which units somebody does a task."""

from datetime import date

import pytest
from django.db.models import Q
from tests.people.make import a_person, a_role, a_unit, an_agency

from kinerja.people.role import Role
from kinerja.people.scope import scope_of
from kinerja.people.unit import Unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
NOTHING = Q(pk__in=[])


def test_a_task_covers_its_unit_and_those_below_also_beside_another_condition() -> None:
    an_agency()
    city = a_unit("Kota")
    health = a_unit("Dinas Kesehatan", parent=city)
    centre = a_unit("Puskesmas", parent=health)
    other = a_unit("Dinas Perhubungan", parent=city)
    susi, uli, sari = a_person("Susi"), a_person("Uli"), a_person("Sari")
    a_role(susi, Role.Name.SURVEY_OFFICER)
    a_role(uli, Role.Name.SURVEY_OFFICER, health)
    names, all_units = [Role.Name.SURVEY_OFFICER], [city, health, centre, other]

    for person, units in ((susi, all_units), (uli, [health, centre]), (sari, [])):
        scope = scope_of(person, names, TODAY)
        for condition in (scope.within("path"), NOTHING | scope.within("path")):
            assert list(Unit.objects.filter(condition).order_by("pk")) == units
        assert [unit for unit in all_units if scope.covers(unit)] == units
        assert scope.covers(None) is (person == susi)
        assert bool(scope) is bool(units)
