"""Write what a plan of working time would store, and take it back."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from kinerja.people.attendance import (
    Attendance,
    NewAttendance,
    note_attendance,
    withdraw_attendance,
)
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.kept_rows import Left
from kinerja.people.imports.time_plan import TimePlan, as_stored
from kinerja.people.leave import Leave, NewLeave, note_leaves, withdraw_leaves
from kinerja.people.person import Person
from kinerja.people.shift import NewShift, Shift, note_shifts, remove_shifts

REASON = "Impor dibatalkan"


def store_time(plan: TimePlan, *, by: Person | None, on: date) -> Left:
    """Store the accepted and fixed rows; what each left behind. Call it in a transaction.

    Errors: those of the verbs; then nothing may stay.
    """
    drafts = plan.stored
    news = [draft.new for draft in drafts]
    left: Left = {
        id(draft.report): {"before": as_stored(draft.before)} if draft.before else {}
        for draft in drafts
    }
    leaves = [new for new in news if isinstance(new, NewLeave)]
    shifts = [new for new in news if isinstance(new, NewShift)]
    days = [new for new in news if isinstance(new, NewAttendance)]
    pks: dict[Any, int] = {}
    if leaves:
        for new, row in zip(leaves, note_leaves(leaves=leaves, by=by, on=on), strict=True):
            pks[id(new)] = row.pk
    if shifts:
        stored = {
            (one.person_id, one.day, one.starts_at): one.pk
            for one in note_shifts(shifts=shifts, by=by, on=on)
        }
        pks |= {id(new): stored[new.person.pk, new.day, new.starts_at] for new in shifts}
    if days:
        for one, noted in zip(days, note_attendance(days=days, by=by, on=on), strict=True):
            pks[id(one)] = noted.pk
    for draft in drafts:
        left[id(draft.report)]["row"] = pks[id(draft.new)]
    return left


def undo_time(*, batch: ImportBatch, by: Person | None, on: date) -> None:
    """Delete what the batch added, and bring back what it replaced. Rows that somebody has
    removed meanwhile stay removed."""
    said: list[dict[str, Any]] = list(
        batch.rows.exclude(stored={}).values_list("stored", flat=True)
    )
    before = {one["row"]: one["before"] for one in said if "before" in one}
    ids = {one["row"] for one in said}
    if batch.kind == ImportBatch.Kind.LEAVE:
        rows = Leave.objects.filter(pk__in=ids).select_related("person")
        withdraw_leaves(leaves=list(rows), by=by, reason=REASON)
    elif batch.kind == ImportBatch.Kind.ROSTER:
        remove_shifts(shifts=Shift.objects.filter(pk__in=ids - before.keys()), by=by, on=on)
        note_shifts(shifts=_shifts(before), by=by, on=on)
    else:
        known = Attendance.objects.filter(pk__in=ids - before.keys()).select_related("person")
        withdraw_attendance(days=list(known), by=by, reason=REASON)
        note_attendance(days=_days(before), by=by, on=on)


def _shifts(before: dict[int, dict[str, Any]]) -> Iterable[NewShift]:
    for one in Shift.objects.filter(pk__in=before).select_related("person"):
        ends_at = time.fromisoformat(before[one.pk]["ends_at"])
        yield NewShift(one.person, one.day, one.starts_at, ends_at, before[one.pk]["name"])


def _days(before: dict[int, dict[str, Any]]) -> Iterable[NewAttendance]:
    for one in Attendance.objects.filter(pk__in=before).select_related("person"):
        was = before[one.pk]
        came_at, left_at = (
            time.fromisoformat(was[name]) if was[name] else None for name in ("came_at", "left_at")
        )
        yield NewAttendance(one.person, one.day, came_at, left_at, was["state"])
