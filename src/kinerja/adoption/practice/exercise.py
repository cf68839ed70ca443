"""What can be practised, step by step. A step is done when the rows say so, not by a tick."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kinerja.adoption.refusals import NoSuchExercise
from kinerja.evaluation.delivery import Delivery
from kinerja.evaluation.review import Review
from kinerja.feedback.feedback import Feedback
from kinerja.participation.answer import IdeaAnswer
from kinerja.participation.idea import Idea
from kinerja.people.person import Person
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan
from kinerja.rules.idea import UNDECIDED, IdeaState
from kinerja.work.report import Report
from kinerja.work.verification import Verification

Done = Callable[[Person, datetime], bool]


class Seat(StrEnum):
    """Whom one plays."""

    STAFF = "staff"
    HEAD = "head"


@dataclass(frozen=True)
class Step:
    """One thing to do, and how the rows tell that it was done since the beginning."""

    words: str
    done: Done


@dataclass(frozen=True)
class Exercise:
    """One exercise. `start` names the page where it begins."""

    key: str
    title: str
    about: str
    seat: Seat
    start: str
    steps: tuple[Step, ...]


def _filed(person: Person, since: datetime) -> bool:
    return Report.objects.filter(person=person, filed_at__gte=since).exists()


def _filed_with_number(person: Person, since: datetime) -> bool:
    rows = Report.objects.filter(person=person, filed_at__gte=since)
    return rows.filter(quantity__isnull=False).exists()


def _accepted(person: Person, since: datetime) -> bool:
    rows = Report.objects.filter(person=person, filed_at__gte=since)
    return rows.filter(state=Report.State.NOTED).exists()


def _planned(person: Person, since: datetime) -> bool:
    return Plan.objects.filter(person=person).exists()


def _measured(person: Person, since: datetime) -> bool:
    return Indicator.objects.filter(result__plan__person=person).exists()


def _submitted(person: Person, since: datetime) -> bool:
    rows = Plan.objects.filter(person=person)
    return rows.filter(submitted_on__isnull=False).exclude(state=Plan.State.DRAFT).exists()


def _set(person: Person, since: datetime) -> bool:
    return Plan.objects.filter(person=person, state=Plan.State.SET).exists()


def _answered(verdict: str) -> Done:
    def done(person: Person, since: datetime) -> bool:
        return Verification.objects.filter(by=person, verdict=verdict, at__gte=since).exists()

    return done


def _none_waits(person: Person, since: datetime) -> bool:
    answered = Verification.objects.filter(by=person, at__gte=since)
    units = person.assignments.values("position__unit")
    waiting = Report.objects.filter(unit__in=units, state=Report.State.FILED)
    return answered.exists() and not waiting.exclude(person=person).exists()


def _rated(person: Person, since: datetime) -> bool:
    rows = Review.objects.filter(appraiser=person)
    return rows.filter(rated_on__isnull=False).exists()


def _signed(person: Person, since: datetime) -> bool:
    rows = Review.objects.filter(appraiser=person)
    return rows.filter(signed_on__isnull=False).exists()


def _opened(person: Person, since: datetime) -> bool:
    return Delivery.objects.filter(review__person=person).exists()


def _replied(person: Person, since: datetime) -> bool:
    return Delivery.objects.filter(review__person=person).exclude(answer="").exists()


def _praised(person: Person, since: datetime) -> bool:
    rows = Feedback.objects.filter(giver=person, given_at__gte=since)
    return rows.filter(tone=Feedback.Tone.POSITIVE).exists()


def _advised(person: Person, since: datetime) -> bool:
    rows = Feedback.objects.filter(giver=person, given_at__gte=since)
    return rows.filter(tone=Feedback.Tone.IMPROVE).exists()


def _idea_answered(person: Person, since: datetime) -> bool:
    rows = IdeaAnswer.objects.filter(by=person, at__gte=since)
    return rows.exclude(state=IdeaState.DISCUSSED).exists()


def _no_idea_waits(person: Person, since: datetime) -> bool:
    waiting = Idea.objects.filter(owner=person, state__in=UNDECIDED)
    return _idea_answered(person, since) and not waiting.exists()


EXERCISES = (
    Exercise(
        "lapor",
        "Mengirim laporan harian",
        "Tulis apa yang dikerjakan hari ini, kirim, dan lihat jawaban atasan.",
        Seat.STAFF,
        "report_new",
        (
            Step("Kirim satu laporan dari halaman Lapor.", _filed),
            Step("Isi Jumlah pada satu laporan, misalnya 12 berkas.", _filed_with_number),
            Step("Atasan menerima laporan Anda.", _accepted),
        ),
    ),
    Exercise(
        "rencana",
        "Menyusun rencana kinerja (SKP)",
        "Mulai rencana, isi hasil kerja dengan indikatornya, lalu ajukan kepada atasan.",
        Seat.STAFF,
        "plan",
        (
            Step("Mulai rencana tahun ini.", _planned),
            Step("Tambahkan satu hasil kerja dengan indikator dan target.", _measured),
            Step("Ajukan rencana kepada atasan.", _submitted),
            Step("Atasan menetapkan rencana Anda.", _set),
        ),
    ),
    Exercise(
        "hasil",
        "Membaca hasil penilaian",
        "Buka hasil penilaian Anda, baca alasannya, lalu jawab.",
        Seat.STAFF,
        "results",
        (
            Step("Buka hasil penilaian Anda.", _opened),
            Step("Jawab hasil itu: tanda tangani, atau tolak dengan alasan.", _replied),
        ),
    ),
    Exercise(
        "periksa",
        "Memeriksa laporan pegawai",
        "Sebagai atasan: terima laporan yang cukup, kembalikan yang belum.",
        Seat.HEAD,
        "queue",
        (
            Step("Terima satu laporan.", _answered("accept")),
            Step("Kembalikan satu laporan dengan alasan.", _answered("return")),
            Step("Jawab semua laporan yang menunggu.", _none_waits),
        ),
    ),
    Exercise(
        "umpan-balik",
        "Memberi umpan balik",
        "Sebagai atasan: sampaikan yang sudah baik dan yang perlu diperbaiki.",
        Seat.HEAD,
        "team",
        (
            Step("Beri umpan balik positif kepada satu pegawai.", _praised),
            Step("Beri masukan perbaikan kepada satu pegawai.", _advised),
        ),
    ),
    Exercise(
        "menilai",
        "Menilai pegawai",
        "Sebagai atasan: baca buktinya, beri dua rating dengan alasan, lalu tanda tangani.",
        Seat.HEAD,
        "evaluation_queue",
        (
            Step("Nilai satu pegawai: hasil kerja dan perilaku.", _rated),
            Step("Tanda tangani satu penilaian.", _signed),
        ),
    ),
    Exercise(
        "gagasan",
        "Menjawab gagasan",
        "Sebagai pimpinan unit: baca gagasan pegawai, lalu jawab dengan alasan.",
        Seat.HEAD,
        "ideas",
        (
            Step(
                "Jawab satu gagasan: terima, uji coba, atau tolak, dengan alasan.", _idea_answered
            ),
            Step("Jawab semua gagasan yang menunggu Anda.", _no_idea_waits),
        ),
    ),
)
BY_KEY = {one.key: one for one in EXERCISES}


def exercise_named(key: str) -> Exercise:
    """Errors: NoSuchExercise."""
    if key not in BY_KEY:
        raise NoSuchExercise("Latihan ini tidak ada. Pilih latihan di halaman Berlatih.")
    return BY_KEY[key]
