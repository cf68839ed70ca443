"""Files that belong to something: stored once by content, served only by a page after a check."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models

from kinerja.records.filetype import KnownFile, recognise
from kinerja.records.refusals import StorageFull

if TYPE_CHECKING:
    from kinerja.people.models import Person


class Blob(models.Model):
    """The bytes of a file, once, whoever sent them; `path` names it by its hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField("ukuran")  # bytes
    media_type = models.CharField("jenis", max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / self.sha256


class Attachment(models.Model):
    """One file as one person handed it in."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # for its address
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments")
    name = models.CharField("nama berkas", max_length=200)
    uploaded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    captured_at = models.DateTimeField(null=True, blank=True)  # what the camera claims
    original_sha256 = models.CharField(max_length=64)  # of the bytes as sent, before re-encoding

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        return self.blob.media_type.startswith("image/")


def attach(*, name: str, content: bytes, by: "Person") -> Attachment:
    """Keep one file; call it in the transaction of what it belongs to.

    Errors: FileRefused (a Refusal) with the reason when it is too large, of a kind that is not
    allowed, or damaged; a photo is re-encoded, so that its place and other marks are gone.
    """
    known = recognise(name, content)
    blob = keep(known)
    return Attachment.objects.create(
        blob=blob,
        name=known.name,
        uploaded_by=by,
        captured_at=known.captured_at,
        original_sha256=hashlib.sha256(content).hexdigest(),
    )


def keep(known: KnownFile) -> Blob:
    """Store the bytes once. The file is complete before its row can be seen.

    Errors: StorageFull. A file whose transaction fails stays behind unnamed, and serves the next.
    """
    blob = Blob(
        sha256=hashlib.sha256(known.content).hexdigest(),
        size=len(known.content),
        media_type=known.media_type,
    )
    if not blob.path.exists():
        try:
            _write(blob.path, known.content)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise StorageFull(
                "Tempat penyimpanan berkas sedang penuh. Simpan dahulu tanpa berkas, "
                "dan beri tahu pengelola sistem."
            ) from error
    return Blob.objects.get_or_create(
        sha256=blob.sha256, defaults={"size": blob.size, "media_type": blob.media_type}
    )[0]


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: a part file is written, then takes the name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
