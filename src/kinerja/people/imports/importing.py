"""What is done with an import: read, decide, judge anew, apply, finish."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from kinerja.people.imports.batch import ImportBatch, ImportFile, ImportRow
from kinerja.people.imports.correction import Correction, RowId
from kinerja.people.imports.organisation import OrganisationPlan, plan_organisation
from kinerja.people.imports.outcome import Outcome, RowReport, public_values, summary
from kinerja.people.imports.plan import EmployeePlan, plan_employees
from kinerja.people.imports.sheet import read_workbook
from kinerja.people.imports.storing import store_employees
from kinerja.people.imports.unit_storing import store_units
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.copying import copy_many
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal

LOCK = 0x4B_49_4D_50  # "KIMP": one import is applied at a time

Plan = EmployeePlan | OrganisationPlan


class ImportClosed(Refusal):
    """The import was taken back or finished, or the row is stored: nothing can be decided."""


def read_plan(
    kind: str,
    content: bytes,
    *,
    on: date,
    name: str = "",
    corrections: Mapping[RowId, Correction] | None = None,
) -> Plan:
    """Read a file and judge its rows; nothing is stored. `name` names the sheet of a CSV.

    Errors: FileRefused.
    """
    workbook = read_workbook(content, name)
    if kind == ImportBatch.Kind.ORGANISATION:
        return plan_organisation(workbook, corrections=corrections)
    return plan_employees(workbook, on=on, corrections=corrections)


@transaction.atomic
def open_batch(
    *, kind: str, file_name: str, content: bytes, by: Person | None, on: date
) -> ImportBatch:
    """Read a file and keep the verdict on its rows, to be repaired and applied.

    Errors: FileRefused (nothing is kept), NotAllowed.
    """
    check_may_manage_people(by)
    plan = read_plan(kind, content, on=on, name=stem(file_name))
    batch = _batch(kind, file_name, content, plan, by)
    _keep_rows(batch, plan.reports, {})
    record(
        "import.checked",
        about=batch,
        by=by,
        data={"kind": kind, "file": batch.file_name, "summary": batch.summary},
    )
    return batch


@transaction.atomic
def import_file(*, kind: str, file_name: str, content: bytes, by: Person | None, on: date) -> Plan:
    """Read a file and store its accepted and fixed rows at once; the verdicts before storing.

    What is left to decide waits in the batch that comes with it.
    Errors: FileRefused, NotAllowed, and those of the verbs; then nothing is stored.
    """
    check_may_manage_people(by)
    _take_turn()
    plan = read_plan(kind, content, on=on, name=stem(file_name))
    if not plan.stored and _is_known(kind, content):
        return plan  # a repeated import changes nothing, not even the list of imports
    batch = _batch(kind, file_name, content, plan, by)
    outcomes = [report.outcome for report in plan.reports]
    left = _store(batch, plan, by, on)
    _keep_rows(batch, plan.reports, left)
    batch.state, batch.applied_at = ImportBatch.State.APPLIED, timezone.now()
    batch.save(update_fields=["state", "applied_at", "added"])
    record(
        "import.applied",
        about=batch,
        by=by,
        data={
            "kind": kind,
            "file": batch.file_name,
            "stored": len(left),
            "summary": summary(outcomes),
        },
    )
    return plan


def stem(file_name: str) -> str:
    """The name of a file without its ending: what a spreadsheet calls the sheet of a CSV."""
    return PurePath(file_name).stem


def _batch(kind: str, file_name: str, content: bytes, plan: Plan, by: Person | None) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=file_name[:200],
        digest=sha256(content).hexdigest(),
        sheet=plan.sheet[:200],
        by=by,
    )
    ImportFile.objects.create(batch=batch, content=content)
    return batch


def _is_known(kind: str, content: bytes) -> bool:
    """Whether this very file was imported before and not taken back."""
    known = ImportBatch.objects.exclude(state=ImportBatch.State.UNDONE)
    return known.filter(kind=kind, digest=sha256(content).hexdigest()).exists()


def _take_turn() -> None:
    """Wait until no other import is being applied; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _keep_rows(
    batch: ImportBatch, reports: list[RowReport], left: dict[int, dict[str, Any]]
) -> None:
    rows = [
        ImportRow(
            batch=batch,
            place=place,
            sheet=report.sheet[:200],
            row=report.row,
            outcome=report.outcome,
            reasons=_reasons(report),
            values=_values(report),
            stored=left.get(id(report), {}),
        )
        for place, report in enumerate(reports)
    ]
    copy_many(rows)
    _count(batch, (report.outcome for report in reports))


def _reasons(report: RowReport) -> list[dict[str, Any]]:
    hide = report.outcome is Outcome.REFUSE
    return [
        {
            **reason.public(hide),
            "outcome": reason.outcome.value,
            "field": reason.field,
            "suggestions": [list(one) for one in reason.suggestions],
        }
        for reason in report.reasons
    ]


def _values(report: RowReport) -> dict[str, Any]:
    return public_values(report.values, report.outcome is Outcome.REFUSE)


def _count(batch: ImportBatch, outcomes: Iterable[Outcome]) -> None:
    batch.summary = summary(outcomes)
    batch.save(update_fields=["summary"])


def _check_open(batch: ImportBatch) -> None:
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
    if not batch.is_open:
        raise ImportClosed(
            f"Impor ini sudah {batch.get_state_display().lower()}; unggah berkasnya lagi."
        )


@transaction.atomic
def decide_row(*, row: ImportRow, correction: Correction, by: Person | None) -> None:
    """Note what a person has decided about a row. `recheck_batch` judges it anew."""
    check_may_manage_people(by)
    _check_open(row.batch)
    row.refresh_from_db(fields=["stored"])
    if row.stored:
        raise ImportClosed("Baris ini sudah disimpan. Ubah datanya di halaman pegawai.")
    row.correction = correction.json() if correction else {}
    row.save(update_fields=["correction"])
    record(
        "import.row_decided",
        about=row.batch,
        by=by,
        data={"sheet": row.sheet, "row": row.row, "fields": sorted(correction.values)},
    )


def _corrections(batch: ImportBatch) -> dict[RowId, Correction]:
    rows = batch.rows.decided().values_list("sheet", "row", "correction")
    return {(sheet, row): Correction.of(said) for sheet, row, said in rows}


def _plan(batch: ImportBatch, on: date) -> Plan:
    content = bytes(ImportFile.objects.get(batch=batch).content)
    name = stem(batch.file_name)
    return read_plan(batch.kind, content, on=on, name=name, corrections=_corrections(batch))


@transaction.atomic
def recheck_batch(*, batch: ImportBatch, by: Person | None, on: date) -> None:
    """Judge all rows anew, with what was decided and with what is stored by now."""
    check_may_manage_people(by)
    _check_open(batch)
    _renew(batch, _plan(batch, on).reports)


def _renew(batch: ImportBatch, reports: list[RowReport]) -> None:
    """Bring the kept rows up to the new verdicts; rows that were stored keep theirs."""
    rows = list(batch.rows.order_by("place"))
    changed = []
    for row, report in zip(rows, reports, strict=True):
        if row.stored:
            continue
        new = (report.outcome.value, _reasons(report), _values(report))
        if (row.outcome, row.reasons, row.values) != new:
            row.outcome, row.reasons, row.values = new
            changed.append(row)
    ImportRow.objects.bulk_update(changed, ["outcome", "reasons", "values"], batch_size=1_000)
    _count(batch, (Outcome(row.outcome) for row in rows))


@transaction.atomic
def apply_batch(*, batch: ImportBatch, by: Person | None, on: date) -> int:
    """Store the accepted and fixed rows that are not stored yet; how many there were.

    The rows are judged anew first, so that what was stored meanwhile is not stored twice.
    Errors: ImportClosed, NotAllowed, and those of the verbs; then nothing is stored.
    """
    check_may_manage_people(by)
    _take_turn()
    _check_open(batch)
    plan = _plan(batch, on)
    _renew(batch, plan.reports)
    left = _store(batch, plan, by, on)
    _note_stored(batch, plan.reports, left)
    batch.state, batch.applied_at = ImportBatch.State.APPLIED, timezone.now()
    batch.save(update_fields=["state", "applied_at", "added"])
    record(
        "import.applied", about=batch, by=by, data={"stored": len(left), "summary": batch.summary}
    )
    return len(left)


def _store(
    batch: ImportBatch, plan: Plan, by: Person | None, on: date
) -> dict[int, dict[str, Any]]:
    """Write the plan; what each row left behind, by the id of its report."""
    if isinstance(plan, OrganisationPlan):
        left, added = store_units(plan, by=by)
        kind = "units"
    else:
        pairs, positions = store_employees(plan, by=by, on=on)
        left = {id(draft.row.report): stored.json() for draft, stored in pairs}
        added, kind = [position.pk for position in positions], "positions"
    batch.added = {**batch.added, kind: [*batch.added.get(kind, ()), *added]}
    return left


def _note_stored(
    batch: ImportBatch, reports: list[RowReport], left: dict[int, dict[str, Any]]
) -> None:
    """Remember on each kept row what it left behind."""
    said = {
        place: json.dumps(left[id(report)])
        for place, report in enumerate(reports)
        if id(report) in left
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_importrow SET stored = said.stored"
            " FROM unnest(%s::int[], %s::jsonb[]) AS said(place, stored)"
            " WHERE batch_id = %s AND people_importrow.place = said.place",
            [list(said), list(said.values()), batch.pk],
        )


@transaction.atomic
def finish_batch(*, batch: ImportBatch, by: Person | None) -> None:
    """No row will be decided any more: the file is deleted, the verdicts stay."""
    check_may_manage_people(by)
    _check_open(batch)
    close(batch, ImportBatch.State.FINISHED)
    record("import.finished", about=batch, by=by)


def close(batch: ImportBatch, state: str) -> None:
    """Delete the file and set the last state (inside the caller's transaction)."""
    ImportFile.objects.filter(batch=batch).delete()
    batch.state, batch.closed_at = state, timezone.now()
    batch.save(update_fields=["state", "closed_at"])


def forget_files(*, before: datetime) -> int:
    """Finish imports that nobody touched since then; how many there were."""
    old = ImportBatch.objects.open().filter(created_at__lt=before)
    for batch in old:
        with transaction.atomic():
            close(batch, ImportBatch.State.FINISHED)
            record("import.finished", about=batch, by=None, reason="Berkas terlalu lama disimpan.")
    return len(old)
