"""The level of education in the forms people write."""

import re
from functools import lru_cache

from kinerja.people.imports.reading import Reading, doubtful, fixed
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import is_empty, key, text_of, tidy

LEVELS = ("SD", "SMP", "SMA", "D1", "D2", "D3", "D4", "S1", "Profesi", "S2", "S3")

# The first that fits decides; each is matched against lower-case words.
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("S3", (r"s ?3|strata (?:3|iii|tiga)|doktor(?:al)?|ph ?d|program doktor",)),
    (
        "S2",
        (
            r"s ?2|strata (?:2|ii|dua)|magister|master|pasca ?sarjana",
            r"(?:dokter )?spesialis|sp ?1",
        ),
    ),
    (
        "Profesi",
        (
            r"profesi|ners|ns|dokter(?: gigi| hewan)?|apoteker",
            r"s ?1 ?(?:dan )?(?:profesi|ners)",
        ),
    ),
    ("D4", (r"d ?(?:4|iv)|diploma (?:4|iv|empat)|sarjana terapan|sst",)),
    ("S1", (r"s ?1|strata (?:1|i|satu)|sarjana|program sarjana",)),
    (
        "D3",
        (r"d ?(?:3|iii)|diploma (?:3|iii|tiga)|sarjana muda|akademi|ahli madya|amd|a md",),
    ),
    ("D2", (r"d ?(?:2|ii)|diploma (?:2|ii|dua)|ahli muda",)),
    ("D1", (r"d ?(?:1|i)|diploma (?:1|i|satu)|ahli pratama",)),
    (
        "SMA",
        (
            r"sma|smk|smu|smea|stm|slta|sederajat|man|aliyah|madrasah aliyah|spg|spk|sgo|pga",
            r"smkk|smf|sekolah menengah (?:atas|kejuruan|umum)|paket c",
            r"sekolah lanjutan tingkat atas|sekolah perawat kesehatan|sekolah pendidikan guru",
        ),
    ),
    (
        "SMP",
        (
            r"smp|sltp|mts|mtsn|tsanawiyah|madrasah tsanawiyah|paket b",
            r"sekolah menengah pertama|sekolah lanjutan tingkat pertama",
        ),
    ),
    ("SD", (r"sd|sekolah dasar|min|ibtidaiyah|madrasah ibtidaiyah|paket a",)),
)
FORMS = [(level, re.compile(rf"^(?:{'|'.join(forms)})\b")) for level, forms in _FORMS]
BRACKETED = re.compile(r"\(\s*([sd][\s.-]?(?:[1-4]|iv|i{1,3}))\s*\)", re.I)
GAP = re.compile(r"\b([sd])[\s.\-/]+(?=(?:[1-4]|iv|i{1,3})\b)", re.I)


@lru_cache(maxsize=8_192)
def _read(text: str) -> Reading[str]:
    first, _, rest = text.partition(" ")
    if first in LEVELS and not re.match(r"(?:profesi|ners)\b", rest, re.I):
        return Reading(first)  # as we keep it; the subject that may follow is no part of it
    bracketed = BRACKETED.search(text)
    words = key(GAP.sub(r"\1", bracketed[1] if bracketed else text).replace(".", " "))
    for level, form in FORMS:
        if form.match(words):
            return fixed(level, "education_form", f"Pendidikan dibaca sebagai {level}.")
    return doubtful(
        "education_unknown",
        "Jenjang pendidikan ini tidak dikenal. Tulis misalnya SMA, D3, S1, atau S2.",
    )


def read_education(cell: Cell) -> Reading[str]:
    """The level of education: SD, SMP, SMA, D1-D4, S1, Profesi, S2 or S3."""
    text = tidy(text_of(cell))
    return Reading() if is_empty(text) else _read(text)
