"""Writing an idea, changing it, handing it in, taking it back, its files."""

from dataclasses import fields as fields_of
from typing import ClassVar
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need
from kinerja.participation.handing_in import (
    MOST_FILES,
    IdeaText,
    begin_idea,
    edit_idea,
    submit_idea,
    withdraw_idea,
)
from kinerja.participation.idea import LONGEST_TEXT, Idea, IdeaFile, is_author
from kinerja.participation.space import Space, is_asked
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.records.refusals import FileRefused
from kinerja.rules.space import Right
from kinerja.web.asked import row_in
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.edit_form import EditForm
from kinerja.web.forms import (
    DOCUMENTS,
    PHOTOS,
    DecimalIndonesia,
    FilesField,
    TextField,
)
from kinerja.web.page import PageRequest, page
from kinerja.web.participation.tabs import now_by, phase_of, visible_idea
from kinerja.web.people.choose import Question, asks, choose_unit
from kinerja.web.stored_file import send_file

UNIT = "unit"
TEXT = [one.name for one in fields_of(IdeaText)]


class IdeaForm(EditForm):
    """What is wrong, what is proposed, and what it should change."""

    places: ClassVar = {FileRefused: "proofs"}

    title = forms.CharField(label="Judul", max_length=150)
    problem = TextField(
        label="Masalah",
        rows=4,
        max_length=LONGEST_TEXT,
        help_text="Apa yang terjadi sekarang, di mana, dan siapa yang merasakannya.",
    )
    proposal = TextField(
        label="Usulan", rows=5, max_length=LONGEST_TEXT, help_text="Apa yang sebaiknya dilakukan."
    )
    measure = forms.CharField(
        label="Yang diharapkan berubah",
        max_length=150,
        required=False,
        help_text="Misalnya “waktu tunggu di halte”.",
    )
    effect_from = DecimalIndonesia(
        label="Sekarang", max_digits=14, decimal_places=2, required=False
    )
    effect_to = DecimalIndonesia(label="Menjadi", max_digits=14, decimal_places=2, required=False)
    unit_of_measure = forms.CharField(label="Satuan", max_length=40, required=False)
    proofs = FilesField(
        label="Lampiran",
        accept=(*PHOTOS, *DOCUMENTS),
        most=MOST_FILES,
        required=False,
        help_text="Dibaca semua yang melihat gagasan ini.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def text(self) -> IdeaText:
        return IdeaText(**{name: self.cleaned_data[name] for name in TEXT})

    def sent_files(self) -> list[tuple[str, bytes]]:
        return [(one.name or "berkas", one.read()) for one in self.cleaned_data["proofs"]]


@page
def idea_new(request: PageRequest) -> HttpResponse:
    """Write an idea: for a space (`?ruang=`) or for a unit (`?unit=`), from a finding or a need."""
    today = timezone.localdate()
    seen = Space.objects.visible_to(request.person).select_related("owner")
    space = row_in(seen, request.GET.get("ruang", ""))
    if not is_asked(request.person, space, today):
        raise PermissionDenied
    unit = None
    if space is None:
        units = Unit.objects.open()
        if asks(request, UNIT):
            question = Question(
                UNIT,
                "Untuk unit mana?",
                "Pimpinan unit itu yang menjawab gagasan Anda.",
                reverse("ideas"),
                "Gagasan",
            )
            return choose_unit(request, question, units)
        unit = row_in(units, request.GET.get(UNIT, "")) or _own_unit(request)
    finding = row_in(
        Finding.objects.visible_to(request.person).standing(), request.GET.get("temuan", "")
    )
    if finding is None and space is not None:
        finding = space.finding
    need = row_in(Need.objects.visible_to(request.person), request.GET.get("kebutuhan", ""))
    form = IdeaForm(
        request.POST or None,
        request.FILES or None,
        initial={"key": uuid4(), "problem": finding.statement if finding else ""},
    )

    @transaction.atomic
    def act() -> Idea:
        idea = begin_idea(
            text=form.text(),
            space=space,
            unit=unit,
            finding=finding,
            need=need,
            files=form.sent_files(),
            key=form.cleaned_data["key"],
            **now_by(request),
        )
        return submit_idea(idea=idea, **now_by(request)) if "ajukan" in request.POST else idea

    begun = made(form, act)
    if begun is not None:
        handed_in = begun.state != Idea.State.DRAFT
        said = "Gagasan diajukan." if handed_in else "Konsep tersimpan; hanya Anda yang melihatnya."
        messages.success(request, said)
        return redirect("idea", begun.pk)
    context = {
        "form": form,
        "space": space,
        "unit": unit,
        "finding": finding,
        "need": need,
        "phase": phase_of(space) if space else None,
        "choose": _with(request, UNIT, "pilih"),
    }
    return render(request, "participation/idea/new.html", context, status=status(form))


@page
def idea_edit(request: PageRequest, idea_id: int) -> HttpResponse:
    """Change one's own idea."""
    one = visible_idea(request, idea_id)
    if not is_author(request.person, one):
        raise PermissionDenied
    form = IdeaForm(
        request.POST or None,
        request.FILES or None,
        row=one,
        initial={name: getattr(one, name) for name in (*TEXT, "revision")},
    )

    def act() -> Idea:
        revision = form.cleaned_data["revision"]
        files = form.sent_files()
        return edit_idea(
            idea=one, text=form.text(), revision=revision, files=files, **now_by(request)
        )

    if done(form, act):
        messages.success(request, "Perubahan disimpan.")
        return redirect("idea", one.pk)
    context = {
        "form": form,
        "one": one,
        "newer": form.newer,
        "phase": phase_of(one.space) if one.space else None,
        "can": Right.EDIT in one.rights(timezone.localdate()),
    }
    return render(request, "participation/idea/edit.html", context, status=status(form))


@page
@require_POST
def idea_submit(request: PageRequest, idea_id: int) -> HttpResponse:
    """Hand it in."""
    one = visible_idea(request, idea_id)
    refused = refusal_of(lambda: submit_idea(idea=one, **now_by(request)))
    return _back(request, one, refused, "Gagasan diajukan.")


@page
@require_POST
def idea_withdraw(request: PageRequest, idea_id: int) -> HttpResponse:
    """Take it back."""
    one = visible_idea(request, idea_id)
    reason, on = request.POST.get("reason", ""), timezone.localdate()
    act = refusal_of(lambda: withdraw_idea(idea=one, by=request.person, reason=reason, on=on))
    return _back(request, one, act, "Gagasan ditarik.")


@page
def idea_file(request: PageRequest, idea_id: int, file_id: int) -> HttpResponseBase:
    """One file of an idea, for those who see the idea."""
    one = visible_idea(request, idea_id)
    rows = IdeaFile.objects.select_related("attachment__blob")
    return send_file(request, get_object_or_404(rows, pk=file_id, idea=one).attachment)


def _own_unit(request: PageRequest) -> Unit | None:
    """Where the person belongs: the definitive post first."""
    seats = Assignment.objects.on(timezone.localdate()).filter(person=request.person)
    seat = seats.select_related("position__unit").order_by("kind", "pk").first()
    return seat.position.unit if seat else None


def _with(request: PageRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query[name] = value
    return f"?{query.urlencode()}"


def _back(request: PageRequest, one: Idea, refused: object, said: str) -> HttpResponse:
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("idea", one.pk)
