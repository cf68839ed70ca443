"""What a heading means: real templates, SIASN names, and the ways offices write them.

A heading has a leaf (its own words) and perhaps a group above it ("Jabatan" over "Nama" and "TMT"):
equal leaves under different groups are different columns.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from kinerja.people.imports.text import key

OTHER = "other"  # a known heading that is not read
BARE_TMT = "tmt"  # its neighbour on the left says which one

# Units from the broadest to the narrowest column that a file may have.
UNIT_COLUMNS = (
    "unit_agency",
    "unit_device",
    "unit_parent",
    "unit",
    "unit_division",
    "unit_section",
)

_SUPERVISOR = (
    r"(?:atasan(?: langsung)?|pejabat penilai(?: kinerja)?|penilai|ppk|pimpinan langsung|"
    r"atasan langsung pejabat penilai|supervisor)"
)
_UNIT_WORD = r"(?:unit kerja|unit organisasi|unit|unor|organisasi|satuan kerja|satker|tempat tugas)"
_PERSON = r"(?:pegawai|pegawi|asn|pns|pppk|karyawan|guru|pejabat|aparatur|lengkap|dan|dengan|tanpa|gelar|nya)"

# The first that fits the whole leaf decides.
_LEAVES: tuple[tuple[str, str], ...] = (
    (OTHER, r"(?:nip|nomor induk pegawai) (?:lama|9 digit)"),
    (OTHER, r".*\b(?:pasangan|suami|istri|isteri|anak|ibu|ayah|orang tua)\b.*"),
    (OTHER, r".*\batasan (?:dari )?(?:atasan|pejabat penilai|penilai)\b.*"),
    ("supervisor_nip", rf"(?:nip|nip nrp|nomor induk pegawai|nrp) {_SUPERVISOR}|{_SUPERVISOR} nip"),
    ("supervisor_name", rf"nama {_SUPERVISOR}|{_SUPERVISOR} nama"),
    ("supervisor", rf"{_SUPERVISOR}|(?:nip nama|nama nip) {_SUPERVISOR}|{_SUPERVISOR} (?:nama nip|nip nama)"),
    (OTHER, rf".*\b{_SUPERVISOR}\b.*"),
    ("nip_and_name", r"nama(?: \w+){0,3} nip(?: \w+){0,2}|nip(?: \w+){0,2} nama(?: \w+){0,3}"),
    (
        "nip",
        r"(?:no |nomor )?(?:nip|nipppk|nippppk|nip3k|ni pppk|nip nrp)(?: baru| pegawai| asn| pns| pppk|"
        r" nipppk| nippppk| ni pppk| nip3k| nrp| tanpa spasi| 18 digit| 18 angka| 18| digit| angka)*|"
        r"(?:nomor|no|nmr) (?:induk|ind) (?:pegawai|peg)(?: negeri sipil| asn| baru| pppk)*|nomor induk",
    ),
    ("front_title", r"gelar (?:depan|dpn|muka)|glr (?:depan|dpn)|front title"),
    ("back_title", r"gelar (?:belakang|blk|blkg)|glr (?:belakang|blk)|back title"),
    ("birth_place_date", r"(?:ttl|tempat (?:dan )?(?:tanggal|tgl|tg) lahir|tempat lahir (?:tanggal|tgl) lahir|"
     r"tmp(?:t)? tgl (?:lahir|lhr)|tempat tgl lhr|tempat dan tgl lahir|kelahiran)"),
    ("birth_date", r"(?:tgl|tanggal|tg) (?:lahir|lhr|kelahiran)(?: pegawai)?|lahir|birth date|birthdate"),
    ("sex", r"jenis kelamin|jns kelamin|jenis kel|jk|j k|kelamin|l p|p l|lk pr|sex|gender|jenkel"),
    (OTHER, r"gol(?:ongan)? darah|.*\b(?:masa kerja|mkg)\b.*"),
    (OTHER, r"(?:tmt|tgl tmt|tanggal tmt) (?:gol\w*|golongan|pangkat|kgb|gaji|pensiun|pns|gol akhir|golongan ruang|"
     r"pangkat gol\w*|gol ruang|pangkat terakhir|kenaikan pangkat|unit kerja|mutasi)(?: \w+)*"),
    (
        "start_date",
        r"(?:tmt|tgl|tanggal|tgl tmt|tanggal tmt|tgl mulai|tanggal mulai) "
        r"(?:c ?pns|capeg|calon pns|pppk|cpns pppk|c ?pns pppk|pppk cpns|asn|pengangkatan(?: \w+)?|kerja|bekerja|masuk(?: kerja)?|"
        r"awal|pertama|kontrak|mulai(?: kerja| bekerja)?)|mulai (?:bekerja|kerja|tugas)|start date|"
        r"tmt pengangkatan (?:cpns|pertama)|tmt cpns tmt pppk",
    ),
    ("position_since", r"(?:tmt|tgl|tanggal|tgl tmt|tanggal tmt) (?:jab(?:atan)?|pelantikan|eselon|jabatan terakhir|jabatan saat ini)"),
    (BARE_TMT, r"tmt|tgl tmt|tanggal tmt|terhitung mulai tanggal"),
    (
        "grade",
        r"gol|golongan|gol ?r|(?:gol|golongan|pangkat|gol pangkat|golongan pangkat|pangkat gol\w*|pangkat golongan|gol ruang|"
        r"golongan ruang|pangkat gol ruang|pangkat golongan ruang)(?: (?:ruang|rg|akhir|terakhir|terakhir nama|saat ini|sekarang|gol|"
        r"golongan|pangkat|pns|pppk|tmt|ruang akhir|ruang terakhir))+|gol\w* (?:dan )?pangkat|pangkat (?:dan )?gol\w*"
        r"(?: ruang)?|golru|ruang",
    ),
    ("rank", r"(?:nama )?pangkat(?: terakhir| akhir| saat ini)?"),
    ("position_kind", r"(?:jenis|tipe|kelompok|rumpun) jab(?:atan)?|jabatan jenis"),
    ("position_level", r"(?:jenjang|tingkat) jab(?:atan)?(?: fungsional)?|jenjang"),
    ("eselon", r"eselon(?: jabatan)?|esel|esl|eselonering|eselon jab"),
    ("job_class", r"(?:kelas|kls|grade) (?:jab(?:atan)?)|kelas|kelas jabatan \w+|job class"),
    (OTHER, r"(?:no|nomor|tgl|tanggal) (?:sk|surat|spk|keputusan)(?: \w+)*|(?:sk|nomor sk) \w+"),
    (OTHER, r"(?:jurusan|program studi|prodi|tahun lulus|thn lulus|lulusan|nama sekolah|asal sekolah|kode) ?(?:pendidikan)?"),
    ("education", r"(?:tingkat |jenjang |strata |kualifikasi )?(?:pend(?:idikan)?|pddkn)(?: terakhir| akhir| saat ini| formal| tertinggi| tk| nama)*|"
     r"strata|ijazah(?: terakhir)?|education"),
    ("salary", r"gaji(?: pokok| pokok terakhir| bersih| kotor| pns)?|gapok|penghasilan(?: \w+)?|besaran gaji"),
    ("allowance", r"(?:besaran )?(?:tpp|tunjangan|tukin)(?: \w+)*|jumlah (?:tpp|tunjangan)"),
    ("kind", r"(?:status|jenis|jns) (?:pegawai|peg|kepegawaian|asn|aparatur)(?: \w+)?|pns pppk|cpns pns|asn|pns pppk \w+"),
    (OTHER, r"status (?:perkawinan|pernikahan|kawin|nikah|keluarga|rumah|vaksin)"),
    ("status", r"(?:kedudukan|kedudukan hukum|kedudukan pegawai|status aktif|keaktifan|status kerja|status keaktifan)(?: \w+)?"),
    ("kind_or_status", r"status"),
    ("unit_code", rf"(?:kode|id|kd) (?:{_UNIT_WORD}|opd|skpd|perangkat daerah)(?: \w+)?|{_UNIT_WORD} (?:id|kode)"),
    (OTHER, r"(?:kode|id) .*|.* id"),
    (
        "unit_agency",
        r"instansi(?: \w+)?|nama instansi|pemda|pemerintah daerah|satuan kerja (?:kerja )?nama|satuan kerja kerja(?: nama)?",
    ),
    ("unit_device", r"(?:nama )?(?:opd|skpd|perangkat daerah|dinas|badan|dinas badan|badan dinas|dinas instansi|pd|organisasi perangkat daerah)"
     r"(?: \w+)?"),
    ("unit_parent", rf"(?:nama )?{_UNIT_WORD} (?:induk|atasan|besar)(?: nama)?|{_UNIT_WORD} nama induk|induk(?: {_UNIT_WORD})?|"
     r"unit eselon (?:2|ii)"),
    ("unit_section", r"(?:nama )?(?:seksi|sub ?bagian|subbag|sub ?bidang|sub unit(?: kerja| organisasi)?|unit kerja terkecil|"
     r"seksi sub ?bagian|sub ?bagian seksi|sub ?bag)"),
    ("unit_division", r"(?:nama )?(?:bidang|bagian|bidang bagian|bagian bidang|bid|bag)"),
    ("unit", rf"(?:nama )?{_UNIT_WORD}(?: (?:nama|saat ini|sekarang|pegawai|penempatan|tujuan|terakhir|definitif|asn))?|"
     r"(?:tempat|lokasi) (?:kerja|bekerja|bertugas|tugas|dinas)|(?:unit )?penempatan|sekolah|nama sekolah|puskesmas|uptd?|"
     r"(?:unit kerja|instansi) tempat (?:kerja|tugas)|homebase"),
    (
        "position",
        r"(?:nama |nomenklatur )?jab(?:atan)?(?: (?:nama|terakhir|saat ini|sekarang|pegawai|pelaksana|"
        r"fungsional|struktural|definitif|pokok|tugas|struktural fungsional|fungsional umum|pekerjaan|baru|asn|lengkap))*|"
        r"posisi|tugas|jabatan dan unit kerja",
    ),
    ("name", rf"nama(?: {_PERSON})*|{_PERSON} nama|pegawai|nama lengkap(?: .*)?|name"),
    (
        OTHER,
        r"no|nomor|nomer|nmr|no urut|nomor urut|urut|no ?kk|nik|nomor ktp|no ktp|npwp|alamat(?: \w+)*|kode pos|(?:no |nomor )?(?:hp|telp|telepon|wa|"
        r"whatsapp|handphone)|e ?mail|agama|tempat lahir|tmp lahir|tempat|umur|usia|karpeg|no karpeg|kpe|(?:no |nomor )?taspen|bpjs(?: \w+)*|"
        r"(?:ket|keterangan|catatan|foto|ttd|tanda tangan|paraf|user ?name|user|pass ?word|sandi|suku|hobi|"
        r"dasar perubahan|nomor register|tanggal cg|tinggi badan|berat badan|diklat|diklat \w+|pelatihan|"
        r"jumlah ak.*|angka kredit.*|jumlah|nilai|predikat|tahun|bulan|tanggal|jam)",
    ),
)  # fmt: skip
LEAVES = tuple((field, re.compile(rf"(?:{pattern})$")) for field, pattern in _LEAVES)

# Under a group heading the same leaf means something else. The first group that fits decides.
_GROUPS: tuple[tuple[str, dict[str, str]], ...] = (
    (r".*\batasan (?:dari )?(?:atasan|pejabat|penilai).*|.*\b(?:pasangan|suami|istri|anak|orang tua|keluarga)\b.*", {}),
    (
        r".*\b(?:atasan|penilai|pimpinan langsung|supervisor)\b.*",
        {
            "nip": "supervisor_nip",
            "name": "supervisor_name",
            "nip_and_name": "supervisor",
            "supervisor_nip": "supervisor_nip",
            "supervisor_name": "supervisor_name",
            "supervisor": "supervisor",
        },
    ),
    (r".*\blahir\b.*|kelahiran|ttl", {"tanggal": "birth_date", "tgl": "birth_date", "birth_date": "birth_date"}),
    (r".*\b(?:c ?pns|calon pns|pengangkatan|pppk)\b.*(?<! pns)", {BARE_TMT: "start_date", "start_date": "start_date", "tanggal": OTHER, "grade": OTHER}),
    (r"pns|pengangkatan pns|.*\b(?:kgb|pensiun|diklat|latihan|masa kerja|angka kredit|alamat|kontak)\b.*", {}),
    (
        r".*\b(?:pangkat|gol\w*)\b.*",
        {"grade": "grade", "rank": "rank", "name": "rank", BARE_TMT: OTHER, "start_date": OTHER, "ruang": "grade"},
    ),
    (
        r".*\b(?:jabatan|eselon)\b.*",
        {
            "position": "position",
            "name": "position",
            BARE_TMT: "position_since",
            "tanggal": "position_since",
            "position_since": "position_since",
            "start_date": "position_since",
            "eselon": "eselon",
            "position_kind": "position_kind",
            "jenis": "position_kind",
            "position_level": "position_level",
            "job_class": "job_class",
            "unit": "unit",
        },
    ),
    (r".*\bpend(?:idikan)?\b.*", {"education": "education", "name": "education", "tingkat": "education", "jenjang": "education", "position_level": "education", "tk": "education", "terakhir": "education"}),
    (r".*\b(?:unit|opd|skpd|organisasi|satuan kerja|perangkat daerah|unor|penempatan|tempat tugas)\b.*",
     {"name": "unit", "unit": "unit", "induk": "unit_parent", "unit_parent": "unit_parent", "kode": "unit_code", "unit_code": "unit_code",
      "unit_device": "unit_device", "unit_agency": "unit_agency", "unit_section": "unit_section", "unit_division": "unit_division", BARE_TMT: OTHER}),
    (r".*\b(?:gaji|penghasilan)\b.*", {"salary": "salary", "pokok": "salary", "allowance": "allowance"}),
)  # fmt: skip
GROUPS = tuple((re.compile(rf"(?:{pattern})$"), leaves) for pattern, leaves in _GROUPS)

BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=8_192)
def leaf_field(text: str) -> str:
    """The field that one heading names by its own words; empty when nobody knows it."""
    for words in _readings(text):
        for field, form in LEAVES:
            if form.match(words):
                return field
    return ""


def _readings(text: str) -> list[str]:
    """The heading in words, then without what stands in brackets."""
    if text.isidentifier():
        text = CAMEL.sub(" ", text)
    whole = key(text.replace("-\n", ""))
    bare = key(BRACKETS.sub(" ", text))
    words = whole.split()
    spelled = "".join(words) if all(len(word) == 1 for word in words) else ""  # N I P
    return [word for word in dict.fromkeys((whole, bare, spelled)) if word]


def field_of(texts: Sequence[str]) -> str:
    """The field of a column with these headings from top to bottom; empty when it is unknown.

    >>> field_of(["Jabatan", "Nama"]), field_of(["Nama"]), field_of(["Atasan Langsung", "NIP"])
    ('position', 'name', 'supervisor_nip')
    """
    texts = [text for text in texts if key(text)]
    if not texts:
        return ""
    *groups, leaf = texts
    own = leaf_field(leaf)
    for group in reversed(groups):
        words = key(BRACKETS.sub(" ", group)) or key(group)
        for form, leaves in GROUPS:
            if form.match(words):
                return leaves.get(own) or leaves.get(key(leaf)) or OTHER
    return (leaf_field(" ".join(texts)) if groups else "") or own
