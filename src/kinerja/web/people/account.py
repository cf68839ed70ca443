"""The account of a person, kept by the personnel office. A first password is shown once."""

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kinerja.people.account import Account, open_account, reset_password, set_account_open
from kinerja.people.password import fresh_password
from kinerja.people.person import Person
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.people.gate import kept_person


class OpenForm(Form):
    login = forms.CharField(
        label="Nama akun",
        max_length=40,
        validators=[
            RegexValidator(
                r"\A[a-z0-9._-]+\Z", "Pakai huruf kecil, angka, titik, atau garis, tanpa spasi."
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text="Dipakai untuk masuk, karena orang ini tidak mempunyai NIP.",
    )


class ReasonForm(Form):
    reason = forms.CharField(label="Alasan", max_length=300)


class SureForm(Form):
    """Nothing to type: sending it is the answer."""


@page
def open_one(request: PageRequest, person_id: int) -> HttpResponse:
    """Open an account: the NIP is its name, or a chosen one for those who have none."""
    person = kept_person(request, person_id)
    if Account.objects.filter(person=person).exists():
        return redirect("person_show", person.pk)
    if person.status == Person.Status.WITHDRAWN:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = SureForm(sent) if person.nip else OpenForm(sent)
    password = fresh_password()
    if done(
        form,
        lambda: open_account(
            person=person,
            login=person.nip or form.cleaned_data["login"],
            password=password,
            by=request.person,
        ),
    ):
        return _shown_once(request, person, password)
    context = {"form": form, "person": person}
    return render(request, "people/account/open.html", context, status=status(form))


@page
def reset(request: PageRequest, person_id: int) -> HttpResponse:
    """A new first password for somebody who forgot the old one."""
    person = kept_person(request, person_id)
    account = get_object_or_404(Account, person=person, is_active=True)
    if request.method == "POST":
        return _shown_once(request, person, reset_password(account=account, by=request.person))
    return render(request, "people/account/reset.html", {"person": person})


@page
def state(request: PageRequest, person_id: int) -> HttpResponse:
    """Close an account, or open it again."""
    person = kept_person(request, person_id)
    account = get_object_or_404(Account, person=person)
    closing = account.is_active
    form = ReasonForm(request.POST or None)
    if done(
        form,
        lambda: set_account_open(
            account=account, is_open=not closing, by=request.person, **form.cleaned_data
        ),
    ):
        messages.success(request, "Akun ditutup." if closing else "Akun dibuka kembali.")
        return redirect("person_show", person.pk)
    context = {"form": form, "person": person, "closing": closing}
    return render(request, "people/account/state.html", context, status=status(form))


def _shown_once(request: PageRequest, person: Person, password: str) -> HttpResponse:
    """The answer itself carries the password: it is stored nowhere and cannot be asked for."""
    account = Account.objects.get(person=person)
    context = {"person": person, "login": account.login, "password": password}
    return render(request, "people/account/password.html", context)
