"""Importing people from a workbook with validation, against its parse and a raw insert."""

import io
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from django.db import connection, transaction

from kinerja.jobs.bench.asking import seconds
from kinerja.jobs.bench.figure import Figure
from kinerja.people.imports.applying import import_file
from kinerja.people.imports.sheet import read_workbook
from kinerja.people.unit import NewUnit, add_units

TODAY = date(2026, 2, 1)
BAR = 8.0  # times (parse + raw insert)
UNITS = 1_000
TABLES = (
    "people_person",
    "people_position",
    "people_assignment",
    "people_importbatch",
    "people_importfile",
    "people_importrow",
    "records_event",
)
HEAD = (
    *("No", "NIP", "Nama", "Gelar Depan", "Gelar Belakang", "Jenis Kelamin", "Tanggal Lahir"),
    *("Golongan", "TMT CPNS", "Pendidikan", "Jabatan", "TMT Jabatan", "Unit Kerja", "Gaji Pokok"),
    "NIP Atasan",
)
GIVEN = ("Siti", "Budi", "Andi", "Rina", "Yuni", "Dewi", "Agus", "Eko", "Tri", "Nur", "Sri", "Ayu")
FAMILY = ("Aminah", "Santoso", "Wijaya", "Lubis", "Harahap", "Siregar", "Putra", "Sari")
POSTS = (
    *("Analis Kebijakan Ahli Muda", "Pengadministrasi Perkantoran", "Perawat Terampil"),
    *("Guru Ahli Pertama", "Bidan Mahir"),
)


def a_file(people: int, units: list[str]) -> bytes:
    """An XLSX with 15 columns; every tenth NIP is spaced, every tenth date is text."""
    chance = random.Random(5)  # noqa: S311 - made-up people
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Pegawai")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_row(0, 0, ["DAFTAR PEGAWAI"])
    sheet.write_row(2, 0, HEAD)
    numbers: list[str] = []
    for at in range(people):
        born = date(1970, 1, 1) + timedelta(days=at % 6000)
        start = date(2006 + chance.randrange(18), chance.randrange(1, 13), 1)
        sex = chance.choice("12")
        nip = f"{born:%Y%m%d}{start:%Y%m}{sex}{900 + at // 6000:03}"
        numbers.append(nip)
        row = at + 3
        spaced = f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)} {chance.choice(FAMILY)}"
        values: dict[int, Any] = {
            0: at + 1,
            1: spaced if at % 10 == 0 else nip,
            2: name,
            4: chance.choice(["", "S.Kom", "S.E.", "S.Pd"]),
            5: "L" if sex == "1" else "P",
            7: chance.choice(["II/c", "III/a", "III/b", "III/c", "III/d", "IV/a"]),
            9: chance.choice(["S1", "S2", "D3", "SMA"]),
            10: chance.choice(POSTS),
            12: units[at % len(units)],
            13: 3_000_000 + at,
            14: numbers[at % 7] if at > 7 else "",
        }
        for column, value in values.items():
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)
        if at % 10 == 1:
            sheet.write_string(row, 6, f"{born:%d-%m-%Y}")
        else:
            sheet.write_datetime(row, 6, datetime.combine(born, time()), day)
        sheet.write_datetime(row, 8, datetime.combine(start, time()), day)
    book.close()
    return out.getvalue()


def importing(people: int) -> Iterator[Figure]:
    """Everything is taken back at the end."""
    with transaction.atomic():
        names = [f"Unit Kerja {number}" for number in range(1, UNITS + 1)]
        town = [NewUnit("BENCH", "Pemerintah Kota Uji", "agency")]
        rest = [NewUnit(f"BENCH-{at}", name, "division", "BENCH") for at, name in enumerate(names)]
        add_units(units=[*town, *rest], by=None)
        content = a_file(people, names)
        parse = min(seconds(lambda: read_workbook(content)) for _ in range(3))
        last = {table: _last_id(table) for table in TABLES}
        saved = transaction.savepoint()
        whole = seconds(
            lambda: import_file(
                kind="employees", file_name="bench.xlsx", content=content, by=None, on=TODAY
            )
        )
        rows = {table: _copied_out(table, last[table]) for table in TABLES}
        transaction.savepoint_rollback(saved)
        raw = seconds(lambda: _copy_all_in(rows))
        transaction.set_rollback(True)
    yield Figure(f"import of {people} people with validation", whole, "s", parse + raw, BAR)


def _key(table: str) -> str:
    return "batch_id" if table == "people_importfile" else "id"


def _last_id(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max({_key(table)}), 0) FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0])


def _copied_out(table: str, after: int) -> list[bytes]:
    """The rows that the import wrote, as COPY prints them."""
    query = f"COPY (SELECT * FROM {table} WHERE {_key(table)} > {after}) TO STDOUT"  # noqa: S608
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        return [bytes(block) for block in copy]


def _copy_all_in(rows: dict[str, list[bytes]]) -> None:
    for table in TABLES:
        _copy_in(table, rows[table])


def _copy_in(table: str, blocks: list[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for block in blocks:
            copy.write(block)
