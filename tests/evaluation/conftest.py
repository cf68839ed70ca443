"""Every test of this room keeps its files in a folder of its own, in the zone of the agency."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path) -> Path:
    """The folder in which attachments are kept."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"
