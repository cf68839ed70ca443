"""Money and classes of posts in the forms people write."""

import re
from decimal import Decimal

from kinerja.people.imports.grades import PPPK_GRADES
from kinerja.people.imports.reading import Reading, doubtful, fixed
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import is_empty, text_of, tidy

HIGHEST_CLASS = 17
ROMAN = {name: value for value, name in enumerate(PPPK_GRADES, start=1)}
MONEY = re.compile(
    r"^(?:rp|idr)?\.?\s*(?P<sum>\d[\d.,\s]*)(?P<unit>ribu|rb|juta|jt|miliar|milyar|m)?\s*"
    r"(?:,?\s*[-–—=]+)?\s*(?:rupiah)?\s*\.?$",
    re.I,
)
UNITS = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6}
BILLION = 10**9
NUMBERS = (
    *("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    *("sepuluh", "sebelas", "dua belas", "tiga belas", "empat belas", "lima belas"),
    *("enam belas", "tujuh belas"),
)
SPELLED = re.compile(r"^(?P<class>.+?)\s*\(\s*(?P<words>[a-z ]+?)\s*\)$", re.I)
CLASS = re.compile(r"^(?:kelas|kls|grade)?\.?\s*(?:jabatan)?\s*[:.]?\s*(\d{1,2}|[ivx]+)$", re.I)


def read_money(cell: Cell) -> Reading[str]:
    """Rupiah as a plain decimal number, for example "4500000".

    >>> read_money("Rp 4.500.000,-").value
    '4500000'
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell < 0:
            return doubtful("money_negative", "Jumlah uang di bawah nol. Periksa angkanya.")
        return Reading(_plain(Decimal(str(cell))))
    text = tidy(text_of(cell))
    if is_empty(text):
        return Reading()
    match = MONEY.match(text)
    amount = _amount(match["sum"]) if match else None
    if match is None or amount is None:
        return doubtful("money_unreadable", "Jumlah uang ini tidak terbaca. Tulis angkanya saja.")
    unit = (match["unit"] or "").lower()
    value = _plain(amount * (UNITS.get(unit, BILLION) if unit else 1))
    if value == text:
        return Reading(value)
    return fixed(value, "money_form", "Jumlah uang ditulis ulang sebagai angka.")


def _amount(written: str) -> Decimal | None:
    """The number behind dots and commas: the last sign with other than three digits is decimal."""
    text = re.sub(r"\s", "", written).strip(".,")
    signs = [sign for sign in text if sign in ".,"]
    if not signs:
        return Decimal(text)
    last = signs[-1]
    head, _, tail = text.rpartition(last)
    other = "," if last == "." else "."
    if signs.count(last) > 1:  # a sign that repeats parts thousands
        decimals = ""
        head, groups_sign, other = text, last, other
    elif len(tail) == 3 and other not in text:
        decimals, groups_sign, head = "", last, text
    else:
        decimals, groups_sign = tail, other
    groups = head.split(groups_sign)
    if any(len(group) != 3 for group in groups[1:]) or not all(g.isdigit() for g in groups):
        return None
    return Decimal("".join(groups) + (f".{decimals}" if decimals else ""))


def _plain(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


def read_class(cell: Cell) -> Reading[int]:
    """The class of a post, 1 to 17. A zero is no class, and not nothing either.

    >>> read_class("8 (delapan)").value, read_class(0).code
    (8, 'class_unknown')
    """
    text = tidy(text_of(cell))
    if is_empty(text) and not text.isdigit():
        return Reading()
    spelled = SPELLED.match(text)
    said = spelled["words"].lower() if spelled else ""
    match = CLASS.match(spelled["class"].strip() if spelled else text)
    written = match[1].upper() if match else ""
    value = int(written) if written.isdigit() else ROMAN.get(written, 0)
    if not 1 <= value <= HIGHEST_CLASS or (said and said != NUMBERS[value - 1]):
        return doubtful(
            "class_unknown",
            f"Kelas jabatan berupa angka 1 sampai {HIGHEST_CLASS}. Periksa kelasnya.",
        )
    if str(value) == text:
        return Reading(value)
    return fixed(value, "class_form", f"Kelas jabatan dibaca sebagai {value}.")
