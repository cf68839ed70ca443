"""Grades (golongan ruang) of PNS and PPPK in the forms people write, and ranks by name."""

import re
from functools import lru_cache

from kinerja.people.imports.reading import Reading, doubtful, fixed
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import is_empty, key, text_of, tidy
from kinerja.rules.nip import EmployeeKind

LETTERS = {"I": "abcd", "II": "abcd", "III": "abcd", "IV": "abcde"}
PNS_GRADES = [f"{group}/{letter}" for group, letters in LETTERS.items() for letter in letters]
PPPK_GRADES = [
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    *("X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"),
]
ARABIC = dict(zip("1234", LETTERS, strict=True))

_RANKS = (
    "Juru Muda", "Juru Muda Tingkat I", "Juru", "Juru Tingkat I",
    "Pengatur Muda", "Pengatur Muda Tingkat I", "Pengatur", "Pengatur Tingkat I",
    "Penata Muda", "Penata Muda Tingkat I", "Penata", "Penata Tingkat I",
    "Pembina", "Pembina Tingkat I", "Pembina Utama Muda", "Pembina Utama Madya", "Pembina Utama",
)  # fmt: skip
RANK_OF = dict(zip(PNS_GRADES, _RANKS, strict=True))
GRADE_OF_RANK = {key(rank): grade for grade, rank in RANK_OF.items()}

# "III/a" in any dress: IIIa, III.a, III A, 3/a, 3A, and l or 1 typed for the Roman I.
WITH_LETTER = re.compile(
    r"(?<![a-z0-9])(?P<group>iv|1v|lv|[il1|]{1,3}|[234])\s*[/\\.,\-–|_ ]?\s*"
    r"(?P<letter>[a-e])(?![a-z0-9])",
    re.I,
)
CODE = re.compile(r"^([1-4])([1-5])$")  # 32 is III/b in older payroll files
WORDS_BEFORE = re.compile(
    r"^(?:pppk|p3k|pns|asn)?\s*(?:gol(?:ongan)?\.?(?:\s*/?\s*ruang)?|ruang|grade)?\s*[.:]?\s*", re.I
)
LEVEL_ONE = re.compile(r"\b(?:tk|tkt|tingkat|tingk)\b\s*(?:i|1|l)\b")

UNREADABLE = "Golongan ini tidak dikenal. Tulis seperti III/a untuk PNS atau IX untuk PPPK."


@lru_cache(maxsize=4_096)
def _read(text: str, pppk: bool) -> Reading[str]:
    if pppk:
        return _read_pppk(text)
    if text in RANK_OF:
        return Reading(text)
    found = {_grade(match) for match in WITH_LETTER.finditer(text)}
    if "" in found or len(found) > 1:
        return doubtful("grade_unknown", UNREADABLE)
    rank = rank_grade(text)
    if found:
        grade = found.pop()
        if rank and rank != grade:
            return _rank_conflict(grade, rank)
        return fixed(grade, "grade_form", f"Golongan ditulis ulang sebagai {grade}.")
    if code := CODE.match(text):
        group = ARABIC[code[1]]
        letters = LETTERS[group]
        if int(code[2]) <= len(letters):
            grade = f"{group}/{letters[int(code[2]) - 1]}"
            return fixed(grade, "grade_form", f"Kode golongan {text} berarti {grade}.")
    if rank:
        return fixed(rank, "grade_rank", f"Golongan menurut pangkatnya: {rank}.")
    if WORDS_BEFORE.sub("", text).upper() in PPPK_GRADES:
        return doubtful(
            "grade_kind_conflict",
            "Golongan ini tanpa huruf ruang, padahal NIP-nya PNS. Periksa golongannya.",
        )
    return doubtful("grade_unknown", UNREADABLE)


def _grade(match: re.Match[str]) -> str:
    group = match["group"].upper()
    group = ARABIC.get(group) or re.sub(r"[L1|]", "I", group)
    letter = match["letter"].lower()
    return f"{group}/{letter}" if letter in LETTERS.get(group, "") else ""


def _read_pppk(text: str) -> Reading[str]:
    if text in PPPK_GRADES:
        return Reading(text)
    plain = WORDS_BEFORE.sub("", text).strip(" .").upper()
    if plain.isdigit() and 1 <= int(plain) <= len(PPPK_GRADES):
        plain = PPPK_GRADES[int(plain) - 1]
    if plain in PPPK_GRADES:
        return fixed(plain, "grade_form", f"Golongan PPPK ditulis ulang sebagai {plain}.")
    if WITH_LETTER.search(text) or rank_grade(text):
        return doubtful(
            "grade_kind_conflict",
            "Ini golongan PNS, padahal NIP-nya PPPK. Periksa golongan atau NIP-nya.",
        )
    return doubtful("grade_unknown", UNREADABLE)


def rank_grade(text: str) -> str:
    """The grade of a rank name ("Penata Muda Tk. I"); empty when it is none."""
    words = LEVEL_ONE.sub("tingkat i", key(text))
    if words in GRADE_OF_RANK:
        return GRADE_OF_RANK[words]
    fitting = [name for name in GRADE_OF_RANK if re.search(rf"\b{name}\b", words)]
    return GRADE_OF_RANK[max(fitting, key=len)] if fitting else ""


def _rank_conflict(grade: str, rank: str) -> Reading[str]:
    return doubtful(
        "grade_rank_conflict",
        f"Pangkat dan golongan tidak cocok: {RANK_OF[rank]} bergolongan {rank}, "
        f"tetapi tertulis {grade}.",
        suggestions=tuple((one, f"{RANK_OF[one]} ({one})") for one in (grade, rank)),
    )


def read_grade(cell: Cell, kind: EmployeeKind, rank: Cell = None) -> Reading[str]:
    """The grade of a cell, checked against the rank beside it when the file has one."""
    written = tidy(text_of(cell))
    text = written.strip("() ")
    name = tidy(text_of(rank))
    pppk = kind is EmployeeKind.PPPK
    if is_empty(text):
        if is_empty(name) or (pppk and not WORDS_BEFORE.sub("", name)):
            return Reading()
        return _read(name, pppk)
    reading = _read(text, pppk)
    if reading.value and not reading.code and text != written:
        reading = fixed(reading.value, "grade_form", "Tanda kurung pada golongan dibuang.")
    said = rank_grade(name) if name and not pppk else ""
    if reading.value and said and said != reading.value:
        return _rank_conflict(reading.value, said)
    return reading
