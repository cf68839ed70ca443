"""Periods, for the personnel admin: how far each is, who is missing and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinerja.evaluation.missing import Cause, Missing, count_missing, missing_for
from kinerja.evaluation.organisation import OrgResult
from kinerja.evaluation.period import Period
from kinerja.evaluation.reminder import REMINDERS
from kinerja.evaluation.review import Review
from kinerja.people.access import may_manage_people
from kinerja.people.person import Person
from kinerja.web.evaluation.shown import phase_of
from kinerja.web.page import PageRequest, page

FIRST_NAMES = 10  # of each cause on the page of the period
MOST_NAMES = 200  # on the page of one cause

# What the admin does about each cause.
REMEDY: dict[Cause, str] = {
    Cause.NO_PLAN: "Minta pegawai menyusun SKP bersama atasannya.",
    Cause.PLAN_NOT_SUBMITTED: "Minta pegawai mengajukan SKP-nya.",
    Cause.PLAN_NOT_SET: "Minta atasan menetapkan SKP yang diajukan.",
    Cause.NOT_OPENED: "Buka penilaian untuk SKP yang baru ditetapkan.",
    Cause.NO_APPRAISER: "Catat atasannya, lalu buka penilaian sekali lagi.",
    Cause.TAKEN_OVER: "Ingatkan atasan pejabat penilai; batasnya 14 hari kerja sejak ditutup.",
    Cause.NOT_RATED: "Ingatkan atasan menilai sebelum penilaian ditutup.",
    Cause.NOT_SIGNED: "Disahkan bila Anda menutup periode sebelum jangka waktunya berakhir.",
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
    reminds: str = ""  # whom a reminder goes to; empty: it does not help

    @property
    def more(self) -> int:
        return self.count - len(self.names)


@page
def periods(request: PageRequest) -> HttpResponse:
    """All periods with their progress, newest first."""
    check_keeps_periods(request.person)
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
def show(request: PageRequest, code: str) -> HttpResponse:
    """How far the period is, who is missing by cause, and what to do about it."""
    period = kept_period(request.person, code)
    counts = count_missing(period)
    asked = request.GET.get("sebab", "")
    cause = Cause(asked) if asked in counts else None
    signed = signed_people(period)
    missing, today = sum(counts.values()), timezone.localdate()
    context = {
        "period": period,
        "phase": phase_of(period, signed, signed + missing),
        "signed": signed,
        "missing": missing,
        "rated": Review.objects.filter(period=period, state=Review.State.RATED).count(),
        "groups": [_group(period, one, count, FIRST_NAMES) for one, count in counts.items()]
        if cause is None
        else [_group(period, cause, counts[cause], MOST_NAMES)],
        "cause": cause,
        "to_open": Cause.NOT_OPENED in counts,
        "organisation": OrgResult.objects.filter(period=period).select_related("unit"),
        "is_open": period.is_open(today),
        "is_early": today < period.opens_on,
    }
    return render(request, "evaluation/period/show.html", context)


def _group(period: Period, cause: Cause, count: int, most: int) -> Group:
    reminder, reminds = REMINDERS.get(cause), ""
    if reminder:
        reminds = "atasannya" if reminder.to_appraiser else "semua"
    return Group(cause, count, REMEDY[cause], missing_for(period, cause, most), reminds)


def check_keeps_periods(person: Person) -> None:
    """Only for those who manage people; for others there is nothing here."""
    if not may_manage_people(person):
        raise Http404


def kept_period(person: Person, code: str) -> Period:
    check_keeps_periods(person)
    return get_object_or_404(Period, code=code)


def signed_people(period: Period) -> int:
    """People all of whose reviews of the period are signed."""
    reviews = Review.objects.filter(period=period)
    unsigned = reviews.exclude(state__in=Review.FROZEN)
    signed = reviews.released().exclude(person__in=unsigned.values("person"))
    return signed.values("person").distinct().count()


def _with_unsigned() -> QuerySet[Period]:
    """All periods with the number of their reviews, and of those not signed."""
    return Period.objects.annotate(
        reviewed=Count("reviews", filter=~Q(reviews__state=Review.State.SUPERSEDED)),
        unsigned=Count("reviews", filter=~Q(reviews__state__in=Review.FROZEN)),
    )


def _progress(period: Any, today: date) -> Progress:
    """People are counted, as on the page of the period, while its window is open; else words."""
    if period.is_open(today):
        signed = signed_people(period)
        return Progress(period, signed, signed + sum(count_missing(period).values()), "")
    if today < period.opens_on:
        return Progress(period, 0, 0, "Belum dibuka")
    if not period.reviewed:
        return Progress(period, 0, 0, "Tidak dibuka")
    if period.unsigned:
        return Progress(period, period.reviewed - period.unsigned, period.reviewed, "Belum selesai")
    return Progress(period, 0, 0, "Selesai")
