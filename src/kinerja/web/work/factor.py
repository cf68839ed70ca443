"""What hinders or helps: mine and my team's, one with its follow-up, a new one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.work.factor import (
    Factor,
    end_factor,
    follow_up,
    helpers_of,
    may_follow_up,
    raise_factor,
)

SHOWN = 30


class NewFactorForm(Form):
    refused_at = "text"

    kind = forms.ChoiceField(label="Jenis", choices=Factor.Kind.choices)
    text = TextField(label="Apa yang terjadi")
    help_from = forms.TypedChoiceField(label="Minta bantuan kepada", required=False, coerce=int)

    def __init__(self, *args: Any, helpers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in helpers}
        named = [(one.pk, one.name) for one in helpers]
        self.fields["help_from"].choices = [("", "Tidak perlu bantuan"), *named]  # type: ignore[attr-defined]


class FollowUpForm(Form):
    refused_at = "text"

    text = TextField(label="Yang akan dilakukan")
    owner = forms.TypedChoiceField(label="Penanggung jawab", coerce=int)
    due_on = TanggalField(label="Paling lambat")

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        self.fields["owner"].choices = [(one.pk, one.name) for one in people]  # type: ignore[attr-defined]


class EndForm(Form):
    prefix = "akhir"
    refused_at = "text"

    state = forms.ChoiceField(
        label="Akhirnya",
        choices=[(one.value, one.label) for one in (Factor.State.SOLVED, Factor.State.CLOSED)],
    )
    text = TextField(label="Bagaimana akhirnya")


@page
def factors(request: PageRequest) -> HttpResponse:
    """Those that stand, mine and my people's; then what has ended."""
    rows = Factor.objects.visible_to(request.person).select_related(
        "person", "result", "owner", "help_from"
    )
    context = {
        "mine": rows.standing().filter(person=request.person)[:SHOWN],
        "others": rows.standing().exclude(person=request.person)[:SHOWN],
        "page": keyset(request, rows.exclude(state__in=Factor.STANDING), SHOWN),
    }
    return render(request, "work/factors.html", context)


@page
def factor_new(request: PageRequest, result_id: int) -> HttpResponse:
    """Say what hinders or helps one result."""
    results = WorkResult.objects.visible_to(request.person).select_related("plan__person")
    result = get_object_or_404(results, pk=result_id)
    helpers = helpers_of(result.plan.person, timezone.localdate())
    if request.person not in [result.plan.person, *helpers[:1]]:
        raise PermissionDenied
    form = NewFactorForm(request.POST or None, helpers=helpers)
    factor = made(
        form,
        lambda: raise_factor(
            result=result,
            kind=form.cleaned_data["kind"],
            text=form.cleaned_data["text"],
            help_from=form.people.get(form.cleaned_data["help_from"] or 0),
            by=request.person,
            at=timezone.now(),
        ),
    )
    if factor is not None:
        messages.success(request, "Tercatat. Yang perlu tahu sudah diberi kabar.")
        return redirect("factor", factor.pk)
    context = {"form": form, "result": result}
    return render(request, "work/factor_new.html", context, status=status(form))


@page
def factor_show(request: PageRequest, factor_id: int) -> HttpResponse:
    """One factor; whoever has a part in it agrees on what is done, or says how it ended."""
    rows = Factor.objects.visible_to(request.person).select_related(
        "person", "result__plan", "owner", "help_from", "by"
    )
    factor = get_object_or_404(rows, pk=factor_id)
    today = timezone.localdate()
    may_act = may_follow_up(request.person, factor, today)
    around = [factor.person, *helpers_of(factor.person, today)]
    others = [factor.help_from, factor.owner, request.person if may_act else None]
    people = list(dict.fromkeys(one for one in [*around, *others] if one))
    ends = "akhir-state" in request.POST
    plan_form = FollowUpForm(None if ends else request.POST or None, people=people)
    end_form = EndForm(request.POST if ends else None)
    form = end_form if ends else plan_form

    def act() -> None:
        said = form.cleaned_data
        given = {"factor": factor, "text": said["text"], "by": request.person}
        if ends:
            end_factor(state=said["state"], at=timezone.now(), **given)
        else:
            owner = plan_form.people[said["owner"]]
            follow_up(owner=owner, due_on=said["due_on"], at=timezone.now(), **given)

    if done(form, act):
        messages.success(request, "Tersimpan. Yang terlibat sudah diberi kabar.")
        return redirect("factor", factor.pk)
    context = {
        "factor": factor,
        "may_act": may_act,
        "plan_form": plan_form,
        "end_form": end_form,
        "wrong": form,
    }
    return render(request, "work/factor.html", context, status=status(form))
