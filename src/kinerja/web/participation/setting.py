"""How many days an answer may take, and how many ideas one person may support."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.participation.setting import idea_setting, set_idea_rules
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page

NUMBER = {"inputmode": "numeric"}


class SettingForm(Form):
    answer_days = forms.IntegerField(
        label="Batas jawaban resmi (hari kerja)",
        min_value=1,
        max_value=120,
        widget=forms.TextInput(attrs=NUMBER),
        help_text="Untuk gagasan di luar ruang gagasan. Pengaturan instansi, bukan ketentuan"
        " peraturan.",
    )
    supports_each = forms.IntegerField(
        label="Dukungan tiap pegawai",
        min_value=1,
        max_value=50,
        widget=forms.TextInput(attrs=NUMBER),
        help_text="Berapa gagasan terbuka yang dapat didukung satu orang pada saat yang sama.",
    )


@page
def idea_settings(request: PageRequest) -> HttpResponse:
    """The two numbers of the box of ideas."""
    today = timezone.localdate()
    if not request.person.manages_people(today):
        raise PermissionDenied
    row = idea_setting()
    initial = {"answer_days": row.answer_days, "supports_each": row.supports_each}
    form = SettingForm(request.POST or None, initial=initial)
    if done(form, lambda: set_idea_rules(by=request.person, on=today, **form.cleaned_data)):
        messages.success(request, "Tersimpan; berlaku untuk gagasan berikutnya.")
        return redirect("ideas")
    return render(request, "participation/setting/edit.html", {"form": form}, status=status(form))
