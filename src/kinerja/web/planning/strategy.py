"""Action plans and workblocks of a result."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.person import Person
from kinerja.planning.refusals import NotYours
from kinerja.planning.strategy import (
    EDITABLE,
    Step,
    Strategy,
    add_step,
    add_strategy,
    current_result,
    edit_strategy,
    finish_step,
    has_workblocks,
    remove_step,
    remove_strategy,
)
from kinerja.planning.work_result import WorkResult
from kinerja.web.attempt import done, made, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import DecimalIndonesia, Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.result import own_result


class StepForm(Form):
    """One step of the action plan."""

    text = TextField(label="Langkah", rows=2, max_length=300)
    due_on = TanggalField(label="Paling lambat", required=False)


class LineForm(StepForm):
    """One line of a workblock."""

    part = forms.ChoiceField(
        label="Bagian",
        choices=[(part.value, part.label) for part in (Step.Part.ACTIVITY, Step.Part.MILESTONE)],
        widget=forms.RadioSelect,
        initial=Step.Part.ACTIVITY.value,
    )
    manner = forms.ChoiceField(
        label="Cara",
        choices=Step.Manner.choices,
        widget=forms.RadioSelect,
        initial=Step.Manner.ROUTINE.value,
    )


class StrategyForm(EditForm):
    """The head of form A.1.4."""

    title = forms.CharField(label="Judul inisiatif strategi", max_length=200)
    target = TextField(label="Indikator dan target yang diintervensi", rows=2, max_length=300)
    involved = TextField(label="Pihak yang terlibat", rows=2, max_length=300, required=False)
    due_on = TanggalField(label="Waktu penyelesaian", required=False)
    beneficiaries = forms.CharField(label="Penerima manfaat", max_length=200, required=False)
    purpose = TextField(label="Tujuan", rows=3, max_length=1_000, required=False)
    budget = DecimalIndonesia(
        label="Anggaran", max_digits=18, decimal_places=2, required=False, help_text="Dalam rupiah."
    )

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


def seen_result(person: Person, result_id: int) -> WorkResult:
    """A result that one may read, or 404."""
    results = WorkResult.objects.visible_to(person)
    results = results.select_related("plan__person", "plan__assignment__position__unit")
    return get_object_or_404(results, pk=result_id)


def own_step(person: Person, step_id: int) -> Step:
    """A step of one's own plan, or 404."""
    mine = Step.objects.filter(result__plan__person=person).select_related("result__plan")
    return get_object_or_404(mine, pk=step_id)


def own_strategy(person: Person, strategy_id: int) -> Strategy:
    """A workblock of one's own plan, or 404."""
    mine = Strategy.objects.filter(result__plan__person=person)
    return get_object_or_404(mine.select_related("result__plan"), pk=strategy_id)


@page
def action_plan(request: PageRequest, result_id: int) -> HttpResponse:
    """The steps of a result; its owner adds to them."""
    person, today = request.person, timezone.localdate()
    result = seen_result(person, result_id)
    owner = result.plan.person_id == person.pk
    form = StepForm(request.POST or None)
    if request.method == "POST" and not owner:
        raise NotYours("Langkah ditulis oleh pemilik rencana.")
    if done(form, lambda: add_step(result=result, by=person, **form.cleaned_data)):
        messages.success(request, "Langkah ditambahkan.")
        return redirect("action_plan", result.pk)
    context = {
        "result": result,
        "steps": Step.objects.of([result]).filter(part=Step.Part.ACTION),
        "form": form,
        "editable": owner and result.plan.state in EDITABLE,
        "owner": owner,
        "today": today,
    }
    return render(request, "planning/strategy/action.html", context, status=status(form))


@page
@require_POST
def step_finish(request: PageRequest, step_id: int) -> HttpResponse:
    """Mark as done, or open again."""
    step = own_step(request.person, step_id)
    done = request.POST.get("done") == "1"
    finish_step(step=step, done=done, by=request.person, on=timezone.localdate())
    messages.success(request, "Langkah selesai." if done else "Langkah dibuka lagi.")
    return _back(request, step)


@page
@require_POST
def step_remove(request: PageRequest, step_id: int) -> HttpResponse:
    step = own_step(request.person, step_id)
    answer = _back(request, step)
    remove_step(step=step, by=request.person, on=timezone.localdate())
    messages.success(request, "Langkah dihapus.")
    return answer


def _back(request: PageRequest, step: Step) -> HttpResponse:
    if step.strategy_id:
        return redirect("strategy_show", step.strategy_id)
    result = current_result(step.result, request.person, timezone.localdate())
    return redirect("action_plan", result.pk)


@page
def strategy_new(request: PageRequest, result_id: int) -> HttpResponse:
    """A workblock for a result of one's own."""
    result = own_result(request.person, result_id)
    measures = "; ".join(one.text for one in result.indicators.all())
    form = StrategyForm(request.POST or None, initial={"target": measures[:300]})
    strategy = made(form, lambda: add_strategy(result=result, by=request.person, **form.values()))
    if strategy is not None:
        messages.success(request, "Workblock disimpan. Tambahkan strategi dan keluaran kunci.")
        return redirect("strategy_show", strategy.pk)
    context = {"form": form, "result": result, "may": has_workblocks(result.plan)}
    return render(request, "planning/strategy/form.html", context, status=status(form))


@page
def strategy_show(request: PageRequest, strategy_id: int) -> HttpResponse:
    """The workblock as form A.1.4 prints it; its owner adds lines."""
    person, today = request.person, timezone.localdate()
    lines = WorkResult.objects.visible_to(person).order_by().values("line")
    seen = Strategy.objects.filter(result__in=lines).select_related(
        "result__plan__person", "result__plan__assignment__position"
    )
    strategy = get_object_or_404(seen, pk=strategy_id)
    owner = strategy.result.plan.person_id == person.pk
    form = LineForm(request.POST or None)
    if request.method == "POST" and not owner:
        raise NotYours("Strategi ditulis oleh pemilik rencana.")

    def add() -> None:
        result = current_result(strategy.result, person, today)
        add_step(result=result, strategy=strategy, by=person, **form.cleaned_data)

    if done(form, add):
        messages.success(request, "Baris ditambahkan.")
        return redirect("strategy_show", strategy.pk)
    steps = list(strategy.steps.all())
    parts = [
        (
            part,
            [
                (manner, [one for one in steps if one.part == part and one.manner == manner])
                for manner in Step.Manner
            ],
        )
        for part in (Step.Part.ACTIVITY, Step.Part.MILESTONE)
    ]
    context = {
        "strategy": strategy,
        "parts": parts,
        "form": form,
        "editable": owner and strategy.result.plan.state != "closed",
        "today": today,
    }
    return render(request, "planning/strategy/show.html", context, status=status(form))


@page
def strategy_edit(request: PageRequest, strategy_id: int) -> HttpResponse:
    """Change the head of a workblock."""
    strategy = own_strategy(request.person, strategy_id)
    names = ("title", "target", "involved", "due_on", "beneficiaries", "purpose", "budget")
    initial = {name: getattr(strategy, name) for name in (*names, "revision")}
    form = StrategyForm(request.POST or None, row=strategy, initial=initial)
    if done(
        form,
        lambda: edit_strategy(
            strategy=strategy,
            by=request.person,
            on=timezone.localdate(),
            revision=form.cleaned_data["revision"],
            **form.values(),
        ),
    ):
        messages.success(request, "Perubahan disimpan.")
        return redirect("strategy_show", strategy.pk)
    context = {"form": form, "strategy": strategy, "newer": form.newer, "may": True}
    return render(request, "planning/strategy/form.html", context, status=status(form))


@page
@require_POST
def strategy_remove(request: PageRequest, strategy_id: int) -> HttpResponse:
    strategy = own_strategy(request.person, strategy_id)
    remove_strategy(strategy=strategy, by=request.person, on=timezone.localdate())
    messages.success(request, "Workblock dihapus.")
    return redirect("plan")
