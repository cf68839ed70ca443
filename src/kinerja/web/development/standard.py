"""Standards: which level of which competency a post asks for; and the method of the agency."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.competency import Competency
from kinerja.development.method import FIELDS, GrowthMethod, choose_method, the_method
from kinerja.development.sight import keeper_scope
from kinerja.development.standard import (
    CompetencyStandard,
    end_standard,
    set_standard,
    use_pattern,
)
from kinerja.people.position import Position
from kinerja.rules.competency import FitScheme
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page

SHOWN = 400  # lines of standards on one page; an agency narrows them by the name of a post


class StandardForm(Form):
    """One line: for a title, or for all posts of a level."""

    title = forms.CharField(
        label="Nama jabatan",
        max_length=150,
        required=False,
        help_text="Persis seperti di daftar jabatan. Kosongkan bila berlaku untuk satu jenjang.",
    )
    level = forms.ChoiceField(
        label="Jenjang", choices=[("", "Tidak dipilih"), *Position.Level.choices], required=False
    )
    competency = forms.ModelChoiceField(label="Kompetensi", queryset=Competency.objects.none())
    required = forms.TypedChoiceField(
        label="Level yang disyaratkan",
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
    )
    source = forms.CharField(label="Dasar", max_length=200, help_text="Misalnya nomor keputusan.")
    starts_on = TanggalField(label="Berlaku sejak")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = Competency.objects.used()  # type: ignore[attr-defined]


class MethodForm(Form):
    """The settings of `GrowthMethod`."""

    fit_scheme = forms.ChoiceField(label="Skema kategori", choices=FitScheme.choices())
    need_weight = forms.IntegerField(label="Bobot kebutuhan", min_value=0, max_value=100)
    gap_weight = forms.IntegerField(
        label="Bobot kesenjangan kompetensi", min_value=0, max_value=100
    )
    indicator_weight = forms.IntegerField(
        label="Bobot indikator tertinggal", min_value=0, max_value=100
    )
    behaviour_weight = forms.IntegerField(label="Bobot perilaku kerja", min_value=0, max_value=100)
    finding_weight = forms.IntegerField(label="Bobot temuan", min_value=0, max_value=100)
    pppk_hours_at_most = forms.IntegerField(
        label="Acuan JP PPPK setahun",
        min_value=1,
        max_value=1_000,
        help_text="Lebih dari ini disebut di halaman JP; tidak menolak pelatihan apa pun.",
    )


@page
def standards(request: PageRequest) -> HttpResponse:
    """What posts ask for today, by post; narrowed by its name."""
    today = timezone.localdate()
    asked = " ".join(request.GET.get("jabatan", "").split())[:150]
    rows = CompetencyStandard.objects.visible_to(request.person).on(today)
    rows = rows.select_related("competency")
    if asked:
        rows = rows.filter(title_key__contains=asked.lower())
    found = list(rows[: SHOWN + 1])
    context = {
        "rows": found[:SHOWN],
        "more": len(found) > SHOWN,
        "asked": asked,
        "illustrates": any(one.origin == CompetencyStandard.Origin.PATTERN for one in found),
        "keeps": _keeps(request),
    }
    return render(request, "development/standard/list.html", context)


@page
def new(request: PageRequest) -> HttpResponse:
    """Set one line; what ran before ends the day before."""
    _check(request)
    today = timezone.localdate()
    form = StandardForm(request.POST or None, initial={"starts_on": today})
    fresh = made(form, lambda: set_standard(by=request.person, on=today, **form.cleaned_data))
    if fresh is not None:
        messages.success(request, f"Standar {fresh.post} tersimpan.")
        return redirect("competency_standards")
    return render(request, "development/standard/new.html", {"form": form}, status=status(form))


@page
@require_POST
def end(request: PageRequest, standard_id: int) -> HttpResponse:
    """The post asks for it until today."""
    _check(request)
    rows = CompetencyStandard.objects.visible_to(request.person)
    one = get_object_or_404(rows, pk=standard_id)
    end_standard(standard=one, by=request.person, on=timezone.localdate())
    messages.success(request, f"Standar {one.post} untuk {one.competency} berakhir hari ini.")
    return redirect("competency_standards")


@page
@require_POST
def fill(request: PageRequest) -> HttpResponse:
    """Fill what is empty with the ready-made pattern, marked as an illustration."""
    _check(request)
    number = use_pattern(by=request.person, on=timezone.localdate())
    if number:
        messages.success(request, f"{number} baris ilustrasi diisi; ganti dengan ketetapan Anda.")
    else:
        messages.info(request, "Semua jenjang sudah mempunyai standar.")
    return redirect("competency_standards")


@page
def method(request: PageRequest) -> HttpResponse:
    """The scheme of categories, and the weights of the demand for training."""
    _check(request)
    now: GrowthMethod = the_method()
    form = MethodForm(request.POST or None, initial={name: getattr(now, name) for name in FIELDS})
    if done(
        form,
        lambda: choose_method(by=request.person, on=timezone.localdate(), **form.cleaned_data),
    ):
        messages.success(request, "Metode tersimpan; peringkat memakainya sejak hitungan berikut.")
        return redirect("competency_standards")
    return render(request, "development/standard/method.html", {"form": form}, status=status(form))


def _keeps(request: PageRequest) -> bool:
    return keeper_scope(request.person, timezone.localdate()).everything


def _check(request: PageRequest) -> None:
    if not _keeps(request):
        raise PermissionDenied
