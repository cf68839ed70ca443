"""Small pictures of photos: made once from the stored JPEG, kept beside it, thrown away freely."""

import os
import tempfile
from pathlib import Path

from PIL import Image

from kinerja.records.attachment import Blob

LONGEST_SIDE = 320  # pixels
QUALITY = 70
MEDIA_TYPE = "image/webp"


def thumbnail(blob: Blob) -> Path:
    """The file with the small picture of a stored photo.

    The photo is our own encoding (`records.photo`), so it is opened without further guards.
    """
    small = blob.path.with_name(f"{blob.sha256}-{LONGEST_SIDE}.webp")
    if not small.exists():
        with Image.open(blob.path, formats=["JPEG"]) as image:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            with tempfile.NamedTemporaryFile(dir=small.parent, delete=False) as part:
                image.save(part, "WEBP", quality=QUALITY)
        os.replace(part.name, small)
    return small
