"""Workbook 1: the rank list (DUK) of a health office, kept by hand in XLSX.

Sheet "PNS": two heading rows with equal names under different groups, a row of column numbers, the
unit as a section title. Sheet "PPPK": the unit in a cell merged downwards. A hidden sheet of 2019.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.people.imports.workbooks.declared import (
    Cell,
    Outcome,
    Row,
    Sheet,
    Workbook,
    as_float,
    cpns_on,
    grouped,
    ignored,
    nip,
)

WIDTH = 15
DINKES = ("Dinas Kesehatan", "DINKES")
SEKRETARIAT = ("Sekretariat Dinas Kesehatan", "DINKES-SEK")
KESMAS = ("Bidang Kesehatan Masyarakat", "DINKES-KESMAS")
NARAS = ("Puskesmas Naras", "PKM-NARAS")
MARUNGGI = ("Puskesmas Marunggi", "PKM-MARUNGGI")
KURAI_TAJI = ("Puskesmas Kurai Taji", "PKM-KURAITAJI")
AIR_SANTOK = ("Puskesmas Air Santok", "PKM-AIRSANTOK")

HEADINGS = (
    ignored(
        "heading: group row of two merged heading rows",
        *("NO", "NAMA", "NIP", "PANGKAT", None, "JABATAN", None, "CPNS", "MASA KERJA", None),
        *("PENDIDIKAN", None, None, "USIA", "KET"),
        look="heading",
    ),
    ignored(
        "heading: second row, TMT three times and NAMA twice under different groups",
        *(None, None, None, "GOL", "TMT", "NAMA", "TMT", "TMT", "THN", "BLN"),
        *("NAMA", "LULUS TAHUN", "TINGKAT", None, None),
        look="heading",
    ),
    ignored("row of column numbers", *range(1, WIDTH + 1), look="heading"),
)


def section(title: str, why: str = "section title that gives the unit") -> Row:
    return ignored(why, title, look="section", span=(1, WIDTH))


def total(label: str, count: int) -> Row:
    return ignored("subtotal", None, label, None, None, None, None, None, None, count)


BLANK = ignored("blank row")


def listed(
    no: int,
    outcome: Outcome,
    why: str,
    number: str,
    name: str,
    unit: tuple[str, str] | None,
    gol: Cell = "III/b",
    jab: str = "Perawat Ahli Pertama",
    *,
    also: tuple[Outcome, ...] = (),
    grade: str | None = None,
    nip_cell: Cell = None,
    name_cell: str | None = None,
    bare: str | None = None,
    jab_cell: str | None = None,
    tmt_pangkat: Cell = None,
    tmt_jab: Cell = None,
    jab_since: date = date(2022, 1, 3),
    cpns: Cell = None,
    tingkat: str = "S1",
    ket: str | None = None,
    **rest: Any,
) -> Row:
    """A row of sheet PNS; only what is messy is named, everything else is clean.

    `number`, `name`, `jab`, `grade`, `unit`: what must be stored. `*_cell`: what stands there.
    """
    since = cpns_on(number)
    years = 2025 - int(number[8:12])
    cells: tuple[Cell, ...] = (
        no,
        name_cell or name,
        number if nip_cell is None else nip_cell,
        gol,
        tmt_pangkat or date(2021, 4, 1),
        jab_cell or jab,
        tmt_jab or jab_since,
        cpns or since,
        years,
        no % 12,
        "Universitas Andalas",
        int(number[8:12]) - 1,
        tingkat,
        2025 - int(number[:4]),
        ket,
    )
    values: dict[str, Any] = {}
    if outcome in ("accept", "fix") and unit:
        days = [jab_since.isoformat()] + ([since.isoformat()] if since else [])
        values = {
            "nip": number,
            "name": [name, bare] if bare else name,
            "unit": list(unit),
            "grade": grade or gol,
            "position": jab,
            "start_date": days,  # of the post or of the appointment; never that of the rank
        }
    return Row(cells, outcome, why, also=also, values=values, **rest)


CAPITALS: tuple[Outcome, ...] = ("fix",)  # a section title in capitals: unit found by rule
TITLES: tuple[Outcome, ...] = ("fix",)  # titles may be kept in the name or split from it

N = {
    "kadis": nip("19700514", "199803", "L", 901),
    "koto": nip("19750303", "200003", "L", 902),
    "arsiparis": nip("19821109", "200801", "P", 906),
    "merged": nip("19870821", "201101", "P", 917),
    "conflict": nip("19840430", "200903", "L", 921),
    "two_units": nip("19830617", "200801", "P", 909),
}

PNS = (
    ignored("title", "DAFTAR URUT KEPANGKATAN (DUK) PEGAWAI NEGERI SIPIL", look="title",
            span=(1, 15)),
    ignored("title: a unit name before the headings", "DINAS KESEHATAN KOTA PARIAMAN", look="title",
            span=(1, 15)),
    ignored("title", "KEADAAN PER 31 DESEMBER 2025", look="title", span=(1, 15)),
    BLANK,
    *HEADINGS,
    section("DINAS KESEHATAN"),
    listed(1, "accept", "clean; titles in the name, section in capitals", N["kadis"],
           "dr. YULIZAR TANJUNG, M.Kes", DINKES, "IV/c", "Kepala Dinas Kesehatan",
           also=TITLES, bare="YULIZAR TANJUNG"),
    section("Sekretariat Dinas Kesehatan"),
    listed(2, "accept", "clean", nip("19710922", "199703", "P", 903), "Desmawati Chaniago",
           SEKRETARIAT, "IV/a", "Sekretaris"),
    listed(3, "fix", "NIP with spaces", N["koto"], "Irwan Koto", SEKRETARIAT, "III/d",
           "Analis Sumber Daya Manusia Aparatur Ahli Muda", nip_cell=grouped(N["koto"])),
    listed(4, "fix", "rank name around the grade", nip("19790111", "200604", "P", 904),
           "Welni Piliang", SEKRETARIAT, "Penata (III/c)", "Bendahara", grade="III/c"),
    listed(5, "fix", "apostrophe before the NIP", nip("19880706", "201403", "L", 905),
           "Rahmadi Sikumbang", SEKRETARIAT, "III/a", "Pengelola Kepegawaian",
           nip_cell="'" + nip("19880706", "201403", "L", 905)),
    listed(6, "fix", "two spaces inside the name", N["arsiparis"], "Silvia Guci", SEKRETARIAT,
           "III/b", "Arsiparis Ahli Pertama", name_cell="Silvia  Guci"),
    total("Jumlah", 5),
    BLANK,
    section("Bidang Kesehatan Masyarakat"),
    listed(7, "accept", "clean", nip("19760518", "200212", "P", 907), "Fitria Jambak", KESMAS,
           "IV/a", "Kepala Bidang Kesehatan Masyarakat"),
    listed(8, "fix", "zero-width space in the NIP", nip("19811225", "200604", "L", 908),
           "Novrizal Guci", KESMAS, "III/c", "Epidemiolog Kesehatan Ahli Muda",
           nip_cell="19811225\u200b2006041908"),
    listed(9, "review", "same NIP again under another section with another unit (first of two)",
           N["two_units"], "Gusnita Bodi", KESMAS, "III/b", also=("accept",)),
    listed(10, "fix", "dates as Indonesian text", nip("19860814", "201001", "P", 910),
           "Yulinda Malayu", KESMAS, "III/c", "Nutrisionis Ahli Muda", tmt_pangkat="1 April 2021",
           tmt_jab="3 Januari 2022", cpns="1 Januari 2010"),
    listed(11, "refuse", "NIP as number: the last digits are lost",
           nip("19890402", "201503", "L", 911),
           "Andri Malayu", KESMAS, "III/a", nip_cell=as_float(nip("19890402", "201503", "L", 911)),
           secrets=("198904022015031",)),
    listed(12, "fix", "grade without a stroke", nip("19770719", "200312", "P", 912), "Yesi Dalimo",
           KESMAS, "IIId", "Administrator Kesehatan Ahli Muda", grade="III/d"),
    listed(13, "ignore", "hidden row with a person: hidden from the list, nobody sees it stored",
           nip("19660101", "199003", "L", 913), "Ermanto Pisang", KESMAS, "III/d", hidden=True,
           also=("review",), ket="pensiun 2024"),
    total("Jumlah", 6),
    BLANK,
    section("A. PUSKESMAS NARAS", "section title with a letter in front"),
    listed(14, "accept", "clean; titles in the name", nip("19780226", "200604", "P", 914),
           "drg. DEWI RAHMI TANJUNG", NARAS, "IV/a", "Kepala Puskesmas Naras",
           also=TITLES, bare="DEWI RAHMI TANJUNG"),
    listed(15, "accept", "clean", nip("19850930", "200903", "L", 915), "ANDRI SIKUMBANG", NARAS,
           "III/c", "Perawat Ahli Muda", also=CAPITALS),
    listed(16, "fix", "no-break spaces in the NIP", nip("19900107", "201903", "P", 916),
           "MARLINA KOTO", NARAS, "III/a", "Bidan Ahli Pertama",
           nip_cell=grouped(nip("19900107", "201903", "P", 916), "\u00a0")),
    listed(17, "accept", "clean", N["merged"], "YESI GUCI", NARAS, "III/b",
           "Bidan Ahli Pertama", also=CAPITALS),
    listed(18, "merge", "the same person once more, nothing differs but the running number",
           N["merged"], "YESI GUCI", NARAS, "III/b", "Bidan Ahli Pertama"),
    listed(19, "merge", "the same person a third time, NIP with spaces", N["merged"], "YESI GUCI",
           NARAS, "III/b", "Bidan Ahli Pertama", nip_cell=grouped(N["merged"])),
    listed(20, "refuse", "16-digit citizen number in the NIP column",
           nip("19910208", "201903", "P", 918),
           "SILVIA JAMBAK", NARAS, "III/a", nip_cell="1377024802910918",
           secrets=("1377024802910918",)),
    listed(21, "fix", "dates as day-month-year text; dotted grade",
           nip("19820513", "200604", "L", 919),
           "AFRIZAL CHANIAGO", NARAS, "III.c", "Sanitarian Ahli Muda", grade="III/c",
           tmt_pangkat="01-04-2021", tmt_jab="03-01-2022", cpns="01/04/2006"),
    listed(22, "refuse", "17 digits", nip("19830615", "200801", "L", 920), "HENDRI MALAYU", NARAS,
           "III/b", nip_cell="19830615200801192", secrets=("19830615200801192",)),
    total("JUMLAH", 9),
    ignored("headings printed again on the next page", *HEADINGS[0].cells, look="heading"),
    ignored("headings printed again on the next page", *HEADINGS[1].cells, look="heading"),
    ignored("column numbers printed again", *HEADINGS[2].cells, look="heading"),
    section("Puskesmas Marunggi"),
    listed(23, "accept", "clean", nip("19800912", "200801", "L", 922), "Yuhendri Dalimo", MARUNGGI,
           "III/d", "Kepala Puskesmas Marunggi"),
    listed(24, "review", "same NIP as the next row with another name (first of two)", N["conflict"],
           "Desrizal Koto", MARUNGGI, "III/b", also=("accept",)),
    listed(25, "review", "same NIP as the row before, another name", N["conflict"],
           "Febrian Panyalai", MARUNGGI, "III/b"),
    listed(26, "review", "same NIP as in Bidang Kesehatan Masyarakat, another unit", N["two_units"],
           "Gusnita Bodi", MARUNGGI, "III/b"),
    listed(27, "fix", "grade in digits and capitals", nip("19890919", "201403", "P", 923),
           "Efrida Sinapa", MARUNGGI, "3B", "Apoteker Ahli Pertama", grade="III/b"),
    listed(28, "review", "grade that does not exist", nip("19920304", "201903", "L", 924),
           "Togar Siregar", MARUNGGI, "III/f", also=("refuse",)),
    BLANK,
    listed(29, "accept", "clean; stands after a blank row in the same section",
           nip("19931210", "202001", "P", 925), "Rumondang Harahap", MARUNGGI, "III/a",
           "Perawat Ahli Pertama"),
    listed(30, "refuse", "no NIP: staff without ASN status", nip("19950505", "202001", "P", 926),
           "Nurul Safira", MARUNGGI, "-", "Tenaga Kontrak", nip_cell="-", also=("review",)),
    listed(31, "refuse", "no name", nip("19940804", "202001", "L", 927), "", MARUNGGI, "III/a",
           also=("review",), secrets=(nip("19940804", "202001", "L", 927),)),
    total("Jumlah", 9),
    section("II. Puskesmas Kurai Taji", "section title with a roman number in front"),
    listed(32, "accept", "clean; the section is numbered", nip("19840125", "201001", "P", 928),
           "Rosmanidar Payobada", KURAI_TAJI, "III/d", "Kepala Puskesmas Kurai Taji",
           also=CAPITALS),
    listed(33, "fix", "spaces inside the grade, NIP in words", nip("19870702", "201101", "L", 929),
           "Mangasi Purba", KURAI_TAJI, "III / b", "Perawat Ahli Pertama", grade="III/b",
           nip_cell="NIP. " + grouped(nip("19870702", "201101", "L", 929))),
    listed(34, "ignore", "hidden row with a person", nip("19650220", "198903", "P", 930),
           "Kartini Lubis", KURAI_TAJI, "III/d", hidden=True, also=("review",)),
    listed(35, "review", "grade name and letter contradict: Penata Muda is III/a",
           nip("19880211", "201403", "P", 931), "Tiarma Sinaga", KURAI_TAJI, "Penata Muda (III/c)"),
    total("Jumlah", 3),
    section("PKM KAMPUNG BARU PADUSUNAN", "section title with an abbreviation nobody confirmed"),
    listed(36, "review", "unit of the section is an abbreviation",
           nip("19860316", "201001", "L", 932),
           "Wahyu Santoso", None, "III/c", suggests="Puskesmas Kampung Baru Padusunan"),
    listed(37, "review", "unit of the section is an abbreviation",
           nip("19890623", "201403", "P", 933),
           "Endang Lestari", None, "III/a", suggests="Puskesmas Kampung Baru Padusunan"),
    section("Puskesmas Pembantu Karan Aur", "section title of a unit that is not known"),
    listed(38, "review", "unknown unit; must not fall to the section above",
           nip("19910911", "201903", "P", 934), "Ratna Wahyuni", None, "III/a"),
    listed(39, "review", "unknown unit; must not fall to the section above",
           nip("19920628", "201903", "L", 935), "Bambang Nugroho", None, "III/a"),
    section("PUSKESMAS  AIR SANTOK", "section title in capitals with two spaces"),
    listed(40, "accept", "clean", nip("19830408", "200903", "P", 936), "SRI ENDANG PUSPITA",
           AIR_SANTOK, "III/d", "Kepala Puskesmas Air Santok", also=CAPITALS),
    listed(41, "fix", "byte-order mark and trailing space in the NIP",
           nip("19900515", "201503", "L", 937), "EKO PRASETYO", AIR_SANTOK, "III/a",
           "Pranata Laboratorium Kesehatan Ahli Pertama",
           nip_cell="\ufeff" + nip("19900515", "201503", "L", 937) + " "),
    total("JUMLAH", 2),
    total("JUMLAH KESELURUHAN", 38),
    BLANK,
    ignored("note below the table", None, "Keterangan :"),
    ignored("note below the table", None, "*) Sedang melaksanakan tugas belajar"),
    BLANK,
    ignored("signature block: place and day", *(None,) * 10, "Pariaman, 31 Desember 2025",
            span=(11, 15)),
    ignored("signature block: office", *(None,) * 10, "KEPALA DINAS KESEHATAN", span=(11, 15)),
    BLANK,
    BLANK,
    ignored("signature block: name", *(None,) * 10, "dr. YULIZAR TANJUNG, M.Kes", span=(11, 15)),
    ignored("signature block: a valid NIP that is no row", *(None,) * 10,
            "NIP. " + grouped(N["kadis"]), span=(11, 15)),
)  # fmt: skip


def contracted(
    no: int,
    outcome: Outcome,
    why: str,
    number: str,
    name: str,
    unit: tuple[str, str] | None,
    unit_cell: str | None,
    grade_cell: str = "IX",
    grade: str = "IX",
    jab: str = "Perawat Ahli Pertama",
    *,
    nip_cell: Cell = None,
    also: tuple[Outcome, ...] = (),
    class_cell: Cell = 8,
    **rest: Any,
) -> Row:
    """A row of sheet PPPK; `unit_cell` None: the cell belongs to the merged one above."""
    since = date(int(number[8:12]), 3, 1)
    cells = (no, unit_cell, name, nip_cell or number, grade_cell, jab, since, class_cell)
    values: dict[str, Any] = {}
    if outcome in ("accept", "fix") and unit:
        values = {
            "nip": number,
            "name": name,
            "unit": list(unit),
            "grade": grade,
            "position": jab,
        }
    return Row(cells, outcome, why, also=also, values=values, **rest)


PPPK = (
    ignored("title", "DAFTAR PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA (PPPK)", look="title",
            span=(1, 8)),
    BLANK,
    ignored("heading", "NO", "UNIT KERJA", "NAMA PEGAWAI", "NI PPPK", "GOLONGAN", "JABATAN",
            "TMT KONTRAK", "KELAS JABATAN", look="heading"),
    contracted(1, "accept", "PPPK number with 21 in place of a month",
               nip("19920817", "202421", "P", 941), "Melva Sitompul", NARAS, "Puskesmas Naras"),
    contracted(2, "accept", "unit from the merged cell above", nip("19940203", "202421", "L", 942),
               "Ramot Siahaan", NARAS, None),
    contracted(3, "fix", "number with spaces; unit from the merged cell above",
               nip("19900926", "202421", "P", 943), "Lamria Tarigan", NARAS, None,
               nip_cell=grouped(nip("19900926", "202421", "P", 943))),
    contracted(4, "accept", "clean", nip("19890311", "202321", "P", 944), "Debora Ginting",
               MARUNGGI, "Puskesmas Marunggi", jab="Bidan Ahli Pertama"),
    contracted(5, "fix", "grade with a word in front", nip("19910729", "202321", "L", 945),
               "Jonson Manurung", MARUNGGI, None, "Golongan IX"),
    contracted(6, "review", "PPPK with a grade of a PNS", nip("19930612", "202421", "P", 946),
               "Ester Pakpahan", MARUNGGI, None, "III/a"),
    contracted(7, "accept", "III is a grade of its own for a PPPK",
               nip("19960105", "202421", "L", 947),
               "Saut Marpaung", MARUNGGI, None, "III", "III", "Pengemudi", class_cell=3),
    contracted(8, "fix", "class of the post written with a word",
               nip("19880424", "202221", "P", 948),
               "Rotua Hasibuan", KURAI_TAJI, "Puskesmas Kurai Taji", "X", "X",
               "Apoteker Ahli Pertama", class_cell="Kelas 8"),
    contracted(9, "review", "there is no class 27", nip("19901118", "202221", "L", 949),
               "Tumpal Daulay", KURAI_TAJI, None, class_cell=27),
    contracted(10, "merge", "exact duplicate of the first row", nip("19920817", "202421", "P", 941),
               "Melva Sitompul", NARAS, "Puskesmas Naras"),
    ignored("subtotal", None, "Jumlah", 10),
)  # fmt: skip

PPPK_MERGES = ((4, 2, 6, 2), (7, 2, 10, 2), (11, 2, 12, 2))  # the unit, down its rows

OLD = (
    ignored("hidden sheet", "DATA LAMA 2019 (JANGAN DIHAPUS)"),
    ignored("hidden sheet: headings", "NO", "NAMA", "NIP", "GOLONGAN", "UNIT KERJA"),
    *(
        Row(
            (no, name, number, "III/b", "Puskesmas Naras"),
            "ignore",
            "hidden sheet: an old list, not handed in",
            also=("review",),
        )
        for no, name, number in (
            (1, "Poltak Simbolon", nip("19620411", "198603", "L", 951)),
            (2, "Sondang Purba", nip("19640912", "198803", "P", 952)),
            (3, "Marihot Saragih", nip("19631201", "198703", "L", 953)),
        )
    ),
)

REKAP = Workbook(
    "rekap_dinas_kesehatan.xlsx",
    "employees",
    (
        Sheet("PNS", PNS),
        Sheet("PPPK", PPPK, PPPK_MERGES),
        Sheet("Data Lama", OLD, hidden=True),
    ),
)
