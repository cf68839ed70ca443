"""What a backup says of itself: its version, its rows, and the hash of each of its parts."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from typing import Self

from kinerja.jobs.backup.contents import known_migrations
from kinerja.jobs.backup.refusals import BackupRefused, DamagedBackup

FORMAT = 1


@dataclass(frozen=True)
class Member:
    """One part of the file."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """Everything that a restore is compared with."""

    format: int
    version: str  # of Kinerja
    made_at: str  # ISO 8601
    server: int  # major version of the server
    program: int  # of pg_dump
    migrations: list[str]
    rows: dict[str, int]  # table -> number of rows
    sealed: int  # events in the chain
    head: str  # hash of its last seal
    key: str  # by which the secret of the installation is known, and not found out
    members: dict[str, Member]

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Errors: DamagedBackup; BackupRefused for a form that a newer version writes."""
        try:
            said = json.loads(text)
            members = {name: Member(**one) for name, one in said.pop("members").items()}
            manifest = cls(**said, members=members)
            datetime.fromisoformat(manifest.made_at)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise DamagedBackup("Daftar isinya (manifest.json) tidak terbaca.") from error
        if manifest.format != FORMAT:
            raise _newer(manifest.version)
        return manifest

    def written(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @property
    def is_older(self) -> bool:
        """Whether this version of the program has tables that the backup lacks."""
        return not known_migrations() <= set(self.migrations)

    def check_fits(self, server: int) -> None:
        """Errors: BackupRefused for a backup of a newer Kinerja, or of a newer PostgreSQL."""
        if set(self.migrations) - known_migrations():
            raise _newer(self.version)
        if self.server > server:
            raise BackupRefused(
                f"Cadangan ini dari PostgreSQL {self.server}, sedangkan server ini PostgreSQL"
                f" {server}. Pakai server PostgreSQL {self.server} atau lebih baru."
            )


def current_version() -> str:
    return version("kinerja")


def fingerprint(secret: str) -> str:
    """Tells whether two secrets are the same; no way leads back."""
    return hmac.new(secret.encode(), b"kinerja.backup", sha256).hexdigest()


def tables_that_differ(expected: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """The tables with another number of rows, in words.

    >>> tables_that_differ({"a": 2, "b": 1}, {"a": 1, "b": 1, "c": 3})
    ['a: 1, seharusnya 2', 'c: 3, seharusnya tidak ada']
    """
    return [
        f"{name}: {found.get(name, 'tidak ada')}, seharusnya {expected.get(name, 'tidak ada')}"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]


def _newer(other: str) -> BackupRefused:
    return BackupRefused(
        f"Cadangan ini dibuat oleh Kinerja {other} yang lebih baru daripada program ini"
        f" ({current_version()}). Pasang versi itu dahulu, lalu ulangi."
    )
