"""The words around the questions, in the languages that have them; others read Indonesian."""

WORDS = {
    "": {
        "send": "Kirim jawaban",
        "next": "Lanjut",
        "before": "Kembali",
        "optional": "boleh kosong",
        "step": "Langkah",
        "of": "dari",
        "private": "Nama dan alamat Anda tidak disimpan. Jawaban dihitung bersama jawaban lain.",
        "thanks": "Terima kasih",
        "kept": "Jawaban Anda sudah tersimpan. Halaman ini boleh ditutup.",
        "old": "Halaman ini terlalu lama terbuka. Periksa jawaban Anda, lalu kirim sekali lagi.",
        "busy": "Jaringan ini sedang ramai. Jawab satu hitungan ini, lalu kirim lagi.",
    },
    "en": {
        "send": "Send answers",
        "next": "Next",
        "before": "Back",
        "optional": "optional",
        "step": "Step",
        "of": "of",
        "private": "Neither your name nor your address is kept. Answers are counted together.",
        "thanks": "Thank you",
        "kept": "Your answers have been saved. You may close this page.",
        "old": "This page was open for too long. Check your answers and send them once more.",
        "busy": "This network is busy. Do this small sum, then send again.",
    },
}
NUMBERS = {
    "": ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"),
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight"),
}


def words_in(language: str) -> dict[str, str]:
    return WORDS.get(language, WORDS[""])
