"""Signals of data quality: what deserves a second look, with its evidence; marked as all right."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.web.attempt import made, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.work.data_quality import (
    LONGEST_REASON,
    QualityRun,
    QualitySignal,
    may_settle,
    settle_signal,
)
from kinerja.work.report import Report

SHOWN = 30


class SettleForm(Form):
    refused_at = "reason"

    reason = TextField(
        label="Mengapa wajar",
        rows=3,
        max_length=LONGEST_REASON,
        help_text="Pegawai itu dapat membacanya lewat Anda; tulis yang Anda ketahui.",
    )


@page
def signals(request: PageRequest) -> HttpResponse:
    """What is open, by kind, or what was marked as all right; newest first."""
    seen = QualitySignal.objects.visible_to(request.person, timezone.localdate())
    settled = request.GET.get("bagian") == "wajar"
    kind = request.GET.get("jenis", "")
    rows = seen.exclude(settled_at=None) if settled else seen.open()
    counts = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
    if kind in QualitySignal.Kind.values:
        rows = rows.filter(kind=kind)
    else:
        kind = ""
    run = QualityRun.objects.first()
    context = {
        "page": keyset(request, rows.select_related("person", "unit"), SHOWN),
        "settled": settled,
        "parts": [
            Tab("Perlu dilihat", "?", not settled),
            Tab("Dinyatakan wajar", "?bagian=wajar", settled),
        ],
        "kinds": _kinds(counts, kind, settled),
        "run": run,
    }
    return render(request, "work/data_quality/list.html", context)


@page
def signal(request: PageRequest, signal_id: int) -> HttpResponse:
    """One signal with the reports that it rests on, and the form that settles it."""
    seen = QualitySignal.objects.visible_to(request.person, timezone.localdate())
    rows = seen.select_related("person", "unit", "indicator__goal", "settled_by")
    one = get_object_or_404(rows, pk=signal_id)
    form = SettleForm(request.POST or None)
    settled = made(
        form,
        lambda: settle_signal(
            signal=one,
            reason=form.cleaned_data["reason"],
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
        ),
    )
    if settled is not None:
        messages.success(request, "Dinyatakan wajar. Tanda ini tidak muncul lagi.")
        return redirect("data_quality")
    reports = Report.objects.visible_to(request.person).filter(pk__in=one.reports)
    context: dict[str, Any] = {
        "one": one,
        "reports": reports.select_related("person").order_by("done_on", "pk"),
        "hidden": len(one.reports) - reports.count(),
        "form": form if may_settle(request.person, one) else None,
    }
    return render(request, "work/data_quality/show.html", context, status=status(form))


def _kinds(counts: dict[str, int], kind: str, settled: bool) -> list[Tab]:
    part = {"bagian": "wajar"} if settled else {}
    tabs = [Tab("Semua", f"?{urlencode(part)}", not kind, sum(counts.values()))]
    for one in QualitySignal.Kind:
        if one in counts:
            query = urlencode(part | {"jenis": str(one)})
            tabs.append(Tab(str(one.label), f"?{query}", kind == one, counts[one]))
    return tabs
