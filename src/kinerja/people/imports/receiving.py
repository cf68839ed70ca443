"""A file comes in: a small one is read while the person waits, a large one by a job.

The batch says in words how far a job is.
"""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import PurePath

from django.db import transaction

from kinerja.people.imports.batch import ImportBatch, ImportFile
from kinerja.people.imports.closing import close
from kinerja.people.imports.correction import Correction, RowId
from kinerja.people.imports.kept_rows import keep_rows
from kinerja.people.imports.organisation import OrganisationPlan, plan_organisation
from kinerja.people.imports.plan import EmployeePlan, plan_employees
from kinerja.people.imports.sheet import check_size, read_workbook
from kinerja.people.imports.time_plan import TIME_KINDS, TimePlan, plan_time
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal

Plan = EmployeePlan | OrganisationPlan | TimePlan
State = ImportBatch.State


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
    if kind in TIME_KINDS:
        return plan_time(workbook, kind, on=on, corrections=corrections)
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
    batch = receive(kind, file_name, content, by)
    _keep_verdicts(batch, plan)
    return batch


@transaction.atomic
def receive_file(*, kind: str, file_name: str, content: bytes, by: Person | None) -> ImportBatch:
    """Keep a large file until a job reads it (`read_received`).

    Errors: FileRefused when it is too large, NotAllowed.
    """
    check_may_manage_people(by)
    check_size(content)
    batch = receive(kind, file_name, content, by)
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
        plan = read_plan(batch.kind, content_of(batch), on=on, name=stem(batch.file_name))
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


def receive(kind: str, file_name: str, content: bytes, by: Person | None) -> ImportBatch:
    """A batch with its file, not read yet (inside the caller's transaction)."""
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=file_name[:200],
        digest=sha256(content).hexdigest(),
        state=State.READING,
        by=by,
    )
    ImportFile.objects.create(batch=batch, content=content)
    return batch


def content_of(batch: ImportBatch) -> bytes:
    """The file, as long as it is kept."""
    return bytes(ImportFile.objects.get(batch=batch).content)


def stem(file_name: str) -> str:
    """The name of a file without its ending: what a spreadsheet calls the sheet of a CSV."""
    return PurePath(file_name).stem


def _tell(batch: ImportBatch, words: str) -> None:
    """Say how far a job is, for all to see at once."""
    batch.progress = words
    batch.save(update_fields=["progress"])
