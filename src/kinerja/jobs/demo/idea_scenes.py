"""Spaces and ideas of the example (data contoh), as they stand on the day on which it is built."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja.participation.handing_in import IdeaText


@dataclass(frozen=True)
class Scene:
    """A space as it stands today."""

    post: str  # who opened it
    question: str
    ideas: Sequence[IdeaText]
    days: tuple[int, int, int, int]  # first days of the phases, from today on
    vote: int  # its last day
    about: str = ""
    better: str = ""  # what a colleague makes of the first proposal
    why: str = ""
    everybody: bool = False


SCENES = (
    Scene(
        "health_head",
        "Bagaimana ibu hamil tidak menunggu lama di puskesmas? (data contoh)",
        (
            IdeaText(
                "Nomor antrean lewat pesan sejak malam sebelumnya (data contoh)",
                "Ibu hamil datang pukul 6 hanya untuk mengambil nomor.",
                "Nomor dibagikan lewat pesan kader malam sebelumnya, datang sesuai jam.",
            ),
            IdeaText(
                "Loket khusus ibu hamil pagi hari (data contoh)",
                "Antrean umum dan ibu hamil bercampur.",
                "Satu loket khusus ibu hamil pukul 7 sampai 10.",
            ),
        ),
        (-9, -2, 7, 20),
        13,
        better="Nomor dibagikan lewat pesan kader malam sebelumnya, datang sesuai jam. Tiga nomor"
        " disisakan bagi yang tidak punya ponsel.",
        why="Sebagian ibu hamil tidak punya ponsel sendiri.",
    ),
    Scene(
        "regional_head",
        "Bagaimana warga cukup datang satu kali untuk satu urusan? (data contoh)",
        (
            IdeaText(
                "Daftar syarat dikirim sebelum warga berangkat (data contoh)",
                "Warga pulang lagi karena satu berkas kurang.",
                "Pada pendaftaran lewat pesan, petugas mengirim daftar syarat yang sesuai"
                " urusannya.",
                "warga yang datang lebih dari sekali",
                "persen",
                Decimal(34),
                Decimal(10),
            ),
            IdeaText(
                "Satu formulir untuk pindah alamat (data contoh)",
                "Nama dan alamat ditulis di empat formulir milik empat kantor.",
                "Satu formulir; kantor yang menerima meneruskannya kepada yang lain.",
            ),
        ),
        (-4, 10, 20, 34),
        26,
        about="Untuk semua pegawai. Usul yang tidak memerlukan anggaran baru dapat dimulai bulan"
        " depan.",
        everybody=True,
    ),
    Scene(
        "tourism_head",
        "Apa yang membuat pengunjung kembali ke kota ini? (data contoh)",
        (
            IdeaText(
                "Papan petunjuk dua bahasa di dermaga (data contoh)",
                "Pengunjung bertanya arah kepada pedagang.",
                "Pasang papan dua bahasa dengan jarak berjalan kaki.",
            ),
        ),
        (-2, 6, 14, 28),
        20,
    ),
    Scene(
        "health_centre_head",
        "Jadwal posyandu mana yang paling cocok bagi warga? (data contoh)",
        (
            IdeaText(
                "Posyandu sore hari sekali sebulan (data contoh)",
                "Orang tua yang bekerja tidak dapat datang pagi.",
                "Satu jadwal sore tiap bulan di tiap kelurahan.",
            ),
            IdeaText(
                "Posyandu di hari pasar (data contoh)",
                "Warga sudah berkumpul di pasar setiap Rabu.",
                "Buka meja posyandu di balai dekat pasar.",
            ),
        ),
        (-20, -12, -1, 12),
        5,
    ),
)

# A space that is over: complaints were answered late, and since the idea they are not.
OVER = "Bagaimana warga yang mengadu cepat mendapat jawaban? (data contoh)"
OVER_ABOUT = "Warga menunggu berhari-hari sampai tanggapan pertama. Tidak ada tambahan petugas."
WATCH = IdeaText(
    "Piket pengaduan bergilir setiap pagi (data contoh)",
    "Pengaduan dibaca bila ada waktu; tidak ada yang merasa memilikinya.",
    "Satu orang bergilir membaca semua pengaduan pukul 8 dan memberi jawaban pertama hari itu"
    " juga.",
    "waktu tanggapan pertama",
    "jam kerja",
    Decimal(25),
    Decimal(8),
)
AGREED = "Setuju, asal giliran bidang yang sama tidak jatuh pada hari posyandu."
WATCH_BETTER = WATCH.proposal.replace("hari itu juga", "hari itu juga; daftar piket dipasang")
REPLY = IdeaText(
    "Balasan otomatis untuk setiap pengaduan (data contoh)",
    "Warga tidak tahu apakah pengaduannya terbaca.",
    "Kirim balasan otomatis begitu pengaduan masuk.",
)
WAITING = IdeaText(
    "Formulir rujukan cukup diisi sekali (data contoh)",
    "Nama dan alamat pasien ditulis tiga kali di tiga lembar.",
    "Satu formulir dengan dua tembusan.",
    "lembar yang diisi tiap pasien",
    "lembar",
    Decimal(3),
    Decimal(1),
)
ANSWERED = IdeaText(
    "Rapat pagi paling lama 15 menit (data contoh)",
    "Rapat pagi memotong jam pelayanan.",
    "Rapat berdiri, paling lama 15 menit, mulai pukul 7.15.",
)
