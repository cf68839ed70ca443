"""The agency: its name, time zone, working week, cycle of evaluation, and how its pages look."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kinerja.people.agency import Agency, set_logo, update_settings
from kinerja.rules.lateness import EntryCycle
from kinerja.web.attempt import done, status
from kinerja.web.forms import PHOTOS, FilesField, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.people.gate import keeper

ZONES = (
    ("Asia/Jakarta", "WIB, Waktu Indonesia Barat"),
    ("Asia/Makassar", "WITA, Waktu Indonesia Tengah"),
    ("Asia/Jayapura", "WIT, Waktu Indonesia Timur"),
)


class SettingsForm(Form):
    name = forms.CharField(label="Nama instansi", max_length=150)
    kind = forms.ChoiceField(label="Jenis", choices=Agency.Kind.choices)
    timezone = forms.ChoiceField(
        label="Zona waktu",
        choices=ZONES,
        help_text="Menentukan kapan hari kerja dan tenggat berakhir.",
    )
    work_days = forms.TypedChoiceField(
        label="Hari kerja seminggu",
        choices=[(5, "5 hari, Senin sampai Jumat"), (6, "6 hari, Senin sampai Sabtu")],
        coerce=int,
    )
    cycle = forms.ChoiceField(
        label="Evaluasi kinerja periodik",
        choices=Agency.Cycle.choices,
        help_text="Berlaku untuk periode yang dibuka sesudah perubahan ini.",
    )
    entry_cycle = forms.ChoiceField(
        label="Pencatatan kerja",
        choices=EntryCycle.choices(),
        help_text="Seberapa sering pekerjaan dicatat; instansi yang menetapkan.",
    )
    grace_days = forms.IntegerField(
        label="Tenggang pencatatan",
        min_value=0,
        max_value=30,
        help_text="Hari kerja setelah pekerjaan sampai catatan masih tepat waktu.",
    )
    answer_days = forms.IntegerField(
        label="Batas pemeriksaan atasan",
        min_value=1,
        max_value=60,
        help_text="Hari kerja; setelah itu laporan tercatat dengan tanda belum diperiksa.",
    )
    sample_percent = forms.IntegerField(
        label="Sampel wajib buka, persen",
        min_value=1,
        max_value=100,
        help_text="Bagian laporan yang harus dibuka atasan sebelum menerima banyak sekaligus.",
    )
    storage_megabytes = forms.IntegerField(
        label="Tempat berkas tiap pegawai, MB",
        min_value=10,
        max_value=1_000_000,
        help_text="2048 MB sama dengan 2 GB, kira-kira 4.000 foto.",
    )
    thanks_a_month = forms.IntegerField(
        label="Apresiasi tiap pegawai sebulan",
        min_value=1,
        max_value=100,
        help_text="Batas pemberian, supaya apresiasi tetap bermakna.",
    )
    least_respondents = forms.IntegerField(
        label="Jawaban paling sedikit",
        min_value=5,
        max_value=200,
        help_text=(
            "Hasil survei dan IKM tampil mulai sebanyak ini, agar tidak seorang pun dikenali."
            " Ketentuan instansi."
        ),
    )
    public_page = forms.BooleanField(
        label="Tampilkan halaman publik",
        required=False,
        help_text="Angka gabungan tanpa nama di /publik/, terbuka tanpa akun.",
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agency.timezone not in dict(ZONES):  # as `kinerja init` was told
            zones = [*ZONES, (agency.timezone, agency.timezone)]
            self.fields["timezone"].choices = zones  # type: ignore[attr-defined]


class LookForm(Form):
    accent = forms.CharField(
        label="Warna utama",
        max_length=7,
        required=False,
        help_text="Untuk yang dapat ditekan, misalnya #0b5a60.",
    )
    attention = forms.CharField(
        label="Warna perhatian",
        max_length=7,
        required=False,
        help_text="Untuk yang perlu diperhatikan, misalnya #96450f.",
    )
    logo = FilesField(
        label="Logo", accept=PHOTOS, most=1, required=False, help_text="PNG, JPEG, atau WebP."
    )


@page
def settings(request: PageRequest) -> HttpResponse:
    """Identity and calendar of the agency."""
    by, agency = keeper(request), request.agency
    initial = {name: getattr(agency, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=initial, agency=agency)
    if done(form, lambda: update_settings(by=by, **form.cleaned_data)):
        messages.success(request, "Pengaturan disimpan.")
        return redirect("settings")
    context = {"form": form}
    return render(request, "people/agency/settings.html", context, status=status(form))


@page
def look(request: PageRequest) -> HttpResponse:
    """Two colours and a logo."""
    by, agency = keeper(request), request.agency
    initial = {"accent": agency.accent, "attention": agency.attention}
    form = LookForm(request.POST or None, request.FILES or None, initial=initial)

    @transaction.atomic
    def save() -> None:
        colours = {name: form.cleaned_data[name].strip() for name in ("accent", "attention")}
        update_settings(by=by, **colours)
        for file in form.cleaned_data["logo"]:
            set_logo(name=file.name, content=file.read(), by=by)

    if done(form, save):
        messages.success(request, "Tampilan disimpan.")
        return redirect("look")
    return render(request, "people/agency/look.html", {"form": form}, status=status(form))
