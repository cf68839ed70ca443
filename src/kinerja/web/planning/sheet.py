"""The sheet of an indicator (A.1.3), and noting the word that is reached on a scale."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.planning.indicator import Indicator
from kinerja.planning.sheet import FIELDS, IndicatorSheet, ScaleReading, record_reading, write_sheet
from kinerja.planning.work_result import WorkResult
from kinerja.rules.plan import ResultQuality
from kinerja.rules.scale import scale_gap
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.choices import OPEN_CHOICE
from kinerja.web.planning.result import own_indicator


class SheetForm(Form):
    """The rows of form A.1.3 that the plan does not say already."""

    purpose = TextField(label="Tujuan", rows=2, max_length=1_000)
    definition = TextField(label="Definisi", rows=3, max_length=2_000)
    formula = TextField(
        label="Formula",
        rows=2,
        max_length=1_000,
        required=False,
        help_text="Boleh dikosongkan pada pendekatan kualitatif.",
    )
    quality = forms.ChoiceField(
        label="Kualitas dan tingkat kendali", choices=[*OPEN_CHOICE, *ResultQuality.choices()]
    )
    data_source = forms.CharField(label="Sumber data", max_length=300)
    owner = forms.CharField(label="Pemilik data", max_length=200, required=False)
    period = forms.ChoiceField(
        label="Periode pelaporan", choices=[*OPEN_CHOICE, *IndicatorSheet.Period.choices]
    )


class ReadingForm(Form):
    """Which word is reached, on which day."""

    word = forms.ChoiceField(label="Posisi sekarang", widget=forms.RadioSelect)
    measured_on = TanggalField(label="Keadaan tanggal")
    note = forms.CharField(label="Keterangan", max_length=300, required=False)

    def __init__(self, *args: object, scale: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].choices = [(word, word) for word in scale]  # type: ignore[attr-defined]


def seen_indicator(person: Person, indicator_id: int) -> Indicator:
    """An indicator of a plan that one may read, or 404."""
    seen = Indicator.objects.filter(result__in=WorkResult.objects.visible_to(person))
    seen = seen.select_related("result__plan__person", "result__plan__assignment__position__unit")
    return get_object_or_404(seen, pk=indicator_id)


@page
def sheet_show(request: PageRequest, indicator_id: int) -> HttpResponse:
    """The sheet, to be read and printed."""
    indicator = seen_indicator(request.person, indicator_id)
    readings = list(ScaleReading.objects.filter(indicator=indicator.line).order_by("-measured_on"))
    target, scale = indicator.target_text, indicator.scale
    now = next((one for one in readings if one.word in scale), None)
    context = {
        "indicator": indicator,
        "plan": indicator.result.plan,
        "sheet": IndicatorSheet.objects.filter(indicator=indicator.line).first(),
        "owner": indicator.result.plan.person_id == request.person.pk,
        "readings": readings,
        "now": now,
        "gap": scale_gap(scale, target, now.word) if now else None,
        "qualities": ResultQuality,
        "periods": IndicatorSheet.Period,
    }
    return render(request, "planning/sheet/show.html", context)


@page
def sheet_edit(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Write the sheet of one's own indicator."""
    indicator = own_indicator(request.person, indicator_id)
    sheet = IndicatorSheet.objects.filter(indicator=indicator.line).first()
    initial = {name: getattr(sheet, name) for name in FIELDS} if sheet else None
    initial = initial or {"quality": indicator.result.quality}
    form = SheetForm(request.POST or None, initial=initial)
    if done(
        form,
        lambda: write_sheet(
            indicator=indicator,
            by=request.person,
            on=timezone.localdate(),
            **form.cleaned_data,
        ),
    ):
        messages.success(request, "Manual indikator disimpan.")
        return redirect("sheet_show", indicator.pk)
    context = {"form": form, "indicator": indicator}
    return render(request, "planning/sheet/edit.html", context, status=status(form))


@page
def reading_new(request: PageRequest, indicator_id: int) -> HttpResponse:
    """Note where one stands on the scale of one's own indicator."""
    indicator, today = own_indicator(request.person, indicator_id), timezone.localdate()
    form = ReadingForm(request.POST or None, scale=indicator.scale, initial={"measured_on": today})
    if done(
        form,
        lambda: record_reading(
            indicator=indicator, by=request.person, on=today, **form.cleaned_data
        ),
    ):
        messages.success(request, "Posisi dicatat.")
        return redirect("sheet_show", indicator.pk)
    context = {"form": form, "indicator": indicator}
    return render(request, "planning/sheet/reading.html", context, status=status(form))
