"""What kind of post a title names, its level, and whether it leads the unit.

Only certain rules are used: the words of the title, the echelon and the grade beside it. What no
rule knows is an administrative post without leadership (pelaksana), the most common one.
"""

import re
from dataclasses import dataclass

from kinerja.people.imports.text import is_empty, key, tidy
from kinerja.people.position import Position
from kinerja.people.unit import Unit

Kind = Position.Kind
Level = Position.Level

NO_POST = "Jabatan belum diisi"  # holds the unit of people whose file names no post

_OF_KIND = {level: kind for kind, levels in Position.LEVELS.items() for level in levels}

# At the end of a functional title; the first that fits decides.
_SUFFIXES: tuple[tuple[Level, str], ...] = (
    (Level.AHLI_UTAMA, r"ahli utama"),
    (Level.AHLI_MADYA, r"ahli madya"),
    (Level.AHLI_MUDA, r"ahli muda"),
    (Level.AHLI_PERTAMA, r"ahli pertama"),
    (Level.PENYELIA, r"penyelia"),
    (Level.MAHIR, r"mahir|pelaksana lanjutan"),
    (Level.TERAMPIL, r"terampil"),
    (Level.PEMULA, r"pemula"),
)
SUFFIXES = [(re.compile(rf"\b(?:{words})(?: \w+)?$"), level) for level, words in _SUFFIXES]

_TITLES: tuple[tuple[Level, tuple[str, ...]], ...] = (
    (Level.REGIONAL_HEAD, (r"wali ?kota|bupati|gubernur",)),
    (
        Level.JPT_PRATAMA,
        (
            r"sekretaris (?:daerah|dprd|dewan)|staf ahli|inspektur(?: daerah| kota| kabupaten)?$",
            r"asisten (?:sekretaris daerah|sekda|pemerintahan|perekonomian|administrasi|[iv]+|\d)",
            r"kepala (?:dinas|badan(?! layanan)|satuan polisi|pelaksana bpbd)",
        ),
    ),
    (
        Level.ADMINISTRATOR,
        (
            r"camat|kepala bagian|kabag|kepala bidang|kabid|inspektur pembantu|irban",
            r"sekretaris (?:dinas|badan|inspektorat|kecamatan|camat|satuan|satpol)",
        ),
    ),
    (
        Level.PENGAWAS,
        (
            r"lurah|sekretaris (?:kelurahan|lurah)|kasub\w+|kepala seksi|kasi",
            r"kepala sub ?(?:bagian|bidang)|kepala upt\w*",
        ),
    ),
)
TITLES = [(re.compile(rf"^(?:{'|'.join(words)})\b"), level) for level, words in _TITLES]

_BY_ECHELON = {1: Level.JPT_MADYA, 2: Level.JPT_PRATAMA, 3: Level.ADMINISTRATOR, 4: Level.PENGAWAS}
ECHELON = re.compile(r"^(?:eselon|esl?\.?)?\s*(iv|iii|ii|i|[1-4])\s*[./\- ]?\s*[ab]?$", re.I)
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

# Functional posts that are met without a level; the level then follows the grade.
_FUNCTIONAL = (
    r"guru|dokter|perawat|bidan|apoteker|asisten apoteker|nutrisionis|sanitarian|tenaga sanitasi",
    r"perekam medis|radiografer|fisioterapis|pranata|terapis|teknisi elektromedis|epidemiolog",
    r"entomolog|administrator kesehatan|pembimbing kesehatan|penyuluh|arsiparis|pustakawan|auditor",
    r"perencana|statistisi|sandiman|surveyor|asesor|widyaiswara|pekerja sosial|pengendali",
    r"analis (?:kebijakan|kepegawaian|sdm|keuangan|anggaran|ketahanan)|penata (?:ruang|anestesi)",
    r"pengawas (?:sekolah|benih|mutu|koperasi|lingkungan|penyelenggaraan|perdagangan)|instruktur",
    r"kepala (?:puskesmas|sekolah|uptd? puskesmas|sd|smp|tk|paud)|pamong belajar",
)
FUNCTIONAL = re.compile(rf"^(?:{'|'.join(_FUNCTIONAL)})\b")
# Level by grade (jf_levels): skilled posts in group II, expert posts above.
_BY_GRADE = {
    **dict.fromkeys(("II/b", "II/c", "II/d"), Level.TERAMPIL),
    "II/a": Level.PEMULA,
    **dict.fromkeys(("III/a", "III/b"), Level.AHLI_PERTAMA),
    **dict.fromkeys(("III/c", "III/d"), Level.AHLI_MUDA),
    **dict.fromkeys(("IV/a", "IV/b", "IV/c"), Level.AHLI_MADYA),
    **dict.fromkeys(("IV/d", "IV/e"), Level.AHLI_UTAMA),
    **dict.fromkeys(("V", "VI"), Level.PEMULA),
    **dict.fromkeys(("VII", "VIII"), Level.TERAMPIL),
    **dict.fromkeys(("IX", "X"), Level.AHLI_PERTAMA),
    **dict.fromkeys(("XI", "XII"), Level.AHLI_MUDA),
}

# Short forms in titles and in names of units, read as their long ones.
_SHORT = (
    (r"^ka", "kepala"),
    (r"^kadis", "kepala dinas"),
    (r"^kaban", "kepala badan"),
    (r"^kabid", "kepala bidang"),
    (r"^kabag", "kepala bagian"),
    (r"^kasub(?:b?ag(?:ian)?)", "kepala sub bagian"),
    (r"^kasubbid(?:ang)?", "kepala sub bidang"),
    (r"^kasi(?:e)?", "kepala seksi"),
    (r"^ka ?pus(?:k|kesmas)?", "kepala puskesmas"),
    (r"bid", "bidang"),
    (r"sub ?bag(?:ian)?|subag", "sub bagian"),
    (r"sub ?bid(?:ang)?", "sub bidang"),
    (r"tu", "tata usaha"),
    (r"pkm|pusk|puskes", "puskesmas"),
)
SHORT = tuple(
    (re.compile(rf"(?:{form})\b" if form[0] == "^" else rf"\b(?:{form})\b"), long)
    for form, long in _SHORT
)
PARTS = re.compile(r"\s*/\s*|\s+(?:merangkap|selaku|sekaligus)\s+", re.I)

ACTING = re.compile(r"^(?:plt|plh|pj|pelaksana tugas|pelaksana harian|penjabat)\b")
HEAD = re.compile(r"^(?:kepala|ka|pimpinan|direktur|ketua) (?P<of>.+)$")
# Heads whose title does not repeat the name of the unit: title, and how the unit's name begins.
_HEADS: tuple[tuple[str, str], ...] = (
    (r"camat", r"kecamatan|kec"),
    (r"lurah", r"kelurahan|kel"),
    (r"kepala desa|wali nagari", r"desa|nagari"),
    (r"inspektur(?: daerah| kota| kabupaten)?", r"inspektorat"),
    (r"sekretaris daerah(?: (?:kota|kabupaten)(?: \w+)*)?", r"sekretariat daerah"),
    (r"sekretaris (?:dprd|dewan)(?: (?:kota|kabupaten)(?: \w+)*)?", r"sekretariat (?:dprd|dewan)"),
    (r"sekretaris(?: (?:dinas|badan|inspektorat|kecamatan|camat))?", r"sekretariat$"),
    (r"sekretaris", r"sekretariat(?! (?:daerah|dprd|dewan))"),
    (r"sekretaris dinas", r"sekretariat dinas"),
    (r"sekretaris badan", r"sekretariat badan"),
    (r"sekretaris inspektorat", r"sekretariat inspektorat"),
    (r"sekretaris (?:kecamatan|camat)", r"sekretariat kecamatan"),
    (r"kepala dinas", r"dinas"),
    (r"kepala badan", r"badan"),
    (r"kepala (?:pelaksana|pelaksana bpbd)", r"badan penanggulangan bencana|bpbd"),
    (r"kepala bidang", r"bidang"),
    (r"kepala bagian", r"bagian"),
    (r"kepala (?:sub ?bagian|subbag)", r"sub ?bagian"),
    (r"kepala sub ?bidang", r"sub ?bidang"),
    (r"kepala seksi", r"seksi"),
    (r"kepala (?:uptd?|(?:uptd? )?puskesmas)", r"(?:uptd? )?puskesmas"),
    (r"kepala uptd?", r"uptd?"),
    (r"kepala sekolah", r"sd|smp|sma|smk|tk|sekolah|paud"),
    (r"kepala satuan", r"satuan"),
    (r"kepala kantor", r"kantor"),
    (r"(?:direktur|kepala)(?: rsud| rumah sakit)?", r"rsud|rumah sakit"),
    (r"(?:wali ?kota|bupati|gubernur)(?: \w+)*", r"pemerintah"),
)
HEADS = tuple((re.compile(rf"(?:{t})$"), re.compile(rf"(?:{u})\b")) for t, u in _HEADS)


@dataclass(frozen=True)
class PostFacts:
    """What is known of a post before it is stored."""

    title: str
    kind: Kind
    level: Level
    leads: bool = False

    @property
    def independent(self) -> bool:
        """A health centre is an independent unit (6/2022 annex p. 170)."""
        return self.leads and "puskesmas" in key(self.title)


def judge_post(
    title: str, unit: Unit, *, grade: str = "", level: str = "", echelon: str = ""
) -> PostFacts:
    """Kind, level and leadership of a title in a unit."""
    if is_empty(title):
        return PostFacts(NO_POST, Kind.JA, Level.PELAKSANA)
    leads = leads_unit(title, unit.name)
    part = next((_long(one) for one in PARTS.split(title) if _has_suffix(_long(one))), "")
    found = _level(part or _long(title), grade, key(level), echelon)
    if found is Level.PELAKSANA and leads and key(title) == "sekretaris":
        found = Level.ADMINISTRATOR
    return PostFacts(title, _OF_KIND[found], found, leads)


def _has_suffix(words: str) -> bool:
    return any(form.search(words) for form, _ in SUFFIXES)


def _level(words: str, grade: str, level: str, echelon: str) -> Level:
    for form, found in SUFFIXES:
        if form.search(words) or (level and form.search(level)):
            return found
    if FUNCTIONAL.match(words):
        return _BY_GRADE.get(grade, Level.AHLI_PERTAMA)
    if match := ECHELON.match(tidy(echelon)):
        written = match[1].lower()
        return _BY_ECHELON[ROMAN.get(written) or int(written)]
    for form, found in TITLES:
        if form.match(words):
            return found
    return Level.PELAKSANA


def leads_unit(title: str, unit_name: str) -> bool:
    """Whether the holder of this title is the head of this unit, for certain.

    >>> (
    ...     leads_unit("Kepala Puskesmas Naras", "Puskesmas Naras"),
    ...     leads_unit("Lurah", "Kelurahan Jati"),
    ... )
    (True, True)
    >>> leads_unit("Kepala Seksi Gizi", "Dinas Kesehatan")
    False
    """
    name = _long(unit_name)
    return any(_leads(_long(part), name) for part in PARTS.split(title))


def _long(text: str) -> str:
    """The words of a title or a unit, short forms written out."""
    words = key(text)
    for form, long in SHORT:
        words = form.sub(long, words)
    return words


def _leads(words: str, name: str) -> bool:
    head = HEAD.match(words)
    if head and head["of"] in (name, f"upt {name}", f"uptd {name}"):
        return True
    for form, unit in HEADS:
        if not unit.match(name):
            continue
        own = unit.sub("", name, count=1).strip()
        if form.match(words) or (
            own and words.endswith(own) and form.match(words[: -len(own)].strip())
        ):
            return True
    return False


def is_acting(title: str) -> bool:
    """A title that stands in for another post (Plt, Plh)."""
    return bool(ACTING.match(key(title)))
