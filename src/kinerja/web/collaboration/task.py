"""Tasks of a programme: a new one, and moving one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.collaboration.programme import Programme
from kinerja.collaboration.task import Task, add_task, move_task
from kinerja.web.attempt import done, status
from kinerja.web.collaboration.programme import back, joined
from kinerja.web.forms import Form, TanggalField
from kinerja.web.page import PageRequest, page


class TaskForm(Form):
    """What, whose, until when, after what."""

    title = forms.CharField(label="Tugas", max_length=200)
    owner = forms.ChoiceField(label="Pemilik")
    due_on = TanggalField(label="Tenggat")
    waits_for = forms.ModelChoiceField(
        label="Menunggu tugas", queryset=Task.objects.none(), required=False
    )
    shown_to_partners = forms.BooleanField(label="Dilihat mitra", required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        members = programme.members.on(max(today, programme.starts_on)).select_related("person")
        units = programme.units.order_by("name")
        partners = programme.partners.on(today)
        self.owners: dict[str, dict[str, Any]] = {
            **{f"p{one.person_id}": {"person": one.person} for one in members},
            **{f"u{one.pk}": {"unit": one} for one in units},
            **{f"m{one.pk}": {"partner": one} for one in partners},
        }
        choices = [(key, str(next(iter(row.values())))) for key, row in self.owners.items()]
        self.fields["owner"].choices = [("", "Pilih"), *choices]  # type: ignore[attr-defined]
        open_tasks = programme.tasks.open()
        self.fields["waits_for"].queryset = open_tasks  # type: ignore[attr-defined]

    def clean_owner(self) -> dict[str, Any]:
        found = self.owners.get(self.cleaned_data["owner"])
        if found is None:
            raise ValidationError("Pilih pemilik tugas.")
        return found


@page
def task_new(request: PageRequest, programme_id: int) -> HttpResponse:
    """Add a task."""
    one, today = joined(request, programme_id), timezone.localdate()
    form = TaskForm(request.POST or None, programme=one)

    def act() -> object:
        said = dict(form.cleaned_data)
        owner = said.pop("owner")
        return add_task(programme=one, by=request.person, on=today, **owner, **said)

    if done(form, act):
        messages.success(request, "Tugas ditambahkan.")
        return redirect("programme", one.pk)
    context = {"form": form, "one": one}
    return render(request, "collaboration/task_new.html", context, status=status(form))


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
