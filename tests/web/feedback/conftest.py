"""The quarter of `tests.evaluation.make`; it is 10.00 on Monday 5 October 2026."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from tests.evaluation.make import Quarter, a_quarter


@pytest.fixture(autouse=True)
def _clock_and_files(settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with time_machine.travel("2026-10-05T10:00:00+07:00", tick=False):
        yield


@pytest.fixture
def quarter(db: None) -> Quarter:
    return a_quarter()
