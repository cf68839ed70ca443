"""Abbreviations that offices use for units. They lead to suggestions, never to a decision."""

import re
from functools import lru_cache

from kinerja.people.imports.text import key

WHOLE = {
    "bapenda": "badan pendapatan daerah",
    "bappeda": "badan perencanaan pembangunan daerah",
    "bkd": "badan kepegawaian daerah",
    "bkpsdm": "badan kepegawaian dan pengembangan sumber daya manusia",
    "bpbd": "badan penanggulangan bencana daerah",
    "bpkad": "badan pengelolaan keuangan dan aset daerah",
    "bpkpd": "badan pengelolaan keuangan dan pendapatan daerah",
    "dikpora": "dinas pendidikan pemuda dan olahraga",
    "dinkes": "dinas kesehatan",
    "dinsos": "dinas sosial",
    "disdik": "dinas pendidikan",
    "disdikbud": "dinas pendidikan dan kebudayaan",
    "disdikpora": "dinas pendidikan pemuda dan olahraga",
    "disdukcapil": "dinas kependudukan dan pencatatan sipil",
    "dukcapil": "dinas kependudukan dan pencatatan sipil",
    "dishub": "dinas perhubungan",
    "diskominfo": "dinas komunikasi dan informatika",
    "kominfo": "dinas komunikasi dan informatika",
    "disnaker": "dinas tenaga kerja",
    "dispar": "dinas pariwisata",
    "disparbud": "dinas pariwisata dan kebudayaan",
    "disperindag": "dinas perindustrian dan perdagangan",
    "dispora": "dinas pemuda dan olahraga",
    "dispusip": "dinas perpustakaan dan kearsipan",
    "distan": "dinas pertanian",
    "dlh": "dinas lingkungan hidup",
    "dpmptsp": "dinas penanaman modal dan pelayanan terpadu satu pintu",
    "dpmd": "dinas pemberdayaan masyarakat dan desa",
    "dpupr": "dinas pekerjaan umum dan penataan ruang",
    "pupr": "dinas pekerjaan umum dan penataan ruang",
    "kesbangpol": "badan kesatuan bangsa dan politik",
    "satpolpp": "satuan polisi pamong praja",
    "satpol pp": "satuan polisi pamong praja",
    "setda": "sekretariat daerah",
    "sekda": "sekretariat daerah",
    "setwan": "sekretariat dprd",
    "sekwan": "sekretariat dprd",
}

WORDS = {
    "bag": "bagian",
    "bid": "bidang",
    "din": "dinas",
    "ds": "desa",
    "kab": "kabupaten",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "pkm": "puskesmas",
    "pusk": "puskesmas",
    "puskes": "puskesmas",
    "rsud": "rumah sakit umum daerah",
    "rs": "rumah sakit",
    "sek": "sekretariat",
    "sie": "seksi",
    "sdn": "sd negeri",
    "smpn": "smp negeri",
    "sman": "sma negeri",
    "smkn": "smk negeri",
    "tkn": "tk negeri",
    "subag": "sub bagian",
    "subbag": "sub bagian",
    "subbagian": "sub bagian",
    "subbid": "sub bidang",
    "subbidang": "sub bidang",
    "uptd": "upt",
    "kb": "keluarga berencana",
    "tu": "tata usaha",
    "org": "organisasi",
    "um": "umum",
}
SMALL = {"dan", "di", "ke", "dari", "untuk", "yang", "pada"}
TOWN = re.compile(r"\b(?:kota|kabupaten|kab) \w+$")


@lru_cache(maxsize=65_536)
def expanded(words: str) -> str:
    """The long form of a key, and numbers without leading zeros.

    >>> expanded("dinkes"), expanded("sdn 05 naras")
    ('dinas kesehatan', 'sd negeri 5 naras')
    """
    bare = TOWN.sub("", words).strip()
    if bare in WHOLE:
        return WHOLE[bare]
    parts = [WHOLE.get(word) or WORDS.get(word) or word for word in words.split()]
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)


@lru_cache(maxsize=65_536)
def initials(name: str) -> str:
    """The first letters of the larger words, as acronyms are made."""
    return "".join(word[0] for word in key(name).split() if word not in SMALL)
