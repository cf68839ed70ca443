"""Is the installation well? One page in plain words, each red line with its remedy, and one bare
answer for machines."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinateWorker,
)

from kinerja.people.access import may_see_health
from kinerja.records.event import Event
from kinerja.records.seal import Unsealed
from kinerja.web.indonesian import angka, tanggal, waktu_lalu
from kinerja.web.page import PageRequest, open_to_all, page

LEAST_FREE_SHARE = 0.10  # of the disk
LEAST_FREE_BYTES = 2 * 1024**3
WORKER_SILENT = timedelta(minutes=2)
JOB_WAITS = timedelta(minutes=10)
EVENT_WAITS = timedelta(minutes=1)
RESTORE_PROVEN = timedelta(days=8)  # assurance: red when the last proven restore is older
BACKUP_MADE = timedelta(days=1, hours=12)


@dataclass(frozen=True)
class Check:
    """One line of the page. `tone` is good, heed (soon) or bad (now)."""

    name: str
    value: str
    tone: str = "good"
    remedy: str = ""  # what to do when it is not good

    @property
    def word(self) -> str:
        return {"good": "Baik", "heed": "Perlu dilihat", "bad": "Bermasalah"}[self.tone]


def checks(now: datetime) -> list[Check]:
    """All lines, in the order in which an engineer would look."""
    return [
        Check("Versi", version("kinerja")),
        _database(),
        _migrations(),
        _disk(settings.HOME),
        _worker(now),
        _queue(now),
        _chain(now),
        _done(
            now,
            "Cadangan terakhir",
            "backup.made",
            BACKUP_MADE,
            "Buat cadangan basis data dan berkas sekarang, dan jadwalkan tiap hari: lihat"
            " docs/operate.",
        ),
        _done(
            now,
            "Pemulihan yang terbukti",
            "restore.proven",
            RESTORE_PROVEN,
            "Coba pulihkan cadangan terakhir ke tempat terpisah: cadangan yang belum pernah"
            " dipulihkan belum tentu bisa dipakai.",
        ),
    ]


def _database() -> Check:
    started = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        number = cursor.fetchone()[0].split(" ")[0]
    took = (perf_counter() - started) * 1000
    slow = took > 100
    remedy = "Periksa beban mesin dan jaringan ke basis data." if slow else ""
    words = f"PostgreSQL {number}, menjawab dalam {took:.0f} milidetik"
    return Check("Basis data", words, "heed" if slow else "good", remedy)


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        return Check("Susunan tabel", "sesuai dengan versi ini")
    return Check(
        "Susunan tabel",
        f"{len(pending)} perubahan belum dijalankan",
        "bad",
        "Jalankan perintah: kinerja migrate.",
    )


def _disk(home: Path) -> Check:
    usage = shutil.disk_usage(home)
    words = f"{angka(usage.free // 1024**3)} GB bebas dari {angka(usage.total // 1024**3)} GB"
    tight = usage.free < LEAST_FREE_BYTES or usage.free < LEAST_FREE_SHARE * usage.total
    if not tight:
        return Check("Ruang disk", words)
    full = usage.free < LEAST_FREE_BYTES / 4
    return Check(
        "Ruang disk",
        words,
        "bad" if full else "heed",
        "Tambah ruang atau pindahkan cadangan lama ke tempat lain.",
    )


def _worker(now: datetime) -> Check:
    last = ProcrastinateWorker.objects.order_by("-last_heartbeat").first()
    if last is not None and now - last.last_heartbeat < WORKER_SILENT:
        return Check("Pekerja antrean", "berjalan")
    silent = f"diam sejak {waktu_lalu(last.last_heartbeat)}" if last else "tidak berjalan"
    return Check("Pekerja antrean", silent, "bad", "Jalankan perintah: kinerja work.")


def _queue(now: datetime) -> Check:
    waiting = ProcrastinateJob.objects.filter(status="todo")
    due = waiting.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=now))
    oldest = ProcrastinateEvent.objects.filter(job__in=due).aggregate(at=Min("at"))["at"]
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    words = f"{angka(waiting.count())} menunggu, {angka(failed)} gagal"
    if oldest and now - oldest > JOB_WAITS:
        return Check(
            "Antrean pekerjaan",
            f"{words}; yang tertua {waktu_lalu(oldest)}",
            "bad",
            "Periksa pekerja antrean; bila berjalan, lihat catatannya.",
        )
    if failed:
        return Check(
            "Antrean pekerjaan", words, "heed", "Lihat catatan pekerja untuk pekerjaan yang gagal."
        )
    return Check("Antrean pekerjaan", words)


def _chain(now: datetime) -> Check:
    waiting = Unsealed.objects.count()
    oldest = Event.objects.filter(pk__in=Unsealed.objects.values("pk")).order_by("at").first()
    if oldest is None:
        return Check("Rantai catatan audit", "semua peristiwa bersegel")
    words = f"{angka(waiting)} peristiwa menunggu segel"
    if now - oldest.at < EVENT_WAITS:
        return Check("Rantai catatan audit", words)
    return Check(
        "Rantai catatan audit",
        f"{words}, tertua {waktu_lalu(oldest.at)}",
        "bad",
        "Segel dipasang oleh pekerja: jalankan kinerja work, lalu kinerja audit verify.",
    )


def _done(now: datetime, name: str, event: str, within: timedelta, remedy: str) -> Check:
    """Something that leaves an event each time it is done."""
    last = Event.objects.named(event).order_by("-pk").first()
    if last is None:
        return Check(name, "belum pernah", "bad", remedy)
    if now - last.at > within:
        return Check(name, tanggal(last.at), "bad", remedy)
    return Check(name, waktu_lalu(last.at))


@page
def health(request: PageRequest) -> HttpResponse:
    """The page for the system operator."""
    if not may_see_health(request.person):
        raise PermissionDenied
    now = timezone.now()
    lines = checks(now)
    faults = [line for line in lines if line.tone != "good"]
    context = {"checks": lines, "faults": faults, "now": now}
    return render(request, "health.html", context)


@open_to_all
def alive(request: HttpRequest) -> HttpResponse:
    """For monitors: 200 "ok" when a page could be served, else 503. Tells nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("unavailable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})
