"""Figures come in loads: a file, or a call of a program. A newer figure replaces an older one for
the same place and period; the older one stays, and counts again when the newer load is taken back.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.db.models import Q

from kinerja.needs.service_data.dataset import (
    ServiceDataset,
    ServiceMeasure,
    ServicePlace,
    check_may_keep,
)
from kinerja.needs.service_data.detection import examine_dataset
from kinerja.needs.service_data.table import Figure, Table, read_table
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.attachment import Attachment, attach
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal

AT_ONCE = 5_000  # rows of one insert


class FileNotRight(Refusal):
    """Some cells of the file cannot be read."""


class LoadIsDone(Refusal):
    """The load was stored or taken back already."""


class ServiceLoad(models.Model):
    """One file or one call; `columns` says what its columns hold."""

    class State(models.TextChoices):
        DRAFT = "draft", "Belum dimuat"
        LOADED = "loaded", "Dimuat"
        WITHDRAWN = "withdrawn", "Dibatalkan"

    dataset = models.ForeignKey(ServiceDataset, models.CASCADE, related_name="loads")
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.DRAFT)
    file_name = models.CharField("berkas", max_length=200, blank=True)  # empty: from a program
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)  # SHA-256 of what came in
    columns = models.JSONField(default=dict)
    figures = models.PositiveIntegerField("angka baru", default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name or "Dari program"


class ServiceValue(models.Model):
    """One figure; `counts` is the newest one of its place, period and measure."""

    load = models.ForeignKey(ServiceLoad, models.CASCADE, related_name="values")
    measure = models.ForeignKey(
        ServiceMeasure, models.CASCADE, related_name="values", db_index=False
    )
    place = models.ForeignKey(ServicePlace, models.CASCADE, related_name="values", db_index=False)
    period = models.DateField("periode")  # its first day
    value = models.DecimalField("nilai", max_digits=18, decimal_places=4)
    cases = models.PositiveIntegerField("banyaknya kasus", null=True, blank=True)
    counts = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "place", "period"],
                condition=Q(counts=True),
                name="service_value_counts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"


@dataclass(frozen=True)
class MeasureSheet:
    """What a new measure needs beside its name."""

    unit_of_measure: str
    polarity: str = ServiceMeasure.Polarity.NONE
    together: str = ServiceMeasure.Together.SUM


@transaction.atomic
def receive_file(
    *, dataset: ServiceDataset, name: str, content: bytes, by: Person, at: datetime, on: date
) -> ServiceLoad:
    """Keep a file to look at; nothing of it is stored yet. The same file again: the first load.

    Errors: NotAllowed, FileRefused.
    """
    check_may_keep(by, on, dataset.unit)
    digest = hashlib.sha256(content).hexdigest()
    known = dataset.loads.filter(digest=digest).exclude(state=ServiceLoad.State.WITHDRAWN)
    if first := known.order_by("pk").first():
        return first
    table = read_table(
        content=content,
        file_name=name,
        frequency=dataset.period,
        on=on,
        place=place_of(dataset),
    )
    load = ServiceLoad(
        dataset=dataset,
        file_name=name[:200],
        attachment=attach(name=name, content=content, by=by),
        digest=digest,
        columns=table.columns,
        by=by,
        at=at,
    )
    check_fields(load)
    load.save(force_insert=True)
    record("service_load.received", about=load, by=by, data={"digest": digest})
    return load


def table_of(load: ServiceLoad, on: date, columns: Mapping[str, str] | None = None) -> Table:
    """The file of a load as it is read with its columns, or with these. Errors: FileRefused."""
    if load.attachment is None:
        raise InvalidInput("Muatan ini datang dari program, bukan dari berkas.")
    return read_table(
        content=load.attachment.blob.path.read_bytes(),
        file_name=load.file_name,
        frequency=load.dataset.period,
        on=on,
        place=place_of(load.dataset),
        columns=load.columns if columns is None else columns,
    )


@transaction.atomic
def set_columns(
    *, load: ServiceLoad, columns: Mapping[str, str], by: Person, on: date
) -> ServiceLoad:
    """Say what the columns of the file hold. Errors: NotAllowed, LoadIsDone, FileRefused."""
    held = _held(load, by, on)
    table = table_of(held, on, {**held.columns, **columns})
    if table.columns != held.columns:
        held.columns = table.columns
        held.save(update_fields=["columns"])
        record("service_load.mapped", about=held, by=by, data={"columns": table.columns})
    return held


@transaction.atomic
def store_load(
    *, load: ServiceLoad, sheets: Mapping[str, MeasureSheet], by: Person, on: date
) -> ServiceLoad:
    """Store the figures of the file, all or none; figures that stand there already add nothing.

    `sheets` holds what measures that are new to the data set need. Errors: NotAllowed,
    LoadIsDone, FileRefused, FileNotRight (a cell is wrong), InvalidInput.
    """
    held = _held(load, by, on)
    table = table_of(held, on)
    if table.problems:
        first = table.problems[0]
        raise FileNotRight(
            f"Perbaiki {len(table.problems)} sel dulu; yang pertama di baris {first.row}, kolom"
            f" {first.column}: {first.why}"
        )
    _put(held, table.figures, sheets, by)
    return held


@transaction.atomic
def take_figures(
    *,
    dataset: ServiceDataset,
    figures: Sequence[Figure],
    by: Person,
    at: datetime,
    on: date,
    key: UUID,
) -> tuple[ServiceLoad, bool]:
    """Figures that a program sends; the same key again: the first load, and False.

    Errors: NotAllowed, InvalidInput (a measure that the data set does not have; a day ahead).
    """
    check_may_keep(by, on, dataset.unit)
    ServiceDataset.objects.select_for_update(of=("self",)).get(pk=dataset.pk)
    if known := ServiceLoad.objects.filter(key=key).first():
        if known.dataset_id != dataset.pk or known.by_id != by.pk:
            raise InvalidInput("Kunci ini sudah dipakai untuk kiriman lain. Buat kunci baru.")
        return known, False
    if len({(one.period, one.place, one.measure) for one in figures}) < len(figures):
        raise InvalidInput("Satu tempat dan periode disebut dua kali dalam kiriman ini.")
    if any(one.period > on for one in figures):
        raise InvalidInput("Ada periode yang belum tiba.")
    said = repr(sorted((one.period, one.place, one.measure, one.value) for one in figures))
    load = ServiceLoad.objects.create(
        dataset=dataset, digest=hashlib.sha256(said.encode()).hexdigest(), by=by, at=at, key=key
    )
    _put(load, figures, {}, by)
    return load, True


@transaction.atomic
def withdraw_load(*, load: ServiceLoad, reason: str, by: Person, on: date) -> ServiceLoad:
    """Take a load back: its figures count no more, those before them do again. Twice: once.

    Errors: NotAllowed, InvalidInput without a reason.
    """
    held = _locked(load)
    check_may_keep(by, on, held.dataset.unit)
    if not reason.strip():
        raise InvalidInput("Tulis mengapa muatan ini dibatalkan.")
    if held.state == ServiceLoad.State.WITHDRAWN:
        return held
    held.state = ServiceLoad.State.WITHDRAWN
    held.save(update_fields=["state"])
    with connection.cursor() as cursor:
        cursor.execute(UNCOUNT, [held.pk])
        cursor.execute(RECOUNT, [held.pk])
    examine_dataset(held.dataset)
    record("service_load.withdrawn", about=held, by=by, reason=reason.strip())
    return held


UNCOUNT = "UPDATE needs_servicevalue SET counts = FALSE WHERE load_id = %s"
RECOUNT = """
    UPDATE needs_servicevalue SET counts = TRUE WHERE id IN (
        SELECT DISTINCT ON (older.measure_id, older.place_id, older.period) older.id
        FROM needs_servicevalue AS gone
        JOIN needs_servicevalue AS older USING (measure_id, place_id, period)
        JOIN needs_serviceload AS load ON load.id = older.load_id AND load.state = 'loaded'
        WHERE gone.load_id = %s
        ORDER BY older.measure_id, older.place_id, older.period, older.load_id DESC
    )
"""


def place_of(dataset: ServiceDataset) -> str:
    """Where figures without a place belong."""
    return dataset.unit.name[:150] if dataset.unit else "Seluruh instansi"


def _put(
    load: ServiceLoad, figures: Sequence[Figure], sheets: Mapping[str, MeasureSheet], by: Person
) -> None:
    dataset = load.dataset
    measures = _measures(dataset, {one.measure for one in figures}, sheets)
    places = _places(dataset, {one.place for one in figures})
    known = {
        (measure, place, period): (pk, value, cases)
        for pk, measure, place, period, value, cases in ServiceValue.objects.filter(
            measure__dataset=dataset, counts=True
        ).values_list("pk", "measure", "place", "period", "value", "cases")
    }
    fresh, replaced = [], []
    for one in figures:
        cell = (measures[one.measure], places[one.place], one.period)
        value = one.value.quantize(Decimal("0.0001"))
        if cell in known:
            pk, *there = known[cell]
            if there == [value, one.cases]:
                continue
            replaced.append(pk)
        fresh.append(
            ServiceValue(
                load=load,
                measure_id=cell[0],
                place_id=cell[1],
                period=one.period,
                value=value,
                cases=one.cases,
            )
        )
    ServiceValue.objects.filter(pk__in=replaced).update(counts=False)
    ServiceValue.objects.bulk_create(fresh, batch_size=AT_ONCE)
    load.state, load.figures = ServiceLoad.State.LOADED, len(fresh)
    load.save(update_fields=["state", "figures"])
    examine_dataset(dataset)
    data = {"figures": len(fresh), "replaced": len(replaced), "digest": load.digest}
    record("service_load.stored", about=load, by=by, data=data)


def _measures(
    dataset: ServiceDataset, names: set[str], sheets: Mapping[str, MeasureSheet]
) -> dict[str, int]:
    known = {one.name: one.pk for one in dataset.measures.all()}
    for name in sorted(names - set(known)):
        if name not in sheets:
            raise InvalidInput(f"Ukuran “{name}” belum ada dalam data ini.")
        sheet = sheets[name]
        measure = ServiceMeasure(
            dataset=dataset,
            name=name,
            unit_of_measure=" ".join(sheet.unit_of_measure.split()),
            polarity=sheet.polarity,
            together=sheet.together,
        )
        check_fields(measure)
        measure.save(force_insert=True)
        known[name] = measure.pk
    return known


def _places(dataset: ServiceDataset, names: set[str]) -> dict[str, int]:
    known = {one.name: one.pk for one in dataset.places.all()}
    new = sorted(names - set(known))
    if new:
        units: dict[str, Unit | None] = {}
        for unit in Unit.objects.open().filter(name__in=new):
            units[unit.name] = None if unit.name in units else unit  # two of that name: none
        rows = [ServicePlace(dataset=dataset, name=name, unit=units.get(name)) for name in new]
        known |= {row.name: row.pk for row in ServicePlace.objects.bulk_create(rows)}
    return known


def _locked(load: ServiceLoad) -> ServiceLoad:
    rows = ServiceLoad.objects.select_for_update(of=("self",))
    held = rows.select_related("dataset__unit", "attachment__blob").get(pk=load.pk)
    ServiceDataset.objects.select_for_update(of=("self",)).get(pk=held.dataset_id)
    return held


def _held(load: ServiceLoad, by: Person, on: date) -> ServiceLoad:
    held = _locked(load)
    check_may_keep(by, on, held.dataset.unit)
    if held.state != ServiceLoad.State.DRAFT:
        raise LoadIsDone("Berkas ini sudah dimuat atau dibatalkan.")
    return held
