"""The scheduled feedback: what is agreed on, what was given, what is due or late."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.feedback.schedule import FeedbackSchedule, accept_schedule, propose_schedule
from kinerja.feedback.scheduled import owed_by, turns_of
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.planning.plan import Plan
from kinerja.rules.feedback import FeedbackRhythm
from kinerja.web.attempt import done, status
from kinerja.web.feedback.feedback import tabs
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page

NAMED = ("person", "leader", "proposed_by", "plan")


class RhythmForm(Form):
    """How often."""

    refused_at = "rhythm"

    rhythm = forms.ChoiceField(
        label="Seberapa sering", choices=FeedbackRhythm.choices(), widget=forms.RadioSelect
    )


@page
def feedback_schedules(request: PageRequest) -> HttpResponse:
    """One's own agreement with its turns, what one owes as a leader, and what waits for a word."""
    person, today = request.person, timezone.localdate()
    mine = FeedbackSchedule.objects.filter(person=person).select_related(*NAMED)
    agreed = [one for one in mine if one.agreed_on]
    led = Plan.objects.current(today).filter(person__in=reports_of(person, today))
    promised = FeedbackSchedule.objects.agreed().filter(leader=person, ends_on__gte=today)
    waiting = FeedbackSchedule.objects.proposed().filter(leader=person) | mine.proposed()
    context: dict[str, Any] = {
        "tabs": tabs("scheduled"),
        "turns": turns_of(agreed, today)[::-1],
        "running": next((one for one in agreed if one.ends_on >= today), None),
        "waiting": [one for one in waiting.select_related(*NAMED) if one.answers == person],
        "owed": owed_by(person, today),
        "plans": Plan.objects.current(today).filter(person=person),
        "unagreed": led.exclude(person__in=promised.values("person"))
        .filter(state=Plan.State.SET)
        .select_related("person")
        .order_by("person__name", "pk"),
    }
    return render(request, "feedback/schedules.html", context)


@page
def feedback_schedule(request: PageRequest, plan_id: int) -> HttpResponse:
    """Propose a rhythm for one plan, or accept the one that the other has proposed."""
    person, today = request.person, timezone.localdate()
    plan = _plan(person, plan_id)
    waiting = FeedbackSchedule.objects.proposed().filter(plan=plan).select_related(*NAMED).first()
    form = RhythmForm(request.POST if "rhythm" in request.POST else None)
    if waiting and request.method == "POST" and "rhythm" not in request.POST:
        accept_schedule(schedule=waiting, by=person, on=today)
        messages.success(request, "Jadwal disepakati.")
        return redirect("feedback_schedules")
    if done(form, lambda: propose_schedule(plan=plan, by=person, on=today, **form.cleaned_data)):
        messages.success(request, "Usulan terkirim; berlaku setelah disetujui.")
        return redirect("feedback_schedules")
    agreed = FeedbackSchedule.objects.in_force(today).filter(plan=plan).first()
    context = {
        "plan": plan,
        "own": plan.person_id == person.pk,
        "leader": appraiser_of(plan.person, today),
        "waiting": waiting,
        "answers": waiting is not None and waiting.answers == person,
        "agreed": agreed,
        "form": form,
    }
    return render(request, "feedback/schedule.html", context, status=status(form))


def _plan(person: Person, plan_id: int) -> Plan:
    """One's own plan, or one of somebody whom one appraises today."""
    today = timezone.localdate()
    ours = Plan.objects.current(today).filter(person__in=[person]) | Plan.objects.current(
        today
    ).filter(person__in=reports_of(person, today))
    return get_object_or_404(ours.select_related("person"), pk=plan_id)
