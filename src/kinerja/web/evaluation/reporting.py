"""Results on their way to the authorised official: reported by who signed, read by the official."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.evaluation.period import Period
from kinerja.evaluation.reporting import (
    ResultsReport,
    ToReport,
    read_report,
    report_results,
    to_report,
    unreported_of,
)
from kinerja.web.attempt import refusal_of
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Phase

SHOWN = 30


@dataclass(frozen=True)
class Bundle:
    """What one person reports of one period."""

    period: Period
    report_by: date
    ready: Sequence[ToReport]
    waiting: Sequence[ToReport]


def bundles_of(rows: Iterable[ToReport]) -> list[Bundle]:
    """By period, in the order of the rows."""
    found: dict[Period, list[ToReport]] = {}
    for one in rows:
        found.setdefault(one.review.period, []).append(one)
    return [
        Bundle(
            period,
            of_period[0].report_by,
            [one for one in of_period if one.standing],
            [one for one in of_period if not one.standing],
        )
        for period, of_period in found.items()
    ]


@page
def reportings(request: PageRequest) -> HttpResponse:
    """What this person reports, what came to him or her, and what was reported before."""
    today, person = timezone.localdate(), request.person
    received = ResultsReport.objects.received_by(person, today).unread()
    waiting = list(received.with_count().select_related("period", "by")[:SHOWN])
    rows = ResultsReport.objects.visible_to(person, today).select_related("period", "by")
    others = rows.exclude(pk__in=[one.pk for one in waiting]).with_count()
    context = {
        "bundles": bundles_of(to_report(person, today)),
        "today": today,
        "received": waiting,
        "page": keyset(request, others, SHOWN),
    }
    return render(request, "evaluation/reporting/list.html", context)


@page
def reporting_send(request: PageRequest, code: str) -> HttpResponse:
    """The results of one period, by name; reported in one act."""
    today = timezone.localdate()
    mine = unreported_of(request.person).filter(period__code=code)
    if not mine.exists():
        return _sent_already(request, code)
    period = get_object_or_404(Period, code=code)
    if request.method == "POST":
        refusal = refusal_of(lambda: report_results(period=period, by=request.person, on=today))
        if refusal is None:
            messages.success(request, "Hasil dilaporkan kepada Pejabat yang Berwenang.")
        else:
            messages.warning(request, str(refusal))
        return redirect("reportings")
    bundle = bundles_of(to_report(request.person, today, period))[0]
    phase = Phase(f"pelaporan hasil {period}", bundle.report_by)
    context = {"bundle": bundle, "period": period, "phase": phase}
    return render(request, "evaluation/reporting/send.html", context)


def _sent_already(request: PageRequest, code: str) -> HttpResponse:
    """The second press, or one more after a lost reply, leads to what the first one did."""
    sent = ResultsReport.objects.filter(by=request.person, period__code=code).first()
    if sent is None:
        raise Http404
    messages.success(request, "Hasil ini sudah Anda laporkan.")
    return redirect("reporting", sent.pk)


@page
def reporting_show(request: PageRequest, report_id: int) -> HttpResponse:
    """One report with its results; the authorised official notes that it was read."""
    today, person = timezone.localdate(), request.person
    rows = ResultsReport.objects.visible_to(person, today)
    report = get_object_or_404(rows.select_related("period", "by", "read_by"), pk=report_id)
    if request.method == "POST":
        read_report(report=report, by=person, on=today)
        messages.success(request, "Tercatat: laporan sudah dibaca.")
        return redirect("reporting", report.pk)
    lines = report.lines.select_related("review__person", "review__objection")
    received = ResultsReport.objects.received_by(person, today).filter(pk=report.pk)
    context = {
        "report": report,
        "lines": lines.defer("review__snapshot").order_by("review__person__name", "pk"),
        "reads": report.read_on is None and received.exists(),
    }
    return render(request, "evaluation/reporting/show.html", context)
