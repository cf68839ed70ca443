"""Data of services: the list, one set with its chart, places and what stands out in it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.finding import Finding
from kinerja.needs.scope import may_analyse, need_scope
from kinerja.needs.service_data.dataset import (
    LONGEST_NAME,
    ServiceDataset,
    ServiceMeasure,
    ServicePlace,
    add_dataset,
)
from kinerja.needs.service_data.detection import (
    ServiceDetection,
    edit_measure,
    newest_of,
    note_detection,
)
from kinerja.needs.service_data.period import Frequency, name_of, short_name, spans
from kinerja.needs.service_data.series import MeasureSeries, series_of
from kinerja.needs.service_data.words import figure, visibility
from kinerja.people.scope import UnitScope
from kinerja.rules.service_data import LEAST, visible
from kinerja.web.asked import row_in
from kinerja.web.attempt import made, status
from kinerja.web.charts import Chart, Series, bar_chart, line_chart
from kinerja.web.forms import Form
from kinerja.web.needs.finding import offer_units
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.web.unit_field import UnitField

SHOWN = 30
BARS = 15  # places in the picture; the table has all
YEAR = 12  # last periods that the places are compared by
POINTS = 60  # periods in the chart


class DatasetForm(Form):
    """What is counted, whose it is, and where it comes from."""

    name = forms.CharField(
        label="Nama data", max_length=LONGEST_NAME, help_text="Misalnya “Angkutan umum kota”."
    )
    unit = UnitField(empty_label="Seluruh instansi")
    frequency = forms.ChoiceField(label="Satu angka untuk tiap", choices=Frequency.choices())
    source = forms.CharField(
        label="Sumber data",
        max_length=200,
        help_text="Aplikasi, buku, atau laporan tempat angkanya dapat diperiksa.",
    )
    sample = forms.BooleanField(
        label="Ini data contoh, bukan data layanan yang sebenarnya", required=False
    )

    def __init__(self, *args: Any, scope: UnitScope, **kwargs: Any) -> None:
        super().__init__(*args, initial={"frequency": Frequency.MONTH}, **kwargs)
        offer_units(self, scope)


class MeasureForm(Form):
    """The sheet of one measure."""

    unit_of_measure = forms.CharField(label="Satuan", max_length=40)
    polarity = forms.ChoiceField(label="Arah", choices=ServiceMeasure.Polarity.choices)
    together = forms.ChoiceField(
        label="Angka beberapa tempat atau hari",
        choices=ServiceMeasure.Together.choices,
        help_text="Jumlah penumpang dijumlahkan; waktu tunggu dirata-ratakan.",
    )


@page
def datasets(request: PageRequest) -> HttpResponse:
    """All data sets, newest first, each with what stands out in it last."""
    rows = ServiceDataset.objects.visible_to(request.person).select_related("unit")
    found = keyset(request, rows, SHOWN)
    said = newest_of([one.pk for one in found])
    context = {
        "page": found,
        "rows": [(one, said.get(one.pk)) for one in found],
        "keeps": bool(need_scope(request.person, timezone.localdate())),
    }
    return render(request, "needs/service_data/list.html", context)


@page
def dataset_new(request: PageRequest) -> HttpResponse:
    """The sheet of a new data set; its figures come next."""
    scope = need_scope(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    form = DatasetForm(request.POST or None, scope=scope)
    added = made(
        form,
        lambda: add_dataset(by=request.person, on=timezone.localdate(), **form.cleaned_data),
    )
    if added is not None:
        messages.success(request, "Data dibuat. Sekarang muat berkas angkanya.")
        return redirect("service_dataset_load", added.pk)
    return render(request, "needs/service_data/new.html", {"form": form}, status=status(form))


@page
def dataset(request: PageRequest, dataset_id: int) -> HttpResponse:
    """One measure of it: its course, what stands out, its places, its gaps, its loads."""
    one = _visible(request, dataset_id)
    measures = list(one.measures.all())
    measure = row_in(one.measures.all(), request.GET.get("ukuran", "")) or (
        measures[0] if measures else None
    )
    context: dict[str, Any] = {
        "one": one,
        "keeps": may_analyse(request.person, timezone.localdate(), one.unit),
        "loads": one.loads.select_related("by", "attachment")[:SHOWN],
    }
    if measure is not None:
        measure.dataset = one
        place = row_in(one.places.all(), request.GET.get("tempat", ""))
        context |= _measure_parts(measure, place)
        context["tabs"] = [
            Tab(row.name, f"?ukuran={row.pk}", row.pk == measure.pk) for row in measures
        ]
    return render(request, "needs/service_data/show.html", context)


@page
def measure_edit(request: PageRequest, measure_id: int) -> HttpResponse:
    """Put the sheet of a measure right."""
    rows = ServiceMeasure.objects.filter(
        dataset__in=ServiceDataset.objects.visible_to(request.person)
    )
    measure = get_object_or_404(rows.select_related("dataset__unit"), pk=measure_id)
    if not may_analyse(request.person, timezone.localdate(), measure.dataset.unit):
        raise PermissionDenied
    initial = {name: getattr(measure, name) for name in MeasureForm.base_fields}
    form = MeasureForm(request.POST or None, initial=initial)
    edited = made(
        form,
        lambda: edit_measure(
            measure=measure, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    )
    if edited is not None:
        messages.success(request, "Keterangan ukuran tersimpan.")
        return redirect(_page_of(measure))
    context = {"form": form, "measure": measure, "back_to": _page_of(measure)}
    return render(request, "needs/service_data/measure.html", context, status=status(form))


@page
@require_POST
def detection_note(request: PageRequest, detection_id: int) -> HttpResponse:
    """Make a finding of what stands out, with its figures as evidence."""
    rows = ServiceDetection.objects.filter(
        measure__dataset__in=ServiceDataset.objects.visible_to(request.person)
    ).select_related("measure__dataset__unit", "place")
    detection = get_object_or_404(rows, pk=detection_id)
    finding = note_detection(detection=detection, by=request.person, on=timezone.localdate())
    messages.success(request, "Tercatat sebagai temuan, dengan angkanya sebagai bukti.")
    return redirect("finding", finding.pk)


@dataclass(frozen=True)
class SeenDetection:
    """What stands out, and the finding that was made of it."""

    row: ServiceDetection
    finding: Finding | None


@dataclass(frozen=True)
class PlaceLine:
    """One place: its last year, and how it moved against the year before."""

    place: ServicePlace
    value: Decimal
    moved: Decimal | None  # per cent
    figures: int
    page: str


def _measure_parts(measure: ServiceMeasure, place: ServicePlace | None) -> dict[str, Any]:
    found = series_of(measure)
    detections = list(measure.detections.select_related("place"))
    for row in detections:
        row.measure = measure
    shown = [row for row in detections if place is None or row.place_id == place.pk]
    # Of many places, what they tell together comes first; the others open in place.
    apart = [
        row
        for row in shown
        if place is None and len(found.places) > 1 and row.place_id and row.kind != "worst"
    ]
    noted = {
        one.key: one
        for one in Finding.objects.standing().filter(key__in=[row.key for row in detections])
    }
    values = found.together
    if place is not None:
        rows = [one.values for one in found.places if one.place == place.pk]
        values = rows[0] if rows else (None,) * len(found.periods)
    frequency = measure.dataset.period.shown
    missing = [start for start, value in zip(found.periods, values, strict=True) if value is None]
    lines = _places(measure, found)
    level = next(
        (
            row
            for row in detections
            if row.kind == "break" and row.place_id == (place.pk if place else None)
        ),
        None,
    )
    if len(found.places) == 1 and place is None:
        level = next((row for row in detections if row.kind == "break"), None)
    return {
        "measure": measure,
        "place": place,
        "chart": _course(measure, found, values, level) if found.periods else None,
        "detections": [SeenDetection(row, noted.get(row.key)) for row in shown if row not in apart],
        "of_places": [SeenDetection(row, noted.get(row.key)) for row in apart],
        "enough": sum(value is not None for value in values) >= LEAST,
        "least": LEAST,
        "visible": _telling(measure, found, values) if place or len(found.places) == 1 else "",
        "figures": sum(value is not None for value in values),
        "word": frequency.word,
        "missing": spans(missing, frequency),
        "partly": spans(found.partly, frequency) if place is None else [],
        "places": lines if len(lines) > 1 else [],
        "bars": _bars(measure, lines) if len(lines) > 1 else None,
        "left_out": max(len(lines) - BARS, 0),
        "compared": min(YEAR, len(found.periods)),
        "until": name_of(found.periods[-1], frequency) if found.periods else "",
    }


def _telling(
    measure: ServiceMeasure, found: MeasureSeries, values: tuple[float | None, ...]
) -> str:
    """What this one series can show at all, by its length and its noise."""
    frequency = measure.dataset.period.shown
    seen = visible(values, frequency.cycle, among=len(found.places))
    if seen is None:
        return ""
    figures = sum(value is not None for value in values)
    return visibility(seen, measure.unit_of_measure, frequency, figures)


def _course(
    measure: ServiceMeasure,
    found: MeasureSeries,
    values: tuple[float | None, ...],
    level: ServiceDetection | None,
) -> Chart:
    """The last five years, with the level before and after a break."""
    starts = found.periods[-POINTS:]
    series = [Series(measure.name, [_exact(value) for value in values[-POINTS:]])]
    if level is not None:
        steps = [level.usual if start < level.period else level.value for start in starts]
        series.append(Series("Rata-rata", [figure(step) for step in steps]))
    frequency = measure.dataset.period.shown
    return line_chart(
        f"{measure.name}, {measure.unit_each}",
        [short_name(start, frequency) for start in starts],
        series,
    )


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else figure(value)


def _places(measure: ServiceMeasure, found: MeasureSeries) -> list[PlaceLine]:
    """All places by their last year, the worst ones first where the measure has a bad side."""
    names = measure.dataset.places.in_bulk()
    lines = []
    for one in found.places:
        last = [value for value in one.values[-YEAR:] if value is not None]
        before = [value for value in one.values[-2 * YEAR : -YEAR] if value is not None]
        if not last:
            continue
        mean = sum(last) / len(last)
        moved = None
        if before and sum(before) > 0:
            usual = sum(before) / len(before)
            moved = figure((mean - usual) / usual * 100)
        page = f"{_page_of(measure)}&tempat={one.place}"
        lines.append(PlaceLine(names[one.place], figure(mean), moved, len(last), page))
    lower_first = measure.polarity == ServiceMeasure.Polarity.HIGHER
    return sorted(lines, key=lambda line: (line.value if lower_first else -line.value, line.page))


def _bars(measure: ServiceMeasure, lines: list[PlaceLine]) -> Chart:
    worst = measure.detections.filter(kind=ServiceDetection.Kind.WORST).values_list(
        "place__name", flat=True
    )
    return bar_chart(
        f"{measure.name} menurut tempat",
        [(line.place.name, line.value) for line in lines[:BARS]],
        unit=measure.unit_of_measure,
        heed=list(worst),
    )


def _page_of(measure: ServiceMeasure) -> str:
    return f"/data-layanan/{measure.dataset_id}/?ukuran={measure.pk}"


def _visible(request: PageRequest, dataset_id: int) -> ServiceDataset:
    rows = ServiceDataset.objects.visible_to(request.person).select_related("unit")
    return get_object_or_404(rows, pk=dataset_id)
