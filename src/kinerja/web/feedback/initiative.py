"""Initiatives: one's own and shared ones; one with its effect, proof and voices."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.feedback.initiative import (
    LONGEST_TEXT,
    MOST_FILES,
    Initiative,
    InitiativeFile,
    note_outside_voice,
    record_initiative,
    share_initiative,
    speak_on,
    withdraw_initiative,
)
from kinerja.participation.answer import TAKEN_UP
from kinerja.participation.idea import Idea
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.web.asked import row_in
from kinerja.web.attempt import made, refusal_of, status
from kinerja.web.forms import (
    DOCUMENTS,
    PHOTOS,
    DecimalIndonesia,
    FilesField,
    Form,
    TanggalField,
    TextField,
)
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.stored_file import send_file

SHOWN = 20


class InitiativeForm(Form):
    """What was done, and what changed by it."""

    kind = forms.ChoiceField(
        label="Jenis", choices=Initiative.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label="Judul", max_length=150)
    text = TextField(label="Yang Anda lakukan", rows=4, max_length=LONGEST_TEXT)
    done_on = TanggalField(label="Tanggal")
    result = forms.ModelChoiceField(
        label="Mendukung hasil kerja", queryset=WorkResult.objects.none(), required=False
    )
    measure = forms.CharField(
        label="Yang berubah", max_length=150, help_text="Misalnya “waktu tunggu di loket”."
    )
    unit_of_measure = forms.CharField(label="Satuan", max_length=40)
    before = DecimalIndonesia(label="Sebelum", max_digits=14, decimal_places=2)
    after = DecimalIndonesia(label="Sesudah", max_digits=14, decimal_places=2)
    source = forms.CharField(
        label="Sumber angka", max_length=200, help_text="Di mana angkanya dapat diperiksa."
    )
    proofs = FilesField(label="Bukti", accept=(*PHOTOS, *DOCUMENTS), most=MOST_FILES)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, owner: Person, **kwargs: Any) -> None:
        today = timezone.localdate()
        initial = {"key": uuid4(), "done_on": today, "kind": Initiative.Kind.INITIATIVE}
        super().__init__(*args, initial=initial, **kwargs)
        mine = WorkResult.objects.filter(
            plan__person=owner, plan__state="set", plan__year=today.year
        )
        self.fields["result"].queryset = mine  # type: ignore[attr-defined]
        self.fields["result"].label_from_instance = lambda row: row.title  # type: ignore[attr-defined]


class SpeakForm(Form):
    place: ClassVar = "speak_form"
    refused_at = "words"

    words = TextField(label="Tanggapan Anda", rows=3, max_length=LONGEST_TEXT)


class OutsideForm(Form):
    place: ClassVar = "outside_form"
    prefix = "luar"
    refused_at = "file"

    outsider = forms.CharField(
        label="Siapa yang dilayani", max_length=150, help_text="Nama dan asalnya."
    )
    words = TextField(label="Tanggapannya", rows=3, max_length=LONGEST_TEXT)
    file = FilesField(label="Bukti tanggapan", accept=(*PHOTOS, *DOCUMENTS), most=1)


@page
def initiatives(request: PageRequest) -> HttpResponse:
    """One's own and those that one may read, newest first."""
    rows = Initiative.objects.visible_to(request.person).select_related("owner")
    context = {"page": keyset(request, rows, SHOWN), "me": request.person}
    return render(request, "feedback/initiative/list.html", context)


@page
def new(request: PageRequest) -> HttpResponse:
    """Write one down with its proof and effect."""
    taken_up = Idea.objects.visible_to(request.person).filter(state__in=TAKEN_UP)
    idea = row_in(taken_up, request.GET.get("gagasan", ""))
    form = InitiativeForm(request.POST or None, request.FILES or None, owner=request.person)
    recorded = made(
        form,
        lambda: record_initiative(
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
            idea=idea,
            **_said(form),
        ),
    )
    if recorded is not None:
        messages.success(request, "Tercatat. Atasan Anda mendapat kabar.")
        return redirect("initiative", recorded.pk)
    context = {"form": form, "idea": idea}
    return render(request, "feedback/initiative/new.html", context, status=status(form))


@page
def show(request: PageRequest, initiative_id: int) -> HttpResponse:
    """One initiative; others answer here, the owner adds the voices of those who were served."""
    return _show(request, _visible(request, initiative_id))


@page
@require_POST
def speak(request: PageRequest, initiative_id: int) -> HttpResponse:
    """What the superior or a colleague saw of it."""
    one, form = _visible(request, initiative_id), SpeakForm(request.POST)
    said = made(
        form,
        lambda: speak_on(
            initiative=one,
            by=request.person,
            at=timezone.now(),
            on=timezone.localdate(),
            **form.cleaned_data,
        ),
    )
    if said is None:
        return _show(request, one, speak_form=form)
    messages.success(request, "Tanggapan Anda tersimpan.")
    return redirect("initiative", one.pk)


@page
@require_POST
def outside(request: PageRequest, initiative_id: int) -> HttpResponse:
    """The words of somebody who was served, with their proof."""
    one = _visible(request, initiative_id)
    if one.owner_id != request.person.pk:
        raise PermissionDenied
    form = OutsideForm(request.POST, request.FILES)
    said = made(
        form,
        lambda: note_outside_voice(
            initiative=one,
            outsider=form.cleaned_data["outsider"],
            words=form.cleaned_data["words"],
            file=_read(form.cleaned_data["file"])[0],
            by=request.person,
            at=timezone.now(),
        ),
    )
    if said is None:
        return _show(request, one, outside_form=form)
    messages.success(request, "Tanggapan tercatat bersama buktinya.")
    return redirect("initiative", one.pk)


@page
@require_POST
def share(request: PageRequest, initiative_id: int) -> HttpResponse:
    """Open it to all colleagues, or close it again."""
    one = _visible(request, initiative_id)
    shared = request.POST.get("buka") == "1"
    refused = refusal_of(lambda: share_initiative(initiative=one, shared=shared, by=request.person))
    return _back(request, one, refused, "Tersimpan.")


@page
@require_POST
def withdraw(request: PageRequest, initiative_id: int) -> HttpResponse:
    """Take it back."""
    one = _visible(request, initiative_id)
    refused = refusal_of(
        lambda: withdraw_initiative(initiative=one, by=request.person, at=timezone.now())
    )
    return _back(request, one, refused, "Inisiatif ditarik.")


@page
def file(request: PageRequest, initiative_id: int, file_id: int) -> HttpResponseBase:
    """One file of it, after the check."""
    one = _visible(request, initiative_id)
    found = get_object_or_404(
        InitiativeFile.objects.select_related("attachment__blob"), pk=file_id, initiative=one
    )
    return send_file(request, found.attachment)


def _show(request: PageRequest, one: Initiative, **forms: Any) -> HttpResponse:
    own, stands = one.owner_id == request.person.pk, one.withdrawn_at is None
    mine = one.voices.filter(giver=request.person).first()
    context = {
        "one": one,
        "own": own,
        "voices": one.voices.select_related("giver", "proof__attachment"),
        "files": one.files.filter(voice=None).select_related("attachment"),
        "speak_form": SpeakForm(initial={"words": mine.words if mine else ""})
        if stands and not own
        else None,
        "outside_form": OutsideForm() if stands and own else None,
        "stands": stands,
        "idea": Idea.objects.visible_to(request.person).filter(pk=one.idea_id).first()
        if one.idea_id
        else None,
    } | forms
    bad = [form for form in forms.values() if form.errors]
    return render(request, "feedback/initiative/show.html", context, status=status(*bad))


def _back(request: PageRequest, one: Initiative, refused: object, said: str) -> HttpResponse:
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("initiative", one.pk)


def _visible(request: PageRequest, initiative_id: int) -> Initiative:
    rows = Initiative.objects.visible_to(request.person).select_related("owner", "result")
    return get_object_or_404(rows, pk=initiative_id)


def _said(form: InitiativeForm) -> dict[str, Any]:
    said = dict(form.cleaned_data)
    return said | {"files": _read(said.pop("proofs"))}


def _read(files: list[Any]) -> list[tuple[str, bytes]]:
    return [(one.name or "bukti", one.read()) for one in files]
