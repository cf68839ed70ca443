"""Which files may be kept: told by their first bytes, never by their name alone."""

from dataclasses import dataclass
from datetime import datetime

from kinerja.records.refusals import FileRefused

__all__ = ["FileRefused", "KnownFile", "recognise"]


@dataclass(frozen=True)
class KnownFile:
    """A file that may be kept, as it will be stored."""

    name: str
    content: bytes
    media_type: str
    captured_at: datetime | None = None  # what the camera claims


def recognise(name: str, content: bytes) -> KnownFile:
    """The file as it may be kept. Errors: FileRefused with the reason."""
    if content.startswith(b"%PDF-"):
        return KnownFile(name[:200], content, "application/pdf")
    raise FileRefused("Jenis berkas ini belum dapat diterima.")
