"""Opening, for the personnel admin: a period on the calendar, its reviews for every set plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.evaluation.missing import count_expected
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import Period, open_period, planned_period, span_of
from kinerja.people.agency import Agency
from kinerja.web.attempt import made, status
from kinerja.web.evaluation.period import check_keeps_periods, kept_period
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page


class OpenForm(Form):
    """Which period; its usual window, or one of the agency's own."""

    code = forms.ChoiceField(label="Periode")
    opens_on = TanggalField(
        label="Penilaian dibuka", required=False, help_text="Kosongkan untuk jadwal yang lazim."
    )
    closes_on = TanggalField(label="Penilaian ditutup", required=False)

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, _choice(code)) for code in codes]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]


@page
def open_new(request: PageRequest) -> HttpResponse:
    """Put a period on the calendar: first what it means is shown, then it is confirmed."""
    check_keeps_periods(request.person)
    codes = _codes(request.agency, timezone.localdate())
    form = OpenForm(request.POST if request.method == "POST" else None, codes=codes)
    period = made(form, lambda: planned_period(**form.cleaned_data))
    if period is not None and request.POST.get("setuju"):
        period = made(form, lambda: open_period(by=request.person, **form.cleaned_data))
        if period is not None:
            messages.success(request, f"{period} ada di kalender penilaian.")
            return redirect("period_show", period.code)
    context = {
        "form": form,
        "planned": period,
        "people": period and count_expected(period),
    }
    return render(request, "evaluation/period/open.html", context, status=status(form))


@page
@require_POST
def open_all(request: PageRequest, code: str) -> HttpResponse:
    """Open a review for every set plan that has none."""
    period = kept_period(request.person, code)
    opened = open_reviews(period=period, on=timezone.localdate(), by=request.person)
    messages.success(
        request,
        f"Penilaian dibuka untuk {opened} SKP."
        if opened
        else "Tidak ada SKP baru. Atasan yang baru tercatat sudah dipasangkan.",
    )
    return redirect("period_show", period.code)


def _codes(agency: Agency, today: date) -> list[str]:
    """Periods of this year and the last that are not open yet, the one that ends next first."""
    parts = [f"M{month:02}" for month in range(1, 13)]
    if agency.cycle == Agency.Cycle.QUARTER:
        parts = [f"Q{quarter}" for quarter in range(1, 5)]
    codes = [
        f"{year}-{part}" if part else str(year)
        for year in (today.year, today.year - 1)
        for part in (*parts, "S1", "S2", "")
    ]
    known = set(Period.objects.filter(code__in=codes).values_list("code", flat=True))
    return sorted(
        (code for code in codes if code not in known),
        key=lambda code: abs((span_of(code).last - today).days),
    )


def _choice(code: str) -> str:
    span = span_of(code)
    own = span.kind == Period.Kind.SEMESTER
    return f"{span.label} (putaran instansi)" if own else span.label
