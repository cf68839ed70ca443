"""The figures that count, as series: of one place, or of all places together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kinerja.needs.service_data.dataset import ServiceMeasure, ServicePlace
from kinerja.needs.service_data.period import Frequency, end_of, periods, start_of
from kinerja.people.unit import Unit
from kinerja.rules.service_data import whole

SUMS = """
    SELECT place_id, date_trunc(%s, period)::date AS start, SUM(value), SUM(cases)
    FROM needs_servicevalue WHERE measure_id = %s AND counts GROUP BY 1, 2
"""
MEANS = """
    SELECT place_id, date_trunc(%s, period)::date AS start,
        CASE WHEN COUNT(cases) = COUNT(*) AND SUM(cases) > 0
            THEN SUM(value * cases) / SUM(cases) ELSE AVG(value) END,
        SUM(cases)
    FROM needs_servicevalue WHERE measure_id = %s AND counts GROUP BY 1, 2
"""


@dataclass(frozen=True)
class PlaceSeries:
    """One place; a value for each period, None where there is none."""

    place: int
    values: tuple[float | None, ...]
    cases: tuple[int | None, ...]


@dataclass(frozen=True)
class MeasureSeries:
    """All places of a measure over the same periods, and what they are together."""

    periods: tuple[date, ...]
    places: tuple[PlaceSeries, ...]
    together: tuple[float | None, ...]
    complete: tuple[int, ...]  # places with a figure, of each period

    @property
    def partly(self) -> list[date]:
        """Periods in which some places lack a figure, but not so many that none is shown."""
        full = len(self.places)
        return [
            start
            for start, count, value in zip(self.periods, self.complete, self.together, strict=True)
            if count < full and value is not None
        ]


def series_of(measure: ServiceMeasure) -> MeasureSeries:
    """What counts of a measure; days are put together to months. Two queries at most."""
    frequency = measure.dataset.period.shown
    sums = measure.together == ServiceMeasure.Together.SUM
    with connection.cursor() as cursor:
        cursor.execute(SUMS if sums else MEANS, [str(frequency), measure.pk])
        found = cursor.fetchall()
    if not found:
        return MeasureSeries((), (), (), ())
    starts = periods(min(row[1] for row in found), max(row[1] for row in found), frequency)
    at = {start: number for number, start in enumerate(starts)}
    values: dict[int, list[float | None]] = {}
    cases: dict[int, list[int | None]] = {}
    for place, start, value, count in found:
        values.setdefault(place, [None] * len(starts))[at[start]] = float(value)
        cases.setdefault(place, [None] * len(starts))[at[start]] = count
    places = tuple(
        PlaceSeries(place, tuple(values[place]), tuple(cases[place])) for place in sorted(values)
    )
    together, complete = whole([one.values for one in places])
    if not sums:
        together = [None if value is None else value / len(places) for value in together]
    return MeasureSeries(tuple(starts), places, tuple(together), tuple(complete))


@dataclass(frozen=True)
class SeriesValue:
    """One figure for an indicator, with where it comes from."""

    value: Decimal
    cases: int  # figures that it rests on: places and days, or the cases that came with them
    period_end: date
    page: str  # where it can be looked at
    origin: str  # "Data layanan: Angkutan umum, dimuat 9 Oktober 2026"
    estimated: bool  # some places lack a figure of that period


def series_value(
    measure: ServiceMeasure,
    *,
    place: ServicePlace | None = None,
    unit: Unit | None = None,
    period: date | None = None,
) -> SeriesValue | None:
    """The figure of the period in which that day lies (None: the last one); None: there is none.

    Of one place, of the places that are this unit or lie under it, or of all.
    """
    found = series_of(measure)
    frequency = measure.dataset.period.shown
    wanted = _places(measure, place, unit)
    rows = [one for one in found.places if wanted is None or one.place in wanted]
    if not rows:
        return None
    together, complete = whole([one.values for one in rows])
    if measure.together != ServiceMeasure.Together.SUM:
        together = [None if value is None else value / len(rows) for value in together]
    at = _position(found.periods, together, frequency, period)
    if at is None or (value := together[at]) is None:
        return None
    counted = [one.cases[at] for one in rows if one.values[at] is not None]
    cases = sum(count or 0 for count in counted) if all(counted) else complete[at]
    return SeriesValue(
        value=Decimal(str(value)).quantize(Decimal("0.0001")),
        cases=cases,
        period_end=end_of(found.periods[at], frequency),
        page=page_of(measure),
        origin=f"Data layanan: {measure.dataset.name}, {measure.name}",
        estimated=complete[at] < len(rows),
    )


def page_of(measure: ServiceMeasure) -> str:
    return f"/data-layanan/{measure.dataset_id}/?ukuran={measure.pk}"


def _places(
    measure: ServiceMeasure, place: ServicePlace | None, unit: Unit | None
) -> set[int] | None:
    if place is not None:
        return {place.pk}
    if unit is None:
        return None
    rows: QuerySet[ServicePlace, Any] = ServicePlace.objects.filter(dataset=measure.dataset_id)
    return set(rows.filter(unit__path__startswith=unit.path).values_list("pk", flat=True))


def _position(
    starts: Sequence[date],
    values: Sequence[float | None],
    frequency: Frequency,
    period: date | None,
) -> int | None:
    if period is not None:
        start = start_of(period, frequency)
        return starts.index(start) if start in starts else None
    known = [at for at, value in enumerate(values) if value is not None]
    return known[-1] if known else None
