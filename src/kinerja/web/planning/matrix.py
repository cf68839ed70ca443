"""The leader's matrix of roles: the table, one cell of it, and who is in it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.person import Person
from kinerja.planning.matrix import (
    MatrixRole,
    RoleMatrix,
    belonging_to,
    columns_of,
    may_lead_matrix,
    start_matrix,
    write_cell,
)
from kinerja.planning.matrix_grid import Cell, grid_of
from kinerja.planning.matrix_guest import MatrixGuest, invite, invite_team
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page


class CellForm(Form):
    """One result a line."""

    titles = TextField(
        label="Hasil yang diperankan",
        rows=3,
        max_length=2_000,
        required=False,
        help_text="Satu hasil satu baris, dalam bahasa capaian. Contoh: “Rujukan cepat dan tepat”.",
    )
    no_role = forms.BooleanField(label="Tidak ada peran", required=False)
    before = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def lines(self) -> list[str]:
        return [line for line in self.cleaned_data["titles"].splitlines() if line.strip()]


class GuestForm(Form):
    """Whom to ask for."""

    nip = forms.CharField(
        label="NIP pegawai", max_length=25, help_text="18 angka; spasi boleh ditulis."
    )

    def clean_nip(self) -> Person:
        """Who has that NIP."""
        nip = "".join(self.cleaned_data["nip"].split())
        person = Person.objects.active().filter(nip=nip).first()
        if person is None:
            raise ValidationError(
                "Tidak ada pegawai aktif dengan NIP ini. Periksa angkanya.", code="unknown"
            )
        return person


def visible_matrix(request: PageRequest, matrix_id: int) -> RoleMatrix:
    """A matrix that one may read, or 404."""
    matrices = RoleMatrix.objects.visible_to(request.person).select_related("leader")
    return get_object_or_404(matrices, pk=matrix_id)


def own_matrix(request: PageRequest, matrix_id: int) -> RoleMatrix:
    """One's own matrix, or 404."""
    mine = RoleMatrix.objects.filter(leader=request.person).select_related("leader")
    return get_object_or_404(mine, pk=matrix_id)


@page
def matrix_home(request: PageRequest) -> HttpResponse:
    """One's own matrix of this year; who leads nobody sees the roles for himself or herself."""
    person, today = request.person, timezone.localdate()
    matrix = RoleMatrix.objects.filter(leader=person, year=today.year).first()
    if matrix is not None:
        return redirect("matrix_show", matrix.pk)
    if not may_lead_matrix(person, today):
        return redirect("my_roles")
    earlier = RoleMatrix.objects.filter(leader=person)
    context = {"year": today.year, "earlier": earlier, "to_answer": to_answer(person)}
    return render(request, "planning/matrix/none.html", context)


@page
@require_POST
def matrix_start(request: PageRequest, year: int) -> HttpResponse:
    matrix = start_matrix(year=year, by=request.person, on=timezone.localdate())
    return redirect("matrix_show", matrix.pk)


@page
def matrix_show(request: PageRequest, matrix_id: int) -> HttpResponse:
    """The whole table, to be filled cell by cell and to be printed (A.1.5)."""
    matrix, today = visible_matrix(request, matrix_id), timezone.localdate()
    mine = matrix.leader_id == request.person.pk
    context = {
        "matrix": matrix,
        "grid": grid_of(matrix, request.person, today),
        "mine": mine,
        "years": RoleMatrix.objects.filter(leader=matrix.leader).exclude(pk=matrix.pk),
        "to_answer": to_answer(request.person) if mine else 0,
    }
    return render(request, "planning/matrix/show.html", context)


@page
def matrix_cell(
    request: PageRequest, matrix_id: int, indicator_id: int, person_id: int
) -> HttpResponse:
    """Write one cell; person 0 is what is offered to all."""
    matrix, today = own_matrix(request, matrix_id), timezone.localdate()
    indicator = get_object_or_404(columns_of(matrix, matrix.leader), pk=indicator_id)
    person = _row_person(matrix, person_id)
    cell = _cell(matrix, indicator_id, person)
    appointed = [role for role in cell.roles if role.mode == "appointed"]
    titles = [role.title for role in appointed if role.title]
    initial: dict[str, Any] = {
        "titles": "\n".join(titles),
        "no_role": any(role.no_role for role in appointed),
        "before": "\n".join(titles),
    }
    form = CellForm(request.POST or None, initial=initial)
    if person is None:
        del form.fields["no_role"]
    written = request.GET.get("batal") == "1"
    if done(
        form,
        lambda: write_cell(
            matrix=matrix,
            person=person,
            indicator=indicator,
            titles=form.lines(),
            no_role=form.cleaned_data.get("no_role", False),
            before=form.cleaned_data["before"].splitlines(),
            by=request.person,
            on=today,
        ),
    ):
        if not request.htmx:
            messages.success(request, "Sel matriks disimpan.")
            return redirect("matrix_show", matrix.pk)
        cell, written = _cell(matrix, indicator_id, person), True
    part = ("#cell" if written else "#form") if request.htmx else ""
    context = {"cell": cell, "form": form, "matrix": matrix, "mine": True, "part": request.htmx}
    return render(request, f"planning/matrix/cell.html{part}", context, status=status(form))


@page
def matrix_invite(request: PageRequest, matrix_id: int) -> HttpResponse:
    """Ask for somebody of another unit, by NIP."""
    matrix = own_matrix(request, matrix_id)
    form = GuestForm(request.POST or None)
    guest = made(
        form,
        lambda: invite(
            matrix=matrix,
            person=form.cleaned_data["nip"],
            by=request.person,
            on=timezone.localdate(),
        ),
    )
    if guest is not None:
        messages.success(request, f"Persetujuan atasan {guest.person.name} diminta.")
        return redirect("matrix_show", matrix.pk)
    context = {"matrix": matrix, "form": form}
    return render(request, "planning/matrix/invite.html", context, status=status(form))


@page
@require_POST
def matrix_team(request: PageRequest, matrix_id: int) -> HttpResponse:
    """Ask for all members of one's team."""
    matrix = own_matrix(request, matrix_id)
    asked = invite_team(matrix=matrix, by=request.person, on=timezone.localdate())
    said = f"{len(asked)} anggota tim dimintakan persetujuan." if asked else "Semua sudah masuk."
    messages.success(request, said)
    return redirect("matrix_show", matrix.pk)


def to_answer(person: Person) -> int:
    """How many invitations and volunteers wait for this person."""
    today = timezone.localdate()
    return (
        MatrixGuest.objects.to_answer(person, today).count()
        + MatrixRole.objects.to_answer(person, today).count()
    )


def _row_person(matrix: RoleMatrix, person_id: int) -> Person | None:
    if person_id == 0:
        return None
    person = belonging_to(matrix, timezone.localdate()).filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def _cell(matrix: RoleMatrix, indicator_id: int, person: Person | None) -> Cell:
    indicator = columns_of(matrix, matrix.leader).get(pk=indicator_id)
    roles = matrix.roles.filter(indicator=indicator, person=person).select_related("result__plan")
    return Cell(matrix, indicator, person, list(roles))
