"""What is done with an import: receive, read, decide, judge anew, apply, finish.

A small file is read and stored while the person waits. A large one is received, and a job reads or
stores it (`read_received`, `apply_started`); the batch says in words how far it is.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath

from django.db import connection, transaction
from django.utils import timezone

from kinerja.people.imports.batch import ImportBatch, ImportFile, ImportRow
from kinerja.people.imports.correction import CONFIRMABLE, Correction, RowId
from kinerja.people.imports.kept_rows import (
    Left,
    corrections_of,
    keep_rows,
    note_stored,
    renew_rows,
)
from kinerja.people.imports.organisation import OrganisationPlan, plan_organisation
from kinerja.people.imports.outcome import summary
from kinerja.people.imports.plan import EmployeePlan, plan_employees
from kinerja.people.imports.sheet import check_size, read_workbook
from kinerja.people.imports.storing import store_employees
from kinerja.people.imports.unit_storing import store_units
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.unit import Unit, know_unit_as
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal

LOCK = 0x4B_49_4D_50  # "KIMP": one import is applied at a time

Plan = EmployeePlan | OrganisationPlan
State = ImportBatch.State


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
def import_file(*, kind: str, file_name: str, content: bytes, by: Person | None, on: date) -> Plan:
    """Read a file and store its accepted and fixed rows at once; the verdicts before storing.

    What is left to decide waits in the batch that comes with it; without a row to store there is
    none.
    Errors: FileRefused, NotAllowed, and those of the verbs; then nothing is stored.
    """
    check_may_manage_people(by)
    _take_turn()
    plan = read_plan(kind, content, on=on, name=stem(file_name))
    if not plan.stored:
        return plan  # a repeated import changes nothing, not even the list of imports
    batch = _receive(kind, file_name, content, by)
    outcomes = [report.outcome for report in plan.reports]
    left = _store(batch, plan, by, on)
    keep_rows(batch, plan.reports, left)
    batch.sheet, batch.state, batch.applied_at = plan.sheet[:200], State.APPLIED, timezone.now()
    batch.save(update_fields=["sheet", "state", "applied_at", "added"])
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


@transaction.atomic
def open_batch(
    *, kind: str, file_name: str, content: bytes, by: Person | None, on: date
) -> ImportBatch:
    """Read a file and keep the verdict on its rows, to be repaired and applied.

    Errors: FileRefused (nothing is kept), NotAllowed.
    """
    check_may_manage_people(by)
    plan = read_plan(kind, content, on=on, name=stem(file_name))
    batch = _receive(kind, file_name, content, by)
    _keep_verdicts(batch, plan)
    return batch


@transaction.atomic
def receive_file(*, kind: str, file_name: str, content: bytes, by: Person | None) -> ImportBatch:
    """Keep a large file until a job reads it (`read_received`).

    Errors: FileRefused when it is too large, NotAllowed.
    """
    check_may_manage_people(by)
    check_size(content)
    batch = _receive(kind, file_name, content, by)
    record("import.received", about=batch, by=by, data={"kind": kind, "file": batch.file_name})
    return batch


def read_received(*, batch: ImportBatch, on: date) -> None:
    """Read a received file. What is wrong with it becomes the state of the batch.

    Errors: none; once it is read, nothing is done again.
    """
    batch.refresh_from_db()
    if batch.state != State.READING:
        return
    _tell(batch, "Membaca berkas dan memeriksa setiap baris")
    try:
        plan = read_plan(batch.kind, _content(batch), on=on, name=stem(batch.file_name))
    except Refusal as refusal:
        with transaction.atomic():
            batch.problem, batch.progress = str(refusal), ""
            batch.save(update_fields=["problem", "progress"])
            close(batch, State.FAILED)
        return
    with transaction.atomic():
        _keep_verdicts(batch, plan)


def _keep_verdicts(batch: ImportBatch, plan: Plan) -> None:
    keep_rows(batch, plan.reports, {})
    batch.sheet, batch.state, batch.progress = plan.sheet[:200], State.CHECKED, ""
    batch.save(update_fields=["sheet", "state", "progress"])
    record(
        "import.checked",
        about=batch,
        by=batch.by,
        data={"kind": batch.kind, "file": batch.file_name, "summary": batch.summary},
    )


def stem(file_name: str) -> str:
    """The name of a file without its ending: what a spreadsheet calls the sheet of a CSV."""
    return PurePath(file_name).stem


def known_batch(kind: str, content: bytes) -> ImportBatch | None:
    """The last import of this very file that was not taken back."""
    known = ImportBatch.objects.exclude(state__in=(State.UNDONE, State.FAILED))
    return known.filter(kind=kind, digest=sha256(content).hexdigest()).first()


def _receive(kind: str, file_name: str, content: bytes, by: Person | None) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=file_name[:200],
        digest=sha256(content).hexdigest(),
        state=State.READING,
        by=by,
    )
    ImportFile.objects.create(batch=batch, content=content)
    return batch


def _content(batch: ImportBatch) -> bytes:
    return bytes(ImportFile.objects.get(batch=batch).content)


def _tell(batch: ImportBatch, words: str) -> None:
    """Say how far a job is, for all to see at once."""
    batch.progress = words
    batch.save(update_fields=["progress"])


def _take_turn() -> None:
    """Wait until no other import is being applied; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _check_open(batch: ImportBatch, *also: State) -> None:
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
    if batch.is_open or batch.state in also:
        return
    if batch.is_busy:
        raise ImportClosed("Impor ini sedang diproses. Tunggu sampai selesai, lalu coba lagi.")
    raise ImportClosed(
        f"Impor ini sudah {batch.get_state_display().lower()}; unggah berkasnya lagi."
    )


@transaction.atomic
def decide_row(*, row: ImportRow, correction: Correction, by: Person | None) -> None:
    """Note what a person has decided about a row. `recheck_batch` judges it anew.

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    _check_open(row.batch)
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
    _check_open(batch)
    know_unit_as(unit=unit, name=text, by=by)
    if recheck:
        renew_rows(batch, _plan(batch, on).reports)


@transaction.atomic
def start_recheck(*, batch: ImportBatch, by: Person | None) -> None:
    """Close a batch for decisions until a job has judged it anew (`recheck_started`).

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    _check_open(batch)
    batch.state, batch.progress = State.RECHECKING, "Memeriksa ulang semua baris"
    batch.save(update_fields=["state", "progress"])


def recheck_started(*, batch: ImportBatch, on: date) -> None:
    """Judge a batch anew that waits for it. Once it is done, nothing is done again."""
    batch.refresh_from_db()
    if batch.state != State.RECHECKING:
        return
    with transaction.atomic():
        renew_rows(batch, _plan(batch, on).reports)
        batch.state, batch.progress = _open_state(batch), ""
        batch.save(update_fields=["state", "progress"])


def _open_state(batch: ImportBatch) -> State:
    """Where a batch goes back to after a job."""
    return State.APPLIED if batch.applied_at else State.CHECKED


@transaction.atomic
def recheck_batch(*, batch: ImportBatch, by: Person | None, on: date) -> None:
    """Judge all rows anew, with what was decided and with what is stored by now.

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    _check_open(batch)
    renew_rows(batch, _plan(batch, on).reports)


def _plan(batch: ImportBatch, on: date) -> Plan:
    return read_plan(
        batch.kind,
        _content(batch),
        on=on,
        name=stem(batch.file_name),
        corrections=corrections_of(batch),
    )


@transaction.atomic
def start_apply(*, batch: ImportBatch, by: Person | None) -> None:
    """Close a batch for decisions until a job has stored it (`apply_started`).

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    _check_open(batch)
    batch.state, batch.problem = State.APPLYING, ""
    batch.progress = f"Menyimpan {batch.ready} baris"
    batch.save(update_fields=["state", "problem", "progress"])


def apply_started(*, batch: ImportBatch, by: Person | None, on: date) -> None:
    """Store a batch that waits for it. What stops it becomes the problem of the batch.

    Errors: none; once it is stored, nothing is done again.
    """
    batch.refresh_from_db()
    if batch.state != State.APPLYING:
        return
    try:
        apply_batch(batch=batch, by=by, on=on)
    except Refusal as refusal:
        batch.refresh_from_db()
        batch.state = _open_state(batch)
        batch.problem, batch.progress = str(refusal), ""
        batch.save(update_fields=["state", "problem", "progress"])


@transaction.atomic
def apply_batch(*, batch: ImportBatch, by: Person | None, on: date) -> int:
    """Store the accepted and fixed rows that are not stored yet; how many there were.

    The rows are judged anew first, so that what was stored meanwhile is not stored twice.
    Errors: ImportClosed, NotAllowed, and those of the verbs; then nothing is stored.
    """
    check_may_manage_people(by)
    _take_turn()
    _check_open(batch, State.APPLYING)
    plan = _plan(batch, on)
    renew_rows(batch, plan.reports)
    left = _store(batch, plan, by, on)
    note_stored(batch, plan.reports, left)
    batch.state, batch.applied_at = State.APPLIED, timezone.now()
    batch.problem = batch.progress = ""
    batch.save(update_fields=["state", "applied_at", "added", "problem", "progress"])
    record(
        "import.applied", about=batch, by=by, data={"stored": len(left), "summary": batch.summary}
    )
    return len(left)


def _store(batch: ImportBatch, plan: Plan, by: Person | None, on: date) -> Left:
    """Write the plan; what each row left behind."""
    if isinstance(plan, OrganisationPlan):
        left, added = store_units(plan, by=by)
        kind = "units"
    else:
        pairs, positions = store_employees(plan, by=by, on=on)
        left = {id(draft.row.report): stored.json() for draft, stored in pairs}
        added, kind = [position.pk for position in positions], "positions"
    batch.added = {**batch.added, kind: [*batch.added.get(kind, ()), *added]}
    return left


@transaction.atomic
def finish_batch(*, batch: ImportBatch, by: Person | None) -> None:
    """No row will be decided any more: the file is deleted, the verdicts stay.

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    _check_open(batch)
    close(batch, State.FINISHED)
    record("import.finished", about=batch, by=by)


def close(batch: ImportBatch, state: str) -> None:
    """Delete the file and set the last state (inside the caller's transaction)."""
    ImportFile.objects.filter(batch=batch).delete()
    batch.state, batch.closed_at = state, timezone.now()
    batch.save(update_fields=["state", "closed_at"])


def forget_files(*, before: datetime) -> int:
    """Finish imports that were left lying since before then; how many there were.

    Their files hold personal data, and nobody needs them any more.
    """
    old = list(ImportBatch.objects.open().filter(created_at__lt=before))
    for batch in old:
        with transaction.atomic():
            close(batch, State.FINISHED)
            record("import.finished", about=batch, by=None, reason="Berkas terlalu lama disimpan.")
    return len(old)
