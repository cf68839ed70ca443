"""Files that belong to something: stored once by content, served only by a page after a check."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Self
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


class PhotoCode(models.Model):
    """How a stored photo looks, in 64 bits, cut into four bands that are looked up alone."""

    blob = models.OneToOneField(Blob, models.CASCADE, primary_key=True, related_name="code")
    value = models.BigIntegerField()  # the 64 bits as a signed number
    band_1 = models.IntegerField(db_index=True)
    band_2 = models.IntegerField(db_index=True)
    band_3 = models.IntegerField(db_index=True)
    band_4 = models.IntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.bits:016x}"

    @classmethod
    def of(cls, blob: Blob, code: int) -> Self:
        one, two, three, four = bands(code)
        signed = code - (1 << 64) if code >> 63 else code
        return cls(blob=blob, value=signed, band_1=one, band_2=two, band_3=three, band_4=four)

    @property
    def bits(self) -> int:
        return self.value % (1 << 64)


def bands(code: int) -> tuple[int, int, int, int]:
    """The four times 16 bits of a code, highest first.

    >>> [hex(band) for band in bands(0x0123_4567_89AB_CDEF)]
    ['0x123', '0x4567', '0x89ab', '0xcdef']
    """
    one, two, three, four = (code >> shift & 0xFFFF for shift in (48, 32, 16, 0))
    return one, two, three, four


class Attachment(models.Model):
    """One file as one person handed it in."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # for its address
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments")
    name = models.CharField("nama berkas", max_length=200)
    uploaded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    captured_at = models.DateTimeField(null=True, blank=True)  # what the camera claims
    original_sha256 = models.CharField(
        max_length=64, db_index=True
    )  # of the bytes as sent, before re-encoding

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
    return keep_many([known])[known.content]


def keep_many(files: Iterable[KnownFile]) -> dict[bytes, Blob]:
    """The same for many: content -> what is stored, in a constant number of statements."""
    known = {file.content: file for file in files}
    blobs = {
        content: Blob(
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            media_type=file.media_type,
        )
        for content, file in known.items()
    }
    for content, blob in blobs.items():
        if not blob.path.exists():
            _write_or_refuse(blob.path, content)
    Blob.objects.bulk_create(blobs.values(), ignore_conflicts=True, batch_size=2_000)
    codes = [
        PhotoCode.of(blobs[content], file.code)
        for content, file in known.items()
        if file.code is not None
    ]
    PhotoCode.objects.bulk_create(codes, ignore_conflicts=True, batch_size=2_000)
    stored = Blob.objects.in_bulk([blob.sha256 for blob in blobs.values()])
    return {content: stored[blob.sha256] for content, blob in blobs.items()}


def _write_or_refuse(path: Path, content: bytes) -> None:
    try:
        _write(path, content)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFull(
            "Tempat penyimpanan berkas sedang penuh. Simpan dahulu tanpa berkas, "
            "dan beri tahu pengelola sistem."
        ) from error


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
