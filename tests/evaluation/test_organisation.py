"""The class of a unit: recorded with its basis, and which one counts for whom."""

from datetime import date

import pytest
from tests.evaluation.make import IN_WINDOW, Quarter, a_quarter
from tests.unchanged import refused

from kinerja.evaluation.organisation import OrgResult, org_results_in, record_org_result
from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.refusals import PartMissing, WrongDates
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.unit import Unit
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db

DECREE = "Keputusan Wali Kota 12/2026"


def _record(quarter: Quarter, unit: Unit, predicate: str = "baik", **fields: object) -> OrgResult:
    values = {
        "period": quarter.period,
        "basis": DECREE,
        "published_on": date(2026, 10, 2),
        "by": quarter.wati,
        "on": IN_WINDOW,
    } | fields
    return record_org_result(unit=unit, predicate=predicate, **values)  # type: ignore[arg-type]


def _counting(period: Period, person: Person, appraiser: Person, unit: Unit) -> OrgResult | None:
    return org_results_in(period, [appraiser.pk]).counting(unit.path, appraiser.pk)


def test_the_class_is_recorded_with_its_basis():
    quarter = a_quarter()

    result = _record(quarter, quarter.town.centre, "istimewa")

    assert (result.predicate, result.basis) == ("istimewa", DECREE)
    event = Event.objects.named("org_result.recorded").get()
    assert (event.by, event.reason) == (quarter.wati, DECREE)
    assert event.data == {
        "unit": quarter.town.centre.pk,
        "period": "2026-Q3",
        "predicate": "istimewa",
    }


def test_recording_again_keeps_the_old_one_in_the_event():
    quarter = a_quarter()
    _record(quarter, quarter.town.centre, "istimewa")

    _record(quarter, quarter.town.centre, "baik", basis="Keputusan 13/2026")

    assert OrgResult.objects.get().predicate == "baik"
    assert Event.objects.named("org_result.recorded").latest("pk").data["before"] == [
        "istimewa",
        DECREE,
        "2026-10-02",
    ]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"basis": "  "}, PartMissing),
        ({"basis": "x" * 251}, InvalidInput),
        ({"predicate": "sangat_baik"}, InvalidInput),
        ({"published_on": date(2026, 10, 6)}, WrongDates),
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, object], refusal: type[Exception]):
    quarter = a_quarter()

    with refused(refusal):
        _record(quarter, quarter.town.centre, **fields)  # type: ignore[arg-type]


def test_only_the_personnel_admin_records():
    quarter = a_quarter()

    with refused(NotAllowed):
        _record(quarter, quarter.town.centre, by=quarter.town.budi)


def test_the_unit_that_the_appraiser_leads_counts():
    quarter = a_quarter()
    town = quarter.town
    of_centre = _record(quarter, town.centre, "baik")
    of_health = _record(quarter, town.health, "istimewa")

    # Budi leads the centre and rates Sari; Rina leads the office and rates Budi, who sits in the
    # centre: for him the class of the office counts.
    assert _counting(quarter.period, town.sari, town.budi, town.centre) == of_centre
    assert _counting(quarter.period, town.budi, town.rina, town.centre) == of_health


def test_a_unit_without_a_class_takes_the_one_above():
    quarter = a_quarter()
    town = quarter.town
    of_health = _record(quarter, town.health)

    assert _counting(quarter.period, town.sari, town.budi, town.centre) == of_health


def test_the_class_of_another_unit_never_counts():
    quarter = a_quarter()
    town = quarter.town
    _record(quarter, town.dewi.assignments.get().position.unit)

    assert _counting(quarter.period, town.sari, town.budi, town.centre) is None


def test_an_appraiser_who_leads_none_of_the_units():
    quarter = a_quarter()
    town = quarter.town
    of_centre = _record(quarter, town.centre)

    assert _counting(quarter.period, town.sari, town.dewi, town.centre) == of_centre


@pytest.mark.parametrize(
    ("published_on", "counts"),
    [(date(2027, 1, 31), "2026"), (date(2027, 2, 1), "2025"), (None, "2025")],
)
def test_a_year_whose_class_is_late_takes_that_of_the_year_before(
    published_on: date | None, counts: str
):
    quarter = a_quarter()
    town = quarter.town
    before, year = (open_period(code=code, by=None) for code in ("2025", "2026"))
    later = {"on": date(2027, 2, 10), "by": None}
    _record(quarter, town.centre, period=before, published_on=date(2026, 1, 20), **later)
    if published_on:
        _record(quarter, town.centre, "istimewa", period=year, published_on=published_on, **later)

    found = _counting(year, town.sari, town.budi, town.centre)

    assert found is not None
    assert found.period.code == counts


def test_a_late_class_without_a_year_before_is_missing():
    quarter = a_quarter()
    town = quarter.town
    year = open_period(code="2026", by=None)
    _record(
        quarter,
        town.centre,
        period=year,
        published_on=date(2027, 2, 1),
        on=date(2027, 2, 10),
        by=None,
    )

    assert _counting(year, town.sari, town.budi, town.centre) is None
