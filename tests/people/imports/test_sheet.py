"""Reading the four forms of files, and refusing what is none of them."""

import io
import zipfile
from datetime import date

import pytest
from tests.people.imports.files import csv_file, ods, xls, xlsx

from kinerja.people.imports.sheet import MOST_BYTES, read_workbook
from kinerja.records.refusals import FileRefused

ROWS = [["NIP", "Nama"], ["198507152010011905", "Siti"], [None, None], [None, date(1985, 7, 15)]]


def test_xlsx_with_hidden_rows_sheets_and_merged_cells() -> None:
    book = read_workbook(
        xlsx(
            [["NIP", "Nama", None], ["1", 31243, 1.5], ["2", date(1985, 7, 15), True]],
            merges=["B1:C1"],
            hidden=[3],
            hidden_sheets={"Arsip": [["x"]]},
        )
    )

    data, archive = book.sheets
    assert (data.name, data.hidden, archive.name, archive.hidden) == ("Data", False, "Arsip", True)
    assert data.rows == [
        ["NIP", "Nama", None],
        ["1", 31243.0, 1.5],
        ["2", date(1985, 7, 15), True],
    ]
    assert data.hidden_rows == {2}
    assert data.merges == [(0, 1, 0, 2)]


def test_xls_with_hidden_rows() -> None:
    (sheet,) = read_workbook(xls(ROWS, hidden=[2])).sheets

    assert sheet.rows[1] == ["198507152010011905", "Siti"]
    assert sheet.rows[3] == [None, date(1985, 7, 15)]
    assert sheet.hidden_rows == {1}


def test_ods_with_hidden_rows_sheets_and_merged_cells() -> None:
    data, archive = read_workbook(ods(ROWS, hidden=[2], down=(2, 2, 2))).sheets

    assert data.rows[1] == ["198507152010011905", "Siti"]
    assert data.rows[3] == [None, date(1985, 7, 15)]
    assert data.hidden_rows == {1}
    assert data.merges == [(1, 1, 2, 1)]
    assert archive.hidden


@pytest.mark.parametrize("make", [xlsx, xls])
def test_the_calendar_of_1904(make: object) -> None:
    book = read_workbook(make([["x", date(1985, 7, 15)]], since_1904=True))  # type: ignore[operator]

    assert book.since_1904
    assert book.sheets[0].rows == [["x", date(1985, 7, 15)]]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_csv_finds_its_sign(sign: str) -> None:
    rows = [["NIP", "Nama"], ["1", "Siti, S.Kep"], [], ["2", "Budi; x"]]

    (sheet,) = read_workbook(csv_file(rows, sign=sign), "pegawai").sheets

    assert sheet.rows == rows
    assert sheet.name == "pegawai"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_four_encodings(encoding: str) -> None:
    (sheet,) = read_workbook(
        csv_file([["Nama", "Kota"], ["René", "Pariaman"]], encoding=encoding)
    ).sheets

    assert sheet.rows[1] == ["René", "Pariaman"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    return out.getvalue()


def document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"<document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"  \r\n ", "kosong"),
        (b"<html><table><tr><td>NIP</td></tr></table></html>", "halaman web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "halaman web"),
        (b"%PDF-1.7", "dokumen atau gambar"),
        (b"\x00\x01\x02\x03", "bukan tabel"),
        (b"PK\x03\x04" + b"x" * 100, "rusak"),
        (xlsx(ROWS)[:1500], "rusak"),
        (xls(ROWS)[:1200], "lembar kerja"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "rusak"),
        (bomb(), "terlalu besar"),
        (document(), "bukan lembar kerja"),
        (b'NIP,Nama\n"1,Siti\n' + b"x" * 200_000, "tanda kutip"),
        (b"x" * (MOST_BYTES + 1), "paling besar 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_workbook(content)


def test_a_locked_file_is_refused_with_the_remedy() -> None:
    """A locked XLSX is a compound file with an encrypted package inside."""
    content = bytearray(xls(ROWS))
    entry = content.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    content[entry : entry + 64] = name.ljust(64, b"\x00")
    content[entry + 64 : entry + 66] = (len(name) + 2).to_bytes(2, "little")

    with pytest.raises(FileRefused, match="kata sandi"):
        read_workbook(bytes(content))
