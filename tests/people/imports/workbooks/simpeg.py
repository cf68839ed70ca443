"""Workbook 2: an export of a personnel system in XLS, column names like those of SIASN.

Dates as date cells, as serial numbers that lost their format, and as text; the supervisor by NIP or
by name; `eselon` ("III.a") stands beside the grade and looks like one.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from tests.people.imports.workbooks.declared import (
    Cell,
    Outcome,
    Row,
    Sheet,
    Workbook,
    as_float,
    born_on,
    grouped,
    ignored,
    nip,
    serial,
)

COLUMNS = (
    *("nip_baru", "nama", "gelar_depan", "gelar_belakang", "tempat_lahir", "tanggal_lahir"),
    *("jenis_kelamin", "status_pegawai", "gol_ruang_akhir", "tmt_gol_akhir", "eselon"),
    *("jabatan_nama", "jenis_jabatan", "tmt_jabatan", "kelas_jabatan", "pendidikan_nama"),
    *("gaji_pokok", "unor_nama", "unor_induk_nama", "nip_atasan", "nama_atasan"),
)

KADIS = nip("19680707", "199403", "L", 901)
SEKRETARIS = nip("19711120", "199703", "P", 902)
KABID_P2P = nip("19730215", "199903", "L", 903)
KABID_YANKES = nip("19740809", "200003", "P", 904)
KAPUS_NARAS = nip("19760618", "200501", "L", 905)
KAPUS_MARUNGGI = nip("19780912", "200604", "P", 906)
KASUBBAG = nip("19830122", "200901", "P", 907)
TWICE = nip("19870115", "201101", "P", 936)
OTHER_NAME = nip("19860220", "201001", "L", 937)
OTHER_GRADE = nip("19820305", "200604", "P", 938)

DINKES = ("Dinas Kesehatan", "DINKES")
SEKRETARIAT = ("Sekretariat Dinas Kesehatan", "DINKES-SEK")
UMPEG = ("Subbagian Umum dan Kepegawaian", "DINKES-SEK-UMPEG")
KESMAS = ("Bidang Kesehatan Masyarakat", "DINKES-KESMAS")
P2P = ("Bidang Pencegahan dan Pengendalian Penyakit", "DINKES-P2P")
YANKES = ("Bidang Pelayanan Kesehatan", "DINKES-YANKES")
NARAS = ("Puskesmas Naras", "PKM-NARAS")
NARAS_TU = ("Subbagian Tata Usaha", "PKM-NARAS-TU")
MARUNGGI = ("Puskesmas Marunggi", "PKM-MARUNGGI")

UNIT_BY_RULE: tuple[Outcome, ...] = ("fix",)
CHOSEN: tuple[Outcome, ...] = ("accept",)  # the name was replaced by the NIP: a fix, or a reading


def exported(
    outcome: Outcome,
    why: str,
    number: str,
    name: str,
    *,
    also: tuple[Outcome, ...] = (),
    unit: tuple[str, str] = NARAS,
    unit_cell: str | None = None,
    induk: str = "Dinas Kesehatan",
    grade: str = "III/b",
    grade_cell: Cell = None,
    jab: str = "Perawat Ahli Pertama",
    eselon: str | None = None,
    nip_cell: Cell = None,
    name_cell: str | None = None,
    born_cell: Cell = None,
    status: str | None = None,
    sex_cell: str | None = None,
    class_cell: Cell = 8,
    pendidikan: str = "S1",
    gaji: Cell = 3456700,
    sup: str | None = KAPUS_NARAS,
    sup_cell: Cell = None,
    sup_name: str | None = None,
    back: str | None = None,
    **rest: Any,
) -> Row:
    """A row of the export; only what is messy is named, everything else is clean.

    `sup` is the NIP to be stored; `sup_cell` what stands in nip_atasan (default: that NIP, unless a
    name is given instead); `*_cell` what stands in the other columns.
    """
    pppk = int(number[12:14]) > 12
    ranked, posted = date(2021, 4, 1), date(2022, 1, 3)
    if pppk:
        ranked = posted = date(int(number[8:12]), 3, 1)
    if sup_cell is None and sup_name is None:
        sup_cell = sup
    cells: tuple[Cell, ...] = (
        number if nip_cell is None else nip_cell,
        name if name_cell is None else name_cell,
        None,
        back,
        "Pariaman",
        born_on(number) if born_cell is None else born_cell,
        sex_cell or ("L" if number[14] == "1" else "P"),
        status or ("PPPK" if pppk else "PNS"),
        grade_cell or grade,
        ranked,
        eselon,
        jab,
        "Struktural" if eselon else "Fungsional",
        posted,
        class_cell,
        pendidikan,
        gaji,
        unit_cell or unit[0],
        induk,
        sup_cell,
        sup_name,
    )
    values: dict[str, Any] = {}
    if outcome in ("accept", "fix"):
        values = {
            "nip": number,
            "name": [name, f"{name}, {back}"] if back else name,
            "unit": list(unit),
            "grade": grade,
            "position": jab,
            "birth_date": born_on(number).isoformat(),
        }
        if sup:
            values["supervisor_nip"] = sup
    return Row(cells, outcome, why, also=also, values=values, **rest)


def dated(
    outcome: Outcome, why: str, born: str, seq: int, name: str, cell: Cell, **rest: Any
) -> Row:
    """A row whose only fault is in its birth date cell."""
    sex: Literal["L", "P"] = "P" if seq % 2 else "L"
    number = nip(born, f"{int(born[:4]) + 25}03", sex, seq)
    return exported(outcome, why, number, name, born_cell=cell, **rest)


LEADERS = (
    exported("accept", "clean; no supervisor: head of the office", KADIS, "Zulhendri Panyalai",
             unit=DINKES, induk="Pemerintah Kota Pariaman", grade="IV/c", eselon="II.b",
             jab="Kepala Dinas Kesehatan", class_cell=14, sup=None),
    exported("accept", "clean; eselon III.a is no grade", SEKRETARIS, "Efrida Sinapa",
             unit=SEKRETARIAT, grade="IV/b", eselon="III.a", jab="Sekretaris", class_cell=12,
             sup=KADIS),
    exported("accept", "clean", KABID_P2P, "Afrizal Pisang", unit=P2P, grade="IV/a",
             eselon="III.b", jab="Kepala Bidang Pencegahan dan Pengendalian Penyakit",
             class_cell=11, sup=KADIS),
    exported("fix", "birth date as a serial number", KABID_YANKES, "Rosmanidar Payobada",
             unit=YANKES, grade="IV/a", eselon="III.b", jab="Kepala Bidang Pelayanan Kesehatan",
             class_cell=11, sup=KADIS, born_cell=serial(date(1974, 8, 9))),
    exported("fix", "grade without a stroke", KAPUS_NARAS, "Hendri Koto", grade="III/d",
             grade_cell="IIId", jab="Kepala Puskesmas Naras", class_cell=9, sup=KADIS),
    exported("accept", "clean; her name occurs twice, the NIP does not", KAPUS_MARUNGGI,
             "Silvia Marlina", unit=MARUNGGI, grade="III/d", jab="Kepala Puskesmas Marunggi",
             class_cell=9, sup=KADIS),
    exported("accept", "clean; another person of the same name", KASUBBAG, "Silvia Marlina",
             unit=UMPEG, grade="III/c", eselon="IV.a",
             jab="Kepala Subbagian Umum dan Kepegawaian", class_cell=9, sup=SEKRETARIS),
)  # fmt: skip

DATES = (
    dated("fix", "text date, month in words", "19850312", 911, "Welni Guci", "12 Maret 1985"),
    dated("fix", "text date, day first", "19850312", 912, "Yulizar Bodi", "12-03-1985"),
    dated("fix", "two-digit year, decided by the NIP", "19790705", 913, "Fitria Dalimo", "5/7/79"),
    dated("review", "day first it contradicts the NIP (month first it would not): nobody chooses",
          "19790507", 914, "Irwan Malayu", "5/7/79"),
    dated("fix", "two-digit year with month in words", "19900817", 915, "Yesi Chaniago",
          "17 Agustus 90"),
    dated("fix", "old spelling of the month", "19880212", 916, "Andri Jambak", "12 Pebruari 1988"),
    dated("fix", "short month", "19861101", 917, "Gusnita Koto", "1 Nop 1986"),
    dated("fix", "points between the parts", "19910509", 918, "Novrizal Tanjung", "09.05.1991"),
    dated("fix", "serial number", "19840229", 919, "Desmawati Piliang", serial(date(1984, 2, 29))),
    dated("accept", "ISO text is the stored form", "19830630", 920, "Rahmadi Sinapa", "1983-06-30"),
    dated("review", "there is no such day", "19840301", 921, "Marlina Pisang", "31 Februari 1984",
          also=("refuse",)),
    dated("review", "date cell contradicts the NIP", "19860401", 922, "Syafrizal Bodi",
          date(1986, 4, 10)),
    dated("review", "serial number contradicts the NIP", "19870519", 923, "Dewi Malayu",
          serial(date(1978, 5, 19))),
    dated("review", "text date contradicts the NIP by one year", "19850312", 924, "Togar Lubis",
          "12 Maret 1986"),
)  # fmt: skip

NUMBERS = (
    exported("refuse", "NIP as number: digits lost", nip("19850910", "201001", "L", 925),
             "Binsar Purba", nip_cell=as_float(nip("19850910", "201001", "L", 925)),
             secrets=("198509102010011",)),
    exported("refuse", "citizen number as text", nip("19850803", "201001", "P", 926),
             "Tiur Nainggolan", nip_cell="1377014308850926", secrets=("1377014308850926",)),
    exported("refuse", "citizen number as number", nip("19860704", "201101", "L", 927),
             "Horas Batubara", nip_cell=1377010407860927.0, secrets=("1377010407860927",)),
    exported("refuse", "old 9-digit NIP", nip("19690101", "199203", "L", 928),
             "Parlindungan Rangkuti", nip_cell="410099928", secrets=("410099928",)),
    exported("refuse", "17 digits", nip("19870703", "201101", "P", 929), "Duma Hutagalung",
             nip_cell="19870703201101292", secrets=("19870703201101292",)),
    exported("refuse", "birth month 13", nip("19871203", "201101", "L", 930), "Ucok Damanik",
             nip_cell="198713032011011930", secrets=("198713032011011930",)),
    exported("refuse", "letter O among the digits", nip("19880502", "201201", "P", 931),
             "Romauli Ginting", nip_cell="1988O5022012012931", also=("review",)),
    exported("accept", "PPPK number with 21 in place of a month",
             nip("19930214", "202421", "P", 932),
             "Sri Wahyuni", grade="IX"),
    exported("fix", "grade with a word in front; spaces in the number",
             nip("19941005", "202421", "L", 933), "Agus Setiawan", grade="IX",
             grade_cell="Gol. IX", nip_cell=grouped(nip("19941005", "202421", "L", 933))),
    exported("review", "PPPK with a grade of a PNS", nip("19920806", "202321", "P", 934),
             "Indah Lestari", grade="III/a"),
    exported("review", "status PPPK, number of a PNS", nip("19910607", "201903", "L", 935),
             "Joko Susanto", status="PPPK", grade="IX"),
    exported("review", "sex column contradicts the NIP", nip("19890708", "201503", "L", 939),
             "Slamet Wibowo", sex_cell="P"),
    exported("refuse", "no number: staff without ASN status", nip("19950109", "202001", "L", 940),
             "Teguh Hidayat", nip_cell="-", status="Honorer", grade_cell="-", also=("review",)),
    exported("refuse", "no name", nip("19880110", "201403", "P", 941), "", name_cell="",
             also=("review",), secrets=(nip("19880110", "201403", "P", 941),)),
)  # fmt: skip

GRADES = (
    exported("fix", "digits and capitals", nip("19900111", "201903", "P", 942), "Retno Handayani",
             grade="III/a", grade_cell="3A"),
    exported("fix", "point", nip("19900212", "201903", "L", 943), "Heru Gunawan", grade="III/a",
             grade_cell="III.a"),
    exported("fix", "rank name with the grade", nip("19900313", "201903", "P", 944),
             "Wulan Sulistyowati", grade="III/a", grade_cell="Penata Muda (III/a)"),
    exported("fix", "rank name with a short form", nip("19880414", "201403", "L", 945),
             "Priyo Nugraha", grade="III/b", grade_cell="Penata Muda Tk. I, III/b"),
    exported("fix", "small letters", nip("19850515", "200903", "P", 946), "Puspita Ningsih",
             grade="III/c", grade_cell="iii/c"),
    exported("review", "rank name and grade contradict", nip("19850616", "200903", "L", 947),
             "Sutrisno Wijaya", grade_cell="Penata (III/b)"),
    exported("review", "PNS with a grade of a PPPK", nip("19890717", "201503", "P", 948),
             "Rahayu Kusuma", grade_cell="IX"),
    exported("review", "PNS grade without its letter", nip("19890818", "201503", "L", 949),
             "Mulyono Saputra", grade_cell="III"),
    exported("review", "grade that does not exist", nip("19890919", "201503", "P", 950),
             "Sulis Prasetyo", grade_cell="V/a", also=("refuse",)),
    exported("fix", "class with a word; education and money as text; text date",
             nip("19871020", "201101", "P", 951), "Nurmaida Sembiring", grade="II/d",
             class_cell="Kelas 7", pendidikan="D.III Kebidanan", gaji="Rp 3.456.700,00",
             born_cell="20 Oktober 1987", jab="Bidan Terampil"),
    exported("fix", "education and money as text; short grade", nip("19830421", "200604", "L", 952),
             "Edison Silalahi", grade="II/c", grade_cell="IIc", class_cell="6",
             pendidikan="SLTA/Sederajat", gaji="2.987.600", jab="Pengadministrasi Umum"),
    exported("review", "there is no class 27", nip("19860322", "200903", "P", 953),
             "Lamria Sitompul", class_cell="Kelas 27"),
)  # fmt: skip

TWINS = (
    exported("accept", "clean; comes three times", TWICE, "Ester Saragih"),
    exported("merge", "exact duplicate", TWICE, "Ester Saragih"),
    exported("merge", "duplicate with a spaced NIP and a text date", TWICE, "Ester Saragih",
             nip_cell=grouped(TWICE), born_cell="15 Januari 1987"),
    exported("review", "one NIP, two names (first of two)", OTHER_NAME, "Robert Tambunan",
             also=("accept",)),
    exported("review", "one NIP, two names", OTHER_NAME, "Jonson Sihombing"),
    exported("review", "one person, two grades (first of two)", OTHER_GRADE, "Kartini Manurung",
             also=("accept",), grade="III/c"),
    exported("review", "one person, two grades", OTHER_GRADE, "Kartini Manurung", grade="III/d"),
)  # fmt: skip

UNITS = (
    exported("accept", "confirmed alias of the unit", nip("19810123", "200501", "P", 954),
             "Khairani Rohani", unit=KESMAS, unit_cell="Bidang Kesmas", also=UNIT_BY_RULE,
             sup=KADIS),
    exported("accept", "unit in capitals with two spaces", nip("19820224", "200604", "L", 955),
             "Zulkifli Hamdan", unit_cell="PUSKESMAS  NARAS", also=UNIT_BY_RULE),
    exported("review", "abbreviation nobody confirmed", nip("19830325", "200801", "P", 956),
             "Salmah Aisyah", unit_cell="PKM Naras", suggests="Puskesmas Naras"),
    exported("review", "old name of a unit", nip("19840426", "200903", "L", 957), "Ramlan Effendi",
             unit_cell="Bidang Pengendalian Penyakit dan Penyehatan Lingkungan"),
    exported("review", "unit misspelt", nip("19850527", "201001", "P", 958), "Zubaidah Latifah",
             unit_cell="Puskemas Marunggi", suggests="Puskesmas Marunggi"),
    exported("review", "unit of another office, not known", nip("19860628", "201101", "L", 959),
             "Bustami Rusli", unit_cell="Dinas Perikanan", induk="Pemerintah Kota Pariaman"),
    exported("accept", "two units of this name; the parent column decides",
             nip("19870729", "201201", "P", 960), "Mariani Safrida", unit=NARAS_TU,
             induk="Puskesmas Naras", also=("fix", "review")),
    exported("review", "two units of this name; the parent column does not decide",
             nip("19880830", "201403", "L", 961), "Syahrul Fauzan", unit=NARAS_TU),
)  # fmt: skip

SUPERVISORS = (
    exported("fix", "supervisor by a name that only one person has",
             nip("19790124", "200312", "L", 962), "Iskandar Mukhtar", unit=P2P, sup=KABID_P2P,
             sup_name="Afrizal Pisang", also=CHOSEN),
    exported("review", "supervisor by a name that two persons have",
             nip("19800225", "200501", "P", 963), "Rauzah Mutia", unit=MARUNGGI,
             sup_name="Silvia Marlina"),
    exported("review", "supervisor by a name that nobody has", nip("19810326", "200604", "L", 964),
             "Safrizal Darwis", unit=YANKES, sup_name="Nasruddin Syukri"),
    exported("review", "supervisor by a NIP that nobody has", nip("19820427", "200801", "P", 965),
             "Zahratul Ainul", sup=nip("19700101", "199503", "L", 999)),
    exported("review", "own supervisor", nip("19830528", "200903", "L", 966), "Munawar Zainuddin",
             sup=nip("19830528", "200903", "L", 966), also=("refuse",)),
    exported("review", "supervisor's NIP and name contradict", nip("19840629", "201001", "P", 967),
             "Nurjannah Rahmah", sup_cell=KAPUS_NARAS, sup_name="Afrizal Pisang"),
    exported("fix", "supervisor's NIP with spaces", nip("19850730", "201101", "L", 968),
             "Fakhrurrazi Idris", sup_cell=grouped(KAPUS_NARAS)),
    exported("accept", "clean; title in a column of its own", nip("19860831", "201201", "P", 969),
             "Mawaddah Yusuf", back="S.Kep", also=("fix",)),
)  # fmt: skip

BLANK = ignored("blank row")

# The supervisors stand below their staff: the order of the rows must not matter.
DATA = (
    ignored("title", "DATA PEGAWAI - EKSPOR SIMPEG KOTA PARIAMAN"),
    ignored("printing time", "Dicetak: 02/01/2026 08:15"),
    ignored("heading", *COLUMNS),
    *DATES,
    *LEADERS,
    *NUMBERS,
    BLANK,
    *GRADES,
    *TWINS,
    *UNITS,
    *SUPERVISORS,
    BLANK,
    ignored("total", "Jumlah pegawai", 70),
    ignored("note", "Sumber: SIMPEG, keadaan 31 Desember 2025"),
)

GUIDE = tuple(
    ignored("sheet of instructions, no data", *cells)
    for cells in (
        ("PETUNJUK PENGISIAN",),
        (1, "Kolom nip_baru diisi 18 angka tanpa spasi"),
        (2, "Kolom tanggal_lahir diisi tanggal-bulan-tahun"),
        (3, "Kolom gol_ruang_akhir diisi, contoh: III/a"),
    )
)

CODES = tuple(
    ignored("hidden sheet of codes", *cells)
    for cells in (("kode", "nama"), ("01", "Puskesmas Naras"), ("02", "Puskesmas Marunggi"))
)

SIMPEG = Workbook(
    "ekspor_simpeg.xls",
    "employees",
    (
        Sheet("Petunjuk", GUIDE),
        Sheet("data_pegawai", DATA),
        Sheet("ref_unor", CODES, hidden=True),
    ),
)
