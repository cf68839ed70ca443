"""Complaints in numbers: for the units that one leads or looks after."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.clock import Stage
from kinerja.needs.complaint.fair import unit_share
from kinerja.needs.complaint.figures import (
    ComplaintFigures,
    by_category,
    by_leader,
    by_unit,
    complaint_figures,
    figures_page,
    quarter_of,
    trend,
)
from kinerja.needs.complaint.finding import finding_from_category, finding_key
from kinerja.needs.complaint.scope import complaint_scope
from kinerja.needs.complaint.setting import complaint_setting
from kinerja.needs.finding import Finding
from kinerja.needs.scope import may_analyse
from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit
from kinerja.rules.date_words import MONTHS
from kinerja.web.asked import number_in
from kinerja.web.attempt import refusal_of
from kinerja.web.charts import Series, line_chart
from kinerja.web.download import download
from kinerja.web.forms import Form, TanggalField
from kinerja.web.needs.complaint.queue import units_within
from kinerja.web.page import PageRequest, page
from kinerja.web.unit_field import UnitField


class SpanForm(Form):
    """Which unit, and from which day until which; `unit` empty: all that one may read."""

    unit = UnitField(label="Unit", required=False)
    dari = TanggalField(label="Dari")
    sampai = TanggalField(label="Sampai")

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_within(scope)  # type: ignore[attr-defined]
        self.fields["unit"].required = not scope.everything
        if scope.everything:
            self.fields["unit"].empty_label = "Seluruh instansi"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("dari") and given.get("sampai") and given["dari"] > given["sampai"]:
            self.add_error("sampai", "Tanggal akhir lebih awal daripada tanggal mulainya.")
        return given


@page
def figures(request: PageRequest) -> HttpResponse:
    """Times and shares of a unit, what is left out, the trend, the categories."""
    today, scope = _scope(request)
    form = _form(request, scope, today)
    if not form.is_valid():
        return render(request, "needs/complaint/figures.html", {"form": form}, status=422)
    unit, first, last = _asked(form)
    found = complaint_figures(unit, first, last, on=today)
    months = trend(unit, Stage.RESOLVE, min(last, today))
    names = [f"{MONTHS[one.first.month - 1][:3]} {one.first:%y}" for one in months]
    below = unit.children.open() if unit else Unit.objects.open().filter(depth_is(1))
    rows = by_category(unit, first, last)
    known = set(
        Finding.objects.standing()
        .filter(key__in=[finding_key(row[0], unit, first, last) for row in rows])
        .values_list("key", flat=True)
    )
    context = {
        "form": form,
        "found": found,
        "unit": unit,
        "span": {"first": first.isoformat(), "last": last.isoformat()},
        "share_chart": line_chart(
            "Pengaduan selesai tepat waktu per bulan (%)",
            names,
            [Series("Tepat waktu", [one.share for one in months])],
        )
        if any(one.cases for one in months)
        else None,
        "time_chart": line_chart(
            "Median waktu penyelesaian per bulan (jam kerja)",
            names,
            [Series("Median", [one.median for one in months])],
        )
        if any(one.median is not None for one in months)
        else None,
        "units": by_unit(list(below), Stage.RESOLVE, first, last),
        "leaders": by_leader(unit, Stage.RESOLVE, first, last, on=today) if unit else [],
        "fair": unit_share(unit, first, last, on=today) if unit else None,
        "categories": [(row, finding_key(row[0], unit, first, last) in known) for row in rows],
        "may_find": may_analyse(request.person, today, unit),
        "minimum": complaint_setting().minimum_cases,
    }
    return render(request, "needs/complaint/figures.html", context)


@page
def figures_sheet(request: PageRequest) -> HttpResponse:
    """The same numbers as a sheet; no word and no contact of a citizen."""
    today, scope = _scope(request)
    form = _form(request, scope, today)
    if not form.is_valid():
        raise Http404
    unit, first, last = _asked(form)
    found = complaint_figures(unit, first, last, on=today)
    content = _sheet(found, by_category(unit, first, last))
    return download(content, f"pengaduan-{first:%Y%m%d}-{last:%Y%m%d}.xlsx")


@page
@require_POST
def category_finding(request: PageRequest) -> HttpResponse:
    """One tap: a category of these days becomes a finding."""
    today, scope = _scope(request)
    form = SpanForm(request.POST, scope=scope)
    if not form.is_valid():
        raise Http404
    unit, first, last = _asked(form)
    pk = number_in(request.POST.get("kategori", ""))
    category = get_object_or_404(ComplaintCategory, pk=pk)
    refused = refusal_of(
        lambda: finding_from_category(
            category=category, unit=unit, first=first, last=last, by=request.person, on=today
        )
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"“{category.name}” dicatat sebagai temuan.")
    return redirect(figures_page(unit, first, last))


def depth_is(depth: int) -> Q:
    """A condition on units: those so far below the top."""
    return Q(path__regex=rf"^/(\d+/){{{depth + 1}}}$")


def _scope(request: PageRequest) -> tuple[date, UnitScope]:
    today = timezone.localdate()
    scope = complaint_scope(request.person, today)
    if not scope:
        raise PermissionDenied
    return today, scope


def _form(request: PageRequest, scope: UnitScope, today: date) -> SpanForm:
    """What the address asks for; this quarter of the first unit that one may read."""
    first, last = quarter_of(today)
    top = None if scope.everything else units_within(scope).order_by("path").first()
    known = {
        "unit": top.pk if top else "",
        "dari": first.isoformat(),
        "sampai": last.isoformat(),
    }
    asked = {name: request.GET[name] for name in known if name in request.GET}
    return SpanForm({**known, **asked}, scope=scope)


def _asked(form: SpanForm) -> tuple[Unit | None, date, date]:
    given = form.cleaned_data
    return given["unit"], given["dari"], given["sampai"]


def _sheet(found: ComplaintFigures, categories: list[tuple[int, str, int, int, int]]) -> bytes:
    import xlsxwriter  # here: no page waits for it at the start

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    stages = book.add_worksheet("Tahap")
    head = ("Tahap", "Kasus", "Tepat waktu", "Tepat waktu (%)", "Lewat batas, belum selesai")
    more = ("Dengan jam", "Median (jam kerja)", "Persentil 90 (jam kerja)")
    stages.write_row(0, 0, (*head, *more), bold)
    for at, one in enumerate(found.stages, start=1):
        stages.write_string(at, 0, one.label)
        numbers: list[Decimal | int | None] = [
            *(one.cases, one.in_time, one.share, one.unfinished),
            *(one.timed, one.median, one.ninetieth),
        ]
        for column, number in enumerate(numbers, start=1):
            if number is not None:
                stages.write_number(at, column, float(number))
    kinds = book.add_worksheet("Kategori")
    kinds.write_row(0, 0, ("Kategori", "Diterima", "Jatuh tempo", "Terlambat"), bold)
    for at, (_, name, *numbers_of) in enumerate(categories, start=1):
        kinds.write_string(at, 0, name)
        kinds.write_row(at, 1, numbers_of)
    left = book.add_worksheet("Tidak dihitung")
    left.write_row(0, 0, ("Alasan", "Pengaduan"), bold)
    for at, (reason, number_left) in enumerate(found.left_out, start=1):
        left.write_string(at, 0, reason)
        left.write_number(at, 1, number_left)
    book.close()
    return out.getvalue()
