"""What a crash of the embedded PostgreSQL leaves behind: lock files, and backends at work.

Processes are looked at through /proc; where there is none (macOS), PostgreSQL's own checks must do.
"""

import os
import signal
from collections.abc import Iterable
from pathlib import Path

PROCESSES = Path("/proc")


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    if PROCESSES.exists():
        return _program(pid)[1] not in "ZX"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def clear_stale_locks(locks: Iterable[Path], data: Path) -> None:
    """Remove lock files whose process is a zombie or another program.

    Where process 1 reaps no orphans (a container without init) a killed postmaster stays a zombie,
    and after a reboot its number may belong to anybody: PostgreSQL would refuse to start. The lock
    of a living PostgreSQL of this data folder stays.
    """
    for lock in locks:
        try:
            pid = int(lock.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            continue
        if PROCESSES.exists() and _works_in(data, pid) is False:
            lock.unlink(missing_ok=True)


def end_orphans(data: Path) -> None:
    """End the backends that a killed postmaster left at work; they hold its shared memory."""
    for entry in PROCESSES.glob("[0-9]*"):
        if _works_in(data, int(entry.name)):
            os.kill(int(entry.name), signal.SIGQUIT)


def _works_in(data: Path, pid: int) -> bool | None:
    """Whether the process is a living PostgreSQL of this data folder; None: cannot be told."""
    program, state = _program(pid)
    if state in "ZX" or program != "postgres":
        return False
    try:
        return (PROCESSES / str(pid) / "cwd").samefile(data)
    except FileNotFoundError:
        return False
    except PermissionError:  # another user's process, or root without the right to look into it
        return None


def _program(pid: int) -> tuple[str, str]:
    """Name and state letter of a process as Linux tells them; ("", "X") when there is none."""
    try:
        told = (PROCESSES / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "", "X"
    name, _, rest = told.partition("(")[2].rpartition(")")
    return name, rest.split()[0]
