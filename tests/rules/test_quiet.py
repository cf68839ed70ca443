"""Quiet hours."""

from datetime import time

import pytest

from kinerja.rules.quiet import is_quiet


@pytest.mark.parametrize(
    ("at", "first", "last", "quiet"),
    [
        (time(17, 59), time(18), time(6), False),
        (time(18), time(18), time(6), True),
        (time(5, 59), time(18), time(6), True),
        (time(12), time(11), time(13), True),
        (time(13), time(11), time(13), False),
        (time(12), time(12), time(12), False),
    ],
)
def test_quiet_hours_may_run_over_midnight(at: time, first: time, last: time, quiet: bool) -> None:
    assert is_quiet(at, first, last) is quiet
