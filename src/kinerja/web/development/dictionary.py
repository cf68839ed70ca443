"""The dictionary of competencies: read by all, written by those who look after it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.competency import (
    LEVEL_SCOPES,
    LEVELS,
    Competency,
    add_competency,
    describe_competency,
    retire_competency,
)
from kinerja.development.sight import keeper_scope
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.forms import Form, TextField
from kinerja.web.page import PageRequest, page


class DescribeForm(Form):
    """The words of a competency and of its five levels."""

    name = forms.CharField(label="Nama", max_length=150)
    definition = TextField(label="Pengertian", rows=2, max_length=2_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in LEVELS:
            self.fields[f"level_{level}"] = TextField(
                label=f"Level {level}", rows=2, max_length=1_000, help_text=LEVEL_SCOPES[level]
            )
            self.fields[f"level_{level}"].error_messages["required"] = (
                f"Gambaran level {level} belum diisi."
            )

    def said(self) -> dict[str, Any]:
        """What the verbs take."""
        data = self.cleaned_data
        levels = {level: data[f"level_{level}"] for level in LEVELS}
        return {"name": data["name"], "definition": data["definition"], "levels": levels}


class NewForm(DescribeForm):
    code = forms.CharField(label="Kode", max_length=20, help_text="Misalnya TEK.GIZI")
    field_order = ("code",)


@page
def dictionary(request: PageRequest) -> HttpResponse:
    """All competencies that are used, by kind."""
    context = {
        "rows": Competency.objects.visible_to(request.person).used(),
        "keeps": _keeps(request),
    }
    return render(request, "development/dictionary/list.html", context)


@page
def entry(request: PageRequest, competency_id: int) -> HttpResponse:
    """One competency with its levels, and which posts ask for it."""
    one = _entry(request, competency_id)
    context = {
        "one": one,
        "levels": one.levels.all(),
        "standards": one.standards.on(timezone.localdate()),
        "keeps": _keeps(request),
    }
    return render(request, "development/dictionary/show.html", context)


@page
def new(request: PageRequest) -> HttpResponse:
    """A technical competency of the agency's own."""
    _check(request)
    form = NewForm(request.POST or None)
    added = made(
        form,
        lambda: add_competency(
            code=form.cleaned_data["code"],
            by=request.person,
            on=timezone.localdate(),
            **form.said(),
        ),
    )
    if added is not None:
        messages.success(request, f"{added.name} masuk kamus.")
        return redirect("competency_entry", added.pk)
    return render(request, "development/dictionary/new.html", {"form": form}, status=status(form))


@page
def edit(request: PageRequest, competency_id: int) -> HttpResponse:
    """Other words for a competency and its levels."""
    _check(request)
    one = _entry(request, competency_id)
    words = {f"level_{level.level}": level.text for level in one.levels.all()}
    initial = {"name": one.name, "definition": one.definition} | words
    form = DescribeForm(request.POST or None, initial=initial)
    if done(
        form,
        lambda: describe_competency(
            competency=one, by=request.person, on=timezone.localdate(), **form.said()
        ),
    ):
        messages.success(request, "Kamus diperbarui.")
        return redirect("competency_entry", one.pk)
    context = {"form": form, "one": one}
    return render(request, "development/dictionary/edit.html", context, status=status(form))


@page
@require_POST
def retire(request: PageRequest, competency_id: int) -> HttpResponse:
    """Use a technical competency no more."""
    _check(request)
    one = _entry(request, competency_id)
    refused = refusal_of(
        lambda: retire_competency(competency=one, by=request.person, on=timezone.localdate())
    )
    if refused:
        messages.warning(request, str(refused))
        return redirect("competency_entry", one.pk)
    messages.success(request, f"{one.name} tidak dipakai lagi; hasil penilaiannya tetap ada.")
    return redirect("competency_dictionary")


def _entry(request: PageRequest, competency_id: int) -> Competency:
    return get_object_or_404(Competency.objects.visible_to(request.person), pk=competency_id)


def _keeps(request: PageRequest) -> bool:
    return keeper_scope(request.person, timezone.localdate()).everything


def _check(request: PageRequest) -> None:
    if not _keeps(request):
        raise PermissionDenied
