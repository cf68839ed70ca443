"""Small pictures of photos."""

from io import BytesIO

import pytest
from PIL import Image
from tests.work.make import a_centre, a_photo, a_report

from kinerja.work.thumbnail import thumbnail

pytestmark = pytest.mark.django_db


def test_thumbnail_is_small_and_made_once():
    centre = a_centre()
    report = a_report(centre.sari, files=[("foto.png", a_photo(1600, 800))])
    blob = report.evidence.get().attachment.blob

    small = thumbnail(blob)
    made_at = small.stat().st_mtime_ns

    with Image.open(BytesIO(small.read_bytes())) as image:
        assert (image.format, image.size) == ("WEBP", (320, 160))
    assert thumbnail(blob) == small
    assert small.stat().st_mtime_ns == made_at
    assert sorted(path.name for path in small.parent.iterdir()) == sorted(
        [blob.path.name, small.name]
    )
