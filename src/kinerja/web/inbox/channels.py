"""Reminders by WhatsApp and Telegram: a number is named, proven by a code, stopped by one tap."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.integrations.gateway.adapters import Gateway, gateways_on
from kinerja.integrations.gateway.channel import (
    Channel,
    ask_channel,
    channel_of_token,
    confirm_channel,
    stop_channel,
)
from kinerja.records.mail import preference_of
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, PublicRequest, page, public_page


class NumberForm(Form):
    """A number of one kind."""

    refused_at = "address"

    address = forms.CharField(label="Nomor", max_length=30)


class CodeForm(Form):
    """The six figures that were sent there."""

    refused_at = "code"

    code = forms.CharField(
        label="Kode dari pesan",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@page
def channels(request: PageRequest) -> HttpResponse:
    """One's own numbers; each act names its kind."""
    known = {one.kind: one for one in Channel.objects.visible_to(request.person)}
    asked = request.POST.get("kind", "")
    acts = [_Act(gateway, known.get(gateway.kind), request) for gateway in gateways_on()]
    for act in acts:
        if act.gateway.kind == asked and act.is_done():
            return redirect("channels")
    off = [one for one in known.values() if one.kind not in {act.gateway.kind for act in acts}]
    context = {
        "acts": acts,
        "off": [one for one in off if one.address],
        "bot": settings.KINERJA_TELEGRAM_BOT,
        "wish": preference_of(request.person),
    }
    code = status(*(form for act in acts for form in (act.number, act.code)))
    return render(request, "inbox/channels.html", context, status=code)


class _Act:
    """One gateway on the page: its state, its forms, and what was pressed."""

    def __init__(self, gateway: Gateway, channel: Channel | None, request: PageRequest) -> None:
        self.gateway, self.request = gateway, request
        self.channel = channel if channel is not None and channel.address else None
        mine = request.method == "POST" and request.POST.get("kind") == gateway.kind
        pressed = request.POST.get("act") if mine else ""
        self.pressed = pressed
        prefix = gateway.kind
        self.number = NumberForm(request.POST if pressed == "ask" else None, prefix=prefix)
        self.code = CodeForm(request.POST if pressed == "confirm" else None, prefix=prefix)

    @property
    def waits(self) -> bool:
        """A code is on its way."""
        return self.channel is not None and self.channel.confirmed_at is None

    def is_done(self) -> bool:
        kind, person, now = self.gateway.kind, self.request.person, timezone.now()
        if self.pressed == "stop":
            if self.channel is not None:
                stop_channel(channel=self.channel, by=person)
            messages.success(self.request, f"Pengingat lewat {self.gateway.label} berhenti.")
            return True
        if self.pressed == "ask":
            address = self.number.cleaned_data.get("address", "") if self.number.is_valid() else ""
            if done(
                self.number, lambda: ask_channel(kind=kind, address=address, by=person, at=now)
            ):
                messages.success(self.request, "Kode dikirim ke nomor itu. Tulis kodenya di sini.")
                return True
        if self.pressed == "confirm":
            code = self.code.cleaned_data.get("code", "") if self.code.is_valid() else ""
            if done(self.code, lambda: confirm_channel(kind=kind, code=code, by=person, at=now)):
                messages.success(self.request, f"Nomor {self.gateway.label} Anda dikonfirmasi.")
                return True
        return False


@public_page
def channel_stop(request: PublicRequest, token: str) -> HttpResponse:
    """The link of a message: one button, no sign-in. It stops that number, nothing else."""
    channel = channel_of_token(token)
    if channel is None:
        raise Http404
    if request.method == "POST":
        stop_channel(channel=channel, by=None)
        return render(request, "inbox/stopped.html", {"channel": channel, "stopped": True})
    return render(request, "inbox/stopped.html", {"channel": channel, "stopped": False})
