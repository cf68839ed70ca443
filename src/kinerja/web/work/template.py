"""Recurring work: keep it from a report, name it anew, remove it; reporting from it is one tap."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kinerja.web.attempt import done, status
from kinerja.web.forms import Form
from kinerja.web.page import PageRequest, page
from kinerja.work.report import Report
from kinerja.work.template import (
    LONGEST_NAME,
    MOST_TEMPLATES,
    ReportTemplate,
    remove_template,
    rename_template,
    template_from_report,
)


class NameForm(Form):
    refused_at = "name"

    name = forms.CharField(label="Nama", max_length=LONGEST_NAME)


def _one(request: PageRequest, template_id: int) -> ReportTemplate:
    """One's own, or 404."""
    mine = ReportTemplate.objects.visible_to(request.person).select_related("result")
    return get_object_or_404(mine, pk=template_id)


@page
def template_list(request: PageRequest) -> HttpResponse:
    """All recurring work of this person."""
    templates = ReportTemplate.objects.visible_to(request.person).select_related("result")
    context = {"templates": templates, "most": MOST_TEMPLATES}
    return render(request, "work/template_list.html", context)


@page
def template_add(request: PageRequest, report_id: int) -> HttpResponse:
    """Keep one's own report as recurring work."""
    seen = Report.objects.visible_to(request.person).select_related("result")
    report = get_object_or_404(seen, pk=report_id)
    if request.method == "POST":
        template = template_from_report(report=report, by=request.person)
        words = f"“{template.name}” ada di Pekerjaan rutin, satu ketuk dari beranda."
        messages.success(request, words)
    return redirect("report_detail", report.pk)


@page
def template_edit(request: PageRequest, template_id: int) -> HttpResponse:
    """Give it another name."""
    template = _one(request, template_id)
    form = NameForm(request.POST or None, initial={"name": template.name})
    if done(
        form,
        lambda: rename_template(
            template=template, name=form.cleaned_data["name"], by=request.person
        ),
    ):
        messages.success(request, "Nama pekerjaan rutin diganti.")
        return redirect("routines")
    context = {"template": template, "form": form}
    return render(request, "work/template_edit.html", context, status=status(form))


@page
def template_remove(request: PageRequest, template_id: int) -> HttpResponse:
    """Remove it; reports stay."""
    template = _one(request, template_id)
    if request.method == "POST":
        remove_template(template=template, by=request.person)
        messages.success(request, f"“{template.name}” dihapus. Laporan yang sudah ada tetap.")
    return redirect("routines")
