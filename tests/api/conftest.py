"""It is 14.05 on Monday 12 October 2026; the agency stands; files go to a folder of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from tests.people.make import an_agency
from tests.work.make import NOW, Centre, a_centre


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path) -> Path:
    """The folder in which attachments are kept."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def centre(db: None) -> Centre:
    an_agency()
    return a_centre()
