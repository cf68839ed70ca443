"""The roster of those whose time one keeps, a week at a time."""

from datetime import date, timedelta
from itertools import groupby

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.shift import NewShift, Shift, note_shifts, remove_shifts
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, JamField
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import Question, choose_person, chosen
from kinerja.web.people.day import DayField, asked_day
from kinerja.web.time.gate import kept, kept_one
from kinerja.web.time.tabs import tabs

PERSON = "pegawai"
WEEK = 7  # days on one page
MOST_DAYS = 31  # of one entry by hand
MOST_ROWS = 500  # on one page


class ShiftForm(Form):
    first = DayField(label="Dari tanggal")
    last = DayField(label="Sampai tanggal", help_text="Jaga yang sama tiap hari, paling lama 31.")
    name = forms.CharField(
        label="Nama jaga", max_length=40, required=False, help_text="Misalnya Pagi, Siang, Malam."
    )
    starts_at = JamField(label="Mulai")
    ends_at = JamField(
        label="Selesai", help_text="Lebih awal dari jam mulai berarti selesai esok harinya."
    )

    def clean(self) -> None:
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and not 0 <= (last - first).days < MOST_DAYS:
            self.add_error(
                "last",
                ValidationError(
                    "Isi paling lama 31 hari sejak tanggal pertama.", code="too_many_days"
                ),
            )

    @property
    def days(self) -> list[date]:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@page
def shift_list(request: PageRequest) -> HttpResponse:
    """Seven days from the day asked for: who is on duty when."""
    people = kept(request)
    form, first = asked_day(request)
    last = first + timedelta(days=WEEK - 1)
    shifts = list(
        Shift.objects.between(first, last)
        .filter(person__in=people)
        .select_related("person")
        .order_by("day", "starts_at", "person__name", "pk")[:MOST_ROWS]
    )
    context = {
        "tabs": tabs("shift_list"),
        "day_form": form,
        "is_today": first == timezone.localdate(),
        "first": first,
        "last": last,
        "days": [(day, list(rows)) for day, rows in groupby(shifts, key=lambda one: one.day)],
        "earlier": f"?tanggal={first - timedelta(days=WEEK)}",
        "later": f"?tanggal={first + timedelta(days=WEEK)}",
    }
    return render(request, "time/shift_list.html", context, status=status(form))


@page
def shift_new(request: PageRequest) -> HttpResponse:
    """Choose the person, then the days and hours."""
    key = chosen(request, PERSON)
    if key is None:
        question = Question(
            PERSON,
            "Jadwal jaga siapa?",
            "Untuk banyak orang sekaligus, impor berkas jadwal lebih cepat.",
            reverse("shift_list"),
            "Jadwal jaga",
        )
        return choose_person(request, question, kept(request))
    person, today = kept_one(request, key), timezone.localdate()
    form = ShiftForm(request.POST or None, initial={"first": today, "last": today})

    def save() -> None:
        said = form.cleaned_data
        rows = [
            NewShift(person, day, said["starts_at"], said["ends_at"], said["name"])
            for day in form.days
        ]
        note_shifts(shifts=rows, by=request.person, on=today)

    if done(form, save):
        messages.success(request, f"Jadwal jaga {person.name} disimpan.")
        return redirect(f"{reverse('shift_list')}?tanggal={form.days[0]}")
    context = {"form": form, "person": person}
    return render(request, "time/shift_new.html", context, status=status(form))


@page
def shift_remove(request: PageRequest, shift_id: int) -> HttpResponse:
    """Take one shift off the roster."""
    rows = Shift.objects.filter(person__in=kept(request)).select_related("person")
    shift = get_object_or_404(rows, pk=shift_id)
    if request.method == "POST":
        remove_shifts(shifts=[shift], by=request.person, on=timezone.localdate())
        messages.success(request, f"{shift} {shift.person.name} pada {tanggal(shift.day)} dihapus.")
    return redirect(f"{reverse('shift_list')}?tanggal={shift.day}")
