"""Tasks of a programme: a new one, changing one, moving one, taking one off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.collaboration.programme import Programme, leads
from kinerja.collaboration.task import Task, add_task, move_task
from kinerja.collaboration.task_edit import drop_task, edit_task, mark_of_task, may_edit
from kinerja.web.attempt import done, status
from kinerja.web.collaboration.programme import back, joined, led
from kinerja.web.edit_form import SeenForm
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page


class TaskForm(Form):
    """What, whose, until when, after what."""

    title = forms.CharField(label="Tugas", max_length=200)
    owner = forms.ChoiceField(label="Pemilik")
    due_on = TanggalField(label="Tenggat")
    waits_for = forms.ModelChoiceField(
        label="Menunggu tugas",
        queryset=Task.objects.none(),
        required=False,
        empty_label="Tidak menunggu tugas lain",
    )
    shown_to_partners = forms.BooleanField(
        label="Dilihat mitra",
        required=False,
        help_text="Mitra luar membaca tugas ini beserta komentarnya.",
    )

    def __init__(
        self, *args: Any, programme: Programme, task: Task | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        members = programme.members.on(max(today, programme.starts_on)).select_related("person")
        people: dict[str, dict[str, Any]] = {
            f"p{one.person_id}": {"person": one.person} for one in members
        }
        units = {f"u{one.pk}": {"unit": one} for one in programme.units.order_by("name")}
        partners = {f"m{one.pk}": {"partner": one} for one in programme.partners.on(today)}
        now = owner_of(task) if task else {}
        for kind, rows in (("p", people), ("m", partners)):  # one who has left keeps the task
            rows |= {key: row for key, row in now.items() if key.startswith(kind)}
        self.owners: dict[str, dict[str, Any]] = {**people, **units, **partners}
        groups = (("Anggota tim", people), ("Unit", units), ("Mitra luar", partners))
        choices = [
            (label, [(key, str(next(iter(row.values())))) for key, row in rows.items()])
            for label, rows in groups
            if rows
        ]
        self.fields["owner"].choices = [("", "Pilih"), *choices]  # type: ignore[attr-defined]
        others = programme.tasks.all() if task else programme.tasks.open()
        if task:
            others = others.filter(~Q(state=Task.State.DONE) | Q(pk=task.waits_for_id))
            others = others.exclude(pk=task.pk)
        self.fields["waits_for"].queryset = others  # type: ignore[attr-defined]

    def clean_owner(self) -> dict[str, Any]:
        found = self.owners.get(self.cleaned_data["owner"])
        if found is None:
            raise ValidationError("Pilih pemilik tugas.")
        return found

    def said(self) -> dict[str, Any]:
        """The arguments of the verbs."""
        said = dict(self.cleaned_data)
        owner: dict[str, Any] = said.pop("owner")
        return owner | said


def owner_of(task: Task) -> dict[str, dict[str, Any]]:
    """The key of its owner in the form, and the owner as the verbs take it."""
    if task.person:
        return {f"p{task.person_id}": {"person": task.person}}
    if task.unit:
        return {f"u{task.unit_id}": {"unit": task.unit}}
    return {f"m{task.partner_id}": {"partner": task.partner}}


class EditTaskForm(SeenForm, TaskForm):
    """The same of a task that stands."""


@page
def task_new(request: PageRequest, programme_id: int) -> HttpResponse:
    """Add a task."""
    one, today = joined(request, programme_id), timezone.localdate()
    form = TaskForm(request.POST or None, programme=one)

    def act() -> object:
        return add_task(programme=one, by=request.person, on=today, **form.said())

    if done(form, act):
        messages.success(request, "Tugas ditambahkan.")
        return redirect("programme", one.pk)
    context = {"form": form, "one": one}
    return render(request, "collaboration/task_new.html", context, status=status(form))


@page
def task_edit(request: PageRequest, programme_id: int, task_id: int) -> HttpResponse:
    """Other words, another day, another owner."""
    one, today = joined(request, programme_id), timezone.localdate()
    rows = one.tasks.select_related("programme", "person", "unit", "partner")
    task = get_object_or_404(rows, pk=task_id)
    lead = leads(request.person, one, today)
    if not may_edit(request.person, task, one, today):
        raise Http404
    form = EditTaskForm(
        request.POST or None, programme=one, task=task, stored=lambda: _stored(task)
    )
    if done(form, lambda: edit_task(task=task, by=request.person, on=today, **form.said())):
        messages.success(request, "Perubahan tugas tersimpan.")
        return redirect("programme", one.pk)
    context = {"form": form, "one": one, "task": task, "may_drop": lead and task.state != "done"}
    return render(request, "collaboration/task_edit.html", context, status=status(form))


def _stored(task: Task) -> dict[str, Any]:
    task.refresh_from_db()
    known = {name: getattr(task, name) for name in ("title", "due_on", "shown_to_partners")}
    known |= {"owner": next(iter(owner_of(task))), "waits_for": task.waits_for_id}
    return known | {"seen": mark_of_task(task)}


@page
@require_POST
def task_drop(request: PageRequest, programme_id: int, task_id: int) -> HttpResponse:
    """Take it off the board."""
    one, today = led(request, programme_id), timezone.localdate()
    task = get_object_or_404(one.tasks.select_related("programme"), pk=task_id)
    act = lambda: drop_task(task=task, by=request.person, on=today)  # noqa: E731
    return back(request, one, act, "Tugas dihapus dari papan.")


@page
@require_POST
def task_move(request: PageRequest, programme_id: int, task_id: int) -> HttpResponse:
    """One button moves a task."""
    one = joined(request, programme_id)
    task = get_object_or_404(one.tasks.select_related("programme"), pk=task_id)
    state = request.POST.get("state", "")
    today = timezone.localdate()
    return back(
        request,
        one,
        lambda: move_task(task=task, state=state, by=request.person, on=today),
        "Tugas dipindahkan.",
    )
