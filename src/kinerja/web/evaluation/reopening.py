"""Opening a signed result again: proposed here, decided by the authorised official."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.reopening import (
    Reopening,
    decide_reopening,
    may_decide,
    may_propose,
    propose_reopening,
)
from kinerja.evaluation.review import Review
from kinerja.rules.predicate import Predicate
from kinerja.web.attempt import done, made, status
from kinerja.web.evaluation.phase import phase_of_result
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 30
WITH_NAMES = (
    *("review__person", "review__appraiser", "review__period", "proposed_by", "decided_by"),
    *("outcome", "review__plan__assignment__position__unit"),
)


class ProposeForm(Form):
    refused_at = "reason"

    reason = TextField(
        label="Alasan",
        rows=5,
        help_text="Apa yang keliru, dan dari mana diketahui. Pegawai, penilai, dan Pejabat yang"
        " Berwenang membacanya.",
    )


class DecideForm(Form):
    refused_at = "reason"

    approve = forms.ChoiceField(
        label="Keputusan",
        choices=[("yes", "Setuju: hasil dinilai ulang"), ("no", "Tolak: hasil tetap")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih keputusan Anda."},
    )
    reason = TextField(label="Alasan keputusan", rows=4)


@page
def reopenings(request: PageRequest) -> HttpResponse:
    """Those that wait, then all that this person may read."""
    today = timezone.localdate()
    rows = Reopening.objects.visible_to(request.person, today).select_related(*WITH_NAMES)
    waiting = list(rows.undecided()[:SHOWN])
    others = rows.exclude(pk__in=[one.pk for one in waiting])
    context = {
        "waiting": waiting,
        "mine": {one.pk for one in waiting if may_decide(request.person, one, today)},
        "page": keyset(request, others, SHOWN),
    }
    return render(request, "evaluation/reopening/list.html", context)


@page
def reopening_new(request: PageRequest, review_id: int) -> HttpResponse:
    """The personnel admin proposes."""
    today = timezone.localdate()
    rows = Review.objects.released().visible_to(request.person)
    review = get_object_or_404(rows.select_related("person", "appraiser", "period"), pk=review_id)
    if not may_propose(request.person, review, today):
        raise Http404
    waiting = Reopening.objects.undecided().filter(review=review).first()
    if waiting is not None and request.method == "GET":
        return redirect("reopening", waiting.pk)
    form = ProposeForm(request.POST or None)
    reopening = made(
        form,
        lambda: propose_reopening(review=review, by=request.person, on=today, **form.cleaned_data),
    )
    if reopening is not None:
        messages.success(request, "Usulan dikirim kepada Pejabat yang Berwenang.")
        return redirect("reopening", reopening.pk)
    context = {
        "review": review,
        "predicate": Predicate(review.predicate),
        "form": form,
        "phase": phase_of_result(review),
    }
    return render(request, "evaluation/reopening/new.html", context, status=status(form))


@page
def reopening_show(request: PageRequest, reopening_id: int) -> HttpResponse:
    """One proposal; the authorised official decides here."""
    today = timezone.localdate()
    rows = Reopening.objects.visible_to(request.person, today).select_related(*WITH_NAMES)
    reopening = get_object_or_404(rows, pk=reopening_id)
    form = DecideForm(request.POST or None)
    if done(
        form,
        lambda: decide_reopening(
            reopening=reopening,
            approve=form.cleaned_data["approve"] == "yes",
            reason=form.cleaned_data["reason"],
            by=request.person,
            on=today,
        ),
    ):
        messages.success(request, "Keputusan tercatat. Yang bersangkutan diberi kabar.")
        return redirect("reopening", reopening.pk)
    outcome = reopening.outcome
    context = {
        "reopening": reopening,
        "review": reopening.review,
        "phase": phase_of_result(reopening.review),
        "predicate": Predicate(reopening.review.predicate),
        "renewed": outcome if outcome and outcome.is_released else None,
        "decides": not reopening.is_decided and may_decide(request.person, reopening, today),
        "form": form,
    }
    return render(request, "evaluation/reopening/show.html", context, status=status(form))
