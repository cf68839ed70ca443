"""Limits in hours."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.privacy import breach_notice_deadline

ZONES = st.sampled_from([timezone(timedelta(hours=hours)) for hours in (7, 8, 9)])


@given(known_at=st.datetimes(datetime(2022, 1, 1), datetime(2099, 1, 1), timezones=ZONES))  # noqa: DTZ001
def test_three_times_24_hours_in_the_same_zone(known_at: datetime) -> None:
    until = breach_notice_deadline(known_at)

    assert until - known_at == timedelta(hours=72)
    assert until.utcoffset() == known_at.utcoffset()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        breach_notice_deadline(datetime(2026, 3, 1, 8, 0))  # noqa: DTZ001 - that is the point
