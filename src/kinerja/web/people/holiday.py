"""The days off of a year: local ones added, wrong ones removed, the joint decree taken over."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.agency import (
    Holiday,
    national_holidays,
    remove_holiday,
    set_holiday,
    set_holidays,
)
from kinerja.rules.date_words import WEEKDAYS
from kinerja.web.asked import year_of
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.indonesian import tanggal
from kinerja.web.page import PageRequest, page
from kinerja.web.parts import Tab
from kinerja.web.people.day import DayField
from kinerja.web.people.gate import keeper

KIND_LOOK = {  # tone and icon of the badge
    Holiday.Kind.PUBLIC: ("info", "flag"),
    Holiday.Kind.JOINT_LEAVE: ("", "users"),
    Holiday.Kind.LOCAL: ("good", "map-pin"),
}


@dataclass(frozen=True)
class Line:
    """One day off."""

    day: Holiday
    weekday: str
    tone: str
    icon: str


class HolidayForm(Form):
    day = DayField(label="Tanggal")
    name = forms.CharField(label="Nama", max_length=120)
    kind = forms.ChoiceField(
        label="Jenis", choices=Holiday.Kind.choices, initial=Holiday.Kind.LOCAL
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if there := Holiday.objects.filter(date=day).first():
            raise ValidationError(f"{tanggal(day)} sudah tercatat: {there.name}.", code="there")
        return day


class RemoveForm(Form):
    reason = forms.CharField(label="Alasan", max_length=300)


@page
def holidays(request: PageRequest) -> HttpResponse:
    """The calendar of a year, with a form for one more day."""
    by = keeper(request)
    year = year_of(request)
    form = HolidayForm(request.POST or None)

    def save() -> None:
        given = form.cleaned_data
        set_holiday(date=given["day"], name=given["name"], kind=given["kind"], by=by)

    if done(form, save):
        day = form.cleaned_data["day"]
        messages.success(request, f"{tanggal(day)} dicatat sebagai hari libur.")
        return redirect(_address(day.year))
    days = Holiday.objects.between(date(year, 1, 1), date(year, 12, 31)).order_by("date")
    this_year = timezone.localdate().year
    context = {
        "form": form,
        "open_form": bool(form.errors),
        "year": year,
        "lines": [
            Line(day, WEEKDAYS[day.date.weekday()], *KIND_LOOK[Holiday.Kind(day.kind)])
            for day in days
        ],
        "years": [
            Tab(str(one), f"?tahun={one}", one == year)
            for one in sorted({this_year - 1, this_year, this_year + 1, year})
        ],
    }
    return render(request, "people/agency/holidays.html", context, status=status(form))


@page
def take_over(request: PageRequest) -> HttpResponse:
    """Note the days of the joint decree of a year that are not there yet."""
    by = keeper(request)
    year = year_of(request)
    if request.method != "POST":
        return redirect(_address(year))
    days = national_holidays([year])
    there = set(
        Holiday.objects.filter(date__in=[day.date for day in days]).values_list("date", flat=True)
    )
    missing = [day for day in days if day.date not in there]
    if missing:
        set_holidays(days=missing, by=by)
        messages.success(request, f"{len(missing)} hari libur nasional {year} ditambahkan.")
    else:
        messages.info(request, f"Hari libur nasional {year} sudah lengkap.")
    return redirect(_address(year))


@page
def remove(request: PageRequest, day: str) -> HttpResponse:
    """Make it an ordinary day again."""
    by = keeper(request)
    try:
        found = get_object_or_404(Holiday, pk=date.fromisoformat(day))
    except ValueError:
        raise Http404 from None
    year = found.date.year
    form = RemoveForm(request.POST or None)
    if done(form, lambda: remove_holiday(holiday=found, by=by, **form.cleaned_data)):
        messages.success(request, f"{found.name} bukan hari libur lagi.")
        return redirect(_address(year))
    context = {"form": form, "holiday": found, "back_url": _address(year)}
    return render(request, "people/agency/holiday_remove.html", context, status=status(form))


def _address(year: int) -> str:
    return f"{reverse('holidays')}?tahun={year}"
