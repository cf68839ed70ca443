"""What a file is, told by its first bytes, and under which name it is kept."""

import struct
import zipfile
from io import BytesIO

import pytest
from tests.records.make import a_pdf, a_photo, a_workbook, an_archive

from kinerja.records.filetype import FileRefused, clean_name, recognise

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("name", "content", "media_type", "kept_as"),
    [
        ("laporan.pdf", a_pdf(), "application/pdf", "laporan.pdf"),
        ("LAPORAN.PDF", a_pdf(), "application/pdf", "LAPORAN.pdf"),
        ("laporan", a_pdf(), "application/pdf", "laporan.pdf"),
        ("data.xlsx", a_workbook(), XLSX, "data.xlsx"),
        (
            "surat.docx",
            an_archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "surat.docx",
        ),
        (
            "paparan.pptx",
            an_archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "paparan.pptx",
        ),
        (
            "tabel.ods",
            an_archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "application/vnd.oasis.opendocument.spreadsheet",
            "tabel.ods",
        ),
        ("a.csv", b"nama;nilai\nSiti;1\n", "text/csv", "a.csv"),
        ("a.csv", "harga €\n".encode("cp1252"), "text/csv", "a.csv"),
        ("catatan.txt", "\ufeffhadir – 12 orang".encode(), "text/plain", "catatan.txt"),
    ],
)
def test_allowed_kinds_are_kept_as_they_are(name, content, media_type, kept_as):
    known = recognise(name, content)

    assert (known.name, known.content, known.media_type) == (kept_as, content, media_type)
    assert known.captured_at is None


@pytest.mark.parametrize("name", ["foto.png", "foto.jpeg", "foto.webp", "foto"])
def test_a_photo_is_reencoded_and_named_so(name: str):
    sent = a_photo(form="PNG")

    known = recognise(name, sent)

    assert (known.name, known.media_type) == ("foto.jpg", "image/jpeg")
    assert known.content.startswith(b"\xff\xd8\xff")
    assert known.content != sent


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", "Berkas ini kosong"),
        ("a.pdf", a_pdf("x" * 10 * 1024 * 1024), "batasnya 10 MB"),
        ("a.jpg", a_pdf(), r"berakhiran \.jpg, tetapi isinya PDF"),
        ("a.pdf", a_photo(), r"berakhiran \.pdf, tetapi isinya JPG"),
        ("a.docx", a_workbook(), r"berakhiran \.docx, tetapi isinya XLSX"),
        ("a.csv", a_workbook(), r"berakhiran \.csv, tetapi isinya XLSX"),
        ("a.exe", b"MZ" + bytes(100), "Jenis berkas ini tidak diterima"),
        ("a.svg", b"<svg onload='x()'/>", "Jenis berkas ini tidak diterima"),
        ("a.html", b"<!doctype html>", "Jenis berkas ini tidak diterima"),
        ("a.csv", b"nama\x00;nilai", "Jenis berkas ini tidak diterima"),
        ("a.csv", b"\x81\x8d", "Jenis berkas ini tidak diterima"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Berkas Office lama"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
        ("a.zip", an_archive({"a.pdf": a_pdf()}), "Arsip ZIP tidak diterima"),
        ("a.xlsx", a_workbook()[:80], "rusak, terpotong, atau bersandi"),
        ("a.xlsx", a_workbook(xl__vbaProject_dot_bin=b"x"), "berisi makro"),
        ("a.xlsx", a_workbook(xl__VBAPROJECT_dot_BIN=b"x"), "berisi makro"),
        (
            "a.xlsx",
            an_archive(
                {
                    "[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                    "xl/workbook.xml": b"",
                }
            ),
            "berisi makro",
        ),
        (
            "a.odt",
            an_archive(
                {"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/script.xml": b"x"}
            ),
            "berisi makro",
        ),
    ],
)
def test_everything_else_is_refused_with_a_reason(name, content, reason):
    with pytest.raises(FileRefused, match=reason):
        recognise(name, content)


def test_an_archive_that_unpacks_to_more_than_60_megabytes_is_refused():
    noise = bytes(range(256)) * 4096  # 1 MB, so that the ratio is not what refuses it

    with pytest.raises(FileRefused, match="lebih dari 60 MB"):
        recognise("a.xlsx", a_workbook(**{f"xl__{number}": noise for number in range(61)}))


def test_an_archive_packed_more_than_a_hundred_times_is_refused():
    with pytest.raises(FileRefused, match="tidak wajar"):
        recognise("a.xlsx", a_workbook(xl__sheet=bytes(8 * 1024 * 1024)))


def test_an_archive_whose_directory_lies_about_the_size_is_refused():
    honest = a_workbook(xl__sheet=bytes(30 * 1024 * 1024))
    said = struct.pack("<I", 30 * 1024 * 1024)
    assert honest.count(said) == 2  # in the entry and in the directory
    lying = honest.replace(said, struct.pack("<I", 900))

    with pytest.raises(FileRefused, match="rusak"):
        recognise("a.xlsx", lying)


def test_an_archive_with_a_password_is_refused():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", b"x")
    locked = bytearray(content.getvalue())
    locked[6] |= 1  # the flag of the entry
    locked[locked.index(b"PK\x01\x02") + 8] |= 1  # and of the directory

    with pytest.raises(FileRefused, match="bersandi"):
        recognise("a.xlsx", bytes(locked))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("laporan.pdf", "laporan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Sari\\foto.jpg", "foto.jpg"),
        ("lap\x00oran\n.pdf", "laporan .pdf"),
        ("laporan\u202efdp.exe", "laporanfdp.exe"),
        ("la\u200bporan.pdf", "laporan.pdf"),
        ("  rapat   besar .pdf ", "rapat besar .pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("...", "berkas"),
        ("", "berkas"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 300, "x" * 200),
    ],
)
def test_names_are_cleaned(sent: str, kept: str):
    assert clean_name(sent) == kept
