"""The demand for training of a unit: ranked, with its reasons; and from there to a training."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.development.competency import Competency
from kinerja.development.demand import (
    compute_demand,
    demand_of,
    demanded,
    name_competency,
    trainings_for,
    unread,
)
from kinerja.development.method import the_method
from kinerja.development.sight import keeper_scope, keeps, unit_sight
from kinerja.development.training import Training, TrainingKind, add_training
from kinerja.needs.need import Need
from kinerja.people.unit import Unit
from kinerja.rules.training import TrainingForm
from kinerja.rules.training_demand import DemandSource
from kinerja.web.asked import number_in
from kinerja.web.attempt import done, made, refusal_of, status
from kinerja.web.development.thread_line import lines_of
from kinerja.web.forms import Form
from kinerja.web.needs.trainings import TrainingLine, register
from kinerja.web.page import PageRequest, page

SHOWN = 12  # competencies on the page; what is asked for less is not a demand yet


class NameForm(Form):
    """Which competency one thing asks for."""

    place: ClassVar = "name_form"
    refused_at = "competency"

    thing = forms.ChoiceField(label="Yang meminta")
    competency = forms.ModelChoiceField(label="Kompetensi", queryset=Competency.objects.none())

    def __init__(self, *args: Any, things: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", "Pilih"), *things]  # type: ignore[attr-defined]
        self.fields["competency"].queryset = Competency.objects.used()  # type: ignore[attr-defined]


class TrainingNameForm(Form):
    """A training for the catalogue, filled from the demand."""

    name = forms.CharField(label="Nama pelatihan", max_length=200)
    kind = forms.ChoiceField(label="Jenis", choices=TrainingKind.choices())
    form = forms.ChoiceField(label="Bentuk", choices=TrainingForm.choices())


@page
def demands(request: PageRequest) -> HttpResponse:
    """The highest units whose demand one may read."""
    scope = unit_sight(request.person, timezone.localdate())
    if not scope:
        raise PermissionDenied
    seen = Unit.objects.filter(closed_on=None)
    tops = seen.filter(parent=None) if scope.everything else seen.filter(path__in=scope.paths)
    return render(request, "development/demand/list.html", {"units": tops[:50]})


@page
def demand(request: PageRequest, unit_id: int) -> HttpResponse:
    """The demand of one unit, with what nobody has read yet."""
    return _show(request, _unit(request, unit_id))


@page
@require_POST
def compute(request: PageRequest, unit_id: int) -> HttpResponse:
    """Compute it anew."""
    unit = _unit(request, unit_id)
    refused = refusal_of(
        lambda: compute_demand(unit=unit, by=request.person, on=timezone.localdate())
    )
    if refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Dihitung ulang dari data hari ini.")
    return redirect("training_demand", unit.pk)


@page
@require_POST
def name(request: PageRequest, unit_id: int) -> HttpResponse:
    """Say which competency a need, a finding or an indicator asks for."""
    unit, today = _unit(request, unit_id), timezone.localdate()
    form = NameForm(request.POST, things=_things(request, unit))

    def said() -> object:
        kind, _, pk = form.cleaned_data["thing"].partition(":")
        return name_competency(
            kind=kind,
            pk=int(pk),
            competency=form.cleaned_data["competency"],
            by=request.person,
            on=today,
        )

    if not done(form, said):
        return _show(request, unit, name_form=form)
    compute_demand(unit=unit, by=request.person, on=today)
    messages.success(request, "Tersimpan, dan peringkatnya dihitung ulang.")
    return redirect("training_demand", unit.pk)


@page
def training(request: PageRequest, unit_id: int, competency_id: int) -> HttpResponse:
    """Put a training for one competency into the catalogue."""
    unit, today = _unit(request, unit_id), timezone.localdate()
    if not keeps(request.person, today, unit):
        raise PermissionDenied
    one = get_object_or_404(Competency.objects.used(), pk=competency_id)
    form = TrainingNameForm(
        request.POST or None,
        initial={
            "name": f"Pelatihan {one.name}",
            "kind": TrainingKind.TECHNICAL.value,
            "form": TrainingForm.CLASSICAL.value,
        },
    )
    added = made(
        form,
        lambda: add_training(
            competencies=[one.code],
            aim=f"Menjawab kebutuhan {unit.name}",
            by=request.person,
            on=today,
            **form.cleaned_data,
        ),
    )
    if added is not None:
        messages.success(request, f"{added.name} masuk katalog; rencanakan sesinya di sana.")
        return redirect("training", added.pk)
    context = {"form": form, "unit": unit, "one": one}
    return render(request, "development/demand/training.html", context, status=status(form))


def _show(request: PageRequest, unit: Unit, **forms: Any) -> HttpResponse:
    today, method = timezone.localdate(), the_method()
    rows = list(demanded(unit))[:SHOWN]
    offered: dict[str, list[Training]] = {}
    for one in trainings_for([row.competency for row in rows]):
        for code in one.competencies:
            offered.setdefault(code, []).append(one)
    things = _things(request, unit)
    context = {
        "unit": unit,
        "rows": [(row, offered.get(row.competency.code, [])) for row in rows],
        "computed_on": rows[0].computed_on if rows else None,
        "keeps": keeps(request.person, today, unit),
        "name_form": NameForm(things=things, initial=_asked(request)) if things else None,
        "weights": [(source.label, method.weights[source.value]) for source in DemandSource],
        "children": Unit.objects.filter(
            unit_sight(request.person, today).within("path"), parent=unit, closed_on=None
        ),
        "may_set": keeper_scope(request.person, today).everything,
    } | forms
    bad = [form for form in forms.values() if form.errors]
    return render(request, "development/demand/show.html", context, status=status(*bad))


def _things(request: PageRequest, unit: Unit) -> list[tuple[str, str]]:
    """What waits for a competency and is this person's to read; a leader's own units."""
    today = timezone.localdate()
    mine = unit_sight(request.person, today)
    return [
        (f"{one.kind.value}:{one.pk}", f"{one.kind.label}: {one.said}"[:120])
        for one in unread(unit, today)
        if mine.covers(one.unit)
    ]


def _asked(request: PageRequest) -> dict[str, str]:
    """The need from whose thread one came is chosen already."""
    need = number_in(request.GET.get("kebutuhan", ""))
    return {"thing": f"{DemandSource.NEED.value}:{need}"} if need is not None else {}


def _unit(request: PageRequest, unit_id: int) -> Unit:
    scope = unit_sight(request.person, timezone.localdate())
    return get_object_or_404(Unit.objects.filter(scope.within("path")), pk=unit_id)


def teaching(need: Need) -> list[TrainingLine]:
    """Trainings that teach a competency for which the need asks, for its thread."""
    rows = trainings_for(demand_of(need))
    # Those that name the need itself are told by the catalogue.
    return lines_of([one for one in rows if one.need_id != need.pk], need)


register(teaching)
