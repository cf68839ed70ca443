"""`kinerja backup restore`: a backup becomes this installation, which must be empty."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kinerja.jobs.backup.archive import DUMP, FILES, SECRET, check_room, desk_in, unpack
from kinerja.jobs.backup.contents import is_empty
from kinerja.jobs.backup.manifest import Manifest, fingerprint
from kinerja.jobs.backup.place import Place
from kinerja.jobs.backup.programs import Programs, programs_for
from kinerja.jobs.backup.refusals import BackupRefused, RestoreFailed
from kinerja.jobs.backup.site import agency_of_site, check_is_real, secret_file
from kinerja.records.event import record


@dataclass(frozen=True)
class Restored:
    """What is there now."""

    manifest: Manifest
    files: int
    needs_migrate: bool


def restore_backup(*, file: Path) -> Restored:
    """Database, files and key of a backup. Errors: BackupRefused, and everything is as it was."""
    check_is_real()
    if not file.is_file():
        raise BackupRefused(f"{file} tidak ada. Sebut satu berkas cadangan.")
    place = Place.of_site()
    server = _check_empty(place)
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    check_room(home, file.stat().st_size)
    with desk_in(home) as desk:
        manifest = unpack(file, desk)
        manifest.check_fits(server)
        secret = desk / SECRET
        _check_secret(manifest, secret)
        programs = programs_for(place, server, least=manifest.program)
        with _in_place(desk):
            _fill(place, programs, desk / DUMP)
    with transaction.atomic():
        record(
            "backup.restored",
            about=agency_of_site(),
            by=None,
            data={"file": file.name, "made_at": manifest.made_at},
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a restored table has no statistics, and every page waits
    files = sum(name.startswith(f"{FILES}/") for name in manifest.members)
    return Restored(manifest, files, manifest.is_older)


def _check_empty(place: Place) -> int:
    """The major version of the server. Errors: BackupRefused where anything would be lost."""
    with place.connect() as given, given.cursor() as cursor:
        if not is_empty(cursor):
            raise BackupRefused(
                f"Basis data {place.name} sudah berisi; tidak ada yang diubah. Pulihkan ke basis"
                " data baru: createdb --encoding UTF8 --template template0 NAMA, lalu arahkan"
                " DATABASE_URL ke sana."
            )
        server = given.info.server_version // 10_000
    files = Path(settings.MEDIA_ROOT)
    if any(not path.is_dir() for path in files.rglob("*")):
        raise BackupRefused(
            f"Folder {files} sudah berisi; tidak ada yang diubah. Pindahkan isinya, atau isi"
            " KINERJA_HOME dengan folder lain."
        )
    return server


def _check_secret(manifest: Manifest, secret: Path) -> None:
    """The key that opens what is sealed: of the backup, and no other one in the environment."""
    if fingerprint(settings.SECRET_KEY) == manifest.key:
        return
    given = "KINERJA_SECRET" in os.environ
    if given or not secret.exists():
        raise BackupRefused(
            "Kunci situs ini bukan kunci saat cadangan dibuat; tanpa kunci itu umpan balik 360 dan"
            " faktor kedua tidak terbuka. "
            + (
                "Kosongkan KINERJA_SECRET (kuncinya ada di dalam cadangan), lalu ulangi."
                if secret.exists()
                else "Isi KINERJA_SECRET dengan kunci itu, lalu ulangi."
            )
        )


@contextmanager
def _in_place(desk: Path) -> Iterator[None]:
    """Files and key at their places before the database has a row; away again if it gets none."""
    files, secret = Path(settings.MEDIA_ROOT), secret_file()
    fresh, before = desk / SECRET, desk / "secret.before"
    brings_secret = fresh.exists()
    files.mkdir(parents=True, exist_ok=True)
    try:
        _empty(files)
        if (desk / FILES).is_dir():
            for part in (desk / FILES).iterdir():
                shutil.move(part, files / part.name)  # the folder may be another disk
        if brings_secret:
            if secret.exists():  # this very process made one, as every first start does
                secret.rename(before)
            fresh.rename(secret)
        os.sync()  # files first: a power cut must not leave rows without them
        yield
    except BaseException:
        _empty(files)
        if brings_secret and not fresh.exists():
            secret.unlink()
        if before.exists():
            before.rename(secret)
        raise


def _empty(folder: Path) -> None:
    """Only what Kinerja makes there: a disk of its own has folders of the system as well."""
    for part in folder.glob("[0-9a-f][0-9a-f]"):
        shutil.rmtree(part)


def _fill(place: Place, programs: Programs, dump: Path) -> None:
    try:
        programs.restore(place, dump)
    except RestoreFailed as failed:
        raise BackupRefused(
            f"PostgreSQL menolak isinya; tidak ada yang diubah.\n{failed}"
        ) from failed
