"""Whether somebody is at work: status, and the end of service."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinerja.people.assignment import end_service
from kinerja.people.person import Person, set_status
from kinerja.people.tenure import Assignment
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.people.day import DayField
from kinerja.web.people.gate import kept_person
from kinerja.web.people.posts import post_name

NOT_HERE = (Person.Status.LEFT, Person.Status.WITHDRAWN)  # by their own acts


class StatusForm(Form):
    status = forms.ChoiceField(
        label="Status",
        choices=[(one.value, one.label) for one in Person.Status if one not in NOT_HERE],
    )
    since = DayField(label="Sejak")
    reason = forms.CharField(label="Alasan atau nomor SK", max_length=300, required=False)


class LeaveForm(Form):
    CAUSES = (
        "Mencapai batas usia pensiun",
        "Pensiun atas permintaan sendiri",
        "Mengundurkan diri",
        "Pindah ke instansi lain",
        "Perjanjian kerja berakhir",
        "Meninggal dunia",
        "Diberhentikan",
    )

    cause = forms.ChoiceField(
        label="Sebab", choices=[("", "Pilih sebab"), *((cause, cause) for cause in CAUSES)]
    )
    on = DayField(label="Hari kerja terakhir")
    decree = forms.CharField(label="Nomor SK atau keterangan", max_length=200, required=False)
    sure = forms.BooleanField(label="Saya sudah memeriksa; ini tidak dapat dibatalkan")

    @property
    def reason(self) -> str:
        return ", ".join(filter(None, (self.cleaned_data["cause"], self.cleaned_data["decree"])))


@page
def change_status(request: PageRequest, person_id: int) -> HttpResponse:
    """Active, on study leave, suspended …, from a day on."""
    person = kept_person(request, person_id)
    form = StatusForm(
        request.POST or None, initial={"status": person.status, "since": timezone.localdate()}
    )
    if done(form, lambda: set_status(person=person, by=request.person, **form.cleaned_data)):
        messages.success(request, f"Status {person.name}: {person.get_status_display()}.")
        return redirect("person_show", person.pk)
    context = {"form": form, "person": person}
    return render(request, "people/person/status.html", context, status=status(form))


@page
def leave(request: PageRequest, person_id: int) -> HttpResponse:
    """The end of service: shows all that ends with it, then asks for the day and the cause."""
    person = kept_person(request, person_id)
    form = LeaveForm(request.POST or None)
    if done(
        form,
        lambda: end_service(
            person=person, on=form.cleaned_data["on"], by=request.person, reason=form.reason
        ),
    ):
        last = tanggal(form.cleaned_data["on"])
        messages.success(request, f"Masa kerja {person.name} berakhir {last}.")
        return redirect("person_show", person.pk)
    today = timezone.localdate()
    running = Assignment.objects.filter(person=person).ending_from(today)
    context = {
        "form": form,
        "person": person,
        "posts": [(row, post_name(row)) for row in running.select_related("position__unit")],
        "roles": person.roles.on(today).select_related("unit"),
    }
    return render(request, "people/person/leave.html", context, status=status(form))
