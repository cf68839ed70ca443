"""What a figure means in words: where a unit is stuck first, why that matters, what to do next."""

from dataclasses import dataclass
from fractions import Fraction

from kinerja.adoption.system_review import Heard
from kinerja.adoption.usage import Usage
from kinerja.rules.adoption import ENOUGH_PERCENT, Stage, gained, whole_percent
from kinerja.web.indonesian import angka

_SAID = {
    Stage.SIGNED_IN: "{part} dari {of} pegawai masuk dalam 14 hari terakhir",
    Stage.PLANNED: "{part} dari {of} pegawai punya SKP yang ditetapkan",
    Stage.REPORTED: "{part} dari {of} pegawai yang bekerja sudah melapor dalam 7 hari kerja",
    Stage.CHECKED: "{part} dari {of} laporan diperiksa sebelum batas waktu",
    Stage.EVALUATED: "{part} dari {of} penilaian yang segera ditutup sudah ditandatangani",
}
_NEXT = {
    Stage.SIGNED_IN: "Pastikan akun dan sandi pertama sudah diterima, lalu masuk bersama-sama.",
    Stage.PLANNED: "Dampingi pimpinan menetapkan rencana yang menunggu; templat rencana menghemat"
    " waktu.",
    Stage.REPORTED: "Tunjukkan cara lapor dua ketukan, lalu dengarkan apa yang menghambat.",
    Stage.CHECKED: "Dampingi pimpinan memakai antrean; bila berhalangan, delegasikan.",
    Stage.EVALUATED: "Bantu pimpinan menyelesaikan penilaian sebelum jendelanya ditutup.",
}
TOPICS = {
    Stage.SIGNED_IN: "Masuk pertama kali dan mengenal beranda",
    Stage.PLANNED: "Menyusun dan menetapkan SKP",
    Stage.REPORTED: "Melapor setiap hari dari ponsel",
    Stage.CHECKED: "Memeriksa laporan lewat antrean",
    Stage.EVALUATED: "Menilai dan menandatangani hasil",
}
NOT_ABOUT_PEOPLE = (
    "Angka ini menunjukkan di mana sistem dan pendampingannya perlu diperbaiki. Angka ini bukan"
    " nilai siapa pun dan tidak dipakai dalam penilaian."
)


@dataclass(frozen=True)
class StageLine:
    """One stage of one group, for a page."""

    stage: Stage
    part: int
    of: int

    @property
    def percent(self) -> int | None:
        return whole_percent(self.part, self.of)

    @property
    def text(self) -> str:
        """ "30 dari 40 (75%)"; no per cent of fewer than five; nothing to count says so."""
        if not self.of:
            return "belum ada yang dihitung"
        counted = f"{angka(self.part)} dari {angka(self.of)}"
        return counted if self.percent is None else f"{counted} ({self.percent}%)"


@dataclass(frozen=True)
class ChangeLine:
    """One stage before and after."""

    before: StageLine
    after: StageLine

    @property
    def text(self) -> str:
        points = gained((self.before.part, self.before.of), (self.after.part, self.after.of))
        if points is None:
            return "terlalu sedikit untuk dibandingkan"
        return (
            f"naik {points} poin" if points > 0 else f"turun {-points} poin" if points else "tetap"
        )


def stage_lines(usage: Usage) -> list[StageLine]:
    return [StageLine(stage, part, of) for stage, (part, of) in usage.done.items()]


def change_lines(before: Usage, after: Usage) -> list[ChangeLine]:
    return [
        ChangeLine(first, last)
        for first, last in zip(stage_lines(before), stage_lines(after), strict=True)
    ]


def cause_of(usage: Usage) -> str:
    """Where it is stuck first: "3 dari 12 pegawai masuk dalam 14 hari terakhir"; empty: nowhere."""
    gap = usage.gap
    if gap is None:
        return ""
    part, of = usage.done[gap]
    said = _SAID[gap].format(part=angka(part), of=angka(of))
    if gap == Stage.SIGNED_IN and usage.ever < usage.people:
        said += f"; {angka(usage.people - usage.ever)} belum pernah"
    return said


def step_of(usage: Usage) -> str:
    """What to do next about it; empty: nothing."""
    return _NEXT[usage.gap] if usage.gap else ""


def need_of(usage: Usage) -> str:
    """Why a unit stands on the list: where it is stuck and the next step, or what lacks most."""
    if usage.gap:
        return f"{cause_of(usage)}. {step_of(usage)}"
    counted = {stage: Fraction(part, of) for stage, (part, of) in usage.done.items() if of}
    stage = min(counted, key=lambda one: counted[one])
    part, of = usage.done[stage]
    said = _SAID[stage].format(part=angka(part), of=angka(of))
    return f"Belum mendesak: semua langkah sedikitnya {ENOUGH_PERCENT} persen. {said}."


def heard_words(heard: Heard) -> str:
    """What came in during a year; what did not come is left out; empty: nothing came."""
    said = (
        (heard.pulses, f"survei denyut dengan {angka(heard.answers)} jawaban"),
        (heard.suggestions, "usul"),
        (heard.complaints, "keluhan tentang sistem"),
        (heard.guides, "tanggapan atas panduan"),
        (heard.objections, "keberatan atas hasil penilaian"),
    )
    return ", ".join(f"{angka(number)} {words}" for number, words in said if number)
