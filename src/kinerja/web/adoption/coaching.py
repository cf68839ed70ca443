"""Coaching: which units need it most and why, planning a session, what came of it."""

from dataclasses import replace
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.adoption.coaching import (
    LONGEST_TEXT,
    Coaching,
    around,
    cancel_coaching,
    coaching_scope,
    hold_coaching,
    may_coach,
    people_of,
    plan_coaching,
    practised_among,
)
from kinerja.adoption.sight import seen_units
from kinerja.adoption.usage import UnitUsage, newest_week, usage_under
from kinerja.people.person import Person
from kinerja.people.refusals import WrongDates
from kinerja.people.unit import Unit
from kinerja.rules.adoption import Stage
from kinerja.web.adoption.words import (
    NOT_ABOUT_PEOPLE,
    TOPICS,
    cause_of,
    change_lines,
    need_of,
    stage_lines,
    step_of,
)
from kinerja.web.attempt import done, made, status
from kinerja.web.edit_form import SeenForm
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab

SHOWN = 20
SESSIONS = "sesi"
TICKED = 60  # people of a unit that are offered by name


class PlanForm(Form):
    """When, where, about what, with whom."""

    places: ClassVar = {WrongDates: "day"}

    day = TanggalField(label="Tanggal")
    topic = forms.CharField(label="Topik", max_length=200)
    place = forms.CharField(label="Tempat", max_length=150)
    stage = forms.ChoiceField(
        label="Langkah yang didampingi",
        choices=[("", "Umum"), *Stage.choices()],
        required=False,
    )
    people = forms.ModelMultipleChoiceField(
        label="Yang diundang",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tanpa centang: semua pegawai unit ini, dengan unit di bawahnya.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        ids = people_of(unit, timezone.localdate()).order_by("name", "pk").values_list("pk")
        field.queryset = Person.objects.filter(pk__in=[pk for (pk,) in ids[:TICKED]])
        field.label_from_instance = lambda one: one.full_name


class HoldForm(SeenForm):
    prefix = "hasil"
    place: ClassVar = "hold_form"

    came = forms.ModelMultipleChoiceField(
        label="Yang hadir",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = TextField(
        label="Yang disepakati",
        rows=4,
        max_length=LONGEST_TEXT,
        help_text="Apa yang menghambat, apa yang akan dilakukan, siapa, sampai kapan.",
    )

    def __init__(self, *args: Any, coaching: Coaching, **kwargs: Any) -> None:
        super().__init__(*args, stored=lambda: _stored(coaching), **kwargs)
        field: Any = self.fields["came"]
        field.queryset = Person.objects.filter(pk__in=coaching.guests.values("person"))
        field.label_from_instance = lambda one: one.full_name


def _stored(one: Coaching) -> dict[str, Any]:
    one.refresh_from_db()
    came = list(one.guests.filter(came=True).values_list("person", flat=True))
    return {"agreed": one.agreed, "came": came, "seen": one.record_seen}


class CancelForm(Form):
    prefix = "batal"
    place: ClassVar = "cancel_form"
    refused_at: ClassVar = "reason"

    reason = forms.CharField(label="Alasan", max_length=300)


@page
def coachings(request: PageRequest) -> HttpResponse:
    """Units by what is missing, with the cause and the next step; `?lihat=sesi`: the sessions."""
    me, today = request.person, timezone.localdate()
    scope = coaching_scope(me, today)
    if not scope:
        raise Http404
    week = newest_week(today)
    ranked = UnitUsage.objects.filter(scope.within()).by_need()
    ranked = ranked.filter(week=week) if week else ranked.none()
    sessions = request.GET.get("lihat") == SESSIONS
    context: dict[str, Any] = {
        "note": NOT_ABOUT_PEOPLE,
        "week": week,
        "sessions": sessions,
        "tabs": [
            Tab("Unit menurut kebutuhan", reverse("coachings"), not sessions),
            Tab("Sesi pendampingan", f"?lihat={SESSIONS}", sessions),
        ],
    }
    if sessions:
        rows = Coaching.objects.filter(scope.within()).select_related("unit")
        context["page"] = keyset(request, rows, SHOWN, order=("-day", "-pk"))
    else:
        needing = ranked.select_related("unit__parent")
        found = keyset(request, needing, SHOWN, order=("-stuck", "-weight", "-pk"))
        context["page"] = replace(found, newest_first=False)
        context["rows"] = [(row.unit, need_of(row.usage)) for row in found]
    return render(request, "adoption/coaching/list.html", context)


@page
def new_coaching(request: PageRequest, unit_id: int) -> HttpResponse:
    """Plan a session for a unit."""
    me, today = request.person, timezone.localdate()
    unit = get_object_or_404(seen_units(me, today).open(), pk=unit_id)
    if not coaching_scope(me, today).covers(unit):
        raise Http404
    week = newest_week(today)
    usage = usage_under(unit, week) if week else None
    gap = usage.gap if usage else None
    initial = {"key": uuid4(), "stage": gap or "", "topic": TOPICS[gap] if gap else ""}
    form = PlanForm(request.POST or None, unit=unit, initial=initial)

    def act() -> Coaching:
        said = dict(form.cleaned_data)
        people = list(said.pop("people")) or None
        return plan_coaching(unit=unit, people=people, by=me, at=timezone.now(), on=today, **said)

    planned = made(form, act)
    if planned is not None:
        messages.success(request, "Pendampingan direncanakan. Yang diundang mendapat kabar.")
        return redirect("coaching", planned.pk)
    context = {
        "form": form,
        "unit": unit,
        "cause": cause_of(usage) if usage else "",
        "step": step_of(usage) if usage else "",
    }
    return render(request, "adoption/coaching/new.html", context, status=status(form))


@page
def coaching(request: PageRequest, coaching_id: int) -> HttpResponse:
    """One session: for those invited when and where; for coaches also who came, and the effect."""
    return _show(request, _visible(request, coaching_id))


@page
@require_POST
def hold(request: PageRequest, coaching_id: int) -> HttpResponse:
    """Note what came of it."""
    one = _coached(request, coaching_id)
    form = HoldForm(request.POST, coaching=one)

    def act() -> Coaching:
        came = [person.pk for person in form.cleaned_data["came"]]
        agreed, seen = form.cleaned_data["agreed"], form.cleaned_data["seen"]
        by, today = request.person, timezone.localdate()
        return hold_coaching(coaching=one, came=came, agreed=agreed, by=by, on=today, seen=seen)

    if not done(form, act):
        return _show(request, one, form)
    messages.success(request, "Hasil pendampingan tercatat.")
    return redirect("coaching", one.pk)


@page
@require_POST
def cancel(request: PageRequest, coaching_id: int) -> HttpResponse:
    """Call it off."""
    one = _coached(request, coaching_id)
    form = CancelForm(request.POST)
    act = lambda: cancel_coaching(  # noqa: E731
        coaching=one, by=request.person, on=timezone.localdate(), **form.cleaned_data
    )
    if not done(form, act):
        return _show(request, one, form)
    messages.success(request, "Pendampingan dibatalkan. Yang diundang mendapat kabar.")
    return redirect("coaching", one.pk)


def _show(request: PageRequest, one: Coaching, *forms: HoldForm | CancelForm) -> HttpResponse:
    me, today = request.person, timezone.localdate()
    coaches = may_coach(me, one, today)
    looks = coaches or seen_units(me, today).filter(pk=one.unit_id).exists()
    found = around(one, today) if looks and one.state == Coaching.State.HELD else None
    planned = one.state == Coaching.State.PLANNED
    context: dict[str, Any] = {
        "one": one,
        "coaches": coaches,
        "looks": looks,
        "around": found,
        "before": stage_lines(found.before) if found and found.before else [],
        "changes": change_lines(found.before, found.after)
        if found and found.before and found.after
        else [],
        "guests": one.guests.select_related("person").order_by("person__name") if coaches else [],
        "hold_form": HoldForm(coaching=one)
        if coaches and one.state != Coaching.State.CANCELLED and one.day <= today
        else None,
        "cancel_form": CancelForm() if coaches and planned else None,
        "invited": one.guests.count() if coaches else 0,
        "practised": practised_among(one) if coaches else 0,
        "note": NOT_ABOUT_PEOPLE,
    } | {form.place: form for form in forms}
    return render(request, "adoption/coaching/show.html", context, status=status(*forms))


def _visible(request: PageRequest, coaching_id: int) -> Coaching:
    rows = Coaching.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows.select_related("unit", "coach"), pk=coaching_id)


def _coached(request: PageRequest, coaching_id: int) -> Coaching:
    """One that the person may change; for others it is not there."""
    one = _visible(request, coaching_id)
    if not may_coach(request.person, one, timezone.localdate()):
        raise Http404
    return one
