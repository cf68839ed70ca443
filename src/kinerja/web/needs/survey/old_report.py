"""Old satisfaction reports: hand in a file, look at its rows, name its units, publish."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.needs.survey.old_report import (
    OldReport,
    aliases_of,
    name_units,
    read_report,
    receive_report,
    store_report,
)
from kinerja.needs.survey.scope import build_scope
from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.forms import FilesField, Form
from kinerja.web.page import PageRequest, page
from kinerja.web.unit_field import UnitField

SHEETS = (".xlsx", ".ods", ".xls", ".csv")
SHOWN = 200


class FileForm(Form):
    refused_at = "file"

    file = FilesField(
        label="Berkas",
        accept=SHEETS,
        most=1,
        help_text="Kolom: Unit, Layanan, Periode, Responden, lalu U1 sampai U9 atau IKM.",
    )


class UnitsForm(Form):
    """A unit for each name that nobody knows."""

    def __init__(self, *args: Any, names: list[str], scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        units = Unit.objects.open().filter(scope.within("path"))
        for at, name in enumerate(names):
            self.fields[f"u{at}"] = UnitField(
                label=f"“{name}” adalah", queryset=units, required=False
            )

    def units(self) -> dict[str, Unit]:
        return {
            name: unit
            for at, name in enumerate(self.names)
            if (unit := self.cleaned_data.get(f"u{at}"))
        }


@page
def satisfaction_import(request: PageRequest) -> HttpResponse:
    """Hand in a file."""
    if not build_scope(request.person, timezone.localdate()):
        raise PermissionDenied
    form = FileForm(request.POST or None, request.FILES or None)
    report = made(form, lambda: _received(form, request))
    if report is not None:
        return redirect("satisfaction_report", report.pk)
    return render(request, "needs/survey/import.html", {"form": form}, status=status(form))


def _received(form: FileForm, request: PageRequest) -> OldReport:
    (file,) = form.cleaned_data["file"]
    return receive_report(
        name=file.name or "laporan", content=file.read(), by=request.person, at=timezone.now()
    )


@page
def satisfaction_report(request: PageRequest, report_id: int) -> HttpResponse:
    """Its rows with their faults; units to be named; then publish all of them."""
    today = timezone.localdate()
    report = get_object_or_404(OldReport.objects.visible_to(request.person), pk=report_id)
    scope = build_scope(request.person, today)
    stored = report.stored_at is not None
    table = read_report(report, request.person, today)
    form = UnitsForm(names=table.unknown, scope=scope)
    act = request.POST.get("act", "")
    if request.method == "POST" and act == "units":
        form = UnitsForm(request.POST, names=table.unknown, scope=scope)
        if done(form, lambda: name_units(names=form.units(), by=request.person, at=timezone.now())):
            return redirect("satisfaction_report", report.pk)
    elif request.method == "POST":
        refused = refusal_of(
            lambda: store_report(report=report, by=request.person, at=timezone.localtime())
        )
        if refused:
            messages.warning(request, str(refused))
            return redirect("satisfaction_report", report.pk)
        messages.success(request, "Indeks dari laporan lama sudah terbit.")
        return redirect("satisfaction_list")
    faulty = [row for row in table.rows if row.faults]
    context = {
        "report": report,
        "stored": stored,
        "table": table,
        "faulty": faulty[:SHOWN],
        "faults": len(faulty),
        "rows": table.rows[:SHOWN],
        "form": form,
        "aliases": aliases_of(report),
    }
    return render(request, "needs/survey/report.html", context, status=status(form))
