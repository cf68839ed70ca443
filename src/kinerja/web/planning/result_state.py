"""How one result goes on: adjusted, guided, running again, done, taken over."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.feedback.take_over import may_be_taken_over, take_over
from kinerja.planning.amendment import may_amend
from kinerja.planning.plan import Plan, may_set
from kinerja.planning.result_step import (
    ResultStep,
    adjust_result,
    finish_result,
    resume_result,
    steps_of,
)
from kinerja.planning.work_result import WorkResult
from kinerja.web.attempt import made, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page

Kind = ResultStep.Kind


class StepForm(Form):
    """The next step with its reason."""

    kind = forms.ChoiceField(label="Langkah", choices=Kind.choices, widget=forms.RadioSelect)
    note = TextField(
        label="Catatan",
        max_length=2_000,
        error_messages={"required": "Tulis catatan singkat."},
        help_text="Terbaca oleh pegawai dan atasan, dan ikut dalam bahan penilaian.",
    )

    def __init__(self, *args: Any, kinds: list[ResultStep.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"] = forms.ChoiceField(
            label="Langkah", choices=choices, widget=forms.RadioSelect
        )
        self.order_fields(["kind", "note"])


def next_steps(result: WorkResult, *, leads: bool) -> list[ResultStep.Kind]:
    """What this side may do with the result now."""
    steps: list[ResultStep.Kind] = []
    if result.state in WorkResult.ENDED:
        return steps
    steps.append(Kind.RESUMED if result.state == WorkResult.State.ADJUSTED else Kind.DONE)
    if leads:
        steps = [Kind.ADJUSTED, Kind.GUIDED, *steps]
        if may_be_taken_over(result):
            steps.append(Kind.TAKEN_OVER)
    return steps


@page
def state(request: PageRequest, result_id: int) -> HttpResponse:
    """The steps so far, and the next one."""
    person, today = request.person, timezone.localdate()
    seen = WorkResult.objects.visible_to(person).select_related("plan__person")
    result = get_object_or_404(seen, pk=result_id)
    plan = result.plan
    if plan.state != Plan.State.SET or not may_amend(person, plan, today):
        raise Http404
    leads = may_set(person, plan, today)
    kinds = next_steps(result, leads=leads)
    form = StepForm(request.POST or None, kinds=kinds)

    def step() -> Kind:
        kind, note = Kind(form.cleaned_data["kind"]), form.cleaned_data["note"]
        match kind:
            case Kind.RESUMED:
                resume_result(result=result, note=note, by=person, on=today)
            case Kind.DONE:
                finish_result(result=result, note=note, by=person, on=today)
            case Kind.TAKEN_OVER:
                take_over(result=result, note=note, by=person, on=today)
            case _:
                adjust_result(result=result, kind=kind, note=note, by=person, on=today)
        return kind

    kind = made(form, step)
    if kind is not None:
        messages.success(request, f"Tercatat: {kind.label.lower()}.")
        return redirect("plan_show", plan.pk)
    context = {
        "result": result,
        "plan": plan,
        "form": form if kinds else None,
        "steps": steps_of(result),
        "leads": leads,
        "needs_help_first": leads and bool(kinds) and Kind.TAKEN_OVER not in kinds,
    }
    return render(request, "planning/result/state.html", context, status=status(form))
