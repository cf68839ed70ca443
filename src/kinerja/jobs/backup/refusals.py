"""What the command says no to."""

from kinerja.rules.refusal import Refusal


class BackupRefused(Refusal):
    """Nothing was made, proven or restored, and nothing is left behind."""


class DamagedBackup(BackupRefused):
    """The file is not what `kinerja backup make` wrote; the words name the part."""


class RestoreFailed(BackupRefused):
    """PostgreSQL did not take the dump; the words are its own."""
