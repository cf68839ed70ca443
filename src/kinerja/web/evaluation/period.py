"""Periods, for the personnel admin: open, watch who is missing and why, close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.evaluation.closing import sign_rated
from kinerja.evaluation.missing import Cause, Missing, count_missing, missing_for
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.organisation import OrgResult, record_org_result
from kinerja.evaluation.period import Period, open_period, span_of
from kinerja.evaluation.review import Review
from kinerja.people.access import may_manage_people
from kinerja.people.agency import Agency
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.rules.predicate import OrgPredicate
from kinerja.rules.refusal import Refusal
from kinerja.web.evaluation.shown import phase_of
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page

FIRST_NAMES = 10  # of each cause on the page of the period
MOST_NAMES = 200  # on the page of one cause
AT_A_TIME = 3_000  # reviews signed in one request: a few seconds

# What the admin does about each cause, and the page where it is done.
REMEDY: dict[Cause, tuple[str, str]] = {
    Cause.NO_PLAN: ("Minta pegawai menyusun SKP bersama atasannya.", ""),
    Cause.PLAN_NOT_SUBMITTED: ("Minta pegawai mengajukan SKP-nya.", ""),
    Cause.PLAN_NOT_SET: ("Minta atasan menetapkan SKP yang diajukan.", ""),
    Cause.NOT_OPENED: ("Buka penilaian untuk SKP yang baru ditetapkan.", "open"),
    Cause.NO_APPRAISER: ("Catat atasannya, lalu buka penilaian sekali lagi.", "open"),
    Cause.NOT_RATED: ("Ingatkan atasan menilai sebelum penilaian ditutup.", ""),
    Cause.NOT_SIGNED: ("Sahkan saat menutup periode.", "close"),
}


@dataclass(frozen=True)
class Progress:
    """One period with its reviews counted."""

    period: Period
    signed: int
    total: int


@dataclass(frozen=True)
class Group:
    """The people of one cause."""

    cause: Cause
    count: int
    remedy: str
    act: str  # open, close, or "" where the remedy is somebody else's
    names: Sequence[Missing]

    @property
    def more(self) -> int:
        return self.count - len(self.names)


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


class OrgForm(Form):
    """The class of one unit, with the decision that sets it."""

    unit = forms.ModelChoiceField(label="Unit kerja", queryset=Unit.objects.none())
    predicate = forms.ChoiceField(
        label="Predikat organisasi", choices=OrgPredicate.choices(), widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label="Dasar penetapan", max_length=250, help_text="Nomor dan tanggal keputusannya."
    )
    published_on = TanggalField(label="Tanggal penetapan")


@page
def periods(request: PageRequest) -> HttpResponse:
    """All periods with their progress, newest first."""
    _check(request.person)
    counted = Period.objects.annotate(
        total=Count("reviews"),
        signed=Count("reviews", filter=Q(reviews__state__in=Review.RELEASED)),
    ).values_list("pk", "signed", "total")
    counts = {pk: (signed, total) for pk, signed, total in counted.order_by()}
    found = [Progress(period, *counts[period.pk]) for period in Period.objects.all()]
    today = timezone.localdate()
    running = next((one for one in found if one.period.is_open(today)), None)
    context = {
        "periods": found,
        "today": today,
        "phase": running and phase_of(running.period, running.signed, running.total),
    }
    return render(request, "evaluation/period/list.html", context)


@page
def open_new(request: PageRequest) -> HttpResponse:
    """Put a period on the calendar."""
    _check(request.person)
    codes = _codes(request.agency, timezone.localdate())
    form = OpenForm(request.POST if request.method == "POST" else None, codes=codes)
    if form.is_valid():
        try:
            period = open_period(by=request.person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{period} ada di kalender penilaian.")
            return redirect("period_show", period.code)
    context = {"form": form, "codes": codes}
    return render(
        request, "evaluation/period/open.html", context, status=422 if form.errors else 200
    )


@page
def show(request: PageRequest, code: str) -> HttpResponse:
    """How far the period is, who is missing by cause, and what to do about it."""
    period = _period(request.person, code)
    counts = count_missing(period)
    asked = request.GET.get("sebab", "")
    cause = Cause(asked) if asked in counts else None
    signed = _signed_people(period)
    missing, today = sum(counts.values()), timezone.localdate()
    context = {
        "period": period,
        "phase": phase_of(period, signed, signed + missing),
        "signed": signed,
        "missing": missing,
        "rated": Review.objects.filter(period=period, state=Review.State.RATED).count(),
        "groups": [
            Group(one, count, *REMEDY[one], missing_for(period, one, FIRST_NAMES))
            for one, count in counts.items()
        ]
        if cause is None
        else [Group(cause, counts[cause], *REMEDY[cause], missing_for(period, cause, MOST_NAMES))],
        "cause": cause,
        "to_open": Cause.NOT_OPENED in counts,
        "organisation": OrgResult.objects.filter(period=period).select_related("unit"),
        "is_open": period.is_open(today),
        "is_early": today < period.opens_on,
    }
    return render(request, "evaluation/period/show.html", context)


@page
@require_POST
def open_all(request: PageRequest, code: str) -> HttpResponse:
    """Open a review for every set plan that has none."""
    period = _period(request.person, code)
    opened = open_reviews(period=period, on=timezone.localdate(), by=request.person)
    messages.success(
        request,
        f"Penilaian dibuka untuk {opened} SKP."
        if opened
        else "Tidak ada SKP baru. Atasan yang baru tercatat sudah dipasangkan.",
    )
    return redirect("period_show", period.code)


@page
def organisation(request: PageRequest, code: str) -> HttpResponse:
    """Record the class of a unit with its basis."""
    period = _period(request.person, code)
    form = OrgForm(request.POST if request.method == "POST" else None)
    form.fields["unit"].queryset = Unit.objects.open().order_by("path")  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            result = record_org_result(
                period=period, by=request.person, on=timezone.localdate(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Predikat {result.unit} tercatat: {result.get_predicate_display()}."
            )
            return redirect("period_show", period.code)
    context = {"form": form, "period": period, "phase": phase_of(period)}
    return render(
        request, "evaluation/period/organisation.html", context, status=422 if form.errors else 200
    )


@page
def close(request: PageRequest, code: str) -> HttpResponse:
    """Sign what is rated: the same verb as `kinerja close`, a few thousand reviews at a time."""
    period = _period(request.person, code)
    rated = Review.objects.filter(period=period, state=Review.State.RATED)
    if request.method == "POST":
        signed = sign_rated(
            period=period, by=request.person, on=timezone.localdate(), most=AT_A_TIME
        )
        left = rated.count()
        if left:
            messages.warning(request, f"{signed} penilaian disahkan, {left} lagi. Lanjutkan.")
            return redirect("period_close", period.code)
        messages.success(request, f"{signed} penilaian disahkan.")
        return redirect("period_show", period.code)
    counts = count_missing(period)
    context = {
        "period": period,
        "phase": phase_of(period),
        "rated": rated.count(),
        "missing": sum(counts.values()) - counts.get(Cause.NOT_SIGNED, 0),
        "url": reverse("period_show", args=[period.code]),
    }
    return render(request, "evaluation/period/close.html", context)


def _check(person: Person) -> None:
    """Only for those who manage people; for others there is nothing here."""
    if not may_manage_people(person):
        raise Http404


def _period(person: Person, code: str) -> Period:
    _check(person)
    return get_object_or_404(Period, code=code)


def _signed_people(period: Period) -> int:
    """People all of whose reviews of the period are signed."""
    reviews = Review.objects.filter(period=period)
    unsigned = reviews.exclude(state__in=Review.RELEASED)
    signed = reviews.released().exclude(person__in=unsigned.values("person"))
    return signed.values("person").distinct().count()


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
