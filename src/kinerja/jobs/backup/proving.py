"""`kinerja backup prove`: a backup that was restored somewhere, and found to be whole."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kinerja.jobs.backup.archive import DUMP, FILES, SECRET, check_room, desk_in, newest_in, unpack
from kinerja.jobs.backup.contents import row_counts
from kinerja.jobs.backup.inspecting import Inspection
from kinerja.jobs.backup.manifest import Manifest, fingerprint, tables_that_differ
from kinerja.jobs.backup.place import Place
from kinerja.jobs.backup.programs import programs_for
from kinerja.jobs.backup.refusals import DamagedBackup, RestoreFailed
from kinerja.jobs.backup.scratch import scratch_database
from kinerja.jobs.backup.site import agency_of_site, check_is_real
from kinerja.records.event import record
from kinerja.web.indonesian import angka

ANEW = "Pakai cadangan sebelumnya, dan buat yang baru dengan kinerja backup make."
ERROR_SIGNS = 1_500
NAMED = 5  # so many tables are named


@dataclass(frozen=True)
class Finding:
    """One check, and what to do where it fails."""

    name: str
    words: str
    remedy: str = ""  # empty: it holds

    @property
    def holds(self) -> bool:
        return not self.remedy


@dataclass(frozen=True)
class Proof:
    """All that was checked of one backup."""

    file: Path
    findings: list[Finding]

    @property
    def holds(self) -> bool:
        return all(one.holds for one in self.findings)


def prove_backup(*, place: Path) -> Proof:
    """Restore one (of a folder: the newest) beside the real site, and check what came back.

    An event is written only if everything holds. Errors: BackupRefused, before anything is tried.
    """
    check_is_real()
    agency = agency_of_site()
    file = newest_in(place)
    findings = list(_findings(file))
    proof = Proof(file, findings)
    if proof.holds:
        with transaction.atomic():
            record("restore.proven", about=agency, by=None, data={"file": file.name})
    return proof


def _findings(file: Path) -> Iterator[Finding]:
    """One after the other; where one makes the next meaningless, it is the last."""
    site = Place.of_site()
    with site.connect() as given:
        server = given.info.server_version // 10_000
    check_room(file.parent, file.stat().st_size)
    with desk_in(file.parent) as home:  # on a disk that has room for such a file
        try:
            manifest = unpack(file, home)
        except DamagedBackup as damage:
            yield Finding("Isi berkas", str(damage), f"Cadangan ini rusak. {ANEW}")
            return
        yield Finding("Isi berkas", f"{len(manifest.members)} bagian utuh")
        manifest.check_fits(server)
        secret = _secret(home)
        yield _key(manifest, secret)
        programs = programs_for(site, server, least=manifest.program)
        with scratch_database(site) as scratch:
            try:
                programs.restore(scratch, home / DUMP)
            except RestoreFailed as failed:
                yield Finding("Pemulihan", str(failed), f"Basis data tidak dapat diisi. {ANEW}")
                return
            with scratch.connect() as filled, filled.cursor() as cursor:
                yield _rows(manifest, row_counts(cursor))
            yield from _inside(manifest, scratch, home, secret)


def _key(manifest: Manifest, secret: str) -> Finding:
    if fingerprint(secret) == manifest.key:
        return Finding("Kunci", "cocok")
    return Finding(
        "Kunci",
        "bukan kunci saat cadangan dibuat",
        "Jalankan dengan KINERJA_SECRET yang dipakai saat cadangan itu dibuat; tanpa kunci itu"
        " umpan balik 360 dan faktor kedua tidak terbuka.",
    )


def _rows(manifest: Manifest, found: dict[str, int]) -> Finding:
    different = tables_that_differ(manifest.rows, found)
    if not different:
        return Finding("Baris", f"{angka(len(found))} tabel, {angka(sum(found.values()))} baris")
    more = f" dan {len(different) - NAMED} tabel lain" if len(different) > NAMED else ""
    return Finding("Baris", "; ".join(different[:NAMED]) + more, f"Jumlah baris tidak sama. {ANEW}")


def _inside(manifest: Manifest, scratch: Place, home: Path, secret: str) -> Iterator[Finding]:
    done = subprocess.run(
        [sys.executable, "-m", "kinerja", "backup", "inspect"],
        env=_environment(scratch, home, secret),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip()[-ERROR_SIGNS:]
        yield Finding("Pemeriksaan", said, f"Program tidak berjalan di atas cadangan ini. {ANEW}")
        return
    found = Inspection(**json.loads(done.stdout.splitlines()[-1]))
    yield _chain(manifest, found)
    yield _evidence(found)
    yield _sign_in(found)


def _chain(manifest: Manifest, found: Inspection) -> Finding:
    audit = (
        "Jangan mengubah apa pun. Jalankan kinerja audit verify di situs ini, simpan cadangan ini,"
        " dan hubungi pemeriksa."
    )
    if found.first_bad:
        return Finding("Rantai audit", f"rusak: {found.first_bad}", audit)
    if (found.sealed, found.head) != (manifest.sealed, manifest.head):
        words = f"berakhir di {found.sealed}:{found.head}, bukan {manifest.sealed}:{manifest.head}"
        return Finding("Rantai audit", words, audit)
    return Finding(
        "Rantai audit",
        f"utuh, {angka(found.sealed)} peristiwa, kepala {found.sealed}:{found.head}",
    )


def _evidence(found: Inspection) -> Finding:
    if found.bad_files:
        return Finding(
            "Berkas bukti",
            "; ".join(found.bad_files),
            f"Cari berkas itu di cadangan yang lebih lama (bagian {FILES}/), kembalikan ke folder"
            f" {settings.MEDIA_ROOT}, lalu buat cadangan baru dengan kinerja backup make.",
        )
    words = f"{angka(found.attachments)} lampiran, {angka(found.files)} berkas, semuanya cocok"
    return Finding("Berkas bukti", words)


def _sign_in(found: Inspection) -> Finding:
    if found.sign_in:
        return Finding("Masuk", found.sign_in, f"Orang tidak dapat masuk. {ANEW}")
    return Finding("Masuk", "halamannya menjawab, akun uji dapat masuk")


def _secret(home: Path) -> str:
    """Of the backup; where it has none, the one that the environment gave this process."""
    file = home / SECRET
    return file.read_text() if file.exists() else settings.SECRET_KEY


def _environment(scratch: Place, home: Path, secret: str) -> dict[str, str]:
    """Nothing of the real site but the program: no mail, no gateway, no other address."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KINERJA_")}
    return own | {
        "DATABASE_URL": scratch.url,
        "KINERJA_HOME": str(home),
        "KINERJA_SECRET": secret,
        "KINERJA_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }
