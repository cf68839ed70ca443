"""Talking about a target: propose, accept, propose another, decline."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.planning.indicator import Indicator
from kinerja.planning.offer import (
    Offer,
    accept_offer,
    counter_offer,
    decline_offer,
    make_offer,
    may_negotiate,
)
from kinerja.planning.plan import Plan
from kinerja.web.attempt import done, status
from kinerja.web.forms import DecimalIndonesia, Form, TextField
from kinerja.web.page import PageRequest, page


class OfferForm(Form):
    """Another target, and why."""

    target_min = DecimalIndonesia(label="Target", max_digits=18, decimal_places=4, required=False)
    target_max = DecimalIndonesia(
        label="Sampai dengan",
        max_digits=18,
        decimal_places=4,
        required=False,
        help_text="Isi bila target berupa rentang.",
    )
    target_text = forms.CharField(label="Target dalam kalimat", max_length=250, required=False)
    reason = TextField(label="Alasan", max_length=2_000)


class AnswerForm(OfferForm):
    """Yes, another target, or no."""

    ACCEPT, COUNTER, DECLINE = "accept", "counter", "decline"
    answer = forms.ChoiceField(
        label="Jawaban",
        choices=[
            (ACCEPT, "Setuju: target menjadi seperti usulan"),
            (COUNTER, "Mengusulkan target lain"),
            (DECLINE, "Belum setuju"),
        ],
        initial=ACCEPT,
        widget=forms.RadioSelect,
    )
    field_order = ("answer", "target_min", "target_max", "target_text", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = "Perlu diisi bila Anda tidak langsung setuju."
        self.fields["target_min"].help_text = "Hanya bila Anda mengusulkan target lain."


def _plan_of(person: Person, indicator: Indicator) -> Plan:
    """The plan, if this person may negotiate on it now; 404 otherwise."""
    plan = indicator.result.plan
    seen = Plan.objects.visible_to(person).filter(pk=plan.pk).exists()
    if not seen or not may_negotiate(person, plan, timezone.localdate()):
        raise Http404
    return plan


@page
def new_offer(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Propose another target for a measure."""
    rows = Indicator.objects.select_related("result__plan__person")
    indicator = get_object_or_404(rows, pk=indicator_id)
    plan = _plan_of(request.person, indicator)
    form = OfferForm(request.POST or None)
    if done(
        form,
        lambda: make_offer(
            indicator=indicator,
            by=request.person,
            on=timezone.localdate(),
            **form.cleaned_data,
        ),
    ):
        messages.success(request, "Usulan terkirim.")
        return redirect("plan_show", plan.pk)
    context = {"plan": plan, "indicator": indicator, "form": form}
    return render(request, "planning/offer/new.html", context, status=status(form))


@page
def answer(request: PageRequest, offer_id: int) -> HttpResponse:
    """Answer what the other side proposed."""
    person, today = request.person, timezone.localdate()
    rows = Offer.objects.visible_to(person).select_related("indicator__result__plan__person", "by")
    offer = get_object_or_404(rows, pk=offer_id)
    plan = _plan_of(person, offer.indicator)
    if (offer.by_id == plan.person_id) == (person.pk == plan.person_id):
        raise Http404  # the other side answers
    form = AnswerForm(request.POST or None)

    def reply() -> None:
        given = dict(form.cleaned_data)
        kind, reason = given.pop("answer"), given.pop("reason")
        match kind:
            case AnswerForm.ACCEPT:
                accept_offer(offer=offer, by=person, on=today, note=reason)
            case AnswerForm.COUNTER:
                counter_offer(offer=offer, reason=reason, by=person, on=today, **given)
            case _:
                decline_offer(offer=offer, note=reason, by=person, on=today)

    if done(form, reply):
        messages.success(request, "Jawaban terkirim.")
        return redirect("plan_show", plan.pk)
    context = {"plan": plan, "offer": offer, "indicator": offer.indicator, "form": form}
    return render(request, "planning/offer/answer.html", context, status=status(form))
