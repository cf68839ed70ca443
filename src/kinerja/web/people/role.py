"""Tasks given and taken away: never one's own."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.role import Role, end_role, grant_role
from kinerja.people.unit import Unit
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import ASK, Question, address_with, asks, choose_unit, chosen
from kinerja.web.people.day import DayField
from kinerja.web.people.gate import check_is_another, keeper, kept_person

UNIT = "unit"


class GrantForm(Form):
    name = forms.ChoiceField(label="Tugas", choices=[("", "Pilih tugas"), *Role.Name.choices])
    on = DayField(label="Mulai")
    ends_on = DayField(
        label="Sampai", required=False, help_text="Hari terakhir. Kosongkan bila belum ditentukan."
    )


class EndRoleForm(Form):
    on = DayField(label="Hari terakhir")


@page
def grant(request: PageRequest, person_id: int) -> HttpResponse:
    """Give a task, for the whole agency or for one unit with all below it."""
    person = kept_person(request, person_id)
    if asks(request, UNIT):
        question = Question(
            UNIT,
            "Untuk unit mana?",
            "Tugas berlaku di unit itu dan semua unit di bawahnya.",
            reverse("person_show", args=[person.pk]),
            person.full_name,
        )
        return choose_unit(request, question, Unit.objects.all())
    key = chosen(request, UNIT)
    unit = get_object_or_404(Unit.objects.open(), pk=key) if key else None
    form = GrantForm(request.POST or None, initial={"on": timezone.localdate()})
    if done(
        form,
        lambda: grant_role(person=person, unit=unit, by=request.person, **form.cleaned_data),
    ):
        label = Role.Name(form.cleaned_data["name"]).label
        messages.success(request, f"{person.name} mendapat tugas {label}.")
        return redirect("person_show", person.pk)
    context = {
        "form": form,
        "person": person,
        "unit": unit,
        "choose_url": address_with(request, unit=ASK),
        "whole_url": address_with(request, unit=""),
    }
    return render(request, "people/role/grant.html", context, status=status(form))


@page
def end(request: PageRequest, role_id: int) -> HttpResponse:
    """Take a task away: it ends with a day."""
    by = keeper(request)
    running = Role.objects.exclude(ends_on__lt=timezone.localdate())
    role = get_object_or_404(running.select_related("person", "unit"), pk=role_id)
    check_is_another(by, role.person)
    form = EndRoleForm(request.POST or None, initial={"on": timezone.localdate()})
    if done(form, lambda: end_role(role=role, by=by, on=form.cleaned_data["on"])):
        messages.success(request, f"Tugas {role.get_name_display()} diakhiri.")
        return redirect("person_show", role.person_id)
    context = {"form": form, "role": role}
    return render(request, "people/role/end.html", context, status=status(form))
