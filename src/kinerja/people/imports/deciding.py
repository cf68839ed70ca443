"""What a person decides about the rows of an import, and judging them anew."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from kinerja.people.imports.batch import ImportBatch, ImportRow
from kinerja.people.imports.closing import ImportClosed, check_open
from kinerja.people.imports.correction import CONFIRMABLE, Correction
from kinerja.people.imports.kept_rows import corrections_of, renew_rows
from kinerja.people.imports.receiving import Plan, content_of, read_plan, stem
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.unit import Unit, know_unit_as
from kinerja.records.event import record

State = ImportBatch.State


@transaction.atomic
def decide_row(*, row: ImportRow, correction: Correction, by: Person | None) -> None:
    """Note what a person has decided about a row. `recheck_batch` judges it anew.

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    check_open(row.batch)
    row.refresh_from_db(fields=["stored"])
    if row.stored:
        raise ImportClosed("Baris ini sudah disimpan. Ubah datanya di halaman pegawai.")
    correction = replace(correction, confirmed=correction.confirmed & CONFIRMABLE)
    row.correction = correction.json() if correction else {}
    row.save(update_fields=["correction"])
    record(
        "import.row_decided",
        about=row.batch,
        by=by,
        data={
            "sheet": row.sheet,
            "row": row.row,
            "fields": sorted(correction.values),
            "confirmed": sorted(correction.confirmed),
            "skip": correction.skip,
        },
    )


@transaction.atomic
def name_unit(
    *, batch: ImportBatch, text: str, unit: Unit, by: Person | None, on: date, recheck: bool = True
) -> None:
    """Say which unit the file means by a name: it is remembered for all files.

    The rows are judged anew at once, or (`recheck` off, for large files) when somebody asks.
    Errors: ImportClosed, NotAllowed, and those of `know_unit_as`.
    """
    check_may_manage_people(by)
    check_open(batch)
    know_unit_as(unit=unit, name=text, by=by)
    if recheck:
        renew_rows(batch, plan_of(batch, on).reports)


@transaction.atomic
def recheck_batch(*, batch: ImportBatch, by: Person | None, on: date) -> None:
    """Judge all rows anew, with what was decided and with what is stored by now.

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    check_open(batch)
    renew_rows(batch, plan_of(batch, on).reports)


@transaction.atomic
def start_recheck(*, batch: ImportBatch, by: Person | None) -> None:
    """Close a batch for decisions until a job has judged it anew (`recheck_started`).

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    check_open(batch)
    batch.state, batch.progress = State.RECHECKING, "Memeriksa ulang semua baris"
    batch.save(update_fields=["state", "progress"])


def recheck_started(*, batch: ImportBatch, on: date) -> None:
    """Judge a batch anew that waits for it. Once it is done, nothing is done again."""
    batch.refresh_from_db()
    if batch.state != State.RECHECKING:
        return
    with transaction.atomic():
        renew_rows(batch, plan_of(batch, on).reports)
        batch.state, batch.progress = open_state(batch), ""
        batch.save(update_fields=["state", "progress"])


def plan_of(batch: ImportBatch, on: date) -> Plan:
    """The file judged anew, with all that was decided."""
    return read_plan(
        batch.kind,
        content_of(batch),
        on=on,
        name=stem(batch.file_name),
        corrections=corrections_of(batch),
    )


def open_state(batch: ImportBatch) -> State:
    """Where a batch goes back to after a job."""
    return State.APPLIED if batch.applied_at else State.CHECKED
