"""Building a plan: results and their measures."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.planning.indicator import Indicator, add_indicator, edit_indicator, remove_indicator
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import WrongState
from kinerja.planning.work_result import (
    WorkResult,
    add_result,
    edit_result,
    leader_of,
    remove_result,
)
from kinerja.web.asked import number_in, row_in
from kinerja.web.attempt import done, made, status
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.plan import own_plan
from kinerja.web.planning.result_form import (
    IndicatorForm,
    ResultForm,
    indicator_values,
    result_values,
)

PLAN_OF_RESULT = "plan__assignment__position__unit"


def own_result(person: Person, result_id: int) -> WorkResult:
    """A result in a plan of one's own, or 404."""
    mine = WorkResult.objects.visible_to(person).filter(plan__person=person)
    return get_object_or_404(mine.select_related(PLAN_OF_RESULT, "plan__person"), pk=result_id)


def own_indicator(person: Person, indicator_id: int) -> Indicator:
    """A measure in a plan of one's own, or 404."""
    mine = Indicator.objects.filter(
        result__in=WorkResult.objects.visible_to(person), result__plan__person=person
    )
    paths = (f"result__{PLAN_OF_RESULT}", "result__plan__person")
    return get_object_or_404(mine.select_related(*paths), pk=indicator_id)


def check_open(plan: Plan) -> None:
    """Nobody should fill in a form that will be refused."""
    if not plan.is_open:
        raise WrongState(
            f"Rencana ini sudah {plan.get_state_display().lower()} dan tidak dapat diubah langsung."
        )


@page
def new_result(request: PageRequest, plan_id: int) -> HttpResponse:
    """A result, and in the same go its first measure."""
    plan, today = own_plan(request.person, plan_id), timezone.localdate()
    check_open(plan)
    leader = leader_of(plan, today)
    wanted = number_in(request.GET.get("induk", ""))
    initial: dict[str, object] = {} if wanted is None else {"parent": wanted}
    task = _task(request.person, request.GET.get("tugas", ""))
    if task is not None:
        initial |= {
            "title": f"Tugas {task.get_kind_display()} {task.position} terlaksana",
            "assigned_by": f"{task.get_kind_display()} {task.position}"[:150],
        }
    form = ResultForm(request.POST or None, plan=plan, leader=leader, initial=initial, task=task)
    measure = IndicatorForm(
        request.POST or None,
        plan=plan,
        prefix="iki",
        empty_permitted=True,
    )

    @transaction.atomic
    def add() -> WorkResult:
        result = add_result(plan=plan, by=request.person, on=today, task=task, **form.values())
        if measure.has_changed():
            add_indicator(result=result, by=request.person, **measure.values())
        return result

    result = made(form, add) if measure.is_valid() else None
    if result is not None:
        messages.success(request, f"Hasil kerja nomor {result.number} ditambahkan.")
        return redirect("plan_show", plan.pk)
    if form.errors:
        plan.refresh_from_db()  # its result was taken back with the refused measure
    context = {"plan": plan, "form": form, "measure": measure, "leader": leader}
    return render(request, "planning/result/new.html", context, status=status(form, measure))


def _task(person: Person, given: str) -> Assignment | None:
    """The acting assignment of one's own that the address names."""
    acting = Assignment.objects.filter(person=person, kind__in=Assignment.ACTING_KINDS)
    return row_in(acting.select_related("position"), given)


@page
def change_result(request: PageRequest, result_id: int) -> HttpResponse:
    """Change a result of one's draft."""
    result, today = own_result(request.person, result_id), timezone.localdate()
    plan = result.plan
    check_open(plan)
    leader = leader_of(plan, today)
    form = ResultForm(
        request.POST or None,
        row=result,
        plan=plan,
        leader=leader,
        current=result,
        initial=result_values(result),
    )
    if done(
        form,
        lambda: edit_result(
            result=result,
            by=request.person,
            on=today,
            revision=form.cleaned_data["revision"],
            **form.values(),
        ),
    ):
        messages.success(request, "Perubahan disimpan.")
        return redirect("plan_show", plan.pk)
    context = {"plan": plan, "result": result, "form": form, "newer": form.newer}
    return render(request, "planning/result/edit.html", context, status=status(form))


@page
@require_POST
def delete_result(request: PageRequest, result_id: int) -> HttpResponse:
    result = own_result(request.person, result_id)
    plan_id = result.plan_id
    remove_result(result=result, by=request.person)
    messages.success(request, "Hasil kerja dihapus dari rencana.")
    return redirect("plan_show", plan_id)


@page
def new_indicator(request: PageRequest, result_id: int) -> HttpResponse:
    """One more measure of a result."""
    result = own_result(request.person, result_id)
    check_open(result.plan)
    form = IndicatorForm(request.POST or None, plan=result.plan)
    if done(form, lambda: add_indicator(result=result, by=request.person, **form.values())):
        messages.success(request, "Indikator ditambahkan.")
        return redirect("plan_show", result.plan_id)
    context = {"plan": result.plan, "result": result, "form": form}
    return render(request, "planning/indicator/new.html", context, status=status(form))


@page
def change_indicator(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Change a measure of one's draft."""
    indicator = own_indicator(request.person, indicator_id)
    plan = indicator.result.plan
    check_open(plan)
    form = IndicatorForm(
        request.POST or None, row=indicator, plan=plan, initial=indicator_values(indicator)
    )
    if done(
        form,
        lambda: edit_indicator(
            indicator=indicator,
            by=request.person,
            revision=form.cleaned_data["revision"],
            **form.values(),
        ),
    ):
        messages.success(request, "Perubahan disimpan.")
        return redirect("plan_show", plan.pk)
    context = {"plan": plan, "indicator": indicator, "form": form, "newer": form.newer}
    return render(request, "planning/indicator/edit.html", context, status=status(form))


@page
@require_POST
def delete_indicator(request: PageRequest, indicator_id: int) -> HttpResponse:
    indicator = own_indicator(request.person, indicator_id)
    plan_id = indicator.result.plan_id
    remove_indicator(indicator=indicator, by=request.person)
    messages.success(request, "Indikator dihapus dari rencana.")
    return redirect("plan_show", plan_id)
