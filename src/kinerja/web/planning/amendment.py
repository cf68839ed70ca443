"""Changing a plan that is set: open a new version, drop it, compare the versions."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.planning.amendment import cancel_amendment, may_amend, open_amendment
from kinerja.planning.comparison import compare
from kinerja.planning.plan import Plan
from kinerja.web.attempt import made, refusal_of, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.plan import show, visible_plans


class AmendForm(Form):
    """What kind of change, and why."""

    change = forms.ChoiceField(
        label="Jenis perubahan", choices=Plan.Change.choices, widget=forms.RadioSelect
    )
    reason = TextField(
        label="Alasan",
        max_length=2_000,
        error_messages={"required": "Tulis alasan perubahan."},
        help_text="Tersimpan bersama versi baru dan terbaca oleh kedua pihak.",
    )


@page
def amend(request: PageRequest, plan_id: int) -> HttpResponse:
    """Ask why, then open the next version as a draft."""
    plan, today = get_object_or_404(visible_plans(request.person), pk=plan_id), timezone.localdate()
    if not may_amend(request.person, plan, today):
        raise Http404
    form = AmendForm(
        request.POST or None, initial={"change": request.GET.get("jenis", Plan.Change.TARGET)}
    )
    new = made(
        form, lambda: open_amendment(plan=plan, by=request.person, on=today, **form.cleaned_data)
    )
    if new is not None:
        own = plan.person_id == request.person.pk
        messages.success(
            request,
            f"Versi {new.version} dibuka. Ubah yang perlu, lalu ajukan."
            if own
            else f"{plan.person.name} mendapat kabar dan menyusun perubahannya.",
        )
        return redirect("plan_show", new.pk)
    context = {"form": form, "plan": plan, "owner": plan.person_id == request.person.pk}
    return render(request, "planning/plan/amend.html", context, status=status(form))


@page
@require_POST
def cancel(request: PageRequest, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(visible_plans(request.person), pk=plan_id)
    before = plan.amends_id
    today = timezone.localdate()
    if refusal := refusal_of(lambda: cancel_amendment(plan=plan, by=request.person, on=today)):
        return show(request, plan, refusal=refusal)
    messages.success(request, "Perubahan dibatalkan. Versi sebelumnya tetap berlaku.")
    return redirect("plan_show", before)


@page
def versions(request: PageRequest, plan_id: int) -> HttpResponse:
    """All versions of a plan with what each one changed, the newest first."""
    plan = get_object_or_404(visible_plans(request.person), pk=plan_id)
    known = list(visible_plans(request.person).versions_of(plan))
    steps = [
        {
            "plan": one,
            "results": [
                change
                for change in compare(one.amends, one)
                if change.changes or not (change.old and change.new)
            ],
        }
        for one in reversed(known)
        if one.amends is not None
    ]
    context = {"plan": plan, "steps": steps, "first": known[0]}
    return render(request, "planning/plan/versions.html", context)
