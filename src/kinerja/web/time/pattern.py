"""Which units work six days, or by a roster."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kinerja.people.time_keeping import kept_units
from kinerja.people.unit import Unit
from kinerja.people.unit_pattern import UnitPattern, set_unit_pattern
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.people.choose import Question, choose_unit, chosen
from kinerja.web.people.day import DayField
from kinerja.web.time.gate import time_keeper
from kinerja.web.time.tabs import tabs

UNIT = "unit"


class PatternForm(Form):
    pattern = forms.ChoiceField(
        label="Pola kerja",
        required=False,
        choices=[("", "Ikut unit di atasnya"), *UnitPattern.Pattern.choices],
    )
    on = DayField(label="Mulai berlaku")


@page
def pattern_list(request: PageRequest) -> HttpResponse:
    """The units with a pattern of their own."""
    by, today = time_keeper(request), timezone.localdate()
    units = kept_units(by, today)
    rows = UnitPattern.objects.filter(unit__in=units).exclude(ends_on__lt=today)
    context = {
        "tabs": tabs("pattern_list"),
        "rows": rows.select_related("unit__parent").order_by("unit__path", "starts_on"),
        "today": today,
    }
    return render(request, "time/pattern_list.html", context)


@page
def pattern_set(request: PageRequest) -> HttpResponse:
    """Choose the unit, then its pattern and from when on."""
    by, today = time_keeper(request), timezone.localdate()
    units = kept_units(by, today)
    key = chosen(request, UNIT)
    if key is None:
        question = Question(
            UNIT,
            "Pola kerja unit mana?",
            "Unit di bawahnya ikut, kecuali yang mempunyai pola sendiri.",
            reverse("pattern_list"),
            "Pola kerja unit",
        )
        return choose_unit(request, question, units)
    unit = get_object_or_404(units, pk=key)
    running = UnitPattern.objects.on(today).filter(unit=unit).first()
    initial = {"pattern": running.pattern if running else "", "on": today}
    form = PatternForm(request.POST or None, initial=initial)
    if done(form, lambda: set_unit_pattern(unit=unit, by=by, **form.cleaned_data)):
        messages.success(request, f"Pola kerja {unit} disimpan.")
        return redirect("pattern_list")
    context = {"form": form, "unit": unit, "above": _above(unit)}
    return render(request, "time/pattern_set.html", context, status=status(form))


def _above(unit: Unit) -> UnitPattern | None:
    """The pattern that the unit follows while it has none of its own."""
    above = [pk for pk in unit.lineage if pk != unit.pk]
    rows = UnitPattern.objects.on(timezone.localdate()).filter(unit__in=above)
    return rows.select_related("unit").order_by("-unit__path").first()
