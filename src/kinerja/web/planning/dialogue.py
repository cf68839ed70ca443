"""The way of a plan between its owner and the appraiser."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.person import Person
from kinerja.people.supervision import reports_of
from kinerja.planning.dialogue import (
    ask_above,
    offer_dialogue,
    return_plan,
    set_plan,
    submit_plan,
    withdraw_plan,
)
from kinerja.planning.moves import agree_anew, to_agree_anew
from kinerja.planning.plan import Plan
from kinerja.planning.setter import may_return, waiting_above
from kinerja.planning.terms import set_expectations
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.year import skp_deadline
from kinerja.web.asked import number_in
from kinerja.web.attempt import done, refusal_of, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.plan import EXPECTING, own_plan, show, visible_plans


def asked_plan(person: Person, plan_id: int) -> Plan:
    """A plan that this person may answer today, or 404."""
    plan = get_object_or_404(visible_plans(person), pk=plan_id)
    if not may_return(person, plan, timezone.localdate()):
        raise Http404
    return plan


def appraised_plan(person: Person, plan_id: int) -> Plan:
    """A plan of somebody whom this person appraises today, or 404."""
    reports = reports_of(person, timezone.localdate())
    return get_object_or_404(visible_plans(person).filter(person__in=reports), pk=plan_id)


@page
def inbox(request: PageRequest) -> HttpResponse:
    """Plans that wait for this person's answer, the oldest first; those that wait too long for
    one's own staff; drafts of one's own that were not handed in; what is to be agreed on anew."""
    person, today = request.person, timezone.localdate()
    plans = visible_plans(person)
    context = {
        "plans": plans.waiting_for(person, today)
        .annotate(size=Count("results"))
        .order_by("submitted_on", "pk"),
        "above": plans.filter(pk__in=waiting_above(person, today).values("pk"))
        .annotate(size=Count("results"))
        .order_by("submitted_on", "pk"),
        "anew": plans.filter(to_agree_anew(person, today)).order_by("person__name"),
        "drafts": Plan.objects.filter(
            state=Plan.State.DRAFT,
            amends=None,
            year=today.year,
            person__in=reports_of(person, today),
        )
        .select_related("person", "assignment__position")
        .order_by("person__name")
        if today > skp_deadline(today.year)
        else [],
    }
    return render(request, "planning/plan/inbox.html", context)


def _revision(request: PageRequest) -> int | None:
    """The state of the plan that the page showed."""
    return number_in(request.POST.get("revision", ""))


def _act(request: PageRequest, plan: Plan, verb: Callable[[], None], words: str) -> HttpResponse:
    """Say the verb; then the page of the plan with `words`, or with the refusal."""
    if refusal := refusal_of(verb):
        return show(request, plan, refusal=refusal)
    messages.success(request, words)
    return redirect("plan_show", plan.pk)


@page
@require_POST
def submit(request: PageRequest, plan_id: int) -> HttpResponse:
    plan, today = own_plan(request.person, plan_id), timezone.localdate()
    revision = _revision(request)
    return _act(
        request,
        plan,
        lambda: submit_plan(plan=plan, by=request.person, on=today, revision=revision),
        "Rencana diajukan. Anda mendapat kabar begitu atasan menjawab.",
    )


@page
@require_POST
def withdraw(request: PageRequest, plan_id: int) -> HttpResponse:
    plan = own_plan(request.person, plan_id)
    return _act(
        request,
        plan,
        lambda: withdraw_plan(plan=plan, by=request.person),
        "Rencana ditarik kembali. Ubah seperlunya, lalu ajukan lagi.",
    )


@page
@require_POST
def agree(request: PageRequest, plan_id: int) -> HttpResponse:
    plan, today = asked_plan(request.person, plan_id), timezone.localdate()
    revision = _revision(request)
    return _act(
        request,
        plan,
        lambda: set_plan(plan=plan, by=request.person, on=today, revision=revision),
        f"SKP {plan.person.name} ditetapkan.",
    )


@page
@require_POST
def ask_superior(request: PageRequest, plan_id: int) -> HttpResponse:
    """Talk with the superior of a silent appraiser."""
    plan, today = own_plan(request.person, plan_id), timezone.localdate()
    return _act(
        request,
        plan,
        lambda: ask_above(plan=plan, by=request.person, on=today),
        "Atasan pejabat penilai mendapat kabar; pejabat penilai juga diberi tahu.",
    )


@page
@require_POST
def offer(request: PageRequest, plan_id: int) -> HttpResponse:
    """Offer the dialogue on a draft that was not handed in."""
    person, today = request.person, timezone.localdate()
    drafts = Plan.objects.filter(person__in=reports_of(person, today), state=Plan.State.DRAFT)
    plan = get_object_or_404(drafts.select_related("person"), pk=plan_id)
    offer_dialogue(plan=plan, by=person, on=today)
    messages.success(request, f"{plan.person.name} mendapat kabar bahwa dialog ditawarkan.")
    return redirect("plan_inbox")


@page
@require_POST
def renew(request: PageRequest, plan_id: int) -> HttpResponse:
    """The new appraiser agrees to the plan as it stands."""
    plan, today = appraised_plan(request.person, plan_id), timezone.localdate()
    return _act(
        request,
        plan,
        lambda: agree_anew(plan=plan, by=request.person, on=today),
        f"SKP {plan.person.name} disepakati dengan Anda.",
    )


class ReturnForm(Form):
    """Why the plan goes back."""

    reason = TextField(
        label="Yang perlu diperbaiki",
        max_length=2_000,
        error_messages={"required": "Tulis apa yang perlu diperbaiki."},
        help_text="Sebutkan bagian dan arahnya, supaya pegawai tahu langkah berikutnya.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


@page
def give_back(request: PageRequest, plan_id: int) -> HttpResponse:
    """Ask for the reason, then return the plan to its owner."""
    plan = asked_plan(request.person, plan_id)
    form = ReturnForm(request.POST or None, initial={"revision": plan.revision})
    if done(
        form,
        lambda: return_plan(
            plan=plan, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        messages.success(request, f"Rencana dikembalikan kepada {plan.person.name}.")
        return redirect("plan_inbox")
    context = {"form": form, "plan": plan}
    return render(request, "planning/plan/return.html", context, status=status(form))


class ExpectationForm(EditForm):
    """One line for each of the seven values."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value in CoreValue:
            self.fields[value.value] = forms.CharField(
                label=value.label,
                max_length=300,
                required=False,
                help_text=". ".join(value.guide_behaviours) + ".",
            )


@page
def expectations(request: PageRequest, plan_id: int) -> HttpResponse:
    """The leader's special expectations, while the plan is agreed on and during the year."""
    plan = appraised_plan(request.person, plan_id)
    if plan.state not in EXPECTING:
        raise Http404
    stored = dict(plan.expectations.values_list("value", "text"))
    initial = {**stored, "revision": plan.revision}
    form = ExpectationForm(request.POST or None, row=plan, initial=initial)
    if done(
        form,
        lambda: set_expectations(
            plan=plan,
            texts={value.value: form.cleaned_data[value.value] for value in CoreValue},
            by=request.person,
            on=timezone.localdate(),
            revision=form.cleaned_data["revision"],
        ),
    ):
        messages.success(request, f"Ekspektasi khusus untuk {plan.person.name} disimpan.")
        return redirect("plan_show", plan.pk)
    context = {"form": form, "plan": plan, "stored": stored if form.newer else None}
    return render(request, "planning/plan/expectations.html", context, status=status(form))
