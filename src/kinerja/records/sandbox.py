"""Parsers of foreign files run in a child process with little memory, little time and no secrets.

A parser is a module with one function, `run(payload: bytes) -> bytes`; it raises a `Refusal` to say
what is wrong with the file. It must not need Django: the child knows no settings, no database and
no environment.
"""

import contextlib
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import IO

from kinerja.records.refusals import FileRefused
from kinerja.rules.refusal import Refusal

SECONDS = 20
MEGABYTES = 300
ANSWER_MEGABYTES = 128  # the largest answer that a child may write

DONE, REFUSED, OUT_OF_MEMORY = 0, 3, 4  # exit codes of the child

log = logging.getLogger(__name__)


def run_limited(
    module: str, payload: bytes, *, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> bytes:
    """What `module.run(payload)` returns in a child process of its own.

    Units: seconds of wall time (and of processor time), megabytes of address space.
    Errors: FileRefused with the parser's own words, or because the child took too long, needed too
    much memory or died; the trace of a parser that died is logged.
    """
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as trace,
    ):
        given.write(payload)
        given.seek(0)
        code = _run_child(module, (given, answer, trace), seconds, megabytes)
        answer.seek(0)
        if code == DONE:
            return answer.read()
        if code == REFUSED:
            raise FileRefused(answer.read().decode())
        trace.seek(0)
        log.warning(
            "%s ended with %s: %s", module, code, trace.read(4_000).decode(errors="replace")
        )
    if code in (None, -signal.SIGXCPU):
        raise FileRefused(
            f"Berkas ini belum selesai dibaca dalam {seconds} detik. "
            "Kirim berkas yang lebih kecil atau lebih sederhana."
        )
    if code in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        raise FileRefused(
            "Berkas ini membutuhkan terlalu banyak memori. "
            "Kirim berkas yang lebih kecil atau lebih sederhana."
        )
    raise FileRefused(
        "Berkas ini rusak dan tidak dapat dibaca. "
        "Buka di aplikasinya, simpan ulang, lalu kirim lagi."
    )


def _run_child(
    module: str, files: tuple[IO[bytes], IO[bytes], IO[bytes]], seconds: int, megabytes: int
) -> int | None:
    """The exit code of the child (negative: the signal that ended it); None: out of time."""
    given, answer, trace = files
    child = subprocess.Popen(  # noqa: S603 - our own interpreter, and a module that our code names
        [sys.executable, "-I", "-m", __name__, module, str(seconds), str(megabytes), *sys.path],
        stdin=given,
        stdout=answer,
        stderr=trace,
        env={"LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)  # not reaped yet: the number is still the child's
        child.wait()
        return None


def _limit(seconds: int, megabytes: int) -> None:
    """Bind this process. A system that cannot bound address space (macOS) keeps the time limit."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, ANSWER_MEGABYTES * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _child(module: str, seconds: int, megabytes: int) -> int:
    """Read the payload, run the parser, write its answer; the exit code."""
    _limit(seconds, megabytes)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    try:
        run: Callable[[bytes], bytes] = import_module(module).run
        answer.write(run(sys.stdin.buffer.read()))
        answer.flush()
    except Refusal as refusal:
        answer.write(str(refusal).encode())
        answer.flush()
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception:
        traceback.print_exc()
        return 1
    return DONE


if __name__ == "__main__":
    # The process ends without the interpreter's farewell: nothing of a hostile file runs after.
    _, name, most_seconds, most_megabytes, *places = sys.argv
    sys.path[:] = filter(None, places)  # as its parent finds modules, but never the current folder
    exit_code = _child(name, int(most_seconds), int(most_megabytes))
    sys.stderr.flush()
    os._exit(exit_code)
