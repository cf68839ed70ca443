"""Building a plan: results and their measures."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.person import Person
from kinerja.planning.indicator import add_indicator, edit_indicator, remove_indicator
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import WrongState
from kinerja.planning.work_result import (
    Indicator,
    WorkResult,
    add_result,
    edit_result,
    leader_of,
    remove_result,
)
from kinerja.rules.refusal import Refusal
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.conflict import show_refusal
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
    wanted = request.GET.get("induk", "")
    initial = {"parent": wanted} if wanted.isascii() and wanted.isdigit() else {}
    form = ResultForm(request.POST or None, plan=plan, leader=leader, initial=initial)
    measure = IndicatorForm(
        request.POST or None,
        plan=plan,
        prefix="iki",
        empty_permitted=True,
    )
    if form.is_valid() and measure.is_valid():
        try:
            with transaction.atomic():
                result = add_result(plan=plan, by=request.person, on=today, **form.values())
                if measure.has_changed():
                    add_indicator(result=result, by=request.person, **measure.values())
        except Refusal as refusal:
            plan.refresh_from_db()
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Hasil kerja nomor {result.number} ditambahkan.")
            return redirect("plan_show", plan.pk)
    context = {"plan": plan, "form": form, "measure": measure, "leader": leader}
    status = 422 if form.errors or measure.errors else 200
    return render(request, "planning/result/new.html", context, status=status)


@page
def change_result(request: PageRequest, result_id: int) -> HttpResponse:
    """Change a result of one's draft."""
    result, today = own_result(request.person, result_id), timezone.localdate()
    plan, newer = result.plan, False
    check_open(plan)
    leader = leader_of(plan, today)
    form = ResultForm(
        request.POST or None,
        plan=plan,
        leader=leader,
        current=result,
        initial=result_values(result),
    )
    if form.is_valid():
        try:
            edit_result(
                result=result,
                by=request.person,
                on=today,
                revision=form.cleaned_data["revision"],
                **form.values(),
            )
        except Refusal as refusal:
            newer = show_refusal(form, refusal, result)
        else:
            messages.success(request, "Perubahan disimpan.")
            return redirect("plan_show", plan.pk)
    context = {"plan": plan, "result": result, "form": form, "newer": newer}
    return render(request, "planning/result/edit.html", context, status=422 if form.errors else 200)


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
    if form.is_valid():
        try:
            add_indicator(result=result, by=request.person, **form.values())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Indikator ditambahkan.")
            return redirect("plan_show", result.plan_id)
    context = {"plan": result.plan, "result": result, "form": form}
    return render(
        request, "planning/indicator/new.html", context, status=422 if form.errors else 200
    )


@page
def change_indicator(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Change a measure of one's draft."""
    indicator, newer = own_indicator(request.person, indicator_id), False
    plan = indicator.result.plan
    check_open(plan)
    form = IndicatorForm(request.POST or None, plan=plan, initial=indicator_values(indicator))
    if form.is_valid():
        try:
            edit_indicator(
                indicator=indicator,
                by=request.person,
                revision=form.cleaned_data["revision"],
                **form.values(),
            )
        except Refusal as refusal:
            newer = show_refusal(form, refusal, indicator)
        else:
            messages.success(request, "Perubahan disimpan.")
            return redirect("plan_show", plan.pk)
    context = {"plan": plan, "indicator": indicator, "form": form, "newer": newer}
    return render(
        request, "planning/indicator/edit.html", context, status=422 if form.errors else 200
    )


@page
@require_POST
def delete_indicator(request: PageRequest, indicator_id: int) -> HttpResponse:
    indicator = own_indicator(request.person, indicator_id)
    plan_id = indicator.result.plan_id
    remove_indicator(indicator=indicator, by=request.person)
    messages.success(request, "Indikator dihapus dari rencana.")
    return redirect("plan_show", plan_id)
