"""The words of headings, field by field: real templates, SIASN names, the ways offices write them.

Each pattern has to fit the whole heading in lower-case words; the first that fits decides, so that
the narrow ones stand before the wide ones.
"""

OTHER = "other"  # a known heading that is not read
BARE_TMT = "tmt"  # its neighbour on the left says which one

_SUPERVISOR = (
    r"(?:atasan(?: langsung)?|pejabat penilai(?: kinerja)?|penilai|ppk|pimpinan langsung|"
    r"atasan langsung pejabat penilai|supervisor)"
)
_UNIT = r"(?:unit kerja|unit organisasi|unit|unor|organisasi|satuan kerja|satker|tempat tugas)"
_PERSON = (
    r"(?:pegawai|pegawi|asn|pns|pppk|karyawan|guru|pejabat|aparatur|lengkap|dan|dengan|tanpa|"
    r"beserta|gelar|nya)"
)
_NUMBER = r"(?:nip|nipppk|nippppk|nip3k|ni pppk|nip nrp)"
_TMT = r"(?:tmt|tgl|tanggal|tgl tmt|tanggal tmt)"

LEAVES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        OTHER,
        (
            r"(?:nip|nomor induk pegawai) (?:lama|9 digit)",
            r".*\b(?:pasangan|suami|istri|isteri|anak|ibu|ayah|orang tua)\b.*",
            r".*\batasan (?:dari )?(?:atasan|pejabat penilai|penilai)\b.*",
        ),
    ),
    (
        "supervisor_nip",
        (
            rf"(?:nip|nip nrp|nomor induk pegawai|nrp) {_SUPERVISOR}",
            rf"{_SUPERVISOR} nip",
        ),
    ),
    ("supervisor_name", (rf"nama {_SUPERVISOR}", rf"{_SUPERVISOR} nama")),
    (
        "supervisor",
        (
            _SUPERVISOR,
            rf"(?:nip nama|nama nip) {_SUPERVISOR}",
            rf"{_SUPERVISOR} (?:nama nip|nip nama)",
        ),
    ),
    (OTHER, (rf".*\b{_SUPERVISOR}\b.*",)),
    (
        "nip_and_name",
        (
            r"nama(?: \w+){0,3} nip(?: \w+){0,2}",
            r"nip(?: \w+){0,2} nama(?: \w+){0,3}",
        ),
    ),
    (
        "nip",
        (
            rf"(?:no |nomor )?{_NUMBER}(?: baru| pegawai| asn| pns| pppk| nipppk| nippppk| ni pppk|"
            r" nip3k| nrp| tanpa spasi| 18 digit| 18 angka| 18| digit| angka)*",
            r"(?:nomor|no|nmr) (?:induk|ind) (?:pegawai|peg)(?: negeri sipil| asn| baru| pppk)*",
            r"nomor induk",
        ),
    ),
    ("front_title", (r"(?:gelar|glr) (?:depan|dpn|muka)", r"front title")),
    ("back_title", (r"(?:gelar|glr) (?:belakang|blk|blkg)", r"back title")),
    (
        "birth_place_date",
        (
            r"ttl|kelahiran",
            r"(?:tempat|tmpt?) (?:lahir )?(?:dan )?(?:tanggal|tgl|tg) (?:lahir|lhr)",
        ),
    ),
    (
        "birth_date",
        (
            r"(?:tgl|tanggal|tg) (?:lahir|lhr|kelahiran)(?: pegawai)?",
            r"lahir|birth ?date|date of birth",
        ),
    ),
    (
        "sex",
        (
            r"(?:jenis|jns) (?:kelamin|kel)|kelamin|jenkel",
            r"jk|j k|l p|p l|lk pr|sex|gender",
        ),
    ),
    (
        OTHER,
        (
            r"gol(?:ongan)? darah",
            r".*\b(?:masa kerja|mkg)\b.*",
            rf"{_TMT} (?:gol\w*|pangkat|kgb|gaji|pensiun|pns|ruang|kenaikan|unit|mutasi)(?: \w+)*",
        ),
    ),
    (
        "start_date",
        (
            rf"(?:{_TMT}|tgl mulai|tanggal mulai) (?:c ?pns|capeg|calon pns|pppk|c ?pns pppk|"
            r"pppk cpns|asn|pengangkatan(?: \w+)?|kerja|bekerja|masuk(?: kerja)?|awal|pertama|"
            r"kontrak|mulai(?: kerja| bekerja)?|cpns tmt pppk)",
            r"mulai (?:bekerja|kerja|tugas)|start date",
            r"tmt pengangkatan (?:cpns|pertama)",
        ),
    ),
    (
        "position_since",
        (rf"{_TMT} (?:jab(?:atan)?|pelantikan|eselon)(?: (?:terakhir|saat ini))?",),
    ),
    (BARE_TMT, (r"tmt|tgl tmt|tanggal tmt|terhitung mulai tanggal",)),
    ("grade_letter", (r"ruang|rg",)),
    (
        "grade",
        (
            r"gol|golongan|golru|gol ?r",
            r"(?:gol|golongan|pangkat)(?: (?:dan|gol|golongan|pangkat|ruang|rg|akhir|terakhir|nama|"
            r"saat ini|sekarang|pns|pppk|tmt))*? (?:gol|golongan|ruang|rg|tmt)"
            r"(?: (?:akhir|terakhir|saat ini|sekarang|nama))*",
            r"(?:gol|golongan)(?: (?:dan|pangkat|akhir|terakhir|saat ini|sekarang|pns|pppk|nama))+",
        ),
    ),
    ("rank", (r"(?:nama )?pangkat(?: terakhir| akhir| saat ini)?",)),
    ("position_kind", (r"(?:jenis|tipe|kelompok|rumpun) jab(?:atan)?", r"jabatan jenis")),
    ("position_level", (r"(?:jenjang|tingkat) jab(?:atan)?(?: fungsional)?", r"jenjang")),
    ("eselon", (r"(?:eselon|esel|esl|eselonering)(?: jab(?:atan)?)?",)),
    (
        "duties",
        (
            r"uraian (?:tugas|jab(?:atan)?)(?: jab(?:atan)?)?",
            r"tugas pokok(?: (?:dan|serta) fungsi)?|tupoksi|ikhtisar jab(?:atan)?|rincian tugas",
        ),
    ),
    ("job_class", (r"(?:kelas|kls|grade) jab(?:atan)?(?: \w+)?", r"kelas|job class")),
    (
        OTHER,
        (
            r"(?:no|nomor|tgl|tanggal) (?:sk|surat|spk|keputusan)(?: \w+)*",
            r"(?:sk|nomor sk) \w+",
            r"(?:jurusan|program studi|prodi|(?:tahun|thn) lulus|lulusan|asal sekolah)"
            r"(?: pendidikan)?",
        ),
    ),
    (
        "education",
        (
            r"(?:tingkat |jenjang |strata |kualifikasi )?(?:pend|pendidikan|pddkn)"
            r"(?: (?:terakhir|akhir|saat ini|formal|tertinggi|tk|nama))*",
            r"strata|ijazah(?: terakhir)?|education",
        ),
    ),
    (
        "salary",
        (
            r"gaji(?: pokok)?(?: terakhir| bersih| kotor| pns)?",
            r"gapok|penghasilan(?: \w+)?|besaran gaji",
        ),
    ),
    ("allowance", (r"(?:besaran |jumlah )?(?:tpp|tunjangan|tukin)(?: \w+)*",)),
    (
        "kind",
        (
            r"(?:status|jenis|jns) (?:pegawai|peg|kepegawaian|asn|aparatur)(?: \w+)?",
            r"pns pppk(?: \w+)?|cpns pns|asn",
        ),
    ),
    (OTHER, (r"status (?:perkawinan|pernikahan|kawin|nikah|keluarga|rumah|vaksin)",)),
    (
        "status",
        (r"(?:kedudukan|status aktif|keaktifan|status kerja|status keaktifan)(?: \w+)?",),
    ),
    ("kind_or_status", (r"status",)),
    (
        "unit_code",
        (
            rf"(?:kode|id|kd) (?:{_UNIT}|opd|skpd|perangkat daerah)(?: \w+)?",
            rf"{_UNIT} (?:id|kode)",
        ),
    ),
    (OTHER, (r"(?:kode|id) .*|.* id",)),
    (
        "unit_agency",
        (
            r"(?:nama )?instansi(?: (?:kerja|induk|nama|asal))*",
            r"pemda|pemerintah daerah|satuan kerja kerja(?: nama)?|satuan kerja nama",
        ),
    ),
    (
        "unit_device",
        (
            r"(?:nama )?(?:opd|skpd|perangkat daerah|dinas|badan|dinas badan|badan dinas|"
            r"dinas instansi|pd|organisasi perangkat daerah)(?: \w+)?",
        ),
    ),
    (
        "unit_parent",
        (
            rf"(?:nama )?{_UNIT} (?:induk|atasan|besar)(?: nama)?",
            rf"{_UNIT} nama induk|induk(?: {_UNIT})?|unit eselon (?:2|ii)",
        ),
    ),
    (
        "unit_section",
        (
            r"(?:nama )?(?:seksi|sub ?bagian|subbag|sub ?bidang|sub ?bag|unit kerja terkecil|"
            r"sub unit(?: kerja| organisasi)?|seksi sub ?bagian|sub ?bagian seksi)",
        ),
    ),
    (
        "unit_division",
        (r"(?:nama )?(?:bidang|bagian|bidang bagian|bagian bidang|bid|bag)",),
    ),
    (
        "unit",
        (
            rf"(?:nama )?{_UNIT}(?: (?:atau )?(?:{_UNIT}|opd|skpd|instansi))+",
            rf"(?:nama )?{_UNIT}(?: (?:nama|saat ini|sekarang|pegawai|penempatan|tujuan|terakhir|"
            r"definitif|asn))?",
            r"(?:tempat|lokasi) (?:kerja|bekerja|bertugas|tugas|dinas)",
            r"(?:unit )?penempatan|(?:nama )?sekolah|puskesmas|uptd?|homebase",
            r"(?:unit kerja|instansi) tempat (?:kerja|tugas)",
        ),
    ),
    (
        "position",
        (
            r"(?:nama |nomenklatur )?jab(?:atan)?(?: (?:nama|terakhir|saat ini|sekarang|pegawai|"
            r"pelaksana|fungsional|struktural|definitif|pokok|tugas|umum|pekerjaan|baru|asn|"
            r"lengkap))*",
            r"posisi|tugas|jabatan dan unit kerja",
        ),
    ),
    ("name", (rf"nama(?: {_PERSON})*", rf"{_PERSON} nama", r"pegawai|name|nama lengkap(?: .*)?")),
    (
        OTHER,
        (
            r"no|nomor|nomer|nmr|no urut|nomor urut|urut|no ?kk|nik|(?:no|nomor) ktp|npwp",
            r"alamat(?: \w+)*|kode pos|(?:no |nomor )?(?:hp|telp|telepon|wa|whatsapp|handphone)",
            r"e ?mail|agama|tempat lahir|tmp lahir|tempat|umur|usia|karpeg|no karpeg|kpe",
            r"(?:no |nomor )?taspen|bpjs(?: \w+)*|ket|keterangan|catatan|foto|ttd|tanda tangan",
            r"paraf|user ?name|user|pass ?word|sandi|suku|hobi|dasar perubahan|nomor register",
            r"tanggal cg|tinggi badan|berat badan|diklat(?: \w+)*|pelatihan|jumlah ak.*",
            r"angka kredit.*|jumlah|nilai|predikat|tahun|bulan|tanggal|jam",
        ),
    ),
)

# Under a group heading the same leaf means something else. The first group that fits decides;
# a leaf that it does not name is not read.
GROUPS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        r".*\batasan (?:dari )?(?:atasan|pejabat|penilai).*|"
        r".*\b(?:pasangan|suami|istri|anak|orang tua|keluarga)\b.*",
        {},
    ),
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
    (
        r".*\blahir\b.*|kelahiran|ttl",
        {"tanggal": "birth_date", "tgl": "birth_date", "birth_date": "birth_date"},
    ),
    (
        r".*\b(?:c ?pns|calon pns|pengangkatan|pppk)\b.*(?<! pns)",
        {BARE_TMT: "start_date", "start_date": "start_date"},
    ),
    (
        r"pns|pengangkatan pns|"
        r".*\b(?:kgb|pensiun|diklat|latihan|masa kerja|angka kredit|alamat|kontak)\b.*",
        {},
    ),
    (
        r".*\b(?:pangkat|gol\w*)\b.*",
        {"grade": "grade", "grade_letter": "grade_letter", "rank": "rank", "name": "rank"},
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
    (
        r".*\bpend(?:idikan)?\b.*",
        {
            "education": "education",
            "tingkat": "education",
            "jenjang": "education",
            "position_level": "education",
            "tk": "education",
            "terakhir": "education",
            "name": "education_name",
        },
    ),
    (
        r".*\b(?:unit|opd|skpd|organisasi|satuan kerja|perangkat daerah|unor|penempatan|"
        r"tempat tugas)\b.*",
        {
            "name": "unit",
            "unit": "unit",
            "induk": "unit_parent",
            "unit_parent": "unit_parent",
            "kode": "unit_code",
            "unit_code": "unit_code",
            "unit_device": "unit_device",
            "unit_agency": "unit_agency",
            "unit_section": "unit_section",
            "unit_division": "unit_division",
        },
    ),
    (
        r".*\b(?:gaji|penghasilan)\b.*",
        {"salary": "salary", "pokok": "salary", "allowance": "allowance"},
    ),
)
