"""The level of a unit, from what the file says and from how units are named."""

import re

from kinerja.people.imports.text import key
from kinerja.people.unit import Unit

Level = Unit.Level

# What a column for the level may say.
_SAID: tuple[tuple[Level, tuple[str, ...]], ...] = (
    (
        Level.AGENCY,
        (r"agency|instansi|pemda|kota|kabupaten", r"pemerintah (?:kota|kabupaten|daerah|provinsi)"),
    ),
    (
        Level.DEVICE,
        (
            r"device|perangkat daerah|opd|skpd|pd|dinas|badan|dinas badan|kantor|satuan",
            r"sekretariat (?:daerah|dprd)|inspektorat",
        ),
    ),
    (
        Level.DIVISION,
        (
            r"division|bidang|bagian|bidang bagian|sekretariat|asisten",
            r"irban|inspektur pembantu",
        ),
    ),
    (
        Level.SECTION,
        (
            r"section|seksi|sub ?bagian|sub ?bidang|subbag|seksi sub ?bagian|sub ?koordinator",
            r"kelompok(?: \w+)*",
        ),
    ),
    (
        Level.SERVICE,
        (
            r"service|upt\w*|puskesmas|sekolah|rumah sakit|rsud|sd|smp|tk|paud|balai",
            r"unit pelaksana teknis(?: \w+)*|unit pelayanan",
        ),
    ),
    (Level.DISTRICT, (r"district|kecamatan|distrik",)),
    (Level.VILLAGE, (r"village|kelurahan|desa|nagari|kelurahan desa|desa kelurahan",)),
)
SAID = [(re.compile(rf"(?:{'|'.join(forms)})$"), level) for level, forms in _SAID]

# How names begin. Places and services keep their level whatever the echelon of their head is.
_NAMED: tuple[tuple[str, Level], ...] = (
    (r"pemerintah|pemkot|pemkab", Level.AGENCY),
    (r"kecamatan|kec", Level.DISTRICT),
    (r"kelurahan|kel|desa|nagari|gampong", Level.VILLAGE),
    (r"uptd?|unit pelaksana|puskesmas|pkm|pusk|rsud|rumah sakit|sdn?|smpn?|sman?|smkn?|tkn?|paud|"
     r"sekolah|balai|laboratorium|labkes|instalasi|gudang|sanggar|pasar|terminal", Level.SERVICE),
)  # fmt: skip
_OFFICES: tuple[tuple[str, Level], ...] = (
    (r"sub ?bagian|subbag|sub ?bidang|seksi|sub ?koordinator|kelompok", Level.SECTION),
    (r"bidang|bagian|asisten|inspektur pembantu|irban", Level.DIVISION),
    (r"dinas|badan|sekretariat (?:daerah|dprd|dewan)|inspektorat|satuan|kantor", Level.DEVICE),
    (r"sekretariat", Level.DIVISION),
)  # fmt: skip
NAMED = tuple((re.compile(rf"^(?:{words})\b"), level) for words, level in _NAMED)
OFFICES = tuple((re.compile(rf"^(?:{words})\b"), level) for words, level in _OFFICES)

ECHELON = re.compile(r"^(?:eselon|esl?)? ?(iv|iii|ii|i|[1-4]) ?[ab]?$")
BY_ECHELON = {
    "i": Level.DEVICE, "ii": Level.DEVICE, "iii": Level.DIVISION, "iv": Level.SECTION,
    "1": Level.DEVICE, "2": Level.DEVICE, "3": Level.DIVISION, "4": Level.SECTION,
}  # fmt: skip
BELOW = {
    Level.AGENCY: Level.DEVICE,
    Level.DEVICE: Level.DIVISION,
    Level.DIVISION: Level.SECTION,
    Level.SECTION: Level.SECTION,
    Level.SERVICE: Level.SECTION,
    Level.DISTRICT: Level.SECTION,
    Level.VILLAGE: Level.SECTION,
}


def said_level(text: str) -> Level | None:
    """The level that the column names outright; None when it says something else."""
    words = key(text)
    return next((level for form, level in SAID if form.match(words)), None)


def is_echelon(text: str) -> bool:
    """The column gives the echelon of the head (II.b), or a bare number."""
    return bool(ECHELON.match(key(text)))


def level_of(name: str, said: str, parent: Level | None) -> Level:
    """The level of a unit: as said, as its name says, by the echelon, by its parent."""
    if level := said_level(said):
        return level
    words = key(name)
    for form, level in NAMED:
        if form.match(words):
            return level
    match = ECHELON.match(key(said))
    if match and not said.strip().isdigit():
        return BY_ECHELON[match[1]]
    for form, level in OFFICES:
        if form.match(words):
            return level
    return BELOW[parent] if parent else Level.AGENCY
