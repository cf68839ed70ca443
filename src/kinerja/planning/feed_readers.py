"""What is measured in the rooms below and may feed an indicator: satisfaction, complaints, data of
services."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count

from kinerja.needs.complaint.figures import MEASURES as COMPLAINTS
from kinerja.needs.complaint.figures import measured
from kinerja.needs.service_data.dataset import ServiceDataset, ServiceMeasure, ServicePlace
from kinerja.needs.service_data.series import series_value
from kinerja.needs.survey.satisfaction import SatisfactionResult, satisfaction_of
from kinerja.people.unit import Unit
from kinerja.planning.indicator_feed import FeedReading, FeedSource, register
from kinerja.planning.key_indicator import KeyIndicator

MOST_SUBJECTS = 300
MOST_PLACES = 30  # of a data set; out of more nobody chooses from a list


def register_all() -> None:
    """Make them known."""
    register(FeedSource("satisfaction", "Indeks kepuasan", _services, _satisfaction))
    register(FeedSource("complaint", "Pengaduan", _stages, _complaints))
    register(FeedSource("service_data", "Data layanan", _measures, _service))


def _services(indicator: KeyIndicator) -> list[tuple[str, str]]:
    """Units and services with a published index, those of the goal's unit first."""
    rows = SatisfactionResult.objects.enough().order_by()
    known = rows.values_list("unit", "service", "unit__name").distinct()[:MOST_SUBJECTS]
    own = indicator.goal.unit_id
    pairs = [
        (unit != own, f"{unit}:{service}", f"{service}, {name}" if service else name)
        for unit, service, name in known
    ]
    return [(subject, name) for _, subject, name in sorted(pairs)]


def _satisfaction(
    indicator: KeyIndicator, subject: str, first: date, last: date
) -> FeedReading | None:
    """The latest index published for a period that ends within these days."""
    pk, _, service = subject.partition(":")
    unit = Unit.objects.filter(pk=int(pk)).first()
    found = satisfaction_of(unit=unit, service=service, first=first, last=last) if unit else None
    if unit is None or found is None:
        return None
    name = f"{service}, {unit.name}" if service else unit.name
    return FeedReading(
        value=found.index,
        source=f"Survei kepuasan: {name}",
        page=found.page,
        cases=found.respondents,
        period_end=found.ends_on,
    )


def _stages(indicator: KeyIndicator) -> Sequence[tuple[str, str]]:
    """The measures of complaints of the goal's unit (all, for a goal of the agency)."""
    unit = indicator.goal.unit
    whose = unit.name if unit else "seluruh instansi"
    return [
        (f"{code.replace('_', ':')}:{unit.pk if unit else ''}", f"{name}, {whose}")
        for code, name in COMPLAINTS.items()
    ]


def _complaints(
    indicator: KeyIndicator, subject: str, first: date, last: date
) -> FeedReading | None:
    """What the page of figures says of these days; without a case there is no figure."""
    stage, code, pk = subject.split(":")
    unit = Unit.objects.filter(pk=int(pk)).first() if pk else None
    if pk and unit is None:
        return None
    found = measured(unit, f"{stage}_{code}", first, last, on=last)
    if found is None:
        return None
    return FeedReading(
        value=found.value,
        source=f"Pengaduan: {COMPLAINTS[f'{stage}_{code}']}, {unit or 'seluruh instansi'}",
        page=found.page,
        cases=found.cases,
    )


def _measures(indicator: KeyIndicator) -> list[tuple[str, str]]:
    """What data sets of services measure: all places together, then each place of its own."""
    rows = ServiceMeasure.objects.select_related("dataset").order_by("dataset__name", "name")
    measures = list(rows[:MOST_SUBJECTS])
    places: dict[int, list[ServicePlace]] = {}
    few = ServiceDataset.objects.annotate(number=Count("places")).filter(
        pk__in={one.dataset_id for one in measures}, number__range=(2, MOST_PLACES)
    )
    for place in ServicePlace.objects.filter(dataset__in=few.values("pk")).order_by("name"):
        places.setdefault(place.dataset_id, []).append(place)
    whole = [(str(one.pk), f"{one.dataset.name}, {one.name}") for one in measures]
    parts = [
        (f"{one.pk}:{place.pk}", f"{one.dataset.name}, {one.name}, {place.name}")
        for one in measures
        for place in places.get(one.dataset_id, [])
    ]
    return (whole + parts)[:MOST_SUBJECTS]


def _service(indicator: KeyIndicator, subject: str, first: date, last: date) -> FeedReading | None:
    """The figure of the data's own period in which the last day lies, if it is over by then."""
    pk, _, place_pk = subject.partition(":")
    measure = ServiceMeasure.objects.select_related("dataset").filter(pk=int(pk)).first()
    place = None
    if measure and place_pk:
        place = ServicePlace.objects.filter(dataset=measure.dataset_id, pk=int(place_pk)).first()
    if measure is None or (place_pk and place is None):
        return None
    found = series_value(measure, place=place, period=last)
    if found is None or not first <= found.period_end <= last:
        return None
    return FeedReading(
        value=found.value,
        source=f"{found.origin}, {place.name}" if place else found.origin,
        page=f"{found.page}&tempat={place.pk}" if place else found.page,
        cases=found.cases,
        period_end=found.period_end,
    )
