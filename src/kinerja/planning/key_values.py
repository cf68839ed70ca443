"""Many measured values at once, as a file or another system brings them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.people.scope import EVERYWHERE
from kinerja.planning.goal import goal_scope
from kinerja.planning.key_indicator import KeyIndicator, KeyValue, measured_data
from kinerja.planning.refusals import FutureValue, NotYours
from kinerja.records.event import Happening, record_many


@dataclass(frozen=True)
class Entry:
    """One value as it came in."""

    indicator: KeyIndicator
    measured_on: date
    value: Decimal
    source: str
    kind: str = KeyValue.Kind.REALISATION


@transaction.atomic
def record_key_values(
    *,
    entries: Sequence[Entry],
    by: Person | None,
    on: date,
    origin: str = KeyValue.Origin.FILE,
    file_name: str = "",
    file_digest: str = "",
) -> list[KeyValue]:
    """Write down what is new among these values: the same rows and events as one by one.

    What is on record already is left out, so the same file twice stores nothing the second time.
    Errors: NotYours, FutureValue, InvalidInput; then nothing is stored.
    """
    held = _held(entries, by, on)
    known = recorded(held.values())
    rows: list[KeyValue] = []
    for entry in entries:
        if entry.measured_on > on:
            raise FutureValue("Tanggal pengukuran belum tiba. Catat nilainya setelah hari itu.")
        row = KeyValue(
            indicator=held[entry.indicator.pk],
            kind=entry.kind,
            measured_on=entry.measured_on,
            value=entry.value,
            source=entry.source.strip(),
            origin=origin,
            file_name=file_name[:200],
            file_digest=file_digest,
            recorded_by=by,
        )
        check_fields(row)
        said = (row.indicator_id, row.kind, row.measured_on)
        if known.get(said) == (row.value, row.source):
            continue
        known[said] = (row.value, row.source)
        rows.append(row)
    KeyValue.objects.bulk_create(rows)
    record_many(
        Happening("key_indicator.measured", row.indicator, by, data=measured_data(row))
        for row in rows
    )
    return rows


Known = dict[tuple[int, str, date], tuple[Decimal, str]]


def recorded(indicators: Iterable[KeyIndicator]) -> Known:
    """The last value and its source of each day and kind; one query."""
    rows = KeyValue.objects.filter(indicator__in=[one.pk for one in indicators]).order_by("pk")
    named = rows.values_list("indicator_id", "kind", "measured_on", "value", "source")
    return {(pk, kind, day): (value, source) for pk, kind, day, value, source in named}


def _held(entries: Iterable[Entry], by: Person | None, on: date) -> dict[int, KeyIndicator]:
    """The indicators, held in one order, if all of them are looked after."""
    rows = (
        KeyIndicator.objects.select_for_update(of=("self",))
        .select_related("goal__unit")
        .filter(pk__in={entry.indicator.pk for entry in entries})
        .order_by("pk")
    )
    held = {row.pk: row for row in rows}
    scope = EVERYWHERE if by is None else goal_scope(by, on)
    for row in held.values():
        if not scope.covers(row.goal.unit):
            raise NotYours(
                f"Anda tidak bertugas mengelola indikator “{row.name}”. Hubungi bagian perencanaan."
            )
    return held
