"""Indicators of goals: their sheet, the target of a year, a measured value."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.unit import Unit
from kinerja.planning.expectation import key_paths
from kinerja.planning.goal import Goal, may_manage_goals
from kinerja.planning.goal_progress import standing
from kinerja.planning.goal_tree import measures
from kinerja.planning.indicator_feed import IndicatorFeed
from kinerja.planning.key_indicator import (
    KeyIndicator,
    KeyValue,
    add_key_indicator,
    edit_key_indicator,
    record_key_value,
    set_key_target,
)
from kinerja.planning.library import Entry, library_entry
from kinerja.planning.need_link import needs_of
from kinerja.rules.achievement import Polarity
from kinerja.web.asked import year_of
from kinerja.web.attempt import done, made, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import DecimalIndonesia, Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.goal import years_around
from kinerja.web.planning.path_chart import path_chart, values_by_month
from kinerja.web.unit_field import UnitField

SHEET = ("code", "purpose", "definition", "formula", "data_source", "owner", "period")


class KeyIndicatorForm(EditForm):
    """The indicator with its sheet (form A.1.3)."""

    name = TextField(label="Indikator", rows=2, max_length=250)
    code = forms.CharField(
        label="Kode",
        max_length=40,
        required=False,
        help_text="Dipakai berkas impor untuk menunjuk indikator ini.",
    )
    unit_of_measure = forms.CharField(
        label="Satuan", max_length=40, help_text="Misalnya %, orang, indeks."
    )
    polarity = forms.ChoiceField(
        label="Arah",
        choices=Polarity.choices(),
        widget=forms.RadioSelect,
        initial=Polarity.MAXIMISE.value,
    )
    period = forms.ChoiceField(
        label="Pelaporan", choices=KeyIndicator.Period.choices, initial=KeyIndicator.Period.YEAR
    )
    purpose = TextField(label="Tujuan", rows=2, required=False)
    definition = TextField(label="Definisi", rows=2, required=False)
    formula = TextField(label="Rumus", rows=2, required=False)
    data_source = forms.CharField(label="Sumber data", max_length=300, required=False)
    owner = UnitField(
        label="Penanggung jawab",
        queryset=Unit.objects.open(),
        required=False,
        empty_label="Belum ditentukan",
    )

    def values(self) -> dict[str, Any]:
        """The arguments of `add_key_indicator` and `edit_key_indicator`."""
        names = ("name", "unit_of_measure", "polarity", *SHEET)
        return {name: self.cleaned_data[name] for name in names}


def managed_goal(request: PageRequest, goal_id: int) -> Goal:
    """A goal that this person looks after; 403 for others."""
    goal = get_object_or_404(
        Goal.objects.visible_to(request.person).select_related("unit"), pk=goal_id
    )
    if not may_manage_goals(request.person, timezone.localdate(), goal.unit):
        raise PermissionDenied
    return goal


def managed_indicator(request: PageRequest, indicator_id: int) -> KeyIndicator:
    """An indicator of a goal that this person looks after; 403 for others."""
    indicator = get_object_or_404(
        KeyIndicator.objects.visible_to(request.person).select_related("goal__unit"),
        pk=indicator_id,
    )
    if not may_manage_goals(request.person, timezone.localdate(), indicator.goal.unit):
        raise PermissionDenied
    return indicator


def prefilled(entry: Entry) -> dict[str, Any]:
    """The form as an indicator of the library fills it in."""
    names = ("name", "unit_of_measure", "polarity", "period", "definition", "formula")
    return {name: getattr(entry, name) for name in names} | {"data_source": entry.data_source}


@page
def new_key_indicator(request: PageRequest, goal_id: int) -> HttpResponse:
    goal = managed_goal(request, goal_id)
    entry = library_entry(request.GET.get("pustaka", ""))
    start = {"owner": goal.unit} | (prefilled(entry) if entry else {})
    form = KeyIndicatorForm(request.POST or None, initial=start)
    indicator = made(
        form,
        lambda: add_key_indicator(
            goal=goal,
            by=request.person,
            on=timezone.localdate(),
            from_library=entry.code if entry else "",
            **form.values(),
        ),
    )
    if indicator is not None:
        messages.success(request, "Indikator ditambahkan. Sekarang isi targetnya.")
        return redirect("key_target", indicator.pk)
    context = {"form": form, "goal": goal, "entry": entry}
    return render(request, "planning/key_indicator/new.html", context, status=status(form))


@page
def change_key_indicator(request: PageRequest, indicator_id: int) -> HttpResponse:
    indicator = managed_indicator(request, indicator_id)
    names = ("name", "unit_of_measure", "polarity", "revision", *SHEET)
    initial = {name: getattr(indicator, name) for name in names}
    form = KeyIndicatorForm(request.POST or None, row=indicator, initial=initial)
    if done(
        form,
        lambda: edit_key_indicator(
            indicator=indicator,
            by=request.person,
            on=timezone.localdate(),
            revision=form.cleaned_data["revision"],
            **form.values(),
        ),
    ):
        messages.success(request, "Perubahan disimpan.")
        return redirect("key_indicator_show", indicator.pk)
    context = {"form": form, "indicator": indicator, "newer": form.newer}
    return render(request, "planning/key_indicator/edit.html", context, status=status(form))


@page
def key_indicator(request: PageRequest, indicator_id: int) -> HttpResponse:
    """One indicator: baseline, target and realisation, the way through the year, all values."""
    every = KeyIndicator.objects.visible_to(request.person)
    indicator = get_object_or_404(every.select_related("goal__unit", "owner"), pk=indicator_id)
    year, today = year_of(request), timezone.localdate()
    paths = key_paths([indicator], year)
    (measured,) = measures([indicator], year)
    path = paths.get(indicator.pk)
    context = {
        "indicator": indicator,
        "year": year,
        "years": years_around(year),
        "standing": standing(measured, paths, year, today),
        "path": path,
        "chart": path_chart(path, values_by_month(indicator, year), f"Target dan nilai {year}"),
        "targets": indicator.targets.all(),
        "values": indicator.values.select_related("recorded_by", "provenance").order_by(
            "-measured_on", "-pk"
        ),
        "from_library": library_entry(indicator.from_library),
        "needs": needs_of(indicator.goal),
        "feed": IndicatorFeed.objects.filter(indicator=indicator).first(),
        "manages": may_manage_goals(request.person, today, indicator.goal.unit),
    }
    return render(request, "planning/key_indicator/show.html", context)


class TargetForm(EditForm):
    """The target of one year: a number or a range."""

    year = forms.IntegerField(
        label="Tahun", widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
    )
    target_min = DecimalIndonesia(label="Target", max_digits=18, decimal_places=4)
    target_max = DecimalIndonesia(
        label="Sampai dengan",
        max_digits=18,
        decimal_places=4,
        required=False,
        help_text="Isi bila target berupa rentang.",
    )
    source = forms.CharField(
        label="Sumber",
        max_length=300,
        required=False,
        help_text="Misalnya Perjanjian Kinerja 2026.",
    )

    def values(self) -> dict[str, Any]:
        """The arguments of `set_key_target`."""
        given = self.cleaned_data
        high = given["target_max"]
        return given | {"target_max": given["target_min"] if high is None else high}


@page
def key_target(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Set the target of a year, or change it; the old one stays in the history."""
    indicator, today = managed_indicator(request, indicator_id), timezone.localdate()
    initial = {"year": today.year, "revision": indicator.revision}
    form = TargetForm(request.POST or None, row=indicator, initial=initial)
    if done(
        form,
        lambda: set_key_target(indicator=indicator, by=request.person, on=today, **form.values()),
    ):
        messages.success(request, f"Target {form.cleaned_data['year']} disimpan.")
        return redirect("key_indicator_show", indicator.pk)
    context = {"form": form, "indicator": indicator, "newer": form.newer}
    context["targets"] = indicator.targets.all()
    return render(request, "planning/key_indicator/target.html", context, status=status(form))


class ValueForm(Form):
    """A measured value with where it comes from."""

    kind = forms.ChoiceField(
        label="Jenis",
        choices=KeyValue.Kind.choices,
        initial=KeyValue.Kind.REALISATION,
        widget=forms.RadioSelect,
    )
    value = DecimalIndonesia(label="Nilai", max_digits=18, decimal_places=4)
    measured_on = TanggalField(
        label="Per tanggal", help_text="Hari terakhir yang tercakup oleh nilai ini."
    )
    source = forms.CharField(
        label="Sumber", max_length=300, help_text="Laporan, aplikasi, atau surat asal angka ini."
    )


@page
def key_value(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Write down a measured value; a later entry for the same day corrects the earlier one."""
    indicator, today = managed_indicator(request, indicator_id), timezone.localdate()
    form = ValueForm(request.POST or None, initial={"measured_on": today})
    if done(
        form,
        lambda: record_key_value(
            indicator=indicator, by=request.person, on=today, **form.cleaned_data
        ),
    ):
        messages.success(request, "Nilai dicatat.")
        return redirect("key_indicator_show", indicator.pk)
    context = {"form": form, "indicator": indicator}
    return render(request, "planning/key_indicator/value.html", context, status=status(form))
