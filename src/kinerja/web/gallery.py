"""Every component in every state on one page: to choose from, and to look at after a change."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinerja.rules.predicate import Predicate
from kinerja.web.attempt import status
from kinerja.web.charts import Series, bar_chart, distribution_chart, line_chart
from kinerja.web.forms import (
    PHOTOS,
    DecimalIndonesia,
    FilesField,
    Form,
    JamField,
    TanggalField,
    TextField,
)
from kinerja.web.navigation import KEEPERS
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import Keyset
from kinerja.web.parts import Happened, Phase, Tab


class SampleForm(Form):
    """One field of each kind."""

    text = TextField(label="Apa yang Anda kerjakan", help_text="Satu atau dua kalimat cukup.")
    amount = DecimalIndonesia(label="Volume", max_digits=12, decimal_places=2)
    day = TanggalField(label="Tanggal")
    time = JamField(label="Jam", required=False)
    item = forms.ChoiceField(
        label="Bagian rencana", choices=[("", "Pilih satu"), ("1", "Imunisasi dasar lengkap")]
    )
    answer = forms.ChoiceField(
        label="Jawaban",
        choices=[("accept", "Terima"), ("ask", "Tanyakan"), ("return", "Kembalikan")],
        widget=forms.RadioSelect,
    )
    photos = FilesField(label="Foto", accept=PHOTOS, required=False)
    sure = forms.BooleanField(label="Isian ini sudah saya periksa")


@page
def gallery(request: PageRequest) -> HttpResponse:
    """POST shows the form with what is wrong in it."""
    if not (settings.DEBUG or KEEPERS(request.layout)):
        raise PermissionDenied
    form = SampleForm(request.POST or None, request.FILES or None)
    now = timezone.now()
    months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu"]
    context = {
        "form": form,
        "tones": [
            ("", "Biasa"),
            ("info", "Keterangan"),
            ("good", "Baik"),
            ("heed", "Perlu perhatian"),
            ("bad", "Bermasalah"),
        ],
        "kinds": [
            ("primary", "Utama, satu tiap halaman"),
            ("secondary", "Biasa"),
            ("quiet", "Halus"),
            ("danger", "Menghapus"),
        ],
        "predicates": list(Predicate),
        "empties": [
            ("first", "Belum ada laporan", "Laporan pertama Anda muncul di sini.", "Tulis laporan"),
            ("filtered", "Tidak ada yang cocok", "Saringan terlalu sempit.", "Hapus saringan"),
            ("forbidden", "Bukan untuk peran ini", "Bagian ini milik atasan.", "Ke beranda"),
            ("failed", "Data belum bisa dimuat", "Sambungan terputus.", "Coba lagi"),
        ],
        "phase": Phase("Penilaian semester I", date(2026, 7, 10), 12, 40),
        "tabs": [
            Tab("Semua", "?", True, 40),
            Tab("Menunggu", "?lihat=menunggu", count=12),
            Tab("Selesai", "?lihat=selesai"),
        ],
        "rows": [
            ("Imunisasi dasar lengkap", Decimal("1234.5"), Decimal("87.5"), "good", "Tercapai"),
            ("Kunjungan ibu hamil", Decimal(960), Decimal("64"), "heed", "Tertinggal"),
            ("Posyandu aktif", Decimal(42), Decimal("100"), "good", "Tercapai"),
        ],
        "happened": [
            Happened(now, "Laporan diterima", request.person),
            Happened(
                now - timedelta(hours=2), "Laporan dikembalikan", request.person, "Foto buram"
            ),
            Happened(now - timedelta(days=1), "Laporan dikirim"),
        ],
        "pages": Keyset(rows=[], newer="?sebelum=9", older="?setelah=4"),
        "line": line_chart(
            "Imunisasi per bulan",
            months,
            [
                Series("2026", [12, 18, 22, None, 30, 28, 35, 41]),
                Series("2025", [10, 14, 15, 17, 20, 19, 22, 24]),
            ],
            goal=("Target", 30),
        ),
        "bars": bar_chart(
            "Capaian indikator",
            [
                ("Imunisasi dasar lengkap pada bayi usia 0 sampai 11 bulan", Decimal("87.5")),
                ("Kunjungan ibu hamil", Decimal(64)),
                ("Posyandu aktif", Decimal(100)),
            ],
            unit="%",
            full=100,
            heed=["Kunjungan ibu hamil"],
        ),
        "spread": distribution_chart(
            "Sebaran predikat",
            [("Sangat baik", 6), ("Baik", 28), ("Butuh perb.", 4), ("Kurang", 1), ("S. kurang", 0)],
            guide=[8, 24, 6, 1, 1],
        ),
        "week": [3, 4, 0, 2, 5, 4, 6],
        "moment": now,
        "amount": Decimal("1234567.5"),
    }
    return render(request, "gallery.html", context, status=status(form))
