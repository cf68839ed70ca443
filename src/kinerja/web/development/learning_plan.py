"""The learning plan of a year: one's own with what is recommended, and those of one's people."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.competency import Competency
from kinerja.development.gap import gap_of
from kinerja.development.learning_plan import (
    LONGEST_TEXT,
    MOST_FILES,
    LearningPlan,
    LearningStep,
    StepFile,
    add_step,
    agree_learning_plan,
    drop_step,
    finish_step,
    may_agree,
    return_learning_plan,
    review_learning_plan,
    submit_learning_plan,
)
from kinerja.development.recommendation.recommendation import open_recommendations
from kinerja.development.sight import keeper_scope, unit_sight
from kinerja.development.training import Training
from kinerja.people.person import Person
from kinerja.people.supervision import report_ids
from kinerja.rules.recommendation import Way
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.forms import DOCUMENTS, PHOTOS, FilesField, Form, TanggalField, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.stored_file import send_file


class StepForm(Form):
    """One step; a gap or a training may have filled it."""

    aim = forms.CharField(
        label="Yang ingin dicapai", max_length=300, help_text="Apa yang dapat Anda lakukan nanti?"
    )
    competency = forms.ModelChoiceField(
        label="Kompetensi", queryset=Competency.objects.none(), required=False
    )
    way = forms.ChoiceField(label="Cara belajar", choices=Way.choices())
    training = forms.ModelChoiceField(
        label="Pelatihan dari katalog", queryset=Training.objects.none(), required=False
    )
    due_on = TanggalField(label="Target selesai")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = Competency.objects.used()  # type: ignore[attr-defined]
        self.fields["training"].queryset = Training.objects.offered()  # type: ignore[attr-defined]


class FinishForm(Form):
    refused_at = "outcome"

    outcome = TextField(label="Yang Anda pelajari dan terapkan", rows=4, max_length=LONGEST_TEXT)
    proofs = FilesField(
        label="Bukti", accept=(*PHOTOS, *DOCUMENTS), most=MOST_FILES, required=False
    )


class DropForm(Form):
    refused_at = "reason"

    reason = TextField(label="Mengapa dibatalkan", rows=3, max_length=LONGEST_TEXT)


class ReturnForm(Form):
    place: ClassVar = "return_form"
    refused_at = "reason"

    reason = TextField(label="Yang perlu diubah", rows=3, max_length=LONGEST_TEXT)


class ReviewForm(Form):
    place: ClassVar = "review_form"
    refused_at = "note"

    note = TextField(label="Yang tercapai dan yang dilanjutkan", rows=3, max_length=LONGEST_TEXT)


@page
def mine(request: PageRequest) -> HttpResponse:
    """One's own plans, the recommendations that wait, and the gaps that could become a step."""
    today = timezone.localdate()
    plans = LearningPlan.objects.filter(person=request.person)
    gap = gap_of(request.person, today)
    planned = set(
        LearningStep.objects.filter(
            plan__person=request.person, state=LearningStep.State.PLANNED
        ).values_list("competency", flat=True)
    )
    context = {
        "plans": plans,
        "recommendations": open_recommendations(request.person),
        "gaps": [item for item in gap.below if item.competency.pk not in planned],
        "sees_units": bool(unit_sight(request.person, today)),
        "keeps": bool(keeper_scope(request.person, today)),
    }
    return render(request, "development/learning_plan/mine.html", context)


@page
def team(request: PageRequest) -> HttpResponse:
    """Plans of this year of the people whom one appraises; those that wait come first."""
    today = timezone.localdate()
    if not request.layout.leads:
        raise PermissionDenied
    ids = report_ids(request.person, today)
    rows = LearningPlan.objects.filter(person__among=ids, year__gte=today.year)
    waiting = LearningPlan.State.PROPOSED
    context = {
        "waiting": rows.filter(state=waiting).select_related("person"),
        "plans": rows.exclude(state=waiting).select_related("person"),
        "without": Person.objects.filter(pk__among=ids).exclude(learning_plans__year=today.year)[
            :50
        ],
        "year": today.year,
    }
    return render(request, "development/learning_plan/team.html", context)


@page
def show(request: PageRequest, plan_id: int) -> HttpResponse:
    """One plan with its steps; the leader agrees, gives back or reviews it here."""
    return _show(request, _visible(request, plan_id))


@page
def step_new(request: PageRequest) -> HttpResponse:
    """A step into one's own plan; from a gap or a training with one tap."""
    today = timezone.localdate()
    competency = row_in(Competency.objects.used(), request.GET.get("kompetensi", ""))
    training = row_in(Training.objects.offered(), request.GET.get("pelatihan", ""))
    initial: dict[str, Any] = {"due_on": date(today.year, 12, 31), "way": Way.MENTORING.value}
    if competency is not None:
        asked = {
            item.competency: item.standard.required for item in gap_of(request.person, today).items
        }
        initial |= {"competency": competency, "aim": _aim(competency, asked.get(competency))}
    if training is not None:
        initial |= {
            "training": training,
            "way": training.form,
            "aim": initial.get("aim", training.name),
        }
    form = StepForm(request.POST or None, initial=initial)
    step = made(form, lambda: add_step(by=request.person, on=today, **form.cleaned_data))
    if step is not None:
        messages.success(request, "Langkah masuk rencana belajar Anda.")
        return redirect("learning_plan", step.plan_id)
    return render(
        request, "development/learning_plan/step.html", {"form": form}, status=status(form)
    )


def _aim(competency: Competency, required: int | None) -> str:
    return f"{competency.name} sampai level {required}" if required else competency.name


@page
def step_finish(request: PageRequest, step_id: int) -> HttpResponse:
    """Say what came of a step."""
    step = _own_step(request, step_id)
    form = FinishForm(request.POST or None, request.FILES or None)
    if done(
        form,
        lambda: finish_step(
            step=step,
            outcome=form.cleaned_data["outcome"],
            files=[(one.name or "bukti", one.read()) for one in form.cleaned_data["proofs"]],
            by=request.person,
            on=timezone.localdate(),
        ),
    ):
        messages.success(request, "Langkah selesai; atasan Anda dapat membaca hasilnya.")
        return redirect("learning_plan", step.plan_id)
    context = {"form": form, "step": step}
    return render(request, "development/learning_plan/finish.html", context, status=status(form))


@page
def step_drop(request: PageRequest, step_id: int) -> HttpResponse:
    """Leave a step out, with the reason."""
    step = _own_step(request, step_id)
    form = DropForm(request.POST or None)
    if done(
        form,
        lambda: drop_step(
            step=step,
            reason=form.cleaned_data["reason"],
            by=request.person,
            on=timezone.localdate(),
        ),
    ):
        messages.success(request, "Langkah dibatalkan.")
        return redirect("learning_plan", step.plan_id)
    context = {"form": form, "step": step}
    return render(request, "development/learning_plan/drop.html", context, status=status(form))


@page
@require_POST
def submit(request: PageRequest, plan_id: int) -> HttpResponse:
    """Ask the leader to agree."""
    plan = _visible(request, plan_id)
    refused = refusal_of(
        lambda: submit_learning_plan(plan=plan, by=request.person, on=timezone.localdate())
    )
    return _back(request, plan, refused, "Diajukan; atasan Anda mendapat kabar.")


@page
@require_POST
def agree(request: PageRequest, plan_id: int) -> HttpResponse:
    """The leader agrees."""
    plan = _visible(request, plan_id)
    refused = refusal_of(
        lambda: agree_learning_plan(plan=plan, by=request.person, on=timezone.localdate())
    )
    return _back(request, plan, refused, f"Rencana {plan.person.name} disepakati.")


@page
@require_POST
def give_back(request: PageRequest, plan_id: int) -> HttpResponse:
    """The leader gives it back with words."""
    plan, form = _visible(request, plan_id), ReturnForm(request.POST)
    if not done(
        form,
        lambda: return_learning_plan(
            plan=plan,
            reason=form.cleaned_data["reason"],
            by=request.person,
            on=timezone.localdate(),
        ),
    ):
        return _show(request, plan, return_form=form)
    messages.success(request, "Rencana dikembalikan dengan catatan Anda.")
    return redirect("learning_plan", plan.pk)


@page
@require_POST
def review(request: PageRequest, plan_id: int) -> HttpResponse:
    """The leader looks at the year again."""
    plan, form = _visible(request, plan_id), ReviewForm(request.POST)
    if not done(
        form,
        lambda: review_learning_plan(
            plan=plan,
            note=form.cleaned_data["note"],
            by=request.person,
            on=timezone.localdate(),
        ),
    ):
        return _show(request, plan, review_form=form)
    messages.success(request, "Rencana ditinjau; yang belum selesai dilanjutkan.")
    return redirect("learning_plan", plan.pk)


@page
def file(request: PageRequest, plan_id: int, file_id: int) -> HttpResponseBase:
    """One file of a step, after the check."""
    plan = _visible(request, plan_id)
    rows = StepFile.objects.select_related("attachment__blob")
    return send_file(request, get_object_or_404(rows, pk=file_id, step__plan=plan).attachment)


def _show(request: PageRequest, plan: LearningPlan, **forms: Any) -> HttpResponse:
    today, states = timezone.localdate(), LearningPlan.State
    leads = may_agree(request.person, plan, today)
    steps = plan.steps.select_related("competency", "training", "recommendation")
    context = {
        "plan": plan,
        "own": plan.person_id == request.person.pk,
        "leads": leads,
        "steps": [
            (step, step.is_late(today)) for step in steps.prefetch_related("files__attachment")
        ],
        "open": plan.state != states.REVIEWED,
        "may_submit": plan.state == states.DRAFT,
        "return_form": ReturnForm() if leads and plan.state == states.PROPOSED else None,
        "review_form": ReviewForm() if leads and plan.state == states.AGREED else None,
    } | forms
    bad = [form for form in forms.values() if form.errors]
    return render(request, "development/learning_plan/show.html", context, status=status(*bad))


def _visible(request: PageRequest, plan_id: int) -> LearningPlan:
    rows = LearningPlan.objects.visible_to(request.person, timezone.localdate())
    return get_object_or_404(rows.select_related("person", "agreed_by", "reviewed_by"), pk=plan_id)


def _own_step(request: PageRequest, step_id: int) -> LearningStep:
    rows = LearningStep.objects.filter(plan__person=request.person).select_related("plan")
    return get_object_or_404(rows, pk=step_id)


def _back(request: PageRequest, plan: LearningPlan, refused: object, said: str) -> HttpResponse:
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("learning_plan", plan.pk)
