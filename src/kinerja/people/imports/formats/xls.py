"""What an XLS says besides its values: hidden rows, the first day of its calendar, a password.

The file is a small file system (compound file) with one stream of records (BIFF) inside.
Source: the published layouts MS-CFB and MS-XLS.
"""

import struct
from collections.abc import Iterator

from kinerja.people.imports.formats.container import locked
from kinerja.records.refusals import FileRefused

END_OF_CHAIN = 0xFFFFFFFE
FREE = 0xFFFFFFFF
ENTRY = 128  # bytes of one entry of the directory
SMALL_LIMIT = 4096  # shorter streams live in the stream of small sectors
SMALL_SECTOR = 64

BOF, EOF = 0x0809, 0x000A
FILEPASS, DATEMODE, BOUNDSHEET, ROW = 0x002F, 0x0022, 0x0085, 0x0208
ROW_HIDDEN = 0x0020


def structure(content: bytes) -> tuple[bool, list[set[int]]]:
    """Whether the calendar starts in 1904, and the hidden rows (0-based) sheet by sheet.

    Errors: FileRefused when the file is locked, no workbook or damaged.
    """
    try:
        return _structure(workbook_stream(content))
    except (struct.error, IndexError):
        raise FileRefused(
            "Berkas ini rusak atau terpotong. Buka di aplikasinya, simpan ulang, lalu kirim lagi."
        ) from None


def _structure(stream: bytes) -> tuple[bool, list[set[int]]]:
    since_1904 = False
    hidden: list[set[int]] = []
    for kind, data in records(stream, 0):
        if kind == FILEPASS:
            raise locked()
        if kind == DATEMODE:
            since_1904 = data[:1] == b"\x01"
        elif kind == BOUNDSHEET:
            (start,) = struct.unpack_from("<I", data)
            hidden.append(_hidden_rows(stream, start))
    return since_1904, hidden


def _hidden_rows(stream: bytes, start: int) -> set[int]:
    found: set[int] = set()
    for kind, data in records(stream, start):
        if kind == ROW and len(data) >= 14:
            (row,) = struct.unpack_from("<H", data)
            (marks,) = struct.unpack_from("<H", data, 12)
            if marks & ROW_HIDDEN:
                found.add(row)
    return found


def records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream (a BOF to its EOF), charts inside it left out."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at : at + size]
        at += size


def workbook_stream(content: bytes) -> bytes:
    """The stream that holds the workbook. Errors: FileRefused when there is none, or a lock."""
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    if sector not in (512, 4096):
        raise FileRefused("Berkas ini rusak. Buka di aplikasinya, simpan ulang, lalu kirim lagi.")
    table = _allocation(content, sector)
    (first_entry,) = struct.unpack_from("<I", content, 48)
    directory = _chain(content, table, first_entry, sector)
    names: dict[str, tuple[int, int]] = {}
    root = (END_OF_CHAIN, 0)
    for at in range(0, len(directory) - ENTRY + 1, ENTRY):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        (start,) = struct.unpack_from("<I", directory, at + 116)
        (size,) = struct.unpack_from("<I", directory, at + 120)
        if directory[at + 66] == 5:
            root = (start, size)
        elif name:
            names[name] = (start, size)
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise locked()
    place = names.get("Workbook") or names.get("Book")
    if place is None:
        raise FileRefused("Berkas ini bukan lembar kerja. Kirim XLSX, XLS, ODS, atau CSV.")
    start, size = place
    if size >= SMALL_LIMIT:
        return _chain(content, table, start, sector)[:size]
    (small_start,) = struct.unpack_from("<I", content, 60)
    small = _chain(content, table, small_start, sector)
    small_table = list(struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4]))
    return _links(_chain(content, table, root[0], sector), small_table, start, SMALL_SECTOR)[:size]


def _allocation(content: bytes, sector: int) -> list[int]:
    """The table that says which sector follows which."""
    where = [n for n in struct.unpack_from("<109I", content, 76) if n < END_OF_CHAIN - 1]
    (more, count) = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // sector + 1)):
        if more >= END_OF_CHAIN:
            break
        block = _sector(content, more, sector)
        numbers = struct.unpack(f"<{sector // 4}I", block)
        where += [n for n in numbers[:-1] if n < END_OF_CHAIN - 1]
        more = numbers[-1]
    table: list[int] = []
    for number in where:
        table += struct.unpack(f"<{sector // 4}I", _sector(content, number, sector))
    return table


def _sector(content: bytes, number: int, sector: int) -> bytes:
    start = (number + 1) * sector
    return content[start : start + sector].ljust(sector, b"\x00")


def _chain(content: bytes, table: list[int], start: int, sector: int) -> bytes:
    return _links(content[sector:], table, start, sector)


def _links(body: bytes, table: list[int], start: int, sector: int) -> bytes:
    """The sectors from `start` on, in order; a circle ends the walk."""
    parts: list[bytes] = []
    number = start
    while number < len(table) and len(parts) <= len(table):
        parts.append(body[number * sector : (number + 1) * sector])
        number = table[number]
    return b"".join(parts)
