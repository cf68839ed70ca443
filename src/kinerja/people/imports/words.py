"""Columns that hold one of a few words: sex, kind of employee, status."""

from functools import lru_cache

from kinerja.people.imports.reading import Reading, doubtful
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import is_empty, key, text_of, tidy
from kinerja.people.person import Person
from kinerja.rules.nip import EmployeeKind

MALE = {"l", "lk", "laki laki", "laki", "lakilaki", "pria", "m", "male", "1"}
FEMALE = {"p", "pr", "perempuan", "wanita", "w", "f", "female", "2"}
PNS = {
    *("pns", "cpns", "pegawai negeri sipil", "calon pns", "pns daerah", "pnsd"),
    "calon pegawai negeri sipil",
}
PPPK = {"pppk", "p3k", "pegawai pemerintah dengan perjanjian kerja"}
_STATUSES: tuple[tuple[Person.Status, tuple[str, ...]], ...] = (
    (
        Person.Status.ACTIVE,
        ("aktif", "active", "bekerja", "masih aktif", "pegawai aktif", "1", "ya"),
    ),
    (Person.Status.STUDY_LEAVE, ("tugas belajar", "tubel", "pegawai tugas belajar")),
    (Person.Status.SECONDED, ("diperbantukan", "dipekerjakan", "dpk", "dpb")),
    (Person.Status.UNPAID_LEAVE, ("cltn", "cuti di luar tanggungan negara")),
    (Person.Status.PRE_RETIREMENT, ("mpp", "masa persiapan pensiun", "bebas tugas")),
)
STATUSES = {word: status for status, words in _STATUSES for word in words}
GONE = {
    *("pensiun", "meninggal", "meninggal dunia", "wafat", "berhenti", "mengundurkan diri"),
    *("pindah", "mutasi", "mutasi keluar", "pindah instansi", "diberhentikan"),
    *("non aktif", "tidak aktif", "nonaktif"),
}
MARRIED = {
    *("kawin", "menikah", "belum kawin", "belum menikah", "janda", "duda", "cerai", "lajang"),
    *("k", "tk", "bk"),
}


@lru_cache(maxsize=512)
def _sex(text: str) -> Reading[str]:
    words = key(text)
    if words in MALE:
        return Reading(Person.Sex.MALE.value)
    if words in FEMALE:
        return Reading(Person.Sex.FEMALE.value)
    return doubtful("sex_unknown", "Jenis kelamin ini tidak dikenal. Tulis L atau P.")


def read_sex(cell: Cell) -> Reading[str]:
    """male or female."""
    text = tidy(text_of(cell))
    return Reading() if is_empty(text) else _sex(text)


def read_kind(cell: Cell) -> Reading[str]:
    """pns or pppk; somebody who is neither cannot have a NIP."""
    text = key(text_of(cell))
    if is_empty(text):
        return Reading()
    if text in PNS or text.startswith("pns "):
        return Reading(EmployeeKind.PNS.value)
    if text in PPPK or text.startswith(("pppk ", "p3k ")):
        return Reading(EmployeeKind.PPPK.value)
    return doubtful(
        "kind_unknown", "Jenis pegawai ini bukan PNS atau PPPK, padahal barisnya mempunyai NIP."
    )


def read_status(cell: Cell) -> Reading[str]:
    """The status of a person in service; people who have left are for a person to decide."""
    text = key(text_of(cell))
    if is_empty(text):
        return Reading()
    if status := STATUSES.get(text):
        return Reading(status.value)
    if text in GONE:
        return doubtful(
            "person_has_left", "Menurut berkas, pegawai ini tidak lagi bertugas. Tetap simpan?"
        )
    return doubtful("status_unknown", "Status pegawai ini tidak dikenal. Tulis misalnya Aktif.")


def read_kind_or_status(cell: Cell) -> tuple[Reading[str], Reading[str]]:
    """A column that is only called "Status": kind, status in service, or marriage (not read)."""
    text = key(text_of(cell))
    nothing: Reading[str] = Reading()
    if is_empty(text) or text in MARRIED:
        return nothing, nothing
    kind = read_kind(cell)
    if kind.value:
        return kind, nothing
    return nothing, read_status(cell)
