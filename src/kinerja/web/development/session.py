"""The calendar of trainings; one session, with what this person may do there; planning one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.development.behaviour_change import window
from kinerja.development.enrolment import (
    LONGEST_REASON,
    Enrolment,
    ask_enrolment,
    places_left,
    propose_enrolment,
)
from kinerja.development.gap import gap_of
from kinerja.development.reaction import may_react
from kinerja.development.scope import training_scope
from kinerja.development.session import MOST_PARTS, MOST_PLACES, Session, plan_session
from kinerja.development.session_change import cancel_session, edit_session
from kinerja.development.training import HOURS, Training
from kinerja.people.person import Person
from kinerja.people.scope import UnitScope
from kinerja.people.supervision import reports_of
from kinerja.people.unit import Unit
from kinerja.web.attempt import done, made, status
from kinerja.web.development.training_tabs import training_tabs
from kinerja.web.forms import DecimalIndonesia, Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.unit_field import UnitField

SHOWN = 20
FITTING = 5  # sessions for one's own gaps, on top
LOOKED_AT = 200  # open sessions among which they are sought


class SessionForm(Form):
    """The days and places of a session."""

    starts_on = TanggalField(label="Mulai")
    ends_on = TanggalField(label="Sampai")
    place = forms.CharField(
        label="Tempat", max_length=200, help_text="Ruang dan alamat, atau “daring”."
    )
    quota = forms.IntegerField(label="Kuota", min_value=1, max_value=MOST_PLACES)
    enrol_from = TanggalField(label="Pendaftaran dibuka")
    enrol_until = TanggalField(label="Pendaftaran ditutup")
    parts_a_day = forms.IntegerField(
        label="Daftar hadir sehari",
        min_value=1,
        max_value=MOST_PARTS,
        initial=1,
        help_text="2 bila pagi dan siang dicatat sendiri-sendiri.",
    )
    hours_jp = DecimalIndonesia(
        label="Lama (JP) sesi ini",
        required=False,
        max_digits=6,
        decimal_places=1,
        validators=HOURS,
        help_text="Kosongkan bila sama dengan katalog.",
    )
    unit = UnitField(label="Untuk pegawai", empty_label="Semua pegawai")
    note = TextField(label="Keterangan", rows=3, max_length=2_000, required=False)

    def __init__(self, *args: Any, scope: UnitScope, row: Session | None = None, **kw: Any) -> None:
        if row is not None:
            kw["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kw)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.open().filter(scope.within("path"))
        field.required = not scope.everything
        if field.required:
            field.empty_label = "Pilih"


class CancelForm(Form):
    refused_at = "reason"

    reason = forms.CharField(label="Mengapa dibatalkan", max_length=500)


class AskForm(Form):
    refused_at = "reason"

    reason = forms.CharField(
        label="Untuk apa Anda memerlukannya", max_length=LONGEST_REASON, required=False
    )


class ProposeForm(Form):
    prefix = "usul"
    refused_at = "person"

    person = forms.ModelChoiceField(label="Pegawai", queryset=Person.objects.none())
    reason = forms.CharField(label="Alasan", max_length=LONGEST_REASON, required=False)

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = team  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Fitting:
    """A session that teaches what one's post asks for and one does not have yet."""

    session: Session
    competencies: tuple[str, ...]
    missing: int  # levels, over all of them


def fitting_sessions(person: Person, on: date) -> list[Fitting]:
    """Open sessions that teach what the person lacks; the largest gap first."""
    lacking = {item.competency.code: item for item in gap_of(person, on).below}
    if not lacking:
        return []
    taken = Enrolment.objects.running().filter(person=person)
    rows = (
        Session.objects.open_for(on)
        .filter(training__competencies__overlap=[*lacking], settled_on=None)
        .exclude(pk__in=taken.values("session"))
        .select_related("training")[:LOOKED_AT]
    )
    found = []
    for session in rows:
        items = [lacking[code] for code in session.training.competencies if code in lacking]
        names = tuple(item.competency.name for item in items)
        found.append(Fitting(session, names, sum(item.missing_levels for item in items)))
    return sorted(found, key=lambda one: (-one.missing, one.session.starts_on, one.session.pk))


@page
def calendar(request: PageRequest) -> HttpResponse:
    """What is held from today on; first what fits to one's own gaps."""
    today = timezone.localdate()
    every = Session.objects.visible_to(request.person).held().filter(ends_on__gte=today)
    taken = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.ACCEPTED))
    rows = every.select_related("training", "unit").annotate(taken=taken)
    shown = keyset(request, rows, SHOWN, ("starts_on", "pk"))
    mine = Enrolment.objects.running().filter(
        person=request.person, session__in=[one.pk for one in shown]
    )
    context = {
        "page": shown,
        "mine": {one.session_id: one.get_state_display() for one in mine},
        "fitting": fitting_sessions(request.person, today)[:FITTING],
        "today": today,
        "tabs": training_tabs(request.person, today, "trainings"),
        "keeps": bool(training_scope(request.person, today)),
    }
    return render(request, "development/session/calendar.html", context)


@page
def show(request: PageRequest, session_id: int) -> HttpResponse:
    """One session: its days and places, one's own part in it, and the leader's proposal."""
    one = _visible(request, session_id)
    return _show(request, one)


@page
def ask(request: PageRequest, session_id: int) -> HttpResponse:
    """Ask for a place."""
    one = _visible(request, session_id)
    if request.method != "POST":
        return redirect("training_session", one.pk)
    form = AskForm(request.POST)
    asked = made(
        form,
        lambda: ask_enrolment(
            session=one,
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
            **form.cleaned_data,
        ),
    )
    if asked is None:
        return _show(request, one, ask_form=form)
    waits = asked.state == Enrolment.State.ASKED
    messages.success(
        request, "Terkirim. " + ("Atasan Anda menjawab dulu." if waits else "Pengelola menjawab.")
    )
    return redirect("training_session", one.pk)


@page
def propose(request: PageRequest, session_id: int) -> HttpResponse:
    """A leader puts one of his or her people on the list."""
    one = _visible(request, session_id)
    today = timezone.localdate()
    team = reports_of(request.person, today).order_by("name")
    if request.method != "POST":
        return redirect("training_session", one.pk)
    if not team.exists():
        raise PermissionDenied
    form = ProposeForm(request.POST, team=team)
    proposed = made(
        form,
        lambda: propose_enrolment(
            session=one, by=request.person, at=timezone.now(), on=today, **form.cleaned_data
        ),
    )
    if proposed is None:
        return _show(request, one, propose_form=form)
    messages.success(request, f"{proposed.person} diusulkan; pengelola pelatihan memutuskan.")
    return redirect("training_session", one.pk)


def _show(request: PageRequest, one: Session, **forms_: Any) -> HttpResponse:
    today = timezone.localdate()
    scope = training_scope(request.person, today)
    rows = Enrolment.objects.filter(session=one)
    mine = rows.filter(person=request.person).order_by("-pk").first()
    if mine is not None:
        mine.session = one
    running = mine is not None and mine.is_running
    is_open = one.is_open(today) and one.settled_on is None
    team = reports_of(request.person, today).order_by("name") if is_open else None
    left = places_left(one)
    context = {
        "one": one,
        "mine": mine,
        "left": left,
        "today": today,
        "taken": one.quota - left,
        "waiting": rows.filter(state=Enrolment.State.WAITING).count(),
        "is_open": is_open,
        "keeps": scope.covers(one.unit),
        "may_withdraw": running and one.settled_on is None and today <= one.starts_on,
        "may_react": mine is not None and may_react(mine, today),
        "tells": mine is not None and mine.passed and _asks(one, today),
        "ask_form": AskForm() if is_open and not running else None,
        "propose_form": ProposeForm(team=team) if team is not None and team.exists() else None,
    } | forms_
    bad = [form for form in forms_.values() if form.errors]
    return render(request, "development/session/show.html", context, status=status(*bad))


def _asks(session: Session, today: date) -> bool:
    first, last = window(session)
    return first <= today <= last


@page
def new(request: PageRequest, training_id: int) -> HttpResponse:
    """Plan a session of a training."""
    scope = _scope(request)
    training = get_object_or_404(Training.objects.visible_to(request.person), pk=training_id)
    form = SessionForm(request.POST or None, scope=scope)
    planned = made(
        form,
        lambda: plan_session(
            training=training, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    )
    if planned is not None:
        messages.success(request, "Sesi tercatat di jadwal.")
        return redirect("training_session", planned.pk)
    context = {
        "form": form,
        "title": f"Sesi baru: {training}",
        "back": reverse("training", args=[training.pk]),
        "back_label": "Pelatihan",
    }
    return render(request, "development/session/form.html", context, status=status(form))


@page
def edit(request: PageRequest, session_id: int) -> HttpResponse:
    """Change one; those on the list are told of new days or another place."""
    one, scope = kept_session(request, session_id)
    form = SessionForm(request.POST or None, scope=scope, row=one)
    if done(
        form,
        lambda: edit_session(
            session=one, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Perubahan tersimpan.")
        return redirect("training_session", one.pk)
    context = {
        "form": form,
        "title": "Ubah sesi",
        "back": reverse("training_session", args=[one.pk]),
        "back_label": "Sesi",
    }
    return render(request, "development/session/form.html", context, status=status(form))


@page
def cancel(request: PageRequest, session_id: int) -> HttpResponse:
    """Call it off."""
    one, _ = kept_session(request, session_id)
    form = CancelForm(request.POST or None)
    if done(
        form,
        lambda: cancel_session(
            session=one, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Sesi dibatalkan. Semua yang terdaftar mendapat kabar.")
        return redirect("training_session", one.pk)
    context = {"form": form, "one": one}
    return render(request, "development/session/cancel.html", context, status=status(form))


@page
def control(request: PageRequest) -> HttpResponse:
    """The officer's page: what waits in each session, newest first."""
    scope = _scope(request)
    state = Enrolment.State
    rows = (
        Session.objects.visible_to(request.person)
        .filter(scope.within("unit__path"))
        .select_related("training", "unit")
        .annotate(
            to_decide=Count("enrolments", filter=Q(enrolments__state=state.APPROVED)),
            taken=Count("enrolments", filter=Q(enrolments__state=state.ACCEPTED)),
            waiting=Count("enrolments", filter=Q(enrolments__state=state.WAITING)),
        )
    )
    today = timezone.localdate()
    context = {
        "page": keyset(request, rows, SHOWN, ("-starts_on", "-pk")),
        "today": today,
        "tabs": training_tabs(request.person, today, "training_control"),
        "everything": scope.everything,
    }
    return render(request, "development/session/control.html", context)


def _visible(request: PageRequest, session_id: int) -> Session:
    rows = Session.objects.visible_to(request.person).select_related("training", "unit")
    return get_object_or_404(rows, pk=session_id)


def _scope(request: PageRequest) -> UnitScope:
    scope = training_scope(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    return scope


def kept_session(request: PageRequest, session_id: int) -> tuple[Session, UnitScope]:
    """A session that this person runs. Errors: 403 for others, 404 for none."""
    one, scope = _visible(request, session_id), _scope(request)
    if not scope.covers(one.unit):
        raise PermissionDenied
    return one, scope
