"""Hanging one's results under those of the leader, also when the plan is set already.

Staff may draft before the leader's plan is there; a link is no change of what was agreed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.people.supervision import appraiser_of
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import NotYours, UnknownParent, WrongState
from kinerja.planning.revision import check_revision, grow, hold
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.rules.plan import CascadingWay

WAYS = frozenset(way.value for way in CascadingWay)


@dataclass(frozen=True)
class Link:
    """One of my results, the leader's result that it serves (None: none), and how it follows."""

    result: WorkResult
    parent: WorkResult | None
    alignment: str = ""


def to_link(plan: Plan) -> list[WorkResult]:
    """The results of a plan that hang under nothing, or under what is no longer in force."""
    gone = (Plan.State.SUPERSEDED, Plan.State.CLOSED)
    rows = plan.results.select_related("parent__plan").order_by("number")
    return [
        one
        for one in rows
        if (one.parent is None and not one.assigned_by and one.task_id is None)
        or (one.parent is not None and one.parent.plan.state in gone)
    ]


@transaction.atomic
def link_results(
    *, plan: Plan, links: Sequence[Link], by: Person, on: date, revision: int | None = None
) -> int:
    """Hang many results at once; the number that changed. One event holds them all.

    Errors: NotYours, WrongState (the plan has ended), ChangedMeanwhile, UnknownParent,
    InvalidInput.
    """
    hold(plan)
    if plan.person_id != by.pk:
        raise NotYours("Hanya pemilik rencana yang dapat menghubungkannya.")
    if plan.state not in (*Plan.UNSET, Plan.State.SET):
        raise WrongState(f"Rencana ini sudah {plan.get_state_display().lower()}.")
    check_revision(plan, revision)
    mine = {one.pk: one for one in plan.results.select_for_update(of=("self",))}
    offered = WorkResult.objects.of_leader(appraiser_of(plan.person, on), plan.year)
    parents = {one.pk for one in offered.select_for_update(of=("self",), no_key=True)}
    changes = {}
    for link in links:
        result = mine.get(link.result.pk)
        if result is None:
            raise NotYours("Pilih hasil kerja dari rencana ini.")
        if link.alignment and link.alignment not in WAYS:
            raise InvalidInput("Pilih cara menurunkan dari daftar.")
        parent = link.parent.pk if link.parent else None
        if parent is not None and parent != result.parent_id and parent not in parents:
            raise UnknownParent("Pilih hasil kerja dari rencana atasan Anda untuk tahun yang sama.")
        way = link.alignment if parent else ""
        if (parent, way) == (result.parent_id, result.alignment):
            continue
        changes[str(result.pk)] = [[result.parent_id, result.alignment], [parent, way]]
        result.parent_id, result.alignment = parent, way
        grow(result, ["parent", "alignment"])
    if changes:
        grow(plan)
        record("plan.linked", about=plan, person=by, by=by, data={"changes": changes})
    return len(changes)
