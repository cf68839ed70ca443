"""Limits, office hours, smallest numbers and categories of complaints."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.complaint.category import ComplaintCategory, first_categories, set_category
from kinerja.needs.complaint.scope import desk_scope
from kinerja.needs.complaint.setting import SETTINGS, complaint_setting, set_complaint_rules
from kinerja.rules.complaint import ComplaintClass
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.forms import Form, JamField
from kinerja.web.page import PageRequest, page


def _days(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=250,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class RulesForm(Form):
    form_open = forms.BooleanField(label="Terima pengaduan lewat formulir publik", required=False)
    verify = _days("Verifikasi dan penerusan (hari kerja)")
    first_response = _days("Tanggapan pertama (hari kerja)")
    resolve_normative = _days("Penyelesaian normatif (hari kerja)")
    resolve_non_supervisory = _days("Penyelesaian tidak berkadar pengawasan (hari kerja)")
    resolve_supervisory = _days("Penyelesaian berkadar pengawasan (hari kerja)")
    auto_close = _days("Ditutup tanpa balasan setelah (hari kerja)")
    opens = JamField(label="Jam mulai kerja")
    closes = JamField(label="Jam selesai kerja, Senin sampai Kamis")
    closes_on_friday = JamField(label="Jam selesai kerja, Jumat")
    minimum_cases = forms.IntegerField(
        label="Kasus paling sedikit untuk angka tim dan orang",
        min_value=5,
        max_value=200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    keep_months = forms.IntegerField(
        label="Nama dan kontak pelapor dihapus setelah (bulan)",
        min_value=1,
        max_value=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class CategoryForm(Form):
    prefix = "kategori"
    refused_at = "name"

    name = forms.CharField(label="Nama kategori", max_length=80)
    usual_class = forms.ChoiceField(label="Kadar biasanya", choices=ComplaintClass.choices())
    active = forms.BooleanField(label="Ditawarkan kepada pelapor", required=False, initial=True)


@page
def rules(request: PageRequest) -> HttpResponse:
    """How this agency deals with complaints."""
    _check(request)
    setting = complaint_setting()
    known = {name: getattr(setting, name) for name in SETTINGS}
    form = RulesForm(request.POST or None, initial=known)
    act = lambda: set_complaint_rules(  # noqa: E731
        by=request.person, on=timezone.localdate(), **form.cleaned_data
    )
    if done(form, act):
        messages.success(request, "Aturan tersimpan. Berlaku untuk pengaduan berikutnya.")
        return redirect("complaint_rules")
    return _show(request, form=form)


@page
def category(request: PageRequest, category_id: int = 0) -> HttpResponse:
    """Add a category, or change one."""
    _check(request)
    row = get_object_or_404(ComplaintCategory, pk=category_id) if category_id else None
    known = (
        {"name": row.name, "usual_class": row.usual_class, "active": row.active} if row else None
    )
    form = CategoryForm(request.POST or None, initial=known)
    act = lambda: set_category(  # noqa: E731
        category=row, by=request.person, on=timezone.localdate(), **form.cleaned_data
    )
    if done(form, act):
        messages.success(request, "Kategori tersimpan.")
        return redirect("complaint_rules")
    context = {"form": form, "row": row}
    return render(request, "needs/complaint/category.html", context, status=status(form))


@page
@require_POST
def usual_categories(request: PageRequest) -> HttpResponse:
    """The list that a new agency starts with."""
    _check(request)
    refused = refusal_of(lambda: first_categories(by=request.person, on=timezone.localdate()))
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Kategori awal ditambahkan; ubah seperlunya.")
    return redirect("complaint_rules")


def _check(request: PageRequest) -> None:
    if not desk_scope(request.person, timezone.localdate()).everything:
        raise PermissionDenied


def _show(request: PageRequest, **more: Any) -> HttpResponse:
    context = {"categories": ComplaintCategory.objects.order_by("-active", "name")} | more
    return render(request, "needs/complaint/rules.html", context, status=status(more["form"]))
