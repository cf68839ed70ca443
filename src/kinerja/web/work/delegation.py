"""Who answers reports while the leader is away: ask somebody, agree, end it."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.supervision import reports_of
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page
from kinerja.work.delegation import (
    Delegation,
    answer_delegation,
    end_delegation,
    offer_delegation,
)
from kinerja.work.refusals import WrongDelegate, WrongSpan


class DelegationForm(Form):
    """Whom to ask, and for which days."""

    places: ClassVar = {WrongDelegate: "to", WrongSpan: "ends_on"}

    to = forms.TypedChoiceField(label="Wakil", empty_value=None)
    starts_on = TanggalField(label="Mulai")
    ends_on = TanggalField(label="Sampai", help_text="Hari terakhir, ikut dihitung.")
    reason = forms.CharField(
        label="Alasan", max_length=200, required=False, help_text="Misalnya cuti tahunan."
    )

    def __init__(self, *args: Any, people: dict[int, Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": today}, **kwargs)
        field = cast(forms.TypedChoiceField, self.fields["to"])
        field.choices = [("", "Pilih"), *((pk, one.name) for pk, one in people.items())]
        field.coerce = lambda value: people.get(int(value))


@page
def delegations(request: PageRequest) -> HttpResponse:
    """Those that concern this person, and the form for who leads somebody."""
    today = timezone.localdate()
    team = {one.pk: one for one in reports_of(request.person, today).order_by("name")}
    form = DelegationForm(request.POST or None, people=team, today=today) if team else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and done(
        form, lambda: offer_delegation(by=request.person, on=today, **form.cleaned_data)
    ):
        name = form.cleaned_data["to"].name
        messages.success(request, f"Permintaan terkirim. Berlaku setelah {name} bersedia.")
        return redirect("delegations")
    mine = Delegation.objects.visible_to(request.person).select_related("leader", "delegate")
    context = {"form": form, "delegations": [_line(one, request, today) for one in mine[:50]]}
    return render(request, "work/delegations.html", context, status=status(form))


@page
def delegation_answer(request: PageRequest, delegation_id: int) -> HttpResponse:
    """Agree, or not."""
    delegation = _visible(request, delegation_id)
    if request.method == "POST":
        accept = request.POST.get("answer") == "yes"
        answer_delegation(delegation=delegation, accept=accept, by=request.person)
        messages.success(
            request,
            "Terima kasih. Laporan yang menunggu ada di antrean."
            if accept
            else "Jawaban terkirim.",
        )
    return redirect("delegations")


@page
def delegation_end(request: PageRequest, delegation_id: int) -> HttpResponse:
    """End it from now on."""
    delegation = _visible(request, delegation_id)
    if request.method == "POST":
        end_delegation(delegation=delegation, by=request.person)
        messages.success(request, "Perwakilan diakhiri.")
    return redirect("delegations")


def _visible(request: PageRequest, delegation_id: int) -> Delegation:
    found = Delegation.objects.visible_to(request.person).select_related("leader", "delegate")
    return get_object_or_404(found, pk=delegation_id)


def _line(delegation: Delegation, request: PageRequest, today: date) -> dict[str, Any]:
    """One delegation, and what this person may do with it."""
    over = delegation.is_over(today)
    asked = delegation.delegate_id == request.person.pk
    open_state = delegation.state in (Delegation.State.OFFERED, Delegation.State.ACCEPTED)
    waits = delegation.state == Delegation.State.OFFERED
    return {
        "one": delegation,
        "asked": asked,
        "over": over and open_state,
        "ahead": delegation.state == Delegation.State.ACCEPTED and delegation.starts_on > today,
        "tone": "good"
        if delegation.state == Delegation.State.ACCEPTED
        else "info"
        if waits
        else "",
        "may_answer": asked and waits and not over,
        "may_end": open_state and not over and not (asked and waits),
    }
