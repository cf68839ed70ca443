"""Working minutes: only while the office is open, never while the system was down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.complaint_clock import OfficeHours, working_minutes
from kinerja.rules.lateness import Downtime

MONDAY = datetime(2026, 10, 5, tzinfo=UTC)
MOMENTS = st.integers(0, 28 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


def weekday(day: date) -> bool:
    return day.weekday() < 5


def test_a_week_of_office_hours_is_37_and_a_half_hours() -> None:
    assert working_minutes(MONDAY, MONDAY + timedelta(days=7), weekday, UTC) == 37.5 * 60


def test_a_weekend_and_the_night_do_not_count() -> None:
    friday, monday = MONDAY + timedelta(days=4, hours=16), MONDAY + timedelta(days=7, hours=8)

    # Friday 16.00 to 16.30, Monday 07.30 to 08.00
    assert working_minutes(friday, monday, weekday, UTC) == 60


def test_overlapping_outages_are_taken_off_once() -> None:
    start = MONDAY + timedelta(hours=8)
    outages = [
        Downtime(start, start + timedelta(hours=2)),
        Downtime(start + timedelta(hours=1), start + timedelta(hours=3)),
    ]

    found = working_minutes(start, start + timedelta(hours=4), weekday, UTC, downtimes=outages)

    assert found == 60


@given(MOMENTS, MOMENTS, MOMENTS)
def test_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))

    parts = (
        working_minutes(first, middle, weekday, UTC),
        working_minutes(middle, last, weekday, UTC),
    )

    assert sum(parts) == working_minutes(first, last, weekday, UTC)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        working_minutes(datetime(2026, 10, 5), MONDAY, weekday, UTC)  # noqa: DTZ001
    with pytest.raises(ValueError, match="backwards"):
        working_minutes(MONDAY, MONDAY - timedelta(minutes=1), weekday, UTC)
    with pytest.raises(ValueError, match="one after the other"):
        OfficeHours({0: ((datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 8).time()),)})  # noqa: DTZ001
