"""What a crash of the embedded PostgreSQL leaves behind: lock files, and backends at work.

Processes are looked at through /proc; where there is none (macOS), PostgreSQL's own checks must do.
"""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
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


def end_ghosts(data: Path, seconds: float = 10) -> None:
    """End the servers whose data folder at this place was deleted under them.

    PostgreSQL notices within a minute, and removes the socket file of its name when it leaves:
    that of a server that was started at the same place since. So they have to be gone before.
    """
    gone = f"{data} (deleted)"
    ghosts = [
        pid
        for entry in PROCESSES.glob("[0-9]*")
        if _program(pid := int(entry.name))[0] == "postgres" and _folder_of(pid) == gone
    ]
    for pid in ghosts:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
    deadline = time.monotonic() + seconds
    while any(map(is_alive, ghosts)) and time.monotonic() < deadline:
        time.sleep(0.02)


def _folder_of(pid: int) -> str:
    """Where the process works, as Linux tells it; empty: it cannot be told."""
    try:
        return os.readlink(PROCESSES / str(pid) / "cwd")
    except OSError:
        return ""


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
