"""Roles in matrices: those offered to me, those I have, and the answers that leaders give."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.planning.matrix import MatrixRole, columns_of, may_lead_matrix
from kinerja.planning.matrix_grid import matrices_for
from kinerja.planning.matrix_guest import MatrixGuest, answer_guest
from kinerja.planning.matrix_role import (
    NOT_YET,
    answer_role,
    open_roles,
    plan_of,
    take_role,
    take_roles,
    volunteer,
)
from kinerja.planning.plan import Plan
from kinerja.rules.refusal import Forbidden
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page

ANSWERS = "planning/matrix/answer.html"


class VolunteerForm(Form):
    """Which result one would add."""

    title = TextField(
        label="Hasil yang ingin Anda perankan",
        rows=2,
        max_length=300,
        help_text="Tulis keadaan yang tercapai, bukan kegiatannya.",
    )


class AnswerForm(Form):
    """Yes, or no with a reason."""

    agree = forms.ChoiceField(
        label="Jawaban",
        choices=[("ya", "Setuju"), ("tidak", "Belum setuju")],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label="Alasan",
        rows=3,
        max_length=1_000,
        required=False,
        help_text="Wajib diisi bila belum setuju.",
    )


@page
def my_roles(request: PageRequest) -> HttpResponse:
    """What I have in the matrices of this year, and what I may ask for."""
    person, today = request.person, timezone.localdate()
    matrices = matrices_for(person, today.year, today)
    plan = plan_of(person, today.year, today)
    mine = list(
        MatrixRole.objects.filter(person=person, matrix__year=today.year)
        .select_related("matrix__leader", "indicator__result", "result")
        .order_by("matrix_id", "indicator_id", "pk")
    )
    takeable = [
        role for role in mine if role.state == "agreed" and not role.no_role and not role.result_id
    ]
    state = Plan.State(plan.state) if plan else None
    context = {
        "year": today.year,
        "plan": plan,
        "mine": [role for role in mine if not role.no_role],
        "takeable": takeable,
        "blocked": "" if state == Plan.State.DRAFT or not takeable else NOT_YET[state],
        "matrices": [
            {
                "matrix": matrix,
                "columns": columns_of(matrix, person),
                "offers": matrix.roles.filter(person=None).select_related("indicator"),
            }
            for matrix in matrices
        ],
        "leads": may_lead_matrix(person, today),
    }
    return render(request, "planning/matrix/roles.html", context)


@page
def role_volunteer(request: PageRequest, matrix_id: int, indicator_id: int) -> HttpResponse:
    """Ask for a role, in one's own words or as it is offered."""
    person, today = request.person, timezone.localdate()
    mine = matrices_for(person, today.year, today)
    matrix = next((one for one in mine if one.pk == matrix_id), None)
    if matrix is None:
        raise Http404
    indicator = get_object_or_404(columns_of(matrix, person), pk=indicator_id)
    offers = matrix.roles.filter(person=None, indicator=indicator)
    offer = row_in(offers, request.GET.get("tawaran", ""))
    form = VolunteerForm(request.POST or None, initial={"title": offer.title if offer else ""})
    if done(
        form,
        lambda: volunteer(
            matrix=matrix,
            indicator=indicator,
            offer=offer,
            by=person,
            on=today,
            **form.cleaned_data,
        ),
    ):
        messages.success(request, "Pengajuan Anda dikirim. Jawabannya muncul di kotak masuk.")
        return redirect("my_roles")
    context = {"form": form, "matrix": matrix, "indicator": indicator}
    return render(request, "planning/matrix/volunteer.html", context, status=status(form))


@page
@require_POST
def role_take(request: PageRequest, role_id: int) -> HttpResponse:
    """Make one role a result of the own plan."""
    role = get_object_or_404(MatrixRole, pk=role_id, person=request.person)
    result = take_role(role=role, by=request.person, on=timezone.localdate())
    messages.success(request, "Peran menjadi hasil kerja. Lengkapi indikator dan targetnya.")
    return redirect("plan_show", result.plan_id)


@page
@require_POST
def roles_take(request: PageRequest, year: int) -> HttpResponse:
    """Make all agreed roles of a year results of the own plan."""
    if not open_roles(request.person, year):
        messages.info(request, "Tidak ada peran yang belum menjadi hasil kerja.")
        return redirect("my_roles")
    results = take_roles(by=request.person, year=year, on=timezone.localdate())
    messages.success(request, f"{len(results)} peran menjadi hasil kerja. Lengkapi targetnya.")
    return redirect("plan_show", results[0].plan_id)


@page
def matrix_answers(request: PageRequest) -> HttpResponse:
    """What waits for my answer, as appraiser or as leader of a matrix."""
    person, today = request.person, timezone.localdate()
    guests = MatrixGuest.objects.to_answer(person, today)
    volunteers = MatrixRole.objects.to_answer(person, today)
    context = {
        "guests": guests.select_related("person", "matrix__leader"),
        "volunteers": volunteers.select_related("person", "matrix__leader", "indicator"),
    }
    return render(request, "planning/matrix/answers.html", context)


@page
def guest_answer(request: PageRequest, guest_id: int) -> HttpResponse:
    """May my employee take part in the matrix of another leader?"""
    today = timezone.localdate()
    found = MatrixGuest.objects.visible_to(request.person, today)
    guest = get_object_or_404(found.select_related("person", "matrix__leader"), pk=guest_id)
    if guest.person == request.person or guest.matrix.leader == request.person:
        raise Forbidden("Permintaan ini dijawab oleh pejabat penilai pegawai yang diundang.")
    roles = MatrixRole.objects.filter(matrix=guest.matrix, person=guest.person, no_role=False)
    form = AnswerForm(request.POST or None)
    if done(form, lambda: answer_guest(guest=guest, by=request.person, on=today, **_answer(form))):
        messages.success(request, "Jawaban Anda disampaikan.")
        return redirect("matrix_answers")
    context = {"guest": guest, "roles": roles.select_related("indicator"), "form": form}
    return render(request, ANSWERS, context, status=status(form))


@page
def role_answer(request: PageRequest, role_id: int) -> HttpResponse:
    """Answer somebody who volunteered."""
    today = timezone.localdate()
    found = MatrixRole.objects.visible_to(request.person, today).exclude(person=None)
    role = get_object_or_404(
        found.select_related("person", "matrix__leader", "indicator"), pk=role_id
    )
    if role.person == request.person:
        raise Forbidden("Pengajuan Anda dijawab oleh pejabat penilai dan pimpinan matriks.")
    form = AnswerForm(request.POST or None)
    if done(form, lambda: answer_role(role=role, by=request.person, on=today, **_answer(form))):
        messages.success(request, "Jawaban Anda disampaikan.")
        return redirect("matrix_answers")
    context = {"role": role, "form": form}
    return render(request, ANSWERS, context, status=status(form))


def _answer(form: AnswerForm) -> dict[str, Any]:
    return {"agree": form.cleaned_data["agree"] == "ya", "reason": form.cleaned_data["reason"]}
