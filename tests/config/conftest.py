"""A place for embedded servers."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.config.server import server_of


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every account may walk through; servers in it are stopped at the end.

    pytest's own temporary folders are closed to the account under which root's server runs.
    """
    folder = Path(tempfile.mkdtemp(prefix="kinerja-place-"))
    folder.chmod(0o711)
    yield folder
    for mark in list(folder.rglob("kinerja.lock")):
        server_of(mark.parents[1]).erase()
    shutil.rmtree(folder)
