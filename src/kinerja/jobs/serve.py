"""`kinerja serve`: everything on one machine by one command – database, pages and worker.

It prepares the database, builds the example agency where there is none, collects the static files,
and keeps two programs running until Ctrl-C: gunicorn with the pages, and `kinerja work`. The
embedded database stays up for the next command.
"""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from kinerja.jobs import demo
from kinerja.jobs.prepare import has_agency, prepare_database

THREADS = 6  # of each web process; each keeps one database connection
FILES = 8_192  # that a process may hold open
START_SECONDS = 60
STOP_SECONDS = 25  # what is running may end; then the rest is killed
LOOK_SECONDS = 0.2
LAST_PORT = 65_535
DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="alamat, bawaan 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="nomor port, bawaan 8000")
    parser.add_argument(
        "--no-demo", action="store_true", help="jangan bangun instansi contoh bila belum ada"
    )
    parser.add_argument("--no-practice", action="store_true", help="tanpa mode latihan")


def run(options: Namespace) -> int:
    """Serve until SIGINT or SIGTERM: 0. 1: it could not start, or a program ended by itself."""
    if not port_is_free(options.host, options.port):
        print(
            f"Port {options.port} sedang dipakai program lain. Pakai port lain, misalnya"
            f" --port {options.port + 80}.",
            file=sys.stderr,
        )
        return 1
    print("Menyiapkan basis data …", flush=True)
    prepare_database()
    if has_agency():
        if demo.accounts_file().exists():
            print(demo.accounts_file().read_text(), end="")
    elif options.no_demo:
        print("Belum ada instansi: jalankan kinerja init di jendela lain.")
    elif failed := _build_demo():
        return failed
    collect_static()
    practice = 0 if options.no_practice else _practice_port(options.host, options.port)
    return _serve(options.host, options.port, practice)


def _practice_port(host: str, port: int) -> int:
    """The next port, for the practice site; 0 where it is taken: the site does not need it."""
    if port < LAST_PORT and port_is_free(host, port + 1):
        return port + 1
    print(f"Port {port + 1} sedang dipakai, jadi mode latihan tidak dijalankan.", flush=True)
    return 0


def port_is_free(host: str, port: int) -> bool:
    """Whether this program could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def collect_static() -> None:
    """Static files, named by their content and packed; nothing is done when none has changed."""
    stamp = Path(settings.STATIC_ROOT) / "collected"
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def _state_of_static_files() -> str:
    """Changes whenever a file is added, changed or removed."""
    files = (
        (storage.path(name), Path(storage.path(name)).stat())
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    known = sorted((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in files)
    return sha256(repr(known).encode()).hexdigest()


def _build_demo() -> int:
    print("Membangun instansi contoh; sekitar satu menit, hanya kali ini …", flush=True)
    parser = ArgumentParser()
    demo.arguments(parser)
    return demo.run(parser.parse_args([]))


def _serve(host: str, port: int, practice: int) -> int:
    stopped: list[int] = []
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda number, _: stopped.append(number))
    own = {"KINERJA_OWN_URL": f"http://{_named(_reachable(host))}:{port}"}
    _allow_many_streams()
    beside = {"KINERJA_PRACTICE_PORT": str(practice)}
    children = [
        _start(pages_command(host, port), os.environ | beside),
        _start(_worker(), os.environ | own),
    ]
    aside: list[subprocess.Popen[bytes]] = []  # its end is not the end of the site
    try:
        if not _wait_until_it_answers(host, port, children, stopped):
            return 0 if stopped else 1
        _greet(host, port)
        if practice:
            aside.append(_start(_practice(host, practice)))
        while not stopped:
            if any(child.poll() is not None for child in children):
                print("Satu program berhenti sendiri; lihat pesan di atas.", file=sys.stderr)
                return 1
            time.sleep(LOOK_SECONDS)
        print("\nBerhenti …", flush=True)
        return 0
    finally:
        _stop([*children, *aside])


def _allow_many_streams() -> None:
    """Each open page of a leader is one open file; many systems begin with 1,024 of them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def pages_command(host: str, port: int) -> list[str]:
    """The web processes. Streams hold none of the threads: see `web.live`."""
    workers = min(2, os.cpu_count() or 1)
    return [
        *(sys.executable, "-m", "gunicorn", "kinerja.config.wsgi:application"),
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        "--preload",  # the program is read once for all of them
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(THREADS)),
        *("--keep-alive", "75", "--graceful-timeout", "10", "--log-level", "warning"),
        *("--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"),  # noqa: S108
    ]


def _worker() -> list[str]:
    return [str(Path(sys.executable).with_name("kinerja")), "work"]


def _practice(host: str, port: int) -> list[str]:
    """The practice site, begun when the real one answers: filling it must not delay that."""
    return [*_worker()[:1], "practice", "serve", "--host", host, "--port", str(port)]


def _start(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """In its own session: Ctrl-C reaches this program alone, which ends the others in order."""
    return subprocess.Popen(  # noqa: S603 - our own programs
        command, env=environment, preexec_fn=_die_with_parent, start_new_session=True
    )


def _die_with_parent() -> None:
    """In the child: when this program is killed, its children end too (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_OF_PARENT, signal.SIGTERM)


def _wait_until_it_answers(
    host: str, port: int, children: Sequence[subprocess.Popen[bytes]], stopped: Sequence[int]
) -> bool:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and not stopped:
        if any(child.poll() is not None for child in children):
            print("Program tidak bisa dimulai; lihat pesan di atas.", file=sys.stderr)
            return False
        with suppress(OSError):
            connection = HTTPConnection(_reachable(host), port, timeout=5)
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status < 500:
                return True
        time.sleep(LOOK_SECONDS)
    return False


def _reachable(host: str) -> str:
    """An address of this machine, where `host` means all of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def _named(host: str) -> str:
    """As an address writes it."""
    return f"[{host}]" if ":" in host else host


def _greet(host: str, port: int) -> None:
    print(f"Kinerja siap di http://{_named(host)}:{port} – hentikan dengan Ctrl-C.", flush=True)


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, wait, then insist."""
    for child in children:
        with suppress(ProcessLookupError):
            child.terminate()
    give_up = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
