import pytest

from kinerja.people.imports.columns import field_of
from kinerja.people.imports.unit_columns import unit_field_of


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        # Real templates
        *(("NIP", "nip"), ("NIP LAMA", "other"), ("NIP (Tanpa Spasi)", "nip"), ("nip_baru", "nip")),
        *(("GELAR DEPAN", "front_title"), ("GELAR BELAKANG", "back_title"), ("NAMA", "name")),
        *(("TGL LAHIR", "birth_date"), ("tanggal_lahir", "birth_date"), ("TMT CPNS", "start_date")),
        *(("TMT PNS", "other"), ("TMT PENSIUN", "other"), ("GOLONGAN DARAH", "other")),
        *(("gol_ruang_akhir", "grade"), ("tmt_gol_akhir", "other"), ("eselon", "eselon")),
        *(("jabatan_nama", "position"), ("jenis_jabatan", "position_kind")),
        *(("tmt_jabatan", "position_since"), ("unor_nama", "unit")),
        *(("unor_induk_nama", "unit_parent"), ("satuan_kerja_kerja_nama", "unit_agency")),
        *(("Password", "other"), ("nipNrpPenilai", "supervisor_nip"), ("Gaji", "salary")),
        # The ways offices write them
        *(("N I P", "nip"), ("NIP/NRP", "nip"), ("NIP / NI PPPK", "nip"), ("NIK", "other")),
        *(("Nomor Induk Pegawai", "nip"), ("Nama / NIP", "nip_and_name")),
        *(("NAMA LENGKAP DAN GELAR", "name"), ("Nama Pegawai", "name"), ("Nama Ibu", "other")),
        *(("Pangkat/Gol. Ruang", "grade"), ("Pangkat", "rank"), ("Jenis Kelamin (L/P)", "sex")),
        *(("Tempat, Tanggal Lahir", "birth_place_date"), ("TTL", "birth_place_date")),
        *(
            ("Pendidikan Terakhir", "education"),
            ("Kelas Jabatan", "job_class"),
            ("TPP", "allowance"),
        ),
        *(("Uraian Tugas", "duties"), ("Tugas Pokok dan Fungsi", "duties")),
        *(("Unit Kerja", "unit"), ("OPD", "unit_device"), ("Kode Unor", "unit_code")),
        *(("Unit Kerja Induk", "unit_parent"), ("Bidang", "unit_division")),
        *(("Atasan Langsung", "supervisor"), ("NIP Atasan", "supervisor_nip")),
        *(("Nama Pejabat Penilai", "supervisor_name"), ("Atasan Pejabat Penilai", "other")),
        *(("Status Kepegawaian", "kind"), ("Kedudukan Hukum", "status"), ("TMT", "tmt")),
        *(("Hobi", "other"), ("Warna Favorit", ""), ("", "")),
    ],
)
def test_headings_of_people(heading: str, field: str) -> None:
    assert field_of([heading]) == field


@pytest.mark.parametrize(
    ("headings", "field"),
    [
        (["Pangkat/Golongan", "Gol"], "grade"),
        (["Pangkat/Golongan", "TMT"], "other"),
        (["Jabatan", "Nama"], "position"),
        (["Jabatan", "TMT"], "position_since"),
        (["Pegawai yang Dinilai", "Nama"], "name"),
        (["Pejabat Penilai", "Nama"], "supervisor_name"),
        (["Pejabat Penilai", "NIP"], "supervisor_nip"),
        (["Pejabat Penilai", "Jabatan"], "other"),
        (["Atasan Pejabat Penilai", "NIP"], "other"),
        (["Lahir", "Tanggal"], "birth_date"),
        (["Lahir", "Tempat"], "other"),
        (["CPNS", "TMT"], "start_date"),
        (["CPNS", "No SK"], "other"),
        (["PNS", "TMT"], "other"),
        (["Pendidikan", "Tingkat"], "education"),
        (["Pendidikan", "Jurusan"], "other"),
        (["Unit Kerja", "Induk"], "unit_parent"),
        (["Unit Kerja", "Nama"], "unit"),
        (["TMT", "Golongan"], "other"),
        (["TMT", "CPNS"], "start_date"),
        (["NIP", "Lama"], "other"),
        (["Data Pegawai", "Nama"], "name"),
        (["Nama", "NIP"], "nip"),
    ],
)
def test_equal_headings_under_different_groups(headings: list[str], field: str) -> None:
    assert field_of(headings) == field


@pytest.mark.parametrize(
    ("headings", "field"),
    [
        (["Kode Unor"], "code"),
        (["Kode"], "code"),
        (["Nama Unit Organisasi"], "name"),
        (["Unor Induk"], "parent"),
        (["Kode Unor Induk"], "parent_code"),
        (["Nama Unor Induk"], "parent_name"),
        (["Induk", "Kode"], "parent_code"),
        (["Unit Induk", "Nama"], "parent_name"),
        (["Eselon"], "level"),
        (["Jenis Unit"], "level"),
        (["No"], "other"),
        (["Warna"], ""),
    ],
)
def test_headings_of_units(headings: list[str], field: str) -> None:
    assert unit_field_of(headings) == field
