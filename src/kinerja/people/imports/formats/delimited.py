"""CSV as offices write it: comma, semicolon or tab; UTF-8, UTF-16 or the old Windows code page."""

import csv
import io
import re

from kinerja.records.refusals import FileRefused

SIGNS = (";", ",", "\t", "|")
SAMPLE = 60  # records looked at to find the sign
ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")


def read(content: bytes) -> list[list[str]]:
    """The records as lists of text; an empty line is an empty record.

    Errors: FileRefused when it is no text, or a quotation mark never closes.
    """
    text = decode(content)
    if ODD.search(text[:100_000]):
        raise FileRefused(
            "Isi berkas ini bukan tabel yang dapat dibaca. Kirim XLSX, XLS, ODS, atau CSV."
        )
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)))
    except csv.Error:
        raise FileRefused(
            "Ada tanda kutip yang tidak ditutup di dalam berkas CSV ini. "
            "Buka di aplikasi lembar kerja, simpan sebagai XLSX, lalu kirim lagi."
        ) from None


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (with its mark) or Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; they become visible marks, never an error.
        return content.decode("cp1252", "replace")


def separator(text: str) -> str:
    """The sign between the cells: the one that gives most records of one common width."""
    first_line = text.split("\n", 1)[0].strip().lower()
    if first_line.startswith("sep=") and len(first_line) == 5:
        return first_line[4]
    best, best_score = ",", (0, 0)
    for sign in SIGNS:
        widths = _widths(text, sign)
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common = max(set(wide), key=lambda width: (wide.count(width), width))
        score = (wide.count(common), common)
        if score > best_score:
            best, best_score = sign, score
    return best


def _widths(text: str, sign: str) -> list[int]:
    """How many cells the first records would have with that sign."""
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            if any(record):
                widths.append(len(record))
            if len(widths) >= SAMPLE:
                break
    except csv.Error:
        return []
    return widths
