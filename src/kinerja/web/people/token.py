"""Tokens for programs of one's own: make one, see which there are, revoke."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.token import LONGEST_LIFE, AccessToken, create_token, revoke_token
from kinerja.web.attempt import made, status
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page

USUAL_LIFE = timedelta(days=90)


class TokenForm(Form):
    name = forms.CharField(
        label="Nama", max_length=60, help_text="Untuk program apa, misalnya: lembar posyandu."
    )
    scopes = forms.MultipleChoiceField(
        label="Kegunaan",
        choices=AccessToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[AccessToken.Scope.REPORTS],
    )
    expires_on = TanggalField(label="Berlaku sampai", help_text="Paling lama satu tahun.")


@page
def tokens(request: PageRequest) -> HttpResponse:
    """One's own tokens, and a new one; its text stands on the answer and nowhere else."""
    today = timezone.localdate()
    initial = {"expires_on": today + USUAL_LIFE}
    form = TokenForm(request.POST or None, initial=initial)
    form.fields["expires_on"].widget.attrs |= {
        "min": today.isoformat(),
        "max": (today + LONGEST_LIFE).isoformat(),
    }
    token = made(
        form,
        lambda: create_token(
            account=request.account, by=request.person, on=today, **form.cleaned_data
        ),
    )
    secret = token[1] if token else ""
    if secret:
        form = TokenForm(initial=initial)
    mine = AccessToken.objects.of(request.account).in_force(today)
    context = {"tokens": mine, "form": form, "secret": secret}
    return render(request, "people/tokens.html", context, status=status(form))


@page
def token_revoke(request: PageRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    token = get_object_or_404(AccessToken.objects.of(request.account), pk=token_id)
    if request.method == "POST":
        revoke_token(token=token, by=request.person, at=timezone.now())
        messages.success(request, f"Token “{token.name}” dicabut dan tidak berlaku lagi.")
    return redirect("tokens")
