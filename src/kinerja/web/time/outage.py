"""Outages: when, how long, which of one's own deadlines they moved; and announced maintenance."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.evaluation.extension import closing_of
from kinerja.evaluation.period import Period
from kinerja.people.access import may_see_health
from kinerja.people.agency import Agency
from kinerja.people.calendar import working_calendar
from kinerja.people.maintenance import announce_maintenance, cancel_maintenance
from kinerja.people.person import Person
from kinerja.records.outage import AFTER, Outage, downtimes_around
from kinerja.rules.lateness import REACH, Due, EntryCycle, entry_due
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, JamField
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.people.day import DayField

SIZE = 20
MOST_DAYS = 14  # days of work that are looked at for one outage: of a long one the first
CAUSE_LOOK = {
    Outage.Cause.STOPPED: ("heed", "power-off"),
    Outage.Cause.SITE: ("heed", "monitor-x"),
    Outage.Cause.PLANNED: ("info", "wrench"),
}


@dataclass
class Line:
    """One outage and what it did for the viewer."""

    outage: Outage
    begun: bool
    moved: list[str] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return CAUSE_LOOK[Outage.Cause(self.outage.cause)][0]

    @property
    def icon(self) -> str:
        return CAUSE_LOOK[Outage.Cause(self.outage.cause)][1]


class MaintenanceForm(Form):
    day = DayField(label="Tanggal")
    starts = JamField(label="Mulai")
    ends_on = DayField(label="Selesai tanggal", required=False, help_text="Kosongkan bila sama.")
    ends = JamField(label="Selesai")
    reason = forms.CharField(
        label="Yang dikerjakan", max_length=300, help_text="Dibaca semua pegawai."
    )

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if said.get("day") and said.get("ends_on") and said["ends_on"] < said["day"]:
            self.add_error(
                "ends_on",
                ValidationError("Tanggal selesai lebih awal dari tanggal mulai.", code="order"),
            )

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Start and end by the clock of the agency."""
        said = self.cleaned_data
        first = datetime.combine(said["day"], said["starts"])
        last = datetime.combine(said["ends_on"] or said["day"], said["ends"])
        return timezone.make_aware(first), timezone.make_aware(last)


@page
def outages(request: PageRequest) -> HttpResponse:
    """All outages, newest first; the operator announces maintenance here."""
    operates, now = may_see_health(request.person), timezone.now()
    form = MaintenanceForm(request.POST or None) if operates else None
    if request.method == "POST" and form is None:
        raise Http404

    if form is not None and done(form, partial(_announce, form, request.person, now)):
        day = tanggal(form.cleaned_data["day"])
        messages.success(request, f"Pemeliharaan {day} diumumkan.")
        return redirect("outages")
    shown = keyset(request, Outage.objects.all(), size=SIZE)
    lines = [Line(one, one.starts_at <= now) for one in shown]
    _tell_moved(lines, request.person, request.agency)
    context = {
        "form": form,
        "open_form": bool(form and form.errors),
        "page": shown,
        "lines": lines,
    }
    return render(request, "time/outages.html", context, status=status(form) if form else 200)


def _announce(form: MaintenanceForm, by: Person, at: datetime) -> None:
    first, last = form.moments
    reason = form.cleaned_data["reason"]
    announce_maintenance(starts_at=first, ends_at=last, reason=reason, by=by, at=at)


@page
def outage_cancel(request: PageRequest, outage_id: int) -> HttpResponse:
    """Announced maintenance does not take place."""
    if not may_see_health(request.person):
        raise Http404
    outage = get_object_or_404(Outage.objects.filter(cause=Outage.Cause.PLANNED), pk=outage_id)
    if request.method == "POST":
        cancel_maintenance(outage=outage, by=request.person, at=timezone.now())
        messages.success(request, "Pemeliharaan dibatalkan.")
    return redirect(reverse("outages"))


def _tell_moved(lines: list[Line], person: Person, agency: Agency) -> None:
    """Which last days each outage moved: of evaluations, and of entries about one's own work."""
    if not lines:
        return
    periods = Period.objects.exclude(extended_to=None)
    by_pk = {one.pk: one for one in periods}
    for pk, due in closing_of(by_pk.values(), agency).items():
        _note(lines, f"Penilaian {by_pk[pk]}", due)
    for day, due in _entries(lines, person, agency):
        _note(lines, f"Catatan kerja {tanggal(day)}", due)


def _entries(lines: Iterable[Line], person: Person, agency: Agency) -> Iterable[tuple[date, Due]]:
    """The worked days whose entries an outage of the page could have touched, with their due."""
    zone = agency.zone
    touched: set[date] = set()
    for line in lines:
        first = (line.outage.starts_at - REACH).astimezone(zone).date() - timedelta(days=1)
        last = line.outage.ends_at.astimezone(zone).date()
        span = min((last - first).days + 1, MOST_DAYS)
        touched |= {first + timedelta(days=n) for n in range(span)}
    days = sorted(touched)
    calendar = working_calendar([person], days[0], days[-1] + AFTER)[person.pk]
    noted = downtimes_around(days[0], days[-1], zone)
    for day in days:
        if calendar.works(day):
            cycle = EntryCycle(agency.entry_cycle)
            yield day, entry_due(day, agency.grace_days, calendar.works, noted, zone, cycle)


def _note(lines: list[Line], what: str, due: Due) -> None:
    if not due.was_moved:
        return
    touching = {(one.starts_at, one.ends_at) for one in due.moved_by}
    for line in lines:
        if (line.outage.starts_at, line.outage.ends_at) in touching:
            line.moved.append(f"{what}: {tanggal(due.planned_day)} menjadi {tanggal(due.last_day)}")
