"""Text as cells hold it: invisible signs, needless spaces, hidden numbers, forms to compare."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from kinerja.people.imports.sheet import Cell

# Zero-width and direction marks, soft hyphen, byte-order mark, control signs.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
SPACES = re.compile(r"\s+")
WORD = re.compile(r"[^\W_]+")
EMPTY = {"-", "--", "---", "—", "–", ".", "n/a", "#n/a", "null", "none", "nihil", "(kosong)", "0"}


def text_of(cell: Cell) -> str:
    """What a cell would print: whole numbers without a fraction, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def tidy(text: str) -> str:
    """Without invisible signs, with single spaces.

    >>> tidy("  Siti\\u200b  Aminah ")
    'Siti Aminah'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def is_empty(text: str) -> bool:
    """Nothing, or one of the signs that people write for nothing."""
    return not text or text.lower() in EMPTY


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """The form in which names are equal: lower case, words only, "&" read as "dan".

    >>> key("Dinas Pendidikan, Pemuda & Olahraga") == key("DINAS PENDIDIKAN PEMUDA DAN OLAHRAGA")
    True
    """
    plain = unicodedata.normalize("NFKD", INVISIBLE.sub("", text).replace("&", " dan "))
    return " ".join(WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).lower()))


LONG_NUMBER = re.compile(r"\d(?:[ .\-'’]{0,2}\d){10,}")


def masked(text: str) -> str:
    """With the digits of every long number hidden, but for the last three.

    >>> masked("NIK 1377014507850002")
    'NIK *************002'
    """
    return LONG_NUMBER.sub(lambda found: _mask(found.group()), text)


def hidden(text: str) -> str:
    """A number of a person with every digit hidden but the last three.

    >>> hidden("19850715 2010")
    '********* 010'
    """
    left = max(sum(sign.isdigit() for sign in text) - 3, 0)
    signs = []
    for sign in text:
        signs.append("*" if sign.isdigit() and left > 0 else sign)
        left -= sign.isdigit()
    return "".join(signs)


CITIZEN_NUMBER = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?![ .\-]?\d)")


def shielded(text: str) -> str:
    """With every citizen number (16 digits) hidden; other numbers stay.

    >>> shielded("Siti 1377014507850002"), shielded("198507152010011005")
    ('Siti *************002', '198507152010011005')
    """
    if len(text) < 16 or not any(map(str.isdigit, text)):
        return text
    return CITIZEN_NUMBER.sub(lambda found: _mask(found.group()), text)


def _mask(number: str) -> str:
    digits = sum(sign.isdigit() for sign in number)
    return "*" * (digits - 3) + "".join(sign for sign in number if sign.isdigit())[-3:]
