"""Workbook 3: a list of accounts as CSV with semicolons in cp1252.

Password column, addresses of two lines in quotes, characters outside ASCII, a legend of allowed
values beside the table that repeats a heading, empty cells and lines of separators at the end.
"""

from __future__ import annotations

from typing import Any

from tests.people.imports.workbooks.declared import (
    Outcome,
    Row,
    Sheet,
    Workbook,
    born_on,
    cpns_on,
    grouped,
    ignored,
    nip,
)

HEADINGS = (
    *("No", "NIP", "NIP LAMA", "Nama Pegawai", "Tempat Lahir", "Tanggal Lahir", "Jenis Kelamin"),
    *("Golongan", "Tmt Pangkat", "Jabatan", "Unit Kerja", "Tmt Cpns", "Gaji", "Alamat"),
    *("Username", "Password", "Atasan Langsung", "", "JENIS KELAMIN", "STATUS PERNIKAHAN", "", ""),
)
PASSWORD = "kata-sandi-rahasia-{}"

KAPUS = nip("19740312", "200212", "P", 901)
TWICE = nip("19880917", "201403", "L", 931)
OTHER_UNIT = nip("19850211", "200903", "P", 932)
OTHER_NAME = nip("19830709", "200801", "L", 933)
HALF = nip("19900623", "201503", "P", 934)

KAPUS_NAME = "dr. Hj. SITI AMINAH KOTO, M.Kes"
KURAI_TAJI = ("Puskesmas Kurai Taji", "PKM-KURAITAJI")
SIKAPAK = ("Puskesmas Sikapak", "PKM-SIKAPAK")
AIR_SANTOK = ("Puskesmas Air Santok", "PKM-AIRSANTOK")
LABKESDA = ("Laboratorium Kesehatan Daerah", "LABKESDA")
FARMASI = ("Instalasi Farmasi Kota", "IFK")
KEUANGAN = ("Subbagian Keuangan dan Aset", "DINKES-SEK-KEU")


def line(
    no: int,
    outcome: Outcome,
    why: str,
    number: str,
    name: str,
    unit: tuple[str, str] = KURAI_TAJI,
    *,
    also: tuple[Outcome, ...] = (),
    bare: str | None = None,
    name_cell: str | None = None,
    nip_cell: str | None = None,
    old_nip: str = "",
    born: str | None = None,
    grade: str = "III/b",
    gol: str | None = None,
    tmt: str = "2021-04-01",
    jab: str = "Perawat Ahli Pertama",
    unit_cell: str | None = None,
    cpns: str | None = None,
    gaji: str = "3456700",
    address: str = "Pariaman",
    sup: str = "",
    sup_nip: str | None = None,
    legend: tuple[str, str] = ("", ""),
    **rest: Any,
) -> Row:
    """A line of the list; only what is messy is named, everything else is clean."""
    since = cpns_on(number)
    cells = (
        str(no),
        number if nip_cell is None else nip_cell,
        old_nip,
        name if name_cell is None else name_cell,
        "Pariaman",
        born_on(number).isoformat() if born is None else born,
        "L" if number[14] == "1" else "P",
        gol or grade,
        tmt,
        jab,
        unit[0] if unit_cell is None else unit_cell,
        cpns or (since.isoformat() if since else ""),
        gaji,
        address,
        f"pegawai{no:02}",
        PASSWORD.format(no),
        sup,
        "",
        *legend,
        "",
        "",
    )
    values: dict[str, Any] = {}
    if outcome in ("accept", "fix"):
        values = {
            "nip": number,
            "name": [name, bare] if bare else name,
            "unit": list(unit),
            "grade": grade,
            "position": jab,
            "birth_date": born_on(number).isoformat(),
        }
        if sup_nip:
            values["supervisor_nip"] = sup_nip
    return Row(cells, outcome, why, also=also, values=values, **rest)


BY_RULE: tuple[Outcome, ...] = ("fix",)
EMPTY = ("",) * len(HEADINGS)

LINES = (
    ignored("title", "DAFTAR PEGAWAI DAN AKUN APLIKASI DINAS KESEHATAN", *EMPTY[1:]),
    ignored("blank row: separators only", *EMPTY),
    ignored("heading; a legend beside the table repeats a heading", *HEADINGS),
    line(1, "accept", "clean; é in the name; legend beside", nip("19860405", "201001", "L", 902),
         "RENÉ ANDREAS TANJUNG", legend=("L", "Kawin")),
    line(2, "accept", "clean; ’ in the name; the legend beside says P of a man",
         nip("19871119", "201101", "L", 903), "MA’RUF SIKUMBANG", legend=("P", "Belum Kawin")),
    line(3, "accept", "titles in the name; the legend beside says something else", KAPUS,
         KAPUS_NAME,
         also=BY_RULE, bare="SITI AMINAH KOTO", grade="IV/a", jab="Kepala Puskesmas Kurai Taji",
         legend=("", "Janda/Duda")),
    line(4, "accept", "clean; address of two lines in quotes", nip("19890228", "201403", "P", 904),
         "WELNI PAYOBADA", address="Jl. Merdeka No. 12\nKelurahan Karan Aur"),
    line(5, "accept", "clean; semicolon inside quotes", nip("19910316", "201903", "L", 905),
         "ZULHENDRI GUCI", address="Jl. Diponegoro; Blok B", grade="III/a"),
    line(6, "fix", "no-break spaces in the NIP", nip("19800824", "200604", "P", 906),
         "ROSMANIDAR BODI", SIKAPAK, grade="III/d", jab="Kepala Puskesmas Sikapak",
         nip_cell=grouped(nip("19800824", "200604", "P", 906), "\u00a0")),
    line(7, "fix", "points in the NIP", nip("19821013", "200801", "L", 907), "IRWAN DALIMO",
         nip_cell=grouped(nip("19821013", "200801", "L", 907), ".")),
    line(8, "fix", "NIP as a text formula, so that the spreadsheet keeps the digits",
         nip("19840107", "200903", "P", 908), "EFRIDA CHANIAGO",
         nip_cell=f'="{nip("19840107", "200903", "P", 908)}"'),
    line(9, "fix", "apostrophe before the NIP", nip("19850522", "201001", "L", 909), "ERMANTO KOTO",
         SIKAPAK, nip_cell="'" + nip("19850522", "201001", "L", 909)),
    line(10, "fix", "curly apostrophe before the NIP", nip("19860730", "201101", "P", 910),
         "FITRIA PANYALAI", SIKAPAK, nip_cell="’" + nip("19860730", "201101", "P", 910)),
    line(11, "refuse", "NIP in scientific notation: digits lost",
         nip("19870608", "201101", "L", 911),
         "YULIZAR PILIANG", nip_cell="1,98706E+17"),
    line(12, "fix", "two spaces and a no-break space in the name",
         nip("19880119", "201403", "P", 912), "DESMAWATI TANJUNG", SIKAPAK,
         name_cell="DESMAWATI \u00a0TANJUNG"),
    line(13, "fix", "day first with strokes", nip("19890204", "201403", "L", 913), "ANDRI PISANG",
         born="04/02/1989"),
    line(14, "fix", "month in capitals", nip("19900312", "201503", "P", 914), "MARLINA GUCI",
         born="12 MARET 1990"),
    line(15, "fix", "short month, two-digit year decided by the NIP",
         nip("19850312", "200903", "L", 915), "HENDRI JAMBAK", born="12-Mar-85"),
    line(16, "fix", "appointment day with a two-digit year, decided by the NIP",
         nip("19840926", "201003", "P", 916), "YULINDA SINAPA", cpns="1/3/10"),
    line(17, "fix", "grade as a two-digit code (31 = III/a)", nip("19920417", "201903", "L", 917),
         "NOVRIZAL KOTO", AIR_SANTOK, grade="III/a", gol="31", also=("review",)),
    line(18, "fix", "rank name and dotted grade", nip("19720510", "199803", "P", 918),
         "GUSNITA MALAYU", AIR_SANTOK, grade="IV/a", gol="Pembina / IV.a",
         jab="Kepala Puskesmas Air Santok"),
    line(19, "fix", "money with currency, points and decimals", nip("19830221", "200801", "L", 919),
         "FEBRIAN BODI", AIR_SANTOK, gaji="Rp3.456.700,00", also=("accept",)),
    line(20, "review", "abbreviation nobody confirmed", nip("19840318", "200903", "P", 920),
         "SILVIA DALIMO", unit_cell="PKM Kurai Taji", suggests="Puskesmas Kurai Taji"),
    line(21, "review", "form of name nobody confirmed", nip("19850414", "201001", "L", 921),
         "RAHMADI CHANIAGO", SIKAPAK, unit_cell="UPTD Pusk. Sikapak", suggests="Puskesmas Sikapak"),
    line(22, "accept", "confirmed alias", nip("19860511", "201101", "P", 922), "YESI PAYOBADA",
         LABKESDA, unit_cell="Labkesda", also=BY_RULE,
         jab="Pranata Laboratorium Kesehatan Ahli Pertama"),
    line(23, "accept", "unit in small letters", nip("19870607", "201201", "L", 923),
         "AFRIZAL PILIANG", AIR_SANTOK, unit_cell="puskesmas air santok", also=BY_RULE),
    line(24, "review", "a kind of unit, not a unit", nip("19880703", "201403", "P", 924),
         "NURHAYATI LUBIS", unit_cell="Puskesmas"),
    line(25, "fix", "supervisor by a name that only one person has",
         nip("19900829", "201503", "L", 925), "BINSAR NASUTION", sup=KAPUS_NAME, sup_nip=KAPUS,
         also=("accept",)),
    line(26, "accept", "clean; a name that occurs twice", nip("19790925", "200501", "P", 926),
         "NURHAYATI", FARMASI, grade="III/d", jab="Apoteker Ahli Muda"),
    line(27, "accept", "clean; another person of the same name",
         nip("19811021", "200604", "P", 927),
         "NURHAYATI", KEUANGAN, grade="III/c", jab="Kepala Subbagian Keuangan dan Aset"),
    line(28, "review", "supervisor by a name that two persons have",
         nip("19930117", "202001", "L", 928), "TUMPAL SIAHAAN", KEUANGAN, sup="NURHAYATI"),
    line(29, "accept", "supervisor by NIP", nip("19940213", "202001", "P", 929), "RUMONDANG PURBA",
         sup=KAPUS, sup_nip=KAPUS),
    line(30, "accept", "clean; comes twice", TWICE, "MANGASI TARIGAN"),
    line(31, "merge", "exact duplicate; other account", TWICE, "MANGASI TARIGAN"),
    line(32, "review", "one person in two units (first of two)", OTHER_UNIT, "DUMA GINTING",
         also=("accept",)),
    line(33, "review", "one person in two units", OTHER_UNIT, "DUMA GINTING", SIKAPAK),
    line(34, "review", "one NIP, two names (first of two)", OTHER_NAME, "POLTAK SIMBOLON",
         also=("accept",)),
    line(35, "review", "one NIP, two names", OTHER_NAME, "RAMOT MARPAUNG"),
    line(36, "accept", "clean; comes again with gaps", HALF, "LAMRIA HARAHAP"),
    line(37, "merge", "the same person with empty cells: nothing differs, nothing new", HALF,
         "LAMRIA HARAHAP", born="", tmt="", gaji="", address="", also=("review",)),
    line(38, "accept", "PPPK number with 21 in place of a month",
         nip("19950609", "202421", "L", 930), "SAUT HUTAGALUNG", grade="IX", tmt="2024-03-01"),
    line(39, "refuse", "citizen number in the NIP column", nip("19890806", "201503", "P", 935),
         "TIARMA SARAGIH", nip_cell="1377034608890935", secrets=("1377034608890935",)),
    line(40, "refuse", "no NIP: staff without ASN status", nip("19960902", "202001", "L", 936),
         "UCOK PANJAITAN", nip_cell="", gol="-", jab="Petugas Kebersihan", also=("review",)),
    line(41, "refuse", "19 digits", nip("19900727", "201503", "L", 937), "EDISON SITUMORANG",
         nip_cell="1990072720150319370", secrets=("1990072720150319370",)),
    line(42, "refuse", "two numbers in one cell", nip("19750623", "200003", "P", 938),
         "SONDANG DAULAY", nip_cell=nip("19750623", "200003", "P", 938) + " / 410099938",
         also=("review",)),
    line(43, "refuse", "no sex 3 in a NIP", nip("19910519", "201903", "L", 939), "JONSON BATUBARA",
         nip_cell="199105192019033939", secrets=("199105192019033939",)),
    line(44, "review", "birth date contradicts the NIP", nip("19920415", "201903", "P", 940),
         "MELVA RANGKUTI", born="15-04-1994"),
    line(45, "accept", "clean; the old NIP has a column of its own",
         nip("19700311", "199503", "L", 941), "SAHAT PULUNGAN", old_nip="410099941"),
    ignored("blank row: separators only", *EMPTY),
    ignored("only the legend has text here", *EMPTY[:18], "L = Laki-laki; P = Perempuan",
            *EMPTY[19:]),
    ignored("total", "", "", "", "Jumlah", *EMPTY[4:7], "45", *EMPTY[8:]),
    ignored("signature", *EMPTY[:13], "Pariaman, 5 Januari 2026", *EMPTY[14:]),
    ignored("blank row: separators only", *EMPTY),
    ignored("blank row: separators only", *EMPTY),
)  # fmt: skip

ACCOUNTS = Workbook(
    "daftar_akun_pegawai.csv",
    "employees",
    (Sheet(None, LINES),),
    secrets=("kata-sandi-rahasia-",),
)
