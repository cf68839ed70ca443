"""What a row of a sheet is, and the signs by which rows that hold no data are known."""

import re
from dataclasses import dataclass
from enum import Enum

from kinerja.people.imports.layout import Layout
from kinerja.people.imports.sheet import Cell
from kinerja.people.imports.text import key, text_of, tidy


class RowKind(Enum):
    """All but RECORD and UNREAD (refused) are passed over. The value is the code of the reason."""

    RECORD = "record"
    BLANK = "blank"
    HIDDEN = "hidden_row"
    HIDDEN_SHEET = "hidden_sheet"
    NO_TABLE = "outside_table"
    UNREAD = "heading_unknown"
    TITLE = "title"
    HEADER = "header"
    NUMBERS = "column_numbers"
    SECTION = "section"
    SUM = "subtotal"
    VACANT = "vacant"
    CONTINUED = "continuation"
    LEGEND = "legend"
    NOTE = "note"
    SIGNATURE = "signature"

    @property
    def message(self) -> str:
        return _MESSAGES.get(self, "")


_MESSAGES = {
    RowKind.BLANK: "Baris kosong.",
    RowKind.HIDDEN: "Baris ini disembunyikan di lembar kerja, jadi dilewati. Tampilkan bila perlu.",
    RowKind.HIDDEN_SHEET: "Lembar ini disembunyikan, jadi dilewati. Tampilkan bila perlu.",
    RowKind.NO_TABLE: "Lembar ini tidak berisi tabel yang dicari.",
    RowKind.UNREAD: (
        "Baris ini memuat NIP, tetapi kepala tabel di lembar ini tidak dikenali. Beri kolomnya "
        "judul NIP dan Nama, lalu kirim lagi."
    ),
    RowKind.TITLE: "Judul, bukan baris data.",
    RowKind.HEADER: "Kepala tabel, bukan baris data.",
    RowKind.NUMBERS: "Nomor kolom, bukan baris data.",
    RowKind.SECTION: "Judul bagian, bukan baris data.",
    RowKind.SUM: "Baris jumlah, bukan baris data.",
    RowKind.VACANT: "Jabatan kosong tanpa pegawai.",
    RowKind.CONTINUED: "Sambungan baris di atasnya.",
    RowKind.LEGEND: "Keterangan di samping tabel.",
    RowKind.NOTE: "Catatan, bukan baris data.",
    RowKind.SIGNATURE: "Bagian tanda tangan, bukan baris data.",
}


@dataclass(frozen=True)
class Line:
    """One row of a sheet. `title` is the text of a section title (it may name a unit)."""

    index: int  # 0-based
    kind: RowKind
    layout: Layout | None = None
    title: str = ""


SUM = re.compile(r"^(?:sub ?)?(?:jumlah|total|jml|grand total|rekap\w*|rata rata)\b")
VACANT = re.compile(
    r"^(?:kosong|lowong|vacant|vakan|belum (?:terisi|diisi|ada)|tidak ada|formasi kosong|"
    r"jabatan kosong|nihil|x+)$"
)
SIGNING = re.compile(
    r"^(?:mengetahui|menyetujui|mengesahkan|disahkan|ditetapkan|dikeluarkan|dibuat|yang membuat|"
    r"disusun|diperiksa|a n|an|u b|plt|plh|ttd|tertanda|pj|nip \d.*|nip)\b"
)
SIGNER = re.compile(
    r"^(?:kepala|camat|lurah|sekretaris|direktur|wali ?kota|bupati|gubernur|inspektur|asisten|"
    r"pejabat|pembina|penata|pengatur|juru|drs|dra|dr|ir|hj?)\b"
)  # who signs: office, rank or name with its title
MONTH = (
    r"(?:januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|"
    r"nopember|desember)"
)
PLACE_AND_DAY = re.compile(rf"^[a-z][a-z .]*\b(?:\d{{1,2}} )?{MONTH} \d{{4}}$")
NOTE = re.compile(
    r"^(?:catatan|keterangan|ket|sumber|nb|note|legenda|dicetak|tanggal cetak|petunjuk|contoh)\b"
)
NUMBERING = re.compile(r"^\(?(?:[IVXLC]{1,7}|[A-Za-z]|\d{1,3})[.)]?$")
DOTS = re.compile(r"^[.…_\-\s()]{4,}$")
UNIT_LABEL = re.compile(
    r"^(?:[IVXLC]+[.)]|[A-Z][.)]|\d+[.)])?\s*(?:nama\s+)?(?:unit kerja|unit organisasi|unit|opd|"
    r"skpd|satuan kerja|perangkat daerah|instansi|unor|sub unit|tempat tugas)\s*[:=]\s*"
    r"(?P<unit>.*)$",
    re.I,
)
UNIT_WORD = re.compile(
    r"^(?:[ivxlc]{1,5} |[a-z] |\d{1,3} )?(?:dinas|badan|sekretariat|inspektorat|kecamatan|kec|"
    r"kelurahan|kel|desa|puskesmas|pkm|pusk|puskes|uptd?|rsud|rumah sakit|rs|sdn?|smpn?|sman?|"
    r"smkn?|tkn?|paud|bidang|bid|bagian|bag|seksi|sub ?bagian|sub ?bidang|subbag|subag|sub|satuan|"
    r"satpol|kantor|balai|laboratorium|sekolah|unit|dis\w{2,}|din\w{2,}|bappeda|bkpsdm|bkd|bpkad|"
    r"bpkpd|bapenda|bpbd|kesbang\w*|setda|setwan|sekwan|asisten|staf ahli|pemerintah|kota|"
    r"kabupaten|kab|instalasi|korwil|kelompok)\b"
)


def filled(cell: Cell) -> bool:
    """Whether a cell holds anything that can be seen."""
    return cell is not None and (not isinstance(cell, str) or bool(tidy(cell)))


def texts_of(row: list[Cell]) -> list[str]:
    """The texts of a row, empty cells left out."""
    return [tidy(text_of(cell)) for cell in row if filled(cell)]


def is_words(text: str) -> bool:
    """Text with a word in it; a letter or Roman number alone only counts the sections."""
    return any(sign.isalpha() for sign in text) and not NUMBERING.match(text)


def is_signing(text: str) -> bool:
    """A text of the foot of a page: who signs, where and when."""
    words = key(text)
    return bool(SIGNING.match(words) or PLACE_AND_DAY.match(words) or DOTS.match(text))


def names_unit(text: str) -> bool:
    """Whether a text begins as units do."""
    return bool(UNIT_WORD.match(key(text)))
