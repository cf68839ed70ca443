"""Names with the titles that belong before and behind them."""

import re
from dataclasses import dataclass

from kinerja.people.imports.outcome import Outcome
from kinerja.people.imports.reading import Reading, doubtful, fixed
from kinerja.people.imports.text import is_empty, key, tidy

MISSING = "Baris ini tidak mempunyai nama. Isi nama pegawai ini."
LONGEST_NAME = 150
LONGEST_FRONT = 40
LONGEST_BACK = 60

# With a full stop, or written so that they cannot be part of a name.
FRONT = {
    "h", "hj", "dr", "drg", "drh", "drs", "dra", "ir", "prof", "ns", "apt", "kh", "bdn", "tgk",
    "psikolog", "akt", "ust", "gr",
}  # fmt: skip
FRONT_WITHOUT_STOP = {"H", "Hj", "HJ", "Drs", "DRS", "Dra", "DRA", "Ir", "Prof", "Dr", "drg", "drh"}
BACK_WITHOUT_STOP = {
    "SE", "SH", "MM", "MH", "MT", "MSi", "SKM", "SPd", "MPd", "SSos", "SKom", "MKom", "SIP", "SAP",
    "STP", "SSTP", "AMd", "MAP", "MKes", "SKep", "SKeb", "SSi", "SAg", "Ners", "Ns", "MPH", "SPt",
    "SHut", "AMK", "AMKeb", "Apt", "Bdn", "Gr",
}  # fmt: skip
GLUED = re.compile(r"^((?:Prof|Drs|Dra|drg|drh|Dr|dr|Ir|Hj|HJ|H|Ns|apt|Apt)\.)(?=[^\s.])")
DOTTED = re.compile(r"^[A-Za-z]{1,5}(?:\.[A-Za-z]{1,8})+\.?$|^[A-Za-z]{1,5}\.$")
TITLE_WORD = re.compile(r"^\(?[A-Za-z]{1,12}(?:[.\-/][A-Za-z]{1,12})*\.?\)?$")
ORDINARY = re.compile(r"^[A-Z]?[a-z]{2,}$")


@dataclass(frozen=True)
class Name:
    """A name without titles, and the titles as they were written."""

    name: str
    front_title: str = ""
    back_title: str = ""

    @property
    def full(self) -> str:
        """As a letter prints it (the same form as `Person.full_name`)."""
        name = f"{self.front_title} {self.name}".strip()
        return f"{name}, {self.back_title}" if self.back_title else name


def split_titles(text: str) -> Name:
    """Take the titles off a tidy name; what is no known title stays in the name.

    >>> split_titles("Dr. H. Ahmad Fauzi, S.Kom., M.M.")
    Name(name='Ahmad Fauzi', front_title='Dr. H.', back_title='S.Kom., M.M.')
    """
    body, comma, tail = text.partition(",")
    body, tail = body.strip(), tail.strip()
    if comma and not _is_titles(tail):
        body, tail = text, ""
    front: list[str] = []
    while glued := GLUED.match(body):
        front.append(glued[1])
        body = body[glued.end() :]
    words = body.split()
    while len(words) > 1 and _is_front(words[0]):
        front.append(words.pop(0))
        if glued := GLUED.match(words[0]):
            words[:1] = [glued[1], words[0][glued.end() :]]
    behind: list[str] = []
    while len(words) > 1 and _is_back(words[-1]):
        behind.insert(0, words.pop())
    back = ", ".join(part for part in (" ".join(behind).strip(" ,"), tail) if part)
    return Name(" ".join(words).strip(" ,"), " ".join(front), back)


def _is_front(word: str) -> bool:
    plain = word.rstrip(".")
    return word in FRONT_WITHOUT_STOP or (word.endswith(".") and plain.lower() in FRONT)


def _is_back(word: str) -> bool:
    return word.strip(",") in BACK_WITHOUT_STOP or (
        DOTTED.match(word.strip(",")) is not None and not _is_front(word) and "." in word[:-1]
    )


def _is_titles(text: str) -> bool:
    """Whether what follows the comma is titles, and no second half of a name."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        for word in part.split():
            known = word.strip(".") in BACK_WITHOUT_STOP or "." in word
            if not TITLE_WORD.match(word) or (ORDINARY.match(word) and not known):
                return False
    return bool(parts)


def read_name(text: str, front: str = "", back: str = "") -> Reading[Name]:
    """The name of a cell, with the titles of their own columns when the file has them."""
    clean = tidy(text)
    if is_empty(clean) or not key(clean):
        return Reading(None, Outcome.REFUSE, "name_missing", MISSING)
    found = split_titles(clean)
    front, back = _own_titles(front), _own_titles(back)
    name = Name(
        found.name,
        front if not found.front_title else _joined(front, found.front_title, " "),
        back if not found.back_title else _joined(found.back_title, back, ", "),
    )
    if "," in name.name or sum(sign.isdigit() for sign in name.name):
        return doubtful(
            "name_doubtful", "Nama ini berisi angka atau koma. Pastikan tulisannya.", name
        )
    if (
        len(name.name) > LONGEST_NAME
        or len(name.front_title) > LONGEST_FRONT
        or len(name.back_title) > LONGEST_BACK
    ):
        return doubtful(
            "name_long", "Nama atau gelar ini terlalu panjang. Persingkat dahulu.", name
        )
    if clean != text:
        return fixed(name, "name_spaces", "Spasi atau tanda yang tidak perlu pada nama dibuang.")
    if found.full != clean:
        return fixed(name, "name_titles", f"Gelar dipisahkan dari nama: {name.full}.")
    return Reading(name)


def _own_titles(text: str) -> str:
    clean = tidy(text).strip(",; ")
    return "" if is_empty(clean) else clean


def _joined(first: str, second: str, sign: str) -> str:
    if not first or key(first) == key(second):
        return second
    return f"{first}{sign}{second}" if second else first


def name_key(text: str) -> str:
    """The form in which two names are the same person's: no titles, case or punctuation."""
    return key(split_titles(tidy(text)).name)
