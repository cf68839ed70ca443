"""Templates of plans: what they say. Giving them to many people at once is `template_use`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.planning.indicator import checked_target
from kinerja.planning.plan import Plan
from kinerja.planning.template import (
    PlanTemplate,
    TemplateUse,
    content_of,
    make_template,
    may_revise,
    reach_of,
    revise_template,
)
from kinerja.planning.terms import PlanTerm
from kinerja.rules.plan import Aspect, PlanApproach, ResultQuality, WorkResultKind
from kinerja.rules.refusal import Forbidden
from kinerja.web.attempt import done, made, status
from kinerja.web.forms import DecimalIndonesia, Form, TextField
from kinerja.web.page import PageRequest, page
from kinerja.web.planning.choices import OPEN_CHOICE

NOT_YOURS = "Templat rencana dikelola admin kepegawaian, admin unit, dan pimpinan."


class TemplateForm(Form):
    """What it is called and for which post."""

    name = forms.CharField(label="Nama templat", max_length=150)
    post = forms.CharField(
        label="Jabatan", max_length=200, help_text="Nama jabatan seperti di data kepegawaian."
    )
    approach = forms.ChoiceField(
        label="Pendekatan",
        choices=PlanApproach.choices(),
        initial=PlanApproach.QUANTITATIVE.value,
        widget=forms.RadioSelect,
    )


class TemplateResultForm(Form):
    """One result with its first measure."""

    title = TextField(label="Hasil kerja", rows=2, max_length=300)
    kind = forms.ChoiceField(
        label="Jenis",
        choices=WorkResultKind.choices(),
        initial=WorkResultKind.MAIN.value,
        widget=forms.RadioSelect,
    )
    quality = forms.ChoiceField(
        label="Kualitas dan tingkat kendali",
        choices=[*OPEN_CHOICE, *ResultQuality.choices()],
        required=False,
    )
    text = TextField(label="Indikator", rows=2, max_length=250)
    aspect = forms.ChoiceField(
        label="Aspek", choices=[*OPEN_CHOICE, *Aspect.choices()], required=False
    )
    target_min = DecimalIndonesia(label="Target", max_digits=18, decimal_places=4, required=False)
    target_max = DecimalIndonesia(
        label="Sampai dengan", max_digits=18, decimal_places=4, required=False
    )
    unit_of_measure = forms.CharField(label="Satuan", max_length=40, required=False)
    target_text = forms.CharField(label="Target dalam kalimat", max_length=250, required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if not self.errors:
            try:
                checked_target(given["target_min"], given["target_max"], given["target_text"])
            except InvalidInput as refusal:
                self.add_error("target_min", str(refusal))
        return given

    def result(self) -> dict[str, Any]:
        """As the content of a template keeps it."""
        given = self.cleaned_data
        low, high = given["target_min"], given["target_max"]
        return {
            "title": " ".join(given["title"].split()),
            "kind": given["kind"],
            "quality": given["quality"],
            "indicators": [
                {
                    "text": " ".join(given["text"].split()),
                    "aspect": given["aspect"],
                    "unit_of_measure": given["unit_of_measure"],
                    "target_text": given["target_text"],
                    "target_min": None if low is None else f"{low.normalize():f}",
                    "target_max": None if high is None else f"{high.normalize():f}",
                }
            ],
        }


class TemplateTermForm(Form):
    """One line of the attachment."""

    kind = forms.ChoiceField(label="Jenis", choices=PlanTerm.Kind.choices)
    text = TextField(label="Uraian", rows=2, max_length=300)


def check_may_use(person: Person, on: date) -> None:
    """Errors: Forbidden."""
    if not reach_of(person, on):
        raise Forbidden(NOT_YOURS)


@page
def templates(request: PageRequest) -> HttpResponse:
    """All templates, and what one gave to whom."""
    today = timezone.localdate()
    check_may_use(request.person, today)
    uses = TemplateUse.objects.visible_to(request.person, today).select_related(
        "version__template", "unit", "by"
    )
    context = {
        "templates": PlanTemplate.objects.annotate(versions_made=Count("versions")),
        "uses": uses.annotate(people=Count("prepared"))[:20],
    }
    return render(request, "planning/template/list.html", context)


@page
def template_new(request: PageRequest) -> HttpResponse:
    """Begin an empty template."""
    return _new(request, None)


@page
def template_from(request: PageRequest, plan_id: int) -> HttpResponse:
    """Begin a template with the content of a plan that is set."""
    plans = Plan.objects.visible_to(request.person).filter(state__in=Plan.AGREED)
    plans = plans.select_related("assignment__position", "person")
    return _new(request, get_object_or_404(plans, pk=plan_id))


def _new(request: PageRequest, plan: Plan | None) -> HttpResponse:
    today = timezone.localdate()
    check_may_use(request.person, today)
    title = plan.assignment.position.title if plan else ""
    initial = {"name": title, "post": title, "approach": plan.approach} if plan else {}
    form = TemplateForm(request.POST or None, initial=initial)
    template = made(
        form,
        lambda: make_template(
            content=content_of(plan) if plan else {"results": [], "terms": []},
            by=request.person,
            on=today,
            **form.cleaned_data,
        ),
    )
    if template is not None:
        messages.success(request, "Templat dibuat.")
        return redirect("template_show", template.pk)
    context = {"form": form, "plan": plan}
    return render(request, "planning/template/new.html", context, status=status(form))


@page
def template_show(request: PageRequest, template_id: int) -> HttpResponse:
    """What it says, in its newest version."""
    today = timezone.localdate()
    check_may_use(request.person, today)
    template = get_object_or_404(PlanTemplate.objects.select_related("made_by"), pk=template_id)
    version = template.newest
    kinds = dict(PlanTerm.Kind.choices)
    context = {
        "template": template,
        "version": version,
        "results": version.content.get("results", []),
        "terms": [(kinds.get(kind, kind), text) for kind, text in version.content.get("terms", [])],
        "editable": may_revise(request.person, template, today),
        "versions": template.versions.select_related("made_by").order_by("-number"),
    }
    return render(request, "planning/template/show.html", context)


Change = Callable[[dict[str, Any]], None]


def _revise(request: PageRequest, template: PlanTemplate, change: Change) -> None:
    content = template.newest.content
    content = {
        "results": list(content.get("results", [])),
        "terms": list(content.get("terms", [])),
    }
    change(content)
    revise_template(
        template=template,
        content=content,
        by=request.person,
        on=timezone.localdate(),
        revision=template.revision,
    )


def _editable(request: PageRequest, template_id: int) -> PlanTemplate:
    today = timezone.localdate()
    check_may_use(request.person, today)
    template = get_object_or_404(PlanTemplate, pk=template_id)
    if not may_revise(request.person, template, today):
        raise Forbidden("Templat ini diubah oleh pembuatnya atau admin kepegawaian.")
    return template


def _add(request: PageRequest, template: PlanTemplate, form: Form, change: Change) -> HttpResponse:
    if done(form, lambda: _revise(request, template, change)):
        messages.success(request, "Templat diperbarui; versi baru berlaku mulai sekarang.")
        return redirect("template_show", template.pk)
    context = {"form": form, "template": template}
    return render(request, "planning/template/add.html", context, status=status(form))


@page
def template_result(request: PageRequest, template_id: int) -> HttpResponse:
    """One more result."""
    template = _editable(request, template_id)
    form = TemplateResultForm(request.POST or None)
    return _add(request, template, form, lambda content: content["results"].append(form.result()))


@page
def template_term(request: PageRequest, template_id: int) -> HttpResponse:
    """One more line of the attachment."""
    template = _editable(request, template_id)
    form = TemplateTermForm(request.POST or None)

    def change(content: dict[str, Any]) -> None:
        content["terms"].append([form.cleaned_data["kind"], form.cleaned_data["text"].strip()])

    return _add(request, template, form, change)


@page
@require_POST
def template_drop(request: PageRequest, template_id: int, number: int) -> HttpResponse:
    """Leave a result out, counted from 1."""
    template = _editable(request, template_id)

    def change(content: dict[str, Any]) -> None:
        content["results"] = [
            one for place, one in enumerate(content["results"], start=1) if place != number
        ]

    _revise(request, template, change)
    messages.success(request, "Hasil kerja dikeluarkan; versi baru berlaku mulai sekarang.")
    return redirect("template_show", template.pk)
