"""Programmes: a list, a new one, the board with its tasks, people in it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.collaboration.member import (
    Member,
    answer_member,
    end_member,
    invite_member,
    is_member,
)
from kinerja.collaboration.programme import (
    MOST_UNITS,
    Programme,
    begin_programme,
    close_programme,
    edit_programme,
    has_lead,
    leads,
    may_begin,
)
from kinerja.collaboration.task import Task
from kinerja.people.person import Person
from kinerja.people.supervision import led_units
from kinerja.planning.goal import Goal
from kinerja.planning.sharing.agreement import SharePart
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.chosen_units import add_address, drop_addresses, step, units_asked
from kinerja.web.edit_form import SeenForm
from kinerja.web.forms import Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.people.choose import Question, asks, choose_person
from kinerja.web.planning.choices import GoalChoices, offer

SHOWN = 20
PERSON = "pegawai"


class ProgrammeForm(Form):
    """Name, days, and the goals that it serves."""

    name = forms.CharField(label="Nama program", max_length=200)
    purpose = TextField(label="Tujuan", rows=3, max_length=4_000, required=False)
    starts_on = TanggalField(label="Hari pertama")
    ends_on = TanggalField(label="Hari terakhir")
    goals = GoalChoices(label="Sasaran yang didukung", queryset=Goal.objects.none(), required=False)

    def __init__(self, *args: Any, goals: QuerySet[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "goals", goals, drop_empty=True)

    def said(self) -> dict[str, Any]:
        return {"goals": [], **self.cleaned_data}


class EditProgrammeForm(SeenForm, ProgrammeForm):
    """The same of a programme that stands."""


class NewProgrammeForm(ProgrammeForm):
    key = forms.UUIDField(widget=forms.HiddenInput)


class InviteForm(Form):
    role = forms.ChoiceField(label="Peran", choices=Member.Role.choices)
    starts_on = TanggalField(label="Mulai")


class AnswerForm(Form):
    refused_at = "reason"

    answer = forms.ChoiceField(
        label="Jawaban",
        choices=[("ya", "Setuju"), ("tidak", "Belum setuju")],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label="Alasan", rows=2, max_length=300, required=False, help_text="Wajib bila belum setuju."
    )


class EndForm(Form):
    refused_at = "last_day"

    last_day = TanggalField(label="Hari terakhir")


@page
def programmes(request: PageRequest) -> HttpResponse:
    """One's programmes, and invitations of one's staff that wait for a yes."""
    today = timezone.localdate()
    rows = Programme.objects.visible_to(request.person, today).prefetch_related("units")
    asked = Member.objects.to_answer(request.person, today)
    context = {
        "page": keyset(request, rows, SHOWN),
        "asked": asked.select_related("person", "programme", "asked_by")[:SHOWN],
        "may_begin": may_begin(request.person, today),
        "today": today,
    }
    return render(request, "collaboration/list.html", context)


@page
def programme_new(request: PageRequest) -> HttpResponse:
    """Begin a programme; its units are chosen one by one."""
    today = timezone.localdate()
    if not may_begin(request.person, today):
        raise PermissionDenied
    led = led_units(request.person, today).values_list("pk", flat=True)[:1]
    units = units_asked(request, always=(), at_first=led, most=MOST_UNITS)
    back = step(
        request,
        units,
        title="Unit mana yang menjalankan?",
        lead="Pimpinan unit ini dapat membuka papan programnya.",
        back="Program baru",
        most=MOST_UNITS,
    )
    if back is not None:
        return back
    initial = {"key": uuid4(), "starts_on": today, "ends_on": today + timedelta(days=90)}
    form = NewProgrammeForm(request.POST or None, goals=_goals(request, units), initial=initial)

    def act() -> Programme:
        return begin_programme(units=units, by=request.person, on=today, **form.said())

    begun = made(form, act)
    if begun is not None:
        messages.success(request, "Program dimulai. Anda ketuanya; undang anggota lain.")
        return redirect("programme", begun.pk)
    context = {
        "form": form,
        "units": units,
        "add_url": add_address(request),
        "drops": drop_addresses(request, units),
    }
    return render(request, "collaboration/new.html", context, status=status(form))


@page
def programme(request: PageRequest, programme_id: int) -> HttpResponse:
    """The board: tasks by state, and who is in it."""
    one, today = visible(request, programme_id), timezone.localdate()
    rows = one.tasks.select_related("person", "unit", "partner", "waits_for")
    tasks = list(rows.annotate(said=Count("comments")))
    member = is_member(request.person, one, today) and one.closed_on is None
    lead = leads(request.person, one, today)
    context = {
        "one": one,
        "units": one.units.order_by("name"),
        "goals": one.goals.order_by("pk"),
        "columns": [
            (
                state,
                [
                    (
                        task,
                        task.is_late(today),
                        member and (lead or _mine(task, request.person)),
                        member and (lead or task.person_id == request.person.pk),
                    )
                    for task in tasks
                    if task.state == state
                ],
            )
            for state in Task.State
        ],
        "some": bool(tasks),
        "members": one.members.exclude(state=Member.State.DECLINED).select_related("person"),
        "is_member": member,
        "leads": lead and one.closed_on is None,
        "without_lead": one.closed_on is None and not has_lead(one, today),
        "today": today,
    }
    return render(request, "collaboration/board.html", context)


@page
def programme_edit(request: PageRequest, programme_id: int) -> HttpResponse:
    """Change name, days and goals."""
    one, today = led(request, programme_id), timezone.localdate()
    goals = _goals(request, list(one.units.all()), one)
    form = EditProgrammeForm(request.POST or None, goals=goals, stored=lambda: _stored(one))

    def act() -> Programme:
        return edit_programme(programme=one, by=request.person, on=today, **form.said())

    if made(form, act) is not None:
        messages.success(request, "Tersimpan.")
        return redirect("programme", one.pk)
    context = {"form": form, "one": one}
    return render(request, "collaboration/edit.html", context, status=status(form))


def _stored(one: Programme) -> dict[str, Any]:
    one.refresh_from_db()
    known = {name: getattr(one, name) for name in ("name", "purpose", "starts_on", "ends_on")}
    return known | {"goals": list(one.goals.values_list("pk", flat=True)), "seen": one.mark}


@page
@require_POST
def programme_close(request: PageRequest, programme_id: int) -> HttpResponse:
    """It is over."""
    one = led(request, programme_id)
    close_programme(programme=one, by=request.person, on=timezone.localdate())
    messages.success(request, "Program ditutup. Isinya tetap dapat dibaca.")
    return redirect("programme", one.pk)


@page
def programme_invite(request: PageRequest, programme_id: int) -> HttpResponse:
    """Choose a person, then a role; `?pegawai=pilih` searches."""
    one, today = led(request, programme_id), timezone.localdate()
    if asks(request, PERSON) or not request.GET.get(PERSON):
        question = Question(
            PERSON,
            "Siapa yang diundang?",
            f"Atasannya diminta setuju sebelum ikut {one.name}.",
            f"/kolaborasi/{one.pk}/",
            one.name,
        )
        return choose_person(request, question, Person.objects.all(), by_nip=False)
    person = row_in(Person.objects.present(today), request.GET[PERSON])
    if person is None:
        raise Http404
    form = InviteForm(request.POST or None, initial={"role": "member", "starts_on": today})

    def act() -> Member:
        said = form.cleaned_data
        return invite_member(programme=one, person=person, by=request.person, on=today, **said)

    invited = made(form, act)
    if invited is not None:
        agreed = invited.state == Member.State.AGREED
        messages.success(
            request, "Anggota ditambahkan." if agreed else "Atasannya diminta menyetujui."
        )
        return redirect("programme", one.pk)
    context = {"form": form, "one": one, "person": person}
    return render(request, "collaboration/invite.html", context, status=status(form))


@page
def member_answer(request: PageRequest, member_id: int) -> HttpResponse:
    """The superior says whether somebody may join."""
    today = timezone.localdate()
    rows = Member.objects.to_answer(request.person, today)
    member = get_object_or_404(rows.select_related("person", "programme", "asked_by"), pk=member_id)
    form = AnswerForm(request.POST or None)

    def act() -> object:
        agree, reason = form.cleaned_data["answer"] == "ya", form.cleaned_data["reason"]
        return answer_member(member=member, agree=agree, reason=reason, by=request.person, on=today)

    if done(form, act):
        messages.success(request, "Jawaban Anda tercatat.")
        return redirect("programmes")
    context = {"form": form, "member": member}
    return render(request, "collaboration/member_answer.html", context, status=status(form))


@page
def member_end(request: PageRequest, member_id: int) -> HttpResponse:
    """Say which day is the last of somebody's role."""
    today = timezone.localdate()
    member = get_object_or_404(
        Member.objects.agreed().select_related("person", "programme"), pk=member_id
    )
    one = visible(request, member.programme_id)
    if member.person_id != request.person.pk and not leads(request.person, one, today):
        raise Http404
    form = EndForm(request.POST or None, initial={"last_day": today})

    def act() -> object:
        last = form.cleaned_data["last_day"]
        return end_member(member=member, last_day=last, by=request.person, on=today)

    if done(form, act):
        messages.success(request, "Hari terakhirnya tercatat.")
        if member.person_id == request.person.pk:
            return redirect("programmes")  # the board may be closed to oneself from now on
        return redirect("programme", one.pk)
    context = {"form": form, "member": member, "one": one}
    return render(request, "collaboration/member_end.html", context, status=status(form))


def visible(request: PageRequest, programme_id: int) -> Programme:
    """One that the person may open; for others it is not there."""
    rows = Programme.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows, pk=programme_id)


def led(request: PageRequest, programme_id: int) -> Programme:
    """One that the person leads."""
    one = visible(request, programme_id)
    if not leads(request.person, one, timezone.localdate()):
        raise Http404
    return one


def joined(request: PageRequest, programme_id: int) -> Programme:
    """One to which the person belongs today."""
    one = visible(request, programme_id)
    if not is_member(request.person, one, timezone.localdate()):
        raise Http404
    return one


def back(request: PageRequest, one: Programme, act: Any, said: str) -> HttpResponse:
    """Do what one button asks for, tell it, and show the board again."""
    if refused := refusal_of(act):
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("programme", one.pk)


def _mine(task: Task, person: Person) -> bool:
    return task.person_id in (None, person.pk)


def _goals(request: PageRequest, units: list[Any], one: Programme | None = None) -> QuerySet[Goal]:
    """Goals of this year that these units own or share, and those that it serves already, of
    whatever year: the form that does not offer them would take them away."""
    today = timezone.localdate()
    shared = SharePart.objects.filter(unit__in=units, agreement__state="agreed")
    theirs = Q(unit__in=units) | Q(pk__in=shared.values("agreement__goal"))
    wanted = theirs & Q(pk__in=Goal.objects.in_year(today.year).values("pk"))
    if one is not None:
        wanted |= Q(pk__in=one.goal_links.values("goal"))
    return Goal.objects.visible_to(request.person).filter(wanted)
