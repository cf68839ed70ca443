"""A task put right: other words, another day, another owner; or taken off the board."""

from datetime import date

from django.db import transaction

from kinerja.collaboration.member import hold_as_member
from kinerja.collaboration.partner import Partner
from kinerja.collaboration.programme import Programme, check_leads, leads, one_line
from kinerja.collaboration.refusals import NotYours, WrongState
from kinerja.collaboration.task import Task, check_task, tell_owner
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.seen import check_seen, mark_of

_KEPT = (
    "title",
    "due_on",
    "person_id",
    "unit_id",
    "partner_id",
    "waits_for_id",
    "shown_to_partners",
)


def mark_of_task(task: Task) -> str:
    """Stands for what can be changed of it."""
    return mark_of(*(getattr(task, name) for name in _KEPT))


@transaction.atomic
def edit_task(
    *,
    task: Task,
    title: str,
    due_on: date,
    by: Person,
    on: date,
    person: Person | None = None,
    unit: Unit | None = None,
    partner: Partner | None = None,
    waits_for: Task | None = None,
    shown_to_partners: bool = False,
    seen: str = "",
) -> Task:
    """Other words, another day or another owner; the same again changes nothing. A new owner or a
    new day is told, and the reminder comes anew.

    `seen`: the mark that the form was filled from (`mark_of_task`); empty: whatever stands now.
    Errors: NotYours, ProgrammeClosed, InvalidInput, ChangedMeanwhile.
    """
    programme = hold_as_member(task.programme, by, on)
    held = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if not may_edit(by, held, programme, on):
        raise NotYours("Tugas ini diubah pemiliknya atau ketua program.")
    before, mark = {name: getattr(held, name) for name in _KEPT}, mark_of_task(held)
    held.title, held.due_on, held.waits_for = one_line(title), due_on, waits_for
    held.person, held.unit, held.partner = person, unit, partner
    held.shown_to_partners = shown_to_partners or partner is not None
    changed = [name for name in _KEPT if getattr(held, name) != before[name]]
    if not changed:
        return held
    check_seen(seen, mark, "Tugas ini")
    moved = {"due_on", "person_id", "unit_id", "partner_id"} & set(changed)
    # An owner who has left the programme keeps what only the words of change.
    check_task(held, programme, on, owner=bool(moved - {"due_on"}))
    if moved:
        held.reminded_on = None
    held.save()
    data = {"changed": changed, "due_on": due_on.isoformat()}
    record("programme.task_edited", about=held, person=person, by=by, data=data)
    if moved:
        tell_owner(held, programme, by)
    return held


@transaction.atomic
def drop_task(*, task: Task, by: Person, on: date) -> None:
    """Take a task off the board that nobody has worked on; those that waited for it wait no more.
    Twice: once. Errors: NotYours, ProgrammeClosed, WrongState."""
    programme = hold_as_member(task.programme, by, on)
    check_leads(programme, by, on)
    held = Task.objects.select_for_update(of=("self",)).filter(pk=task.pk).first()
    if held is None:
        return
    if held.state == Task.State.DONE or held.contributions.exists() or held.comments.exists():
        raise WrongState(
            "Tugas ini sudah selesai, dikomentari, atau punya laporan, jadi tetap tercatat."
        )
    held.waited_for_by.update(waits_for=None)
    data = {"task": held.pk, "title": held.title}
    record("programme.task_dropped", about=programme, by=by, data=data)
    held.delete()


def may_edit(person: Person, task: Task, programme: Programme, on: date) -> bool:
    """The lead, and the one whose task it is."""
    return task.person_id == person.pk or leads(person, programme, on)
