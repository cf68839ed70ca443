"""A quarter of an hour, counted between moments with a zone."""

from datetime import UTC, datetime

import pytest

from kinerja.rules.undo import undo_until


def test_the_time_runs_over_midnight():
    done = datetime(2026, 10, 5, 23, 50, tzinfo=UTC)

    assert undo_until(done) == datetime(2026, 10, 6, 0, 5, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        undo_until(datetime(2026, 10, 5, 23, 50))  # noqa: DTZ001
