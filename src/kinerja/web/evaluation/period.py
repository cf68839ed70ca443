"""Periods, for the personnel admin: open, watch who is missing and why, close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.evaluation.closing import sign_rated
from kinerja.evaluation.missing import Cause, Missing, count_expected, count_missing, missing_for
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.organisation import OrgResult, record_org_result
from kinerja.evaluation.period import Period, open_period, planned_period, span_of
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

# What the admin does about each cause.
REMEDY: dict[Cause, str] = {
    Cause.NO_PLAN: "Minta pegawai menyusun SKP bersama atasannya.",
    Cause.PLAN_NOT_SUBMITTED: "Minta pegawai mengajukan SKP-nya.",
    Cause.PLAN_NOT_SET: "Minta atasan menetapkan SKP yang diajukan.",
    Cause.NOT_OPENED: "Buka penilaian untuk SKP yang baru ditetapkan.",
    Cause.NO_APPRAISER: "Catat atasannya, lalu buka penilaian sekali lagi.",
    Cause.NOT_RATED: "Ingatkan atasan menilai sebelum penilaian ditutup.",
    Cause.NOT_SIGNED: "Disahkan saat Anda menutup periode.",
}


@dataclass(frozen=True)
class Progress:
    """One period with its people counted."""

    period: Period
    signed: int
    total: int
    words: str  # instead of the count, where the window is not open


@dataclass(frozen=True)
class Group:
    """The people of one cause."""

    cause: Cause
    count: int
    remedy: str
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
    today = timezone.localdate()
    found = [_progress(one, today) for one in _with_unsigned()]
    running = next((one for one in found if one.period.is_open(today)), None)
    context = {
        "periods": found,
        "today": today,
        "phase": running and phase_of(running.period, running.signed, running.total),
    }
    return render(request, "evaluation/period/list.html", context)


@page
def open_new(request: PageRequest) -> HttpResponse:
    """Put a period on the calendar: first what it means is shown, then it is confirmed."""
    _check(request.person)
    codes = _codes(request.agency, timezone.localdate())
    form = OpenForm(request.POST if request.method == "POST" else None, codes=codes)
    planned = None
    if form.is_valid():
        try:
            planned = planned_period(**form.cleaned_data)
            if request.POST.get("setuju"):
                period = open_period(by=request.person, **form.cleaned_data)
                messages.success(request, f"{period} ada di kalender penilaian.")
                return redirect("period_show", period.code)
        except Refusal as refusal:
            planned = None
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "planned": planned,
        "people": planned and count_expected(planned),
    }
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
            Group(one, count, REMEDY[one], missing_for(period, one, FIRST_NAMES))
            for one, count in counts.items()
        ]
        if cause is None
        else [Group(cause, counts[cause], REMEDY[cause], missing_for(period, cause, MOST_NAMES))],
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
    counts, signed = count_missing(period), _signed_people(period)
    total = signed + sum(counts.values())
    ready = counts.pop(Cause.NOT_SIGNED, 0)
    context = {
        "period": period,
        "phase": phase_of(period, signed, total),
        "rated": rated.count(),
        "signed": signed,
        "ready": ready,
        "total": total,
        "missing": sum(counts.values()),
        "causes": counts.items(),
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


def _with_unsigned() -> QuerySet[Period]:
    """All periods with the number of their reviews, and of those not signed."""
    return Period.objects.annotate(
        reviewed=Count("reviews"),
        unsigned=Count("reviews", filter=~Q(reviews__state__in=Review.RELEASED)),
    )


def _progress(period: Any, today: date) -> Progress:
    """People are counted, as on the page of the period, while its window is open; else words."""
    if period.is_open(today):
        signed = _signed_people(period)
        return Progress(period, signed, signed + sum(count_missing(period).values()), "")
    if today < period.opens_on:
        return Progress(period, 0, 0, "Menunggu")
    if period.unsigned or not period.reviewed:
        return Progress(period, 0, 0, "Belum selesai")
    return Progress(period, 0, 0, "Selesai")


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
