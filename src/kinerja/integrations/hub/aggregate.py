"""What an agency tells others of a month: counts by kind of employee, no person, no unit.

The form in which it travels (JSON), version 1:

    {"schema": "kinerja.aggregate", "version": 1, "agency": {"code": "13.77", "name": "Kota …"},
     "period": "2026-10", "made_at": "2026-11-02T08:00:00+07:00",
     "cells": {"pns": {"people": 120, "planned": 110, "silent": null, "reports": 2400, …}}}

`null` is a number that would point at few people (`rules.aggregate.shown_count`); it is not zero.
Sums over the kinds are not sent: a hidden part could be counted back from them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kinerja.people.unit import Unit
from kinerja.rules.aggregate import shown_count
from kinerja.rules.refusal import Refusal
from kinerja.work.excluded import KINDS
from kinerja.work.recap import recap_of

SCHEMA, BUNDLE, VERSION = "kinerja.aggregate", "kinerja.aggregates", 1
PARTS = ("planned", "silent")  # of the people
REPORTS = ("reports", "accepted", "returned", "waiting")
CELLS = ("people", *PARTS, *REPORTS)
MOST_BYTES = 2_000_000
MOST_AGENCIES = 1_000  # in one bundle
LARGEST = 10**9

Cells = dict[str, dict[str, int | None]]  # kind of employee -> name of the number -> number


class UnreadableAggregate(Refusal):
    """The file is not an aggregate of ours, or it says what cannot be."""


@dataclass(frozen=True)
class Aggregate:
    """One month of one agency."""

    code: str
    name: str
    month: date  # its first day
    made_at: datetime
    cells: Cells

    def document(self) -> dict[str, Any]:
        """As it travels."""
        return {
            "schema": SCHEMA,
            "version": VERSION,
            "agency": {"code": self.code, "name": self.name},
            "period": f"{self.month:%Y-%m}",
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "cells": self.cells,
        }


def aggregate_of(*, code: str, name: str, month: date, at: datetime) -> Aggregate:
    """The aggregate of this installation; `at`: now. Errors: UnreadableAggregate for a bad code."""
    month = month.replace(day=1)
    sums = {kind.value: dict.fromkeys(CELLS, 0) for kind in KINDS}
    for top in Unit.objects.filter(parent=None):
        for line in recap_of(top, month).lines:
            for cell in CELLS:
                sums[line.kind.value][cell] += getattr(line, cell)
    cells = {kind: _shown(numbers) for kind, numbers in sums.items() if any(numbers.values())}
    return Aggregate(checked_code(code), name, month, at, cells)


def _shown(numbers: Mapping[str, int]) -> dict[str, int | None]:
    people = numbers["people"]
    if shown_count(people, people) is None:
        return dict.fromkeys(CELLS)
    parts = {cell: shown_count(min(numbers[cell], people), people) for cell in PARTS}
    return {"people": people, **parts, **{cell: numbers[cell] for cell in REPORTS}}


def bundle(aggregates: list[Aggregate]) -> dict[str, Any]:
    """Those of many agencies, for the level above."""
    items = [one.document() for one in aggregates]
    return {"schema": BUNDLE, "version": VERSION, "items": items}


def read_document(content: bytes, *, now: datetime) -> list[Aggregate]:
    """What a file says: one aggregate, or a bundle of them. Errors: UnreadableAggregate."""
    if len(content) > MOST_BYTES:
        raise UnreadableAggregate("Berkas terlalu besar untuk sebuah agregat.")
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableAggregate("Berkas ini bukan JSON yang utuh.") from error
    return read_said(said, now=now)


def read_said(said: object, *, now: datetime) -> list[Aggregate]:
    """The same for JSON that is read already. Errors: UnreadableAggregate."""
    if isinstance(said, dict) and said.get("schema") == BUNDLE:
        _keys(said, {"schema", "version", "items"}, "kumpulan")
        _version(said)
        items = said["items"]
        if not isinstance(items, list) or not 0 < len(items) <= MOST_AGENCIES:
            raise UnreadableAggregate("Kumpulan ini tidak berisi agregat, atau terlalu banyak.")
        return [_one(item, now) for item in items]
    return [_one(said, now)]


def _one(said: object, now: datetime) -> Aggregate:
    if not isinstance(said, dict) or said.get("schema") != SCHEMA:
        raise UnreadableAggregate("Berkas ini bukan agregat Kinerja.")
    _version(said)
    _keys(said, {"schema", "version", "agency", "period", "made_at", "cells"}, "agregat")
    agency = said["agency"]
    _keys(agency, {"code", "name"}, "agency")
    if not isinstance(agency["name"], str) or not 0 < len(agency["name"]) <= 150:
        raise UnreadableAggregate("Nama instansi kosong atau terlalu panjang.")
    month = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", str(said["period"]))
    if not month:
        raise UnreadableAggregate("Periode ditulis seperti 2026-10.")
    first = date(int(month[1]), int(month[2]), 1)
    made_at = _moment(said["made_at"])
    if made_at > now:
        raise UnreadableAggregate("Waktu pembuatan ada di masa depan; periksa jam instansi itu.")
    if made_at.date() < first:
        raise UnreadableAggregate("Agregat dibuat sebelum bulannya mulai.")
    kinds = said["cells"]
    if not isinstance(kinds, dict) or not set(kinds) <= {kind.value for kind in KINDS}:
        raise UnreadableAggregate("Jenis pegawai hanya pns dan pppk.")
    cells = {kind: _cells(numbers) for kind, numbers in kinds.items()}
    return Aggregate(checked_code(agency["code"]), agency["name"], first, made_at, cells)


def _cells(numbers: object) -> dict[str, int | None]:
    """One kind of employee. Errors: UnreadableAggregate."""
    _keys(numbers, set(CELLS), "angka")
    assert isinstance(numbers, dict)  # noqa: S101 - asked just now
    for cell, number in numbers.items():
        if number is None:
            continue
        if type(number) is not int or not 0 <= number <= LARGEST:
            raise UnreadableAggregate(f"{cell} harus bilangan bulat dari nol, atau null.")
    if numbers["people"] is None and any(number is not None for number in numbers.values()):
        raise UnreadableAggregate("Bila jumlah pegawai disamarkan, angka lainnya juga.")
    known = {cell: number or 0 for cell, number in numbers.items()}
    people = known["people"]
    if any(known[part] > people for part in PARTS):
        raise UnreadableAggregate("Sebagian pegawai lebih banyak daripada seluruhnya.")
    if known["accepted"] + known["returned"] + known["waiting"] > known["reports"]:
        raise UnreadableAggregate("Laporan menurut keadaan lebih banyak daripada seluruhnya.")
    for part in ("people", *PARTS):
        number = numbers[part]
        if number is not None and shown_count(number, people) is None:
            raise UnreadableAggregate(
                f"{part}: angka ini menunjuk sedikit orang dan harus disamarkan (null)."
            )
    return {cell: numbers[cell] for cell in CELLS}


def _keys(said: object, wanted: set[str], where: str) -> None:
    if not isinstance(said, dict):
        raise UnreadableAggregate(f"{where}: isinya tidak terbaca.")
    if missing := sorted(wanted - set(said)):
        raise UnreadableAggregate(f"{where}: {', '.join(missing)} belum ada.")
    if unknown := sorted(str(key) for key in set(said) - wanted):
        raise UnreadableAggregate(
            f"{where}: {', '.join(unknown)[:200]} tidak dikenal. Agregat hanya memuat angka."
        )


def _version(said: Mapping[str, Any]) -> None:
    if said.get("version") != VERSION:
        raise UnreadableAggregate(
            f"Versi agregat ini bukan {VERSION}; angkanya tidak dapat disandingkan."
        )


def checked_code(code: object) -> str:
    """A code of an agency as it may be written. Errors: UnreadableAggregate."""
    if not isinstance(code, str) or not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}", code):
        raise UnreadableAggregate("Kode instansi berisi huruf, angka, titik, misalnya 13.77.")
    return code


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise UnreadableAggregate("Waktu pembuatan tidak terbaca.") from error
    if moment.tzinfo is None:
        raise UnreadableAggregate("Waktu pembuatan tidak menyebut zona waktunya.")
    return moment
