"""`kinerja backup`: database and files in one file, proven by restoring it, and restored.

`make` and `prove` belong into a timer of every night and every week (docs/operate/backup.md); the
page Kesehatan sistem knows from their events when each was done.
"""

import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import current_thread, main_thread

from django.utils import timezone

from kinerja.jobs.backup.inspecting import inspect
from kinerja.jobs.backup.making import make_backup
from kinerja.jobs.backup.proving import prove_backup
from kinerja.jobs.backup.refusals import BackupRefused
from kinerja.jobs.backup.restoring import restore_backup
from kinerja.web.indonesian import angka


def arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="make|prove|restore")
    make = acts.add_parser("make", help="buat satu berkas cadangan di sebuah folder")
    make.add_argument("place", type=Path, metavar="FOLDER", help="misalnya /srv/cadangan")
    prove = acts.add_parser("prove", help="pulihkan ke tempat uji, lalu periksa hasilnya")
    prove.add_argument(
        "place", type=Path, metavar="BERKAS", help="berkas cadangan, atau foldernya: yang terbaru"
    )
    restore = acts.add_parser("restore", help="pulihkan ke basis data dan folder yang kosong")
    restore.add_argument("place", type=Path, metavar="BERKAS", help="berkas cadangan")
    acts.add_parser("inspect")  # by `prove` alone: it refuses everything but its scratch database


def run(options: Namespace) -> int:
    """0: made, proven or restored; 1: refused or not proven, and nothing was changed."""
    acts: dict[str, Callable[[], int]] = {
        "make": lambda: _make(options.place),
        "prove": lambda: _prove(options.place),
        "restore": lambda: _restore(options.place),
        "inspect": _inspect,
    }
    try:
        with _orderly_end():
            return acts[options.act]()
    except BackupRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _make(folder: Path) -> int:
    made = make_backup(folder=folder, at=timezone.now())
    rows = made.manifest.rows
    print(
        f"{made.file}: {angka(made.bytes)} bita; {angka(len(rows))} tabel,"
        f" {angka(sum(rows.values()))} baris, {angka(made.files)} berkas."
    )
    if not made.holds_secret:
        print("Kunci KINERJA_SECRET tidak ikut disalin: simpan sendiri di tempat lain.")
    if made.missing:
        print(
            f"PERHATIAN: {angka(len(made.missing))} berkas tidak ada di folder files, yang"
            f" pertama {made.missing[0]}. Cadangan ini tidak akan lulus kinerja backup prove.",
            file=sys.stderr,
        )
    return 0


def _prove(place: Path) -> int:
    proof = prove_backup(place=place)
    print(proof.file)
    for one in proof.findings:
        print(f"{one.name:12} : {one.words}", file=sys.stdout if one.holds else sys.stderr)
        if not one.holds:
            print(f"  {one.remedy}", file=sys.stderr)
    if proof.holds:
        print("Cadangan ini terbukti dapat dipulihkan.")
        return 0
    print("Cadangan ini TIDAK terbukti dapat dipulihkan.", file=sys.stderr)
    return 1


def _restore(file: Path) -> int:
    restored = restore_backup(file=file)
    rows = restored.manifest.rows
    made_at = timezone.localtime(datetime.fromisoformat(restored.manifest.made_at))
    print(
        f"Dipulihkan: {angka(len(rows))} tabel, {angka(sum(rows.values()))} baris,"
        f" {angka(restored.files)} berkas, keadaan {made_at:%d-%m-%Y %H:%M %Z}."
    )
    if restored.needs_migrate:
        print(f"Dari Kinerja {restored.manifest.version}. Langkah berikutnya: kinerja migrate")
    print("Periksa dengan kinerja audit verify, lalu nyalakan layanannya.")
    return 0


def _inspect() -> int:
    print(inspect().written())
    return 0


@contextmanager
def _orderly_end() -> Iterator[None]:
    """A service that is stopped leaves no half file and no scratch database behind."""
    if current_thread() is not main_thread():
        yield
        return
    usual = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, usual)
