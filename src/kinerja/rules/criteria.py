"""Written criteria by which a person reviews a planned result or a goal, and hints for the eye."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kinerja.rules.label import Labelled
from kinerja.rules.work_result import absolute_target_words

# Words of doing. A result says what is reached, not what is done (annex p. 44, 49).
ACTIVITY_WORDS = (
    "melaksanakan",
    "mengikuti",
    "menghadiri",
    "melakukan",
    "mengadakan",
    "mengelola",
    "membantu",
    "membuat",
    "menyusun",
    "menyiapkan",
)
DATE_WORDS = (
    *("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september"),
    *("oktober", "november", "desember", "bulan", "triwulan", "semester", "tahun", "minggu"),
    *("hari", "jam", "tanggal", "tepat waktu"),
)


class Criterion(Labelled):
    """What a reviewer looks at, one after the other."""

    OUTCOME_WORDED = "outcome_worded", "Ditulis sebagai capaian"
    NOT_ABSOLUTE = "not_absolute", "Tidak mutlak"
    QUALITY_FITS = "quality_fits", "Kualitas sesuai jabatan"
    ONE_MEANING = "one_meaning", "Satu arti"
    DATED = "dated", "Berbatas waktu"
    SPECIFIC = "specific", "Spesifik"
    REALISTIC = "realistic", "Realistis"
    MEASURABLE = "measurable", "Terukur"
    RELEVANT = "relevant", "Mendukung tujuan di atasnya"

    @property
    def question(self) -> str:
        """What the reviewer is asked."""
        return _SAID[self][0]

    @property
    def source(self) -> str:
        """Where it is written; what is practice says so."""
        return _SAID[self][1]

    @property
    def is_practice(self) -> bool:
        """Common practice (SMART), not asked for by the regulation."""
        return self.source == PRACTICE


PRACTICE = "Praktik umum (SMART), bukan ketentuan"
LAW = "PermenPANRB 6/2022 lampiran hlm."
_SAID = {
    Criterion.OUTCOME_WORDED: (
        "Apakah yang ditulis keadaan yang tercapai, bukan kegiatannya?",
        f"{LAW} 44, 49",
    ),
    Criterion.NOT_ABSOLUTE: (
        "Apakah ada ruang untuk selisih kecil, kecuali bila menyangkut keselamatan?",
        f"{LAW} 51",
    ),
    Criterion.QUALITY_FITS: (
        "Apakah kualitas dan tingkat kendalinya sesuai dengan jabatan pemiliknya?",
        f"{LAW} 28, 44",
    ),
    Criterion.ONE_MEANING: ("Apakah setiap orang membacanya dengan arti yang sama?", f"{LAW} 51"),
    Criterion.DATED: ("Apakah jelas kapan hasilnya harus ada?", f"{LAW} 51-52"),
    Criterion.SPECIFIC: ("Apakah jelas apa yang berubah, bagi siapa, dan di mana?", f"{LAW} 51-52"),
    Criterion.REALISTIC: (
        "Apakah dapat dicapai, dilihat dari kondisi awal, sumber daya, dan tantangannya?",
        f"{LAW} 51-52",
    ),
    Criterion.MEASURABLE: ("Apakah tercapai atau tidaknya dapat diukur?", PRACTICE),
    Criterion.RELEVANT: ("Apakah tujuan di atasnya terbantu bila ini tercapai?", PRACTICE),
}


@dataclass(frozen=True)
class MeasureSaid:
    """What one measure says, as far as hints look at it."""

    text: str
    target_text: str = ""
    unit: str = ""
    has_number: bool = False
    has_baseline: bool = False
    about_time: bool = False


def criterion_hints(title: str, measures: Sequence[MeasureSaid]) -> dict[Criterion, list[str]]:
    """What the words suggest for each criterion; a person judges, a hint never does.

    Units: Indonesian text in, sentences without a full stop out; no hint: no entry.
    Errors: none.
    Source: PermenPANRB 6/2022 annex p. 44, 49, 51-52; the lists of words are a choice of ours.
    Confidence: T for the criteria, U for the words.

    >>> hints = criterion_hints("Melaksanakan semua kunjungan", [])
    >>> [one.value for one in hints]
    ['outcome_worded', 'not_absolute', 'measurable']
    """
    found: dict[Criterion, list[str]] = {}
    said = " ".join([title, *(f"{one.text} {one.target_text}" for one in measures)])
    if words := _words(title, ACTIVITY_WORDS):
        found[Criterion.OUTCOME_WORDED] = [f"kata kegiatan: {_quoted(words)}"]
    if words := absolute_target_words(said):
        found[Criterion.NOT_ABSOLUTE] = [f"kata mutlak: {_quoted(words)}"]
    if _words(title, ("dan/atau", "dll", "dsb", "dan lain-lain")):
        found[Criterion.ONE_MEANING] = ["memuat “dan/atau” atau “dan lain-lain”"]
    if not measures:
        found[Criterion.MEASURABLE] = ["belum ada indikator"]
        return found
    numbers = [one for one in measures if one.has_number]
    if not any(one.about_time or _words(one.text + " " + one.target_text, DATE_WORDS)
               for one in measures):  # fmt: skip
        found[Criterion.DATED] = ["tidak ada indikator yang menyebut waktu"]
    if unmeasured := [one.text for one in numbers if not one.unit]:
        found[Criterion.MEASURABLE] = [f"belum bersatuan: {_quoted(unmeasured)}"]
    if unknown := [one.text for one in numbers if not one.has_baseline]:
        found[Criterion.REALISTIC] = [f"kondisi awal belum diisi: {_quoted(unknown)}"]
    return found


def _words(text: str, words: Sequence[str]) -> list[str]:
    low = text.lower()
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low)]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
