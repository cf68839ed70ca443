"""Reports: write one, repeat the last one, list one's own."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.web.asked import number_in
from kinerja.web.attempt import made, status
from kinerja.web.page import PageRequest, page
from kinerja.web.work.facts import with_facts
from kinerja.web.work.paging import by_day
from kinerja.web.work.report_form import RepeatForm, ReportForm
from kinerja.web.work.report_months import by_month, months_of, until_month
from kinerja.work.duty import orders_for
from kinerja.work.filing import file_report, repeat_report
from kinerja.work.plan_item import choices_on, likely_result, serves
from kinerja.work.report import Report
from kinerja.work.template import ReportTemplate

RECENT = 20  # reports that the guess of the plan item looks back at


@page
def report_new(request: PageRequest) -> HttpResponse:
    """Say what was done; the answer is the home page with the receipt."""
    today = timezone.localdate()
    choices = choices_on(request.person, today)
    orders = orders_for(request.person, today)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, choices=choices, today=today, orders=orders)
        report = made(
            form, lambda: file_report(by=request.person, at=timezone.now(), **form.said())
        )
        if report is not None:
            return redirect(receipt_url(report))
    else:
        used = Report.objects.of(request.person).values_list("result_id", flat=True)[:RECENT]
        likely = likely_result(choices, used, today)
        again = _again(request)
        if again and again.result and serves(again.result, request.person, today):
            likely = again.result
        text = again.text if again else ""
        form = ReportForm(choices=choices, today=today, likely=likely, text=text, orders=orders)
    return render(request, "work/report_new.html", {"form": form}, status=status(form))


def _again(request: PageRequest) -> Report | ReportTemplate | None:
    """What the form begins with: an old report of one's own, or recurring work, if asked for."""
    for name, own in (
        ("ulangi", Report.objects.of(request.person)),
        ("rutin", ReportTemplate.objects.visible_to(request.person)),
    ):
        pk = number_in(request.GET.get(name, ""))
        if pk is not None:
            return own.select_related("result__plan").filter(pk=pk).first()
    return None


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
    """One's own reports by month, newest work first; `?bulan=2026-11` begins with that month."""
    asked = request.GET.get("bulan", "")
    reports = Report.objects.of(request.person).select_related("result", "indicator")
    shown = by_day(request, until_month(reports, asked))
    with_facts(shown, request.agency)
    months = months_of(request.person)
    context = {
        "page": shown,
        "months": months,
        "asked": asked,
        "shown": list(by_month(shown, months)),
    }
    return render(request, "work/report_list.html", context)


def receipt_url(report: Report) -> str:
    """The home page with the receipt of a report just filed."""
    return f"{reverse('home')}?terima={report.pk}"
