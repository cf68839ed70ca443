"""What a heading of a list of units means."""

import re
from collections.abc import Sequence
from functools import lru_cache

from kinerja.people.imports.columns import BRACKETS
from kinerja.people.imports.text import key

_UNIT = r"(?:unit kerja|unit organisasi|unit|unor|organisasi|satuan kerja|satker|opd|skpd|perangkat daerah|pd)"
_PARENT = r"(?:induk|atasan|parent|di ?atas(?:an|nya)?|super)"

# The first that fits the whole heading decides.
_LEAVES: tuple[tuple[str, str], ...] = (
    ("parent_code", rf"(?:kode|id|kd|no|nomor) (?:{_UNIT} )?{_PARENT}(?: {_UNIT})?|{_PARENT} (?:{_UNIT} )?(?:kode|id|code)|"
     rf"{_UNIT} {_PARENT} (?:kode|id)|parent|diatasan id|(?:kode|id) {_PARENT} {_UNIT}"),
    ("parent_name", rf"nama (?:{_UNIT} )?{_PARENT}(?: {_UNIT})?|{_PARENT} (?:{_UNIT} )?nama|{_UNIT} {_PARENT} nama"),
    ("parent", rf"(?:{_UNIT} )?{_PARENT}(?: {_UNIT})?|berada di bawah|di bawah"),
    ("code", rf"(?:kode|id|kd|code)(?: {_UNIT})?(?: baru)?|{_UNIT} (?:kode|id)|kode"),
    ("level", rf"eselon(?: \w+)?|eselonering|level|tingkat(?:an)?(?: {_UNIT})?|jenjang|(?:jenis|tipe|kategori|kelompok) {_UNIT}|jenis|tipe|"
     rf"level {_UNIT}|kategori"),
    ("name", rf"(?:nama |nomenklatur )?{_UNIT}(?: nama)?|nama|nomenklatur|uraian|nama lengkap {_UNIT}|nama jabatan unit"),
    ("other", r"no|nomor|no urut|nomor urut|urut|alamat|telepon|email|ket|keterangan|catatan|jumlah(?: \w+)*|kepala|nama kepala|pimpinan|"
     r"nama pimpinan|jabatan(?: \w+)*|singkatan|nama pejabat|status|dasar hukum|tahun|kelas"),
)  # fmt: skip
LEAVES = tuple((field, re.compile(rf"(?:{pattern})$")) for field, pattern in _LEAVES)


@lru_cache(maxsize=2_048)
def _leaf(text: str) -> str:
    for words in dict.fromkeys((key(text), key(BRACKETS.sub(" ", text)))):
        for field, form in LEAVES:
            if words and form.match(words):
                return field
    return ""


def unit_field_of(texts: Sequence[str]) -> str:
    """The field of a column with these headings from top to bottom; empty when it is unknown.

    >>> unit_field_of(["Unor Induk"]), unit_field_of(["Induk", "Kode"]), unit_field_of(["Eselon"])
    ('parent', 'parent_code', 'level')
    """
    texts = [text for text in texts if key(text)]
    if not texts:
        return ""
    joined = _leaf(" ".join(texts)) or _leaf(" ".join(reversed(texts)))
    return joined or _leaf(texts[-1])
