"""Giving a template to everybody with a post: look who gets what, give it, take it back."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.person import Person
from kinerja.people.supervision import led_units
from kinerja.people.unit import Unit, inside
from kinerja.planning.template import PlanTemplate, TemplateUse, reach_of
from kinerja.planning.template_use import preview, undo_use, use_template
from kinerja.web.attempt import made, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.template import check_may_use
from kinerja.web.unit_field import UnitField


class UseForm(Form):
    """Where, for whom, for which year."""

    unit = UnitField(help_text="Termasuk unit di bawahnya.")
    post = forms.CharField(label="Jabatan", max_length=200)
    year = forms.IntegerField(label="Tahun", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


@page
def template_use(request: PageRequest, template_id: int) -> HttpResponse:
    """Choose where, look who gets what, give it."""
    person, today = request.person, timezone.localdate()
    check_may_use(person, today)
    template = get_object_or_404(PlanTemplate, pk=template_id)
    given = request.POST if request.method == "POST" else (request.GET or None)
    initial = {"post": template.post, "year": today.year}
    units = _units(person, today)
    form = UseForm(given, units=units, initial=initial)
    use, candidates = None, None
    if request.method == "POST":
        use = made(
            form,
            lambda: use_template(version=template.newest, by=person, on=today, **form.cleaned_data),
        )
    else:
        candidates = made(
            form,
            lambda: preview(version=template.newest, by=person, on=today, **form.cleaned_data),
        )
    if use is not None:
        messages.success(request, "Konsep rencana disiapkan; pegawai sudah diberi tahu.")
        return redirect("template_used", use.pk)
    context = {
        "template": template,
        "version": template.newest,
        "form": form,
        "candidates": candidates,
        "getting": [one for one in candidates or [] if not one.skipped],
        "skipped": [one for one in candidates or [] if one.skipped],
    }
    return render(request, "planning/template/use.html", context, status=status(form))


@page
def template_used(request: PageRequest, use_id: int) -> HttpResponse:
    """Who got a draft by one act."""
    today = timezone.localdate()
    uses = TemplateUse.objects.visible_to(request.person, today)
    use = get_object_or_404(uses.select_related("version__template", "unit", "by"), pk=use_id)
    prepared = use.prepared.select_related("person", "plan").order_by("person__name")
    context = {"use": use, "prepared": prepared}
    return render(request, "planning/template/used.html", context)


@page
@require_POST
def template_undo(request: PageRequest, use_id: int) -> HttpResponse:
    """Take the untouched drafts back."""
    today = timezone.localdate()
    uses = TemplateUse.objects.visible_to(request.person, today)
    use = get_object_or_404(uses, pk=use_id)
    undone = undo_use(use=use, by=request.person, on=today)
    said = f"{len(undone.removed)} konsep ditarik kembali."
    if undone.kept:
        names = ", ".join(person.name for person in undone.kept)
        said += f" Tidak disentuh karena sudah diubah atau diajukan: {names}."
    messages.success(request, said)
    return redirect("template_used", use.pk)


def _units(person: Person, on: date) -> Any:
    """Units in which the person may prepare plans."""
    reach = reach_of(person, on)
    if reach.everyone:
        return Unit.objects.open()
    led = led_units(person, on).values_list("path", flat=True)
    return Unit.objects.open().filter(inside([*reach.units, *led]))
