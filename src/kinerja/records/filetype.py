"""Which files may be kept: told by their first bytes, never by their name alone.

PDF, photos (JPEG, PNG, WebP), office documents (OOXML and ODF, without macros) and plain text. The
old binary office formats are not kept: they cannot be told from files with macros. (An import of
people still reads an old XLS: it takes the cells and keeps nothing else.)
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from kinerja.records.photo import clean_photo
from kinerja.records.refusals import FileRefused
from kinerja.records.sandbox import run_limited

__all__ = ["FileRefused", "KnownFile", "recognise"]

MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 200  # characters, with the ending

PDF = "application/pdf"
JPEG = "image/jpeg"
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

# The endings under which a kind of file may come; the first one is given to a file without.
ENDINGS = {
    PDF: ("pdf",),
    JPEG: ("jpg", "jpeg", "jfif", "png", "webp"),  # every photo is stored as JPEG
    f"{_OOXML}.wordprocessingml.document": ("docx",),
    f"{_OOXML}.spreadsheetml.sheet": ("xlsx",),
    f"{_OOXML}.presentationml.presentation": ("pptx",),
    f"{_ODF}.text": ("odt",),
    f"{_ODF}.spreadsheet": ("ods",),
    f"{_ODF}.presentation": ("odp",),
    "text/csv": ("csv",),
    "text/plain": ("txt",),
}

_ARCHIVE = "kinerja.records.archive_parser"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = re.compile(rb"....ftyp(heic|heix|hevc|mif1|msf1|avif)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class KnownFile:
    """A file that may be kept, as it will be stored."""

    name: str
    content: bytes
    media_type: str
    captured_at: datetime | None = None  # what the camera claims
    code: int | None = None  # how a photo looks


def recognise(name: str, content: bytes) -> KnownFile:
    """The file as it may be kept: a clean name, and photos re-encoded.

    Errors: FileRefused with the reason and what to do instead.
    """
    if not content:
        raise FileRefused("Berkas ini kosong. Pilih berkas yang lain.")
    if len(content) > MAX_BYTES:
        raise FileRefused(
            f"Berkas ini {len(content) / 1024 / 1024:.0f} MB; batasnya 10 MB. Perkecil dahulu."
        )
    name = clean_name(name)
    stem, _, ending = name.rpartition(".") if "." in name else (name, "", "")
    ending = ending.lower()
    if content.startswith(b"%PDF-"):
        return _named(stem, ending, content, PDF)
    if _is_photo(content):
        _check_ending(ending, JPEG)
        photo = clean_photo(content)
        return KnownFile(f"{stem}.jpg", photo.content, JPEG, photo.captured_at, photo.code)
    if content.startswith(_ZIP):
        return _named(stem, ending, content, run_limited(_ARCHIVE, content).decode())
    if content.startswith(_OLE):
        raise FileRefused("Berkas Office lama tidak diterima. Simpan ulang sebagai PDF atau DOCX.")
    if _HEIC.match(content):
        raise FileRefused("Foto HEIC/AVIF tidak diterima. Ubah dahulu menjadi JPEG.")
    for media_type in ("text/csv", "text/plain"):
        if ending in ENDINGS[media_type] and _is_text(content):
            return _named(stem, ending, content, media_type)
    raise FileRefused(
        "Jenis berkas ini tidak diterima. Kirim PDF, foto (JPEG, PNG, WebP), dokumen Office atau "
        "LibreOffice, atau CSV."
    )


def clean_name(name: str) -> str:
    """The name without folders, control signs, invisible signs and signs that turn the direction.

    >>> clean_name("C:\\\\Data\\\\laporan\\u202efdp.exe")
    'laporanfdp.exe'
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    name = " ".join(name.split())
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .") or "berkas"
    stem, dot, ending = name.rpartition(".")
    if len(name) > MAX_NAME and dot and len(ending) <= 10:
        return stem[: MAX_NAME - len(ending) - 1].rstrip() + dot + ending
    return name[:MAX_NAME].rstrip()


def _named(stem: str, ending: str, content: bytes, media_type: str) -> KnownFile:
    _check_ending(ending, media_type)
    return KnownFile(f"{stem}.{ending or ENDINGS[media_type][0]}", content, media_type)


def _check_ending(ending: str, media_type: str) -> None:
    if ending and ending not in ENDINGS[media_type]:
        raise FileRefused(
            f"Nama berkas ini berakhiran .{ending}, tetapi isinya "
            f"{ENDINGS[media_type][0].upper()}. Periksa apakah ini berkas yang benar."
        )


def _is_photo(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    )


def _is_text(content: bytes) -> bool:
    """UTF-8, else the Windows code page of old spreadsheets; without control signs."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return not _CONTROL.search(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return False
