"""Photos: re-encoded in a child process, so that nothing of the file as sent is kept or served."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kinerja.records.sandbox import run_limited

EARLIEST = 2000  # cameras whose clock was never set claim years before


@dataclass(frozen=True)
class Photo:
    """A JPEG without any marks, and when the camera says it was taken."""

    content: bytes
    captured_at: datetime | None
    code: int | None = None  # how it looks, see `photo_parser`


def clean_photo(content: bytes) -> Photo:
    """The same picture, upright, at most 2,000 pixels long, without place, device and comments.

    Errors: FileRefused when it is damaged, larger than 24 megapixels or too heavy to open.
    """
    head, _, picture = run_limited("kinerja.records.photo_parser", content).partition(b"\n")
    said = json.loads(head)
    return Photo(picture, _claimed(said["taken"], said["offset"]), said["code"])


def _claimed(taken: str, offset: str) -> datetime | None:
    """The camera's clock; without an offset it is taken as the time of the agency."""
    try:
        claim = datetime.strptime(f"{taken}{offset}", "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        try:
            local = datetime.strptime(taken, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - made aware below
            claim = timezone.make_aware(local)
        except ValueError:
            return None
    return claim if claim.year >= EARLIEST else None
