"""What a ZIP archive holds: runs in the limited child process (see `records.sandbox`)."""

import zipfile
from io import BytesIO

from kinerja.records.refusals import FileRefused

MAX_UNPACKED = 60 * 1024 * 1024  # bytes
MAX_RATIO = 100  # unpacked to packed; asked of archives that unpack to more than a megabyte
SMALL = 1024 * 1024
MAX_ENTRIES = 10_000

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_MAIN_PART = {
    "word/document.xml": f"{_OOXML}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OOXML}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OOXML}.presentationml.presentation",
}
_ODF_TYPES = {f"{_ODF}.text", f"{_ODF}.spreadsheet", f"{_ODF}.presentation"}
_MACROS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/", "activex/")


def run(payload: bytes) -> bytes:
    """The media type of an office document. Errors: FileRefused with the reason."""
    try:
        with zipfile.ZipFile(BytesIO(payload)) as archive:
            check_size(archive, len(payload))
            return _media_type(archive).encode()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise FileRefused(
            "Berkas ini rusak, terpotong, atau bersandi. Simpan ulang tanpa sandi, lalu kirim lagi."
        ) from error


def check_size(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse a bomb: by what its directory says, then by reading, because a directory may lie.

    Errors: FileRefused; BadZipFile when the content is not what the directory says.
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise FileRefused("Isi berkas ini terlalu besar (lebih dari 60 MB setelah dibuka).")
    if unpacked > SMALL and unpacked > MAX_RATIO * packed:
        raise FileRefused("Berkas ini dimampatkan secara tidak wajar dan tidak dibuka.")
    for entry in entries:
        with archive.open(entry) as stream:  # stops at the size that was said, then checks the sum
            while stream.read(SMALL):
                pass


def _media_type(archive: zipfile.ZipFile) -> str:
    names = {entry.filename.lower() for entry in archive.infolist()}
    if any(name.startswith(_MACROS) or f"/{mark}" in name for name in names for mark in _MACROS):
        raise FileRefused("Berkas ini berisi makro. Simpan ulang tanpa makro, lalu kirim lagi.")
    if "[content_types].xml" in names:
        if b"macroenabled" in archive.read("[Content_Types].xml").lower():
            raise FileRefused("Berkas ini berisi makro. Simpan ulang tanpa makro, lalu kirim lagi.")
        for part, media_type in _MAIN_PART.items():
            if part in names:
                return media_type
    if "mimetype" in names:
        said = archive.read("mimetype").decode("ascii").strip()
        if said in _ODF_TYPES:
            return said
    raise FileRefused("Arsip ZIP tidak diterima. Kirim berkas di dalamnya satu per satu.")
