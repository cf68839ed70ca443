"""Thanks and initiatives of the example: tied, open to all, taken back, reported; with voices."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from kinerja.evaluation.period import Period, span_of
from kinerja.feedback.appreciation import (
    give_appreciation,
    report_appreciation,
    show_appreciation,
    withdraw_appreciation,
)
from kinerja.feedback.initiative import (
    Initiative,
    note_outside_voice,
    record_initiative,
    share_initiative,
    speak_on,
)
from kinerja.jobs.demo.photos import draw_photo
from kinerja.people.person import Person, is_present
from kinerja.people.supervision import appraisers_of
from kinerja.rules.date_words import date_in_words
from kinerja.work.report import Report

THANKS = (
    (
        "pelayanan hari itu",
        "Antrean panjang tetap tertib, tidak ada yang pulang tanpa dilayani.",
    ),
    ("laporan lapangan", "Datanya lengkap sejak awal, sehingga rapat selesai dalam setengah jam."),
    ("menggantikan rekan", "Terima kasih sudah mengambil alih jadwal saya tanpa diminta."),
    ("pendampingan warga", "Warga menyebut namanya dengan senang hati; itu mengangkat kita semua."),
    ("perbaikan arsip", "Berkas yang dulu dicari sehari sekarang ketemu dalam semenit."),
    ("kerja bakti posko", "Datang paling pagi dan pulang paling akhir."),
)
INITIATIVES = (
    (
        "innovation",
        "Daftar antrean lewat pesan singkat",
        "Pemohon mengirim pesan sehari sebelumnya dan datang pada jamnya.",
        ("waktu tunggu di loket", "menit", 85, 30, "buku antrean, dua pekan sebelum dan sesudah"),
    ),
    (
        "service",
        "Loket khusus lansia dan tamu dari luar kota",
        "Satu petugas mendampingi dari pintu sampai selesai, termasuk membacakan formulir.",
        ("pengunjung yang harus datang dua kali", "orang sepekan", 14, 3, "buku tamu"),
    ),
    (
        "initiative",
        "Satu formulir untuk tiga layanan",
        "Isian yang sama tidak ditulis tiga kali lagi.",
        ("berkas yang dikembalikan", "berkas sebulan", 40, 11, "register pengembalian"),
    ),
)
SERVED = ("Ibu Ratna, Kelurahan Jati", "Saya dibantu sampai selesai dan tidak perlu kembali besok.")


def add_recognition(*, today: date, zone: ZoneInfo) -> None:
    """In the quarter that is being evaluated, so that appraisers find it beside the reports."""
    period = Period.objects.open_on(today).filter(kind=Period.Kind.QUARTER).first()
    if period is None:
        return
    at = datetime.combine(min(today, period.ends_on), time(15), zone)
    reports = _reports(period, today)
    authors = [one.person for one in reports]
    lines = appraisers_of(authors, today)
    given = []
    for number, (report, (work, text)) in enumerate(zip(reports, THANKS, strict=False)):
        leader = lines[report.person_id].appraiser
        peer = authors[number - 1]
        giver = leader if leader and number % 2 == 0 else peer
        given.append(
            give_appreciation(
                receiver=report.person,
                work=f"{work}, {date_in_words(report.done_on)}",
                text=text,
                by=giver,
                at=at - timedelta(days=len(THANKS) - number),  # the newest is given last
                report=report if number != 2 else None,
            )
        )
    for one in given[:3]:
        show_appreciation(appreciation=one, public=True, by=one.receiver)
    if len(given) > 4:
        withdraw_appreciation(appreciation=given[-1], by=given[-1].giver, at=at)
        reason = "Pekerjaan ini dikerjakan satu tim; mohon dilihat."
        report_appreciation(appreciation=given[1], reason=reason, by=given[3].receiver, at=at)
    _initiatives(authors, period.ends_on, at, today)


def add_early_initiatives(*, code: str, zone: ZoneInfo) -> None:
    """In the quarter that will be signed: what earns the first badges."""
    span = span_of(code)
    authors = [one.person for one in _newest(span.first, span.last, span.last)][1::7][:4]
    if authors:
        at = datetime.combine(span.last, time(15), zone)
        _initiatives(authors, span.last, at, span.last)


def _initiatives(authors: Sequence[Person], last: date, at: datetime, today: date) -> None:
    picture = draw_photo("loket", 1, Random(1))  # noqa: S311 - an example, no secret
    recorded: list[Initiative] = []
    for person, (kind, title, text, effect) in zip(authors[::2], INITIATIVES, strict=False):
        measure, unit, before, after, source = effect
        one = record_initiative(
            kind=kind,
            title=title,
            text=text,
            done_on=last - timedelta(days=20 + len(recorded)),
            measure=measure,
            unit_of_measure=unit,
            before=Decimal(before),
            after=Decimal(after),
            source=source,
            files=[("loket.jpg", picture)],
            by=person,
            at=at,
            on=today,
        )
        recorded.append(one)
        leader = appraisers_of([person], today)[person.pk].appraiser
        if leader is not None:
            said = "Saya melihat sendiri loketnya: benar lebih cepat, dan angkanya cocok."
            speak_on(initiative=one, words=said, by=leader, at=at, on=today)
    for one in recorded[:2]:
        share_initiative(initiative=one, shared=True, by=one.owner)
        colleague = next((who for who in authors if who != one.owner), None)
        if colleague is not None:
            words = "Kami memakai cara yang sama sejak bulan lalu."
            speak_on(initiative=one, words=words, by=colleague, at=at, on=today)
    for one in recorded[1:2]:
        outsider, words = SERVED
        note_outside_voice(
            initiative=one,
            outsider=outsider,
            words=words,
            file=("kartu-tanggapan.jpg", picture),
            by=one.owner,
            at=at,
        )


def _reports(period: Period, today: date) -> list[Report]:
    """The newest accepted report of six people of the quarter who still serve."""
    found = _newest(period.starts_on, period.ends_on, today)
    step = max(len(found) // len(THANKS), 1)
    return found[::step][: len(THANKS)]


def _newest(first: date, last: date, today: date) -> list[Report]:
    """The newest accepted report of these days of each person who is in service today."""
    rows = Report.objects.accepted().filter(is_present(today, "person__"))
    rows = rows.filter(done_on__range=(first, last)).select_related("person")
    return list(rows.order_by("person_id", "-done_on", "-pk").distinct("person_id"))
