"""The NIP as files hold it: spaced, quoted, prefixed, turned into a number, or no NIP at all."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from kinerja.people.imports.reading import Reading, doubtful, fixed, refused
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import INVISIBLE, is_empty, text_of
from kinerja.rules.nip import NIP_LENGTH, InvalidNip, parse_nip

CITIZEN_LENGTH = 16
YOUNGEST_START = 16  # years between birth and start that a clerk would believe
OLDEST_START = 60

SCIENTIFIC = re.compile(r"^[+-]?\d+(?:[.,]\d+)?\s*[eE]\s*\+?\s*\d{1,3}$")
DECIMAL = re.compile(r"^\d{15,}[.,]0+$")
PREFIX = re.compile(
    r"^(?:n\.?\s?i\.?\s?p?\.?\s*p?\.?\s*p?\.?\s*p?\.?\s*k?\.?|nip\w*)\s*[.:]?\s*", re.I
)
QUOTES = "'\"`´‘’“”="
BETWEEN = re.compile(r"[\s.\-–—_/,'’`]")
LOOKALIKE = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})

LOST = (
    "NIP ini sudah menjadi angka biasa sehingga angka terakhirnya hilang. "
    "Ubah kolom NIP menjadi teks, isi lagi dari sumbernya, lalu impor ulang."
)


def read_nip(cell: Cell) -> Reading[str]:
    """The NIP of a cell, or why it cannot be one. Errors: none; the reading says it."""
    if isinstance(cell, bool | date):
        return refused("nip_digits", "Kolom NIP berisi tanggal atau nilai lain, bukan NIP.")
    if isinstance(cell, int | float):
        return _number(cell)
    return _read(text_of(cell))


@lru_cache(maxsize=65_536)
def _read(raw: str) -> Reading[str]:
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", raw)).strip().strip(QUOTES + " ()")
    if is_empty(text):
        return refused("nip_missing", "Baris ini tidak mempunyai NIP. Isi NIP pegawai ini.")
    if SCIENTIFIC.match(text) or DECIMAL.match(text):
        return refused("nip_float", LOST)
    text = PREFIX.sub("", text) if text[:1] in "nN" else text
    digits = BETWEEN.sub("", text)
    if not digits.isdigit():
        return _letters(digits, text)
    if len(digits) > NIP_LENGTH and (found := _numbers_in(text)):
        return _several(found)
    return _judged(digits, raw)


def _number(cell: int | float) -> Reading[str]:
    if 1e15 <= cell < 1e16:
        return _citizen()
    if cell >= 1e16:
        return refused("nip_float", LOST)
    return refused(
        "nip_length", f"NIP terdiri atas {NIP_LENGTH} angka; yang tertulis hanya angka pendek."
    )


def _judged(digits: str, raw: str) -> Reading[str]:
    if len(digits) == CITIZEN_LENGTH:
        return _citizen()
    try:
        nip = parse_nip(digits)
    except InvalidNip as invalid:
        return refused(f"nip_{invalid.code}", str(invalid))
    if nip.sequence == "000":
        return refused("nip_float", LOST)
    start_age = nip.start_year - nip.birth_date.year
    if not YOUNGEST_START <= start_age <= OLDEST_START:
        return doubtful(
            "nip_age",
            f"Menurut NIP ini pegawai diangkat pada usia {start_age} tahun. Periksa NIP-nya.",
            nip.digits,
        )
    if digits == raw:
        return Reading(digits)
    return fixed(digits, *_what_changed(raw))


def _what_changed(raw: str) -> tuple[str, str]:
    """Code and words for the first thing that was taken away."""
    if INVISIBLE.search(raw):
        return "nip_invisible", "Tanda tak terlihat di dalam NIP dibuang."
    if any(sign in raw for sign in "'\"`´‘’“”="):
        return "nip_apostrophe", "Tanda kutip pada NIP dibuang."
    if raw.strip()[:1] in "nN":
        return "nip_prefix", "Tulisan “NIP” di depan angka dibuang."
    if any(map(str.isalpha, raw)):
        return "nip_words", "Tulisan lain di sel NIP dibuang."
    if raw.split() != [raw]:
        return "nip_spaces", "Spasi di dalam NIP dibuang."
    return "nip_signs", "Tanda baca di dalam NIP dibuang."


def _citizen() -> Reading[str]:
    return refused(
        "nip_citizen_number",
        "Ini 16 angka seperti NIK, bukan NIP. Isi NIP 18 angka; NIK tidak disimpan.",
    )


def _letters(digits: str, text: str) -> Reading[str]:
    """Signs that are no digits: perhaps an O for a zero; a person has to say so."""
    if found := _numbers_in(text):
        alone = len(found) == 1 and sum(sign.isdigit() for sign in text) == NIP_LENGTH
        return _judged(found[0], text) if alone else _several(found)
    meant = digits.translate(LOOKALIKE)
    if meant.isdigit():
        try:
            nip = parse_nip(meant)
        except InvalidNip:
            pass
        else:
            return doubtful(
                "nip_letters",
                f"Ada huruf di dalam NIP. Mungkin maksudnya {nip.grouped}?",
                suggestions=((nip.digits, nip.grouped),),
            )
    if sum(sign.isdigit() for sign in digits) < 6:
        return refused("nip_missing", "Baris ini tidak mempunyai NIP. Isi NIP pegawai ini.")
    return refused("nip_digits", "NIP hanya berisi angka; periksa huruf atau tanda di dalamnya.")


def _several(found: list[str]) -> Reading[str]:
    """Two numbers in one cell, the new and the old one perhaps: a person says which it is."""
    return doubtful(
        "nip_two_numbers",
        "Ada lebih dari satu nomor di sel ini. Pilih NIP pegawai ini.",
        suggestions=tuple((digits, parse_nip(digits).grouped) for digits in found),
    )


def _numbers_in(text: str) -> list[str]:
    """The valid NIPs among the numbers of a cell."""
    found: dict[str, None] = {}
    for match in re.finditer(r"(?<!\d)\d(?:[ .\-]?\d){17}(?!\d)", text):
        digits = re.sub(r"\D", "", match.group())
        try:
            found[parse_nip(digits).digits] = None
        except InvalidNip:
            continue
    return list(found)


def looks_like_nip(cell: Cell) -> bool:
    """Whether a cell was meant as a number of a person: long enough, or a long float."""
    if isinstance(cell, bool | date) or cell is None:
        return False
    if isinstance(cell, int | float):
        return cell >= 1e8
    text = cell.strip()
    if SCIENTIFIC.match(text):
        return True
    return sum(sign.isdigit() for sign in text) >= 9
