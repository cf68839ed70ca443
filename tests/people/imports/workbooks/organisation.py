"""Workbook 4: an organisation list in ODS with headings as people write them.

The units of units.csv stand in the database already; half of them come again.
"""

from __future__ import annotations

from typing import Any

from tests.people.imports.workbooks.declared import (
    Cell,
    Outcome,
    Row,
    Sheet,
    Workbook,
    ignored,
)


def unit(
    outcome: Outcome,
    why: str,
    code: str,
    name: str,
    parent: str,
    level: Cell,
    *,
    name_cell: str | None = None,
    code_cell: str | None = None,
    also: tuple[Outcome, ...] = (),
    **rest: Any,
) -> Row:
    """One unit: code, name and parent to be stored; `*_cell` what stands there."""
    cells: tuple[Cell, ...] = (
        code if code_cell is None else code_cell,
        name if name_cell is None else name_cell,
        parent,
        level,
        None,
    )
    values: dict[str, Any] = {}
    if outcome in ("accept", "fix"):
        values = {"code": code, "name": name, "parent_code": parent}
    return Row(cells, outcome, why, also=also, values=values, **rest)


BLANK = ignored("blank row")

LINES = (
    ignored("title", "SUSUNAN ORGANISASI PERANGKAT DAERAH", look="title", span=(1, 5)),
    ignored("title", "KOTA PARIAMAN TAHUN 2026", look="title", span=(1, 5)),
    BLANK,
    ignored("heading", "KODE UNIT", "NAMA UNIT KERJA", "KODE INDUK", "TINGKAT", "KETERANGAN",
            look="heading"),
    ignored("row of column numbers", 1, 2, 3, 4, 5),
    unit("merge", "stands in the database", "PRM", "Pemerintah Kota Pariaman", "", 1),
    unit("merge", "stands in the database", "DINKES", "Dinas Kesehatan", "PRM", 2),
    unit("merge", "stands in the database", "DINKES-SEK", "Sekretariat Dinas Kesehatan", "DINKES",
         3),
    unit("merge", "stands in the database", "DINKES-P2P",
         "Bidang Pencegahan dan Pengendalian Penyakit", "DINKES", 3),
    unit("merge", "stands in the database", "PKM-NARAS", "Puskesmas Naras", "DINKES", 3),
    unit("merge", "stands in the database", "PKM-NARAS-TU", "Subbagian Tata Usaha", "PKM-NARAS", 4),
    unit("merge", "stands in the database", "PKM-SIKAPAK", "Puskesmas Sikapak", "DINKES", 3),
    unit("review", "stands in the database under another name", "PKM-MARUNGGI",
         "Puskesmas Rawat Inap Marunggi", "DINKES", 3),
    unit("review", "stands in the database under another parent", "IFK", "Instalasi Farmasi Kota",
         "DINKES-SDK", 4),
    BLANK,
    unit("accept", "clean; its parent stands below", "DISDIK-SEK", "Sekretariat Dinas Pendidikan",
         "DISDIK", 3),
    unit("accept", "clean", "DISDIK", "Dinas Pendidikan", "PRM", 2),
    unit("fix", "two spaces inside the name", "DISDIK-SD", "Bidang Pembinaan Sekolah Dasar",
         "DISDIK", 3, name_cell="Bidang Pembinaan  Sekolah Dasar"),
    unit("accept", "indented with spaces, as trees are drawn in sheets", "DISDIK-SMP",
         "Bidang Pembinaan Sekolah Menengah Pertama", "DISDIK", 3,
         name_cell="      Bidang Pembinaan Sekolah Menengah Pertama", also=("fix",)),
    unit("fix", "no-break space in the name", "DISDIK-PAUD", "Bidang Pembinaan PAUD dan Dikmas",
         "DISDIK", 3, name_cell="Bidang\u00a0Pembinaan PAUD dan Dikmas"),
    unit("accept", "clean; the same name stands under another parent", "SMP-1-TU",
         "Subbagian Tata Usaha", "SMP-1", 4),
    unit("accept", "clean", "SMP-1", "SMP Negeri 1 Pariaman", "DISDIK", 3),
    unit("accept", "clean", "SMP-2", "SMP Negeri 2 Pariaman", "DISDIK", 3),
    unit("merge", "exact duplicate", "SMP-2", "SMP Negeri 2 Pariaman", "DISDIK", 3),
    unit("review", "one code, two names (first of two)", "SMP-3", "SMP Negeri 3 Pariaman", "DISDIK",
         3, also=("accept",)),
    unit("review", "one code, two names", "SMP-3", "SMP Negeri 4 Pariaman", "DISDIK", 3),
    unit("fix", "zero-width space in the code", "SMP-5", "SMP Negeri 5 Pariaman", "DISDIK", 3,
         code_cell="SMP\u200b-5"),
    ignored("subtotal", None, "Jumlah", None, 11),
    BLANK,
    unit("accept", "clean", "DISHUB", "Dinas Perhubungan", "PRM", 2),
    unit("accept", "clean", "DISHUB-LL", "Bidang Lalu Lintas", "DISHUB", 3),
    unit("review", "unknown parent", "DISHUB-X", "Seksi Rambu Jalan", "DISHUB-RM", 4,
         also=("refuse",)),
    unit("review", "below a unit that waits for a decision", "DISHUB-X1", "Tim Marka Jalan",
         "DISHUB-X", 5, also=("refuse",)),
    unit("review", "its own parent", "DISHUB-Y", "Seksi Terminal", "DISHUB-Y", 4, also=("refuse",)),
    unit("review", "circle of two: parent of its parent", "DISHUB-A", "Bidang Angkutan", "DISHUB-B",
         3, also=("refuse",)),
    unit("review", "circle of two: parent of its parent", "DISHUB-B", "Seksi Angkutan Umum",
         "DISHUB-A", 4, also=("refuse",)),
    unit("refuse", "no name", "DISHUB-Z", "", "DISHUB", 3, also=("review",)),
    unit("refuse", "no code", "", "Seksi Parkir", "DISHUB", 4, also=("review",)),
    unit("accept", "clean", "DISPAR", "Dinas Pariwisata dan Kebudayaan", "PRM", 2),
    unit("accept", "clean", "DISPAR-DEST", "Bidang Destinasi Pariwisata", "DISPAR", 3),
    Row(("DISPAR-LAMA", "Bidang Kesenian (dihapus 2023)", "DISPAR", 3, None), "ignore",
        "hidden row", also=("review",), hidden=True),
    unit("review", "same name, same parent, other code: probably the same unit", "DISPAR-DES",
         "Bidang Destinasi Pariwisata", "DISPAR", 3),
    ignored("total", None, "JUMLAH SELURUHNYA", None, 24),
    BLANK,
    ignored("signature", None, None, None, "Pariaman, 2 Januari 2026"),
    ignored("signature", None, None, None, "SEKRETARIS DAERAH"),
)  # fmt: skip

ORGANISATION = Workbook("susunan_organisasi.ods", "organisation", (Sheet("Unit Kerja", LINES),))
