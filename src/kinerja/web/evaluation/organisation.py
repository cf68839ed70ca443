"""The class of a unit in a period, recorded by the personnel admin."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.evaluation.organisation import record_org_result
from kinerja.people.unit import Unit
from kinerja.rules.predicate import OrgPredicate
from kinerja.web.attempt import made, status
from kinerja.web.evaluation.period import kept_period
from kinerja.web.evaluation.shown import phase_of
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page
from kinerja.web.unit_field import UnitField


class OrgForm(Form):
    """The class of one unit, with the decision that sets it."""

    unit = UnitField(
        empty_label="Pilih unit kerja",
        help_text="Pilih unit paling atas yang disebut dalam keputusannya.",
    )
    predicate = forms.ChoiceField(
        label="Predikat organisasi",
        choices=[("", "Pilih predikat"), *OrgPredicate.choices()],
        help_text="Seperti tertulis dalam keputusan, bukan perkiraan. Predikat ini menjadi"
        " pertimbangan penilai, tidak menentukan predikat pegawai.",
    )
    basis = forms.CharField(
        label="Dasar penetapan", max_length=250, help_text="Nomor dan tanggal keputusannya."
    )
    published_on = TanggalField(label="Tanggal penetapan")


@page
def organisation(request: PageRequest, code: str) -> HttpResponse:
    """Record the class of a unit with its basis."""
    period = kept_period(request.person, code)
    form = OrgForm(request.POST if request.method == "POST" else None)
    form.fields["unit"].queryset = Unit.objects.open().order_by("path")  # type: ignore[attr-defined]
    result = made(
        form,
        lambda: record_org_result(
            period=period, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    )
    if result is not None:
        messages.success(
            request, f"Predikat {result.unit} tercatat: {result.get_predicate_display()}."
        )
        return redirect("period_show", period.code)
    context = {"form": form, "period": period, "phase": phase_of(period)}
    return render(request, "evaluation/period/organisation.html", context, status=status(form))
