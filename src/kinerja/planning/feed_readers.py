"""What is measured in the rooms below and may feed an indicator: satisfaction, complaints, data of
services."""

from collections.abc import Sequence
from datetime import date

from kinerja.needs.complaint.figures import MEASURES as COMPLAINTS
from kinerja.needs.complaint.figures import measured
from kinerja.needs.service_data.dataset import ServiceMeasure
from kinerja.needs.service_data.series import series_value
from kinerja.needs.survey.satisfaction import SatisfactionResult, satisfaction_of
from kinerja.people.unit import Unit
from kinerja.planning.indicator_feed import FeedReading, FeedSource, register
from kinerja.planning.key_indicator import KeyIndicator

MOST_SUBJECTS = 300


def register_all() -> None:
    """Make them known."""
    register(FeedSource("satisfaction", "Indeks kepuasan", _services, _satisfaction))
    register(FeedSource("complaint", "Pengaduan", _stages, _complaints))
    register(FeedSource("service_data", "Data layanan", _measures, _service))


def _services(indicator: KeyIndicator) -> list[tuple[str, str]]:
    """Units and services with a published index, those of the goal's unit first."""
    rows = SatisfactionResult.objects.standing().order_by()
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
    """What data sets of services measure."""
    rows = ServiceMeasure.objects.select_related("dataset").order_by("dataset__name", "name")
    return [(str(one.pk), f"{one.dataset.name}, {one.name}") for one in rows[:MOST_SUBJECTS]]


def _service(indicator: KeyIndicator, subject: str, first: date, last: date) -> FeedReading | None:
    """The figure of the data's own period in which the last day lies, if it is over by then."""
    measure = ServiceMeasure.objects.select_related("dataset").filter(pk=int(subject)).first()
    found = series_value(measure, period=last) if measure else None
    if found is None or not first <= found.period_end <= last:
        return None
    return FeedReading(
        value=found.value,
        source=found.origin,
        page=found.page,
        cases=found.cases,
        period_end=found.period_end,
    )
