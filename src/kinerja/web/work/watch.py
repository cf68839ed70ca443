"""From the agency down to one person: numbers by unit, what needs attention, one page to print."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.development.demand import demanded
from kinerja.evaluation.distribution import newest_distribution
from kinerja.needs.complaint.fair import unit_share
from kinerja.needs.complaint.figures import figures_page, quarter_of
from kinerja.needs.complaint.scope import complaint_scope
from kinerja.needs.satisfaction_share import satisfaction_beside
from kinerja.people.access import may_manage_people
from kinerja.people.unit import Unit
from kinerja.planning.target_summary import target_summary
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.spread import spread_shown
from kinerja.work.warning import MOST_DAYS, set_limits, the_limits
from kinerja.work.watch import View, seats_of, view_of, views_of

DEMANDS = 3  # competencies of the card


class LimitsForm(Form):
    silent_days = forms.IntegerField(
        label="Ingatkan bila tanpa laporan selama (hari kerja)", min_value=1, max_value=MOST_DAYS
    )
    unverified_days = forms.IntegerField(
        label="Ingatkan bila laporan menunggu diperiksa lebih dari (hari kerja)",
        min_value=1,
        max_value=MOST_DAYS,
    )


@page
def watch(request: PageRequest) -> HttpResponse:
    """The highest units that this person may look at."""
    rows = views_of(request.person, timezone.localdate(), request.agency)
    return render(request, "work/watch.html", {"rows": rows})


@page
def watch_unit(request: PageRequest, unit_id: int) -> HttpResponse:
    """One unit: its numbers, the units below it, its own people."""
    view = _view(request, unit_id)
    context = _told(view.whole.unit, request) | {
        "view": view,
        "seats": seats_of(view.whole.unit, request.person, timezone.localdate()),
        "may_set_limits": may_manage_people(request.person),
        "limits": the_limits(),
    }
    return render(request, "work/watch_unit.html", context)


@page
def watch_print(request: PageRequest, unit_id: int) -> HttpResponse:
    """Three numbers and three names on one sheet of paper."""
    view = _view(request, unit_id)
    context = _told(view.whole.unit, request) | {"view": view, "today": timezone.localdate()}
    return render(request, "work/watch_print.html", context)


@page
def watch_limits(request: PageRequest) -> HttpResponse:
    """From how many working days on to warn."""
    limits = the_limits()
    known = {"silent_days": limits.silent_days, "unverified_days": limits.unverified_days}
    form = LimitsForm(request.POST or None, initial=known)
    if not may_manage_people(request.person):
        raise Http404
    if done(form, lambda: set_limits(by=request.person, **form.cleaned_data)):
        messages.success(request, "Batas peringatan tersimpan. Berlaku dalam sepuluh menit.")
        return redirect(reverse("watch"))
    context = {"form": form}
    return render(request, "work/watch_limits.html", context, status=status(form))


def _told(unit: Unit, request: PageRequest) -> dict[str, Any]:
    """The targets of the unit; predicates of the newest finished period, of those whose results
    this person may read; what citizens say; what the unit most needs to learn, as it was computed
    last (whoever watches a unit reads that too)."""
    today = timezone.localdate()
    found = newest_distribution(unit, request.person, today)
    spread = spread_shown(found) if found else {}
    return spread | {
        "targets": target_summary(unit, today.year, today),
        "complaints": _complaints(unit, request),
        "satisfaction": _satisfaction(unit),
        "demands": demanded(unit, DEMANDS),
    }


def _complaints(unit: Unit, request: PageRequest) -> dict[str, Any]:
    """How the unit settled complaints this quarter beside cases of the same kinds."""
    today = timezone.localdate()
    first, last = quarter_of(today)
    found = unit_share(unit, first, last, on=today)
    if not found.cases:
        return {}
    reads = complaint_scope(request.person, today).covers(unit)
    return {"fair": found, "page": figures_page(unit, first, last) if reads else ""}


def _satisfaction(unit: Unit) -> list[dict[str, Any]]:
    """The newest published index of each service of the unit in the last year."""
    today = timezone.localdate()
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for one in satisfaction_beside(unit, today - timedelta(days=365), today):
        newest.setdefault((one["unit"], one["service"]), one)
    return [*newest.values()]


def _view(request: PageRequest, unit_id: int) -> View:
    unit = get_object_or_404(Unit, pk=unit_id)
    view = view_of(request.person, unit, timezone.localdate(), request.agency)
    if view is None:
        raise Http404
    return view
