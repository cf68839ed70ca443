"""Reports: write one, repeat the last one, list one's own."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.rules.refusal import Refusal
from kinerja.web.page import PageRequest, page
from kinerja.web.work.paging import by_day
from kinerja.web.work.report_form import RepeatForm, ReportForm
from kinerja.work.filing import file_report, repeat_report
from kinerja.work.plan_item import choices_on, likely_result
from kinerja.work.report import Report

RECENT = 20  # reports that the guess of the plan item looks back at


@page
def report_new(request: PageRequest) -> HttpResponse:
    """Say what was done; the answer is the home page with the receipt."""
    today = timezone.localdate()
    choices = choices_on(request.person, today)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, choices=choices, today=today)
        if form.is_valid():
            try:
                report = file_report(by=request.person, at=timezone.now(), **form.said())
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return redirect(receipt_url(report))
    else:
        used = Report.objects.of(request.person).values_list("result_id", flat=True)[:RECENT]
        form = ReportForm(choices=choices, today=today, likely=likely_result(choices, used, today))
    return render(
        request, "work/report_new.html", {"form": form}, status=422 if form.errors else 200
    )


@page
def report_repeat(request: PageRequest) -> HttpResponse:
    """Yesterday again, in one tap."""
    form = RepeatForm(request.POST or None)
    if not form.is_valid():
        return redirect("home")
    report = repeat_report(key=form.cleaned_data["key"], by=request.person, at=timezone.now())
    return redirect(receipt_url(report))


@page
def report_list(request: PageRequest) -> HttpResponse:
    """One's own reports, newest work first."""
    reports = Report.objects.of(request.person).select_related("result", "indicator")
    return render(request, "work/report_list.html", {"page": by_day(request, reports)})


def receipt_url(report: Report) -> str:
    """The home page with the receipt of a report just filed."""
    return f"{reverse('home')}?terima={report.pk}"
