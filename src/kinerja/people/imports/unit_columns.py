"""What a heading of a list of units means."""

import re
from collections.abc import Sequence
from functools import lru_cache

from kinerja.people.imports.columns import heading_words

_UNIT = (
    r"(?:unit kerja|unit organisasi|unit|unor|organisasi|satuan kerja|satker|opd|skpd|"
    r"perangkat daerah|pd)"
)
_PARENT = r"(?:induk|atasan|parent|di ?atas(?:an|nya)?|super)"

# The first that fits the whole heading decides.
_LEAVES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "parent_code",
        (
            rf"(?:kode|id|kd|no|nomor) (?:{_UNIT} )?{_PARENT}(?: {_UNIT})?",
            rf"{_PARENT} (?:{_UNIT} )?(?:kode|id|code)",
            rf"{_UNIT} {_PARENT} (?:kode|id)|(?:kode|id) {_PARENT} {_UNIT}",
            r"parent|diatasan id|parent (?:id|code)",
        ),
    ),
    (
        "parent_name",
        (
            rf"nama (?:{_UNIT} )?{_PARENT}(?: {_UNIT})?",
            rf"{_PARENT} (?:{_UNIT} )?nama|{_UNIT} {_PARENT} nama",
        ),
    ),
    ("parent", (rf"(?:{_UNIT} )?{_PARENT}(?: {_UNIT})?", r"(?:berada )?di bawah")),
    ("code", (rf"(?:kode|id|kd|code)(?: {_UNIT})?(?: baru)?", rf"{_UNIT} (?:kode|id)")),
    (
        "level",
        (
            r"eselon(?: \w+)?|eselonering|level|jenjang|jenis|tipe|kategori",
            rf"(?:tingkat(?:an)?|level)(?: {_UNIT})?",
            rf"(?:jenis|tipe|kategori|kelompok) {_UNIT}",
        ),
    ),
    (
        "name",
        (
            rf"(?:nama |nomenklatur )?{_UNIT}(?: nama)?|nama lengkap {_UNIT}",
            r"nama|nomenklatur|uraian|name",
        ),
    ),
    (
        "other",
        (
            r"no|nomor|no urut|nomor urut|urut|alamat|telepon|email|ket|keterangan|catatan",
            r"jumlah(?: \w+)*|kepala|nama kepala|pimpinan|nama pimpinan|jabatan(?: \w+)*",
            r"singkatan|nama pejabat|status|dasar hukum|tahun|kelas",
        ),
    ),
)
LEAVES = [(field, re.compile(rf"(?:{'|'.join(forms)})$")) for field, forms in _LEAVES]


@lru_cache(maxsize=2_048)
def _leaf(text: str) -> str:
    for words in heading_words(text):
        for field, form in LEAVES:
            if form.match(words):
                return field
    return ""


def unit_field_of(texts: Sequence[str]) -> str:
    """The field of a column with these headings from top to bottom; empty when it is unknown.

    >>> unit_field_of(["Unor Induk"]), unit_field_of(["Induk", "Kode"]), unit_field_of(["Eselon"])
    ('parent', 'parent_code', 'level')
    """
    texts = [text for text in texts if text.strip()]
    if not texts:
        return ""
    joined = _leaf(" ".join(texts)) or _leaf(" ".join(reversed(texts)))
    return joined or _leaf(texts[-1])
