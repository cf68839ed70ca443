"""Tasks of a programme: who has them, until when, what they wait for, how far they are."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from kinerja.collaboration.member import Member, hold_as_member
from kinerja.collaboration.partner import Partner
from kinerja.collaboration.programme import Programme, check_near, leads, one_line, page_of
from kinerja.collaboration.refusals import NotYours, StillWaiting
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.date_words import date_in_words

AHEAD = timedelta(days=2)  # so long before its day one is reminded of a task; our setting


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.exclude(state=Task.State.DONE)

    def for_partners(self) -> Self:
        return self.filter(shown_to_partners=True)


class Task(models.Model):
    """One task. Its owner is a person of the programme, one of its units, or a partner."""

    class State(models.TextChoices):
        TODO = "todo", "Belum mulai"
        DOING = "doing", "Dikerjakan"
        DONE = "done", "Selesai"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="tasks")
    title = models.CharField("tugas", max_length=200)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="programme_tasks"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False
    )
    due_on = models.DateField("tenggat")
    state = models.CharField("keadaan", max_length=5, choices=State, default=State.TODO)
    waits_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="waited_for_by",
        verbose_name="menunggu",
    )
    shown_to_partners = models.BooleanField("dilihat mitra", default=False)
    done_on = models.DateField("selesai", null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="task_is_named"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit=None, partner=None)
                | Q(person=None, unit__isnull=False, partner=None)
                | Q(person=None, unit=None, partner__isnull=False, shown_to_partners=True),
                name="task_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | ~Q(state="done") & Q(done_on=None),
                name="task_done_on",
            ),
            models.CheckConstraint(
                condition=Q(waits_for=None) | ~Q(waits_for=models.F("pk")),
                name="task_never_waits_for_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=~Q(state="done"), name="programme_task_due")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def whose(self) -> str:
        owner = self.person or self.unit or self.partner
        return owner.name if owner else ""

    @property
    def is_waiting(self) -> bool:
        """Another task comes first, and it is not done."""
        return self.waits_for is not None and self.waits_for.state != self.State.DONE

    def is_late(self, on: date) -> bool:
        return self.state != self.State.DONE and self.due_on < on


@transaction.atomic
def add_task(
    *,
    programme: Programme,
    title: str,
    due_on: date,
    by: Person,
    on: date,
    person: Person | None = None,
    unit: Unit | None = None,
    partner: Partner | None = None,
    waits_for: Task | None = None,
    shown_to_partners: bool = False,
) -> Task:
    """Add a task for somebody of the programme, one of its units or a partner; the same words for
    the same owner while it is open: that task. Errors: NotYours, ProgrammeClosed, InvalidInput."""
    held = hold_as_member(programme, by, on)
    words = one_line(title)
    same = held.tasks.open().filter(title=words, person=person, unit=unit, partner=partner)
    if known := same.first():
        return known
    task = Task(
        programme=held,
        title=words,
        person=person,
        unit=unit,
        partner=partner,
        due_on=due_on,
        waits_for=waits_for,
        shown_to_partners=shown_to_partners or partner is not None,
    )
    check_task(task, held, on)
    task.save(force_insert=True)
    data = {"programme": held.pk, "due_on": due_on.isoformat()}
    record("programme.task_added", about=task, person=person, by=by, data=data)
    tell_owner(task, held, by)
    return task


@transaction.atomic
def move_task(*, task: Task, state: str, by: Person, on: date) -> Task:
    """Say how far a task is: any member, its state now changes nothing.

    Errors: NotYours, ProgrammeClosed, StillWaiting, InvalidInput.
    """
    programme = hold_as_member(task.programme, by, on)
    rows = Task.objects.select_for_update(of=("self",)).select_related("waits_for")
    held = rows.get(pk=task.pk)
    mine = held.person_id in (None, by.pk)
    if not mine and not leads(by, programme, on):
        raise NotYours("Tugas ini digerakkan pemiliknya atau ketua program.")
    return put_state(held, state, by=by, on=on)


def put_state(task: Task, state: str, *, by: Person | None, on: date, partner: str = "") -> Task:
    """Write a state down, on a held task; rights are checked."""
    if state not in Task.State.values:
        raise InvalidInput("Pilih keadaan yang ditawarkan.")
    if task.state == state:
        return task
    if state == Task.State.DONE and task.is_waiting:
        raise StillWaiting(f"Tugas ini menunggu “{task.waits_for}”, yang belum selesai.")
    old, task.state = task.state, state
    task.done_on = on if state == Task.State.DONE else None
    task.save(update_fields=["state", "done_on"])
    data = {"from": old, "to": state} | ({"partner": partner} if partner else {})
    record("programme.task_moved", about=task, person=task.person, by=by, data=data)
    if state == Task.State.DONE:
        for one in task.waited_for_by.open().select_related("person", "programme"):
            if one.person:
                text = f"“{task.title[:100]}” selesai: “{one.title[:100]}” dapat dimulai."
                notify(one.person, text, page_of(one.programme))
    return task


def check_task(task: Task, programme: Programme, on: date, *, owner: bool = True) -> None:
    """One owner of this programme, a day near it, and no wait for oneself. Errors: InvalidInput."""
    person, unit, partner = task.person, task.unit, task.partner
    if sum(one is not None for one in (person, unit, partner)) != 1:
        raise InvalidInput("Pilih satu pemilik tugas: pegawai, unit, atau mitra.")
    there = programme.members.on(max(on, programme.starts_on))
    if owner and person and not there.filter(person=person).exists():
        raise InvalidInput(f"{person.name} belum menjadi anggota program ini.")
    if unit and not programme.unit_links.filter(unit=unit).exists():
        raise InvalidInput(f"{unit} bukan unit pelaksana program ini.")
    if owner and partner and (partner.programme_id != programme.pk or not partner.is_open(on)):
        raise InvalidInput("Mitra ini tidak sedang bekerja dalam program ini.")
    _check_wait(task, programme)
    check_near(programme, task.due_on, "due_on")
    check_fields(task)


def _check_wait(task: Task, programme: Programme) -> None:
    """Errors: InvalidInput."""
    before = task.waits_for
    if before and before.programme_id != programme.pk:
        raise InvalidInput("Tugas yang ditunggu harus dari program yang sama.")
    waits_for = dict(programme.tasks.values_list("pk", "waits_for"))
    seen: set[int | None] = set()
    step = before.pk if before else None
    while step is not None and step not in seen:
        if step == task.pk:
            raise InvalidInput("Dua tugas tidak dapat saling menunggu.")
        seen.add(step)
        step = waits_for.get(step)


def tell_owner(task: Task, programme: Programme, by: Person) -> None:
    """What the task is and until when, to somebody else whose task it is."""
    if task.person and task.person != by:
        day = date_in_words(task.due_on)
        text = f"Tugas {programme.name[:90]}: {task.title[:130]}, tenggat {day}."
        notify(task.person, text, page_of(programme))


@transaction.atomic
def remind_due(*, at: datetime) -> int:
    """Tell the owners of tasks that are due soon, once each; how many. For the worker."""
    on = timezone.localdate(at)
    rows = Task.objects.open().filter(
        due_on__lte=on + AHEAD, reminded_on=None, programme__closed_on=None
    )
    told = 0
    for task in rows.select_for_update(of=("self",), skip_locked=True).select_related("programme"):
        members = Member.objects.on(on).filter(programme=task.programme_id)
        wanted = members.filter(
            Q(person=task.person_id) if task.person_id else Q(role=Member.Role.LEAD)
        )
        day = date_in_words(task.due_on)
        text = f"{task.programme.name[:90]}: “{task.title[:130]}”, tenggat {day}."
        for member in wanted.select_related("person"):
            notify(member.person, text, page_of(task.programme))
            told += 1
        task.reminded_on = on
        task.save(update_fields=["reminded_on"])
    return told
