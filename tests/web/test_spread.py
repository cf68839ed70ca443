"""The predicates of a unit beside the guide, on the page of the unit and on its sheet to print."""

import pytest
import time_machine
from tests.evaluation.make import IN_WINDOW, Quarter, a_quarter, signed
from tests.web.work.visit import enter

from kinerja.evaluation.organisation import record_org_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


def test_the_predicates_stand_beside_the_guide_of_the_finished_period(quarter):
    signed(quarter.tono)
    town = quarter.town
    record_org_result(
        unit=town.health,
        period=quarter.period,
        predicate="baik",
        basis="SK 1/2026",
        published_on=IN_WINDOW,
        by=None,
        on=IN_WINDOW,
    )
    address = f"/pantau/{town.health.pk}/"

    with time_machine.travel("2026-10-12T10:00:00+07:00", tick=False):
        assert "Sebaran predikat" not in enter(town.rina).get(address).text  # it still runs
    with time_machine.travel("2026-10-19T10:00:00+07:00", tick=False):
        for page in (enter(town.rina).get(f"{address}{part}").text for part in ("", "cetak/")):
            assert "Sebaran predikat, Triwulan III 2026" in page
            assert "Idealnya sebagian besar pegawainya Baik" in page
            assert "dalam notula" not in page
