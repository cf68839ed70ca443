"""Published indices (IKM): the list for all employees, one with its elements and its past."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.needs.finding import Finding
from kinerja.needs.scope import may_analyse
from kinerja.needs.survey.satisfaction import (
    SatisfactionResult,
    note_element,
)
from kinerja.needs.survey.scope import build_scope, may_build
from kinerja.rules.satisfaction import ServiceElement
from kinerja.web.charts import Chart, Series, bar_chart, line_chart
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN, MOST_PERIODS = 30, 12


@page
def satisfaction_list(request: PageRequest) -> HttpResponse:
    """What was published, the latest period first."""
    rows = SatisfactionResult.objects.visible_to(request.person).select_related("unit")
    context = {
        "page": keyset(request, rows, SHOWN, ("-ends_on", "-pk")),
        "builds": bool(build_scope(request.person, timezone.localdate())),
    }
    return render(request, "needs/survey/ikm_list.html", context)


@page
def satisfaction(request: PageRequest, result_id: int) -> HttpResponse:
    """One index: elements, the weakest, how it was before; an element becomes a finding."""
    rows = SatisfactionResult.objects.visible_to(request.person).select_related("unit", "survey")
    result = get_object_or_404(rows, pk=result_id)
    today = timezone.localdate()
    if request.method == "POST":
        code = request.POST.get("element", "")
        if code not in {one.element.value for one in result.elements}:
            raise Http404
        finding = note_element(
            result=result, element=ServiceElement(code), by=request.person, on=today
        )
        messages.success(request, "Tercatat sebagai temuan, dengan angkanya sebagai bukti.")
        return redirect("finding", finding.pk)
    source = result.survey_id or f"ikm{result.pk}"
    noted = {
        key.rpartition(":")[2]: pk
        for key, pk in Finding.objects.standing()
        .filter(key__startswith=f"survey:{source}:")
        .values_list("key", "pk")
    }
    series = list(
        SatisfactionResult.objects.of(result.unit)
        .filter(service=result.service)
        .order_by("-ends_on", "-pk")[:MOST_PERIODS]
    )[::-1]
    context = {
        "result": result,
        "elements": [
            (one, noted.get(one.element.value))
            for one in sorted(result.elements, key=lambda one: one.mean)
        ],
        "chart": _chart(result),
        "trend": _trend(series),
        "series": series[::-1],
        "analyses": may_analyse(request.person, today, result.unit),
        "builds": may_build(request.person, result.unit, today),
        "least": request.agency.least_respondents,
    }
    return render(request, "needs/survey/ikm.html", context)


def _chart(result: SatisfactionResult) -> Chart | None:
    rows = result.elements
    if not rows:
        return None
    names = {one.element: f"{one.element.value} {one.element.label}" for one in rows}
    weak = [names[one.element] for one in rows if one.weak]
    bars = [(names[one.element], one.mean) for one in rows]
    return bar_chart("Nilai tiap unsur, skala 1–4", bars, full=4, heed=weak)


def _trend(series: list[SatisfactionResult]) -> Chart | None:
    if len(series) < 2:
        return None
    points = [f"{one.ends_on:%m/%Y}" for one in series]
    return line_chart(
        "IKM dari periode ke periode", points, [Series("IKM", [s.index for s in series])]
    )
