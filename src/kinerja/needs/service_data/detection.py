"""What the figures of a data set tell, kept when they change, said in words when they are read."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import models, transaction

from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.service_data.dataset import (
    ServiceDataset,
    ServiceMeasure,
    ServicePlace,
    check_may_keep,
)
from kinerja.needs.service_data.period import Frequency, end_of
from kinerja.needs.service_data.series import MeasureSeries, page_of, series_of
from kinerja.needs.service_data.words import figure, sentence
from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.records.event import record
from kinerja.rules.service_data import Examined, examine, examine_places, worst_place


class ServiceDetection(models.Model):
    """One thing that stands out; `place` is empty for all places together."""

    class Kind(models.TextChoices):
        BREAK = "break", "Perubahan tingkat"
        DRIFT = "drift", "Perubahan berangsur"
        SEASON = "season", "Pola musiman"
        OUTLIER = "outlier", "Tidak biasa"
        WORST = "worst", "Tempat terburuk"

    measure = models.ForeignKey(ServiceMeasure, models.CASCADE, related_name="detections")
    place = models.ForeignKey(ServicePlace, models.CASCADE, null=True, related_name="detections")
    kind = models.CharField("jenis", max_length=7, choices=Kind)
    period = models.DateField("periode")  # the first day of that in which it is or begins
    last = models.DateField()  # the first day of the last period that was examined
    value = models.FloatField()  # since then, or of that period
    usual = models.FloatField()  # before, or to be expected; of other places
    score = models.FloatField()
    limit = models.FloatField()
    figures = models.PositiveIntegerField()  # periods with a figure
    profile = models.JSONField(
        default=list
    )  # of a season: how far each period stands from the mean

    class Meta:
        ordering = ["measure", models.F("place").asc(nulls_first=True), "kind", "-period"]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"

    @property
    def frequency(self) -> Frequency:
        return self.measure.dataset.period.shown

    @property
    def said(self) -> str:
        """The sentence with its numbers."""
        return sentence(
            kind=self.kind,
            measure=self.measure.name,
            unit=self.measure.unit_of_measure,
            each=self.measure.unit_each,
            place=self.place.name if self.place else "",
            frequency=self.frequency,
            period=self.period,
            last=self.last,
            value=self.value,
            usual=self.usual,
            figures=self.figures,
            profile=self.profile,
            lower_is_better=self.measure.polarity == ServiceMeasure.Polarity.LOWER,
        )

    @property
    def is_worse(self) -> bool | None:
        """Did it move to the bad side? None where the measure has none, or nothing moved."""
        if self.measure.polarity == ServiceMeasure.Polarity.NONE or self.kind == self.Kind.SEASON:
            return None
        rose = self.value > self.usual
        return rose == (self.measure.polarity == ServiceMeasure.Polarity.LOWER)

    @property
    def key(self) -> str:
        """Of the finding that it becomes: the same thing seen again is the same finding."""
        place = self.place_id or "semua"
        return f"service_data:{self.measure_id}:{place}:{self.kind}:{self.period.isoformat()}"


def examine_dataset(dataset: ServiceDataset) -> None:
    """Examine all measures anew; call it in the transaction that changed the figures."""
    ServiceDetection.objects.filter(measure__dataset=dataset).delete()
    rows: list[ServiceDetection] = []
    for measure in dataset.measures.all():
        measure.dataset = dataset
        rows += _detected(measure, series_of(measure))
    ServiceDetection.objects.bulk_create(rows, batch_size=2_000)


@transaction.atomic
def edit_measure(
    *,
    measure: ServiceMeasure,
    unit_of_measure: str,
    polarity: str,
    together: str,
    by: Person,
    on: date,
) -> ServiceMeasure:
    """Put the sheet of a measure right; the figures stay and are examined anew.

    Errors: NotAllowed, InvalidInput.
    """
    rows = ServiceMeasure.objects.select_for_update(of=("self",)).select_related("dataset__unit")
    held = rows.get(pk=measure.pk)
    check_may_keep(by, on, held.dataset.unit)
    said: dict[str, Any] = {
        "unit_of_measure": " ".join(unit_of_measure.split()),
        "polarity": polarity,
        "together": together,
    }
    changes = {
        name: [getattr(held, name), value]
        for name, value in said.items()
        if getattr(held, name) != value
    }
    if changes:
        for name, value in said.items():
            setattr(held, name, value)
        check_fields(held)
        held.save()
        examine_dataset(held.dataset)
        record("service_measure.edited", about=held, by=by, data={"changes": changes})
    return held


def newest_of(datasets: Collection[int]) -> dict[int, ServiceDetection]:
    """What happened last in each of these data sets, by its id; of the same period what stands
    out most. A pattern of every year is no news. One query."""
    rows = ServiceDetection.objects.filter(measure__dataset__in=datasets).exclude(
        kind__in=(ServiceDetection.Kind.SEASON, ServiceDetection.Kind.WORST)
    )
    last = rows.order_by("measure__dataset_id", "-period", "-score").distinct("measure__dataset_id")
    return {row.measure.dataset_id: row for row in last.select_related("measure__dataset", "place")}


def note_detection(*, detection: ServiceDetection, by: Person, on: date) -> Finding:
    """Make a finding of it, with its figures as evidence; twice: the first. Errors: NotAllowed."""
    measure = detection.measure
    shown = [
        Proof(
            said=detection.said,
            page=page_of(measure),
            value=figure(detection.value),
            unit_of_measure=measure.unit_of_measure,
            cases=detection.figures,
            measured_on=end_of(detection.last, detection.frequency),
        )
    ]
    return note_finding(
        source=Finding.Source.SERVICE_DATA,
        statement=detection.said[:300],
        proofs=shown,
        by=by,
        on=on,
        unit=measure.dataset.unit,
        key=detection.key,
    )


def _detected(measure: ServiceMeasure, found: MeasureSeries) -> Iterable[ServiceDetection]:
    if not found.periods:
        return
    frequency = measure.dataset.period.shown
    values = [one.values for one in found.places]
    if len(values) > 1:
        said = examine_places(values, frequency.cycle)
        share = 1 if measure.together == ServiceMeasure.Together.SUM else len(values)
        yield from _rows(measure, None, found, said, share)
    for one in found.places:
        said = examine(one.values, frequency.cycle, among=len(values))
        yield from _rows(measure, one.place, found, said, 1)
    if measure.polarity == ServiceMeasure.Polarity.NONE:
        return
    worst = worst_place(values, measure.polarity == ServiceMeasure.Polarity.HIGHER)
    if worst is not None:
        place = found.places[worst.place]
        yield _row(
            measure,
            place.place,
            found,
            ServiceDetection.Kind.WORST,
            len(found.periods) - 1,
            (worst.value, worst.others, min(worst.score, 99.0), worst.limit),
            sum(value is not None for value in place.values[-12:]),
        )


def _rows(
    measure: ServiceMeasure, place: int | None, found: MeasureSeries, said: Examined, share: int
) -> Iterable[ServiceDetection]:
    """`share`: a mean of places is examined as their sum."""
    kind = ServiceDetection.Kind
    if shift := said.shift:
        yield _row(
            measure,
            place,
            found,
            kind.DRIFT if shift.drift else kind.BREAK,
            shift.at,
            (shift.after / share, shift.before / share, shift.score, shift.limit),
            said.figures,
        )
    if season := said.season:
        first = found.periods[0]
        offset = (first.month - 1) * len(season.profile) // 12
        turned = [
            season.profile[(number - offset) % len(season.profile)] / share
            for number in range(len(season.profile))
        ]
        numbers = [value for value in found.together if value is not None]
        if place is not None:
            row = next(one for one in found.places if one.place == place)
            numbers = [value for value in row.values if value is not None]
        mean = sum(numbers) / len(numbers)
        score = (max(turned) + mean, mean, season.score, season.limit)
        row_of = _row(measure, place, found, kind.SEASON, 0, score, said.figures)
        row_of.profile = turned
        yield row_of
    for one in said.outliers:
        numbers_of = (one.value / share, one.expected / share, one.score, one.limit)
        yield _row(measure, place, found, kind.OUTLIER, one.at, numbers_of, said.figures)


def _row(
    measure: ServiceMeasure,
    place: int | None,
    found: MeasureSeries,
    kind: Any,
    at: int,
    numbers: tuple[float, float, float, float],
    figures: int,
) -> ServiceDetection:
    value, usual, score, limit = numbers
    return ServiceDetection(
        measure=measure,
        place_id=place,
        kind=kind,
        period=found.periods[at],
        last=found.periods[-1],
        value=value,
        usual=usual,
        score=score,
        limit=limit,
        figures=figures,
    )
