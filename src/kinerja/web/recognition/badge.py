"""Badges: the published rules, one's own, those of one's people; limits for the office."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app

from kinerja.people.access import may_manage_people
from kinerja.recognition.badge import (
    Badge,
    BadgeRule,
    limits_on,
    rule_words,
    set_badge_rule,
    since_words,
)
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset


class RuleForm(Form):
    """Other limits from a day on."""

    refused_at = "valid_from"

    valid_from = TanggalField(label="Berlaku mulai")
    least_steps = forms.IntegerField(
        label="Langkah rencana aksi, sedikitnya", min_value=1, max_value=50
    )
    on_time_percent = forms.IntegerField(
        label="Langkah yang tepat waktu (persen)", min_value=50, max_value=100
    )
    change_percent = forms.IntegerField(
        label="Perubahan angka oleh inovasi (persen)", min_value=1, max_value=100
    )


@page
def badges(request: PageRequest) -> HttpResponse:
    """The rules, one's own badges with their evidence, then those of one's people."""
    me, today = request.person, timezone.localdate()
    mine = Badge.objects.filter(person=me).select_related("period")
    others = Badge.objects.visible_to(me).exclude(person=me).select_related("person", "period")
    limits = limits_on(today)
    context = {
        "rules": rule_words(limits),
        "since": since_words(today),
        "mine": mine[:50],
        "page": keyset(request, others, 20),
        "keeper": may_manage_people(me, today),
        "coming": BadgeRule.objects.filter(valid_from__gt=today).order_by("valid_from"),
    }
    return render(request, "recognition/badges.html", context)


@page
def rule(request: PageRequest) -> HttpResponse:
    """Publish other limits."""
    _check(request)
    today = timezone.localdate()
    limits = limits_on(today)
    initial: dict[str, Any] = {
        "valid_from": today,
        "least_steps": limits.least_steps,
        "on_time_percent": limits.on_time_percent,
        "change_percent": limits.change_percent,
    }
    form = RuleForm(request.POST or None, initial=initial)
    if done(form, lambda: set_badge_rule(by=request.person, on=today, **form.cleaned_data)):
        messages.success(request, "Aturan lencana diterbitkan.")
        return redirect("badges")
    return render(request, "recognition/badge_rule.html", {"form": form}, status=status(form))


@page
@require_POST
def award(request: PageRequest) -> HttpResponse:
    """Have the worker award what signed results earned since the last night."""
    _check(request)
    app.configure_task("recognition.award", queueing_lock="recognition.award").defer(
        timestamp=int(timezone.now().timestamp())
    )
    messages.success(request, "Lencana sedang dihitung. Yang baru masuk ke kotak masuk pegawai.")
    return redirect("badges")


def _check(request: PageRequest) -> None:
    if not may_manage_people(request.person):
        raise Http404
