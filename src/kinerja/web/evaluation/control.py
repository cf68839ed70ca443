"""The control room of the personnel office: how far the period is, what holds it up, what was done.

From a cause to the finished bulk remedy in four clicks: the room, the cause, the remedy, do it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kinerja.evaluation.concern import Concern, count_concerns
from kinerja.evaluation.missing import Cause, count_missing
from kinerja.evaluation.pace import HOURS, Hour, pace_of
from kinerja.evaluation.period import Period
from kinerja.evaluation.remedy import Remedy
from kinerja.web.charts import Chart, Series, line_chart
from kinerja.web.evaluation.period import check_keeps_periods, kept_period, signed_people
from kinerja.web.evaluation.shown import phase_of
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab

BEFORE_REVIEWS = (Cause.NO_PLAN, Cause.PLAN_NOT_SUBMITTED, Cause.PLAN_NOT_SET, Cause.NOT_OPENED)
RECENT = timedelta(days=2)  # so long a remedy stands in the room
# What an admin should look at first, by colour and word.
URGENT = {Concern.NO_APPRAISER, Concern.LATE}


@dataclass(frozen=True)
class Line:
    """One cause with its number, and the page of its people and remedies."""

    label: str
    count: int
    url: str
    urgent: bool = False


@page
def room(request: PageRequest) -> HttpResponse:
    """The room of the period whose evaluation runs; other periods by their code."""
    check_keeps_periods(request.person)
    today = timezone.localdate()
    periods = list(Period.objects.filter(opens_on__lte=today)[:6])
    if not periods:
        return render(request, "evaluation/control/empty.html")
    asked = request.GET.get("periode", "")
    if asked and asked not in {one.code for one in periods}:
        raise Http404
    running = [one for one in periods if one.is_open(today)] or periods
    period = next((one for one in periods if one.code == asked), _first_to_close(running))
    waiting = count_missing(period)
    signed, missing = signed_people(period), sum(waiting.values())
    hours = pace_of(period, timezone.now(), request.agency.zone)
    context = {
        "period": period,
        "tabs": [Tab(one.label, f"?periode={one.code}", one == period) for one in periods],
        "phase": phase_of(period, signed, signed + missing),
        "signed": signed,
        "missing": missing,
        "lines": concern_lines(period, today),
        "before": [
            Line(one.label, waiting[one], f"{_period_page(period)}?sebab={one}")
            for one in BEFORE_REVIEWS
            if one in waiting
        ],
        "pace": _drawn(hours) if any(hour.rated or hour.signed for hour in hours) else None,
        "last_day": sum(hour.signed for hour in hours),
        "remedies": _recent(period),
        "may_prolong": not period.is_annual,
    }
    return render(request, "evaluation/control/room.html", context)


def concern_lines(period: Period, on: date) -> Sequence[Line]:
    """The causes that hold up reviews, with their numbers."""
    return [
        Line(
            one.label,
            count,
            reverse("control_concern", args=[period.code, one.value]),
            one in URGENT,
        )
        for one, count in count_concerns(period, on).items()
    ]


def room_page(period: Period) -> str:
    return f"{reverse('control_room')}?periode={period.code}"


def concern_named(text: str) -> Concern:
    try:
        return Concern(text)
    except ValueError:
        raise Http404 from None


def period_with(request: PageRequest, code: str) -> Period:
    """The period of the address, for those who keep periods. Errors: Http404."""
    return kept_period(request.person, code)


def _first_to_close(periods: Sequence[Period]) -> Period:
    return min(periods, key=lambda one: one.last_day)


def _period_page(period: Period) -> str:
    return reverse("period_show", args=[period.code])


def _drawn(hours: Sequence[Hour]) -> Chart:
    points = [f"{hour.begins:%H}.00" for hour in hours]
    return line_chart(
        f"Penilaian selesai per jam, {HOURS} jam terakhir",
        points,
        [
            Series("Dinilai", [hour.rated for hour in hours]),
            Series("Ditandatangani", [hour.signed for hour in hours]),
        ],
    )


def _recent(period: Period) -> list[Remedy]:
    since = timezone.now() - RECENT
    rows = Remedy.objects.filter(period=period, started_at__gte=since).select_related("by")
    return list(rows[:10])
