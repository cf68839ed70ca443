"""`kinerja backup make`: database and files in one file, as they were at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from psycopg import Cursor, IsolationLevel

from kinerja.jobs.backup.archive import (
    DUMP,
    FILES,
    SECRET,
    check_room,
    desk_in,
    new_archive,
    sync,
)
from kinerja.jobs.backup.contents import chain_head, migrations_of, row_counts, stored_files
from kinerja.jobs.backup.manifest import FORMAT, Manifest, current_version, fingerprint
from kinerja.jobs.backup.place import Place
from kinerja.jobs.backup.programs import programs_for
from kinerja.jobs.backup.refusals import BackupRefused
from kinerja.jobs.backup.site import (
    agency_of_site,
    check_is_real,
    has_secret_in_file,
    secret_file,
)
from kinerja.records.attachment import Blob
from kinerja.records.event import record


@dataclass(frozen=True)
class Made:
    """A backup that is there."""

    file: Path
    bytes: int
    manifest: Manifest
    files: int
    missing: list[str]  # files that a row names and the folder does not have
    holds_secret: bool


def make_backup(*, folder: Path, at: datetime) -> Made:
    """Write one file into `folder`. Errors: BackupRefused, and nothing is left behind."""
    check_is_real()
    _check_folder(folder)
    agency = agency_of_site()
    file = folder / f"kinerja-{timezone.localtime(at, agency.zone):%Y-%m-%d-%H%M}.tar"
    if file.exists():
        raise BackupRefused(f"{file} sudah ada. Tunggu satu menit, lalu ulangi.")
    with desk_in(folder) as desk:
        made = _write(file, desk, at)
    with transaction.atomic():
        record(
            "backup.made",
            about=agency,
            by=None,
            data={"file": file.name, "bytes": made.bytes, "files": made.files},
        )
    return made


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BackupRefused(f"Folder {folder} tidak ada. Buat dahulu, lebih baik di disk lain.")
    home = Path(settings.HOME).resolve()
    if folder.resolve().is_relative_to(home):
        raise BackupRefused(
            f"Folder {folder} ada di dalam {home}: kerusakan di sana menghapus keduanya."
            " Pilih folder di disk lain."
        )


def _write(file: Path, desk: Path, at: datetime) -> Made:
    place = Place.of_site()
    with one_moment(place) as (cursor, snapshot):
        server = cursor.connection.info.server_version // 10_000
        programs = programs_for(place, server)
        blobs = stored_files(cursor)
        cursor.execute("SELECT pg_database_size(current_database())")
        ((size,),) = cursor.fetchall()
        check_room(desk, size + sum(blob.size for blob in blobs))
        sealed, head = chain_head(cursor)
        manifest = Manifest(
            format=FORMAT,
            version=current_version(),
            made_at=at.isoformat(),
            server=server,
            program=programs.major,
            migrations=migrations_of(cursor),
            rows=row_counts(cursor),
            sealed=sealed,
            head=head,
            key=fingerprint(settings.SECRET_KEY),
            members={},
        )
        programs.dump(place, snapshot=snapshot, into=desk / DUMP)
    whole, missing = _pack(desk, manifest, blobs)
    (desk / "whole.tar").rename(file)
    sync(file.parent)
    holds_secret = SECRET in whole.members
    files = len(blobs) - len(missing)
    return Made(file, file.stat().st_size, whole, files, missing, holds_secret)


@contextmanager
def one_moment(place: Place) -> Iterator[tuple[Cursor[Any], str]]:
    """A transaction that sees one moment, and the name by which pg_dump sees the same one."""
    with place.connect() as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.autocommit = False
        with connection.transaction(), connection.cursor() as cursor:
            # It waits for pg_dump, however long that takes.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            ((snapshot,),) = cursor.fetchall()
            yield cursor, snapshot


def _pack(desk: Path, manifest: Manifest, blobs: list[Blob]) -> tuple[Manifest, list[str]]:
    """Dump, secret and files in one file.

    The files are copied after the moment of the dump, and still they are those of that moment: a
    file has its whole content under its name before a row names it (`records.attachment.keep`),
    the name is the hash of the content, and nothing changes or removes one. Files that came since
    are left out: the list is that of the dump.
    """
    missing = []
    with new_archive(desk / "whole.tar") as archive:
        archive.add(DUMP, desk / DUMP)
        if has_secret_in_file():
            archive.add(SECRET, secret_file())
        for blob in blobs:
            try:
                archive.add(f"{FILES}/{blob.sha256[:2]}/{blob.sha256}", blob.path)
            except FileNotFoundError:  # the rest is worth all the more; `prove` will not pass it
                missing.append(blob.sha256)
        return archive.end(manifest), missing
