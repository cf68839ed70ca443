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

from kinerja.integrations.gateway.adapters import gateways_on
from kinerja.integrations.gateway.message import Message
from kinerja.integrations.gateway.posting import REFUSED_US
from kinerja.people.access import may_see_health
from kinerja.records.event import Event
from kinerja.records.mail import Mail, mail_is_configured
from kinerja.records.outage import Outage
from kinerja.records.seal import Unsealed
from kinerja.web.indonesian import angka, tanggal, waktu_lalu
from kinerja.web.page import PageRequest, open_to_all, page
from kinerja.web.templatetags.time import lamanya, rentang

LEAST_FREE_SHARE = 0.10  # of the disk
LEAST_FREE_BYTES = 2 * 1024**3
WORKER_SILENT = timedelta(minutes=2)
JOB_WAITS = timedelta(minutes=10)
OUTAGE_RECENT = timedelta(days=1)
EVENT_WAITS = timedelta(minutes=1)
RESTORE_PROVEN = timedelta(days=8)  # assurance: red when the last proven restore is older
BACKUP_MADE = timedelta(days=1, hours=12)

# The services as docs/operate/install.md names them.
RESTART_WORKER = "sudo systemctl restart kinerja-worker"
RESTART_ALL = "sudo systemctl restart kinerja kinerja-worker"
LOGS = "journalctl --unit=kinerja --unit=kinerja-worker"
MESSAGE_LATE = timedelta(minutes=15)
WORKER_LOG = "journalctl --unit=kinerja-worker --lines=100"


@dataclass(frozen=True)
class Check:
    """One line of the page. `tone` is good, heed (soon) or bad (now)."""

    name: str
    value: str
    tone: str = "good"
    remedy: str = ""  # what to do when it is not good
    commands: tuple[str, ...] = ()  # what the operator types for it, in this order

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
        _outage(now),
        _mail(now),
        _gateways(now),
        _done(
            now,
            "Cadangan terakhir",
            "backup.made",
            BACKUP_MADE,
            "Buat cadangan sekarang di disk lain, dan jadwalkan tiap malam. Salin berkasnya ke"
            " mesin lain.",
            ("kinerja backup make /srv/cadangan",),
        ),
        _done(
            now,
            "Pemulihan yang terbukti",
            "restore.proven",
            RESTORE_PROVEN,
            "Buktikan cadangan terbaru, dan jadwalkan tiap pekan: cadangan yang belum pernah"
            " dipulihkan belum tentu dapat dipakai.",
            ("kinerja backup prove /srv/cadangan",),
        ),
    ]


def _database() -> Check:
    started = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        number = cursor.fetchone()[0].split(" ")[0]
    took = (perf_counter() - started) * 1000
    slow = took > 100
    words = f"PostgreSQL {number}, menjawab dalam {took:.0f} milidetik"
    if not slow:
        return Check("Basis data", words)
    return Check(
        "Basis data",
        words,
        "heed",
        "Jawabannya lambat (lazimnya di bawah 100 milidetik). Lihat beban mesin dan pertanyaan"
        " yang sedang berjalan, lalu muat ulang halaman ini.",
        (
            "uptime",
            'psql "$DATABASE_URL" --command "SELECT pid, now() - query_start AS lama,'
            " left(query, 80) FROM pg_stat_activity WHERE state = 'active'\"",
        ),
    )


def _mail(now: datetime) -> Check:
    """Mails that wait longer than they should, and those given up within a day."""
    if not mail_is_configured():
        return Check("Surel", "mati: belum ada peladen surel")
    late = Q(sent_at=None, ended_at=None, made_at__lt=now - MESSAGE_LATE)
    given_up = Q(ended_at__gte=now - timedelta(days=1))
    stuck = Mail.objects.filter(late | given_up)
    number = stuck.count()
    if not number:
        return Check("Surel", "berjalan")
    reason = stuck.exclude(failure="").order_by("-pk").values_list("failure", flat=True).first()
    return Check(
        "Surel",
        f"{angka(number)} surel belum sampai" + (f": {reason}" if reason else ""),
        "heed",
        "Periksa peladen surel di pengaturan (KINERJA_EMAIL_…) dan catatan pekerja. Surel dicoba"
        " lagi sendiri selama sehari; kotak masuk tetap bekerja.",
        (WORKER_LOG,),
    )


def _gateways(now: datetime) -> Check:
    """Messages that wait longer than they should, and those that were refused because of our own
    token: not the people's numbers but the gateway needs the operator."""
    on = [one.label for one in gateways_on()]
    if not on:
        return Check("Saluran pesan", "mati: WhatsApp dan Telegram belum dihubungkan")
    ours = Q(failure__startswith=REFUSED_US)
    waits = Q(sent_at=None, ended_at=None) & (Q(made_at__lt=now - MESSAGE_LATE) | ours)
    late = Message.objects.filter(waits | ours & Q(ended_at__gte=now - timedelta(days=1)))
    reason = late.exclude(failure="").order_by("-pk").values_list("failure", flat=True).first()
    number = late.count()
    if not number:
        return Check("Saluran pesan", f"{' dan '.join(on)} berjalan")
    return Check(
        "Saluran pesan",
        f"{angka(number)} pesan belum sampai" + (f": {reason}" if reason else ""),
        "heed",
        "Periksa alamat dan sandi gerbang pesan di pengaturan, dan apakah gerbangnya berjalan."
        " Pesan dicoba lagi sendiri; kotak masuk tetap bekerja.",
        (WORKER_LOG,),
    )


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        return Check("Susunan tabel", "sesuai dengan versi ini")
    return Check(
        "Susunan tabel",
        f"{len(pending)} perubahan belum dijalankan",
        "bad",
        "Sesuaikan susunan tabel, lalu mulai ulang kedua layanan.",
        ("kinerja migrate", RESTART_ALL),
    )


def _disk(home: Path) -> Check:
    try:
        usage = shutil.disk_usage(home)
    except OSError:
        return Check(
            "Ruang disk",
            f"folder {home} tidak dapat dibaca",
            "bad",
            "Lampiran tidak dapat disimpan atau dibuka. Pasang kembali disknya, atau perbaiki hak"
            " foldernya untuk akun layanan, lalu mulai ulang kedua layanan.",
            (f"ls --directory -l {home}", RESTART_ALL),
        )
    words = f"{angka(usage.free // 1024**3)} GB bebas dari {angka(usage.total // 1024**3)} GB"
    tight = usage.free < LEAST_FREE_BYTES or usage.free < LEAST_FREE_SHARE * usage.total
    if not tight:
        return Check("Ruang disk", words)
    full = usage.free < LEAST_FREE_BYTES / 4
    return Check(
        "Ruang disk",
        words,
        "bad" if full else "heed",
        "Cari yang paling besar. Pindahkan cadangan lama ke tempat lain atau perbesar disk;"
        " jangan menghapus isi folder files.",
        (f"du --human-readable --summarize {home}/*",),
    )


def _worker(now: datetime) -> Check:
    last = ProcrastinateWorker.objects.order_by("-last_heartbeat").first()
    if last is not None and now - last.last_heartbeat < WORKER_SILENT:
        return Check("Pekerja antrean", "berjalan")
    silent = f"diam sejak {waktu_lalu(last.last_heartbeat)}" if last else "tidak berjalan"
    return Check(
        "Pekerja antrean",
        silent,
        "bad",
        "Mulai ulang pekerja. Bila berhenti lagi, sebabnya ada di catatannya. Tanpa pekerja,"
        " rekap dan pemberitahuan tertunda; laporan tetap diterima.",
        (RESTART_WORKER, WORKER_LOG),
    )


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
            "Bila baris pekerja antrean di atas baik, baca catatannya lalu mulai ulang.",
            (WORKER_LOG, RESTART_WORKER),
        )
    if failed:
        return Check(
            "Antrean pekerjaan",
            words,
            "heed",
            "Cari sebab pekerjaan yang gagal di catatan pekerja.",
            (WORKER_LOG,),
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
        "Segel dipasang oleh pekerja: mulai ulang pekerja, tunggu satu menit, lalu periksa.",
        (RESTART_WORKER, "kinerja audit verify"),
    )


def _outage(now: datetime) -> Check:
    """The last outage; one of the last day may come again."""
    last = Outage.objects.filter(starts_at__lte=now).first()
    if last is None:
        return Check("Gangguan terakhir", "belum pernah tercatat")
    words = f"{rentang(last.downtime)}, {lamanya(last.downtime)}"
    if last.cause == Outage.Cause.PLANNED or now - last.ends_at > OUTAGE_RECENT:
        return Check("Gangguan terakhir", words)
    return Check(
        "Gangguan terakhir",
        words,
        "heed",
        "Cari sebabnya di catatan layanan; batas waktu yang terkena sudah mundur sendiri.",
        (f"{LOGS} --since='{timezone.localtime(last.starts_at):%Y-%m-%d %H:%M}'",),
    )


def _done(
    now: datetime,
    name: str,
    event: str,
    within: timedelta,
    remedy: str,
    commands: tuple[str, ...],
) -> Check:
    """Something that leaves an event each time it is done."""
    last = Event.objects.named(event).order_by("-pk").first()
    if last is None:
        return Check(name, "belum pernah", "bad", remedy, commands)
    if now - last.at > within:
        return Check(name, tanggal(last.at), "bad", remedy, commands)
    return Check(name, waktu_lalu(last.at))


@page
def health(request: PageRequest) -> HttpResponse:
    """The page for the system operator."""
    if not may_see_health(request.person):
        raise PermissionDenied
    now = timezone.now()
    lines = checks(now)
    faults = [line for line in lines if line.tone != "good"]
    context = {"checks": lines, "faults": faults, "well": len(lines) - len(faults), "now": now}
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
