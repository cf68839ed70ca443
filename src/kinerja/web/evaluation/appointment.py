"""The personnel office notes that another official evaluates, and on what ground."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.appointment import LONGEST_BASIS, appoint_evaluator, to_appoint
from kinerja.people.person import Person
from kinerja.web.attempt import done, status
from kinerja.web.evaluation.shown import phase_of
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page


class AppointForm(Form):
    """Who evaluates instead, and the decision that says so."""

    refused_at = "official"

    official = forms.CharField(
        label="NIP pejabat yang ditunjuk",
        max_length=40,
        help_text="18 angka; boleh dengan spasi. Misalnya Plh yang diberi delegasi, atau pejabat"
        " yang ditunjuk bagi pegawai yang diperbantukan.",
    )
    basis = forms.CharField(
        label="Dasar penunjukan",
        max_length=LONGEST_BASIS,
        help_text="Nomor dan tanggal surat atau keputusannya. Pegawai dan pejabat itu membacanya.",
    )

    def clean_official(self) -> Any:
        nip = "".join(self.cleaned_data["official"].split())
        found = Person.objects.filter(nip=nip).first()
        if found is None:
            raise forms.ValidationError("Tidak ada pegawai dengan NIP ini. Periksa angkanya.")
        return found


@page
def appoint(request: PageRequest, review_id: int) -> HttpResponse:
    """Another official evaluates this person."""
    rows = to_appoint(request.person).select_related("person", "appraiser", "period")
    review = get_object_or_404(rows, pk=review_id)
    form = AppointForm(request.POST or None)
    if done(
        form,
        lambda: appoint_evaluator(
            review=review, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        official = form.cleaned_data["official"]
        messages.success(
            request, f"{official.name} menilai {review.person.name}. Keduanya diberi kabar."
        )
        return redirect("period_show", review.period.code)
    context = {"review": review, "form": form, "phase": phase_of(review.period)}
    return render(request, "evaluation/appointment.html", context, status=status(form))
