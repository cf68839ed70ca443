"""The way of a plan between its owner and the appraiser."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.person import Person
from kinerja.people.supervision import reports_of
from kinerja.planning.dialogue import return_plan, set_plan, submit_plan, withdraw_plan
from kinerja.planning.plan import Plan
from kinerja.planning.terms import set_expectations
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.refusal import Refusal
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.conflict import EditForm, show_refusal
from kinerja.web.planning.plan import EXPECTING, own_plan, show, visible_plans


def asked_plan(person: Person, plan_id: int) -> Plan:
    """A plan of somebody whom this person appraises today, or 404."""
    reports = reports_of(person, timezone.localdate())
    return get_object_or_404(visible_plans(person).filter(person__in=reports), pk=plan_id)


@page
def inbox(request: PageRequest) -> HttpResponse:
    """Plans that wait for this person's answer, the oldest first."""
    waiting = (
        visible_plans(request.person)
        .waiting_for(request.person, timezone.localdate())
        .annotate(size=Count("results"))
        .order_by("submitted_on", "pk")
    )
    return render(request, "planning/plan/inbox.html", {"plans": waiting})


def _revision(request: PageRequest) -> int | None:
    """The state of the plan that the page showed."""
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _act(request: PageRequest, plan: Plan, verb: Callable[[], None], done: str) -> HttpResponse:
    try:
        verb()
    except Refusal as refusal:
        return show(request, plan, refusal=refusal)
    messages.success(request, done)
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
    if form.is_valid():
        try:
            return_plan(plan=plan, by=request.person, on=timezone.localdate(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Rencana dikembalikan kepada {plan.person.name}.")
            return redirect("plan_inbox")
    context = {"form": form, "plan": plan}
    return render(request, "planning/plan/return.html", context, status=422 if form.errors else 200)


class ExpectationForm(EditForm):
    """One line for each of the seven values."""

    def __init__(self, *args: object, **kwargs: object) -> None:
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
    plan = asked_plan(request.person, plan_id)
    if plan.state not in EXPECTING:
        raise Http404
    stored = dict(plan.expectations.values_list("value", "text"))
    initial = {**stored, "revision": plan.revision}
    form, newer = ExpectationForm(request.POST or None, initial=initial), False
    if form.is_valid():
        try:
            set_expectations(
                plan=plan,
                texts={value.value: form.cleaned_data[value.value] for value in CoreValue},
                by=request.person,
                on=timezone.localdate(),
                revision=form.cleaned_data["revision"],
            )
        except Refusal as refusal:
            newer = show_refusal(form, refusal, plan)
        else:
            messages.success(request, f"Ekspektasi khusus untuk {plan.person.name} disimpan.")
            return redirect("plan_show", plan.pk)
    context = {"form": form, "plan": plan, "stored": stored if newer else None}
    return render(
        request, "planning/plan/expectations.html", context, status=422 if form.errors else 200
    )
