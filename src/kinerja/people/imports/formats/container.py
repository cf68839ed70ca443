"""Which kind of file it is, by its first bytes, and whether its archive is safe to open."""

import io
import zipfile
from enum import Enum

from kinerja.records.refusals import FileRefused

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 60 * MEGABYTE
MOST_RATIO = 100  # unpacked to packed
RATIO_FROM = MEGABYTE  # a few kilobytes of spaces are no bomb

SAVE_AS = "Buka di aplikasi lembar kerja, simpan sebagai XLSX, lalu kirim lagi."


class Format(Enum):
    """The four forms that are read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def recognise(content: bytes) -> Format:
    """The form of a file. Errors: FileRefused with what to do instead."""
    if not content.strip():
        raise FileRefused("Berkas ini kosong. Pilih berkas yang berisi tabel.")
    if content.startswith(b"PK"):
        return _zipped(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Format.XLS
    if content.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"{\\rtf")):
        raise FileRefused(
            "Berkas ini dokumen atau gambar, bukan tabel. Kirim XLSX, XLS, ODS, atau CSV."
        )
    start = content[:1_000].lstrip(b"\xef\xbb\xbf\x00\xff\xfe \t\r\n").lower()
    if start.startswith(b"<"):
        raise FileRefused(f"Berkas ini halaman web yang dinamai lembar kerja. {SAVE_AS}")
    return Format.CSV


def _zipped(content: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            kind = _kind_of(archive, {member.filename for member in members})
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise FileRefused(f"Berkas ini rusak atau terpotong. {SAVE_AS}") from None
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * len(content)):
        raise FileRefused(
            f"Isi berkas ini {unpacked // MEGABYTE} MB setelah dibuka, terlalu besar untuk dibaca. "
            "Bagi menjadi beberapa berkas."
        )
    return kind


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> Format:
    if any(name.lower().endswith("workbook.bin") for name in names):
        raise FileRefused(f"Berkas ini berbentuk XLSB yang tidak dapat dibaca. {SAVE_AS}")
    if any(name.lower().endswith("xl/workbook.xml") for name in names):
        return Format.XLSX
    if "mimetype" in names and b"opendocument.spreadsheet" in _head(archive, "mimetype"):
        if b"encryption-data" in _head(archive, "META-INF/manifest.xml"):
            raise locked()
        return Format.ODS
    raise FileRefused("Berkas ini bukan lembar kerja. Kirim XLSX, XLS, ODS, atau CSV.")


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first part of a member; empty when it is not there."""
    try:
        with archive.open(name) as member:
            return member.read(MEGABYTE)
    except KeyError:
        return b""


def locked() -> FileRefused:
    """The file wants a password."""
    return FileRefused(
        "Berkas ini dikunci dengan kata sandi. Buka, hapus kata sandinya, simpan, lalu kirim lagi."
    )
