"""The rows of an import that are ready are stored: at once, or by a job."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.closing import check_open
from kinerja.people.imports.deciding import open_state, plan_of
from kinerja.people.imports.kept_rows import Left, keep_rows, note_stored, renew_rows
from kinerja.people.imports.organisation import OrganisationPlan
from kinerja.people.imports.outcome import summary
from kinerja.people.imports.receiving import Plan, read_plan, receive, stem
from kinerja.people.imports.storing import store_employees
from kinerja.people.imports.time_plan import TimePlan
from kinerja.people.imports.time_storing import store_time
from kinerja.people.imports.unit_storing import store_units
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal

LOCK = 0x4B_49_4D_50  # "KIMP": one import is applied at a time
State = ImportBatch.State


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
    batch = receive(kind, file_name, content, by)
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
def apply_batch(*, batch: ImportBatch, by: Person | None, on: date) -> int:
    """Store the accepted and fixed rows that are not stored yet; how many there were.

    The rows are judged anew first, so that what was stored meanwhile is not stored twice.
    Errors: ImportClosed, NotAllowed, and those of the verbs; then nothing is stored.
    """
    check_may_manage_people(by)
    _take_turn()
    check_open(batch, State.APPLYING)
    plan = plan_of(batch, on)
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


@transaction.atomic
def start_apply(*, batch: ImportBatch, by: Person | None) -> None:
    """Close a batch for decisions until a job has stored it (`apply_started`).

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    check_open(batch)
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
        batch.state = open_state(batch)
        batch.problem, batch.progress = str(refusal), ""
        batch.save(update_fields=["state", "problem", "progress"])


def _store(batch: ImportBatch, plan: Plan, by: Person | None, on: date) -> Left:
    """Write the plan; what each row left behind."""
    if isinstance(plan, TimePlan):
        return store_time(plan, by=by, on=on)
    if isinstance(plan, OrganisationPlan):
        left, added = store_units(plan, by=by)
        kind = "units"
    else:
        pairs, positions = store_employees(plan, by=by, on=on)
        left = {id(draft.row.report): stored.json() for draft, stored in pairs}
        added, kind = [position.pk for position in positions], "positions"
    batch.added = {**batch.added, kind: [*batch.added.get(kind, ()), *added]}
    return left


def _take_turn() -> None:
    """Wait until no other import is being applied; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
