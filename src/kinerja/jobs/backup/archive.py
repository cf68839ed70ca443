"""The file itself: a plain tar, written as a whole or not at all, read without trusting it."""

import io
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from kinerja.jobs.backup.manifest import Manifest, Member
from kinerja.jobs.backup.refusals import BackupRefused, DamagedBackup
from kinerja.web.indonesian import angka

DUMP, SECRET, FILES, MANIFEST = "database.dump", "secret", "files", "manifest.json"
FILE = re.compile(FILES + r"/([0-9a-f]{2})/\1[0-9a-f]{62}")
NAME = re.compile(r"kinerja-\d{4}-\d{2}-\d{2}-\d{4}\.tar")
PIECE = 1024 * 1024
LARGEST_MANIFEST = 512 * 1024 * 1024


class Archive:
    """A backup that is being written; `new_archive` makes it."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._members: dict[str, Member] = {}

    def add(self, name: str, path: Path) -> None:
        """Copy one file, and note the hash of the very bytes that were copied."""
        with path.open("rb") as content:
            info = tarfile.TarInfo(name)
            info.size, info.mode = os.fstat(content.fileno()).st_size, 0o600
            hashed = _Hashed(content)
            self._tar.addfile(info, hashed)
        self._members[name] = Member(hashed.digest.hexdigest(), info.size)

    def end(self, manifest: Manifest) -> Manifest:
        """The manifest comes last, when every part is known."""
        whole = replace(manifest, members=self._members)
        written = whole.written()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(written), 0o600
        self._tar.addfile(info, io.BytesIO(written))
        return whole


class _Hashed(io.RawIOBase):
    """What is read through it is hashed."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self.digest = content, sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def new_archive(path: Path) -> Iterator[Archive]:
    """Readable by its owner alone, and on the disk before it is there under a name."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            yield Archive(tar)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def desk_in(folder: Path) -> Iterator[Path]:
    """A private folder for what is half done; it is gone afterwards, whatever happened.

    Errors: BackupRefused, also where the disk fills up in the meantime.
    """
    try:
        with TemporaryDirectory(prefix=".kinerja-", dir=folder) as desk:
            yield Path(desk)
    except OSError as error:
        raise BackupRefused(
            f"{error.filename or folder}: {error.strerror or error}. Tidak ada yang ditinggalkan."
        ) from error


def sync(folder: Path) -> None:
    """The names in a folder are on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_room(folder: Path, needed: int) -> None:
    """Errors: BackupRefused, with both numbers."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupRefused(
            f"Ruang di {folder} tidak cukup: perlu sekitar {_megabytes(needed)} MB, tersisa"
            f" {_megabytes(free)} MB. Pindahkan cadangan lama atau pilih folder di disk lain."
        )


def _megabytes(count: int) -> str:
    """Rounded up."""
    return angka(-(-count // 1_000_000))


def newest_in(place: Path) -> Path:
    """The file itself, or the newest backup of a folder. Errors: BackupRefused."""
    if place.is_file():
        return place
    if not place.is_dir():
        raise BackupRefused(f"{place} tidak ada. Sebut berkas cadangan atau foldernya.")
    found = [file for file in place.iterdir() if NAME.fullmatch(file.name)]
    if not found:
        raise BackupRefused(
            f"Di folder {place} tidak ada cadangan. Buat dahulu: kinerja backup make {place}"
        )
    return max(found, key=lambda file: file.name)  # the name is the time


def unpack(file: Path, folder: Path) -> Manifest:
    """Every part into `folder`, each as the manifest says.

    Errors: DamagedBackup names the part. Nothing is written outside `folder`: names are ours or
    refused, and links and devices are no parts.
    """
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, "r:") as tar:
            for info in tar:
                content = tar.extractfile(info) if info.isreg() else None
                if content is None or not _is_ours(info.name) or info.name in found:
                    raise DamagedBackup(f"Bagian {info.name!r} tidak dikenal.")
                if info.name == MANIFEST and info.size <= LARGEST_MANIFEST:
                    manifest = Manifest.read(content.read())
                else:
                    found[info.name] = _copy(content, folder / info.name)
    except (tarfile.TarError, EOFError) as error:
        raise DamagedBackup(f"Berkasnya terpotong atau bukan cadangan ({error}).") from error
    if manifest is None:
        raise DamagedBackup("Daftar isinya (manifest.json) tidak ada: berkasnya terpotong.")
    if DUMP not in found:
        raise DamagedBackup(f"Bagian {DUMP} hilang.")
    for name in sorted(manifest.members.keys() | found.keys()):
        if name not in found:
            raise DamagedBackup(f"Bagian {name} hilang.")
        if found[name] != manifest.members.get(name):
            raise DamagedBackup(f"Bagian {name} berubah sejak cadangan dibuat.")
    return manifest


def _is_ours(name: str) -> bool:
    return name in (DUMP, SECRET, MANIFEST) or FILE.fullmatch(name) is not None


def _copy(content: IO[bytes], path: Path) -> Member:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while piece := content.read(PIECE):
            out.write(piece)
            digest.update(piece)
            size += len(piece)
    return Member(digest.hexdigest(), size)
