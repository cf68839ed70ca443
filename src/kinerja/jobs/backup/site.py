"""The installation that is copied, or that a copy is put into: its agency and its secret."""

from pathlib import Path

from django.conf import settings

from kinerja.adoption.practice.state import is_marked
from kinerja.jobs.backup.archive import SECRET
from kinerja.jobs.backup.refusals import BackupRefused
from kinerja.jobs.prepare import has_agency
from kinerja.people.agency import Agency


def agency_of_site() -> Agency:
    """The one row; no more is read of it than is used, as the tables may be of an older version.

    Errors: BackupRefused where there is none yet.
    """
    if not has_agency():
        raise BackupRefused("Belum ada instansi; jalankan kinerja init dahulu.")
    return Agency.objects.only("timezone").get()


def check_is_real() -> None:
    """Errors: BackupRefused on the practice site."""
    if settings.KINERJA_PRACTICE or is_marked():
        raise BackupRefused("Mode latihan tidak dicadangkan: isinya dihapus setiap malam.")


def secret_file() -> Path:
    """Where the secret lies, unless the environment (KINERJA_SECRET) names another one."""
    return Path(settings.HOME) / SECRET


def has_secret_in_file() -> bool:
    file = secret_file()
    return file.is_file() and file.read_text() == settings.SECRET_KEY
