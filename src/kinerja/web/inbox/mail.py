"""How one is reminded by mail: the address, how often, and when not."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.records.mail import (
    MailPreference,
    confirm_address,
    is_token_of,
    mail_is_configured,
    post_mail,
    preference_of,
    set_mail,
    token_of,
)
from kinerja.web.attempt import made, status
from kinerja.web.forms import Form, JamField
from kinerja.web.inbox.words import confirmation
from kinerja.web.page import PageRequest, page


class MailForm(Form):
    """An address, a rhythm and quiet hours."""

    refused_at = "address"

    address = forms.CharField(
        label="Alamat surel",
        max_length=254,
        required=False,
        help_text="Dipakai hanya untuk pengingat. Kosongkan untuk tidak menerima surel.",
    )
    mode = forms.ChoiceField(
        label="Seberapa sering", choices=MailPreference.Mode.choices, widget=forms.RadioSelect
    )
    quiet_from = JamField(label="Jam tenang mulai")
    quiet_to = JamField(label="Jam tenang sampai")


@page
def mail_settings(request: PageRequest) -> HttpResponse:
    """One's own reminders; a new address is asked to confirm itself."""
    person = request.person
    stored = preference_of(person)
    names = ("address", "mode", "quiet_from", "quiet_to")
    form = MailForm(request.POST or None, initial={name: getattr(stored, name) for name in names})
    saved = made(form, lambda: set_mail(by=person, **form.cleaned_data))
    if saved is not None:
        if saved.address and saved.confirmed_at is None:
            _ask_to_confirm(request, saved)
            messages.success(request, "Tersimpan. Buka tautan yang kami kirim ke alamat itu.")
        else:
            messages.success(request, "Tersimpan.")
        return redirect("mail_settings")
    context = {"form": form, "stored": stored, "configured": mail_is_configured()}
    return render(request, "inbox/mail.html", context, status=status(form))


def _ask_to_confirm(request: PageRequest, saved: MailPreference) -> None:
    """Once for each address and day."""
    now = timezone.now()
    token = token_of(saved)
    link = request.build_absolute_uri(reverse("mail_confirm", args=[token]))
    subject, text, html = confirmation(link)
    key = f"confirm/{saved.person_id}/{saved.address[:40]}/{timezone.localdate(now)}"
    post_mail(
        person=request.person,
        address=saved.address,
        key=key[:80],
        subject=subject,
        text=text,
        html=html,
        at=now,
    )


@page
def mail_confirm(request: PageRequest, token: str) -> HttpResponse:
    """The link of that mail: one button says that the address is right."""
    stored = preference_of(request.person)
    if not is_token_of(stored, token):
        raise Http404
    if request.method == "POST":
        if confirm_address(token=token, by=request.person, at=timezone.now()) is None:
            raise Http404
        messages.success(request, "Alamat surel Anda dikonfirmasi.")
        return redirect("mail_settings")
    return render(request, "inbox/confirm.html", {"stored": stored})
