"""A recommendation: its reason, one's choice, and what became of it; and what helped so far."""

from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.development.recommendation.choice import (
    LONGEST_TEXT,
    accept_recommendation,
    decline_recommendation,
)
from kinerja.development.recommendation.helped import what_helped
from kinerja.development.recommendation.recommendation import Recommendation
from kinerja.development.sight import keeper_scope
from kinerja.rules.recommendation import FEWEST_SHOWN
from kinerja.rules.rounding import round_half_up
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page


class AcceptForm(Form):
    place: ClassVar = "accept_form"
    prefix = "ambil"

    due_on = TanggalField(label="Target selesai")


class DeclineForm(Form):
    place: ClassVar = "decline_form"
    prefix = "belum"
    refused_at = "reason"

    reason = TextField(label="Mengapa belum sekarang", rows=3, max_length=LONGEST_TEXT)


@page
def recommendation(request: PageRequest, recommendation_id: int) -> HttpResponse:
    """One recommendation; the person takes it up or says why not."""
    today = timezone.localdate()
    rows = Recommendation.objects.visible_to(request.person, today).select_related(
        "proposal__review__person",
        "proposal__review__period",
        "competency",
        "training",
        "step",
    )
    one = get_object_or_404(rows, pk=recommendation_id)
    own = one.proposal.review.person_id == request.person.pk
    if request.method == "POST" and not own:
        raise PermissionDenied
    declining = "tolak" in request.POST
    due_on = max(date(today.year, 12, 31), today)
    accept_form = AcceptForm(
        request.POST if request.method == "POST" and not declining else None,
        initial={"due_on": due_on},
    )
    decline_form = DeclineForm(request.POST if declining else None)
    step = made(
        accept_form,
        lambda: accept_recommendation(
            recommendation=one, by=request.person, on=today, **accept_form.cleaned_data
        ),
    )
    if step is not None:
        messages.success(request, "Masuk rencana belajar Anda.")
        return redirect("learning_plan", step.plan_id)
    if done(
        decline_form,
        lambda: decline_recommendation(
            recommendation=one, by=request.person, on=today, **decline_form.cleaned_data
        ),
    ):
        messages.success(request, "Pilihan Anda tersimpan.")
        return redirect("learning_plans")
    context = {
        "one": one,
        "review": one.proposal.review,
        "own": own,
        "accept_form": accept_form,
        "decline_form": decline_form,
    }
    return render(
        request,
        "development/recommendation/show.html",
        context,
        status=status(accept_form, decline_form),
    )


@page
def helped(request: PageRequest) -> HttpResponse:
    """Which ways of learning helped, over the whole agency; no person and no small number."""
    if not keeper_scope(request.person, timezone.localdate()):
        raise PermissionDenied
    lines = what_helped(FEWEST_SHOWN)
    context = {
        "lines": [(one, round_half_up(100 * one.helped.share)) for one in lines],
        "fewest": FEWEST_SHOWN,
    }
    return render(request, "development/recommendation/helped.html", context)
