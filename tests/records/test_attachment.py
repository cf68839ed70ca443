"""Files are stored once, complete, and say what they were."""

import errno
import hashlib
from pathlib import Path

import pytest
from django.db import transaction
from tests.people.make import a_person
from tests.records.make import a_pdf, a_photo

from kinerja.records import attachment
from kinerja.records.attachment import Attachment, Blob, attach
from kinerja.records.refusals import FileRefused, StorageFull

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def test_a_file_is_stored_under_its_hash_with_who_sent_it(files: Path):
    sari = a_person("Sari")
    content = a_pdf()
    sha256 = hashlib.sha256(content).hexdigest()

    kept = attach(name="../laporan.pdf", content=content, by=sari)

    assert (kept.name, kept.uploaded_by, kept.original_sha256) == ("laporan.pdf", sari, sha256)
    assert (kept.blob.sha256, kept.blob.size, kept.blob.media_type) == (
        sha256,
        len(content),
        "application/pdf",
    )
    assert kept.blob.path == files / sha256[:2] / sha256
    assert kept.blob.path.read_bytes() == content
    assert not kept.is_photo


def test_the_same_bytes_are_stored_once_for_two_people(files: Path):
    first = attach(name="a.pdf", content=a_pdf(), by=a_person("Sari"))
    second = attach(name="b.pdf", content=a_pdf(), by=a_person("Budi"))

    assert first.blob == second.blob
    assert first.key != second.key
    assert [first.name, second.name] == ["a.pdf", "b.pdf"]
    assert stored(files) == [first.blob.sha256]


def test_a_photo_remembers_the_hash_of_what_was_sent():
    sent = a_photo()

    kept = attach(name="foto.jpg", content=sent, by=a_person("Sari"))

    assert kept.is_photo
    assert kept.original_sha256 == hashlib.sha256(sent).hexdigest()
    assert kept.blob.sha256 == hashlib.sha256(kept.blob.path.read_bytes()).hexdigest()
    assert kept.blob.sha256 != kept.original_sha256


def test_a_refused_file_leaves_nothing(files: Path):
    with pytest.raises(FileRefused):
        attach(name="a.exe", content=b"MZ", by=a_person("Sari"))

    assert not Attachment.objects.exists()
    assert not Blob.objects.exists()
    assert stored(files) == []


def test_a_full_disk_is_a_reason_and_leaves_nothing(files: Path, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(attachment.os, "fsync", full)

    with pytest.raises(StorageFull, match="sedang penuh"):
        attach(name="a.pdf", content=a_pdf(), by=a_person("Sari"))

    assert not Blob.objects.exists()
    assert stored(files) == []


def test_a_file_of_a_failed_transaction_serves_the_next(files: Path):
    sari = a_person("Sari")
    with transaction.atomic():
        attach(name="a.pdf", content=a_pdf(), by=sari)
        transaction.set_rollback(True)
    assert not Blob.objects.exists()

    kept = attach(name="a.pdf", content=a_pdf(), by=sari)

    assert kept.blob.path.read_bytes() == a_pdf()
    assert stored(files) == [kept.blob.sha256]
