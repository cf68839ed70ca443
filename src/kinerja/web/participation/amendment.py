"""Changed texts of an idea: proposed, read word by word, accepted or refused; every version."""

from typing import ClassVar
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kinerja.participation.amendment import (
    Amendment,
    accept_amendment,
    propose_amendment,
    refuse_amendment,
    withdraw_amendment,
)
from kinerja.participation.idea import (
    LONGEST_REASON,
    LONGEST_TEXT,
    Idea,
    IdeaVersion,
    is_author,
)
from kinerja.participation.space import is_asked
from kinerja.rules.space import Right
from kinerja.rules.wording import Piece, word_changes
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.participation.tabs import now_by, phase_of, visible_idea

PARTS = (("Judul", "title"), ("Masalah", "problem"), ("Usulan", "proposal"))


class AmendmentForm(Form):
    title = forms.CharField(label="Judul", max_length=150)
    problem = TextField(label="Masalah", rows=5, max_length=LONGEST_TEXT)
    proposal = TextField(label="Usulan", rows=6, max_length=LONGEST_TEXT)
    why = TextField(
        label="Mengapa diubah",
        rows=3,
        max_length=LONGEST_REASON,
        help_text="Penulis membacanya. Bila ia menerima, Anda menjadi penulis bersama.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class RefuseForm(Form):
    place: ClassVar = "refuse_form"
    refused_at = "reason"

    reason = TextField(label="Mengapa tidak dipakai", rows=3, max_length=LONGEST_REASON)


@page
def amendment_new(request: PageRequest, idea_id: int) -> HttpResponse:
    """Propose another text, from the one that stands now."""
    one, today = visible_idea(request, idea_id), timezone.localdate()
    me = request.person
    if me.pk in (one.author_id, one.owner_id) or not is_asked(me, one.space, today):
        raise PermissionDenied
    last = one.versions.first()
    initial = {name: getattr(one, name) for _, name in PARTS}
    initial |= {"version": last.number if last else None, "key": uuid4()}
    form = AmendmentForm(request.POST or None, initial=initial)
    row = made(form, lambda: propose_amendment(idea=one, **form.cleaned_data, **now_by(request)))
    if row is not None:
        messages.success(request, "Usulan perubahan terkirim kepada penulis.")
        return redirect("amendment", one.pk, row.pk)
    context = {
        "form": form,
        "one": one,
        "phase": phase_of(one.space) if one.space else None,
        "can": Right.AMEND in one.rights(today),
    }
    return render(request, "participation/amendment/new.html", context, status=status(form))


@page
def amendment(request: PageRequest, idea_id: int, amendment_id: int) -> HttpResponse:
    """One proposed text beside the one it changes; authors accept it or say why not."""
    one = visible_idea(request, idea_id)
    rows = Amendment.objects.select_related("by", "version", "became", "answered_by")
    row = get_object_or_404(rows, pk=amendment_id, idea=one)
    writes = is_author(request.person, one) and row.by_id != request.person.pk
    form = RefuseForm(request.POST if "tolak" in request.POST else None)
    if request.method == "POST":
        if "tolak" in request.POST:
            if done(
                form,
                lambda: refuse_amendment(amendment=row, **form.cleaned_data, **now_by(request)),
            ):
                messages.success(request, "Jawaban Anda terkirim.")
                return redirect("amendment", one.pk, row.pk)
        else:
            return _accept_or_withdraw(request, one, row)
    answerable = Right.AMEND in one.rights(timezone.localdate())
    waits = row.state == Amendment.State.OPEN and answerable
    context = {
        "one": one,
        "row": row,
        "parts": _parts(row.version, row),
        "phase": phase_of(one.space) if one.space else None,
        "waits": waits,
        "may_answer": writes and waits,
        "may_withdraw": row.by_id == request.person.pk and row.state == Amendment.State.OPEN,
        "form": form,
    }
    return render(request, "participation/amendment/show.html", context, status=status(form))


@page
def idea_version(request: PageRequest, idea_id: int, number: int) -> HttpResponse:
    """One version of the text, with what it changed in the one before."""
    one = visible_idea(request, idea_id)
    rows = IdeaVersion.objects.select_related("by")
    version = get_object_or_404(rows, idea=one, number=number)
    before = one.versions.filter(number__lt=number).first()
    context = {
        "one": one,
        "version": version,
        "before": before,
        "parts": _parts(before, version),
        "phase": phase_of(one.space) if one.space else None,
    }
    return render(request, "participation/amendment/version.html", context)


def _accept_or_withdraw(request: PageRequest, one: Idea, row: Amendment) -> HttpResponse:
    if "tarik" in request.POST:
        now = timezone.now()
        act = refusal_of(lambda: withdraw_amendment(amendment=row, by=request.person, at=now))
        said = "Usulan perubahan ditarik."
    else:
        act = refusal_of(lambda: accept_amendment(amendment=row, **now_by(request)))
        said = "Naskah baru berlaku; pengusulnya menjadi penulis bersama."
    if act:
        messages.warning(request, str(act))
        return redirect("amendment", one.pk, row.pk)
    messages.success(request, said)
    return redirect("idea", one.pk)


def _parts(
    before: IdeaVersion | None, after: IdeaVersion | Amendment
) -> list[tuple[str, list[Piece]]]:
    """Each part of the text with its changes; without a text before it, as it stands."""
    return [
        (label, word_changes(getattr(before or after, name), getattr(after, name)))
        for label, name in PARTS
    ]
