"""The steps of the tour: a card on the real page that each is about, by what the person does."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from kinerja.web.navigation import (
    PERSONNEL,
    PERSONNEL_ADMIN,
    Who,
    everyone,
    leaders,
    reporters,
)

if TYPE_CHECKING:
    from kinerja.web.layout import Layout


@dataclass(frozen=True)
class Step:
    """One card: on which page, what it says, to whom."""

    url_name: str
    title: str
    text: str
    who: Who = everyone

    @property
    def url(self) -> str:
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class TourCard:
    """The step that is shown now; elsewhere than on its page only the way there."""

    step: Step
    number: int  # from 0
    total: int
    here: bool

    @property
    def place(self) -> str:
        return f"Langkah {self.number + 1} dari {self.total}"

    @property
    def is_last(self) -> bool:
        return self.number + 1 == self.total


STEPS = (
    Step(
        "home",
        "Lapor dari beranda",
        "Tulis satu kalimat tentang pekerjaan hari ini, lalu Kirim. Foto boleh menyusul; tanpa"
        " sinyal pun tersimpan.",
        reporters,
    ),
    Step(
        "plan",
        "Rencana Anda",
        "Di sini SKP disusun bersama atasan. Setiap laporan dihubungkan ke salah satu hasilnya.",
        reporters,
    ),
    Step(
        "results",
        "Hasil dan alasannya",
        "Predikat selalu bersama aturan, bukti, dan siapa yang memutuskan. Tidak setuju? Keberatan"
        " diajukan dari halaman yang sama.",
        reporters,
    ),
    Step(
        "team",
        "Tim hari ini",
        "Satu baris tiap orang: siapa yang sudah melapor, siapa yang terhambat dan perlu dibantu.",
        leaders,
    ),
    Step(
        "queue",
        "Memeriksa laporan",
        "Terima, tanya, atau kembalikan. Yang terlalu lama dibiarkan tercatat tanpa pemeriksaan.",
        leaders,
    ),
    Step(
        "people_list",
        "Data pegawai",
        "Siapa menilai siapa mengikuti jabatan dan unit di sini. Yang keliru diperbaiki di sini.",
        PERSONNEL,
    ),
    Step(
        "control_room",
        "Ruang kendali",
        "Apa yang tertahan dan sebabnya, dengan perbaikannya di baris yang sama.",
        PERSONNEL_ADMIN,
    ),
    Step(
        "help",
        "Bantuan kapan saja",
        "Panduan, pencarian, dan mode latihan. Pengenalan ini dapat diulang dari Lainnya ›"
        " Pengenalan.",
    ),
)


def steps_for(layout: "Layout") -> list[Step]:
    return [step for step in STEPS if step.who(layout) and step.url]


def tour_card(layout: "Layout", at: int, path: str) -> TourCard | None:
    """What this page shows of a tour that stands at that step; None: nothing."""
    steps = steps_for(layout)
    if not steps:
        return None
    number = min(at, len(steps) - 1)
    here = steps[number].url == path
    if not here and path != "/":
        return None
    return TourCard(steps[number], number, len(steps), here)
