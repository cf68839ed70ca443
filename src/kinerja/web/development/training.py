"""The catalogue of trainings: reading, adding, changing, taking over what the product knows."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.competency import Competency
from kinerja.development.scope import training_scope
from kinerja.development.session import Session
from kinerja.development.training import (
    HOURS,
    Training,
    TrainingKind,
    add_training,
    edit_training,
    retire_training,
    start_catalogue,
    take_start_catalogue,
)
from kinerja.needs.need import Need
from kinerja.people.access import leads_region
from kinerja.rules.training import TrainingForm as Manner
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.development.thread_line import lines_of
from kinerja.web.development.training_tabs import training_tabs
from kinerja.web.forms import DecimalIndonesia, Form, TextField
from kinerja.web.needs.trainings import TrainingLine, register
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset

SHOWN = 30
COMING = 10  # sessions on the page of a training


class CatalogueForm(Form):
    """One entry of the catalogue."""

    refused_at = "name"

    name = forms.CharField(label="Nama pelatihan", max_length=200)
    kind = forms.ChoiceField(label="Jenis", choices=TrainingKind.choices())
    form = forms.ChoiceField(label="Bentuk", choices=Manner.choices())
    hours_jp = DecimalIndonesia(
        label="Lama (JP)",
        required=False,
        max_digits=6,
        decimal_places=1,
        validators=HOURS,
        help_text="Kosongkan bila belum diketahui; JP tidak pernah ditebak.",
    )
    provider = forms.CharField(label="Penyelenggara", max_length=150, required=False)
    target_group = forms.CharField(label="Sasaran peserta", max_length=150, required=False)
    aim = TextField(label="Tujuan", rows=3, max_length=2_000, required=False)
    competencies = forms.MultipleChoiceField(
        label="Kompetensi yang dilatih",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many-choices"}),
    )
    need = forms.ModelChoiceField(
        label="Kebutuhan yang dijawab", queryset=Need.objects.none(), required=False
    )

    def __init__(self, *args: Any, training: Training | None = None, **kwargs: Any) -> None:
        if training is not None:
            kwargs["initial"] = {name: getattr(training, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        known = dict(Competency.objects.used().values_list("code", "name"))
        own = training.competencies if training else []
        known |= {code: code for code in own if code not in known}
        self.fields["competencies"].choices = [*known.items()]  # type: ignore[attr-defined]
        needs = Need.objects.open()
        if training is not None and training.need_id:
            needs = needs | Need.objects.filter(pk=training.need_id)
        self.fields["need"].queryset = needs.order_by("statement")  # type: ignore[attr-defined]


class StartForm(Form):
    codes = forms.MultipleChoiceField(
        label="Pelatihan", widget=forms.CheckboxSelectMultiple(attrs={"class": "many-choices"})
    )
    form = forms.ChoiceField(label="Bentuk", choices=Manner.choices())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = set(Training.objects.offered().values_list("name", flat=True))
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.name} ({one.source}, {one.year})")
            for one in start_catalogue()
            if one.name not in known
        ]


@page
def catalogue(request: PageRequest) -> HttpResponse:
    """All that is offered, by name; found by words."""
    rows = Training.objects.visible_to(request.person).offered()
    words = request.GET.get("cari", "").strip()[:100]
    any_at_all = rows.exists()
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    today = timezone.localdate()
    context = {
        "page": keyset(request, rows, SHOWN, ("name", "pk")),
        "any": any_at_all,
        "words": words,
        "keeps": training_scope(request.person, today).everything,
        "tabs": training_tabs(request.person, today, "training_catalogue"),
    }
    return render(request, "development/training/list.html", context)


@page
def show(request: PageRequest, training_id: int) -> HttpResponse:
    """What it teaches, and when it is held."""
    one = _visible(request, training_id)
    today = timezone.localdate()
    scope = training_scope(request.person, today)
    context = {
        "one": one,
        "competencies": Competency.objects.filter(code__in=one.competencies),
        "coming": Session.objects.held().filter(training=one, ends_on__gte=today)[:COMING],
        "past": Session.objects.held()
        .filter(training=one, ends_on__lt=today)
        .order_by("-starts_on")[:COMING],
        "keeps": scope.everything,
        "plans": bool(scope) and one.retired_on is None,
        "reads_effect": bool(scope) or leads_region(request.person, today),
    }
    return render(request, "development/training/show.html", context)


@page
def new(request: PageRequest) -> HttpResponse:
    """Add one."""
    _keeper(request)
    form = CatalogueForm(request.POST or None)
    made_one = made(
        form,
        lambda: add_training(by=request.person, on=timezone.localdate(), **form.cleaned_data),
    )
    if made_one is not None:
        messages.success(request, "Pelatihan tercatat di katalog.")
        return redirect("training", made_one.pk)
    context = {"form": form, "title": "Tambah pelatihan", "back": reverse("training_catalogue")}
    return render(request, "development/training/form.html", context, status=status(form))


@page
def edit(request: PageRequest, training_id: int) -> HttpResponse:
    """Change one."""
    _keeper(request)
    one = _visible(request, training_id)
    form = CatalogueForm(request.POST or None, training=one)
    if done(
        form,
        lambda: edit_training(
            training=one, by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Perubahan tersimpan.")
        return redirect("training", one.pk)
    context = {
        "form": form,
        "title": "Ubah pelatihan",
        "back": reverse("training", args=[one.pk]),
    }
    return render(request, "development/training/form.html", context, status=status(form))


@page
@require_POST
def retire(request: PageRequest, training_id: int) -> HttpResponse:
    """Take it out of the catalogue."""
    _keeper(request)
    one = _visible(request, training_id)
    refused = refusal_of(
        lambda: retire_training(training=one, by=request.person, on=timezone.localdate())
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Pelatihan tidak lagi ditawarkan.")
    return redirect("training", one.pk)


@page
def take_start(request: PageRequest) -> HttpResponse:
    """Choose from the trainings that agencies name in public."""
    _keeper(request)
    form = StartForm(request.POST or None)
    taken = made(
        form,
        lambda: take_start_catalogue(
            by=request.person, on=timezone.localdate(), **form.cleaned_data
        ),
    )
    if taken is not None:
        messages.success(request, f"{len(taken)} pelatihan masuk katalog. Lengkapi JP-nya.")
        return redirect("training_catalogue")
    return render(request, "development/training/start.html", {"form": form}, status=status(form))


def _visible(request: PageRequest, training_id: int) -> Training:
    rows = Training.objects.visible_to(request.person).select_related("need")
    return get_object_or_404(rows, pk=training_id)


def _keeper(request: PageRequest) -> None:
    if not training_scope(request.person, timezone.localdate()).everything:
        raise PermissionDenied


def answering(need: Need) -> list[TrainingLine]:
    """The trainings that answer a need, for its thread."""
    return lines_of(list(Training.objects.filter(need=need)), need)


register(answering)
