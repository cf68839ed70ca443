"""An outage moves the last day of an evaluation, by the system, once, never back."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.evaluation.make import a_quarter
from tests.work.make import WIB

from kinerja.evaluation.extension import closing_of, extend_periods
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import Period, check_window, open_period
from kinerja.evaluation.refusals import WindowShut
from kinerja.people.agency import the_agency
from kinerja.records.event import Event
from kinerja.records.outage import Outage

pytestmark = pytest.mark.django_db

CLOSES = date(2026, 10, 15)  # a Thursday
FRIDAY, MONDAY = date(2026, 10, 16), date(2026, 10, 19)


def down(day: int, first: int, last: int, cause: str = "stopped") -> Outage:
    at = [datetime(2026, 10, day, tzinfo=WIB) + timedelta(hours=hour) for hour in (first, last)]
    return Outage.objects.create(cause=cause, starts_at=at[0], ends_at=at[1])


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=WIB)


@pytest.fixture
def period() -> Period:
    return a_quarter().period


def test_three_hours_on_the_last_day_give_the_next_day(period: Period) -> None:
    down(15, 8, 11)

    assert extend_periods(at=at(15, 11)) == [period]

    period.refresh_from_db()
    assert (period.closes_on, period.last_day) == (CLOSES, FRIDAY)
    event = Event.objects.named("period.extended").get()
    assert (event.by, event.data["closes"]) == (None, ["2026-10-15", "2026-10-16"])
    assert Period.objects.open_on(FRIDAY).get() == period
    assert period.is_open(FRIDAY)
    check_window(period, FRIDAY)
    with pytest.raises(WindowShut, match="16-10-2026"):
        check_window(period, date(2026, 10, 17))


def test_said_again_nothing_changes_and_one_more_outage_moves_it_again(period: Period) -> None:
    down(15, 8, 11)
    extend_periods(at=at(15, 11))
    assert extend_periods(at=at(15, 12)) == []
    down(16, 14, 17, "site")  # on the day that was given

    extend_periods(at=at(16, 17))

    period.refresh_from_db()
    assert period.last_day == MONDAY
    Outage.objects.all().delete()
    assert extend_periods(at=at(17, 2)) == []  # never back
    assert Event.objects.named("period.extended").count() == 2


def test_an_outage_long_before_the_end_and_one_after_move_nothing(period: Period) -> None:
    down(1, 8, 20)
    down(17, 8, 20)

    assert extend_periods(at=at(18, 0)) == []
    assert not Event.objects.named("period.extended").exists()


def test_maintenance_moves_only_once_it_has_begun(period: Period) -> None:
    down(15, 20, 22, "planned")

    assert extend_periods(at=at(14, 8)) == []
    assert extend_periods(at=at(15, 20)) == [period]


def test_whoever_acts_on_the_added_day_is_in_time() -> None:
    quarter = a_quarter()
    with pytest.raises(WindowShut):
        open_reviews(period=quarter.period, by=None, on=FRIDAY)
    down(15, 8, 11)
    extend_periods(at=at(15, 11))
    quarter.period.refresh_from_db()

    open_reviews(period=quarter.period, by=None, on=FRIDAY)  # not refused any more


def test_all_closings_in_two_queries(
    period: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    open_period(code="2026-S2", by=None)
    periods, agency = list(Period.objects.all()), the_agency()
    down(15, 8, 11)

    with django_assert_num_queries(2):
        found = closing_of(periods, agency)

    assert found[period.pk].last_day == FRIDAY
    assert closing_of([], agency) == {}


def test_before_the_agency_is_founded_there_is_nothing_to_move() -> None:
    assert extend_periods(at=at(15, 11)) == []
