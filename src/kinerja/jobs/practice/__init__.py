"""`kinerja practice`: the practice site (mode latihan), filled by itself and fresh every night.

`serve` keeps its pages running and fills the database beside them; `reset` empties and fills it
now. Both run with the environment of the practice site (see `config.practice`).
"""

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from threading import Event as Flag

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from kinerja.jobs.practice.filling import NotPractice, fill, is_fresh
from kinerja.records.seal import seal_events
from kinerja.work.rollup import count_days

LOOK_SECONDS = 5
NIGHT = range(1, 4)  # hours in which it is filled anew


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=["serve", "reset"], help="jalankan, atau isi ulang sekarang")
    parser.add_argument("--host", default="127.0.0.1", help="alamat, bawaan 127.0.0.1")
    parser.add_argument("--port", type=int, default=8001, help="nomor port, bawaan 8001")


def run(options: Namespace) -> int:
    """0 after an orderly end; 1: refused, and nothing was changed."""
    if not settings.KINERJA_PRACTICE:
        print("Perintah ini hanya berjalan sebagai kinerja practice …", file=sys.stderr)
        return 1
    try:
        if options.act == "reset":
            fill(at=timezone.now())
            print("Mode latihan sudah diisi ulang.")
            return 0
        return _serve(options.host, options.port)
    except NotPractice as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _serve(host: str, port: int) -> int:
    """The pages in a process of their own; here the filling, and the clocks of a worker."""
    stop = Flag()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda number, _: stop.set())
    if hasattr(os, "nice"):
        os.nice(5)  # whoever works comes first
    pages = subprocess.Popen(_pages(host, port))  # noqa: S603 - our own program
    try:
        while not stop.is_set():
            if pages.poll() is not None:
                return 1
            _tend(pages)
            stop.wait(LOOK_SECONDS)
        return 0
    finally:
        pages.terminate()
        pages.wait(20)


def _tend(pages: subprocess.Popen[bytes]) -> None:
    """Fill where it is not filled, and once a night; seal and count as a worker does."""
    try:
        if _is_due():
            fill(at=timezone.now())
            pages.send_signal(signal.SIGHUP)  # processes that know the old tables end
            connection.close()
        seal_events()
        count_days()
    except DatabaseError as error:
        print(f"Mode latihan menunggu basis data: {error}", file=sys.stderr)
        connection.close()


def _is_due() -> bool:
    now = timezone.localtime()
    if is_fresh(on=now.date()):
        return False
    return not is_fresh() or now.hour in NIGHT


def _pages(host: str, port: int) -> list[str]:
    """One process with a few threads: few people practise at a time."""
    return [
        *(sys.executable, "-m", "gunicorn", "kinerja.config.wsgi:application"),
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "4"),
        *("--keep-alive", "30", "--graceful-timeout", "5", "--log-level", "warning"),
    ]
