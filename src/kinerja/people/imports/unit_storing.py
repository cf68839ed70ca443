"""Write what a plan of units would store: through the verbs of the room."""

from typing import Any

from kinerja.people.imports.organisation import OrganisationPlan
from kinerja.people.imports.unit_draft import UnitDraft
from kinerja.people.person import Person
from kinerja.people.unit import NewUnit, Unit, add_units, rename_unit
from kinerja.people.unit_move import move_unit

REASON = "Impor organisasi"


def store_units(
    plan: OrganisationPlan, *, by: Person | None
) -> tuple[dict[int, dict[str, Any]], list[int]]:
    """Store the accepted and fixed rows; what each left behind by its report, and the new ids.

    Call it in a transaction. Errors: those of the verbs; then nothing may stay.
    """
    left: dict[int, dict[str, Any]] = {}
    fresh = [draft for draft in plan.stored if draft.unit is None]
    added = {
        unit.code: unit
        for unit in add_units(
            units=[
                NewUnit(draft.row.code, draft.row.name, draft.level, _parent(draft))
                for draft in fresh
            ],
            by=by,
        )
    }
    for draft in fresh:
        draft.unit = added[draft.row.code]
        left[id(draft.row.report)] = {"unit": draft.unit.pk, "new": True}
    for draft in plan.stored:
        if draft.unit is None or draft.row.code in added:
            continue
        stored: dict[str, Any] = {"unit": draft.unit.pk, "new": False}
        if draft.rename:
            stored["name_before"] = draft.unit.name
            rename_unit(unit=draft.unit, name=draft.row.name, by=by)
        if draft.move and (parent := _stored_parent(draft)):
            stored["parent_before"] = draft.unit.parent_id
            move_unit(unit=draft.unit, parent=parent, by=by, reason=REASON)
        left[id(draft.row.report)] = stored
    return left, [unit.pk for unit in added.values()]


def _parent(draft: UnitDraft) -> Unit | str | None:
    """The stored parent, or the code of a new one."""
    above = draft.parent
    if isinstance(above, UnitDraft):
        above = above.main or above
        return above.unit or above.row.code
    return above


def _stored_parent(draft: UnitDraft) -> Unit | None:
    above = draft.parent
    if isinstance(above, UnitDraft):
        above = (above.main or above).unit
    return above
